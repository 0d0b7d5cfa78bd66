import { expect, test } from "vitest";
import { benchApi } from "./api.ts";
import { testStage } from "./test-stage.ts";

const stage = await testStage();

test("the bench of the API works", async () => {
  const result = await benchApi(stage, 300);
  expect(result).toMatchObject({ name: "api", size: 300 });
  expect(result.per_s).toBeGreaterThan(0);
  expect(result.ceiling_per_s).toBeGreaterThan(0);
});

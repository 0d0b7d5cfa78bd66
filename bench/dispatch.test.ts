import { expect, test } from "vitest";
import { benchDispatch } from "./dispatch.ts";
import { testStage } from "./test-stage.ts";

const stage = await testStage();

test("the bench of dispatch works", async () => {
  const result = await benchDispatch(stage, 500);
  expect(result).toMatchObject({ name: "dispatch", size: 500 });
  expect(result.per_s).toBeGreaterThan(0);
  expect(result.ceiling_per_s).toBeGreaterThan(0);
});

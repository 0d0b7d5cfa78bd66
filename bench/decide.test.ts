import { expect, test } from "vitest";
import { benchDecide } from "./decide.ts";
import { testStage } from "./test-stage.ts";

const stage = await testStage();

test("the bench of deciding works", async () => {
  const result = await benchDecide(stage, 500);
  expect(result).toMatchObject({ name: "decide", size: 500 });
  expect(result.per_s).toBeGreaterThan(0);
  expect(result.ceiling_per_s).toBeGreaterThan(0);
});

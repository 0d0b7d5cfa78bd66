import { expect, test } from "vitest";
import { benchDecide } from "./decide.ts";
import { testStage } from "./test-stage.ts";

test("the bench of deciding works", async () => {
  const result = await benchDecide(await testStage(), 500);
  expect(result).toMatchObject({ name: "decide", size: 500 });
  expect(result.per_s).toBeGreaterThan(0);
  expect(result.ceiling_per_s).toBeGreaterThan(0);
});

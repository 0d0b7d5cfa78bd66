import { expect, test } from "vitest";
import { benchFilter } from "./filter.ts";
import { testStage } from "./test-stage.ts";

const stage = await testStage();

test("the bench of the filter works", async () => {
  const result = await benchFilter(stage, 300);
  expect(result).toMatchObject({ name: "filter", size: 300 });
  expect(result.ratio).toBeGreaterThan(0);
});

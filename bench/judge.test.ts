import { expect, test } from "vitest";
import { benchJudge } from "./judge.ts";
import { testStage } from "./test-stage.ts";

const stage = await testStage();

test("the bench of the judge works: who lived by the rules is judged so, also many times over", async () => {
  const result = await benchJudge(stage, 100);
  expect(result.name).toBe("judge");
  expect(result.size).toBeGreaterThanOrEqual(100);
  expect(result.per_s).toBeGreaterThan(0);
  expect(result.ceiling_per_s).toBeGreaterThan(0);
});

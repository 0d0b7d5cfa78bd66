import { expect, test } from "vitest";
import { benchAnswers, benchPins } from "./overtaking.ts";
import { testStage } from "./test-stage.ts";

const stage = await testStage();

test.each([
  ["pins", benchPins],
  ["answers", benchAnswers],
])("the bench of %s among a bulk works", async (name, bench) => {
  const result = await bench(stage, 100);
  expect(result).toMatchObject({ name, size: 100 });
  expect(result.overtook).toBeGreaterThan(0);
  expect(result.p99_ms).toBeGreaterThan(0);
});

import { expect, test } from "vitest";
import { testStage } from "./test-stage.ts";
import { benchWorkers } from "./workers.ts";

const stage = await testStage();

test("the bench of workers works", async () => {
  const result = await benchWorkers(stage, 500);
  expect(result).toMatchObject({ name: "workers", size: 500 });
  expect(result.per_s).toBeGreaterThan(0);
  expect(result.limits).toMatch(/\d+ % of the processor time with one process and \d+ % with two/);
}, 120_000);

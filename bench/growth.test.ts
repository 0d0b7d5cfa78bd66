import { expect, test } from "vitest";
import { benchGrowth, growingFrom } from "./growth.ts";
import type { BenchResult } from "./result.ts";
import { testStage } from "./test-stage.ts";

const stage = await testStage();
const sizes = { small: 100, large: 1_000 };

/** Tells those costs of an item, one after the other. */
function costing(...costs: readonly number[]) {
  const left = costs.values();
  return async (_: unknown, size: number): Promise<BenchResult> => {
    const cpu_us_per_item = left.next().value!;
    const told = { name: "", ceiling_per_s: 0, ratio: 0, rss_mb: size, limits: "" };
    return { ...told, size, per_s: 1e6 / (2 * cpu_us_per_item), cpu_us_per_item };
  };
}

test("growth is told of each bench, from the middle one of the small runs; the worst counts", async () => {
  const growing = {
    import: costing(90, 200, 100, 110),
    decide: costing(20, 20, 20, 50),
    dispatch: costing(),
  };
  const result = await benchGrowth(stage, { of: ["import", "decide"], ...sizes }, growing);
  expect(result).toMatchObject({ name: "growth", size: 1_000, small: 100, ratio: 2.5 });
  expect(result).toMatchObject({ per_s: 10_000, ceiling_per_s: 25_000, cpu_us_per_item: 50 });
  expect(result.limits).toBe("decide grows: 20 µs at 100 items, 50 µs at 1000");
  expect(result.benches[0]).toEqual({
    name: "import",
    small: { size: 100, cpu_us_per_item: 100, wall_us_per_item: 200 },
    large: { size: 1_000, cpu_us_per_item: 110, wall_us_per_item: 220, rss_mb: 1_000 },
    ratio: 1.1,
    wall_ratio: 1.1,
  });
});

test("sizes and names that make no sense are refused", async () => {
  expect(() => growingFrom(["reply"])).toThrow("--of");
  expect(growingFrom([])).toEqual(["import", "decide", "dispatch"]);
  const same = { of: ["import"] as const, small: 100, large: 100 };
  await expect(benchGrowth(stage, same)).rejects.toThrow("--large");
});

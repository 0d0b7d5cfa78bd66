// The shortest failing history is found by leaving out, whatever order the parts stand in.
import fc from "fast-check";
import { expect, test } from "vitest";
import { planYear } from "./plan.ts";
import { shrinkList, shrinkPlan } from "./shrink.ts";

const plenty = () => ({ runs: 10_000, deadlineMs: Infinity });

test("what is needed is kept, all else goes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 80 }),
      fc.nat(),
      fc.nat(),
      async (items, a, b) => {
        const needed = [...new Set([items[a % items.length]!, items[b % items.length]!])];
        const fails = async (left: readonly number[]) => needed.every((one) => left.includes(one));
        const kept = await shrinkList(items, fails, plenty());
        expect(new Set(kept)).toEqual(new Set(needed));
        expect(kept).toHaveLength(needed.length);
      },
    ),
    { numRuns: 50 },
  );
});

test("runs are bounded, and what is left still fails", async () => {
  const items = Array.from({ length: 100 }, (_, at) => at);
  let runs = 0;
  const fails = async (left: readonly number[]) => {
    runs += 1;
    return left.includes(17) && left.includes(83);
  };
  const kept = await shrinkList(items, fails, { runs: 5, deadlineMs: Infinity });
  expect(runs).toBeLessThanOrEqual(5);
  expect(kept).toEqual(expect.arrayContaining([17, 83]));
});

test("a plan loses days, customers and happenings; its command names what is left", async () => {
  const plan = planYear(5, 20, 90);
  const [one, other] = plan.happenings.filter(
    ({ what }) => what.do === "invoice" && (what.n === 3 || what.n === 4),
  );
  const wanted = [one!.id, other!.id];
  const shortest = await shrinkPlan(
    plan,
    { why: "" },
    async ({ happenings }) =>
      wanted.every((id) => happenings.some((happening) => happening.id === id)),
    plenty(),
  );
  expect(shortest.happenings.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted());
  const about = [one, other].map((h) => (h!.what as { n: number }).n);
  expect(new Set(shortest.people)).toEqual(new Set(about));
  expect(shortest.endMs).toBeLessThan(plan.endMs);
});

test("a shorter year and fewer customers are a part of the longer one with more", () => {
  const [small, large] = [planYear(9, 6, 40), planYear(9, 30, 200)];
  const ids = new Map(large.happenings.map((happening) => [happening.id, happening]));
  for (const happening of small.happenings) expect(ids.get(happening.id)).toEqual(happening);
});

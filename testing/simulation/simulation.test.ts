// Small years hold, a seed tells the same history twice, and a rule that is broken is found and brought down to few happenings.
import { expect, test, vi } from "vitest";
import { cloneDatabase } from "#testing/database.ts";
import type { Plan } from "./happenings.ts";
import { planYear } from "./plan.ts";
import { run, type Faults, type Report } from "./run.ts";
import { shrinkPlan } from "./shrink.ts";
import { historyOf } from "./tell.ts";

// Dozens of runs, each on a database of its own: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 300_000 });

async function live(plan: Plan, faults?: Faults): Promise<Report> {
  const { at, drop } = await cloneDatabase();
  try {
    return await run(at, plan, faults ? { faults, stopEarly: true, judged: false } : {});
  } finally {
    await drop();
  }
}

test.each([3, 4])("seed %i: nothing is broken in 12 days of 8 customers", async (seed) => {
  const report = await live(planYear(seed, 8, 12));
  expect(report.violations).toEqual([]);
  expect(report.messages).toBeGreaterThan(5);
});

test("the same seed is the same history, another one is another", async () => {
  const one = await live(planYear(7, 5, 2));
  const again = await live(planYear(7, 5, 2));
  expect(again.history).toEqual(one.history);
  expect(again.digest).toBe(one.digest);
  expect(one.history.length).toBeGreaterThan(2);
  expect(planYear(8, 5, 2).happenings).not.toEqual(planYear(7, 5, 2).happenings);
});

/** Finds the first violation, and the shortest plan that shows one of the same rule. */
async function found(plan: Plan, faults: Faults) {
  const report = await live(plan, faults);
  const [first] = report.violations;
  expect(first).toBeDefined();
  const { invariant } = first!;
  const fails = async (candidate: Plan) =>
    (await live(candidate, faults)).violations.some((one) => one.invariant === invariant);
  const budget = { runs: 25, deadlineMs: Infinity };
  const shortest = await shrinkPlan(plan, first!, fails, budget);
  return { invariant, shortest };
}

test("an outbox that repeats is found, and shrinks to one happening", async () => {
  const forgets: Faults = {
    outcome: (one) =>
      one.outcome === "sent" ? { ...one, outcome: "temporary", providerIds: [] } : one,
  };
  const { invariant, shortest } = await found(planYear(1, 3, 1), forgets);
  expect(invariant).toBe("never twice");
  // Whatever makes Dunlin write once: an invoice, or a question that it answers.
  expect(shortest.happenings).toHaveLength(1);
});

test("an opt-out that is forgotten is found, and shrinks to who said STOP and still owed", async () => {
  const forgets: Faults = { meddle: "update dunlin.address set opted_out_at = null" };
  // Customer 4 says STOP early on the first day.
  const { invariant, shortest } = await found(planYear(30, 4, 1), forgets);
  expect(invariant).toBe("opt-out");
  expect(shortest.people).toEqual([4]);
  const done = shortest.happenings.map(({ what }) => what.do);
  expect(done.toSorted()).toEqual(["invoice", "writes"]);
  const report = await live(shortest, forgets);
  expect(historyOf(shortest, report).some((line) => line.includes("✗ opt-out"))).toBe(true);
});

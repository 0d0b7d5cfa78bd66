import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkPlan,
  checkPromise,
  DEFAULT_LIMITS,
  firstInstalment,
  instalmentDays,
  leastPartOf,
  planOf,
  plansFor,
  splitEvenly,
  suggestedParts,
  toleranceOf,
  type Limits,
} from "./arrangements.ts";

const on = (iso: string): Temporal.PlainDate => Temporal.PlainDate.from(iso);
const today = on("2026-11-12");
const room = { collectibleMinor: 60_000n, today };
const promise = (amountMinor: bigint, day: string, more: Partial<Limits> = {}) =>
  checkPromise({ ...DEFAULT_LIMITS, ...more }, { amountMinor, on: on(day) }, room);

test("a promise within the limits is taken, to the last day and the least part", () => {
  expect(promise(60_000n, "2026-12-12")).toBeUndefined();
  expect(promise(6_000n, "2026-11-12")).toBeUndefined();
});

test("what is refused names its bound and the nearest that would be taken", () => {
  expect(promise(60_000n, "2026-12-13")).toMatchObject({
    reason: "too_late",
    latestOn: on("2026-12-12"),
    nearest: { amountMinor: 60_000n, on: on("2026-12-12") },
  });
  expect(promise(5_999n, "2026-12-25")).toMatchObject({
    reason: "too_late",
    leastMinor: 6_000n,
    nearest: { amountMinor: 6_000n, on: on("2026-12-12") },
  });
  expect(promise(5_999n, "2026-11-20")).toMatchObject({ reason: "too_little", leastMinor: 6_000n });
  expect(promise(60_001n, "2026-11-20")).toMatchObject({
    reason: "too_much",
    nearest: { amountMinor: 60_000n },
  });
  expect(promise(60_000n, "2026-11-11")).toMatchObject({
    reason: "date_over",
    nearest: { on: today },
  });
  expect(promise(60_000n, "2026-11-20", { offersPromise: false })).toEqual({
    reason: "not_offered",
  });
  const wanted = { amountMinor: 1_000n, on: today };
  expect(checkPromise(DEFAULT_LIMITS, wanted, { ...room, openPromises: 2 })).toEqual({
    reason: "too_many",
  });
  expect(checkPromise(DEFAULT_LIMITS, wanted, { ...room, collectibleMinor: 0n })).toEqual({
    reason: "nothing_to_promise",
  });
});

test("the nearest promise is one that is taken", () => {
  expect(() =>
    fc.assert(
      fc.property(
        fc.bigInt({ min: -5n, max: 200_000n }),
        fc.integer({ min: -400, max: 400 }),
        fc.bigInt({ min: 1n, max: 100_000n }),
        fc.integer({ min: 0, max: 100 }),
        (amountMinor, days, collectibleMinor, leastPartPercent) => {
          const limits = { ...DEFAULT_LIMITS, leastPartPercent };
          const stands = { collectibleMinor, today };
          const wanted = { amountMinor, on: today.add({ days }) };
          const { nearest = wanted } = checkPromise(limits, wanted, stands) ?? {};
          return checkPromise(limits, nearest, stands) === undefined;
        },
      ),
      { numRuns: 200 },
    ),
  ).not.toThrow();
});

test("instalment k falls at the first day + k months, each counted from the first", () => {
  const iso = (first: string, count: number, dayOfMonth?: number) =>
    instalmentDays(on(first), count, dayOfMonth).map(String);
  expect(iso("2026-01-31", 4)).toEqual(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
  expect(iso("2028-01-31", 3)).toEqual(["2028-01-31", "2028-02-29", "2028-03-31"]);
  expect(iso("2026-02-28", 3, 31)).toEqual(["2026-02-28", "2026-03-31", "2026-04-30"]);
  expect(iso("2026-11-30", 5).at(-2)).toBe("2027-02-28");
});

test("the last instalment takes the rest, and the sum is exact", () => {
  expect(splitEvenly(10_000n, 3)).toEqual([3_333n, 3_333n, 3_334n]);
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 15n }),
      fc.integer({ min: 1, max: 60 }),
      (totalMinor, count) => {
        const parts = splitEvenly(totalMinor, count);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(totalMinor);
        expect(new Set(parts.slice(0, -1)).size).toBeLessThan(2);
        expect(parts.at(-1)! >= parts[0]!).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
});

test("a plan beyond the limits is refused with the nearest plan that is taken", () => {
  const wish = { totalMinor: 60_000n, instalments: 12, firstOn: on("2026-11-30") };
  const plan = planOf(DEFAULT_LIMITS, wish, room);
  if (!("refused" in plan)) throw new Error("taken");
  expect(plan.refused).toMatchObject({ reason: "too_many_instalments", mostInstalments: 6 });
  const { nearestPlan } = plan.refused;
  expect(nearestPlan?.map((one) => String(one.dueOn))).toEqual([
    "2026-11-30",
    "2026-12-30",
    "2027-01-30",
    "2027-02-28",
    "2027-03-30",
    "2027-04-30",
  ]);
  expect(checkPlan(DEFAULT_LIMITS, nearestPlan!, room)).toBeUndefined();
  const reasonOf = (more: Partial<typeof wish>, limits: Partial<Limits> = {}) => {
    const tried = planOf(
      { ...DEFAULT_LIMITS, ...limits },
      { ...wish, instalments: 3, ...more },
      room,
    );
    return "refused" in tried ? tried.refused.reason : "taken";
  };
  expect(reasonOf({})).toBe("taken");
  expect(reasonOf({ instalments: 1 })).toBe("too_few_instalments");
  expect(reasonOf({ totalMinor: 60_001n })).toBe("too_much");
  expect(reasonOf({ totalMinor: 2_999n })).toBe("too_little");
  expect(reasonOf({ firstOn: on("2026-11-11") })).toBe("date_over");
  expect(reasonOf({ firstOn: on("2026-12-14") })).toBe("too_late");
  expect(reasonOf({}, { planDays: 60 })).toBe("too_late");
  expect(reasonOf({}, { offersPlan: false })).toBe("not_offered");
  const days = [on("2026-11-20"), on("2026-11-20")];
  const same = days.map((dueOn) => ({ amountMinor: 5_000n, dueOn }));
  expect(checkPlan(DEFAULT_LIMITS, same, room)?.reason).toBe("out_of_order");
});

test("offered plans begin on the next payday where it is known, else in a month, and hold the limits", () => {
  expect(String(firstInstalment(today, 25).firstOn)).toBe("2026-11-25");
  expect(String(firstInstalment(today, 12).firstOn)).toBe("2026-12-12");
  expect(firstInstalment(on("2026-02-10"), 31)).toEqual({
    firstOn: on("2026-02-28"),
    dayOfMonth: 31,
  });
  expect(String(firstInstalment(on("2026-01-31"), undefined).firstOn)).toBe("2026-02-28");
  const offered = plansFor(DEFAULT_LIMITS, room, 25);
  expect(offered.map((one) => one.instalments)).toEqual([2, 3, 4, 5, 6]);
  expect(offered[1]).toEqual({
    instalments: 3,
    each: 20_000n,
    last: 20_000n,
    firstOn: on("2026-11-25"),
  });
  // Six months from a first instalment in a month are more than 180 days.
  expect(plansFor(DEFAULT_LIMITS, room).map((one) => one.instalments)).toEqual([2, 3, 4, 5]);
  expect(plansFor(DEFAULT_LIMITS, { ...room, openPlans: 1 }, 25)).toEqual([]);
});

test("least parts, tolerances and suggestions", () => {
  expect(leastPartOf(DEFAULT_LIMITS, 60_000n)).toBe(6_000n);
  expect(leastPartOf(DEFAULT_LIMITS, 5_000n)).toBe(1_000n);
  expect(leastPartOf(DEFAULT_LIMITS, 800n)).toBe(800n);
  expect(toleranceOf(DEFAULT_LIMITS, 60_050n)).toBe(600n);
  expect(toleranceOf({ ...DEFAULT_LIMITS, tolerancePercent: 50 }, 1n)).toBe(0n);
  expect(suggestedParts(DEFAULT_LIMITS, 60_050n, 2)).toEqual([30_100n, 15_100n]);
  expect(suggestedParts(DEFAULT_LIMITS, 900n, 2)).toEqual([]);
});

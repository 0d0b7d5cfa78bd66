import { expect, test } from "vitest";
import {
  AGE_BANDS,
  bandOf,
  curveOf,
  forecastCash,
  type OpenSum,
  type PayHistory,
} from "#policies/cash-forecast.ts";
import { weekdayOf } from "#policies/day.ts";

const NOTHING: PayHistory = {
  seen: [],
  weekdays: [],
  promises: { decided: 0, received: 0 },
};
/** A Monday. */
const TODAY = 20_605;

test("who is known to pay on the day is expected on the day; without history the stated prior speaks", () => {
  const due: OpenSum = { dueOn: TODAY + 7, minor: 10_000, squares: 10_000 ** 2 };
  const seen = AGE_BANDS.map((from) =>
    from === 0 ? { openDays: 10_000, paid: 9_500 } : { openDays: 10_000, paid: 0 },
  );
  const known = forecastCash({ ...NOTHING, seen }, [due], [], { today: TODAY, days: 14 });
  expect(known[7]!.expectedMinor).toBeGreaterThan(9_000);
  expect(known[6]!.totalMinor).toBeLessThan(100);
  const unknown = forecastCash(NOTHING, [due], [], { today: TODAY, days: 60 });
  expect(unknown[7]!.expectedMinor).toBeLessThan(2_000);
  expect(unknown.at(-1)!.totalMinor).toBeGreaterThan(6_000);
});

test("nothing leaves its bounds: totals never fall, the band holds the total, and no more comes than is open", () => {
  const sums = [3, -20, -400].map((late) => ({
    dueOn: TODAY + late,
    minor: 900,
    squares: 900 ** 2,
  }));
  const promised = [{ dueOn: TODAY + 2, minor: 500, oldestDueOn: TODAY - 30 }];
  const days = forecastCash(NOTHING, sums, promised, { today: TODAY, days: 60 });
  let before = 0;
  for (const { totalMinor, lowMinor, highMinor } of days) {
    expect(totalMinor).toBeGreaterThanOrEqual(before);
    expect(lowMinor).toBeLessThanOrEqual(totalMinor);
    expect(highMinor).toBeGreaterThanOrEqual(totalMinor);
    expect(highMinor).toBeLessThanOrEqual(3_200);
    before = totalMinor;
  }
  expect(forecastCash(NOTHING, sums, promised, { today: TODAY, days: 60 })).toEqual(days);
});

test("a promise comes on its day by how promises were kept, and what is not kept falls back to the curve", () => {
  const reliable = { ...NOTHING, promises: { decided: 400, received: 396 } };
  const promised = [{ dueOn: TODAY + 3, minor: 1_000, oldestDueOn: TODAY - 10 }];
  const days = forecastCash(reliable, [], promised, { today: TODAY, days: 10 });
  expect(days[3]).toMatchObject({ promisedMinor: 982, expectedMinor: 982 });
  expect(days[2]!.totalMinor).toBe(0);
  expect(days[9]!.totalMinor).toBeGreaterThan(982);
  expect(curveOf(NOTHING).kept).toBeCloseTo(0.6);
});

/** A small generator of numbers from 0 to 1 (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the generated payers do, which is not what the prior takes them to do. */
const TRUE = (age: number, day: number): number =>
  (weekdayOf(day) === 0 ? 0 : 1.15) *
  (age < -3 ? 0.002 : age < 0 ? 0.05 : age < 5 ? 0.15 : age < 30 ? 0.04 : age < 90 ? 0.01 : 0.002);

/** So many days of history, then what comes in within 30 days beside what was expected. */
function backtest(seed: number, historyDays: number) {
  const random = generator(seed);
  const seen = AGE_BANDS.map(() => ({ openDays: 0, paid: 0 }));
  const weekdays = [0, 0, 0, 0, 0, 0, 0];
  const open: OpenSum[] = [];
  let came = 0;
  for (let made = TODAY - historyDays; made < TODAY; made += 1) {
    for (let one = 0; one < 2; one += 1) {
      const dueOn = made + 20;
      const minor = Math.round(1_000 * Math.exp(2 * random()));
      let day = made;
      for (; day < TODAY + 30; day += 1) {
        if (day === TODAY) open.push({ dueOn, minor, squares: minor ** 2 });
        const band = seen[bandOf(day - dueOn)]!;
        if (day < TODAY) band.openDays += 1;
        if (random() >= TRUE(day - dueOn, day)) continue;
        if (day < TODAY) {
          band.paid += 1;
          weekdays[weekdayOf(day)]! += 1;
        } else came += minor;
        break;
      }
    }
  }
  const history = { ...NOTHING, seen, weekdays };
  return { came, last: forecastCash(history, open, [], { today: TODAY, days: 30 }).at(-1)! };
}

test.each([
  ["much history", 300],
  ["little history", 60],
])("backtest with %s: the band holds about four of five, the total is about right", (_, days) => {
  const runs = Array.from({ length: 120 }, (_one, seed) => backtest(seed + 1, days));
  const held = runs.filter(({ came, last }) => came >= last.lowMinor && came <= last.highMinor);
  const below = runs.filter(({ came, last }) => came < last.lowMinor);
  const off = runs.reduce((sum, { came, last }) => sum + last.totalMinor / came - 1, 0) / 120;
  expect(held.length / 120).toBeGreaterThan(0.72);
  expect(held.length / 120).toBeLessThan(0.94);
  expect(below.length).toBeGreaterThan(0);
  expect(Math.abs(off)).toBeLessThan(days === 300 ? 0.05 : 0.15);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { RETRY_DELAYS_MS, retryAfterMs, retryDelayMs } from "./schedule.ts";

const plain = (tries: number, askedMs?: number) => retryDelayMs(tries, askedMs, () => 0.5);

test("tries come after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, and then no more", () => {
  const minutes = [1, 2, 3, 4, 5, 6, 7].map((tries) => plain(tries)! / 60_000);
  expect(minutes).toEqual([5 / 60, 5, 30, 120, 300, 600, 600]);
  expect(plain(8)).toBeUndefined();
});

test("waits vary by a fifth either way; what is asked for counts from one to two times the plan", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 0, max: 10 ** 9 }),
      (tries, random, askedMs) => {
        const planned = RETRY_DELAYS_MS[tries - 1]!;
        const free = retryDelayMs(tries, undefined, () => random)!;
        expect(free).toBeGreaterThanOrEqual(0.8 * planned - 1);
        expect(free).toBeLessThanOrEqual(1.2 * planned + 1);
        const asked = retryDelayMs(tries, askedMs, () => random)!;
        expect(asked).toBe(Math.min(2 * planned, Math.max(planned, askedMs)));
      },
    ),
    { numRuns: 100 },
  );
});

test.each([
  ["120", 120_000],
  ["0", 0],
  ["Thu, 05 Mar 2026 11:01:00 GMT", 60_000],
  ["Thu, 05 Mar 2026 10:00:00 GMT", 0],
  ["soon", undefined],
  ["-5", undefined],
  ["1.5", undefined],
  ["", undefined],
  [undefined, undefined],
])("Retry-After %s", (header, expected) => {
  expect(retryAfterMs(header, Date.parse("2026-03-05T11:00:00Z"))).toBe(expected);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { grantOf } from "./budget.ts";
import { afterFailure, backoffMs, TEMPORARY_TRIES, type Failed } from "./retry.ts";
import { isTransient } from "./transaction.ts";

test("a grant never exceeds what is wanted, nor the burst, nor the rate over any time", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.integer({ min: 1, max: 500 }),
      fc.array(
        fc.record({
          afterMs: fc.integer({ min: 0, max: 2_000 }),
          wanted: fc.integer({ min: 1, max: 600 }),
        }),
        { maxLength: 30 },
      ),
      (ratePerS, burst, asks) => {
        let nowMs = 0;
        let arrivalMs = 0;
        let granted = 0;
        for (const { afterMs, wanted } of asks) {
          nowMs += afterMs;
          const aheadMs = Math.max(0, arrivalMs - nowMs);
          const { units } = grantOf({ aheadMs, ratePerS, burst }, wanted);
          expect(units).toBeLessThanOrEqual(Math.min(wanted, burst));
          arrivalMs = Math.max(arrivalMs, nowMs) + (units * 1_000) / ratePerS;
          granted += units;
        }
        expect(granted).toBeLessThanOrEqual(burst + (nowMs * ratePerS) / 1_000 + 1e-6);
      },
    ),
    runs(100),
  );
});

test("after the wait that a short grant names there is something to grant", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 5_000, noNaN: true }),
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 0, max: 60_000, noNaN: true }),
      (ratePerS, burst, aheadMs) => {
        const first = grantOf({ aheadMs, ratePerS, burst }, 1_000);
        const later = Math.max(0, aheadMs + (first.units * 1_000) / ratePerS - first.waitMs);
        expect(grantOf({ aheadMs: later, ratePerS, burst }, 1_000).units).toBeGreaterThan(0);
      },
    ),
    runs(100),
  );
});

const failed = (over: Partial<Failed>): Failed => ({
  messageId: "m",
  attempt: 1,
  failure: "temporary",
  code: "CODE",
  retryAfterMs: undefined,
  temporaryTries: 1,
  nowMs: 0,
  notAfterMs: 86_400_000,
  ...over,
});

test.each([
  [failed({}), { state: "planned", reason: "temporary", notBeforeMs: 1_000 }],
  [failed({ attempt: 4, temporaryTries: 4 }), { state: "planned", notBeforeMs: 8_000 }],
  [failed({ temporaryTries: TEMPORARY_TRIES }), { state: "failed", reason: "CODE" }],
  [failed({ failure: "throttled", attempt: 500 }), { state: "planned", notBeforeMs: 300_000 }],
  [failed({ failure: "throttled", retryAfterMs: 9_000 }), { state: "planned", notBeforeMs: 9_000 }],
  [failed({ failure: "unreachable", notAfterMs: 999 }), { state: "expired", reason: "CODE" }],
  [failed({ failure: "rejected" }), { state: "failed", reason: "CODE" }],
  [failed({ failure: "uncertain" }), { state: "uncertain", reason: "no_answer" }],
  [failed({ failure: "partial" }), { state: "uncertain", reason: "partial" }],
])("after %o comes %o", (one, change) => expect(afterFailure(one, 0)).toMatchObject(change));

test("chance takes off up to half of a wait, never of what the far side asked for", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, random) => {
        const fullMs = backoffMs(attempt, 0);
        expect(backoffMs(attempt, random)).toBeGreaterThan(fullMs / 2);
        expect(backoffMs(attempt, random)).toBeLessThanOrEqual(fullMs);
        expect(backoffMs(attempt, random, 400_000)).toBe(400_000);
      },
    ),
    runs(50),
  );
});

test("a restart of the database and a full disk are waited for, a refusal is not", () => {
  const withCode = (code: string) => Object.assign(new Error("x"), { code });
  expect(
    ["57P01", "40P01", "08006", "53100", "58030", "ECONNREFUSED"].filter(
      (code) => !isTransient(withCode(code)),
    ),
  ).toEqual([]);
  expect(isTransient(new Error("Connection terminated unexpectedly"))).toBe(true);
  expect(["23505", "22P02", "42703"].map((code) => isTransient(withCode(code)))).toEqual([
    false,
    false,
    false,
  ]);
});

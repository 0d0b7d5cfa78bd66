import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";

import { type Callable, likelihoodOf, rankCalls } from "./call-list.ts";

const account = (accountId: string, more: Partial<Callable> = {}): Callable => ({
  accountId,
  currency: "ZAR",
  dueMinor: 10_000n,
  daysLate: 30,
  promisesKept: 0,
  promisesBroken: 0,
  invoicesPaid: 0,
  ...more,
});
const order = (accounts: readonly Callable[], calls = 10, rates = {}) =>
  rankCalls(accounts, calls, rates).map((one) => one.accountId);

describe("the call list", () => {
  test("puts more money first", () =>
    expect(order([account("a"), account("b", { dueMinor: 20_000n })])).toEqual(["b", "a"]));
  test("puts fresher debt first", () =>
    expect(order([account("a", { daysLate: 200 }), account("b")])).toEqual(["b", "a"]));
  test("puts those first who kept their promises, and last who broke them", () =>
    expect(
      order([account("a"), account("b", { promisesBroken: 1 }), account("c", { promisesKept: 1 })]),
    ).toEqual(["c", "a", "b"]));
  test("is cut to what the team can call", () => {
    expect(order([account("a"), account("b"), account("c")], 2)).toEqual(["a", "b"]);
    expect(order([account("a")], 0)).toEqual([]);
  });
  test("leaves out who has nothing to pay", () =>
    expect(order([account("a", { dueMinor: 0n })])).toEqual([]));
  test("compares currencies by whole units and rates", () => {
    const accounts = [account("zar"), account("jpy", { currency: "JPY", dueMinor: 200n })];
    expect(order(accounts)).toEqual(["jpy", "zar"]);
    expect(order(accounts, 10, { JPY: 0.1 })).toEqual(["zar", "jpy"]);
  });
  test("half the chance is lost in 90 days", () => {
    const fresh = likelihoodOf(account("a", { daysLate: 0 }));
    expect(fresh).toBe(0.5);
    expect(likelihoodOf(account("a", { daysLate: 90 }))).toBe(fresh / 2);
  });
  test("is always in order of what a call is expected to bring", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            dueMinor: fc.bigInt({ min: 0n, max: 10n ** 12n }),
            daysLate: fc.nat(2_000),
            promisesKept: fc.nat(5),
            promisesBroken: fc.nat(5),
            invoicesPaid: fc.nat(40),
          }),
          { maxLength: 20 },
        ),
        fc.nat(20),
        (accounts, calls) => {
          const ranked = rankCalls(
            accounts.map((one, i) => account(`a${i}`, one)),
            calls,
          );
          expect(ranked.length).toBeLessThanOrEqual(calls);
          for (const [i, one] of ranked.entries()) {
            expect(one.likelihood > 0 && one.likelihood < 1).toBe(true);
            expect(one.expected).toBeLessThanOrEqual(ranked[i - 1]?.expected ?? Infinity);
          }
        },
      ),
      runs(100),
    ));
});

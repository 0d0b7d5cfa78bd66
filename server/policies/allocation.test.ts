import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";

import { allocate } from "./allocation.ts";

const invoice = (id: string, dueOn: number, openMinor: bigint) => ({ id, dueOn, openMinor });
const book = [invoice("b", 20, 500n), invoice("a", 10, 300n), invoice("c", 30, 100n)];
const paid = (...args: Parameters<typeof allocate>) =>
  allocate(...args).allocations.map((one) => `${one.invoiceId}:${one.amountMinor}`);

describe("a payment", () => {
  test("pays the oldest first", () => expect(paid(350n, book)).toEqual(["a:300", "b:50"]));
  test("pays the largest first where the policy says so", () =>
    expect(paid(550n, book, "largest_first")).toEqual(["b:500", "a:50"]));
  test("pays the smallest first where the policy says so", () =>
    expect(paid(350n, book, "smallest_first")).toEqual(["c:100", "a:250"]));
  test("pays what it names before anything else", () =>
    expect(paid(400n, book, "oldest_first", ["c", "nobody's", "c"])).toEqual(["c:100", "a:300"]));
  test("that is too large leaves a credit", () =>
    expect(allocate(1_000n, book).unallocatedMinor).toBe(100n));
  test("of nothing pays nothing", () =>
    expect(allocate(0n, book)).toEqual({ allocations: [], unallocatedMinor: 0n }));

  test("is never more nor less than its allocations and what is left", () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 15n });
    const invoices = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 3 }),
        dueOn: fc.integer({ min: 0, max: 9 }),
        openMinor: amount,
      }),
      { maxLength: 12, selector: (one) => one.id },
    );
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 16n }),
        invoices,
        fc.constantFrom(
          "oldest_first" as const,
          "largest_first" as const,
          "smallest_first" as const,
        ),
        fc.array(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 4 }),
        (paidMinor, open, order, names) => {
          const { allocations, unallocatedMinor } = allocate(paidMinor, open, order, names);
          const total = allocations.reduce((sum, one) => sum + one.amountMinor, 0n);
          expect(total + unallocatedMinor).toBe(paidMinor);
          expect(unallocatedMinor).toBeGreaterThanOrEqual(0n);
          for (const one of allocations) {
            const whole = open.find((each) => each.id === one.invoiceId)?.openMinor ?? 0n;
            expect(one.amountMinor > 0n && one.amountMinor <= whole).toBe(true);
          }
          expect(new Set(allocations.map((one) => one.invoiceId)).size).toBe(allocations.length);
          // Money is left over only when everything is paid, and at most one invoice is paid in part.
          const openTotal = open.reduce((sum, one) => sum + one.openMinor, 0n);
          expect(unallocatedMinor).toBe(paidMinor > openTotal ? paidMinor - openTotal : 0n);
        },
      ),
      runs(200),
    );
  });
});

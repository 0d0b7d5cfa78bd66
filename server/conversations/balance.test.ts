import { expect, test } from "vitest";
import type { Disclosure } from "#policies/types.ts";
import { balanceAnswer, type Balance } from "./balance.ts";

const balance = (own: Partial<Balance> = {}): Balance => ({
  currency: "ZAR",
  openMinor: 59_900n,
  overdueMinor: 0n,
  creditMinor: 0n,
  invoiceCount: 1,
  oldestDueOn: undefined,
  ...own,
});
const none = balance({ openMinor: 0n, invoiceCount: 0 });

const everything = (disclosure: Disclosure, balances: readonly Balance[]) =>
  JSON.stringify(balanceAnswer(disclosure, balances), (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );

test.each(["unverified", "name"] as const)(
  "%s: not even whether anything is owed",
  (disclosure) => {
    const owing = everything(disclosure, [balance({ openMinor: 12_345n, creditMinor: 777n })]);
    expect(owing).toBe(everything(disclosure, []));
    expect(owing).toContain("balance_unverified");
  },
);

test("one account is named with what is open, overdue and in credit", () => {
  const words = balanceAnswer("full", [
    balance({ overdueMinor: 20_000n, creditMinor: 500n }),
    none,
  ]);
  expect(words).toMatchObject({
    template: "balance",
    disclosure: "full",
    data: {
      account: {
        total_open: { minor: 59_900n, currency: "ZAR" },
        overdue: { minor: 20_000n },
        credit: { minor: 500n },
      },
    },
  });
});

test("several accounts are listed, and never added up", () => {
  const words = balanceAnswer("full", [
    balance({ overdueMinor: 100n }),
    balance({ currency: "EUR", openMinor: 2_000n }),
  ]);
  expect(words).toEqual({
    template: "balance_several",
    disclosure: "full",
    data: {
      vars: {
        open: [
          { minor: 59_900n, currency: "ZAR" },
          { minor: 2_000n, currency: "EUR" },
        ],
        overdue: [{ minor: 100n, currency: "ZAR" }],
      },
    },
  });
});

test("a credit in another currency is told beside what is owed", () => {
  const words = balanceAnswer("full", [
    balance(),
    balance({ currency: "EUR", openMinor: 0n, creditMinor: 300n }),
  ]);
  expect(words.template).toBe("balance_several");
  expect(words.data.vars).toMatchObject({ credit: [{ minor: 300n, currency: "EUR" }] });
});

test("nothing owed is said so", () => {
  expect(balanceAnswer("full", [])).toMatchObject({ template: "balance_nothing" });
  expect(balanceAnswer("full", [none])).toMatchObject({ template: "balance_nothing" });
});

// What a customer who asks for the balance is told.
import type { MoneyValue, TemplateData } from "#messages/templates/variables.ts";
import { mayTell } from "#policies/consent.ts";
import { dateOf, dayAt } from "#policies/day.ts";
import type { Disclosure, EpochMs, InvoiceFact } from "#policies/types.ts";

/** What one account stands at. */
export type Balance = {
  readonly currency: string;
  /** All that is open, due or not, disputed or not: the customer asked for the balance, and is not asked for money. */
  readonly openMinor: bigint;
  readonly overdueMinor: bigint;
  readonly creditMinor: bigint;
  readonly invoiceCount: number;
  readonly oldestDueOn: Temporal.PlainDate | undefined;
};

/** The words of an answer: a template with the data that is special to it, and how much of it may be told. */
export type Words = {
  readonly template: string;
  readonly disclosure: Disclosure;
  readonly data: Pick<TemplateData, "account" | "vars">;
};

/** What one account holds; only open invoices. */
export type Holdings = {
  readonly currency: string;
  readonly creditMinor: bigint;
  readonly invoices: readonly Pick<InvoiceFact, "dueOn" | "openMinor">[];
};

/** The balance of an account at an instant; overdue is what was due before today where the customer lives. */
export function balanceOf(holdings: Holdings, now: EpochMs, zone: string): Balance {
  const today = dayAt(now, zone);
  const { invoices, currency, creditMinor } = holdings;
  const overdue = invoices.filter((invoice) => invoice.dueOn < today);
  const sum = (some: typeof invoices) => some.reduce((total, one) => total + one.openMinor, 0n);
  const oldest = overdue.reduce<number | undefined>(
    (least, { dueOn }) => Math.min(least ?? dueOn, dueOn),
    undefined,
  );
  return {
    currency,
    openMinor: sum(invoices),
    overdueMinor: sum(overdue),
    creditMinor,
    invoiceCount: invoices.length,
    oldestDueOn: oldest === undefined ? undefined : dateOf(oldest),
  };
}

/**
 * The answer to BALANCE, by what the contact point that asked may be told: full, and all accounts are named; anything less,
 * and not even whether something is owed.
 */
export function balanceAnswer(disclosure: Disclosure, balances: readonly Balance[]): Words {
  if (!mayTell(disclosure).debt) {
    return { template: "balance_unverified", disclosure: "unverified", data: {} };
  }
  const owing = balances.filter((balance) => balance.openMinor > 0n);
  const inCredit = balances.filter((balance) => balance.creditMinor > 0n);
  const credit = inCredit.map(({ creditMinor, currency }) => ({ minor: creditMinor, currency }));
  const vars = credit.length > 0 ? { credit } : {};
  const [only, ...others] = owing;
  if (!only) return { template: "balance_nothing", disclosure, data: { vars } };
  const isOne = others.length === 0 && inCredit.every((balance) => balance === only);
  if (isOne) return { template: "balance", disclosure, data: { account: accountData(only) } };
  return { template: "balance_several", disclosure, data: { vars: { ...vars, ...sumsOf(owing) } } };
}

function sumsOf(owing: readonly Balance[]): Record<string, readonly MoneyValue[]> {
  const open = owing.map(({ openMinor, currency }) => ({ minor: openMinor, currency }));
  const overdue = owing
    .filter((balance) => balance.overdueMinor > 0n)
    .map(({ overdueMinor, currency }) => ({ minor: overdueMinor, currency }));
  return overdue.length > 0 ? { open, overdue } : { open };
}

/** The account as templates speak of it. */
export function accountData(balance: Balance): NonNullable<TemplateData["account"]> {
  const money = (minor: bigint): MoneyValue => ({ minor, currency: balance.currency });
  return {
    currency: balance.currency,
    due: money(balance.overdueMinor),
    overdue: money(balance.overdueMinor),
    total_open: money(balance.openMinor),
    credit: money(balance.creditMinor),
    oldest_due_on: balance.oldestDueOn,
    invoice_count: balance.invoiceCount,
    invoices: [],
  };
}

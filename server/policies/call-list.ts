/** Whom people call first: ranking of the call list. */
import { exponentOf } from "#platform/money.ts";

export type Callable = {
  readonly accountId: string;
  readonly currency: string;
  /** What may be asked for: overdue, less disputed, promised, held and credits. Minor units. */
  readonly dueMinor: bigint;
  /** Days since the due date of the oldest part. */
  readonly daysLate: number;
  /** Promises of the last year. */
  readonly promisesKept: number;
  readonly promisesBroken: number;
  /** Invoices of the last year that were paid, on time or late. */
  readonly invoicesPaid: number;
};

export type Ranked = Callable & {
  /** Chance that a call brings the money, 0 to 1: see `likelihoodOf`. */
  readonly likelihood: number;
  /** Money expected from the call, in whole units of the reference currency. */
  readonly expected: number;
};

/** Days after which the chance of payment is half of what it was: collectors' experience, to be replaced by measurement. */
const HALF_LIFE_DAYS = 90;

/**
 * The chance that a call brings the money. It halves with every 90 days of delay, and is scaled by how the customer behaved:
 * (good + 1) / (all + 2), good being kept promises and paid invoices (at most 10 of them, so that a long history does not
 * drown a broken promise), all being those and broken promises, which count twice. Nobody known stands at one half.
 */
export function likelihoodOf(
  account: Pick<Callable, "daysLate" | "promisesKept" | "promisesBroken" | "invoicesPaid">,
): number {
  const delay = 2 ** (-Math.max(0, account.daysLate) / HALF_LIFE_DAYS);
  const good = Math.min(10, account.promisesKept + account.invoicesPaid);
  const behaviour = (good + 1) / (good + 2 * account.promisesBroken + 2);
  return delay * behaviour;
}

/**
 * The accounts to call today, best first: by money × likelihood, cut to what the team can call. Nothing to ask for means no
 * call. Currencies are compared by `rates` (whole units of a reference currency for one unit); without a rate 1 stands for 1.
 */
export function rankCalls(
  accounts: readonly Callable[],
  callsPerDay: number,
  rates: Readonly<Record<string, number>> = {},
): readonly Ranked[] {
  return accounts
    .filter((account) => account.dueMinor > 0n)
    .map((account) => {
      const likelihood = likelihoodOf(account);
      const units = Number(account.dueMinor) / 10 ** exponentOf(account.currency);
      const expected = units * (rates[account.currency] ?? 1) * likelihood;
      return { ...account, likelihood, expected };
    })
    .toSorted(
      (a, b) =>
        b.expected - a.expected ||
        (a.accountId < b.accountId ? -1 : a.accountId > b.accountId ? 1 : 0),
    )
    .slice(0, Math.max(0, Math.floor(callsPerDay)));
}

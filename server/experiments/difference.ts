// What another policy would change of the days to come, over the real book: shown before it is put in force. Writes nothing.
import { loadContext } from "#messages/planning/context.ts";
import { loadSubjects, type Subject } from "#messages/planning/facts.ts";
import type { Tx } from "#platform/db.ts";
import {
  CHANGES,
  compareContacts,
  type Change,
  type Compared,
} from "#policies/compare-contacts.ts";
import { dayAt, startOfDay } from "#policies/day.ts";
import type { EpochMs, Policy } from "#policies/types.ts";
import { customersAfter } from "./customer-pages.ts";
import { rehearse, silenceOn, type Life } from "./rehearse.ts";

export type DifferenceLine = Compared & {
  readonly customerId: string;
  readonly currency: string;
  /** Why it is not said any more; undefined where it is. */
  readonly reason: string | undefined;
};

export type DecisionDifference = {
  readonly days: number;
  /** Accounts that either policy speaks to in these days. */
  readonly accounts: number;
  /** Of those, accounts for which anything changes. */
  readonly changedAccounts: number;
  /** What becomes of the next thing that each account hears. */
  readonly next: Readonly<Record<Change, number>>;
  /** Of everything that is said in these days. */
  readonly all: Readonly<Record<Change, number>>;
  /** What changes, by customer, as many as were asked for. */
  readonly lines: readonly DifferenceLine[];
  /** Behind which customer to go on; undefined: these were all. */
  readonly nextAfter: string | undefined;
};

export const noChanges = (): Record<Change, number> =>
  Object.fromEntries(CHANGES.map((change) => [change, 0])) as Record<Change, number>;

type Options = {
  readonly days: number;
  readonly now: Temporal.Instant;
  readonly limit: number;
  /** Only lines, from behind this customer on, until there are enough of them. */
  readonly after?: string | undefined;
};

/**
 * Lives through the next days under the policy in force and under the candidate, as if nobody paid or answered and the books
 * stayed fresh, and compares. Sets of 500 customers; no more is held than the lines that were asked for. Without a policy in
 * force everything is `added`.
 */
export async function differenceOf(
  tx: Tx,
  clientId: string,
  candidate: Policy,
  { days, now, limit, after }: Options,
): Promise<DecisionDifference> {
  const context = await loadContext(tx, clientId);
  const { zone } = context.client;
  const start = now.epochMilliseconds;
  const found: Found = {
    start,
    end: startOfDay(dayAt(start, zone) + days, zone),
    limit,
    inForce: context.policy,
    candidate,
    next: noChanges(),
    all: noChanges(),
    lines: [],
    accounts: 0,
    changedAccounts: 0,
    nextAfter: undefined,
  };
  for (let behind = after; ;) {
    const ids = await customersAfter(tx, clientId, behind);
    if (ids.length === 0) break;
    const subjects = await loadSubjects(tx, context, ids, now, { hopeful: true });
    for (const of of Map.groupBy(subjects, (one) => one.customerId).values()) compareOne(found, of);
    if (after !== undefined && found.nextAfter !== undefined) break;
    behind = ids.at(-1);
  }
  const { accounts, changedAccounts, next, all, lines, nextAfter } = found;
  return { days, accounts, changedAccounts, next, all, lines, nextAfter };
}

type Found = {
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly limit: number;
  readonly inForce: Policy | undefined;
  readonly candidate: Policy;
  readonly next: Record<Change, number>;
  readonly all: Record<Change, number>;
  readonly lines: DifferenceLine[];
  accounts: number;
  changedAccounts: number;
  nextAfter: string | undefined;
};

/** All accounts of one customer. */
function compareOne(found: Found, subjects: readonly Subject[]): void {
  const { start, end, inForce, candidate } = found;
  const lives = subjects.map(asItStands);
  const before = rehearse(lives, () => inForce, start, end);
  const later = rehearse(lives, () => candidate, start, end);
  const customerId = subjects[0]!.customerId;
  const wanted = found.nextAfter === undefined;
  for (const [index, subject] of subjects.entries()) {
    const compared = compareContacts(before[index]!.occasions, later[index]!.occasions);
    if (compared.length === 0) continue;
    const changed = compared.filter((one) => one.change !== "same");
    found.accounts += 1;
    found.next[compared[0]!.change] += 1;
    for (const { change } of compared) found.all[change] += 1;
    if (changed.length === 0) continue;
    found.changedAccounts += 1;
    if (!wanted) continue;
    const { currency } = subject.facts;
    for (const one of changed) {
      const reason =
        one.before && !one.after
          ? silenceOn(later[index]!, candidate, one.before.stepId, one.before.on)
          : undefined;
      found.lines.push({ ...one, customerId, currency, reason });
    }
  }
  // Whole customers: the next page begins behind this one.
  if (wanted && found.lines.length >= found.limit) found.nextAfter = customerId;
}

/** The account as it is today, with books that stay fresh. */
function asItStands(subject: Subject): Life {
  const factsAt = (at: EpochMs) => ({ ...subject.facts, bookAsOf: at });
  return { subject, factsAt, wakes: [], books: [] };
}

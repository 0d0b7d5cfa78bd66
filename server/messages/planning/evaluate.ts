// The one place where deciding meets the database: live looks, `run`, a payment, a reply and a stale hand-over all come here.
import type { Tx } from "#platform/db.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { settlePromises } from "#ledger/promises.ts";
import { policyFor, type PlanContext } from "#messages/planning/context.ts";
import { decideAll, type Decided } from "#messages/planning/decide-all.ts";
import { loadSubjects } from "#messages/planning/facts.ts";
import { recordAnswers } from "#messages/planning/record.ts";
import { lockSharedAddresses } from "#messages/planning/shared-addresses.ts";
import { speak } from "#messages/planning/speak.ts";
import { explainWithdrawals, withdrawStale } from "#messages/planning/withdraw.ts";
import type { Answer, Facts, Policy } from "#policies/types.ts";

/** What an evaluation did. */
export type Tally = {
  /** Decisions by reason code. */
  readonly decisions: Record<string, number>;
  /** Messages that were planned. */
  messages: number;
  /** Messages that were taken back because the facts they rested on had changed. */
  withdrawn: number;
};

export const emptyTally = (): Tally => ({ decisions: {}, messages: 0, withdrawn: 0 });

/**
 * Looks at customers now: takes back what rests on old facts, decides each account, and writes decisions, rungs, episodes,
 * messages and the next look, in sets and in the caller's transaction. Takes the customers' locks. At most about 1,000 at
 * a time.
 */
export async function evaluate(
  tx: Tx,
  context: PlanContext,
  customerIds: readonly string[],
  now: Temporal.Instant,
  actor: string,
): Promise<Tally> {
  const tally = emptyTally();
  if (customerIds.length === 0) return tally;
  const { clientId } = context.client;
  await lockCustomers(tx, clientId, customerIds);
  await settlePromises(tx, clientId, customerIds, now);
  const withdrawn = await withdrawStale(tx, clientId, customerIds, now);
  tally.withdrawn = withdrawn.length;
  await lockSharedAddresses(tx, clientId, customerIds);
  const decided = await decideCustomers(tx, context, customerIds, now);
  const sayings = await recordAnswers(tx, context, customerIds, decided, now, actor);
  const said = await speak(tx, context, sayings, now, actor);
  await explainWithdrawals(tx, context, withdrawn, decided, now, actor);
  tally.messages = said.filter(({ state }) => state === "planned" || state === "shadow").length;
  countReasons(tally, decided, context.policy === undefined);
  return tally;
}

async function decideCustomers(
  tx: Tx,
  context: PlanContext,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<Decided[]> {
  const { policy } = context;
  const subjects = await loadSubjects(tx, context, customerIds, now);
  if (!policy) return subjects.map((subject) => ({ subject, answer: unruled }));
  const policyOf = (facts: Facts): Policy => policyFor({ ...context, policy }, facts);
  return decideAll(subjects, policyOf, now.epochMilliseconds, new Map());
}

/** Without a policy nothing is decided. */
const unruled: Answer = {
  decisions: [],
  episode: { change: "none" },
  collectableMinor: 0n,
  dueMinor: 0n,
  overdueMinor: 0n,
  nextLookAt: undefined,
  next: undefined,
};

function countReasons(tally: Tally, decided: readonly Decided[], unruledClient: boolean): void {
  for (const { answer } of decided) {
    const reasons = answer.decisions.map((decision) => decision.reason as string);
    if (reasons.length === 0) reasons.push(unruledClient ? "no_policy" : "nothing_due");
    for (const reason of reasons) tally.decisions[reason] = (tally.decisions[reason] ?? 0) + 1;
  }
}

/** Adds one tally to another. */
export function addTally(sum: Tally, more: Tally): void {
  sum.messages += more.messages;
  sum.withdrawn += more.withdrawn;
  for (const [reason, count] of Object.entries(more.decisions)) {
    sum.decisions[reason] = (sum.decisions[reason] ?? 0) + count;
  }
}

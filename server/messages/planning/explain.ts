import { customerIdOf } from "#ledger/holds.ts";
import { loadContext, policyFor } from "#messages/planning/context.ts";
import { factsToJson } from "#messages/planning/facts-json.ts";
import { loadSubjects } from "#messages/planning/facts.ts";
import type { Tx } from "#platform/db.ts";
import type { Group } from "#policies/assignment.ts";
import { decide, headlineOf } from "#policies/decide.ts";
import type { Decision, Facts } from "#policies/types.ts";

export type Explained = {
  readonly currency: string;
  readonly decision: string;
  readonly reason: string;
  /** What the decision rests on, without personal data. */
  readonly facts: unknown;
  readonly decisions: readonly Decision[];
  readonly collectableMinor: bigint;
  readonly overdueMinor: bigint;
  readonly nextLookAt: Temporal.Instant | undefined;
  /** What happens next, and what would change it. */
  readonly unless: string;
  /** Channels with an address at which nothing is asked for any more, and why: "sms: opted out". */
  readonly closed: string[];
  /** The version of the policy that decides; undefined without one. */
  readonly policyVersion?: number | undefined;
  /** Where an experiment drew the customer into; undefined while none runs. */
  readonly group?: Group | undefined;
};

/** What would be decided about a customer now, account by account, and why. Writes nothing. */
export async function explain(
  tx: Tx,
  clientId: string,
  customerReference: string,
  now: Temporal.Instant,
): Promise<Explained[]> {
  const customerId = await customerIdOf(tx, clientId, customerReference);
  const context = await loadContext(tx, clientId);
  const subjects = await loadSubjects(tx, context, [customerId], now);
  return subjects.map(({ facts }) => {
    if (!context.policy) return withoutPolicy(facts.currency, factsToJson(facts));
    const policy = policyFor({ ...context, policy: context.policy }, facts);
    const answer = decide(facts, policy, now.epochMilliseconds);
    const headline = headlineOf(answer);
    const { next, nextLookAt } = answer;
    return {
      currency: facts.currency,
      decision: headline.decision,
      reason: headline.reason,
      facts: factsToJson(facts),
      decisions: answer.decisions,
      collectableMinor: answer.collectableMinor,
      overdueMinor: answer.overdueMinor,
      closed: closedOf(facts),
      policyVersion: policy.version,
      group: facts.experiment?.group,
      nextLookAt:
        nextLookAt === undefined ? undefined : Temporal.Instant.fromEpochMilliseconds(nextLookAt),
      unless:
        next === undefined
          ? "nothing more happens unless a new fact arrives: an invoice, a payment, a fresh book, an answer"
          : `step ${next.stepId} is due at ${Temporal.Instant.fromEpochMilliseconds(next.at).toString()} unless the account is paid, disputed, promised or held before`,
    };
  });
}

function closedOf({ contactPoints }: Facts): string[] {
  return contactPoints
    .filter(({ optedOut, dead }) => optedOut || dead)
    .map(({ channel, optedOut }) => `${channel}: ${optedOut ? "opted out" : "address dead"}`);
}

function withoutPolicy(currency: string, facts: unknown): Explained {
  return {
    currency,
    decision: "wait",
    reason: "no_policy",
    facts,
    decisions: [],
    collectableMinor: 0n,
    overdueMinor: 0n,
    nextLookAt: undefined,
    closed: [],
    unless: "nothing happens unless a policy is applied",
  };
}

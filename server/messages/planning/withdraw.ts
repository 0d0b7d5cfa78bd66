import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { policyFor, type PlanContext } from "#messages/planning/context.ts";
import type { Decided } from "#messages/planning/decide-all.ts";
import type { Tx } from "#platform/db.ts";
import { CAMPAIGN_STEP_ID } from "#policies/campaign.ts";
import { dayAt, isoOf } from "#policies/day.ts";
import { PROMISE_REMINDER, promiseOf } from "#policies/promise-reminder.ts";
import type { Policy, Reason } from "#policies/types.ts";

/** A message that was taken back because the facts it rested on changed. */
export type Withdrawn = {
  readonly messageId: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly anchor: string;
  readonly stepId: string;
  readonly channel: string;
  /** Nothing was said on its rung, so that the step may have its turn again. */
  readonly rungGivenBack: boolean;
};

type Taken = Omit<Withdrawn, "rungGivenBack">;

/**
 * Takes back what is planned or held on facts that changed since, and gives back the rungs that nothing has been said on.
 * Why each was taken back is known only when the account has been decided again: see `explainWithdrawals`.
 */
export async function withdrawStale(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<Withdrawn[]> {
  const { rows } = await sql<Taken>`
    update dunlin.message m
    set state = 'suppressed', reason = 'decided_again', ended_at = ${now}
    from dunlin.customer c
    where m.client_id = ${clientId} and m.customer_id = any(${customerIds}::uuid[])
      and (m.state in ('planned', 'held')
        -- What a client in shadow mode would still have had to say; left behind for good when that is over.
        or m.state = 'shadow' and m.not_before > ${now} and exists (select from dunlin.client l
          where l.client_id = m.client_id and l.shadow_since is not null))
      and c.client_id = m.client_id and c.customer_id = m.customer_id
      and m.facts_version <> c.facts_version
    returning m.message_id, m.customer_id, m.account_id, m.anchor, m.step_id, m.channel
  `.execute(tx);
  await expireHeld(tx, clientId, customerIds, now);
  if (rows.length === 0) return [];
  const givenBack = await giveBackRungs(tx, clientId, rows);
  return rows.map((row) => ({ ...row, rungGivenBack: givenBack.has(rungKey(row)) }));
}

type Rung = Pick<Withdrawn, "accountId" | "anchor" | "stepId">;

const rungKey = ({ accountId, anchor, stepId }: Rung): string => `${accountId} ${anchor} ${stepId}`;

/**
 * Gives back the rungs on which nothing has been said, those among them that a withdrawn message spoke for, so that the steps
 * may have their turn again; the keys of what was given back.
 */
export async function giveBackRungs(
  tx: Tx,
  clientId: string,
  withdrawn: readonly Rung[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<Rung>`
    with given_back as (
      delete from dunlin.rung r
      using unnest(${withdrawn.map((one) => one.accountId)}::uuid[], ${withdrawn.map((one) => one.anchor)}::text[],
        ${withdrawn.map((one) => one.stepId)}::text[]) as w (account_id, anchor, step_id)
      where r.client_id = ${clientId} and r.account_id = w.account_id and r.anchor = w.anchor
        and r.step_id = w.step_id
        and not exists (select from dunlin.message m
          where m.client_id = r.client_id and m.account_id = r.account_id and m.anchor = r.anchor
            and m.step_id = r.step_id and m.state not in ('suppressed', 'cancelled'))
      returning r.account_id, r.anchor, r.step_id, r.decision_id
    ), merged as (
      -- What was not said for the other due dates either, since this message would have said it.
      delete from dunlin.rung r using given_back g
      where r.client_id = ${clientId} and r.account_id = g.account_id and r.step_id = g.step_id
        and r.decision_id = g.decision_id and r.reason = 'merged'
    )
    select account_id, anchor, step_id from given_back
  `.execute(tx);
  return new Set(rows.map(rungKey));
}

/** Why a message was taken back: what was decided about its step instead, or what became of the debt it spoke of. */
function reasonOf(
  one: Withdrawn,
  { subject: { facts }, answer: { decisions } }: Decided,
  policy: Policy | undefined,
  now: Temporal.Instant,
): string {
  if (!policy) return "no_policy";
  const onAnchor = decisions.filter((decision) => decision.anchor === one.anchor);
  const same = onAnchor.find((decision) => decision.stepId === one.stepId);
  if (same) return same.outcome === "send" ? "replaced" : same.reason;
  const stop = onAnchor.find(
    (decision) => decision.outcome !== "send" && stops.has(decision.reason),
  );
  if (stop) return stop.reason;
  // Kept, or called off: it is reminded of as long as it is open.
  if (one.stepId === PROMISE_REMINDER.id && !policy.steps.some(({ id }) => id === one.stepId)) {
    return promiseOf(facts.promises, one.stepId, one.anchor) ? "not_yet" : "promise_over";
  }
  if (one.stepId === CAMPAIGN_STEP_ID) return "campaign_over";
  if (!policy.steps.some((step) => step.id === one.stepId)) return "policy_changed";
  if (onAnchor.some((decision) => decision.outcome === "send")) return "replaced";
  const hold = decisions.find(({ outcome, anchor }) => outcome === "hold" && anchor === undefined);
  if (hold) return hold.reason;
  // The ladder goes on: at this step again when its time has come, or past it where the other half was said.
  if (onAnchor.length > 0) return one.rungGivenBack ? "not_yet" : "facts_changed";
  const today = dayAt(now.epochMilliseconds, facts.zones[0]!);
  const passed = facts.invoices.some(({ dueOn }) => dueOn < today && isoOf(dueOn) === one.anchor);
  return passed ? "window_passed" : "settled";
}

/** Decisions about an anchor that stop every step of it. */
const stops: ReadonlySet<Reason> = new Set<Reason>([
  "disputed",
  "promised",
  "breathing_space",
  "vulnerable",
  "deceased",
  "manual_hold",
  "stale_books",
  "cap_reached",
  "contact_hours",
  "requires_delivery",
]);

/** Writes down why each message was taken back: the reason of the new decision, or that a newer message says it. */
export async function explainWithdrawals(
  tx: Tx,
  context: PlanContext,
  withdrawn: readonly Withdrawn[],
  decided: readonly Decided[],
  now: Temporal.Instant,
  actor: string,
): Promise<void> {
  if (withdrawn.length === 0) return;
  const { clientId } = context.client;
  const byAccount = new Map(decided.map((one) => [one.subject.facts.accountId, one]));
  const reasons = withdrawn.map((one) => {
    const about = byAccount.get(one.accountId);
    if (!about) return "decided_again";
    return reasonOf(one, about, policyFor(context, about.subject.facts), now);
  });
  await sql`
    update dunlin.message m set reason = w.reason
    from unnest(${withdrawn.map((one) => one.messageId)}::uuid[], ${reasons}::text[]) as w (message_id, reason)
    where m.client_id = ${clientId} and m.message_id = w.message_id
  `.execute(tx);
  await recordEvents(
    tx,
    clientId,
    now,
    withdrawn.map((one, index) => ({
      kind: "message.suppressed",
      customerId: one.customerId,
      accountId: one.accountId,
      messageId: one.messageId,
      actor,
      body: { reason: reasons[index], step: one.stepId, channel: one.channel },
    })),
  );
}

/** A message that was held for want of words ends when it is of no use any more; its rung stays behind the account. */
async function expireHeld(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  const { rows } = await sql<{ messageId: string; customerId: string; accountId: string }>`
    update dunlin.message set state = 'expired', ended_at = ${now}
    where client_id = ${clientId} and customer_id = any(${customerIds}::uuid[])
      and state = 'held' and not_after < ${now}
    returning message_id, customer_id, account_id
  `.execute(tx);
  await recordEvents(
    tx,
    clientId,
    now,
    rows.map((row) => ({
      ...row,
      kind: "message.expired",
      actor: "system",
      body: { was: "held" },
    })),
  );
}

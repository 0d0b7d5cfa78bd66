import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Decided } from "#messages/planning/evaluate.ts";
import type { Tx } from "#platform/db.ts";

/** A message that was taken back because the facts it rested on changed. */
export type Withdrawn = {
  readonly messageId: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly anchor: string;
  readonly stepId: string;
  readonly channel: string;
};

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
  const { rows } = await sql<Withdrawn>`
    update dunlin.message m
    set state = 'suppressed', reason = 'decided_again', ended_at = ${now}
    from dunlin.customer c
    where m.client_id = ${clientId} and m.customer_id = any(${customerIds}::uuid[])
      and m.state in ('planned', 'held')
      and c.client_id = m.client_id and c.customer_id = m.customer_id
      and m.facts_version <> c.facts_version
    returning m.message_id, m.customer_id, m.account_id, m.anchor, m.step_id, m.channel
  `.execute(tx);
  if (rows.length > 0) await giveBackRungs(tx, clientId, rows);
  return rows;
}

async function giveBackRungs(tx: Tx, clientId: string, withdrawn: readonly Withdrawn[]) {
  await sql`
    delete from dunlin.rung r
    using unnest(${withdrawn.map((one) => one.accountId)}::uuid[], ${withdrawn.map((one) => one.anchor)}::text[],
      ${withdrawn.map((one) => one.stepId)}::text[]) as w (account_id, anchor, step_id)
    where r.client_id = ${clientId} and r.account_id = w.account_id and r.anchor = w.anchor
      and r.step_id = w.step_id
      and not exists (select from dunlin.message m
        where m.client_id = r.client_id and m.account_id = r.account_id and m.anchor = r.anchor
          and m.step_id = r.step_id and m.state not in ('suppressed', 'cancelled'))
  `.execute(tx);
}

const settled = new Set(["nothing_due", "below_tolerance", "not_yet"]);

/** Writes down why each message was taken back: the reason of the new decision, or that a newer message says it. */
export async function explainWithdrawals(
  tx: Tx,
  clientId: string,
  withdrawn: readonly Withdrawn[],
  decided: readonly Decided[],
  now: Temporal.Instant,
  actor: string,
): Promise<void> {
  if (withdrawn.length === 0) return;
  const byAccount = new Map(decided.map((one) => [one.subject.facts.accountId, one.answer]));
  const reasons = withdrawn.map((one) => {
    const decisions = byAccount.get(one.accountId)?.decisions ?? [];
    const same = decisions.find(
      (decision) => decision.anchor === one.anchor && decision.stepId === one.stepId,
    );
    if (same?.outcome === "send") return "replaced";
    const reason = (same ?? decisions[0])?.reason ?? "nothing_due";
    return settled.has(reason) ? "settled" : reason;
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

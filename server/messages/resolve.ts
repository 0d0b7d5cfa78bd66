// What nobody but a person can know: whether an uncertain message arrived.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

export type UncertainLine = {
  readonly message: string;
  readonly customer: string | null;
  readonly channel: string;
  readonly step: string | null;
  readonly reason: string | null;
  readonly planned_at: Temporal.Instant;
};

/** Messages that were handed over without an answer and that no receipt has settled yet, the oldest first. */
export async function listUncertain(
  tx: Tx,
  clientId: string,
  limit = 200,
): Promise<UncertainLine[]> {
  const { rows } = await sql<{
    messageId: string;
    reference: string | null;
    channel: string;
    stepId: string | null;
    reason: string | null;
    createdAt: Temporal.Instant;
  }>`
    select m.message_id, c.reference, m.channel, m.step_id, m.reason, m.created_at
    from dunlin.message m left join dunlin.customer c using (client_id, customer_id)
    where m.client_id = ${clientId} and m.state = 'uncertain'
    order by m.created_at, m.message_id limit ${limit}
  `.execute(tx);
  return rows.map((row) => ({
    message: row.messageId,
    customer: row.reference,
    channel: row.channel,
    step: row.stepId,
    reason: row.reason,
    planned_at: row.createdAt,
  }));
}

/**
 * Settles an uncertain message by what a person found out, at the provider for instance. It is never sent again: `failed`
 * only says that it did not arrive.
 */
export async function resolveUncertain(
  tx: Tx,
  clientId: string,
  messageId: string,
  outcome: "delivered" | "failed",
  now: Temporal.Instant,
  actor: string,
): Promise<void> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(messageId)) {
    throw new UserError(`message "${messageId}" is no id; message uncertain lists them`);
  }
  const { rows } = await sql<{ customerId: string | null; accountId: string | null }>`
    update dunlin.message set state = ${outcome}, reason = 'resolved_by_person', ended_at = ${now},
      handed_over_at = coalesce(handed_over_at, case when ${outcome} = 'delivered' then ${now}::timestamptz end),
      delivered_at = case when ${outcome} = 'delivered' then ${now}::timestamptz end
    where client_id = ${clientId} and message_id = ${messageId} and state = 'uncertain'
    returning customer_id, account_id
  `.execute(tx);
  const [row] = rows;
  if (!row)
    throw new UserError(
      `message ${messageId} is not uncertain; message uncertain lists those that are`,
    );
  await recordEvents(tx, clientId, now, [
    {
      kind: `message.${outcome}`,
      customerId: row.customerId ?? undefined,
      accountId: row.accountId ?? undefined,
      messageId,
      actor,
      body: { reason: "resolved_by_person" },
    },
  ]);
}

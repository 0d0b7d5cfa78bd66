// Notices that are not right any more are taken back under the customer's lock, so that dispatch either has authorised them
// before, or never does.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";

/** Takes back what is queued of the debits' notices; how many. The caller holds the customers' locks. */
export async function withdrawNotices(
  tx: Tx,
  clientId: string,
  debitIds: readonly string[],
  { reason, actor, now }: { reason: string; actor: string; now: Temporal.Instant },
): Promise<number> {
  if (debitIds.length === 0) return 0;
  const { rows } = await sql<{ messageId: string; customerId: string | null; channel: string }>`
    update dunlin.message m set state = 'suppressed', reason = ${reason}, ended_at = ${now}
    from dunlin.debit_notice n
    where n.client_id = ${clientId} and n.debit_id = any(${debitIds}::uuid[])
      and m.client_id = n.client_id and m.message_id = n.message_id and m.state in ('planned', 'held')
    returning m.message_id, m.customer_id, m.channel
  `.execute(tx);
  await recordEvents(
    tx,
    clientId,
    now,
    rows.map(({ messageId, customerId, channel }) => ({
      kind: "message.suppressed",
      customerId: customerId ?? undefined,
      messageId,
      actor,
      body: { reason, channel, class: "notice" },
    })),
  );
  return rows.length;
}

/** Receipts that carry our own message id: delivery reports to a return path of their own. */
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Receipt } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";
import { clean, rowsOf } from "./transaction.ts";

type Bounced = {
  readonly message_id: string;
  readonly state: string;
  readonly customer_id: string | null;
  readonly account_id: string | null;
  readonly now_ms: number;
};

/**
 * A mail that was taken, or even reported as delivered, may bounce later: a bounce wins over both. A report of success ends
 * a mail as delivered; what merely delays changes nothing.
 */
export async function markBounces(
  tx: Tx,
  clientId: string,
  receipts: readonly Receipt[],
): Promise<void> {
  const last = new Map<string, Receipt>();
  for (const receipt of receipts) {
    if (receipt.messageId === undefined || !(receipt.state in ENDS)) continue;
    if (last.get(receipt.messageId)?.state !== "failed") last.set(receipt.messageId, receipt);
  }
  if (last.size === 0) return;
  const all = [...last.values()];
  const rows = await rowsOf(
    tx,
    sql<Bounced>`
      with clock as materialized (select dunlin.clock_now() as at),
      open as materialized (
        select m.message_id, i.state, i.error from dunlin.message m
        join unnest(${[...last.keys()]}::uuid[], ${all.map((receipt) => receipt.state)}::text[],
          ${all.map((receipt) => clean(receipt.error ?? receipt.state))}::text[])
          as i (message_id, state, error) on i.message_id = m.message_id
        where m.client_id = ${clientId}
          and (m.state in ('handed_over', 'uncertain') or m.state = 'delivered' and i.state <> 'delivered')
        order by m.message_id for update of m
      )
      update dunlin.message m
      set state = o.state, reason = case when o.state = 'delivered' then null else o.error end,
        handed_over_at = coalesce(m.handed_over_at, clock.at), ended_at = clock.at,
        delivered_at = case when o.state = 'delivered' then clock.at end
      from open o, clock
      where m.client_id = ${clientId} and m.message_id = o.message_id
      returning m.message_id, m.state, m.customer_id, m.account_id,
        1000 * extract(epoch from clock.at)::float8 as now_ms`,
  );
  const nowMs = rows[0]?.now_ms;
  if (nowMs === undefined) return;
  await recordEvents(
    tx,
    clientId,
    Temporal.Instant.fromEpochMilliseconds(Math.floor(nowMs)),
    rows.map((row) => ({
      kind: `message.${row.state}`,
      customerId: row.customer_id ?? undefined,
      accountId: row.account_id ?? undefined,
      messageId: row.message_id,
      actor: "network",
      body: row.state === "delivered" ? {} : { reason: last.get(row.message_id)?.error },
    })),
  );
}

const ENDS: Readonly<Partial<Record<Receipt["state"], true>>> = {
  delivered: true,
  failed: true,
  expired: true,
};

import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";

type Due = {
  promiseId: string;
  holdId: string;
  accountId: string;
  customerId: string;
  state: "kept" | "broken";
};

/**
 * Tests the open promises of the customers: kept as soon as the promised amount, less the tolerance, came in since it was
 * made; broken when the due day has ended where the client is and it did not. Either ends the hold.
 */
export async function settlePromises(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  const { rows } = await sql<Due>`
    with tested as (
      select p.promise_id, p.hold_id, p.account_id, a.customer_id, p.due_on,
        coalesce(c.zone, l.zone) as zone,
        coalesce((select sum(y.amount_minor - y.reversed_minor) from dunlin.payment y
          where y.client_id = p.client_id and y.account_id = p.account_id
            and y.kind in ('reported', 'inferred') and y.received_at >= p.made_at), 0)
          >= p.amount_minor - p.tolerance_minor as kept
      from dunlin.promise p
      join dunlin.account a using (client_id, account_id)
      join dunlin.customer c using (client_id, customer_id)
      join dunlin.client l using (client_id)
      where p.client_id = ${clientId} and p.state = 'open' and a.customer_id = any(${customerIds}::uuid[])
    )
    update dunlin.promise p
    set state = case when t.kept then 'kept' else 'broken' end, decided_at = ${now}
    from tested t
    where p.client_id = ${clientId} and p.promise_id = t.promise_id
      and (t.kept or (${now}::timestamptz at time zone t.zone)::date > t.due_on)
    returning p.promise_id, p.hold_id, p.account_id, t.customer_id, p.state
  `.execute(tx);
  if (rows.length === 0) return;
  await sql`
    update dunlin.hold set ended_at = ${now}, ended_by = 'system', ended_why = 'promise ' || s.state
    from unnest(${rows.map((row) => row.holdId)}::uuid[], ${rows.map((row) => row.state)}::text[]) as s (hold_id, state)
    where hold.client_id = ${clientId} and hold.hold_id = s.hold_id and ended_at is null
  `.execute(tx);
  await recordEvents(
    tx,
    clientId,
    now,
    rows.map((row) => ({
      kind: `promise.${row.state}`,
      customerId: row.customerId,
      accountId: row.accountId,
      actor: "system",
      cause: row.promiseId,
    })),
  );
}

import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";

type Due = {
  promiseId: string;
  holdId: string;
  accountId: string;
  customerId: string;
  state: "kept" | "broken" | "cancelled";
};

/**
 * Tests the open promises of the customers: kept as soon as the promised amount, less the tolerance, came in since it was
 * made; broken when the due day has ended where the customer is and it did not; cancelled when by then nothing is owed any
 * more for another reason, such as a credit. Either way the hold ends. Money counts for one promise only, the earliest due
 * first; an invoice that vanished from the books counts as paid here, for nobody is told that they broke their word because
 * of how the books tell it.
 */
export async function settlePromises(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  const { rows } = await sql<Due>`
    with open as (
      select p.*, a.customer_id, p.amount_minor - p.tolerance_minor as wanted,
        coalesce(c.zone, l.zone) as zone,
        coalesce((select sum(y.amount_minor - y.reversed_minor) from dunlin.payment y
          where y.client_id = p.client_id and y.account_id = p.account_id
            and y.kind <> 'opening' and y.received_at >= p.made_at), 0)
        - coalesce((select sum(k.amount_minor - k.tolerance_minor) from dunlin.promise k
          where k.client_id = p.client_id and k.account_id = p.account_id
            and k.state = 'kept' and k.decided_at >= p.made_at), 0) as received
      from dunlin.promise p
      join dunlin.account a using (client_id, account_id)
      join dunlin.customer c using (client_id, customer_id)
      join dunlin.client l using (client_id)
      where p.client_id = ${clientId} and p.state = 'open' and a.customer_id = any(${customerIds}::uuid[])
    ), tested as (
      select *, received >= sum(wanted) over (partition by account_id order by due_on, made_at, promise_id) as kept,
        (${now}::timestamptz at time zone zone)::date > due_on as over,
        exists (select from dunlin.invoice i where i.client_id = open.client_id
          and i.account_id = open.account_id and i.open_minor > 0) as owes
      from open
    )
    update dunlin.promise p
    set state = case when t.kept then 'kept' when t.owes then 'broken' else 'cancelled' end, decided_at = ${now}
    from tested t
    where p.client_id = ${clientId} and p.promise_id = t.promise_id and (t.kept or t.over)
    returning p.promise_id, p.hold_id, p.account_id, t.customer_id, p.state
  `.execute(tx);
  if (rows.length > 0) await endTheirHolds(tx, clientId, rows, now);
}

async function endTheirHolds(
  tx: Tx,
  clientId: string,
  rows: readonly Due[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update dunlin.hold set ended_at = ${now}, ended_by = 'system', ended_why = 'promise ' || s.state
    from unnest(${rows.map((row) => row.holdId)}::uuid[], ${rows.map((row) => row.state)}::text[]) as s (hold_id, state)
    where hold.client_id = ${clientId} and hold.hold_id = s.hold_id and ended_at is null
  `.execute(tx);
  // What is queued was decided while the promise stood.
  await sql`
    update dunlin.customer set facts_version = facts_version + 1
    where client_id = ${clientId} and customer_id = any(${rows.map((row) => row.customerId)}::uuid[])
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

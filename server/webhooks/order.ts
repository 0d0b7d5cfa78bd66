// Where a client asked for it, the events of one customer are delivered one after the other: the first is due, the others
// stand behind it. Whoever changes who is first holds the endpoint's row lock.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

/** Works out anew who stands behind whom, or that nobody does. The caller holds the lock. */
export async function reorder(tx: Tx, clientId: string, endpointId: string): Promise<void> {
  await sql`
    update dunlin.webhook_delivery d set behind = o.behind
    from (
      select p.event_id, w.ordered and p.customer_id is not null
        and row_number() over (partition by p.customer_id order by p.seq) > 1 as behind
      from dunlin.webhook_delivery p
      join dunlin.webhook_endpoint w on w.client_id = p.client_id and w.endpoint_id = p.endpoint_id
      where p.client_id = ${clientId} and p.endpoint_id = ${endpointId} and p.state = 'pending'
    ) o
    where d.client_id = ${clientId} and d.endpoint_id = ${endpointId} and d.event_id = o.event_id
      and d.behind <> o.behind`.execute(tx);
}

/** After events of these customers ended: the next of each is due. The caller holds the lock. */
export async function moveUp(
  tx: Tx,
  clientId: string,
  endpointId: string,
  customerIds: readonly string[],
): Promise<void> {
  if (customerIds.length === 0) return;
  await sql`
    update dunlin.webhook_delivery d set behind = false
    from unnest(${[...new Set(customerIds)]}::uuid[]) as c (customer_id)
    cross join lateral (
      select event_id, behind from dunlin.webhook_delivery p
      where p.client_id = ${clientId} and p.endpoint_id = ${endpointId} and p.customer_id = c.customer_id
        and p.state = 'pending'
      order by p.seq limit 1
    ) first
    where d.client_id = ${clientId} and d.endpoint_id = ${endpointId} and d.event_id = first.event_id
      and first.behind`.execute(tx);
}

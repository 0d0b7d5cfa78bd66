import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { LOCK_CLASSES } from "#platform/locks.ts";

/**
 * Takes the turn of these customers at the addresses that they share with others, until the transaction ends. Caps belong to
 * the address, so two customers behind one number must not be decided at the same time. Taken after all row locks and in one
 * order, so that nobody waits in a circle.
 */
export async function lockSharedAddresses(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
): Promise<void> {
  await sql`
    with shared as materialized (
      select distinct hashtext(p.client_id::text || p.address) as key
      from dunlin.contact_point p
      cross join lateral (
        select 1 from dunlin.contact_point o
        where o.client_id = p.client_id and o.kind = p.kind and o.address = p.address
          and o.customer_id <> p.customer_id and o.retired_at is null limit 1
      ) other
      where p.client_id = ${clientId} and p.customer_id = any(${customerIds}::uuid[]) and p.retired_at is null
      order by key
    )
    select pg_advisory_xact_lock(${LOCK_CLASSES.addresses}::int, key) from shared
  `.execute(tx);
}

import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

/** How long after a new book or policy nothing goes out by itself, so that it can be looked at, simulated or taken back. */
export const GRACE = Temporal.Duration.from({ minutes: 10 });

/**
 * Marks customers whose facts changed in this transaction: takes their row locks in the order of their ids, so that two
 * transactions never wait for each other, makes every message decided on the old facts stale, and asks for a look at
 * `lookAt` at the latest.
 */
export async function factsChanged(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  lookAt: Temporal.Instant,
): Promise<void> {
  if (customerIds.length === 0) return;
  await lockCustomers(tx, clientId, customerIds);
  await sql`
    update dunlin.customer
    set facts_version = facts_version + 1, look_at = least(look_at, ${lookAt}::timestamptz)
    where client_id = ${clientId} and customer_id = any(${customerIds}::uuid[])
  `.execute(tx);
}

/** Takes customers' row locks in the order of their ids; what is read in a later statement holds until the end. */
export async function lockCustomers(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
): Promise<void> {
  await sql`
    select 1 from dunlin.customer
    where client_id = ${clientId} and customer_id = any(${customerIds}::uuid[])
    order by customer_id for no key update
  `.execute(tx);
}

import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

/** The client's own references of customers, by id; at most some thousands at a time. */
export async function customerReferences(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ customerId: string; reference: string }>`
    select customer_id, reference from dunlin.customer
    where client_id = ${clientId} and customer_id = any(${[...new Set(customerIds)]}::uuid[])
  `.execute(tx);
  return new Map(rows.map((row) => [row.customerId, row.reference]));
}

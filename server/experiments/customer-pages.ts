import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

/** Customers of one set. */
const PAGE = 500;

/** The next customers behind an id, in the order of their ids, at most 500; none at the end. */
export async function customersAfter(
  tx: Tx,
  clientId: string,
  after: string | undefined,
  most = PAGE,
): Promise<string[]> {
  const behind = after ?? "00000000-0000-0000-0000-000000000000";
  const { rows } = await sql<{ id: string }>`
    select customer_id as id from dunlin.customer
    where client_id = ${clientId} and customer_id > ${behind}::uuid order by customer_id limit ${most}
  `.execute(tx);
  return rows.map((row) => row.id);
}

// Reading over all that a client has.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

/**
 * For the rest of the transaction: room to sort and hash a whole book in memory. Statements are not compiled to machine code,
 * which took longer here than running them.
 */
export async function readLargely(tx: Tx): Promise<void> {
  await sql`set local work_mem = '128MB'`.execute(tx);
  await sql`set local jit = off`.execute(tx);
}

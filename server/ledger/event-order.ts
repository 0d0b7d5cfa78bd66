// Numbers of events are taken before transactions commit, so a lower one may appear later: who may still be writing.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

const LONGEST_WAIT_MS = 1_000;
const POLL_MS = 20;

/** The newest number that is committed; 0 when there is none. */
export async function newestSeq(tx: Tx, clientId: string): Promise<bigint> {
  const { rows } = await sql<{ newest: bigint }>`
    select coalesce(max(seq), 0) as newest from dunlin.event where client_id = ${clientId}
  `.execute(tx);
  return rows[0]!.newest;
}

/** Transactions that have written events, or begun to: each holds a lock on the table until it ends. */
export async function writers(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select virtualtransaction as id from pg_locks
    where locktype = 'relation' and relation = 'dunlin.event'::regclass and mode = 'RowExclusiveLock' and granted
      and database = (select oid from pg_database where datname = current_database())
      and pid <> pg_backend_pid()
    limit 10000
  `.execute(tx);
  return rows.map((row) => row.id);
}

/** Waits for transactions that were writing, a second at most; false when one lasts longer (a large import). */
export async function areOver(tx: Tx, before: readonly string[]): Promise<boolean> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  for (let open = before; open.length > 0;) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const now = new Set(await writers(tx));
    open = open.filter((one) => now.has(one));
  }
  return true;
}

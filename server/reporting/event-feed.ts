// Events in order, each given once to whoever remembers the last seq.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export type FedEvent = {
  readonly seq: bigint;
  readonly eventId: string;
  readonly at: Temporal.Instant;
  readonly kind: string;
  readonly customer: string | null;
  readonly currency: string | null;
  readonly messageId: string | null;
  readonly actor: string;
  readonly cause: string | null;
  readonly body: unknown;
};

const LONGEST_WAIT_MS = 1_000;
const POLL_MS = 20;

/**
 * Up to `limit` events behind `after`, oldest first. Numbers are taken before transactions commit, so a lower one may
 * appear later: nothing is given while a transaction that wrote events before us is still open. Waits for those, a second
 * at most, and is empty when one lasts longer (a large import).
 */
export async function eventsAfter(
  tx: Tx,
  clientId: string,
  after: bigint,
  limit: number,
): Promise<FedEvent[]> {
  const newest = await newestSeq(tx, clientId);
  if (newest <= after || !(await areOver(tx, await writers(tx)))) return [];
  const { rows } = await sql<FedEvent>`
    select e.seq, e.event_id, e.at, e.kind, c.reference as customer, a.currency, e.message_id, e.actor, e.cause, e.body
    from dunlin.event e
    left join dunlin.customer c on c.client_id = e.client_id and c.customer_id = e.customer_id
    left join dunlin.account a on a.client_id = e.client_id and a.account_id = e.account_id
    where e.client_id = ${clientId} and e.seq > ${after} and e.seq <= ${newest}
    order by e.seq limit ${limit}
  `.execute(tx);
  return rows;
}

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

async function areOver(tx: Tx, before: readonly string[]): Promise<boolean> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  for (let open = before; open.length > 0;) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const now = new Set(await writers(tx));
    open = open.filter((one) => now.has(one));
  }
  return true;
}

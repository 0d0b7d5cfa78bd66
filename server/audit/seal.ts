// Seals what was written to the audit, set by set, each seal over the one before it.
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { digestOf, hashOf, leavesOf, NOTHING } from "./leaves.ts";
import { startRounds } from "#clients/rounds.ts";
import type { Chore } from "#platform/chore.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { LOCK_CLASSES } from "#platform/locks.ts";
import type { Logger } from "#platform/log.ts";

const POLL_MS = 60_000;
/** Rows of a seal. */
export const MOST_ROWS = 1_000;
/** Seals of one client in one round. */
const MOST_SEALS = 200;
const LONGEST_WAIT_MS = 2_000;
const LOOK_AGAIN_MS = 20;

export type Seal = { readonly number: number; readonly rows: number; readonly hash: string };

/** Seals every client's rows once a minute. Any number of processes may run it. */
export function startSealing(db: Db, log: Logger, everyMs = POLL_MS): Chore {
  const failed = "the audit was not sealed";
  return startRounds(db, log, { everyMs, failed }, async (clientId, signal) => {
    const last = (await sealClient(db, clientId, signal)).at(-1);
    // Whoever keeps the log elsewhere can prove later that the chain is the same.
    if (last) log.info({ clientId, seal: last.number, hash: last.hash }, "audit sealed");
  });
}

/** Seals what is committed, in sets of at most 1,000 rows; the seals that were made. */
export async function sealClient(
  db: Db,
  clientId: string,
  signal?: AbortSignal,
): Promise<readonly Seal[]> {
  const made: Seal[] = [];
  while (made.length < MOST_SEALS && signal?.aborted !== true) {
    const one = await asClient(db, clientId, async (tx) => await sealNext(tx, clientId));
    if (!one) break;
    made.push(one);
    if (one.rows < MOST_ROWS) break;
  }
  return made;
}

async function sealNext(tx: Tx, clientId: string): Promise<Seal | undefined> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(${LOCK_CLASSES.sealing}, hashtext(${clientId})) as mine`.execute(
    tx,
  );
  if (!rows[0]!.mine) return undefined;
  const last = await lastSeal(tx, clientId);
  const upTo = await newest(tx, clientId);
  if (upTo <= last.toSeq || !(await areOver(tx))) return undefined;
  const found = await leavesOf(tx, clientId, { after: last.toSeq, upTo, limit: MOST_ROWS });
  const seqs = found.map(({ seq }) => seq);
  const leaves = Buffer.concat(found.map(({ leaf }) => leaf));
  const at = Temporal.Now.instant().round("millisecond");
  const number = last.number + 1;
  const hash = hashOf({ clientId, number, seqs, leaves, previous: last.hash, at });
  await sql`
    insert into dunlin.audit_seal (client_id, number, from_seq, to_seq, seqs, leaves, digest, previous, hash, at)
    values (${clientId}, ${number}, ${seqs[0]!}, ${seqs.at(-1)!}, ${seqs.map(String)}::bigint[], ${leaves},
      ${digestOf(seqs, leaves)}, ${last.hash}, ${hash}, ${at})`.execute(tx);
  return { number, rows: seqs.length, hash: hash.toString("hex") };
}

async function lastSeal(tx: Tx, clientId: string) {
  const row = await tx
    .selectFrom("auditSeal")
    .select(["number", "toSeq", "hash"])
    .where("clientId", "=", clientId)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? { number: 0, toSeq: 0n, hash: NOTHING };
}

async function newest(tx: Tx, clientId: string): Promise<bigint> {
  const { rows } = await sql<{ seq: bigint }>`
    select coalesce(max(seq), 0) as seq from dunlin.audit where client_id = ${clientId}`.execute(
    tx,
  );
  return rows[0]!.seq;
}

/**
 * True when every transaction that may still commit a lower number has ended. Numbers are taken before transactions commit,
 * and whoever has taken one holds a lock on the table until then. Waits two seconds at most; the next round seals the rest.
 */
async function areOver(tx: Tx): Promise<boolean> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  for (let open = await writers(tx); open.length > 0;) {
    if (performance.now() > deadline) return false;
    await delay(LOOK_AGAIN_MS);
    const now = new Set(await writers(tx));
    open = open.filter((one) => now.has(one));
  }
  return true;
}

async function writers(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select virtualtransaction as id from pg_locks
    where locktype = 'relation' and relation = 'dunlin.audit'::regclass and mode = 'RowExclusiveLock' and granted
      and database = (select oid from pg_database where datname = current_database())
      and pid <> pg_backend_pid()
    limit 10000`.execute(tx);
  return rows.map((row) => row.id);
}

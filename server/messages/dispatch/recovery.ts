/** What a process that died left behind: hand-overs of which nobody knows the outcome. */
import { sql } from "kysely";
import type { Db, Tx } from "#platform/db.ts";
import { LOCK_CLASSES } from "#platform/locks.ts";
import { changeStates } from "./states.ts";
import { inClient, rowsOf } from "./transaction.ts";

const SET = 1_000;

/**
 * Marks the open hand-overs of dead processes as uncertain: a process is dead when nobody holds its advisory lock. They are
 * never sent again. Returns how many there were.
 */
export async function recoverLost(db: Db, ownProcessId: number): Promise<number> {
  const open = await rowsOf(
    db,
    sql<{ client_id: string; process_id: number }>`select client_id, process_id
      from dunlin.attempts_under_way() where process_id <> ${ownProcessId}`,
  );
  let lost = 0;
  for (const { client_id: clientId, process_id: processId } of open) {
    for (let found = SET; found === SET; lost += found)
      found = await inClient(db, clientId, async (tx) => await markLost(tx, clientId, processId));
  }
  return lost;
}

// The lock is held until the end of this transaction, so a process that comes back waits until it is judged.
async function markLost(tx: Tx, clientId: string, processId: number): Promise<number> {
  const [lock] = await rowsOf(
    tx,
    sql<{
      dead: boolean;
    }>`select pg_try_advisory_xact_lock(${LOCK_CLASSES.processes}, ${processId}) as dead`,
  );
  if (lock?.dead !== true) return 0;
  const rows = await rowsOf(
    tx,
    sql<{ message_id: string; now_ms: number; current: boolean }>`
      with lost as materialized (
        select a.message_id, a.attempt from dunlin.attempt a
        join dunlin.message m on m.client_id = ${clientId} and m.message_id = a.message_id
        where a.client_id = ${clientId} and a.process_id = ${processId} and a.finished_at is null
        order by a.message_id limit ${SET} for update
      )
      update dunlin.attempt a
      set finished_at = clock_timestamp(), outcome = 'uncertain', code = 'process_died'
      from lost l
      join dunlin.message m on m.client_id = ${clientId} and m.message_id = l.message_id
      where a.client_id = ${clientId} and a.message_id = l.message_id and a.attempt = l.attempt
      returning a.message_id, m.state = 'queued' and m.attempt = a.attempt as current,
        1000 * extract(epoch from dunlin.clock_now())::float8 as now_ms`,
  );
  const now = Temporal.Instant.fromEpochMilliseconds(Math.floor(rows[0]?.now_ms ?? 0));
  await changeStates(
    tx,
    clientId,
    now,
    rows.flatMap((row) =>
      row.current
        ? [{ messageId: row.message_id, state: "uncertain" as const, reason: "process_died" }]
        : [],
    ),
  );
  return rows.length;
}

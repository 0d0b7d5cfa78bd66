/** Hand-overs that were authorised by a commit whose answer was lost with the connection: they were never begun. */
import { sql } from "kysely";
import type { Db } from "#platform/db.ts";
import type { Attempted } from "./authorise.ts";
import { changeStates } from "./states.ts";
import { inClient, rowsOf } from "./transaction.ts";

/**
 * Plans again what this process certainly did not hand over. Where the commit did not happen nothing is changed: neither
 * the message nor an attempt of the same number by another process. Returns how many there were.
 */
export async function takeBack(
  db: Db,
  clientId: string,
  processId: number,
  attempts: readonly Attempted[],
): Promise<number> {
  const ids = attempts.map((one) => one.messageId);
  return await inClient(db, clientId, async (tx) => {
    // Waits for a commit that is still under way; the next statement then sees what came of it.
    await sql`select 1 from dunlin.message
      where client_id = ${clientId} and message_id = any(${ids}::uuid[])
      order by message_id for update`.execute(tx);
    // Others may have taken this process for dead in the meantime.
    const rows = await rowsOf(
      tx,
      sql<{ message_id: string; now_ms: number }>`
        update dunlin.attempt a
        set finished_at = clock_timestamp(), outcome = 'unreachable', code = 'not_begun'
        from unnest(${ids}::uuid[], ${attempts.map((one) => one.attempt)}::smallint[]) as i (message_id, attempt)
        join dunlin.message m on m.client_id = ${clientId} and m.message_id = i.message_id
          and m.attempt = i.attempt and m.state in ('queued', 'uncertain')
        where a.client_id = ${clientId} and a.message_id = i.message_id and a.attempt = i.attempt
          and a.process_id = ${processId} and (a.finished_at is null or a.code = 'process_died')
        returning a.message_id, 1000 * extract(epoch from dunlin.clock_now())::float8 as now_ms`,
    );
    const nowMs = rows[0]?.now_ms ?? 0;
    const now = Temporal.Instant.fromEpochMilliseconds(Math.floor(nowMs));
    await changeStates(
      tx,
      clientId,
      now,
      rows.map((row) => ({
        messageId: row.message_id,
        state: "planned",
        reason: "unreachable",
        notBeforeMs: nowMs,
        code: "not_begun",
      })),
    );
    return rows.length;
  });
}

import { sql } from "kysely";
import type { Db, Tx } from "#platform/db.ts";

/**
 * The time of the installation, which decisions, contact hours, validity and reports go by. It stands in the database, so
 * that all processes agree and a test or a demo can freeze it. Leases, budgets and timeouts run on real time instead.
 */
export async function clockNow(db: Db | Tx): Promise<Temporal.Instant> {
  const { rows } = await sql<{ now: Temporal.Instant }>`select dunlin.clock_now() as now`.execute(
    db,
  );
  return rows[0]!.now;
}

/** The instant the clock is frozen at; undefined when it runs. */
export async function frozenAt(db: Db): Promise<Temporal.Instant | undefined> {
  const row = await db.selectFrom("clock").select("frozenAt").executeTakeFirstOrThrow();
  return row.frozenAt ?? undefined;
}

/** Freezes the clock at an instant, or lets it run again with undefined. Wakes every process. */
export async function setClock(
  db: Db,
  instant: Temporal.Instant | undefined,
  by: string,
): Promise<void> {
  await sql`update dunlin.clock
    set frozen_at = ${instant ?? null}, changed_at = clock_timestamp(), changed_by = ${by}`.execute(
    db,
  );
  await sql`select pg_notify('dunlin_work', 'clock')`.execute(db);
}

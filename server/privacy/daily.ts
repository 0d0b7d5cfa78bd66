// Once a day, early in the client's morning, what is older than it is kept is forgotten: by one process.
import { sql } from "kysely";
import { forgetOld } from "./retention.ts";
import { getClient } from "#clients/clients.ts";
import { startRounds } from "#clients/rounds.ts";
import type { Chore } from "#platform/chore.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { LOCK_CLASSES } from "#platform/locks.ts";
import type { Logger } from "#platform/log.ts";

/** From this hour of the client's day. */
const FROM_HOUR = 2;
const POLL_MS = 300_000;

/** Forgets for every client once a day of its own. Any number of processes may run it. */
export function startForgetting(db: Db, log: Logger, everyMs = POLL_MS): Chore {
  const failed = "old data was not forgotten; trying again";
  return startRounds(db, log, { everyMs, failed }, async (clientId, signal) =>
    forgetDue(db, log, clientId, signal),
  );
}

/** Forgets for the client, unless it had its turn today or another process is at it. */
export async function forgetDue(
  db: Db,
  log: Logger,
  clientId: string,
  signal?: AbortSignal,
): Promise<void> {
  // The lock is held by a transaction of its own for as long as the sets take.
  await asClient(db, clientId, async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(${LOCK_CLASSES.forgetting}, hashtext(${clientId})) as mine`.execute(
      tx,
    );
    const due = rows[0]!.mine ? await dueFor(tx, clientId) : undefined;
    if (!due) return;
    const forgotten = await forgetOld(db, clientId, due.now, signal);
    if (signal?.aborted) return;
    await sql`
      insert into dunlin.retention_run (client_id, day, forgotten, finished_at)
      values (${clientId}, ${due.day}, ${JSON.stringify(forgotten)}::jsonb, dunlin.clock_now())
      on conflict do nothing`.execute(tx);
    log.info({ clientId, day: due.day.toString(), forgotten }, "old data forgotten");
  });
}

async function dueFor(
  tx: Tx,
  clientId: string,
): Promise<{ readonly day: Temporal.PlainDate; readonly now: Temporal.Instant } | undefined> {
  const { zone } = await getClient(tx, clientId);
  const now = await clockNow(tx);
  const here = now.toZonedDateTimeISO(zone);
  if (here.hour < FROM_HOUR) return undefined;
  const day = here.toPlainDate();
  const { rows } = await sql<{ done: boolean }>`
    select exists (select from dunlin.retention_run where client_id = ${clientId} and day = ${day}) as done`.execute(
    tx,
  );
  return rows[0]!.done ? undefined : { day, now };
}

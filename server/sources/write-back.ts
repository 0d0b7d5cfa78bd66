// Writing back what happened: each event once, in the order of each customer, tried again, and given up in the open.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import { holdClaim, type Claimed } from "./claim.ts";
import { retryDelayMs } from "./finish.ts";
import { SourceError, type RecordSource } from "./source.ts";
import { collectWritings, dueWritings, type Waiting } from "./writings.ts";

/** Writings of one run; the rest waits for the next. */
const MOST = 500;
const AT_ONCE = 50;
const MOST_LOOKS = 10;
/** So often the other side may refuse one thing; then it is given up, and an event says so. */
const MOST_TRIES = 8;

export type WrittenBack = {
  readonly written: number;
  readonly given_up: number;
  readonly waiting: number;
  /** Why the rest waits. */
  readonly trouble?: SourceError;
};

/** Writes back what is due. Trouble that concerns everything ends it, and is an answer. */
export async function writeBack(
  db: Db,
  claimed: Claimed,
  write: NonNullable<RecordSource["write"]>,
  signal: AbortSignal,
): Promise<WrittenBack> {
  const { clientId, sourceId } = claimed;
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const more = await asClient(db, clientId, async (tx) => {
      await holdClaim(tx, claimed);
      return await collectWritings(tx, claimed);
    });
    if (!more) break;
  }
  const tally = { written: 0, given_up: 0 };
  let trouble: SourceError | undefined;
  for (let done = 0; done < MOST && !trouble;) {
    const due = await asClient(db, clientId, async (tx) => await dueWritings(tx, claimed, AT_ONCE));
    if (due.length === 0) break;
    done += due.length;
    for (const one of due) {
      trouble = await writeOne(db, claimed, write, one, tally, signal);
      if (trouble) break;
    }
  }
  const waiting = await asClient(db, clientId, async (tx) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from dunlin.source_writing
      where client_id = ${clientId} and source_id = ${sourceId} and state = 'waits'`.execute(tx);
    return rows[0]!.count;
  });
  return { ...tally, waiting, ...(trouble && { trouble }) };
}

type Tally = { written: number; given_up: number };

/** Trouble that would meet everything else as well; undefined when the next one may go. */
async function writeOne(
  db: Db,
  claimed: Claimed,
  write: NonNullable<RecordSource["write"]>,
  one: Waiting,
  tally: Tally,
  signal: AbortSignal,
): Promise<SourceError | undefined> {
  if (!one.writing) {
    await end(db, claimed, one, "skipped", undefined);
    return undefined;
  }
  try {
    await write(one.writing, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    if (error.trouble !== "refused" && error.trouble !== "answer") return error;
    const isLast = one.tries + 1 >= MOST_TRIES;
    await (isLast ? end(db, claimed, one, "given_up", error) : postpone(db, claimed, one, error));
    if (isLast) tally.given_up += 1;
    return undefined;
  }
  await end(db, claimed, one, "written", undefined);
  tally.written += 1;
  return undefined;
}

const MOST_ERROR_CHARS = 300;

async function postpone(db: Db, claimed: Claimed, one: Waiting, error: SourceError): Promise<void> {
  const tries = one.tries + 1;
  const nextAt = Temporal.Now.instant().add({
    milliseconds: retryDelayMs(tries, error.retryAfterMs),
  });
  await asClient(db, claimed.clientId, async (tx) => {
    await holdClaim(tx, claimed);
    await sql`
      update dunlin.source_writing set tries = ${tries}, next_at = ${nextAt},
        error = ${error.message.slice(0, MOST_ERROR_CHARS)}
      where client_id = ${claimed.clientId} and source_id = ${claimed.sourceId} and event_id = ${one.eventId}`.execute(
      tx,
    );
  });
}

async function end(
  db: Db,
  claimed: Claimed,
  one: Waiting,
  state: "written" | "skipped" | "given_up",
  error: SourceError | undefined,
): Promise<void> {
  const { clientId, sourceId, name } = claimed;
  await asClient(db, clientId, async (tx) => {
    await holdClaim(tx, claimed);
    await sql`
      update dunlin.source_writing set state = ${state}, tries = tries + 1, ended_at = clock_timestamp(),
        error = ${error?.message.slice(0, MOST_ERROR_CHARS) ?? null}
      where client_id = ${clientId} and source_id = ${sourceId} and event_id = ${one.eventId}`.execute(
      tx,
    );
    if (state !== "given_up") return;
    await recordEvents(tx, clientId, await clockNow(tx), [
      {
        kind: "source.write_back_failed",
        customerId: one.customerId,
        actor: "source",
        cause: one.eventId,
        body: { source_id: sourceId, source: name, what: one.writing?.kind ?? "" },
      },
    ]);
  });
}

// Once a day each client is judged: its verdict is kept as rows, and an error is logged when an invariant is broken.
import { sql } from "kysely";
import { clientIds, getClient } from "#clients/clients.ts";
import { startChore, type Chore } from "#platform/chore.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, openDb, openPool, type DatabaseAt, type Db, type Tx } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import { LOCK_CLASSES } from "#platform/locks.ts";
import type { Logger } from "#platform/log.ts";
import { judge } from "./judge.ts";
import type { Verdict } from "./verdict.ts";

/** From this hour of the client's day, when contact hours are far. */
const FROM_HOUR = 3;
const POLL_MS = 60_000;
/** The work of the start comes first. */
const FIRST_MS = 20_000;
/** After a failure, so that a client that can't be judged is no load. */
const AGAIN_MS = 3_600_000;
/** The turn, the snapshot, and the probe of isolation. */
const CONNECTIONS = 3;
/** Violations that are kept of an invariant. */
const MOST_KEPT = 5;

type Options = {
  readonly db: Db;
  readonly at: DatabaseAt;
  readonly log: Logger;
  readonly firstMs?: number;
  readonly pollMs?: number;
};

/**
 * Judges every client once a day of its own, by the clock of the installation; asks for who is due on real time. Any number
 * of processes may run it: a client is judged by one of them.
 */
export function startJudging({ db, at, log, firstMs, pollMs }: Options): Chore {
  const putOff = new Map<string, number>();
  const rhythm = { firstMs: firstMs ?? FIRST_MS, everyMs: pollMs ?? POLL_MS };
  return startChore(log, "who is to be judged can't be asked", rhythm, async (signal) =>
    judgeDue({ db, at, log, signal, putOff }),
  );
}

type Round = Omit<Options, "firstMs" | "pollMs"> & {
  readonly signal: AbortSignal;
  /** Clients that could not be judged, with the moment (performance.now) from which they are tried again. */
  readonly putOff: Map<string, number>;
};

/** Judges whoever is due, one client after the other, on connections that are opened only for it. */
async function judgeDue({ db, at, log, signal, putOff }: Round): Promise<void> {
  const due: string[] = [];
  for (const clientId of await clientIds(db)) {
    if ((putOff.get(clientId) ?? 0) > performance.now()) continue;
    const day = await asClient(db, clientId, async (tx) => await dayToJudge(tx, clientId));
    if (day) due.push(clientId);
  }
  if (due.length === 0) return;
  const own = openDb(openPool(at, "dunlin_worker", CONNECTIONS));
  try {
    for (const clientId of due) {
      if (signal.aborted) return;
      await judgeClient(own, clientId, log, signal).catch((error: unknown) => {
        if (signal.aborted) return;
        putOff.set(clientId, performance.now() + AGAIN_MS);
        log.error({ clientId, error: messageOf(error) }, "a client can't be judged");
      });
    }
  } finally {
    await own.destroy();
  }
}

/** The day of the client's zone when it has come far enough and has no judgement yet. */
async function dayToJudge(tx: Tx, clientId: string): Promise<Temporal.PlainDate | undefined> {
  const { zone } = await getClient(tx, clientId);
  const now = (await clockNow(tx)).toZonedDateTimeISO(zone);
  if (now.hour < FROM_HOUR) return undefined;
  const day = now.toPlainDate();
  const { rows } = await sql<{ judged: boolean }>`
    select exists (select from dunlin.judgement where client_id = ${clientId} and day = ${day}) as judged
  `.execute(tx);
  return rows[0]!.judged ? undefined : day;
}

/** Whoever gets the client's lock judges it; the rows of its verdict are committed before the lock is free. */
async function judgeClient(db: Db, clientId: string, log: Logger, signal: AbortSignal) {
  const judged = await asClient(db, clientId, async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(${LOCK_CLASSES.judging}, hashtext(${clientId})) as mine`.execute(
      tx,
    );
    const day = rows[0]!.mine ? await dayToJudge(tx, clientId) : undefined;
    if (!day) return undefined;
    const startedMs = performance.now();
    const verdict = await judge(db, clientId, { signal });
    const tookMs = Math.round(performance.now() - startedMs);
    await keep(tx, clientId, day, verdict, tookMs);
    return { day, verdict, tookMs };
  });
  // Said when it is committed: whoever reads it in the log finds it in the table.
  if (judged) tell(clientId, judged, log);
}

type Judged = {
  readonly day: Temporal.PlainDate;
  readonly verdict: Verdict;
  readonly tookMs: number;
};

function tell(clientId: string, { day, verdict, tookMs }: Judged, log: Logger): void {
  for (const { id, name, violationCount, violations } of verdict.invariants) {
    if (violationCount === 0) continue;
    const [first] = violations;
    log.error(
      { clientId, invariant: id, name, violations: violationCount, first },
      "the judge found an invariant broken; see: judge",
    );
  }
  log.info({ clientId, day: day.toString(), ok: verdict.ok, tookMs }, "judged");
}

async function keep(
  tx: Tx,
  clientId: string,
  day: Temporal.PlainDate,
  { invariants }: Verdict,
  tookMs: number,
): Promise<void> {
  const rows = invariants.map((one) => ({
    ...one,
    sample: one.violations.slice(0, MOST_KEPT),
  }));
  await sql`
    insert into dunlin.judgement (client_id, day, invariant, name, ok, checked, violations, sample, note, judged_at, took_ms)
    select ${clientId}, ${day}, id, name, ok, checked, "violationCount", sample, note, dunlin.clock_now(), ${tookMs}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row
      (id smallint, name text, ok boolean, checked bigint, "violationCount" bigint, sample jsonb, note text)
    on conflict do nothing
  `.execute(tx);
}

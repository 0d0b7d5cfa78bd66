// How a run ended, written down in one transaction with what follows from it.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { recordEvents, type NewEvent } from "#ledger/events.ts";
import { freshenBooks } from "#ledger/fresh-books.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { holdClaim, type Claimed } from "./claim.ts";
import { nextRunAt } from "./definition.ts";

export type Outcome = {
  readonly state: "applied" | "nothing_new" | "failed";
  readonly full: boolean;
  readonly pages: number;
  readonly records: number;
  readonly rejected: number;
  readonly result: Readonly<Record<string, unknown>>;
  readonly batchId?: string | undefined;
  /** The books are now of this instant. */
  readonly advancedTo?: Temporal.Instant | undefined;
  /** Where the next pull begins. */
  readonly cursor?: string | null;
  readonly error?: string;
  readonly trouble?: string;
  readonly retryAfterMs?: number | undefined;
  /** False: trying again would not help, the next run comes by its schedule. */
  readonly retry?: boolean;
  /** The process ended; nobody's fault. */
  readonly interrupted?: boolean;
};

const FIRST_RETRY_MS = 60_000;
const LAST_RETRY_MS = 3_600_000;
const MOST_ERROR_CHARS = 500;

/** Real time until the next try after so many failures in a row: a minute, doubling up to an hour, with some jitter. */
export function retryDelayMs(failures: number, atLeastMs = 0, random = Math.random()): number {
  const doubled = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 10));
  return Math.max(atLeastMs, Math.round(doubled * (0.75 + random / 4)));
}

/** Ends a run: its row, the cursor, the next time, events; frees the claim. Throws `ClaimLost`. */
export async function finish(
  db: Db,
  claimed: Claimed,
  startedAt: Temporal.Instant,
  outcome: Outcome,
): Promise<void> {
  const { clientId, sourceId } = claimed;
  await asClient(db, clientId, async (tx) => {
    await holdClaim(tx, claimed);
    const now = await clockNow(tx);
    await writeRun(tx, claimed, { startedAt, now }, outcome);
    if (outcome.state === "failed" && outcome.retry !== false) {
      await writeFailure(tx, claimed, outcome);
    } else {
      const { zone } = await getClient(tx, clientId);
      await writeEnd(tx, claimed, outcome, { now, nextAt: nextRunAt(claimed.schedule, now, zone) });
    }
    if (outcome.cursor !== undefined) await completePull(tx, claimed, outcome);
    if (outcome.advancedTo) await freshen(tx, claimed, outcome.advancedTo, now);
    const kind = newsOf(claimed, outcome);
    if (kind) {
      await recordEvents(tx, clientId, now, [
        {
          kind,
          actor: "source",
          cause: sourceId,
          body: {
            source_id: sourceId,
            source: claimed.name,
            ...(kind === "source.failed" && { trouble: outcome.trouble ?? "refused" }),
          },
        },
      ] satisfies NewEvent[]);
    }
  });
}

// The first failure of a row of them is news, and so is their end.
function newsOf({ failures }: Claimed, { state, interrupted }: Outcome): string | undefined {
  if (interrupted) return undefined;
  if (state === "failed") return failures === 0 ? "source.failed" : undefined;
  return failures > 0 && state === "applied" ? "source.recovered" : undefined;
}

async function writeRun(
  tx: Tx,
  { clientId, sourceId }: Claimed,
  { startedAt, now }: { readonly startedAt: Temporal.Instant; readonly now: Temporal.Instant },
  outcome: Outcome,
): Promise<void> {
  await sql`
    insert into dunlin.source_run (client_id, source_id, started_at, ended_at, state, full_book, pages, records, rejected,
      batch_id, error, result)
    values (${clientId}, ${sourceId}, ${startedAt}, ${now}, ${outcome.state}, ${outcome.full}, ${outcome.pages},
      ${outcome.records}, ${outcome.rejected}, ${outcome.batchId ?? null}, ${shortened(outcome.error)},
      ${JSON.stringify(outcome.result)}::jsonb)`.execute(tx);
}

const shortened = (error: string | undefined): string | null =>
  error?.slice(0, MOST_ERROR_CHARS) ?? null;

async function writeFailure(tx: Tx, claimed: Claimed, outcome: Outcome): Promise<void> {
  const failures = outcome.interrupted ? claimed.failures : claimed.failures + 1;
  const delayMs = outcome.interrupted ? 0 : retryDelayMs(failures, outcome.retryAfterMs);
  const retryAt = Temporal.Now.instant().add({ milliseconds: delayMs });
  await sql`
    update dunlin.source set failures = ${failures}, retry_at = ${retryAt}, claimed_until = null,
      last_error = case when ${outcome.interrupted ?? false} then last_error else ${shortened(outcome.error)} end
    where client_id = ${claimed.clientId} and source_id = ${claimed.sourceId}`.execute(tx);
}

async function writeEnd(
  tx: Tx,
  claimed: Claimed,
  outcome: Outcome,
  { now, nextAt }: { readonly now: Temporal.Instant; readonly nextAt: Temporal.Instant },
): Promise<void> {
  const failed = outcome.state === "failed";
  // That no file has come says nothing of the one that was refused.
  const stands = outcome.state === "nothing_new" && outcome.advancedTo === undefined;
  const failures = failed ? claimed.failures + 1 : stands ? claimed.failures : 0;
  const error = stands ? claimed.lastError : shortened(outcome.error);
  await sql`
    update dunlin.source set failures = ${failures}, last_error = ${error}, retry_at = null, claimed_until = null,
      last_run_at = ${now}, next_at = ${nextAt}
    where client_id = ${claimed.clientId} and source_id = ${claimed.sourceId}`.execute(tx);
}

async function completePull(tx: Tx, { clientId, sourceId }: Claimed, outcome: Outcome) {
  await sql`delete from dunlin.source_pulled where client_id = ${clientId} and source_id = ${sourceId}`.execute(
    tx,
  );
  await sql`
    update dunlin.source set cursor = ${outcome.cursor ?? null}, pull_cursor = null, pull_began_at = null,
      pull_full = false, full_at = case when ${outcome.full} then ${outcome.advancedTo ?? null} else full_at end
    where client_id = ${clientId} and source_id = ${sourceId}`.execute(tx);
}

// News of the books, though it be that nothing is new, makes them fresh: who waited for them is looked at again.
async function freshen(
  tx: Tx,
  { clientId, sourceId }: Claimed,
  asOf: Temporal.Instant,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update dunlin.source set advanced_at = greatest(advanced_at, ${asOf}::timestamptz), stale_at = null
    where client_id = ${clientId} and source_id = ${sourceId}`.execute(tx);
  await freshenBooks(tx, clientId, asOf, now);
}

// One run of a source: claim, fetch, apply, write down what came of it.
import type pg from "pg";
import { clockNow } from "#platform/clock.ts";
import type { Db } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import type { SealKey } from "#platform/seal.ts";
import { applyPulled, countPulled, postPulled } from "./applying.ts";
import { claim, ClaimLost, keepClaim, keepTokens, unsealed, type Claimed } from "./claim.ts";
import { takeFiles } from "./files.ts";
import { finish, type Outcome } from "./finish.ts";
import { dropPulled, pullPages } from "./pulling.ts";
import { writeBack } from "./write-back.ts";
import { SourceError, type FileSource, type OpenSource, type RecordSource } from "./source.ts";

/** A run that takes longer is ended; what it has fetched until then stays for the next. */
const LONGEST_RUN_MS = 3_600_000;

export type SourcePorts = {
  readonly db: Db;
  /** The same connections, for COPY. */
  readonly pool: pg.Pool;
  readonly sealKey: SealKey;
  readonly openSource: OpenSource;
  readonly log: Logger;
};

export type RunOptions = {
  readonly actor?: string;
  /** The user has seen the figures: apply a full book that settles much. */
  readonly yes?: boolean;
  readonly signal?: AbortSignal;
};

/**
 * Runs a source now, whatever its schedule says. undefined: somebody else runs it, or it was taken away meanwhile. Trouble of
 * the other side is an outcome.
 */
export async function runSource(
  ports: SourcePorts,
  of: { readonly clientId: string; readonly sourceId: string },
  { actor = "source", yes = false, signal }: RunOptions = {},
): Promise<Outcome | undefined> {
  const claimed = await claim(ports.db, of);
  if (!claimed) return undefined;
  const keeping = keepClaim(ports.db, claimed);
  const ends = [keeping.lost, AbortSignal.timeout(LONGEST_RUN_MS), ...(signal ? [signal] : [])];
  const startedAt = await clockNow(ports.db);
  try {
    const outcome = await work(ports, claimed, { actor, yes, signal: AbortSignal.any(ends) });
    await finish(ports.db, claimed, startedAt, outcome);
    return outcome;
  } catch (error) {
    if (error instanceof ClaimLost || keeping.lost.aborted) return undefined;
    const outcome = await failureOf(ports, claimed, error, signal);
    await finish(ports.db, claimed, startedAt, outcome);
    return outcome;
  } finally {
    keeping.stop();
  }
}

type Working = { readonly actor: string; readonly yes: boolean; readonly signal: AbortSignal };

async function work(ports: SourcePorts, claimed: Claimed, working: Working): Promise<Outcome> {
  const { db, sealKey } = ports;
  const source = ports.openSource(claimed.kind, {
    ...unsealed(sealKey, claimed),
    keepTokens: async (tokens) => await keepTokens(db, sealKey, claimed, tokens),
  });
  try {
    return source.gives === "files"
      ? await workOnFiles(ports, claimed, source, working)
      : await workOnRecords(ports, claimed, source, working);
  } finally {
    await source.close();
  }
}

async function workOnFiles(
  ports: SourcePorts,
  claimed: Claimed,
  source: FileSource,
  working: Working,
): Promise<Outcome> {
  const { applied, failed, rejected } = await takeFiles(ports, claimed, source, working);
  const [first] = failed;
  const counts = { pages: applied.length + failed.length, records: applied.length, rejected };
  const result = { files: applied, failed };
  const full = claimed.settings.files.full && applied.length > 0;
  const advancedTo = applied.length > 0 ? await clockNow(ports.db) : undefined;
  if (first) {
    const error = `${first.file}: ${first.reason}`;
    return { ...counts, state: "failed", error, full, advancedTo, result, retry: false };
  }
  const state = applied.length > 0 ? "applied" : "nothing_new";
  return { ...counts, state, full, advancedTo, result };
}

async function workOnRecords(
  { db, pool, log }: SourcePorts,
  claimed: Claimed,
  source: RecordSource,
  { signal, actor, yes }: Working,
): Promise<Outcome> {
  // First, so that the books that are read next know of it.
  const wrote =
    claimed.writeBack.length > 0 && source.write
      ? await writeBack(db, claimed, async (...one) => await source.write!(...one), signal)
      : undefined;
  // Books that do not know of a payment yet would take it back.
  if (wrote?.trouble && wrote.waiting > 0 && claimed.writeBack.includes("payments"))
    throw wrote.trouble;
  const pulled = await pullPages(db, claimed, source, signal);
  const { beganAt, full, pages, cursor } = pulled;
  const { entries, payments } = await countPulled(db, claimed);
  const done = { full, pages, advancedTo: beganAt, cursor, records: entries + payments };
  const book =
    entries > 0 || full ? await applyPulled(db, pool, claimed, pulled, { actor, yes }) : undefined;
  const batchId = book?.batch ?? undefined;
  const posted =
    payments > 0 ? await postPulled(db, claimed, { actor, batchId }) : { payments: 0, refused: [] };
  const rejected = (book?.rejectedCount ?? 0) + posted.refused.length;
  if (rejected > 0) log.warn({ source: claimed.name, rejected }, "records were rejected");
  return {
    ...done,
    state: entries + payments > 0 ? "applied" : "nothing_new",
    rejected,
    batchId,
    result: {
      ...(book && {
        customers: book.customers,
        invoices: book.invoices,
        credits: book.creditChanges,
        absent: book.absent,
        rejections: book.rejected.slice(0, 100),
      }),
      payments: posted.payments,
      payments_refused: posted.refused.slice(0, 100),
      ...(wrote && { write_back: { ...wrote, trouble: wrote.trouble?.message.slice(0, 300) } }),
    },
  };
}

async function failureOf(
  { db, log }: SourcePorts,
  claimed: Claimed,
  error: unknown,
  stopping: AbortSignal | undefined,
): Promise<Outcome> {
  const counts = { full: false, pages: 0, records: 0, rejected: 0, result: {} };
  // The process ends: no trouble of the source, which the next process takes up at once.
  if (stopping?.aborted)
    return { ...counts, state: "failed", error: "interrupted", interrupted: true };
  const expected = error instanceof SourceError || error instanceof UserError;
  // What the ledger refuses would be refused again: it is fetched anew.
  if (error instanceof UserError) await dropPulled(db, claimed);
  log.warn({ source: claimed.name, error: messageOf(error), expected }, "a source failed");
  return {
    ...counts,
    state: "failed",
    error: messageOf(error),
    trouble: error instanceof SourceError ? error.trouble : expected ? "refused" : "internal",
    retryAfterMs: error instanceof SourceError ? error.retryAfterMs : undefined,
  };
}

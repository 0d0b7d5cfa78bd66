// Files that somebody drops: each is taken like one that is imported by hand, and put away with a report.
import { matchesGlob } from "node:path";
import type pg from "pg";
import { importBook } from "#ledger/importing/import-book.ts";
import { checkMapping } from "#ledger/reading/mapping.ts";
import { postPaymentsFile } from "#payments/payments-file.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { bigintAsText } from "#ledger/events.ts";
import { holdClaim, type Claimed } from "./claim.ts";
import type { Settings, DroppedFile, FileSource } from "./source.ts";

const MOST_FILES = 200;

export type TakenFiles = {
  readonly applied: readonly string[];
  readonly rejected: number;
  /** Files that were refused, with the reason. */
  readonly failed: readonly { readonly file: string; readonly reason: string }[];
};

/** Takes what is complete, oldest first. A file that is refused is put away as failed, and the next is taken. */
export async function takeFiles(
  ports: { readonly db: Db; readonly pool: pg.Pool },
  claimed: Claimed,
  source: FileSource,
  options: { readonly signal: AbortSignal; readonly yes: boolean; readonly actor: string },
): Promise<TakenFiles> {
  const applied: string[] = [];
  const failed: { file: string; reason: string }[] = [];
  let rejected = 0;
  for await (const file of source.take(MOST_FILES, options.signal)) {
    options.signal.throwIfAborted();
    // Only whoever holds the claim touches the ledger and moves files.
    await asClient(ports.db, claimed.clientId, async (tx) => await holdClaim(tx, claimed));
    const { report, reason, rejectedCount } = await takeFile(ports, claimed, file, options);
    rejected += rejectedCount;
    if (reason === undefined) applied.push(file.name);
    else failed.push({ file: file.name, reason });
    await file.putAway(reason === undefined ? "done" : "failed", report);
  }
  return { applied, rejected, failed };
}

type Taken = {
  readonly report: string;
  readonly reason?: string | undefined;
  readonly rejectedCount: number;
};

const reportOf = (report: unknown): string => `${JSON.stringify(report, bigintAsText, 2)}\n`;

async function takeFile(
  { db, pool }: { readonly db: Db; readonly pool: pg.Pool },
  claimed: Claimed,
  file: DroppedFile,
  { yes, actor }: { readonly yes: boolean; readonly actor: string },
): Promise<Taken> {
  const { files } = claimed.settings;
  const now = await clockNow(db);
  // A file is no newer than the installation's clock, which may stand still.
  const asOf = Temporal.Instant.compare(file.writtenAt, now) < 0 ? file.writtenAt : now;
  const common = { asOf, currency: files.currency, actor };
  try {
    if (matchesGlob(file.name, files.payments)) {
      const mapping = mappingOf(files.payments_mapping);
      const posted = await postPaymentsFile(db, claimed.clientId, file.path, {
        ...common,
        mapping,
      });
      const { rejectedCount } = posted;
      return { report: reportOf({ file: file.name, ...posted }), rejectedCount };
    }
    const result = await importBook(pool, claimed.clientId, {
      ...common,
      file: file.path,
      mapping: mappingOf(files.mapping),
      full: files.full,
      strict: files.strict,
      yes,
      now,
    });
    const { refused, rejectedCount } = result;
    return { report: reportOf({ file: file.name, ...result }), reason: refused, rejectedCount };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const report = reportOf({ file: file.name, refused: error.message });
    return { report, reason: error.message, rejectedCount: 0 };
  }
}

function mappingOf(mapping: Settings | undefined) {
  return mapping === undefined ? undefined : checkMapping(mapping, "files.mapping");
}

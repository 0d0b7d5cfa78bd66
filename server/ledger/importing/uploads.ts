// Books that came over the network: applied in the background, with a row that says how far it is.
import { sql } from "kysely";
import type pg from "pg";
import { importBook, type ImportOptions } from "#ledger/importing/import-book.ts";
import type { BookResult } from "#ledger/importing/result.ts";
import { bigintAsText } from "#ledger/events.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";

const TELL_MS = 2_000;
/** Whose process has said nothing for so long is dead; its transaction was taken back by the database. */
const SILENT_S = 60;
const REJECTIONS_KEPT = 1_000;

export type UploadState = "applying" | "applied" | "dry_run" | "refused" | "failed";

export type Upload = {
  readonly uploadId: string;
  readonly file: string;
  readonly bytes: bigint;
  readonly state: UploadState;
  readonly lines: number;
  readonly reason: string | null;
  readonly result: unknown;
  readonly batchId: string | null;
  readonly actor: string;
  readonly createdAt: Temporal.Instant;
};

export type NewUpload = Omit<ImportOptions, "onProgress" | "customersFile" | "rejectedFile"> & {
  /** What the caller calls it. */
  readonly name: string;
  readonly bytes: number;
};

/** Writes that the file came; `done` resolves when it was applied, refused or failed, and never rejects. */
export async function beginUpload(
  db: Db,
  pool: pg.Pool,
  clientId: string,
  upload: NewUpload,
): Promise<{ uploadId: string; done: Promise<void> }> {
  const { uploadId } = await asClient(
    db,
    clientId,
    async (tx) =>
      await tx
        .insertInto("upload")
        .values({
          clientId,
          file: upload.name,
          bytes: BigInt(upload.bytes),
          actor: upload.actor,
          createdAt: upload.now,
        })
        .returning("uploadId")
        .executeTakeFirstOrThrow(),
  );
  return { uploadId, done: apply(db, pool, clientId, uploadId, upload) };
}

async function apply(
  db: Db,
  pool: pg.Pool,
  clientId: string,
  uploadId: string,
  upload: NewUpload,
): Promise<void> {
  let lines = 0;
  const tell = setInterval(() => {
    void touch(db, clientId, uploadId, lines).catch(() => undefined);
  }, TELL_MS);
  try {
    const result = await importBook(pool, clientId, {
      ...upload,
      onProgress: (progress) => {
        ({ lines } = progress);
      },
    });
    await finish(db, clientId, uploadId, outcomeOf(result, upload.dryRun === true));
  } catch (error) {
    const known = error instanceof UserError;
    const reason = known ? messageOf(error) : "something went wrong on this side; nothing was kept";
    const state = known ? "refused" : "failed";
    await finish(db, clientId, uploadId, { state, reason }).catch(() => undefined);
  } finally {
    clearInterval(tell);
  }
}

type Outcome = {
  readonly state: UploadState;
  readonly reason?: string | undefined;
  readonly result?: BookResult;
};

function outcomeOf(result: BookResult, dryRun: boolean): Outcome {
  const kept = {
    ...result,
    rejected: result.rejected.slice(0, REJECTIONS_KEPT),
    rejectedFiles: [],
  };
  if (result.refused !== undefined) {
    return { state: "refused", reason: result.refused, result: kept };
  }
  return { state: dryRun ? "dry_run" : "applied", result: kept };
}

async function touch(db: Db, clientId: string, uploadId: string, lines: number): Promise<void> {
  await asClient(db, clientId, async (tx) => {
    await sql`update dunlin.upload set lines = ${lines}, touched_at = clock_timestamp()
      where client_id = ${clientId} and upload_id = ${uploadId} and state = 'applying'`.execute(tx);
  });
}

async function finish(
  db: Db,
  clientId: string,
  uploadId: string,
  { state, reason, result }: Outcome,
): Promise<void> {
  const text = result === undefined ? null : JSON.stringify(result, bigintAsText);
  await asClient(db, clientId, async (tx) => {
    await sql`update dunlin.upload set state = ${state}, reason = ${reason ?? null},
        result = ${text}::jsonb, lines = coalesce(${result?.lines ?? null}, lines),
        batch_id = ${result?.batch ?? null}, touched_at = clock_timestamp()
      where client_id = ${clientId} and upload_id = ${uploadId}`.execute(tx);
  });
}

/** How an upload is getting on; undefined when there is none. One whose process died says so. */
export async function readUpload(
  tx: Tx,
  clientId: string,
  uploadId: string,
): Promise<Upload | undefined> {
  const { rows } = await sql<Upload & { silent: boolean }>`
    select upload_id, file, bytes, state, lines, reason, result, batch_id, actor, created_at,
      state = 'applying' and touched_at < clock_timestamp() - make_interval(secs => ${SILENT_S}) as silent
    from dunlin.upload where client_id = ${clientId} and upload_id = ${uploadId}`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const { silent, ...upload } = row;
  if (!silent) return upload;
  const reason = "the server stopped while it was applied; nothing was kept: send it again";
  return { ...upload, state: "failed", reason };
}

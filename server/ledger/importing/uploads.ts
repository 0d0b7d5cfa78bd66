// Books that came over the network: applied in the background, with a row that says how far it is.
import { sql } from "kysely";
import type pg from "pg";
import { importBook, type ImportOptions } from "#ledger/importing/import-book.ts";
import { changesText, type Changes } from "#ledger/importing/changes.ts";
import { waitingFile, withWaitingFile } from "#ledger/importing/files.ts";
import { addProblems } from "#ledger/importing/problems.ts";
import type { BookResult } from "#ledger/importing/result.ts";
import type { Progress } from "#ledger/importing/staging.ts";
import { bigintAsText } from "#ledger/events.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";

const TELL_MS = 500;
/** Whose process has said nothing for so long is dead; its transaction was taken back by the database. */
const SILENT_S = 60;
const REJECTIONS_KEPT = 1_000;
/** Problems line by line hold what stood in the file; the counts stay. */
const PROBLEM_DAYS = 30;
const NOT_BEGUN = { lines: 0, phase: "reading", bytes: 0 } as const;

export type UploadState = "applying" | "applied" | "dry_run" | "refused" | "failed";

export type Upload = {
  readonly uploadId: string;
  readonly file: string;
  readonly bytes: bigint;
  readonly state: UploadState;
  readonly lines: number;
  readonly phase: Progress["phase"];
  /** Of the file or files, as they lie on disk. */
  readonly bytesRead: bigint;
  /** The file that waits, where it was sent before. */
  readonly fileId: string | null;
  readonly reason: string | null;
  readonly result: unknown;
  /** Of a dry run: what would change. */
  readonly changes: unknown;
  readonly batchId: string | null;
  readonly actor: string;
  readonly createdAt: Temporal.Instant;
};

export type NewUpload = Omit<ImportOptions, "onProgress" | "customersFile" | "rejectedFile"> & {
  /** What the caller calls it. */
  readonly name: string;
  readonly bytes: number;
};

/** Of files that wait: which, and how they are to be read. */
export type NewUploadOfFile = Omit<NewUpload, "name" | "bytes" | "file"> & {
  readonly fileId: string;
  readonly customersFileId?: string | undefined;
};

/**
 * The same for a book that was sent before. A `UserError` when it is not kept any more. All problems are kept beside it, line
 * by line.
 */
export async function beginUploadOfFile(
  db: Db,
  pool: pg.Pool,
  clientId: string,
  upload: NewUploadOfFile,
): Promise<{ uploadId: string; done: Promise<void> }> {
  const { fileId, customersFileId, actor, now } = upload;
  const uploadId = await asClient(db, clientId, async (tx) => {
    const book = await waitingFile(tx, clientId, fileId);
    if (!book) throw new UserError(`the file ${fileId} is not kept any more; send it again`);
    const customers =
      customersFileId === undefined ? undefined : await waitingFile(tx, clientId, customersFileId);
    // What an earlier look at the same file found is of no use any more.
    await sql`delete from dunlin.upload_problem p using dunlin.upload u
      where p.client_id = ${clientId} and u.client_id = p.client_id and u.upload_id = p.upload_id
        and ((u.file_id = ${fileId} and u.state = 'dry_run') or u.created_at < ${now.subtract({ hours: 24 * PROBLEM_DAYS })})`.execute(
      tx,
    );
    const inserted = await tx
      .insertInto("upload")
      .values({
        clientId,
        fileId,
        file: (customers ? `${book.name} + ${customers.name}` : book.name).slice(0, 200),
        bytes: book.bytes + (customers?.bytes ?? 0n),
        actor,
        createdAt: now,
      })
      .returning("uploadId")
      .executeTakeFirstOrThrow();
    return inserted.uploadId;
  });
  let found = 0;
  const onRejections: ImportOptions["onRejections"] = async (page) => {
    await addProblems(db, clientId, uploadId, found, page);
    found += page.length;
  };
  const withCustomers = async (file: string) =>
    customersFileId === undefined
      ? await importing(file, undefined)
      : await withWaitingFile(db, clientId, customersFileId, {}, async (customersFile) => {
          return await importing(file, customersFile);
        });
  const tell = telling(db, clientId, uploadId);
  const importing = async (file: string, customersFile: string | undefined) =>
    await importBook(pool, clientId, {
      ...upload,
      file,
      customersFile,
      rejectedFile: null,
      rememberBy: "shape",
      onRejections,
      onProgress: tell.hear,
    });
  const work = async () => await withWaitingFile(db, clientId, fileId, {}, withCustomers);
  const dryRun = upload.dryRun === true;
  return { uploadId, done: apply(db, clientId, uploadId, { work, tell, dryRun }) };
}

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
  const tell = telling(db, clientId, uploadId);
  const work = async () => await importBook(pool, clientId, { ...upload, onProgress: tell.hear });
  const dryRun = upload.dryRun === true;
  return { uploadId, done: apply(db, clientId, uploadId, { work, tell, dryRun }) };
}

type Telling = { readonly hear: (progress: Progress) => void; readonly end: () => void };

/** Writes down every now and then how far it is, which also says that somebody is at it. */
function telling(db: Db, clientId: string, uploadId: string): Telling {
  let last: Progress | undefined;
  const timer = setInterval(() => {
    void touch(db, clientId, uploadId, last).catch(() => undefined);
  }, TELL_MS);
  return {
    hear: (progress) => {
      last = progress;
    },
    end: () => clearInterval(timer),
  };
}

type Applying = {
  readonly work: () => Promise<BookResult>;
  readonly tell: Telling;
  readonly dryRun: boolean;
};

async function apply(
  db: Db,
  clientId: string,
  uploadId: string,
  { work, tell, dryRun }: Applying,
): Promise<void> {
  try {
    await finish(db, clientId, uploadId, outcomeOf(await work(), dryRun));
  } catch (error) {
    const known = error instanceof UserError;
    const reason = known ? messageOf(error) : "something went wrong on this side; nothing was kept";
    const state = known ? "refused" : "failed";
    await finish(db, clientId, uploadId, { state, reason }).catch(() => undefined);
  } finally {
    tell.end();
  }
}

type Outcome = {
  readonly state: UploadState;
  readonly reason?: string | undefined;
  readonly result?: BookResult;
  readonly changes?: Changes;
};

function outcomeOf(result: BookResult, dryRun: boolean): Outcome {
  const { changes: _, ...counted } = result;
  const kept = {
    ...counted,
    rejected: result.rejected.slice(0, REJECTIONS_KEPT),
    rejectedFiles: [],
  };
  if (result.refused !== undefined) {
    return { state: "refused", reason: result.refused, result: kept };
  }
  const { changes } = result;
  return { state: dryRun ? "dry_run" : "applied", result: kept, ...(changes && { changes }) };
}

async function touch(
  db: Db,
  clientId: string,
  uploadId: string,
  { lines, phase, bytes }: Pick<Progress, "lines" | "phase" | "bytes"> = NOT_BEGUN,
): Promise<void> {
  await asClient(db, clientId, async (tx) => {
    await sql`update dunlin.upload set lines = ${lines}, phase = ${phase}, bytes_read = ${bytes}, touched_at = clock_timestamp()
      where client_id = ${clientId} and upload_id = ${uploadId} and state = 'applying'`.execute(tx);
  });
}

async function finish(
  db: Db,
  clientId: string,
  uploadId: string,
  { state, reason, result, changes }: Outcome,
): Promise<void> {
  const text = result === undefined ? null : JSON.stringify(result, bigintAsText);
  await asClient(db, clientId, async (tx) => {
    await sql`update dunlin.upload set state = ${state}, reason = ${reason ?? null},
        result = ${text}::jsonb, lines = coalesce(${result?.lines ?? null}, lines),
        batch_id = ${result?.batch ?? null}, phase = 'done', bytes_read = bytes,
        changes = ${changes === undefined ? null : changesText(changes)}::jsonb, touched_at = clock_timestamp()
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
    select upload_id, file, bytes, state, lines, phase, bytes_read, file_id, reason, result, changes, batch_id, actor, created_at,
      state = 'applying' and touched_at < clock_timestamp() - make_interval(secs => ${SILENT_S}) as silent
    from dunlin.upload where client_id = ${clientId} and upload_id = ${uploadId}`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const { silent, ...upload } = row;
  if (!silent) return upload;
  const reason = "the server stopped while it was applied; nothing was kept: send it again";
  return { ...upload, state: "failed", reason };
}

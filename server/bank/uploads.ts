// Files of banks that came over the network: read in the background, with a row that says what came of it.
import { sql } from "kysely";
import { importBankFile, type BankImport } from "./importing.ts";
import { asClient, type Db } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";

const TELL_MS = 2_000;

export type BankUpload = {
  /** What the caller calls it. */
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly despiteTotals: boolean;
  readonly actor: string;
  readonly now: Temporal.Instant;
};

/** Writes that the file came; `done` resolves when it was imported, refused or failed, and never rejects. */
export async function beginBankUpload(
  db: Db,
  clientId: string,
  upload: BankUpload,
): Promise<{ readonly uploadId: string; readonly done: Promise<void> }> {
  const { name, bytes, actor, now } = upload;
  const { uploadId } = await asClient(
    db,
    clientId,
    async (tx) =>
      await tx
        .insertInto("upload")
        .values({ clientId, file: name, bytes: BigInt(bytes), actor, createdAt: now })
        .returning("uploadId")
        .executeTakeFirstOrThrow(),
  );
  return { uploadId, done: take(db, clientId, uploadId, upload) };
}

async function take(
  db: Db,
  clientId: string,
  uploadId: string,
  { name, file, despiteTotals, actor }: BankUpload,
): Promise<void> {
  const alive = setInterval(() => {
    void touch(db, clientId, uploadId).catch(() => undefined);
  }, TELL_MS);
  try {
    const result = await importBankFile(db, clientId, file, { name, actor, despiteTotals });
    await finish(db, clientId, uploadId, "applied", null, result);
  } catch (error) {
    const known = error instanceof UserError;
    const reason = known
      ? messageOf(error)
      : "something went wrong on this side; send it again, what was posted is known";
    const state = known ? "refused" : "failed";
    await finish(db, clientId, uploadId, state, reason, null).catch(() => undefined);
  } finally {
    clearInterval(alive);
  }
}

async function touch(db: Db, clientId: string, uploadId: string): Promise<void> {
  await asClient(db, clientId, async (tx) => {
    await sql`update dunlin.upload set touched_at = clock_timestamp()
      where client_id = ${clientId} and upload_id = ${uploadId} and state = 'applying'`.execute(tx);
  });
}

async function finish(
  db: Db,
  clientId: string,
  uploadId: string,
  state: string,
  reason: string | null,
  result: BankImport | null,
): Promise<void> {
  const text = result === null ? null : JSON.stringify(result);
  await asClient(db, clientId, async (tx) => {
    await sql`update dunlin.upload set state = ${state}, reason = ${reason}, result = ${text}::jsonb,
        lines = coalesce(${result?.entries ?? null}, lines), touched_at = clock_timestamp()
      where client_id = ${clientId} and upload_id = ${uploadId}`.execute(tx);
  });
}

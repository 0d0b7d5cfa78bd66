// Books that were sent once and wait to be applied: kept in the database, so that whichever process is asked next has them.
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { sql } from "kysely";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

const PART_BYTES = 1 << 20;
/** Larger books are sent with POST /v1/imports, which streams them. */
const MOST_FILE_BYTES = 128 * PART_BYTES;
const MOST_FILES = 50;

export type WaitingFile = {
  readonly fileId: string;
  readonly name: string;
  readonly bytes: bigint;
  readonly actor: string;
  readonly createdAt: Temporal.Instant;
  readonly keptUntil: Temporal.Instant;
};

/** Keeps the file for a day. A `UserError` when it is empty or too large, or too many wait already. */
export async function keepFile(
  db: Db,
  clientId: string,
  file: {
    readonly path: string;
    readonly name: string;
    readonly bytes: number;
    readonly actor: string;
    readonly now: Temporal.Instant;
  },
): Promise<string> {
  const { path, name, bytes, actor, now } = file;
  if (bytes === 0) throw new UserError(`${name} is empty; export the book again`);
  if (bytes > MOST_FILE_BYTES) {
    throw new UserError(
      `${name} has ${bytes} bytes, more than ${MOST_FILE_BYTES}; send it in parts`,
    );
  }
  return await asClient(db, clientId, async (tx) => {
    await forgetFiles(tx, clientId);
    const { fileId } = await tx
      .insertInto("importFile")
      .values({ clientId, name, bytes: BigInt(bytes), actor, createdAt: now })
      .returning("fileId")
      .executeTakeFirstOrThrow();
    let nth = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: PART_BYTES })) {
      const data = chunk as Buffer;
      await tx.insertInto("importFilePart").values({ clientId, fileId, nth, data }).execute();
      nth += 1;
    }
    return fileId;
  });
}

/** What is too old goes, and so does what stands too far back. */
async function forgetFiles(tx: Tx, clientId: string): Promise<void> {
  await sql`
    delete from dunlin.import_file where client_id = ${clientId} and (kept_until < clock_timestamp()
      or file_id in (select file_id from dunlin.import_file where client_id = ${clientId}
        order by file_id desc offset ${MOST_FILES - 1}))`.execute(tx);
}

/** The file that waits; undefined when there is none, or none any more. */
export async function waitingFile(
  tx: Tx,
  clientId: string,
  fileId: string,
): Promise<WaitingFile | undefined> {
  const { rows } = await sql<WaitingFile>`
    select file_id, name, bytes, actor, created_at, kept_until from dunlin.import_file
    where client_id = ${clientId} and file_id = ${fileId} and kept_until > clock_timestamp()`.execute(
    tx,
  );
  return rows[0];
}

/**
 * The file on disk under its own name, for as long as the work lasts. With `head` only its first megabyte, for a look.
 * A `UserError` when it is not there any more.
 */
export async function withWaitingFile<T>(
  db: Db,
  clientId: string,
  fileId: string,
  { head = false }: { readonly head?: boolean },
  work: (path: string) => Promise<T>,
): Promise<T> {
  const file = await asClient(db, clientId, async (tx) => await waitingFile(tx, clientId, fileId));
  if (!file) throw new UserError(`the file ${fileId} is not kept any more; send it again`);
  const folder = await mkdtemp(join(tmpdir(), "dunlin-waiting-"));
  try {
    const path = join(folder, safeName(file.name));
    await pipeline(partsOf(db, clientId, fileId, head ? 1 : Infinity), createWriteStream(path));
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the caller called it, as a name in a folder. */
function safeName(name: string): string {
  const bare = basename(name.replaceAll(/[\\/\p{Cc}]/gu, "_")).slice(-100);
  return bare === "" || bare.startsWith(".") ? `book${bare}` : bare;
}

async function* partsOf(
  db: Db,
  clientId: string,
  fileId: string,
  most: number,
): AsyncGenerator<Buffer> {
  for (let nth = 0; nth < most; nth += 1) {
    const part = await asClient(
      db,
      clientId,
      async (tx) =>
        await tx
          .selectFrom("importFilePart")
          .select("data")
          .where("clientId", "=", clientId)
          .where("fileId", "=", fileId)
          .where("nth", "=", nth)
          .executeTakeFirst(),
    );
    if (!part) return;
    yield part.data;
  }
}

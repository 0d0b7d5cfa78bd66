// The files of banks that were imported, and the books that they make fresh.
import { sql } from "kysely";
import type { BankImport } from "./importing.ts";
import type { BankFile } from "./reading/types.ts";
import { recordEvents } from "#ledger/events.ts";
import { freshenByBatch } from "#ledger/fresh-books.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";

export type FileRow = {
  readonly fileId: string;
  readonly batchId: string;
  readonly kind: BankFile["kind"];
};

/**
 * The row of a file; `earlier`: it was imported before, with so many entries. One that broke off is taken up again: what it
 * had posted is known by its place.
 */
export async function openFile(
  db: Db,
  clientId: string,
  opening: {
    readonly name: string;
    readonly actor: string;
    readonly digest: string;
    readonly found: BankFile;
  },
): Promise<{ readonly file: FileRow; readonly earlier: number | undefined }> {
  const { name, actor, digest, found } = opening;
  return await asClient(db, clientId, async (tx) => {
    const now = await clockNow(tx);
    const batch = await tx
      .insertInto("batch")
      .values({
        clientId,
        kind: "payments",
        file: name.slice(0, 200),
        digest,
        asOf: await asOf(tx, clientId, found, now),
        actor,
        startedAt: now,
      })
      .returning("batchId")
      .executeTakeFirstOrThrow();
    const { rows } = await sql<{ fileId: string; state: string; entries: number | null }>`
      insert into dunlin.bank_file (client_id, batch_id, kind, version, digest, message_id, begun_at, begun_by)
      values (${clientId}, ${batch.batchId}, ${found.kind}, ${found.version}, ${digest}, ${found.messageId}, ${now},
        ${actor})
      on conflict (client_id, digest) do update
        set batch_id = case when bank_file.state = 'imported' then bank_file.batch_id else excluded.batch_id end
      returning file_id, state, (result ->> 'entries')::integer as entries`.execute(tx);
    const row = rows[0]!;
    const file = { fileId: row.fileId, batchId: batch.batchId, kind: found.kind };
    if (row.state !== "imported") return { file, earlier: undefined };
    await sql`
      update dunlin.batch set state = 'refused', result = ${JSON.stringify({ duplicates: row.entries })}::jsonb
      where client_id = ${clientId} and batch_id = ${batch.batchId}`.execute(tx);
    return { file, earlier: row.entries ?? 0 };
  });
}

/** As of when the file is news of who has paid: when the bank wrote it, never in the future. */
async function asOf(
  tx: Tx,
  clientId: string,
  { createdAt }: BankFile,
  now: Temporal.Instant,
): Promise<Temporal.Instant> {
  if (createdAt === undefined) return now;
  const { rows } = await sql<{ zone: string }>`
    select zone from dunlin.client where client_id = ${clientId}`.execute(tx);
  try {
    const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(createdAt);
    const written = hasZone
      ? Temporal.Instant.from(createdAt)
      : Temporal.PlainDateTime.from(createdAt).toZonedDateTime(rows[0]!.zone).toInstant();
    return Temporal.Instant.compare(written, now) < 0 ? written : now;
  } catch {
    return now;
  }
}

/** Writes down what came of it. A statement is news of all who paid, a notification only of those in it. */
export async function closeFile(
  db: Db,
  clientId: string,
  file: FileRow,
  result: BankImport,
  actor: string,
): Promise<void> {
  const { warnings, file: fileId, ...figures } = result;
  await asClient(db, clientId, async (tx) => {
    const now = await clockNow(tx);
    await sql`
      update dunlin.bank_file set state = 'imported', imported_at = ${now}, result = ${JSON.stringify(figures)}::jsonb,
        warnings = ${warnings.slice(0, 100)}::text[]
      where client_id = ${clientId} and file_id = ${fileId}`.execute(tx);
    await sql`
      update dunlin.batch set state = 'applied', applied_at = ${now}, result = ${JSON.stringify(figures)}::jsonb
      where client_id = ${clientId} and batch_id = ${file.batchId}`.execute(tx);
    if (result.kind === "camt.053") await freshenByBatch(tx, clientId, file.batchId, now);
    await recordEvents(tx, clientId, now, [
      { kind: "bank.imported", actor, cause: fileId, body: figures },
    ]);
  });
}

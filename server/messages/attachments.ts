// Files that go with e-mails: kept once for each client, checked by what they hold and not by what they are called.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { OutgoingFile } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

/** Of one file. */
export const MOST_BYTES = 5 * 1_048_576;
/** Of all files of a message. */
export const MOST_MESSAGE_BYTES = 10 * 1_048_576;
export const MOST_FILES = 10;

export type File = { readonly name: string; readonly bytes: Uint8Array };

const PDF = Buffer.from("%PDF-");

/** What is wrong with the file, in words that follow its name; undefined when it may be kept. */
export function faultOfFile({ bytes }: Pick<File, "bytes">): string | undefined {
  if (bytes.byteLength > MOST_BYTES) return `is larger than ${MOST_BYTES / 1_048_576} MB`;
  if (!PDF.equals(bytes.subarray(0, PDF.length))) return "is no PDF";
  return undefined;
}

/** A name for mail programs: no folders, no control characters, and it says that it is a PDF. */
export function fileName(given: string): string {
  const plain = given
    .replaceAll(/[\p{Cc}\p{Cf}"*/:<>?\\|]+/gu, " ")
    .trim()
    .replace(/^\.+/u, "")
    .slice(0, 190);
  const named = plain === "" ? "document" : plain;
  return /\.pdf$/iu.test(named) ? named : `${named}.pdf`;
}

/** Keeps the file, or finds it where the client has the same under the same name; its id. A `UserError` when it may not be kept. */
export async function keepFile(
  tx: Tx,
  clientId: string,
  file: File,
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<string> {
  const name = fileName(file.name);
  const fault = faultOfFile(file);
  if (fault !== undefined) throw new UserError(`attachment "${name}" ${fault}`);
  const bytes = Buffer.from(file.bytes);
  const digest = createHash("sha256").update(bytes).digest();
  const { rows } = await sql<{ id: string }>`
    with known as (
      select attachment_id from dunlin.attachment
      where client_id = ${clientId} and sha256 = ${digest} and name = ${name} limit 1
    ), made as (
      insert into dunlin.attachment (client_id, name, type, sha256, bytes, created_at, created_by)
      select ${clientId}, ${name}, 'application/pdf', ${digest}, ${bytes}, ${now}, ${actor}
      where not exists (select from known)
      returning attachment_id
    )
    select attachment_id as id from known union all select attachment_id from made
  `.execute(tx);
  return rows[0]!.id;
}

/** Sizes of files by their ids; those that are not there are left out. */
export async function fileSizes(
  tx: Tx,
  clientId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; bytes: number }>`
    select attachment_id as id, octet_length(bytes) as bytes from dunlin.attachment
    where client_id = ${clientId} and attachment_id = any(${[...new Set(ids)]}::uuid[])
  `.execute(tx);
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}

export type Attached = { readonly messageId: string; readonly ids: readonly string[] };

/** Says which files go with which messages, in order. */
export async function attachFiles(
  tx: Tx,
  clientId: string,
  all: readonly Attached[],
): Promise<void> {
  const rows = all.flatMap(({ messageId, ids }) =>
    ids.map((id, index) => ({ message_id: messageId, place: index + 1, attachment_id: id })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into dunlin.message_attachment (client_id, message_id, place, attachment_id)
    select ${clientId}, message_id, place, attachment_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row
      (message_id uuid, place smallint, attachment_id uuid)
  `.execute(tx);
}

/** The files of messages that are about to be handed over; each file is read once, however many messages it goes with. */
export async function filesOf(
  tx: Tx,
  clientId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, readonly OutgoingFile[]>> {
  const { rows } = await sql<{ messageId: string; attachmentId: string }>`
    select message_id as "messageId", attachment_id as "attachmentId" from dunlin.message_attachment
    where client_id = ${clientId} and message_id = any(${[...messageIds]}::uuid[])
    order by message_id, place
  `.execute(tx);
  if (rows.length === 0) return new Map();
  const ids = [...new Set(rows.map(({ attachmentId }) => attachmentId))];
  const { rows: files } = await sql<OutgoingFile & { id: string }>`
    select attachment_id as id, name, type, bytes from dunlin.attachment
    where client_id = ${clientId} and attachment_id = any(${ids}::uuid[])
  `.execute(tx);
  const byId = new Map(files.map(({ id, ...file }) => [id, file]));
  const byMessage = Map.groupBy(rows, ({ messageId }) => messageId);
  return new Map(
    [...byMessage].map(([messageId, of]) => [
      messageId,
      of.flatMap(({ attachmentId }) => byId.get(attachmentId) ?? []),
    ]),
  );
}

import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { sql } from "kysely";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { BookRow } from "#ledger/reading/types.ts";
import type { Tx } from "#platform/db.ts";
import { MAX_MINOR } from "#platform/money.ts";
import { encodeCustomer, encodeRejection, encodeRow } from "./encode.ts";
import { BOOK, CUSTOMERS, SMALL_BOOK } from "./job.ts";
import { feeds, type BookSource, type RejectedLine } from "./source.ts";

export type Progress = {
  readonly phase: "reading" | "comparing" | "writing" | "done";
  readonly bytes: number;
  readonly totalBytes: number;
  readonly lines: number;
};

/** What went by while the files were read. */
export type Tally = {
  lines: number;
  totalsRows: number;
  blankRows: number;
  duplicates: number;
};

const CHUNK_CHARS = 1 << 18;
const REMEMBERED_CUSTOMERS = 20_000;
const MAX_REFERENCE = 200;

/**
 * Copies the rows of the files into the temporary table `book_staged` of this transaction, as they are read: nothing but
 * one batch and a bounded memory of customers is kept here.
 */
export async function stage(
  tx: Tx,
  connection: pg.PoolClient,
  sources: { readonly book: BookSource; readonly customers?: BookSource | undefined },
  onProgress: (progress: Progress) => void,
): Promise<Tally> {
  await sql`
    create temporary table book_staged (
      source smallint not null, line integer not null,
      -- Says something of the customer that no line before said.
      speaks boolean not null,
      customer text, name text, kind text, language text, zone text, country text, segment text,
      payday_day smallint,
      phones text[], emails text[], person text,
      born_on text, postcode text, id_last4 text,
      -- invoice, credit, rejected; null: the line is only about the customer.
      entry text, reference text, issued_on date, due_on date, amount bigint, open bigint, currency text,
      problem_column text, problem_value text, problem_reason text, problem_severity text
    ) on commit drop`.execute(tx);
  const tally: Tally = { lines: 0, totalsRows: 0, blankRows: 0, duplicates: 0 };
  const totalBytes = sources.book.totalBytes + (sources.customers?.totalBytes ?? 0);
  let bytesBefore = 0;
  const report = (bytes: number) =>
    onProgress({ phase: "reading", bytes: bytesBefore + bytes, totalBytes, lines: tally.lines });
  async function* chunks() {
    if (sources.customers) {
      yield* encoded(CUSTOMERS, sources.customers, tally, report);
      bytesBefore = sources.customers.totalBytes;
    }
    yield* encoded(BOOK, sources.book, tally, report);
  }
  const target = connection.query(copyFrom("copy pg_temp.book_staged from stdin"));
  await pipeline(Readable.from(chunks(), { highWaterMark: 2 }), target);
  if (tally.lines > SMALL_BOOK) await sql`analyze pg_temp.book_staged`.execute(tx);
  return tally;
}

async function* encoded(
  number: number,
  source: BookSource,
  tally: Tally,
  report: (bytes: number) => void,
): AsyncGenerator<string> {
  const amountsApart = feeds(source, "amount") && feeds(source, "open_amount");
  const remembered = new Map<string, string>();
  let chunk = "";
  for await (const batch of source.batches) {
    for (const rejection of batch.rejections) chunk += encodeRejection(number, rejection);
    for (const row of batch.rows) {
      const problem = problemOf(row);
      if (problem) {
        chunk += encodeRejection(number, problem);
        continue;
      }
      const said = encodeCustomer(row.customer);
      const known = remembered.get(row.customer.reference) === said;
      chunk += encodeRow(number, row, known ? undefined : said, amountsApart);
      if (!known) {
        if (remembered.size >= REMEMBERED_CUSTOMERS) remembered.clear();
        remembered.set(row.customer.reference, said);
      }
      if (chunk.length > CHUNK_CHARS) {
        yield chunk;
        chunk = "";
      }
    }
    tally.lines += batch.rows.length;
    tally.totalsRows += batch.totalsRows;
    tally.blankRows += batch.blankRows;
    tally.duplicates += batch.duplicates;
    report(batch.bytesRead);
  }
  if (chunk !== "") yield chunk;
}

/** What the ledger's own limits refuse, whoever read the file: one bad row must not fail the whole statement. */
function problemOf(row: BookRow): RejectedLine | undefined {
  const part = row.invoice ?? row.credit;
  const { reference } = row.customer;
  const reject = (value: string, reason: string): RejectedLine => ({
    line: row.line,
    column: "",
    value: value.slice(0, MAX_REFERENCE),
    reason,
    severity: "row",
    ...(reference.length <= MAX_REFERENCE && { customerReference: reference }),
    ...(part && { invoiceReference: part.reference }),
  });
  if (reference === "" || reference.length > MAX_REFERENCE) {
    return reject(reference, "the customer's reference must have 1 to 200 characters");
  }
  if (!part) return undefined;
  if (part.reference.length > MAX_REFERENCE || (row.invoice && part.reference === "")) {
    return reject(part.reference, "the reference must have 1 to 200 characters");
  }
  if (part.amountMinor > MAX_MINOR || part.amountMinor < (row.credit ? 1n : 0n)) {
    return reject(String(part.amountMinor), "the amount is outside what the ledger takes");
  }
  if (part.openMinor < 0n || part.openMinor > part.amountMinor) {
    return reject(String(part.openMinor), "the open amount must lie between 0 and the amount");
  }
  return undefined;
}

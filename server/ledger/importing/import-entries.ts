// Customers, invoices and credits that another system tells one by one: the way of a book, without the file.
import { createHash } from "node:crypto";
import type pg from "pg";
import { applyBook, type ApplyOptions } from "#ledger/importing/apply-book.ts";
import type { BookResult } from "#ledger/importing/result.ts";
import type { BookBatch, BookSource } from "#ledger/importing/source.ts";
import { bigintAsText } from "#ledger/events.ts";
import type { BookRow, Field } from "#ledger/reading/types.ts";

/** What entries can say of a customer and an invoice: every field that a file could have. */
const SAID: readonly Field[] = [
  "customer_reference",
  "customer_name",
  "person_name",
  "mobile",
  "email",
  "language",
  "zone",
  "country",
  "segment",
  "payday",
  "kind",
  "invoice_reference",
  "issued_on",
  "due_on",
  "amount",
  "open_amount",
  "currency",
];

/** Rows as a book that is read; without `phones` or `emails` the contact points stay as they are. */
export function bookOf(
  batches: AsyncIterable<readonly BookRow[]>,
  says: readonly Field[] = SAID,
): BookSource {
  return {
    detected: {
      encoding: "utf-8",
      delimiter: ",",
      quote: '"',
      decimal: ".",
      thousands: undefined,
      dates: "yyyy-mm-dd",
      ambiguous: [],
    },
    columns: {
      used: says.map((field, index) => ({ field, index, header: field, currency: undefined })),
    },
    totalBytes: 0,
    batches: batchesOf(batches),
  };
}

async function* batchesOf(batches: AsyncIterable<readonly BookRow[]>): AsyncIterable<BookBatch> {
  for await (const rows of batches) {
    yield { rows, rejections: [], totalsRows: 0, blankRows: 0, duplicates: 0, bytesRead: 0 };
  }
}

/**
 * Applies rows that came over the API as a book of its own, which can be taken back like any other. They say nothing of the
 * rest: without `asOf` the books stay as old as they were. A `UserError` when a row contradicts the ledger.
 */
export async function importEntries(
  pool: pg.Pool,
  clientId: string,
  rows: readonly BookRow[],
  options: Omit<ApplyOptions, "full" | "rejectedTo"> & {
    readonly name: string;
    readonly says?: readonly Field[] | undefined;
  },
): Promise<BookResult> {
  const digest = createHash("sha256").update(JSON.stringify(rows, bigintAsText)).digest("hex");
  const one = async function* () {
    yield await Promise.resolve(rows);
  };
  return await applyBook(
    pool,
    clientId,
    { book: bookOf(one(), options.says), names: { book: options.name }, digest },
    { ...options, strict: true, entries: options.asOf === undefined },
  );
}

import type { BookRow, Batch, Columns, Detected, Rejection } from "#ledger/reading/types.ts";

/** A rejection, with the references on its line where they were readable: they keep an invoice from "vanishing". */
export type RejectedLine = Rejection & {
  readonly customerReference?: string;
  readonly invoiceReference?: string;
};

/** A file that is being read, whoever reads it. */
export type BookSource = {
  readonly detected: Detected;
  readonly columns: Pick<Columns, "used">;
  readonly totalBytes: number;
  readonly batches: AsyncIterable<BookBatch>;
};

export type BookBatch = Pick<
  Batch<BookRow>,
  "rows" | "totalsRows" | "blankRows" | "duplicates" | "bytesRead"
> & { readonly rejections: readonly RejectedLine[] };

/** True when one of the columns feeds one of the fields. */
export function feeds(source: BookSource | undefined, ...fields: readonly string[]): boolean {
  return source?.columns.used.some((column) => fields.includes(column.field)) ?? false;
}

import { batchesOf } from "./batches.ts";
import { customerOf } from "./customer-part.ts";
import { detect } from "./detect.ts";
import { HashTable } from "./hash-table.ts";
import { hasNoInvoice, ledgerPartOf } from "./ledger-part.ts";
import { layoutOf, type Line } from "./line.ts";
import { checkMapping, type Mapping } from "./mapping.ts";
import { openSource } from "./source.ts";
import type { Batch, BookRow, Columns, Detected, Kind } from "./types.ts";

export type ReadOptions = {
  readonly mapping?: Mapping | undefined;
  /** ISO 4217 code of amounts that name none. */
  readonly currency?: string | undefined;
  /** ISO 3166 alpha-2: whose phone numbers lack a prefix, and how ambiguous dates are read. */
  readonly defaultCountry: string;
};

export type Book = {
  readonly kind: Exclude<Kind, "payments">;
  readonly detected: Detected;
  readonly columns: Columns;
  /** To be walked once; the file is closed when the walk ends or is left. */
  readonly batches: AsyncIterable<Batch<BookRow>>;
  readonly totalBytes: number;
};

/**
 * Opens a book: works out how it is written, then streams its rows in bounded memory. Without `kind` it is flat (customer
 * and invoice on one line), or a list of customers when its header names nothing of an invoice. Of a file of kind "invoices"
 * only the customer's reference is read, since another file describes the customers. Throws a UserError when the file is no
 * readable table.
 */
export async function readBook(
  path: string,
  options: ReadOptions & { readonly kind?: Book["kind"] | undefined },
): Promise<Book> {
  const { currency, defaultCountry } = options;
  const mapping = checkMapping(options.mapping, "the mapping");
  const source = await openSource(path);
  const found = await detect(source, {
    mapping,
    currency: mapping.currency ?? currency,
    defaultCountry,
    kind: options.kind,
  });
  const layout = layoutOf(found, mapping, currency, defaultCountry);
  const seen = new HashTable();
  const read = (line: Line) => rowOf(line, seen);
  return {
    kind: found.kind === "payments" ? "flat" : found.kind,
    detected: found.detected,
    columns: found.columns,
    batches: batchesOf(source, found, layout, read),
    totalBytes: source.totalBytes,
  };
}

/** What a line says; undefined: it was refused. */
export function rowOf(line: Line, seen: HashTable): BookRow | "duplicate" | undefined {
  const customer = customerOf(line);
  if (customer === undefined) return undefined;
  const { kind } = line.layout;
  const alone = kind === "customers" || (kind === "flat" && hasNoInvoice(line));
  if (alone) return { line: line.number, customer };
  const part = ledgerPartOf(line, customer.reference, seen);
  if (part === undefined || part === "duplicate") return part;
  return { line: line.number, customer, ...part };
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBook, type ReadOptions } from "./book.ts";
import { readPayments } from "./payments.ts";
import type { Batch, Encoding, Rejection } from "./types.ts";

/** Runs `use` with a file of its own that holds `content`, and removes it. */
export async function withFile<T>(
  content: string | Uint8Array,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "dunlin-reading-"));
  try {
    const path = join(folder, "book.csv");
    await writeFile(path, content);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Reading<Row> = Omit<Batch<Row>, "rows" | "rejections"> & {
  readonly rows: Row[];
  readonly rejections: Rejection[];
};

/** All batches of a file as one. */
export async function gather<Row>(batches: AsyncIterable<Batch<Row>>): Promise<Reading<Row>> {
  const all = { rows: [] as Row[], rejections: [] as Rejection[] };
  const sums = { rejectedRows: 0, totalsRows: 0, blankRows: 0, duplicates: 0, records: 0 };
  let bytesRead = 0;
  for await (const batch of batches) {
    all.rows.push(...batch.rows);
    all.rejections.push(...batch.rejections);
    sums.rejectedRows += batch.rejectedRows;
    sums.totalsRows += batch.totalsRows;
    sums.blankRows += batch.blankRows;
    sums.duplicates += batch.duplicates;
    sums.records += batch.records;
    bytesRead = batch.bytesRead;
  }
  return { ...all, ...sums, bytesRead };
}

type BookOptions = Partial<ReadOptions> & { readonly kind?: "customers" | "invoices" | "flat" };

const HOME = { defaultCountry: "ZA", currency: "ZAR" } as const;

/** Reads a book from memory for a client in South Africa, unless told otherwise. */
export async function bookOf(content: string | Uint8Array, options: BookOptions = {}) {
  return withFile(content, async (path) => {
    const book = await readBook(path, { ...HOME, ...options });
    return { ...book, ...(await gather(book.batches)) };
  });
}

/** Reads payments from memory, likewise. */
export async function paymentsOf(content: string | Uint8Array, options: Partial<ReadOptions> = {}) {
  return withFile(content, async (path) => {
    const file = await readPayments(path, { ...HOME, ...options });
    return { ...file, ...(await gather(file.batches)) };
  });
}

/** The bytes of `text`; `mark` puts a byte order mark before them. */
export function encode(text: string, encoding: Encoding, mark = false): Uint8Array {
  const marked = mark ? `\uFEFF${text}` : text;
  if (encoding === "utf-8") return Buffer.from(marked, "utf8");
  if (encoding === "utf-16le") return Buffer.from(marked, "utf16le");
  if (encoding === "utf-16be") return Buffer.from(marked, "utf16le").swap16();
  const decoder = new TextDecoder(encoding);
  const table = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]),
  );
  return Uint8Array.from(text, (letter) => table.get(letter) ?? 0x3f);
}

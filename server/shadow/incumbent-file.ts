// A file of what the other system sent: CSV in UTF-8 with the columns customer, day, channel and, if it is told, kind.
import { createReadStream } from "node:fs";
import { RecordScanner, type RawRecord } from "#ledger/reading/records.ts";
import type { Delimiter } from "#ledger/reading/types.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { contactOfRow, MOST_CONTACTS, type IncumbentContact } from "./incumbent.ts";

const DELIMITERS: readonly Delimiter[] = [";", "\t", "|", ","];

/** The rows in sets of at most 10,000; a `UserError` names the line that can't be read. */
export async function* readIncumbentFile(
  path: string,
): AsyncGenerator<readonly IncumbentContact[]> {
  let set: IncumbentContact[] = [];
  let header: readonly string[] | undefined;
  for await (const { line, fields, problem } of recordsOf(path)) {
    if (problem !== undefined) throw new UserError(`line ${line}: ${problem}`);
    if (fields.every((field) => field.trim() === "")) continue;
    if (!header) {
      header = fields;
      continue;
    }
    const names = header;
    const row = Object.fromEntries(fields.map((field, at) => [names[at] ?? "", field]));
    set.push(contactOfRow(row, line));
    if (set.length < MOST_CONTACTS) continue;
    yield set;
    set = [];
  }
  if (!header)
    throw new UserError(
      `${path} is empty; its first line names the columns customer, day, channel`,
    );
  if (set.length > 0) yield set;
}

async function* recordsOf(path: string): AsyncGenerator<RawRecord> {
  let scanner: RecordScanner | undefined;
  try {
    for await (const chunk of createReadStream(path, { encoding: "utf8" })) {
      const text = String(chunk);
      scanner ??= scannerFor(text);
      scanner.push(text.replace(/^\uFEFF/, ""));
      for (let record = scanner.next(false); record; record = scanner.next(false)) yield record;
    }
  } catch (cause) {
    if (cause instanceof UserError || !(cause instanceof Error && "code" in cause)) throw cause;
    throw new UserError(`${path} can't be read: ${messageOf(cause)}`);
  }
  for (let record = scanner?.next(true); record; record = scanner?.next(true)) yield record;
}

/** Whatever stands most often in the first line parts its fields. */
function scannerFor(text: string): RecordScanner {
  const [first = ""] = text.split(/[\r\n]/, 1);
  const count = (delimiter: string) => first.split(delimiter).length;
  const delimiter = DELIMITERS.toSorted((a, b) => count(b) - count(a))[0] ?? ",";
  const eol = text.includes("\n") ? "\n" : "\r";
  return new RecordScanner({ delimiter, quote: '"', eol, columnCount: 0 });
}

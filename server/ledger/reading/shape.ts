// By what a file is known again: the names of its columns, whatever stands above them and however it is written.
import { createHash } from "node:crypto";
import { plainLetters } from "./contacts.ts";
import { encodingOf, recordsOf, widestOf } from "./detect.ts";
import type { Shape } from "./records.ts";
import { openSource } from "./source.ts";
import { DELIMITERS } from "./types.ts";

const LOOKED_AT = 60;

/**
 * SHA-256 of the names of the columns; undefined when no line looks like a header. The order counts, blanks, case and
 * diacritics do not. Throws a `UserError` when the file can't be read.
 */
export async function shapeOf(path: string, country: string): Promise<Buffer | undefined> {
  const source = await openSource(path);
  const encoding = await encodingOf(source, country);
  const whole = source.sample.length >= source.totalBytes;
  const text = new TextDecoder(encoding).decode(source.sample, { stream: !whole });
  const eol = text.includes("\n") || !text.includes("\r") ? "\n" : "\r";
  const headers = DELIMITERS.flatMap((delimiter) => {
    const shape: Shape = { delimiter, quote: '"', eol, columnCount: 0 };
    const records = recordsOf(text, shape, whole, LOOKED_AT);
    const widest = widestOf(records);
    const even = records.filter(({ fields }) => fields.length === widest?.fields.length).length;
    return widest && widest.fields.length > 1 ? [{ cells: widest.fields, even }] : [];
  });
  const best = headers.toSorted((a, b) => b.even - a.even || b.cells.length - a.cells.length)[0];
  const names = best?.cells.map(plainLetters) ?? [];
  // A line of values is no header: the next file has others.
  const named = names.filter((name) => name !== "" && !/^\d+$/u.test(name));
  if (named.length < 2 || named.length < names.filter(Boolean).length / 2) return undefined;
  return createHash("sha256").update(names.join("\n")).digest();
}

import { MAX_SHOWN_CHARS, type Delimiter } from "./types.ts";

/** One record of the file; `problem` says why its fields cannot be trusted. */
export type RawRecord = {
  /** Physical line on which it starts, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  readonly problem: string | undefined;
};

export type Shape = {
  readonly delimiter: Delimiter;
  readonly quote: '"' | "'";
  readonly eol: "\n" | "\r";
  /** Columns of the header, which a record over several lines must have too; 0: not known yet. */
  readonly columnCount: number;
};

/** Longest record in UTF-16 units; a longer one is rejected without being kept. */
export const MAX_RECORD_CHARS = 1 << 20;
/** Most physical lines in one record. */
const MAX_RECORD_LINES = 50;

const TOO_LONG = `the line is longer than ${MAX_RECORD_CHARS} characters; shorten its fields`;
const NOT_CLOSED =
  "a quotation mark that is opened on this line is not closed; close it, or double the mark if it belongs to the text";

/**
 * Cuts text into records, chunk by chunk. Where quotes go wrong only the line on which they were opened is given up and
 * reading goes on at the next line, so that one bad row never swallows the rest; that, and twice the speed, is why this is
 * not left to csv-parse (which the tests hold it against). Memory is bounded by one chunk and one record.
 */
export class RecordScanner {
  readonly #shape: Shape;
  #text = "";
  #at = 0;
  #line: number;
  #quoteAt = -1;
  /** Set while the rest of an overlong line is thrown away. */
  #overlong: string | undefined;

  constructor(shape: Shape, firstLine = 1) {
    this.#shape = shape;
    this.#line = firstLine;
  }

  /** Adds the next chunk of decoded text. */
  push(chunk: string): void {
    if (this.#overlong !== undefined && !chunk.includes(this.#shape.eol)) return;
    this.#text = this.#at >= this.#text.length ? chunk : this.#text.slice(this.#at) + chunk;
    this.#at = 0;
    this.#quoteAt = -1;
  }

  /** The next complete record; undefined when more text is needed or, with `atEnd`, when there is none. */
  next(atEnd: boolean): RawRecord | undefined {
    const text = this.#text;
    let end = text.indexOf(this.#shape.eol, this.#at);
    if (this.#overlong !== undefined) return this.#leaveOverlong(end, atEnd);
    if (end === -1) {
      if (text.length - this.#at > MAX_RECORD_CHARS) return this.#enterOverlong(atEnd);
      if (!atEnd || this.#at >= text.length) return undefined;
      end = text.length;
    }
    if (end - this.#at > MAX_RECORD_CHARS) return this.#giveUp(end, TOO_LONG);
    if (this.#quoteAt < this.#at) {
      const found = text.indexOf(this.#shape.quote, this.#at);
      this.#quoteAt = found === -1 ? Number.POSITIVE_INFINITY : found;
    }
    return this.#quoteAt < end ? this.#quoted(end, atEnd) : this.#plain(end);
  }

  #plain(end: number): RawRecord {
    const last = this.#text.charCodeAt(end - 1) === 13 && end > this.#at ? end - 1 : end;
    const fields = this.#text.slice(this.#at, last).split(this.#shape.delimiter);
    return this.#take(end, 1, fields, undefined);
  }

  #quoted(firstEnd: number, atEnd: boolean): RawRecord | undefined {
    const split = splitQuoted(this.#text, this.#at, firstEnd, this.#shape, atEnd);
    if (split === "more") return undefined;
    const { columnCount } = this.#shape;
    if (split === "bad") return this.#giveUp(firstEnd, NOT_CLOSED);
    // Several lines with another number of columns are two rows glued together by a stray quote.
    if (split.lines > 1 && columnCount > 0 && split.fields.length !== columnCount) {
      return this.#giveUp(firstEnd, NOT_CLOSED);
    }
    return this.#take(split.end, split.lines, split.fields, undefined);
  }

  #giveUp(end: number, problem: string): RawRecord {
    const shown = this.#text.slice(this.#at, Math.min(end, this.#at + MAX_SHOWN_CHARS)).trimEnd();
    return this.#take(end, 1, [shown], problem);
  }

  #take(end: number, lines: number, fields: string[], problem: string | undefined): RawRecord {
    const line = this.#line;
    this.#at = end + 1;
    this.#line += lines;
    return { line, fields, problem };
  }

  #enterOverlong(atEnd: boolean): RawRecord | undefined {
    this.#overlong = this.#text.slice(this.#at, this.#at + MAX_SHOWN_CHARS);
    this.#text = "";
    this.#at = 0;
    return atEnd ? this.#leaveOverlong(-1, true) : undefined;
  }

  #leaveOverlong(end: number, atEnd: boolean): RawRecord | undefined {
    if (end === -1 && !atEnd) return undefined;
    const shown = this.#overlong ?? "";
    this.#overlong = undefined;
    return this.#take(end === -1 ? this.#text.length : end, 1, [shown], TOO_LONG);
  }
}

type Split = { readonly fields: string[]; readonly end: number; readonly lines: number };

/** Fields of a record that contains quotes. "more": its end has not been read yet. "bad": its quotes do not add up. */
function splitQuoted(
  text: string,
  start: number,
  firstEnd: number,
  shape: Shape,
  atEnd: boolean,
): Split | "more" | "bad" {
  const fields: string[] = [];
  let at = start;
  let end = firstEnd;
  let lines = 1;
  for (;;) {
    if (text.charAt(at) === shape.quote) {
      const field = closeQuote(text, at, { start, end, lines }, shape, atEnd);
      if (typeof field === "string") return field;
      ({ at, end, lines } = field);
      fields.push(field.value);
    } else {
      const found = text.indexOf(shape.delimiter, at);
      const stop = found === -1 || found > end ? end : found;
      const last = stop === end && stop > at && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop;
      fields.push(text.slice(at, last));
      at = stop;
    }
    if (at >= end) return { fields, end, lines };
    at += 1;
  }
}

type Reach = { readonly start: number; readonly end: number; readonly lines: number };

function closeQuote(
  text: string,
  opening: number,
  reach: Reach,
  shape: Shape,
  atEnd: boolean,
): { value: string; at: number; end: number; lines: number } | "more" | "bad" {
  let { end, lines } = reach;
  let value = "";
  let from = opening + 1;
  for (;;) {
    const quote = text.indexOf(shape.quote, from);
    // oxlint-disable-next-line no-unmodified-loop-condition -- `end` moves towards the end of the text
    while (quote === -1 || quote > end) {
      if (end >= text.length) return atEnd || tooBig(end, reach, lines) ? "bad" : "more";
      const next = text.indexOf(shape.eol, end + 1);
      end = next === -1 ? text.length : next;
      lines += 1;
      if (next === -1 && !atEnd) return tooBig(end, reach, lines) ? "bad" : "more";
      if (tooBig(end, reach, lines)) return "bad";
    }
    if (text.charAt(quote + 1) === shape.quote) {
      value += text.slice(from, quote + 1);
      from = quote + 2;
      continue;
    }
    const after = skipBlanks(text, quote + 1, end);
    if (after >= end || text.charAt(after) === shape.delimiter) {
      return { value: value + text.slice(from, quote), at: after, end, lines };
    }
    // A lone mark inside a field is kept as it stands, but over several lines it shows that an earlier one was left open.
    if (lines > 1) return "bad";
    value += text.slice(from, quote + 1);
    from = quote + 1;
  }
}

function tooBig(end: number, reach: Reach, lines: number): boolean {
  return lines > MAX_RECORD_LINES || end - reach.start > MAX_RECORD_CHARS;
}

function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 13)) at += 1;
  return at;
}

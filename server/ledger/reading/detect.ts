import { exponentOf } from "#platform/money.ts";
import { UserError } from "#platform/errors.ts";
import { readCountry } from "./contacts.ts";
import { detectDates } from "./dates.ts";
import { detectEncoding, writesCentralEuropean } from "./encoding.ts";
import { columnsOf, HEADER_WITHIN, listed, recognise, scoreOf } from "./headers.ts";
import type { Mapping } from "./mapping.ts";
import { detectNumberSigns } from "./number-signs.ts";
import { RecordScanner, type RawRecord, type Shape } from "./records.ts";
import { firstBeyondAscii, type Source } from "./source.ts";
import {
  DELIMITERS,
  FIELDS,
  type Columns,
  type Decimal,
  type Delimiter,
  type Detected,
  type Encoding,
  type Field,
  type Kind,
} from "./types.ts";

export type DetectOptions = {
  readonly mapping: Mapping;
  readonly currency: string | undefined;
  /** ISO 3166 alpha-2 of the client. */
  readonly defaultCountry: string;
  /** undefined: flat or customers, whichever the header fits. */
  readonly kind: Kind | undefined;
  /** Only to be looked at: columns may be missing, and a header with unknown names is one. */
  readonly lenient?: boolean | undefined;
};

/** Everything that must be known before the first row is read. */
export type Found = {
  readonly kind: Kind;
  readonly detected: Detected;
  readonly columns: Columns;
  readonly shape: Shape;
};

const MAX_SAMPLE_RECORDS = 5_000;

/** Works out how a file is written from its first 256 KiB; throws a UserError when it is no table that can be read. */
export async function detect(source: Source, options: DetectOptions): Promise<Found> {
  const { mapping } = options;
  const encoding = mapping.encoding ?? (await encodingOf(source, options.defaultCountry));
  const whole = source.sample.length >= source.totalBytes;
  const text = new TextDecoder(encoding).decode(source.sample, { stream: !whole });
  const eol = text.includes("\n") || !text.includes("\r") ? "\n" : "\r";
  const quote = mapping.quote ?? quoteOf(text);
  const layout = layoutOf(text, { eol, quote, whole }, options);
  const { kind, delimiter, headerAt } = layout;
  const shape: Shape = { delimiter, quote, eol, columnCount: 0 };
  const records = recordsOf(text, shape, whole, MAX_SAMPLE_RECORDS);
  const { cells, line } = headerOf(source.name, records, headerAt, options);
  const { lenient = false } = options;
  const named = columnsOf(source.name, cells, line, kind, mapping, { lenient });
  const rows = records.filter((record) => record.line > line && record.problem === undefined);
  const columns = withoutForeignCountries(named, rows, mapping);
  const signs = signsOf(columns, rows, options, delimiter);
  const detected = { encoding, delimiter, quote, ...signs };
  return { kind, detected, columns, shape: { ...shape, columnCount: cells.length } };
}

/** How the file is encoded; a `UserError` when it is no text. */
export async function encodingOf(source: Source, country: string): Promise<Encoding> {
  const central = writesCentralEuropean(country);
  let found = detectEncoding(source.sample, central);
  if ("encoding" in found && found.asciiOnly && source.sample.length < source.totalBytes) {
    const window = await firstBeyondAscii(source);
    if (window !== undefined) found = detectEncoding(window, central);
  }
  if ("encoding" in found) return found.encoding;
  throw new UserError(`${source.name} is ${found.refused}, not a text file; export it as CSV`);
}

/** Single quotes only where they surround every cell of the first line. */
function quoteOf(text: string): '"' | "'" {
  const first =
    text
      .slice(0, 4_096)
      .trimStart()
      .split(/[\r\n]/u, 1)[0] ?? "";
  const single = first.length > 4 && /^'[^']*'(?:[;,\t|]'[^']*')+$/u.test(first.trim());
  return single ? "'" : '"';
}

type Text = { readonly eol: "\n" | "\r"; readonly quote: '"' | "'"; readonly whole: boolean };
type Layout = { readonly kind: Kind; readonly delimiter: Delimiter; readonly headerAt: number };

/** The delimiter under which the header names most fields; where none does, the one that cuts most evenly. */
function layoutOf(text: string, how: Text, options: DetectOptions): Layout {
  const told = /^sep=(.)\r?\n/u.exec(text)?.[1];
  const wanted = options.mapping.delimiter ?? DELIMITERS.find((sign) => sign === told);
  let best: (Layout & { score: number; even: number }) | undefined;
  for (const delimiter of wanted === undefined ? DELIMITERS : [wanted]) {
    const shape: Shape = { delimiter, quote: how.quote, eol: how.eol, columnCount: 0 };
    const records = recordsOf(text, shape, how.whole, HEADER_WITHIN + 30);
    const header = bestHeader(records, options);
    const even = evenness(records);
    const better = best === undefined || header.score > best.score;
    if (better || (header.score === best?.score && even > best.even)) {
      best = { ...header, delimiter, even };
    }
  }
  return best ?? { kind: options.kind ?? "flat", delimiter: ",", headerAt: -1 };
}

function bestHeader(
  records: readonly RawRecord[],
  options: DetectOptions,
): { kind: Kind; headerAt: number; score: number } {
  let headerAt = -1;
  let score = 0;
  const { mapping, kind } = options;
  for (const [i, record] of records.slice(0, HEADER_WITHIN).entries()) {
    const found = scoreOf(record.fields, kind ?? "flat", mapping);
    if (found > score) [headerAt, score] = [i, found];
  }
  const cells = records[headerAt]?.fields ?? [];
  const guessed: Kind = namesInvoices(cells, mapping) ? "flat" : "customers";
  if (kind === undefined && guessed === "customers") {
    // General names such as "No" mean the customer here.
    score = Math.max(score, scoreOf(cells, "customers", mapping));
  }
  return { kind: kind ?? guessed, headerAt, score };
}

const LEDGER_ONLY = new Set<Field>(["due_on", "amount", "open_amount"]);

/** Any column that only a ledger has makes a file a ledger, so that one with unknown headers is never taken for customers. */
function namesInvoices(cells: readonly string[], mapping: Mapping): boolean {
  const mapped = FIELDS.some(
    (field) => LEDGER_ONLY.has(field) && mapping.columns?.[field] !== undefined,
  );
  return mapped || cells.some((cell) => isLedgerHeader(cell));
}

function isLedgerHeader(cell: string): boolean {
  const name = recognise(cell, "flat");
  if (name === undefined) return false;
  // "Number" alone may be the customer's, "invoice number" not.
  return LEDGER_ONLY.has(name.field) || (name.field === "invoice_reference" && !name.general);
}

function evenness(records: readonly RawRecord[]): number {
  const counts = new Map<number, number>();
  for (const { fields } of records) {
    if (fields.length > 1) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/** The records of a text, at most so many. */
export function recordsOf(text: string, shape: Shape, whole: boolean, most: number): RawRecord[] {
  const scanner = new RecordScanner(shape);
  scanner.push(text);
  const records: RawRecord[] = [];
  while (records.length < most) {
    const record = scanner.next(whole);
    if (record === undefined) break;
    records.push(record);
  }
  return records;
}

function headerOf(
  name: string,
  records: readonly RawRecord[],
  headerAt: number,
  options: DetectOptions,
): { cells: readonly string[]; line: number } {
  const { header } = options.mapping;
  if (header === 0) {
    const width = Math.max(1, ...records.map((record) => record.fields.length));
    return { cells: Array.from({ length: width }, (_, i) => `column ${i + 1}`), line: 0 };
  }
  const record =
    header === undefined ? records[headerAt] : records.find((each) => each.line === header);
  if (record !== undefined && record.problem === undefined) {
    return { cells: record.fields.map((cell) => cell.trim()), line: record.line };
  }
  if (header !== undefined) {
    throw new UserError(`${name}: line ${header} is no header; correct "header" in the mapping`);
  }
  const first = records.find((each) => each.fields.some((cell) => cell.trim() !== ""));
  const widest = options.lenient === true ? widestOf(records) : undefined;
  if (widest !== undefined) {
    return { cells: widest.fields.map((cell) => cell.trim()), line: widest.line };
  }
  throw new UserError(
    `${name}: no line of column headers was found in the first ${HEADER_WITHIN} lines; the first line holds ${listed(first?.fields ?? [])}; name the columns in the mapping file by header or number from 1, as in columns: { customer_reference: 1, … }, with the line of the headers, as in header: 1, or header: 0 when there is none`,
  );
}

/** The first line as wide as most lines are: what a header would be that names nothing known. */
export function widestOf(records: readonly RawRecord[]): RawRecord | undefined {
  const filled = (record: RawRecord) => record.fields.filter((cell) => cell.trim() !== "").length;
  const widths = new Map<number, number>();
  for (const { fields } of records) widths.set(fields.length, (widths.get(fields.length) ?? 0) + 1);
  const [usual = 0] = [...widths].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  const wide = records.filter(({ fields, problem }) => !problem && fields.length === usual);
  return wide.find((record) => filled(record) >= usual * 0.6) ?? wide[0];
}

/** Some exports head numbers of their own with "country code"; a column without a single country is left alone. */
function withoutForeignCountries(
  columns: Columns,
  rows: readonly RawRecord[],
  mapping: Mapping,
): Columns {
  const column = columns.used.find(({ field }) => field === "country");
  if (column === undefined || mapping.columns?.["country"] !== undefined) return columns;
  const values = rows.map((row) => row.fields[column.index]?.trim() ?? "").filter(Boolean);
  const distinct = [...new Set(values)].slice(0, 500);
  if (distinct.length === 0 || distinct.some((value) => "value" in readCountry(value))) {
    return columns;
  }
  const reason = "none of its values is an ISO 3166 country";
  return {
    ...columns,
    used: columns.used.filter((each) => each !== column),
    ignored: [...columns.ignored, { header: column.header, reason }],
  };
}

type Signs = Pick<Detected, "decimal" | "thousands" | "dates" | "ambiguous">;

function signsOf(
  columns: Columns,
  rows: readonly RawRecord[],
  options: DetectOptions,
  delimiter: Delimiter,
): Signs {
  const { mapping, currency, defaultCountry } = options;
  const values = (...fields: Field[]) => valuesOf(columns, rows, fields);
  const fallback: Decimal = delimiter === ";" ? "," : ".";
  const threeDecimals = currency !== undefined && exponentOf(currency) === 3;
  const numbers = detectNumberSigns(values("amount", "open_amount"), fallback, threeDecimals);
  const dates = detectDates(values("issued_on", "due_on", "paid_on"), defaultCountry);
  const decimal = mapping.decimal ?? numbers.decimal;
  // What was guessed beside another decimal sign is worthless.
  const guessed = decimal === numbers.decimal ? numbers.thousands : undefined;
  const ambiguous: string[] = [];
  if (numbers.ambiguous && mapping.decimal === undefined) {
    ambiguous.push(`the amounts do not prove the decimal sign; it is taken to be "${decimal}"`);
  }
  if (dates.ambiguous !== "no" && mapping.dates === undefined) {
    const why = dates.ambiguous === "mixed" ? "dates of both orders occur" : "no day is above 12";
    ambiguous.push(`${why}; dates are read as ${dates.format}`);
  }
  const thousands = mapping.thousands ?? (guessed === decimal ? undefined : guessed);
  return { decimal, thousands, dates: mapping.dates ?? dates.format, ambiguous };
}

function valuesOf(
  columns: Columns,
  rows: readonly RawRecord[],
  fields: readonly Field[],
): string[] {
  const indexes = columns.used.filter(({ field }) => fields.includes(field));
  return indexes.flatMap(({ index }) => {
    return rows.map((row) => row.fields[index]?.trim() ?? "").filter((value) => value !== "");
  });
}

// A file as it would be read, to be looked at and corrected before anything is done with it.
import { parseAmount, toMinor } from "./amounts.ts";
import { rowOf } from "./book.ts";
import { classify } from "./classify.ts";
import {
  readCountry,
  readEmail,
  readKind,
  readLanguage,
  readPayday,
  readZone,
} from "./contacts.ts";
import { detect, type DetectOptions, type Found } from "./detect.ts";
import { HashTable } from "./hash-table.ts";
import { missingOf, recognise } from "./headers.ts";
import { layoutOf, Line, type Layout } from "./line.ts";
import { checkMapping, mappingFrom, type Mapping } from "./mapping.ts";
import { RecordScanner, type RawRecord } from "./records.ts";
import { chunksOf, openSource } from "./source.ts";
import { suggestFields } from "./suggest.ts";
import type { Detected, Field, Kind, Parsed, Rejection } from "./types.ts";
import { messageOf, UserError } from "#platform/errors.ts";

/** `said`: by the mapping; `sure`: by its name; `likely`: by a general name; `guessed`: by what stands in it. */
export type Confidence = "said" | "sure" | "likely" | "guessed";

export type SampledColumn = {
  readonly index: number;
  readonly header: string;
  readonly field: Field | null;
  readonly confidence: Confidence | null;
  /** What it might be, where nothing is read from it. */
  readonly suggested: Field | null;
};

/** A cell as it stands and as it is read: minor units of `currency`, a day as 2026-01-31, or text. */
export type SampledCell = {
  readonly text: string;
  readonly as: string | null;
  readonly currency: string | null;
  readonly problem: string | null;
};

export type SampledRow = {
  readonly line: number;
  readonly verdict: "read" | "refused" | "repeated" | "blank" | "totals";
  readonly cells: readonly SampledCell[];
  readonly problems: readonly string[];
};

export type Sampled = {
  readonly kind: Exclude<Kind, "payments">;
  readonly detected: Detected;
  readonly headerLine: number;
  readonly columns: readonly SampledColumn[];
  readonly rows: readonly SampledRow[];
  /** Fields that are needed; of each choice one. */
  readonly missing: readonly (readonly Field[])[];
  /** Why it can't be applied as it is read now. */
  readonly problem: string | null;
  /** By which it is read as shown. */
  readonly mapping: Mapping;
};

export type SampleOptions = {
  readonly mapping: Mapping | undefined;
  readonly currency: string;
  readonly defaultCountry: string;
  readonly kind?: "customers" | "invoices" | undefined;
  readonly rows: number;
};

/** Reads the first rows of the file; a `UserError` when it is no text or the mapping doesn't fit. */
export async function sampleBook(path: string, options: SampleOptions): Promise<Sampled> {
  const mapping = checkMapping(options.mapping, "the mapping");
  const source = await openSource(path);
  const { currency, defaultCountry, kind } = options;
  const asked: DetectOptions = { mapping, currency, defaultCountry, kind };
  let problem: string | null = null;
  const found = await detect(source, asked).catch(async (error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    problem = messageOf(error);
    return await detect(source, { ...asked, lenient: true });
  });
  const layout = layoutOf(found, mapping, mapping.currency ?? currency, defaultCountry);
  const records = await firstRecords(path, found, options.rows);
  const fields = new Set(found.columns.used.map((column) => column.field));
  const missing = missingOf(found.kind, fields, mapping);
  const seen = new HashTable();
  return {
    kind: found.kind === "payments" ? "flat" : found.kind,
    detected: found.detected,
    headerLine: found.columns.headerLine,
    columns: columnsFor(found, mapping, layout, records),
    rows: records.map((record) => rowFor(layout, record, seen, missing.length > 0)),
    missing,
    problem,
    mapping: { ...mapping, ...mappingFrom(found) },
  };
}

async function firstRecords(path: string, found: Found, most: number): Promise<RawRecord[]> {
  const source = await openSource(path);
  const scanner = new RecordScanner(found.shape);
  const records: RawRecord[] = [];
  for await (const chunk of chunksOf(source, found.detected.encoding)) {
    scanner.push(chunk.text);
    for (;;) {
      const record = scanner.next(chunk.last);
      if (record === undefined) break;
      if (record.line > found.columns.headerLine) records.push(record);
      if (records.length >= most) return records;
    }
  }
  return records;
}

function columnsFor(
  found: Found,
  mapping: Mapping,
  layout: Layout,
  records: readonly RawRecord[],
): SampledColumn[] {
  const { header, used } = found.columns;
  const suggested = suggestFields(layout, header, used, records);
  return header.map((text, index) => {
    const field = used.find((column) => column.index === index)?.field ?? null;
    return {
      index,
      header: text,
      field,
      confidence: field && confidenceOf(field, text, found.kind, mapping),
      suggested: field === null ? (suggested.get(index) ?? null) : null,
    };
  });
}

function confidenceOf(field: Field, header: string, kind: Kind, mapping: Mapping): Confidence {
  const told = mapping.columns?.[field];
  if (told !== undefined && told !== null) return "said";
  return recognise(header, kind)?.general === true ? "likely" : "sure";
}

function rowFor(
  layout: Layout,
  record: RawRecord,
  seen: HashTable,
  incomplete: boolean,
): SampledRow {
  const verdict = classify(layout, record);
  const { line } = record;
  const bare = layout.columns.header.map((_, index) => cellOf(record.fields[index] ?? ""));
  if (verdict === "blank" || verdict === "totals") {
    return { line, verdict, cells: bare, problems: [] };
  }
  if (typeof verdict === "object") {
    return { line, verdict: "refused", cells: bare, problems: [verdict.refused] };
  }
  const rejections: Rejection[] = [];
  const read = new Line(layout, line, record.fields, rejections);
  const cells = bare.map((cell, index) => {
    const column = layout.columns.used.find((one) => one.index === index);
    return column === undefined ? cell : { ...cell, ...readCell(layout, read, column.field) };
  });
  // A line can't be judged as a whole before all is there that it needs.
  if (incomplete) return { line, verdict: "read", cells, problems: [] };
  rejections.length = 0;
  const row = rowOf(new Line(layout, line, record.fields, rejections), seen);
  const problems = rejections.map(({ reason }) => reason);
  const outcome = row === "duplicate" ? "repeated" : row === undefined ? "refused" : "read";
  return { line, verdict: outcome, cells, problems };
}

const MOST_CELL = 200;
const cellOf = (text: string): SampledCell => ({
  text: text.trim().slice(0, MOST_CELL),
  as: null,
  currency: null,
  problem: null,
});

type ReadCell = Partial<Omit<SampledCell, "text">>;

const READERS: Partial<Record<Field, (text: string) => Parsed<unknown>>> = {
  email: readEmail,
  language: readLanguage,
  zone: readZone,
  country: readCountry,
  kind: readKind,
  payday: readPayday,
};

function readCell(layout: Layout, line: Line, field: Field): ReadCell {
  const text = line.text(field);
  if (text === "") return {};
  if (field === "amount" || field === "open_amount") return readMoney(layout, line, field, text);
  if (field === "due_on" || field === "issued_on") {
    const read = layout.dates.read(text);
    return "value" in read ? { as: read.value.toString() } : { problem: read.reason };
  }
  const reader = field === "mobile" || field === "phone" ? layout.phones : READERS[field];
  if (reader === undefined) return { as: text.slice(0, MOST_CELL) };
  const read = reader(text);
  return "value" in read ? { as: String(read.value) } : { problem: read.reason };
}

function readMoney(layout: Layout, line: Line, field: Field, text: string): ReadCell {
  const currency =
    line.currency() ?? layout.headerCurrency.get(field) ?? layout.currency ?? undefined;
  const amount = parseAmount(text, layout.amounts);
  if (!("value" in amount)) return { problem: amount.reason };
  if (currency === undefined) return { problem: "the currency is missing" };
  const minor = toMinor(amount.value, currency);
  return "value" in minor ? { as: String(minor.value), currency } : { problem: minor.reason };
}

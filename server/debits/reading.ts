// A CSV file of debit orders becomes orders, line by line, in bounded memory; what can't be read is said with its line.
import { parseAmount, toMinor } from "#ledger/reading/amounts.ts";
import { readCurrency } from "#ledger/reading/currencies.ts";
import { DateReader, detectDates } from "#ledger/reading/dates.ts";
import { detectEncoding, writesCentralEuropean } from "#ledger/reading/encoding.ts";
import { detectNumberSigns } from "#ledger/reading/number-signs.ts";
import { RecordScanner, type RawRecord, type Shape } from "#ledger/reading/records.ts";
import { chunksOf, openSource, type Source } from "#ledger/reading/source.ts";
import { DELIMITERS, type Encoding } from "#ledger/reading/types.ts";
import { UserError } from "#platform/errors.ts";
import { SCHEMES } from "#policies/debit-schemes.ts";
import { columnsOf, fieldOf, FIELDS, missingFrom, type Field } from "./columns.ts";
import type { NewOrder } from "./orders.ts";

export type Rejected = {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
};

export type ReadLine = { readonly line: number; readonly order: NewOrder } | Rejected;

type Where = { readonly currency: string; readonly country: string };

/** Opens the file and reads its orders, in sets of at most `set` lines. A `UserError` says why it is no such file. */
export async function* readOrders(
  path: string,
  where: Where,
  set: number,
): AsyncGenerator<readonly ReadLine[]> {
  const source = await openSource(path);
  const encoding = encodingOf(source, where.country);
  const layout = layoutOf(source, encoding, where);
  const scanner = new RecordScanner(layout.shape);
  let lines: ReadLine[] = [];
  for await (const { text, last } of chunksOf(source, encoding)) {
    scanner.push(text.replace(/^\uFEFF/u, ""));
    for (let record = scanner.next(last); record; record = scanner.next(last)) {
      if (record.line <= layout.headerLine || isBlank(record)) continue;
      lines.push(lineOf(record, layout, where));
      if (lines.length === set) {
        yield lines;
        lines = [];
      }
    }
  }
  if (lines.length > 0) yield lines;
}

const isBlank = ({ fields, problem }: RawRecord): boolean =>
  problem === undefined && fields.every((cell) => cell.trim() === "");

function encodingOf(source: Source, country: string): Encoding {
  const found = detectEncoding(source.sample, writesCentralEuropean(country));
  if ("encoding" in found) return found.encoding;
  throw new UserError(`${source.name} is ${found.refused}, not a text file; export it as CSV`);
}

type Layout = {
  readonly shape: Shape;
  readonly headerLine: number;
  readonly columns: ReadonlyMap<Field, number>;
  readonly decimal: "." | ",";
  readonly thousands: "space" | "." | "," | "'" | undefined;
  readonly dates: DateReader;
};

const SAMPLED = 200;

/** The delimiter under which the first line names most fields; signs and dates as the first lines write them. */
function layoutOf(source: Source, encoding: Encoding, { country }: Where): Layout {
  const text = new TextDecoder(encoding)
    .decode(source.sample, { stream: true })
    .replace(/^\uFEFF/u, "");
  const eol = text.includes("\n") || !text.includes("\r") ? "\n" : "\r";
  const whole = source.sample.length >= source.totalBytes;
  const tries = DELIMITERS.map((delimiter) => {
    const shape: Shape = { delimiter, quote: '"', eol, columnCount: 0 };
    const scanner = new RecordScanner(shape);
    scanner.push(text);
    const records: RawRecord[] = [];
    for (let one = scanner.next(whole); one && records.length < SAMPLED; one = scanner.next(whole))
      if (!isBlank(one)) records.push(one);
    const header = records[0]?.fields ?? [];
    return { shape, records, header, named: header.filter((cell) => fieldOf(cell)).length };
  });
  const best = tries.reduce((most, one) => (one.named > most.named ? one : most));
  const columns = columnsOf(best.header);
  const missing = missingFrom(columns);
  if (missing.length > 0) {
    throw new UserError(
      `${source.name} has no column for ${missing.join(", ")}; name the columns ${FIELDS.join(", ")}`,
    );
  }
  const rows = best.records.slice(1);
  const cells = (field: Field) =>
    rows.flatMap((row) => row.fields[columns.get(field) ?? -1]?.trim() ?? []);
  const signs = detectNumberSigns(cells("amount"), ".");
  return {
    shape: { ...best.shape, columnCount: best.header.length },
    headerLine: best.records[0]?.line ?? 0,
    columns,
    decimal: signs.decimal,
    thousands: signs.thousands,
    dates: new DateReader(detectDates(cells("strike_on"), country).format),
  };
}

const MOST_SHOWN = 80;

function lineOf(record: RawRecord, layout: Layout, { currency: own }: Where): ReadLine {
  const { line, fields, problem } = record;
  const text = (field: Field): string => (fields[layout.columns.get(field) ?? -1] ?? "").trim();
  const refuse = (column: string, value: string, reason: string): Rejected => ({
    line,
    column,
    value: value.slice(0, MOST_SHOWN),
    reason,
  });
  if (problem !== undefined) return refuse("", "", problem);
  for (const field of ["end_to_end_id", "mandate"] as const) {
    const value = text(field);
    if (value === "") return refuse(field, "", "it is empty");
    if (value.length > 70) return refuse(field, value, "it is longer than 70 characters");
  }
  const amount = parseAmount(text("amount"), layout);
  if (!("value" in amount)) return refuse("amount", text("amount"), amount.reason);
  const named = text("currency") === "" ? amount.value.mark : text("currency");
  const currency = readCurrency(named === "" ? own : named, own);
  if (!("value" in currency)) return refuse("currency", text("currency"), currency.reason);
  const minor = toMinor(amount.value, currency.value);
  if (!("value" in minor)) return refuse("amount", text("amount"), minor.reason);
  const strike = layout.dates.read(text("strike_on"));
  if (!("value" in strike)) return refuse("strike_on", text("strike_on"), strike.reason);
  const scheme = SCHEMES.find(
    (one) => one === text("scheme").toLowerCase().replaceAll(/[ -]/gu, "_"),
  );
  if (scheme === undefined && text("scheme") !== "")
    return refuse("scheme", text("scheme"), `it is none of ${SCHEMES.join(", ")}`);
  const days = text("notice_days");
  if (days !== "" && !/^[0-9]{1,2}$/u.test(days))
    return refuse("notice_days", days, "write a number of days from 0 to 60");
  const signed = text("signed_on") === "" ? undefined : layout.dates.read(text("signed_on"));
  if (signed !== undefined && !("value" in signed))
    return refuse("signed_on", text("signed_on"), signed.reason);
  const optional = (field: Field): string | undefined => text(field).slice(0, 200) || undefined;
  return {
    line,
    order: {
      endToEndId: text("end_to_end_id"),
      mandate: text("mandate"),
      customerReference: optional("customer"),
      amountMinor: minor.value,
      currency: currency.value,
      strikeOn: strike.value,
      product: optional("product"),
      scheme,
      creditorSchemeId: optional("creditor_scheme_id"),
      paymentInfoId: optional("payment_info_id"),
      campaign: optional("campaign"),
      noticeDays: days === "" ? undefined : Math.min(60, Number(days)),
      signedOn: signed?.value,
    },
  };
}

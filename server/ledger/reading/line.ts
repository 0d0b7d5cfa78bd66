import type { AmountFormat } from "./amounts.ts";
import { parseAmount, toMinor } from "./amounts.ts";
import { phoneReader } from "./contacts.ts";
import { readCurrency } from "./currencies.ts";
import { DateReader, type Day } from "./dates.ts";
import type { Found } from "./detect.ts";
import type { Mapping } from "./mapping.ts";
import {
  detach,
  FIELDS,
  MAX_SHOWN_CHARS,
  type Columns,
  type Field,
  type Kind,
  type Parsed,
  type Rejection,
} from "./types.ts";

const MAX_REFERENCE_CHARS = 100;
const MAX_TEXT_CHARS = 200;
// U+FFFD stands where bytes did not fit the encoding.
// oxlint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u001F\u007F\uFFFD]/u;
// oxlint-disable-next-line no-control-regex
const BLANKS = /[\s\u0000-\u001F\u007F]+/gu;

/** Everything that is the same for all lines of a file. */
export type Layout = {
  readonly kind: Kind;
  readonly columns: Columns;
  /** Index of each field's column; -1: none. */
  readonly at: Readonly<Record<Field, number>>;
  readonly constants: Readonly<Partial<Record<Field, string>>>;
  /** Currency named in the header of an amount's column. */
  readonly headerCurrency: ReadonlyMap<Field, string>;
  readonly amounts: AmountFormat;
  readonly dates: DateReader;
  readonly phones: (text: string) => Parsed<string>;
  /** What an amount without a currency of its own is in. */
  readonly currency: string | undefined;
  readonly columnCount: number;
};

/** Prepares the reading of lines. `currency` is what amounts are in unless the file says otherwise. */
export function layoutOf(
  found: Found,
  mapping: Mapping,
  currency: string | undefined,
  defaultCountry: string,
): Layout {
  const { columns, detected, kind } = found;
  const named = columns.used.flatMap(({ field, currency: code }): [Field, string][] => {
    return code === undefined ? [] : [[field, code]];
  });
  return {
    kind,
    columns,
    at: indexes(columns),
    constants: mapping.constants ?? {},
    headerCurrency: new Map(named),
    amounts: { decimal: detected.decimal, thousands: detected.thousands },
    dates: new DateReader(detected.dates),
    phones: phoneReader(defaultCountry),
    currency: mapping.currency ?? currency,
    columnCount: found.shape.columnCount,
  };
}

function indexes(columns: Columns): Record<Field, number> {
  const none = FIELDS.map((field): [Field, number] => [field, -1]);
  const used = columns.used.map(({ field, index }): [Field, number] => [field, index]);
  // Every field is in `none`
  return Object.fromEntries([...none, ...used]) as Record<Field, number>;
}

/** One record while it becomes a row: its cells, and what had to be refused of it. */
export class Line {
  readonly layout: Layout;
  readonly number: number;
  readonly #fields: readonly string[];
  readonly #rejections: Rejection[];
  /** Set once the row as a whole is refused. */
  refused = false;

  constructor(layout: Layout, number: number, fields: readonly string[], rejections: Rejection[]) {
    this.layout = layout;
    this.number = number;
    this.#fields = fields;
    this.#rejections = rejections;
  }

  /** The cell as it stands, without blanks around it. */
  cell(field: Field): string {
    const index = this.layout.at[field];
    return index < 0 ? "" : (this.#fields[index] ?? "").trim();
  }

  /** The cell, or the constant of the mapping where it is empty. */
  text(field: Field): string {
    const cell = this.cell(field);
    return cell === "" ? (this.layout.constants[field] ?? "") : cell;
  }

  has(field: Field): boolean {
    return this.layout.at[field] >= 0;
  }

  refuseRow(field: Field | undefined, value: string, reason: string): undefined {
    this.refused = true;
    this.#refuse(field, value, reason, "row");
    return undefined;
  }

  refuseField(field: Field, value: string, reason: string): undefined {
    this.#refuse(field, value, reason, "field");
    return undefined;
  }

  #refuse(
    field: Field | undefined,
    value: string,
    reason: string,
    severity: "row" | "field",
  ): void {
    const header = this.layout.columns.header[field === undefined ? -1 : this.layout.at[field]];
    const column = header?.trim() ?? field ?? "";
    const shown = detach(value.slice(0, MAX_SHOWN_CHARS));
    this.#rejections.push({
      line: this.number,
      column,
      value: shown,
      reason,
      severity,
      ...this.#named("customer_reference", "customerReference"),
      ...this.#named("invoice_reference", "invoiceReference"),
    });
  }

  #named(field: Field, key: string): Readonly<Record<string, string>> {
    const text = this.text(field);
    return text === "" || text.length > MAX_REFERENCE_CHARS ? {} : { [key]: detach(text) };
  }

  /** A client's own reference; refuses the row when it cannot be one. */
  reference(field: Field, what: string): string | undefined {
    const text = this.text(field);
    if (text === "") return this.refuseRow(field, "", `the ${what} is empty`);
    if (text.startsWith("=")) {
      return this.refuseRow(field, text, `the ${what} is a formula; write its plain value`);
    }
    if (text.length > MAX_REFERENCE_CHARS) {
      const most = `the ${what} is longer than ${MAX_REFERENCE_CHARS} characters`;
      return this.refuseRow(field, text, most);
    }
    if (UNFIT.test(text)) {
      return this.refuseRow(field, text, `the ${what} holds unreadable characters; ${ENCODING}`);
    }
    return detach(text);
  }

  /** Free text on one line; refuses only the field. What looks like a formula is text like any other. */
  words(field: Field): string | undefined {
    const raw = this.text(field);
    if (raw === "") return undefined;
    if (raw.includes("\uFFFD")) {
      return this.refuseField(field, raw, `the text holds unreadable characters; ${ENCODING}`);
    }
    const text = raw.length > 2_000 ? raw : raw.replaceAll(BLANKS, " ");
    if (text.length <= MAX_TEXT_CHARS) return text;
    const most = `the text is longer than ${MAX_TEXT_CHARS} characters; shorten it`;
    return this.refuseField(field, raw, most);
  }

  /** A value that is one of a kind (language, zone, …); refuses only the field. */
  choice<T>(field: Field, read: (text: string) => Parsed<T>): T | undefined {
    const text = this.text(field);
    if (text === "") return undefined;
    const parsed = read(text);
    return "value" in parsed ? parsed.value : this.refuseField(field, text, parsed.reason);
  }

  /** A date; refuses the row when it is there but not a date. */
  date(field: Field): Day | undefined {
    const text = this.text(field);
    if (text === "") return undefined;
    const parsed = this.layout.dates.read(text);
    return "value" in parsed ? parsed : this.refuseRow(field, text, parsed.reason);
  }

  /** An amount in minor units with its currency; refuses the row when it cannot be read. */
  money(field: Field, rowCurrency: string | undefined): Minor | undefined {
    const text = this.text(field);
    const parsed = parseAmount(text, this.layout.amounts);
    if (!("value" in parsed)) return this.refuseRow(field, text, parsed.reason);
    const currency = this.#currencyOf(field, parsed.value.mark, rowCurrency);
    if (!("value" in currency)) return this.refuseRow(field, text, currency.reason);
    const minor = toMinor(parsed.value, currency.value);
    if (!("value" in minor)) return this.refuseRow(field, text, minor.reason);
    return { minor: minor.value, currency: currency.value };
  }

  /** The currency column's value; refuses the row when it is no currency. undefined: the file leaves it open. */
  currency(): string | undefined {
    const text = this.text("currency");
    if (text === "") return undefined;
    const parsed = readCurrency(text, this.layout.currency);
    return "value" in parsed ? parsed.value : this.refuseRow("currency", text, parsed.reason);
  }

  #currencyOf(field: Field, mark: string, rowCurrency: string | undefined): Parsed<string> {
    const named = rowCurrency ?? this.layout.headerCurrency.get(field);
    if (mark === "") {
      const code = named ?? this.layout.currency;
      return code === undefined ? { reason: NO_CURRENCY } : { value: code };
    }
    const beside = readCurrency(mark, named ?? this.layout.currency);
    if (!("value" in beside) || named === undefined || beside.value === named) return beside;
    return { reason: `the amount is marked ${mark} but the line is in ${named}; make them agree` };
  }
}

export type Minor = { readonly minor: bigint; readonly currency: string };

const ENCODING = "save the file as UTF-8 or name its encoding in the mapping";
const NO_CURRENCY = "the currency is missing; add a column, or say it with --currency";

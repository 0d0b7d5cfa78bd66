import { detach, type DateFormat, type Parsed } from "./types.ts";

type Order = "ymd" | "dmy" | "mdy";

/** First two-digit year of the window: 70 to 99 are 1970 to 1999, 00 to 69 are 2000 to 2069. */
const WINDOW_START = 70;
const FIRST_YEAR = 1950;
const LAST_YEAR = 2150;
const MAX_CHARS = 40;
const CACHED_DATES = 4_096;

const NUMERIC =
  /^(\d{1,4})[./ -]\s?(\d{1,2})[./ -]\s?(\d{1,4})(?:\.?(?:[T ,]\s?\d{1,2}:\d{2}.*| ?r\.?)?)$/u;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/u;
const DAY_FIRST = /^(\d{1,2})[./ -]{1,2}(\p{L}{3,12})[./ ,-]{1,2}(\d{2}|\d{4})$/u;
const MONTH_FIRST = /^(\p{L}{3,12})\.? (\d{1,2}),? (\d{4})$/u;

// First three letters, without diacritics, of the months in English, Polish and Afrikaans.
const MONTHS = new Map<string, number>(
  ["jan sty", "feb lut", "mar mrt maa", "apr kwi", "may mei maj", "jun cze", "jul lip"]
    .concat(["aug sie", "sep wrz", "oct okt paz", "nov lis", "dec des gru"])
    .flatMap((names, i) => names.split(" ").map((name): [string, number] => [name, i + 1])),
);

/** A date with a number that sorts as the date does: comparing PlainDates took a tenth of the reading of a book. */
export type Day = { readonly value: Temporal.PlainDate; readonly key: number };
type ReadDay = Day | { readonly reason: string };

/** Reads dates of one format. Remembers the latest values, since a book repeats its dates. */
export class DateReader {
  readonly #format: DateFormat;
  readonly #order: Order;
  readonly #cache = new Map<string, ReadDay>();

  constructor(format: DateFormat) {
    this.#format = format;
    this.#order = orderOf(format);
  }

  /** ISO dates are read in every format, since nothing else looks like them; a time of day behind the date is ignored. */
  read(text: string): ReadDay {
    const known = this.#cache.get(text);
    if (known !== undefined) return known;
    const parsed = withKey(this.#format === "excel" ? fromSerial(text) : this.#parse(text));
    if (this.#cache.size >= CACHED_DATES) this.#cache.clear();
    if (text.length <= MAX_CHARS) this.#cache.set(detach(text), parsed);
    return parsed;
  }

  #parse(text: string): Parsed<Temporal.PlainDate> {
    const expected = { reason: `the date is not readable; write it as ${this.#format}` };
    if (text.length > MAX_CHARS) return expected;
    const named = monthByName(text);
    if (named !== undefined) return toDate(named);
    const compact = COMPACT.exec(text);
    const parts = compact ?? NUMERIC.exec(text);
    if (parts === null) return expected;
    const [, a = "", b = "", c = ""] = parts;
    if (a.length === 4) return toDate({ year: Number(a), month: Number(b), day: Number(c) });
    if (a.length === 3 || c.length === 3 || c.length === 1) return expected;
    if (this.#order === "ymd") {
      if (c.length === 4 || a.length !== 2) return expected;
      return toDate({ year: fullYear(a), month: Number(b), day: Number(c) });
    }
    const [day, month] = this.#order === "dmy" ? [a, b] : [b, a];
    return toDate({ year: fullYear(c), month: Number(month), day: Number(day) }, this.#format);
  }
}

function withKey(parsed: Parsed<Temporal.PlainDate>): ReadDay {
  if (!("value" in parsed)) return parsed;
  const { value } = parsed;
  return { value, key: (value.year * 12 + value.month) * 31 + value.day };
}

type Ymd = { readonly year: number; readonly month: number; readonly day: number };

function orderOf(format: DateFormat): Order {
  if (format.startsWith("dd")) return "dmy";
  return format.startsWith("mm") ? "mdy" : "ymd";
}

function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length !== 2) return year;
  return year >= WINDOW_START ? 1900 + year : 2000 + year;
}

function monthByName(text: string): Ymd | undefined {
  const dayFirst = DAY_FIRST.exec(text);
  const [, day, name, year] = dayFirst ?? [];
  const monthFirst = dayFirst === null ? MONTH_FIRST.exec(text) : null;
  const month = MONTHS.get(plainLetters(name ?? monthFirst?.[1] ?? "").slice(0, 3));
  if (month === undefined) return undefined;
  if (monthFirst !== null) {
    return { year: Number(monthFirst[3]), month, day: Number(monthFirst[2]) };
  }
  return { year: fullYear(year ?? ""), month, day: Number(day) };
}

function plainLetters(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

function toDate(ymd: Ymd, format?: DateFormat): Parsed<Temporal.PlainDate> {
  if (ymd.year < FIRST_YEAR || ymd.year > LAST_YEAR) {
    return { reason: `the year of a date must lie between ${FIRST_YEAR} and ${LAST_YEAR}` };
  }
  try {
    return { value: Temporal.PlainDate.from(ymd, { overflow: "reject" }) };
  } catch {
    const hint = format === undefined ? "" : `; dates of this file are read as ${format}`;
    return { reason: `there is no such date${hint}` };
  }
}

/** Days since 1899-12-30, as spreadsheets of the 1900 system count from March 1900 on. */
function fromSerial(text: string): Parsed<Temporal.PlainDate> {
  if (!/^\d{5}(?:\.\d{1,12})?$/u.test(text)) {
    return { reason: "the date is not readable; write it as an Excel day number such as 46143" };
  }
  const start = Temporal.PlainDate.from("1899-12-30");
  return { value: start.add({ days: Math.floor(Number(text)) }) };
}

/** Countries that write the month first. */
const MONTH_FIRST_COUNTRIES = new Set(["US", "PH", "FM", "MH", "PW", "GU", "PR", "VI", "AS"]);

export type FoundDates = {
  readonly format: DateFormat;
  readonly ambiguous: "no" | "country" | "mixed";
};

/** Finds the date format from all dates of the sample; `country` decides when no day above 12 does. */
export function detectDates(values: readonly string[], country: string): FoundDates {
  const votes = { dmy: 0, mdy: 0, unsure: 0 };
  const signs = new Map<string, number>();
  const isoSigns = new Map<string, number>();
  for (const value of values) {
    const compact = COMPACT.test(value);
    const [, a = "", b = "", c = ""] = (compact ? COMPACT : NUMERIC).exec(value.slice(0, 40)) ?? [];
    if (a === "" || a.length === 3) continue;
    const sign = compact ? "" : value.charAt(a.length);
    const counts = a.length === 4 ? isoSigns : signs;
    counts.set(sign, (counts.get(sign) ?? 0) + 1);
    if (a.length === 4 || c.length === 0) continue;
    if (sign === "." || Number(a) > 12) votes.dmy += 1;
    else if (Number(b) > 12) votes.mdy += 1;
    else votes.unsure += 1;
  }
  if (votes.dmy + votes.mdy + votes.unsure === 0) {
    return { format: isoFormat(isoSigns), ambiguous: "no" };
  }
  const undecided = votes.dmy === votes.mdy;
  const monthFirst = undecided ? MONTH_FIRST_COUNTRIES.has(country) : votes.mdy > votes.dmy;
  const mixed = votes.dmy > 0 && votes.mdy > 0;
  const format = yearLast(monthFirst, mostOf(signs));
  return { format, ambiguous: mixed ? "mixed" : undecided ? "country" : "no" };
}

function isoFormat(signs: ReadonlyMap<string, number>): DateFormat {
  const sign = mostOf(signs) ?? "-";
  if (sign === "") return "yyyymmdd";
  if (sign === "/") return "yyyy/mm/dd";
  return sign === "." ? "yyyy.mm.dd" : "yyyy-mm-dd";
}

function yearLast(monthFirst: boolean, sign: string | undefined): DateFormat {
  if (monthFirst) return sign === "-" ? "mm-dd-yyyy" : "mm/dd/yyyy";
  if (sign === "-") return "dd-mm-yyyy";
  return sign === "/" ? "dd/mm/yyyy" : "dd.mm.yyyy";
}

function mostOf(votes: ReadonlyMap<string, number>): string | undefined {
  return [...votes].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}

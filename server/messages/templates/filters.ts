import { exponentOf, isCurrency, toDecimal } from "#platform/money.ts";

/** The filters of our own. Each is strict: what it can't print exactly it refuses, so that a message is held. */

/** A refusal of a filter or of an output, in words for the author of the template. */
export class FilterError extends Error {
  override readonly name = "FilterError";
}

const KEPT_FORMATS = 500;

/** Intl formats are slow to make (about 50 µs) and few. */
function kept<T>(
  make: (locale: string, option: string) => T,
): (locale: string, option: string) => T {
  const formats = new Map<string, T>();
  return (locale, option) => {
    const key = `${locale} ${option}`;
    let format = formats.get(key);
    if (format === undefined) {
      if (formats.size >= KEPT_FORMATS) formats.clear();
      format = make(locale, option);
      formats.set(key, format);
    }
    return format;
  };
}

// The digits are those of ISO 4217, as in the ledger: CLDR shows none for some currencies and would drop money.
const moneyFormat = kept((locale, currency) => {
  const digits = exponentOf(currency);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
});

/** `{minor, currency}` as people of the locale write it. Exact for any size. */
export function money(value: unknown, locale: string): string {
  if (typeof value !== "object" || value === null || !("minor" in value && "currency" in value)) {
    throw new FilterError("money needs an amount with its currency");
  }
  const { minor, currency } = value;
  if (typeof currency !== "string" || !isCurrency(currency)) {
    throw new FilterError(`money needs an ISO 4217 currency, not "${String(currency)}"`);
  }
  const decimal = toDecimal(minorOf(minor), currency);
  return moneyFormat(locale, currency).format(isDecimal(decimal) ? decimal : Number.NaN);
}

function minorOf(minor: unknown): bigint {
  if (typeof minor === "bigint") return minor;
  if (typeof minor === "string" && /^-?\d{1,20}$/u.test(minor)) return BigInt(minor);
  throw new FilterError("money needs its minor units as a whole number");
}

const STYLES = ["short", "medium", "long"] as const;
type DateStyle = (typeof STYLES)[number];
const isStyle = (value: unknown): value is DateStyle => STYLES.some((style) => style === value);

const dateFormat = kept(
  (locale, style) =>
    new Intl.DateTimeFormat(locale, {
      dateStyle: isStyle(style) ? style : "medium",
      timeZone: "UTC",
    }),
);

/** A `Temporal.PlainDate` or `YYYY-MM-DD` in the locale's short, medium (default) or long style. */
export function date(value: unknown, locale: string, style: unknown = "medium"): string {
  if (!isStyle(style)) {
    throw new FilterError(`date knows the styles ${STYLES.join(", ")}, not "${String(style)}"`);
  }
  // As an instant, because formatting a PlainDate takes ten times as long (measured).
  const midnight = plainDateOf(value).toZonedDateTime("UTC").epochMilliseconds;
  return dateFormat(locale, style).format(midnight);
}

function plainDateOf(value: unknown): Temporal.PlainDate {
  if (value instanceof Temporal.PlainDate) return value.withCalendar("iso8601");
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/u.test(value)) {
    try {
      return Temporal.PlainDate.from(value, { overflow: "reject" });
    } catch {
      // falls through to the one refusal
    }
  }
  throw new FilterError(`date needs a date such as 2025-11-05, not "${String(value)}"`);
}

const numberFormat = kept((locale) => new Intl.NumberFormat(locale));

/** A number in the locale's digits and separators. */
export function number(value: unknown, locale: string): string {
  if (typeof value === "bigint") return numberFormat(locale, "").format(value);
  if (typeof value === "number" && Number.isFinite(value)) {
    return numberFormat(locale, "").format(value);
  }
  if (isDecimal(value)) return numberFormat(locale, "").format(value);
  throw new FilterError(`number needs a number, not "${String(value)}"`);
}

/** Text that Intl takes as an exact number, without a detour by a float. */
function isDecimal(value: unknown): value is Intl.StringNumericLiteral {
  return typeof value === "string" && /^-?\d{1,30}(?:\.\d{1,10})?$/u.test(value);
}

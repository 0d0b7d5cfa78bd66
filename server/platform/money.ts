import { UserError } from "#platform/errors.ts";

// Money is a bigint of minor units and an ISO 4217 currency.

// ISO 4217 (list one): the currencies whose exponent is not 2.
const EXPONENTS: Record<string, number> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

const known = new Set(Intl.supportedValuesOf("currency"));

/** True for the alphabetic code of a currency in use, for example "ZAR". */
export function isCurrency(code: string): boolean {
  return known.has(code);
}

/** Digits after the decimal sign by ISO 4217; throws a UserError for an unknown code. */
export function exponentOf(currency: string): number {
  if (!isCurrency(currency)) {
    throw new UserError(
      `currency "${currency}" is not an ISO 4217 code; use one such as ZAR, PLN or USD`,
    );
  }
  return EXPONENTS[currency] ?? 2;
}

/** The largest amount the ledger takes: it fits a PostgreSQL bigint with room for sums of a book. */
export const MAX_MINOR = 10n ** 15n;

/** Minor units as a plain decimal with a point, for files: 123456n USD is "1234.56". */
export function toDecimal(minor: bigint, currency: string): string {
  const exponent = exponentOf(currency);
  const sign = minor < 0n ? "-" : "";
  const digits = String(minor < 0n ? -minor : minor).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  return exponent === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-exponent)}`;
}

/** Money as people of `locale` write it, exact for any size. */
export function formatMoney(minor: bigint, currency: string, locale: string): string {
  const digits = exponentOf(currency);
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(toDecimal(minor, currency) as Intl.StringNumericLiteral);
}

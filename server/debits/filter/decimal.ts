// Amounts of files, exactly as they are written: no rounding, whatever the currency.

/** A decimal number: `units` of 10 to the power of minus `places`. */
export type Decimal = { readonly units: bigint; readonly places: number };

/** ISO 20022 allows 17 places in a control sum. */
const MOST_PLACES = 17;
const MOST_DIGITS = 18 + MOST_PLACES;

export const ZERO: Decimal = { units: 0n, places: 0 };

/** Reads "1234.50" or "-3"; undefined for what is no plain decimal of at most 17 places. */
export function readDecimal(text: string): Decimal | undefined {
  const found = /^([+-]?)(\d{0,35})(?:\.(\d{0,17}))?$/.exec(text.trim());
  const [, sign, whole = "", part = ""] = found ?? [];
  if (!found || whole.length + part.length === 0 || whole.length + part.length > MOST_DIGITS)
    return undefined;
  const units = BigInt(`${whole}${part}`);
  return { units: sign === "-" ? -units : units, places: part.length };
}

export function add(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places);
  return { units: scaled(a, places) + scaled(b, places), places };
}

export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, { ...b, units: -b.units });

export function isEqual(a: Decimal, b: Decimal): boolean {
  const places = Math.max(a.places, b.places);
  return scaled(a, places) === scaled(b, places);
}

/** Writes it with at least so many places, and as many as it needs. */
export function writeDecimal(value: Decimal, leastPlaces = 0): string {
  let { units, places } = value;
  while (places > leastPlaces && units % 10n === 0n) {
    units /= 10n;
    places -= 1;
  }
  const scaledUp = places < leastPlaces ? units * 10n ** BigInt(leastPlaces - places) : units;
  const shown = Math.max(places, leastPlaces);
  const digits = (scaledUp < 0n ? -scaledUp : scaledUp).toString().padStart(shown + 1, "0");
  const sign = scaledUp < 0n ? "-" : "";
  return shown === 0
    ? `${sign}${digits}`
    : `${sign}${digits.slice(0, -shown)}.${digits.slice(-shown)}`;
}

const scaled = ({ units, places }: Decimal, to: number): bigint =>
  units * 10n ** BigInt(to - places);

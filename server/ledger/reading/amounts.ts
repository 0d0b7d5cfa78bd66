import { exponentOf, MAX_MINOR, toDecimal } from "#platform/money.ts";
import type { Decimal, Parsed, Thousands } from "./types.ts";

export type AmountFormat = {
  readonly decimal: Decimal;
  /** undefined: any consistent grouping is read. */
  readonly thousands: Thousands | undefined;
};

/** A decimal as written: `unscaled` / 10^`scale`, with the currency sign or code that stood beside it. */
export type Amount = { readonly unscaled: bigint; readonly scale: number; readonly mark: string };

const MAX_CHARS = 60;
// What stands before the number, the number, what stands behind it. Linear: no class overlaps its neighbour's first digit.
const PARTS = /^([^0-9]*)([0-9](?:[0-9.,'’\s]*[0-9])?)([^0-9]*)$/u;
const SPACES = /\s/u;

/** Reads "1 234,56", "(123.45)", "123.45-", "R 1,234.50" or "12.00 CR" exactly; no floating point on the way. */
export function parseAmount(text: string, format: AmountFormat): Parsed<Amount> {
  if (text.length > MAX_CHARS) return unreadable(format);
  const parts = PARTS.exec(text);
  if (parts === null) return unreadable(format);
  let head = parts[1] ?? "";
  let body = parts[2] ?? "";
  const tail = parts[3] ?? "";
  if (head.endsWith(format.decimal)) {
    body = `0${format.decimal}${body}`; // ".50"
    head = head.slice(0, -1);
  }
  const negative = head === "" && tail === "" ? { value: false, mark: "" } : signs(head, tail);
  const number = negative === undefined ? undefined : digitsOf(body, format);
  if (negative === undefined || number === undefined) return unreadable(format);
  const unscaled = BigInt(number.digits);
  const value = { unscaled: negative.value ? -unscaled : unscaled, scale: number.scale };
  return { value: { ...value, mark: negative.mark } };
}

function unreadable(format: AmountFormat): { readonly reason: string } {
  return { reason: `the amount is not readable; write it like 1234${format.decimal}56` };
}

function signs(head: string, tail: string): { value: boolean; mark: string } | undefined {
  const open = head.includes("(");
  if (open !== tail.includes(")")) return undefined;
  const minuses = (head + tail).replaceAll(/[^−-]/gu, "").length;
  const left = head.replaceAll(/[\s(+−-]/gu, "");
  let right = tail.replaceAll(/[\s)−-]/gu, "");
  const credit = /^cr$/iu.test(right);
  if (credit || /^dr$/iu.test(right)) right = "";
  const negatives = minuses + (open ? 1 : 0) + (credit ? 1 : 0);
  if (negatives > 1 || (left !== "" && right !== "")) return undefined;
  const mark = left + right;
  if (mark.length > 5 || /[^\p{L}\p{Sc}.]/u.test(mark)) return undefined;
  return { value: negatives === 1, mark };
}

function digitsOf(body: string, format: AmountFormat): Digits | undefined {
  const point = body.lastIndexOf(format.decimal);
  const whole = point === -1 ? body : body.slice(0, point);
  const fraction = point === -1 ? "" : body.slice(point + 1);
  if (!allDigits(fraction)) return undefined;
  const digits = allDigits(whole) ? whole : ungroup(whole, format);
  return digits === undefined ? undefined : { digits: digits + fraction, scale: fraction.length };
}

type Digits = { readonly digits: string; readonly scale: number };

function ungroup(whole: string, format: AmountFormat): string | undefined {
  const first = /[^0-9]/u.exec(whole)?.[0] ?? "";
  const sign = groupingOf(first);
  if (sign === undefined || sign === format.decimal) return undefined;
  // Nothing but thousands can be told apart by a space, so it is read also in a file that mostly writes another sign.
  const foreign = format.thousands !== undefined && sign !== format.thousands;
  if (foreign && sign !== "space") return undefined;
  const groups = whole.split(sign === "space" ? SPACES : first);
  const tidy = groups.every((group, i) => {
    return (
      allDigits(group) && (i === 0 ? group.length > 0 && group.length < 4 : group.length === 3)
    );
  });
  return tidy ? groups.join("") : undefined;
}

/** The kind of thousands sign that a character is, if any. */
export function groupingOf(character: string): Thousands | undefined {
  if (character === "." || character === ",") return character;
  if (character === "'" || character === "’") return "'";
  return SPACES.test(character) ? "space" : undefined;
}

function allDigits(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/**
 * Minor units of `currency`. More decimals than the currency has are refused unless they are zeros; three decimals are
 * refused even then, since "1.230" may as well mean 1230.
 */
export function toMinor(amount: Amount, currency: string): Parsed<bigint> {
  const exponent = exponentOf(currency);
  let { unscaled, scale } = amount;
  if (scale !== 3) {
    while (scale > exponent && unscaled % 10n === 0n) {
      unscaled /= 10n;
      scale -= 1;
    }
  }
  if (scale > exponent) {
    return { reason: `${currency} has ${exponent} decimals; the amount has ${amount.scale}` };
  }
  const minor = unscaled * 10n ** BigInt(exponent - scale);
  if (minor > MAX_MINOR || minor < -MAX_MINOR) {
    return { reason: `the amount is too large; the most is ${toDecimal(MAX_MINOR, currency)}` };
  }
  return { value: minor };
}

/** The small languages inside a policy file: spans of days, times of day, channels, money. Each gives a value or a sentence. */
import { exponentOf, isCurrency } from "#platform/money.ts";
import type { Channel } from "#messages/route.ts";

import type { Step } from "./types.ts";

/** A parsed value, or what is wrong with it as a sentence for the user. */
export type Parsed<T> = { readonly value: T } | { readonly error: string };

const MAX_DAYS = 730;
const UNITS: Readonly<Record<string, Step["unit"]>> = {
  day: "calendar",
  days: "calendar",
  "business day": "business",
  "business days": "business",
  "banking day": "business",
  "banking days": "business",
};
const SPAN = /^(\d{1,4}) ((?:business |banking )?days?)$/u;

/** "3 days", "1 banking day": a number of days and how they are counted. */
export function parseSpan(
  text: string,
): Parsed<{ readonly days: number; readonly unit: Step["unit"] }> {
  const match = SPAN.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ""];
  const days = Number(match?.[1]);
  if (unit === undefined) {
    return { error: `"${text}" is not a number of days; write for example "3 days"` };
  }
  if (days > MAX_DAYS) return { error: `"${text}" is more than ${MAX_DAYS} days` };
  return { value: { days, unit } };
}

/** "5 days before due", "on due", "7 business days after anchor", "on anchor". */
export function parseWhen(text: string): Parsed<Pick<Step, "anchor" | "days" | "unit">> {
  const trimmed = text.trim();
  if (trimmed === "on due") return { value: { anchor: "due", days: 0, unit: "calendar" } };
  if (trimmed === "on anchor") return { value: { anchor: "episode", days: 0, unit: "calendar" } };
  const match = /^(.*) (before due|after anchor)$/u.exec(trimmed);
  if (match === null) {
    return {
      error: `"${text}" is not a time; write for example "5 days before due" or "7 days after anchor"`,
    };
  }
  const span = parseSpan(match[1] ?? "");
  if ("error" in span) return span;
  const { days, unit } = span.value;
  return match[2] === "before due"
    ? { value: { anchor: "due", days: days === 0 ? 0 : -days, unit } }
    : { value: { anchor: "episode", days, unit } };
}

function minuteOf(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})$/u.exec(text.trim());
  const hours = Number(match?.[1]);
  const minutes = Number(match?.[2]);
  const minute = hours * 60 + minutes;
  return match !== null && minutes < 60 && minute <= 1_440 ? minute : undefined;
}

/** "09:00-17:00": from the first minute up to but not including the second. */
export function parseBetween(text: string): Parsed<readonly [number, number]> {
  const [from, to, ...more] = text.split("-");
  const first = minuteOf(from ?? "");
  const second = minuteOf(to ?? "");
  if (first === undefined || second === undefined || more.length > 0) {
    return { error: `"${text}" is not a time window; write for example "09:00-17:00"` };
  }
  if (first >= second) return { error: `"${text}" ends before it begins` };
  return { value: [first, second] };
}

/** "sms | email": the first of them that works for the customer. */
export function parseAlternatives(
  text: string,
  supported: readonly Channel[],
): Parsed<readonly Channel[]> {
  const channels: Channel[] = [];
  for (const word of text.split("|").map((part) => part.trim())) {
    const channel = supported.find((one) => one === word);
    if (channel === undefined) {
      return { error: `channel "${word}" is not supported; use ${supported.join(", ")}` };
    }
    if (channels.includes(channel)) return { error: `channel "${word}" is named twice` };
    channels.push(channel);
  }
  return { value: channels };
}

/** A decimal amount of a currency as minor units. */
export function parseAmount(text: string, currency: string): Parsed<bigint> {
  if (!isCurrency(currency)) {
    return { error: `"${currency}" is not an ISO 4217 currency; use one such as ZAR or USD` };
  }
  const exponent = exponentOf(currency);
  const match = /^(\d{1,12})(?:\.(\d{1,4}))?$/u.exec(text.trim());
  const fraction = (match?.[2] ?? "").replace(/0+$/u, "");
  if (match === null || fraction.length > exponent) {
    return { error: `"${text}" is not an amount of ${currency}; write for example 5.00` };
  }
  return { value: BigInt(`${match[1]}${fraction.padEnd(exponent, "0")}`) };
}

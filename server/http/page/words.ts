// How the page writes numbers, times, codes and addresses.
import { formatMoney } from "#platform/money.ts";

const LOCALE = "en-GB";
const numbers = new Intl.NumberFormat(LOCALE);

export const count = (value: number): string => numbers.format(value);

export const money = (minor: bigint, currency: string): string =>
  formatMoney(minor, currency, LOCALE);

/** "1 reply", "2,000 replies". */
export const plural = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** "Tue 30 Jun 2026, 14:05". */
export function dateTime(at: Temporal.Instant, zone: string): string {
  return at.toLocaleString(LOCALE, {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** "14:05:09" today, "30 Jun, 14:05" on another day. */
export function shortTime(at: Temporal.Instant, now: Temporal.Instant, zone: string): string {
  const day = (one: Temporal.Instant) => one.toZonedDateTimeISO(zone).toPlainDate();
  const sameDay = day(at).equals(day(now));
  const time = { timeZone: zone, hour: "2-digit", minute: "2-digit" } as const;
  return sameDay
    ? at.toLocaleString(LOCALE, { ...time, second: "2-digit" })
    : at.toLocaleString(LOCALE, { ...time, day: "numeric", month: "short" });
}

/** "opted_out" reads "opted out". */
export const words = (code: string): string => code.replaceAll("_", " ");

/** Enough of an address to recognise it: "+2782 ••• 67", "t•••@example.org". */
export function masked(address: string): string {
  const at = address.lastIndexOf("@");
  if (at > 0) return `${address.slice(0, 1)}•••${address.slice(at)}`;
  return address.length < 9 ? "•••" : `${address.slice(0, 5)} ••• ${address.slice(-2)}`;
}

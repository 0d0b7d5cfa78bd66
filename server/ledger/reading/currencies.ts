import { isCurrency } from "#platform/money.ts";
import type { Parsed } from "./types.ts";

// Signs that mean one currency. "$" and "kr" do not: they follow the client's own currency when that is written so.
const SIGNS = new Map<string, string>([
  ["r", "ZAR"],
  ["zł", "PLN"],
  ["zl", "PLN"],
  ["złotych", "PLN"],
  ["€", "EUR"],
  ["euro", "EUR"],
  ["£", "GBP"],
  ["us$", "USD"],
  ["n$", "NAD"],
  ["kč", "CZK"],
  ["₴", "UAH"],
  ["₹", "INR"],
  ["₦", "NGN"],
  ["p", "BWP"],
  ["ksh", "KES"],
]);

const SHARED_SIGNS = new Map<string, ReadonlySet<string>>([
  ["$", new Set(["USD", "AUD", "CAD", "NZD", "SGD", "HKD", "NAD", "MXN"])],
  ["kr", new Set(["SEK", "NOK", "DKK", "ISK"])],
]);

const cache = new Map<string, Parsed<string>>();

/** ISO 4217 code of "zar", "zł" or "$"; `fallback` is the client's own currency. */
export function readCurrency(text: string, fallback: string | undefined): Parsed<string> {
  if (text === fallback) return { value: fallback };
  const key = `${fallback}|${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const parsed = findCurrency(text, fallback);
  if (cache.size >= 512) cache.clear();
  if (key.length <= 20) cache.set(key, parsed);
  return parsed;
}

function findCurrency(text: string, fallback: string | undefined): Parsed<string> {
  const upper = text.toUpperCase();
  if (/^[A-Z]{3}$/u.test(upper) && isCurrency(upper)) return { value: upper };
  const lower = text.toLowerCase().replace(/(?<=\p{L})\.$/u, "");
  const sign = SIGNS.get(lower);
  if (sign !== undefined) return { value: sign };
  const shared = SHARED_SIGNS.get(lower);
  if (shared !== undefined && fallback !== undefined && shared.has(fallback)) {
    return { value: fallback };
  }
  return { reason: "the currency is not known; write an ISO 4217 code such as ZAR, PLN or USD" };
}

import { setOf, type Token } from "./tokens.ts";

const RAND = setOf(
  "r, rs, zar, rand, rands, rnd, rond, amarandi, irandi, randi, ama rand, marandi",
);
const ZLOTY = setOf(
  "zl, pln, zloty, zlotych, zlote, zlociszy, zlotowki, zlotowek, zeta, zeci, zlot, zlocisze, pl",
);
const EURO = setOf("€, eur, euro, euros");
const POUND = setOf("£, gbp, pound, pounds, quid");
const DOLLAR = setOf("$, usd, dollar, dollars, bucks");
const DOLLARS = setOf("USD, AUD, CAD, NZD, NAD, HKD, SGD, TTD, JMD, BBD, ZWG");

/** ISO 4217 of a word or sign for money; "$" is the account's own dollar. Undefined: it is none. */
export function currencyOf(token: Token | undefined, own: string): string | undefined {
  if (token === undefined) return undefined;
  if (RAND.has(token.text)) return "ZAR";
  if (ZLOTY.has(token.text)) return "PLN";
  if (EURO.has(token.text)) return "EUR";
  if (POUND.has(token.text)) return "GBP";
  if (DOLLAR.has(token.text)) return DOLLARS.has(own) ? own : "USD";
  return undefined;
}

export const isCurrencyWord = (token: Token | undefined): boolean =>
  currencyOf(token, "USD") !== undefined;

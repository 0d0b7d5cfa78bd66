import { exponentOf, MAX_MINOR } from "#platform/money.ts";
import type { Amount } from "../types.ts";
import {
  FULL,
  NAMING,
  ONE_OF,
  OTHER,
  PERCENT,
  REST,
  SHARES,
  THOUSAND,
  TIMES,
  UNITS,
  ZULU_COUNTS,
  ZULU_HUNDREDS,
} from "./amount-words.ts";
import { currencyOf } from "./currency-words.ts";
import { COUNTED, DAYS, MONTHLY, NUMBER_WORDS, WEEKS } from "./date-words.ts";
import { isIn, isNumber, setOf, touches, type Token } from "./tokens.ts";

/** "rest" has no amount of its own. */
export type TakenAmount = { readonly length: number; readonly amount: Amount | "rest" };

/** Without a currency, less is more likely a count or an option. */
const LEAST_BARE = 10;
const LEAST_WORDED = 50;
/** What has more digits without a sign among them is a number of something. */
const MOST_DIGITS = 7;

/** The amount that begins at `at`, when there is one; `currency` is the account's. Linear. */
export function amountAt(
  tokens: readonly Token[],
  at: number,
  currency: string,
): TakenAmount | undefined {
  return (
    share(tokens, at) ??
    withCurrencyBefore(tokens, at, currency) ??
    figures(tokens, at, currency) ??
    worded(tokens, at, currency)
  );
}

const part = (length: number, of: number): TakenAmount => ({ length, amount: { share: of } });

function share(tokens: readonly Token[], at: number): TakenAmount | undefined {
  const [token, sign, second] = tokens.slice(at, at + 3);
  if (token === undefined) return undefined;
  const plainShare = SHARES.get(token.text);
  if (plainShare === 0.5) return part(1, 0.5);
  if (plainShare !== undefined && isIn(ONE_OF, tokens[at - 1])) return part(1, plainShare);
  if (isNumber(token) && isIn(PERCENT, sign)) {
    const percent = Number(token.text);
    return percent >= 1 && percent <= 100 ? part(2, percent / 100) : undefined;
  }
  if (isNumber(token) && sign?.text === "/" && isNumber(second)) {
    const [over, under] = [Number(token.text), Number(second.text)];
    return under > 1 && under <= 4 && over >= 1 && over < under ? part(3, over / under) : undefined;
  }
  if (isIn(OTHER, token) && SHARES.get(sign?.text ?? "") === 0.5)
    return { length: 2, amount: "rest" };
  if (isIn(REST, token) && token.text !== "enye" && token.text !== "ander")
    return { length: 1, amount: "rest" };
  return isIn(FULL, token) ? part(1, 1) : undefined;
}

function withCurrencyBefore(
  tokens: readonly Token[],
  at: number,
  own: string,
): TakenAmount | undefined {
  const currency = currencyOf(tokens[at], own);
  if (currency === undefined || !isNumber(tokens[at + 1])) return undefined;
  const number = numberAt(tokens, at + 1);
  const amount = toAmount(number.text, own, currency);
  return amount && { length: 1 + number.length, amount };
}

function figures(tokens: readonly Token[], at: number, own: string): TakenAmount | undefined {
  const token = tokens[at];
  if (!isNumber(token)) return undefined;
  const number = numberAt(tokens, at);
  const after = tokens[at + number.length];
  const currency = currencyOf(after, own);
  if (
    currency !== undefined &&
    !(after?.text === "r" && isNumber(tokens[at + number.length + 1]))
  ) {
    const amount = toAmount(number.text, own, currency);
    return amount && { length: number.length + 1, amount };
  }
  if (isNamed(tokens, at) || isCount(tokens, at + number.length)) return undefined;
  if (token.text.startsWith("0") || token.text.length > MOST_DIGITS) return undefined;
  if (Number(number.text) < LEAST_BARE) return undefined;
  const amount = toAmount(number.text, own, undefined);
  return amount && { length: number.length, amount };
}

/** What isiZulu puts before a number: "u500", "ngo-300". */
const ZULU_BEFORE = setOf(
  "u, i, o, e, ka, ku, ngo, no, wu, yi, angu, ngu, ezi, ama, be, ye, nge, ngu, r",
);

/** Part of a name: "INV-1234", "account 5511", "order no. 12", "+27 82 …". */
function isNamed(tokens: readonly Token[], at: number): boolean {
  const [before, earlier] = [tokens[at - 1], tokens[at - 2]];
  if (isIn(NAMING, before) || isTelephone(tokens, at)) return true;
  const sign = before?.text ?? "";
  if (sign === "." || sign === ":") return isIn(NAMING, earlier) || isNumber(earlier);
  if (sign === "-") return touches(earlier, before) && !isIn(ZULU_BEFORE, earlier);
  if (/^[+/#]$/u.test(sign)) return true;
  return touches(before, tokens[at]) && /^\p{L}/u.test(sign) && !isIn(ZULU_BEFORE, before);
}

/** "082 555 1234": behind figures that begin with 0. */
function isTelephone(tokens: readonly Token[], at: number): boolean {
  for (let back = at - 1; back >= Math.max(0, at - 6); back -= 1) {
    const token = tokens[back];
    if (!isNumber(token)) return false;
    if (token.text.startsWith("0")) return true;
  }
  return false;
}

function isCount(tokens: readonly Token[], at: number): boolean {
  const after = tokens[at];
  if (after === undefined) return false;
  // "5pm" is a time, "100 pm" is each month.
  if (after.text === "pm") return Number(tokens[at - 1]?.text) <= 12;
  if (isIn(COUNTED, after) || isIn(DAYS, after) || isIn(WEEKS, after) || isIn(MONTHLY, after))
    return true;
  const isGlued = touches(tokens[at - 1], after);
  if (isGlued && after.text === "/" && isNumber(tokens[at + 1])) return true;
  if (isGlued && after.text === ":" && isNumber(tokens[at + 1])) return true;
  return isGlued && /^\p{L}/u.test(after.text) && !THOUSAND.has(after.text);
}

/** Digits from `at` with their groups, decimals and "k", as a plain decimal: "1 234,50" is "1234.50". */
function numberAt(tokens: readonly Token[], at: number): { text: string; length: number } {
  let text = tokens[at]!.text;
  let next = at + 1;
  const canGroup = text.length <= 3 && !text.startsWith("0");
  while (canGroup && next < at + 8) {
    const group = groupAt(tokens, next);
    if (group === undefined) break;
    text += tokens[next + group - 1]!.text;
    next += group;
  }
  const [sign, digits] = [tokens[next], tokens[next + 1]];
  const isDecimal =
    touches(tokens[next - 1], sign) && touches(sign, digits) && /^[.,]$/u.test(sign?.text ?? "");
  if (isDecimal && isNumber(digits) && digits.text.length <= 2) {
    text += `.${digits.text}`;
    next += 2;
  } else if (sign?.text === "," && tokens[next + 1]?.text === "-") {
    next += 2; // "500,-"
  }
  if (isIn(THOUSAND, tokens[next]) && !text.includes(".") && text.length <= 4) {
    return { text: `${text}000`, length: next + 1 - at };
  }
  if (isIn(THOUSAND, tokens[next]) && /^\d{1,3}\.\d$/u.test(text)) {
    return { text: `${text.replace(".", "")}00`, length: next + 1 - at };
  }
  return { text, length: next - at };
}

/** How many tokens a group of three digits behind a space, point or comma takes. */
function groupAt(tokens: readonly Token[], at: number): number | undefined {
  const [here, behind] = [tokens[at], tokens[at + 1]];
  const previous = tokens[at - 1];
  if (isNumber(here) && here.text.length === 3 && previous && here.start === previous.end + 1)
    return 1;
  const isSign =
    /^[.,]$/u.test(here?.text ?? "") && touches(previous, here) && touches(here, behind);
  return isSign && isNumber(behind) && behind.text.length === 3 ? 2 : undefined;
}

function toAmount(decimal: string, own: string, currency: string | undefined): Amount | undefined {
  const exponent = exponentOf(currency ?? own);
  const [whole = "0", digits = ""] = decimal.split(".");
  const minor = BigInt(whole.slice(0, 18) + digits.slice(0, exponent).padEnd(exponent, "0"));
  return minor > 0n && minor <= MAX_MINOR ? { minor, currency } : undefined;
}

/** "five hundred", "dwieście pięćdziesiąt", "vyfhonderd rand", "amakhulu amahlanu". */
function worded(tokens: readonly Token[], at: number, own: string): TakenAmount | undefined {
  const { value, length } = zuluWords(tokens, at) ?? addedWords(tokens, at);
  if (length === 0) return undefined;
  const currency = currencyOf(tokens[at + length], own);
  if (currency === undefined && (value < LEAST_WORDED || isCount(tokens, at + length)))
    return undefined;
  const amount = toAmount(String(value), own, currency);
  return amount && { length: length + (currency === undefined ? 0 : 1), amount };
}

function zuluWords(tokens: readonly Token[], at: number) {
  const word = tokens[at]?.text.replace(/^(?:u|ngo|nga|nge)(?=ama|ikh)/u, "") ?? "";
  const base = ZULU_HUNDREDS.get(word);
  if (base === undefined) return undefined;
  if (base > 0) return { value: base, length: 1 };
  const count = ZULU_COUNTS.get(tokens[at + 1]?.text ?? "");
  return count === undefined ? undefined : { value: count * (base === 0 ? 100 : 1_000), length: 2 };
}

function addedWords(tokens: readonly Token[], at: number) {
  let [total, current, next] = [0, 0, at];
  for (; next < at + 8; next += 1) {
    const word = tokens[next]?.text ?? "";
    const [unit, times] = [UNITS.get(word), TIMES.get(word)];
    const isAnd =
      /^(?:and|en|i)$/u.test(word) && next > at && UNITS.has(tokens[next + 1]?.text ?? "");
    if (unit !== undefined) current += unit;
    else if (times === 100) current = (current || 1) * 100;
    else if (times !== undefined) [total, current] = [total + (current || 1) * times, 0];
    else if (!isAnd) break;
  }
  // "one", "a": counted things, not money.
  const isPlainCount = next === at + 1 && NUMBER_WORDS.has(tokens[at]?.text ?? "");
  return {
    value: total + current,
    length: isPlainCount && total + current < LEAST_BARE ? 0 : next - at,
  };
}

// What a text says of money and days: one pass, in which a number is either of a day or of an amount.
import type { Amount, Around, Part } from "../types.ts";
import { amountAt } from "./amounts.ts";
import { NOW, PAYDAY } from "./date-words.ts";
import { DATE_RULES } from "./date-rules.ts";
import { dayOfMonth, type Looking } from "./days.ts";
import { isIn, plain, tokensOf, type Token } from "./tokens.ts";

/** A day or an amount, and which tokens say it. */
export type Mark = { readonly from: number; readonly to: number } & (
  | { readonly kind: "date"; readonly on: Temporal.PlainDate }
  | { readonly kind: "now" | "payday"; readonly on: Temporal.PlainDate | undefined }
  | { readonly kind: "amount"; readonly amount: Amount }
  | { readonly kind: "rest" }
);
export type Marked = { readonly tokens: readonly Token[]; readonly marks: readonly Mark[] };
export type Sought = Pick<Around, "currency" | "today" | "paydayDay" | "language">;

const AFRIKAANS =
  /\b(?:ek|sal|betaal|nie|asb|asseblief|julle|jul|het|oor|dit|geld|die|stuur|kan|my|n)\b/u;
/** Before or behind them "more" is English. */
const MORE_TIME =
  /\b(?:some|no|any|one|bit|few|little|need|much|once) more\b|\bmore (?:time|than|days|money|weeks|info|details)\b/u;

export function marksIn(text: string, sought: Sought, looking: Looking = "forward"): Marked {
  const plainText = plain(text);
  const tokens = tokensOf(plainText);
  const isAfrikaans =
    (sought.language === "af" || AFRIKAANS.test(plainText)) && !MORE_TIME.test(plainText);
  const sight = { tokens, today: sought.today, looking, isAfrikaans };
  const marks: Mark[] = [];
  const dated = new Map<number, Mark>();
  for (let at = 0; at < tokens.length; at += 1) {
    const mark = dateAt(sight, at);
    if (mark === undefined) continue;
    dated.set(at, mark);
    at = mark.to - 1;
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const date = dated.get(at);
    const mark =
      date ?? amountMark(tokens, at, sought.currency, dated) ?? weak(tokens, at, sought, looking);
    if (mark === undefined) continue;
    marks.push(mark);
    at = mark.to - 1;
  }
  return { tokens, marks };
}

function dateAt(sight: Parameters<(typeof DATE_RULES)[number]>[0], at: number): Mark | undefined {
  for (const rule of DATE_RULES) {
    const taken = rule(sight, at);
    if (taken) return { kind: "date", from: at, to: at + taken.length, on: taken.on };
  }
  return undefined;
}

function amountMark(
  tokens: readonly Token[],
  at: number,
  currency: string,
  dated: ReadonlyMap<number, Mark>,
): Mark | undefined {
  const taken = amountAt(tokens, at, currency);
  if (taken === undefined) return undefined;
  for (let next = at; next < at + taken.length; next += 1) if (dated.has(next)) return undefined;
  const place = { from: at, to: at + taken.length };
  return taken.amount === "rest"
    ? { kind: "rest", ...place }
    : { kind: "amount", ...place, amount: taken.amount };
}

function weak(
  tokens: readonly Token[],
  at: number,
  sought: Sought,
  looking: Looking,
): Mark | undefined {
  const place = { from: at, to: at + 1 };
  if (isIn(NOW, tokens[at])) return { kind: "now", ...place, on: sought.today };
  const isPayDay = tokens[at]?.text === "pay" && tokens[at + 1]?.text === "day";
  const isPaid =
    /^(?:get|am|im|been|be)$/u.test(tokens[at]?.text ?? "") && tokens[at + 1]?.text === "paid";
  if (!isIn(PAYDAY, tokens[at]) && !isPayDay && !isPaid) return undefined;
  const day = sought.paydayDay;
  const on = day === undefined ? undefined : dayOfMonth(day, sought.today, looking);
  return { kind: "payday", from: at, to: at + (isPayDay || isPaid ? 2 : 1), on };
}

/**
 * The pieces of a text in their order: "half now half on the 25th" is two. A day belongs to the amount before it, or to the
 * one behind it when the text begins with a day.
 */
export function partsOf({ marks }: Marked): readonly Part[] {
  const isSum = ({ kind }: Mark) => kind === "amount" || kind === "rest";
  const sums = marks.filter(isSum);
  const isSeveral = sums.length > 1;
  const strong = marks.some(({ kind }) => kind === "date");
  const said = marks.filter((mark) => {
    if (mark.kind === "now") return isSeveral;
    return mark.kind === "payday" ? mark.on !== undefined && !strong : true;
  });
  const isDay = (mark: Mark | undefined) => mark !== undefined && !isSum(mark);
  const firstIsDay = isSeveral && isDay(said[0]) && said.filter(isDay).length >= sums.length;
  const parts: {
    amount: Amount | undefined;
    on: Temporal.PlainDate | undefined;
    hasSum: boolean;
  }[] = [];
  for (const mark of said) {
    const open = parts.at(-1);
    if (mark.kind === "amount" || mark.kind === "rest") {
      const amount = mark.kind === "amount" ? mark.amount : undefined;
      const joins = open !== undefined && !open.hasSum && (firstIsDay || parts.length === 1);
      if (joins) Object.assign(open, { amount, hasSum: true });
      else parts.push({ amount, on: undefined, hasSum: true });
    } else if (open !== undefined && open.on === undefined && !firstIsDay) open.on = mark.on;
    else if (open === undefined || firstIsDay)
      parts.push({ amount: undefined, on: mark.on, hasSum: false });
  }
  return parts.slice(0, MOST_PARTS).map(({ amount, on }) => ({ amount, on }));
}

const MOST_PARTS = 12;

/** The amounts of money in a text, in their order. A number of a day is none. */
export function amountsIn(text: string, sought: Sought): readonly Amount[] {
  return marksIn(text, sought).marks.flatMap((mark) =>
    mark.kind === "amount" ? [mark.amount] : [],
  );
}

/** The days in a text, in their order; a known payday when no other is named. */
export function datesIn(
  text: string,
  sought: Sought,
  looking: Looking = "forward",
): readonly Temporal.PlainDate[] {
  const { marks } = marksIn(text, sought, looking);
  const said = marks.flatMap((mark) => (mark.kind === "date" ? [mark.on] : []));
  if (said.length > 0) return said;
  const weaker = marks.flatMap((mark) =>
    mark.kind === "payday" || mark.kind === "now" ? [mark.on] : [],
  );
  return weaker.filter((on) => on !== undefined);
}

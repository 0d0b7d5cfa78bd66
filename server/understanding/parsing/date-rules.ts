// Ways to say a day: each rule looks at the tokens from `at` on and answers how many it took and which day they mean.
import {
  BEGINNING,
  COUNTED,
  DAY_AFTER,
  DAY_BEFORE,
  DAY_WORDS,
  DAYS,
  AHEAD,
  END,
  LAST,
  LAST_AFTER,
  LINKING,
  MIDDLE,
  MONTH_END,
  MONTHLY,
  MONTHS,
  NEXT,
  NEXT_AFTER,
  NUMBER_WORDS,
  OF_MONTH,
  ON_DAY,
  ORDINAL,
  TODAY,
  TOMORROW,
  UNSURE_MONTHS,
  WEEKDAYS,
  WEEKEND,
  WEEKS,
  YESTERDAY,
} from "./date-words.ts";
import { isCurrencyWord } from "./currency-words.ts";
import { dayAndMonth, dayOfMonth, monthEnd, weekday, weekdayOfWeek, type Looking } from "./days.ts";
import { isIn, isNumber, setOf, touches, type Token } from "./tokens.ts";

export type Sight = {
  readonly tokens: readonly Token[];
  readonly today: Temporal.PlainDate;
  readonly looking: Looking;
  readonly isAfrikaans: boolean;
};
export type Taken = { readonly length: number; readonly on: Temporal.PlainDate };
type Rule = (sight: Sight, at: number) => Taken | undefined;

const SATURDAY = 6;
const FRIDAY = 5;
/** Zulu puts its "on" and "of" before the word, borrowed or not: "ngoFriday", "kuNovemba". */
const ZULU_BEFORE = /^(?:ngo|nge|nga|ngu|ngom|ku|ka|zika|kuka|u|o)(?=\p{L}{3})/u;

function named(words: ReadonlyMap<string, number>, token: Token | undefined): number | undefined {
  if (token === undefined) return undefined;
  return words.get(token.text) ?? words.get(token.text.replace(ZULU_BEFORE, ""));
}

const dayNumber = (token: Token | undefined): number | undefined => {
  if (!isNumber(token) || token.text.length > 2) return undefined;
  const value = Number(token.text);
  return value >= 1 && value <= 31 ? value : undefined;
};

const taken = (length: number, on: Temporal.PlainDate | undefined): Taken | undefined =>
  on && { length, on };

/** 2026-11-25, 25/11/2026, 25.11.26, 25/11; the day first, unless only the other order is possible. */
const numeric: Rule = ({ tokens, today, looking }, at) => {
  const [first, sign, second, again, third] = tokens.slice(at, at + 5);
  if (!isNumber(first) || !isNumber(second) || !touches(first, sign) || !touches(sign, second))
    return undefined;
  if (!/^[/.-]$/u.test(sign?.text ?? "") || isCurrencyWord(tokens[at - 1])) return undefined;
  const [one, two] = [Number(first.text), Number(second.text)];
  const isLong =
    again?.text === sign?.text &&
    isNumber(third) &&
    touches(second, again) &&
    touches(again, third);
  if (isLong) {
    const three = Number(third.text);
    if (first.text.length === 4)
      return taken(5, dayAndMonth({ day: three, month: two, year: one }, today, looking));
    const [day, month] = two > 12 ? [two, one] : [one, two];
    return taken(5, dayAndMonth({ day, month, year: three }, today, looking));
  }
  if (
    first.text.length > 2 ||
    second.text.length > 2 ||
    isCurrencyWord(tokens[at + 3]) ||
    tokens[at + 3]?.text === "%"
  )
    return undefined;
  if (sign?.text === "/" && one < two && two <= 4 && !isIn(ON_DAY, tokens[at - 1]))
    return undefined; // 1/2, 1/3, 3/4
  const isSaid =
    isIn(ON_DAY, tokens[at - 1]) || tokens[at - 1]?.text === "na" || tokens[at - 1]?.text === "w";
  if (sign?.text !== "/" && !isSaid) return undefined;
  const [day, month] = two > 12 ? [two, one] : [one, two];
  return taken(3, dayAndMonth({ day, month }, today, looking));
};

/** "25 Nov", "25th of November 2026", "10-go listopada", "Nov 25". */
const withMonth: Rule = ({ tokens, today, looking }, at) => {
  const day = dayNumber(tokens[at]) ?? named(DAY_WORDS, tokens[at]);
  if (day !== undefined) {
    let next = at + 1;
    while (
      next < at + 4 &&
      (isIn(ORDINAL, tokens[next]) || isIn(OF_MONTH, tokens[next]) || tokens[next]?.text === ".")
    )
      next += 1;
    const month = named(MONTHS, tokens[next]);
    if (month === undefined) return undefined;
    const [length, year] = withYear(tokens, next + 1);
    return taken(next + 1 - at + length, dayAndMonth({ day, month, year }, today, looking));
  }
  const month = named(MONTHS, tokens[at]);
  let next = at + 1;
  if (isIn(OF_MONTH, tokens[next])) next += 1;
  const after = dayNumber(tokens[next]);
  if (
    month === undefined ||
    after === undefined ||
    isCurrencyWord(tokens[next + 1]) ||
    isCurrencyWord(tokens[next - 1])
  )
    return undefined;
  const ordinal = isIn(ORDINAL, tokens[next + 1]) ? 1 : 0;
  if (isIn(UNSURE_MONTHS, tokens[at]) && ordinal === 0) return undefined;
  const [length, year] = withYear(tokens, next + 1 + ordinal);
  return taken(
    next + 1 - at + ordinal + length,
    dayAndMonth({ day: after, month, year }, today, looking),
  );
};

function withYear(tokens: readonly Token[], at: number): [number, number | undefined] {
  const skip = tokens[at]?.text === "," ? 1 : 0;
  const token = tokens[at + skip];
  const isYear = isNumber(token) && /^20\d\d$/u.test(token.text);
  return isYear ? [skip + 1, Number(token.text)] : [0, undefined];
}

/** "25th", "the 25", "do 10-go", "mhlaka 25", "dziesiątego", also "of next month". */
const ofMonth: Rule = ({ tokens, today, looking }, at) => {
  const said = named(DAY_WORDS, tokens[at]);
  const isSpoken =
    said !== undefined &&
    (isIn(ON_DAY, tokens[at - 1]) || tokens[at]?.text.endsWith("ego") === true);
  const day = dayNumber(tokens[at]) ?? (isSpoken ? said : undefined);
  if (day === undefined) return undefined;
  let next = at + 1;
  if (tokens[next]?.text === "-") next += 1;
  const isOrdinal =
    said !== undefined || (isIn(ORDINAL, tokens[next]) && !isIn(COUNTED, tokens[next + 1]));
  if (isOrdinal && said === undefined) next += 1;
  else next = at + 1;
  const before = tokens[at - 1]?.text === "-" ? tokens[at - 2] : tokens[at - 1];
  const isBare = !isOrdinal && isIn(ON_DAY, before) && !isCounting(tokens, next);
  if (!isOrdinal && !isBare) return undefined;
  if (isIn(COUNTED, tokens[next]) || isCurrencyWord(tokens[next])) return undefined;
  const month = monthFrom(tokens, next);
  if (month === undefined) return taken(next - at, dayOfMonth(day, today, looking));
  const first = today.with({ day: 1 }).add({ months: month.months });
  return taken(next - at + month.length, first.with({ day }, { overflow: "constrain" }));
};

const isCounting = (tokens: readonly Token[], at: number): boolean => {
  const token = tokens[at];
  if (token === undefined) return false;
  if (isCurrencyWord(token) || isIn(COUNTED, token) || isNumber(token)) return true;
  if (
    isIn(DAYS, token) ||
    isIn(WEEKS, token) ||
    isIn(MONTHLY, token) ||
    isIn(MONTHLY, tokens[at + 1])
  )
    return true;
  return (
    (/^[%/:.,]$/u.test(token.text) && touches(token, tokens[at + 1]) && isNumber(tokens[at + 1])) ||
    token.text === "%" ||
    token.text === "k"
  );
};

/** "of next month" and "of this month" behind something. */
function monthFrom(
  tokens: readonly Token[],
  at: number,
): { months: number; length: number } | undefined {
  let next = at;
  while (next < at + 3 && isIn(LINKING, tokens[next])) next += 1;
  if (isIn(NEXT, tokens[next]) && isIn(MONTHLY, tokens[next + 1]))
    return { months: 1, length: next + 2 - at };
  if (isIn(MONTHLY, tokens[next]) && isIn(NEXT_AFTER, tokens[next + 1]))
    return { months: 1, length: next + 2 - at };
  if (isIn(LAST, tokens[next]) && isIn(MONTHLY, tokens[next + 1]))
    return { months: -1, length: next + 2 - at };
  if (isIn(MONTHLY, tokens[next]) && next > at) return { months: 0, length: next + 1 - at };
  return undefined;
}

/** "friday", "next friday", "friday next week", "ngoLwesihlanu oluzayo", "last friday". */
const byWeekday: Rule = ({ tokens, today, looking, isAfrikaans }, at) => {
  const before = isIn(NEXT, tokens[at]) ? 1 : isIn(LAST, tokens[at]) ? -1 : 0;
  const start = at + (before === 0 ? 0 : 1);
  const token = tokens[start];
  const day = named(WEEKDAYS, token);
  if (day === undefined || token === undefined) return undefined;
  if (
    /^(?:sr|pt|nd|pn|wt|sat|sun|mon|wed|pia|isonto|vry)$/u.test(token.text) &&
    isNumber(tokens[start - 1])
  )
    return undefined;
  if (token.text === "isonto" && isIn(LAST_AFTER, tokens[start + 1])) return undefined;
  if (token.text === "sat" && isAfrikaans) return undefined;
  const length = start + 1 - at;
  if (before === -1 || isIn(LAST_AFTER, tokens[start + 1]))
    return taken(length, today.subtract({ days: ((today.dayOfWeek - day + 6) % 7) + 1 }));
  if (before === 1) return taken(length, weekdayOfWeek(day, 1, today));
  if (isIn(NEXT, tokens[start + 1]) && isIn(WEEKS, tokens[start + 2]))
    return taken(length + 2, weekdayOfWeek(day, 1, today));
  return taken(length, weekday(day, today, looking));
};

/** "today", "tomorrow", "pojutrze", "gister". */
const relative: Rule = ({ tokens, today, isAfrikaans }, at) => {
  const token = tokens[at];
  if (/^(?:day|this|later|last)$/u.test(token?.text ?? "")) {
    const phrase = tokens
      .slice(at, at + 3)
      .map(({ text }) => text)
      .join(" ");
    if (phrase === "day after tomorrow") return taken(3, today.add({ days: 2 }));
    if (phrase === "day before yesterday") return taken(3, today.subtract({ days: 2 }));
    if (/^(?:this (?:morning|afternoon|evening)|later on)/u.test(phrase)) return taken(2, today);
    if (phrase.startsWith("last night")) return taken(2, today.subtract({ days: 1 }));
  }
  if (token?.text === "2" && touches(token, tokens[at + 1])) {
    if (isIn(TOMORROW, tokens[at + 1])) return taken(2, today.add({ days: 1 }));
    if (/^(?:day|nite|night)$/u.test(tokens[at + 1]?.text ?? "")) return taken(2, today);
  }
  if (isIn(TODAY, token)) return taken(1, today);
  if (isIn(TOMORROW, token) || (isAfrikaans && token?.text === "more"))
    return taken(1, today.add({ days: 1 }));
  if (isIn(DAY_AFTER, token)) return taken(1, today.add({ days: 2 }));
  if (isIn(YESTERDAY, token)) return taken(1, today.subtract({ days: 1 }));
  if (isIn(DAY_BEFORE, token)) return taken(1, today.subtract({ days: 2 }));
  return undefined;
};

/** "in 2 weeks", "za tydzień", "3 days ago", "emavikini amabili". */
const duration: Rule = ({ tokens, today }, at) => {
  const token = tokens[at];
  const value = isNumber(token) ? Number(token.text) : named(NUMBER_WORDS, token);
  const unitAt = value === undefined ? at : at + 1;
  const count = value ?? 1;
  const unit = unitOf(tokens[unitAt]);
  if (unit === undefined) {
    // "emavikini amabili", "izinsuku ezi-3": the count behind.
    return undefined;
  }
  const [behind, behindLength] =
    value === undefined ? countBehind(tokens, unitAt + 1) : [undefined, 0];
  const many = behind ?? count;
  if (many < 1 || many > 366) return undefined;
  const end = unitAt + 1 + behindLength;
  const isBack = isIn(LAST_AFTER, tokens[end]) && !isIn(NEXT_AFTER, tokens[end]);
  if (isBack) return taken(end + 1 - at, today.subtract({ [unit]: many }));
  const before = tokens[at - 1];
  const isAhead =
    isIn(AHEAD, before) ||
    /^(?:time|from)$/u.test(tokens[end]?.text ?? "") ||
    (behind !== undefined && /^[ek]/u.test(tokens[unitAt]?.text ?? ""));
  if (!isAhead || (value === undefined && behind === undefined && before?.text !== "za"))
    return undefined;
  return taken(end - at, today.add({ [unit]: many }));
};

function unitOf(token: Token | undefined): "days" | "weeks" | "months" | undefined {
  if (isIn(DAYS, token)) return "days";
  if (isIn(WEEKS, token)) return "weeks";
  return isIn(MONTHLY, token) ? "months" : undefined;
}

function countBehind(tokens: readonly Token[], at: number): [number | undefined, number] {
  const word = named(NUMBER_WORDS, tokens[at]);
  if (word !== undefined && (tokens[at]?.text.length ?? 0) > 2) return [word, 1];
  const isPrefix = /^(?:a|ezi|ama|angu|ezingu|e)$/u.test(tokens[at]?.text ?? "");
  const skip = isPrefix ? (tokens[at + 1]?.text === "-" ? 2 : 1) : 0;
  const token = tokens[at + skip];
  return skip > 0 && isNumber(token) ? [Number(token.text), skip + 1] : [undefined, 0];
}

/** "month end", "end of november", "koniec miesiąca", "mid month", "beginning of next month". */
const partOfMonth: Rule = ({ tokens, today, looking }, at) => {
  const token = tokens[at];
  if (isIn(MONTH_END, token)) return taken(1, monthEnd(looking === "forward" ? 0 : -1, today));
  const next = tokens[at + 1];
  if (isIn(MONTHLY, token) && (isIn(END, next) || /^ends?$/u.test(next?.text ?? "")))
    return taken(2, monthEnd(looking === "forward" ? 0 : -1, today));
  const where = isIn(END, token)
    ? "end"
    : isIn(MIDDLE, token)
      ? "middle"
      : isIn(BEGINNING, token)
        ? "begin"
        : undefined;
  if (where === undefined) return undefined;
  let to = at + 1;
  while (to < at + 4 && isIn(LINKING, tokens[to])) to += 1;
  const month = named(MONTHS, tokens[to]);
  if (month !== undefined) {
    const first = dayAndMonth({ day: 1, month }, today.with({ day: 1 }), looking);
    return first && taken(to + 1 - at, dayIn(where, first));
  }
  if (isIn(WEEKS, tokens[to]))
    return taken(to + 1 - at, weekdayOfWeek(FRIDAY, today.dayOfWeek > FRIDAY ? 1 : 0, today));
  const isNext = isIn(NEXT, tokens[to]);
  if (isNext) to += 1;
  if (!isIn(MONTHLY, tokens[to])) return undefined;
  const isBehind = isIn(NEXT_AFTER, tokens[to + 1]);
  const months = isNext || isBehind ? 1 : looking === "backward" && where === "end" ? -1 : 0;
  const on = dayIn(where, today.with({ day: 1 }).add({ months }));
  const isPast = looking === "forward" && Temporal.PlainDate.compare(on, today) < 0;
  return taken(
    to + 1 - at + (isBehind ? 1 : 0),
    isPast ? dayIn(where, today.with({ day: 1 }).add({ months: months + 1 })) : on,
  );
};

const dayIn = (where: "begin" | "middle" | "end", first: Temporal.PlainDate): Temporal.PlainDate =>
  where === "begin" ? first : first.with({ day: where === "middle" ? 15 : first.daysInMonth });

/** "next week" is its Friday, "next month" its last day: the latest that keeps such a word. "weekend" is Saturday. */
const nextPeriod: Rule = ({ tokens, today, looking }, at) => {
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (isIn(WEEKEND, token)) return taken(1, weekday(SATURDAY, today, looking));
  const isBefore = isIn(NEXT, token);
  const unit = isBefore ? next : isIn(NEXT_AFTER, next) ? token : undefined;
  if (isIn(WEEKS, unit)) return taken(2, weekdayOfWeek(FRIDAY, 1, today));
  if (isIn(MONTHLY, unit)) return taken(2, monthEnd(1, today));
  if (looking === "backward" && (isIn(LAST, token) || isIn(LAST_AFTER, next))) {
    const past = isIn(LAST, token) ? next : token;
    if (isIn(WEEKS, past)) return taken(2, weekdayOfWeek(FRIDAY, -1, today));
  }
  return undefined;
};

const IN_MONTH = setOf("in, by, during, w, do, za, na, teen, tot, ngo, before, end, late");

/** "in december", "do grudnia": its last day, the latest that keeps such a word. */
const monthAlone: Rule = ({ tokens, today, looking }, at) => {
  const token = tokens[at];
  const month = named(MONTHS, token);
  const isGlued = token !== undefined && !MONTHS.has(token.text);
  if (month === undefined || isIn(UNSURE_MONTHS, token)) return undefined;
  if (!isGlued && !isIn(IN_MONTH, tokens[at - 1])) return undefined;
  const first = dayAndMonth({ day: 1, month }, today.with({ day: 1 }), looking);
  return first && taken(1, dayIn("end", first));
};

/** In the order in which they are tried. */
export const DATE_RULES: readonly Rule[] = [
  numeric,
  withMonth,
  ofMonth,
  duration,
  byWeekday,
  partOfMonth,
  nextPeriod,
  relative,
  monthAlone,
];

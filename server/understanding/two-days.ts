// "On the 1st and 15th": two days in one breath, which is a plan of two. In English, Polish, Afrikaans and isiZulu.
import { folded } from "./fold.ts";

const NUMBER = String.raw`(\d{1,2})(?: ?(?:st|nd|rd|th|ste|de|go|ego))?`;
const AND = String.raw`(?:and|en|i|oraz|na|nango|no)(?: (?:then|again|dan|potem))?`;
const ON = String.raw`(?: (?:on|op|w dniu|dnia|ngo|ngomhla ka))?(?: (?:the|die))?`;
const PAIR = new RegExp(String.raw`\b${NUMBER} ${AND}${ON} ${NUMBER}\b`, "u");
/** One of them, something between them, or one that is over. */
const NOT_BOTH =
  /\b(?:or|either|between|from|not|instead|paid|lub|albo|miedzy|od|zaplacilem|zaplacilam|of|tussen|van|betaalde|noma|phakathi|ngikhokhile|sengikhokhile)\b/u;

export type TwoDays = readonly [Temporal.PlainDate, Temporal.PlainDate];

/**
 * Both days, in their order, both behind `today`; undefined where the text names no such pair. `days`: those that were found in
 * the text, of which one at least is of the pair. Pure.
 */
export function twoDays(
  text: string,
  days: readonly Temporal.PlainDate[],
  today: Temporal.PlainDate,
): TwoDays | undefined {
  const plain = folded(text);
  const found = PAIR.exec(plain);
  if (!found || NOT_BOTH.test(plain)) return undefined;
  const [one, two] = [Number(found[1]), Number(found[2])];
  const isDay = (number: number): boolean => number >= 1 && number <= 31;
  if (one === two || !isDay(one) || !isDay(two)) return undefined;
  const first = days.find(({ day }) => day === one) ?? before(one, two, days);
  if (!first || Temporal.PlainDate.compare(first, today) <= 0) return undefined;
  const second = days.find(({ day }) => day === two && one < two) ?? behind(first, two);
  return second && Temporal.PlainDate.compare(first, second) < 0 ? [first, second] : undefined;
}

/** The first day where the month stands behind the second: "1 i 15 grudnia". */
function before(
  one: number,
  two: number,
  days: readonly Temporal.PlainDate[],
): Temporal.PlainDate | undefined {
  const second = days.find(({ day }) => day === two);
  if (!second) return undefined;
  return withDay(one < two ? second : second.subtract({ months: 1 }), one);
}

function behind(first: Temporal.PlainDate, two: number): Temporal.PlainDate | undefined {
  return withDay(two > first.day ? first : first.with({ day: 1 }).add({ months: 1 }), two);
}

/** Undefined where the month is shorter. */
function withDay(month: Temporal.PlainDate, day: number): Temporal.PlainDate | undefined {
  return day <= month.daysInMonth ? month.with({ day }) : undefined;
}

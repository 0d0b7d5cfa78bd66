// On which days a customer of the replay may be written to, by the words of the law and not by a library.
import { dayOf, isoOf, type Day } from "./receivables.ts";

/** 0 is Sunday. 1970-01-01 was a Thursday. */
const weekday = (day: Day): number => (day + 4) % 7;

/** The n-th such weekday of a month; n = -1: the last. */
function nth(year: number, month: number, wanted: number, n: number): Day {
  const days = Array.from({ length: 31 }, (_, i) => dayOf(`${year}-${two(month)}-01`) + i).filter(
    (day) => isoOf(day).slice(5, 7) === two(month) && weekday(day) === wanted,
  );
  return days.at(n < 0 ? n : n - 1) ?? Number.NaN;
}

const two = (number: number): string => String(number).padStart(2, "0");

/** Legal public holidays, 5 U.S.C. 6103(a), as of 2013. */
function holidaysOf(year: number): readonly Day[] {
  return [
    dayOf(`${year}-01-01`),
    nth(year, 1, 1, 3), // Birthday of Martin Luther King, Jr.
    nth(year, 2, 1, 3), // Washington's Birthday
    nth(year, 5, 1, -1), // Memorial Day
    dayOf(`${year}-07-04`),
    nth(year, 9, 1, 1), // Labor Day
    nth(year, 10, 1, 2), // Columbus Day
    dayOf(`${year}-11-11`), // Veterans Day
    nth(year, 11, 4, 4), // Thanksgiving Day
    dayOf(`${year}-12-25`),
  ];
}

const holidays = new Set([2013, 2014].flatMap(holidaysOf));

/** Monday to Saturday, not on a public holiday. */
export const mayWriteOn = (day: Day): boolean => weekday(day) !== 0 && !holidays.has(day);

const isBusinessDay = (day: Day): boolean => mayWriteOn(day) && weekday(day) !== 6;

/** The n-th business day after a day. */
export function businessDaysAfter(day: Day, n: number): Day {
  let at = day;
  for (let left = n; left > 0;) {
    at += 1;
    if (isBusinessDay(at)) left -= 1;
  }
  return at;
}

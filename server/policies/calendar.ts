/**
 * Business and banking days: Monday to Friday without the public holidays of a country (`date-holidays`). Banking days are
 * the same days here: bank-only holidays differ by scheme, and calling such a day a banking day only makes books look older.
 */
import Holidays from "date-holidays";

import { assert } from "#platform/errors.ts";

import { civilOf, DAY_MS, dayOfCivil, dayOfIso, weekdayOf } from "./day.ts";
import type { Day } from "./types.ts";

/** The holidays of one country in one year; the business flag of each of its days. */
type Year = {
  readonly firstDay: Day;
  readonly holidays: ReadonlySet<Day>;
  readonly business: Uint8Array;
};

// A country-year costs 10 to 40 ms to compute and some 400 bytes to keep.
const MAX_YEARS = 2_000;
const MAX_STEP_DAYS = 3_660;
const years = new Map<string, Year>();
let last: { country: string; to: Day; year: Year } | undefined;

let countries: ReadonlySet<string> | undefined;

/** True for an ISO 3166 code whose holidays are known. */
export function hasCalendar(country: string): boolean {
  countries ??= new Set(Object.keys(new Holidays().getCountries()));
  return countries.has(country);
}

/** The days of the public holidays that a year's table names; half holidays (from noon) are working days. */
function holidaysIn(country: string, year: number): readonly Day[] {
  if (!hasCalendar(country)) return [];
  const days: Day[] = [];
  for (const holiday of new Holidays(country, { types: ["public"] }).getHolidays(year)) {
    if (holiday.date.slice(11, 13) >= "12") continue;
    const first = dayOfIso(holiday.date.slice(0, 10));
    const lengthDays = Math.round((holiday.end.getTime() - holiday.start.getTime()) / DAY_MS);
    for (let i = 0; i < Math.max(1, Math.min(lengthDays, 31)); i += 1) days.push(first + i);
  }
  return days;
}

function build(country: string, year: number): Year {
  const firstDay = dayOfCivil(year, 1, 1);
  const days = dayOfCivil(year + 1, 1, 1) - firstDay;
  // A long holiday may have begun in the year before.
  const holidays = new Set([...holidaysIn(country, year - 1), ...holidaysIn(country, year)]);
  const business = new Uint8Array(days);
  for (let i = 0; i < days; i += 1) {
    const weekday = weekdayOf(firstDay + i);
    business[i] = weekday !== 0 && weekday !== 6 && !holidays.has(firstDay + i) ? 1 : 0;
  }
  return { firstDay, holidays, business };
}

function yearOf(day: Day, country: string): Year {
  if (last?.country === country && day >= last.year.firstDay && day < last.to) return last.year;
  const { year } = civilOf(day);
  const key = `${country}:${year}`;
  let found = years.get(key);
  if (found === undefined) {
    if (years.size >= MAX_YEARS) years.clear();
    found = build(country, year);
    years.set(key, found);
  }
  last = { country, to: found.firstDay + found.business.length, year: found };
  return found;
}

/** True for a public holiday of the country, also when it falls on a weekend. A country without a calendar has none. */
export function isHoliday(day: Day, country: string): boolean {
  return yearOf(day, country).holidays.has(day);
}

export function isBusinessDay(day: Day, country: string): boolean {
  const year = yearOf(day, country);
  return year.business[day - year.firstDay] === 1;
}

/**
 * The n-th business day after (or, for n < 0, before) a day, which itself does not count: one business day after Friday,
 * Saturday or Sunday is Monday. n = 0 is the day itself, whatever day it is.
 */
export function addBusinessDays(day: Day, n: number, country: string): Day {
  const step = n < 0 ? -1 : 1;
  let left = Math.abs(n);
  let at = day;
  for (let i = 0; left > 0; i += 1) {
    assert(i < MAX_STEP_DAYS, `${n} business days lead further than ${MAX_STEP_DAYS} days`);
    at += step;
    if (isBusinessDay(at, country)) left -= 1;
  }
  return at;
}

/** How many banking days lie after `from` up to and including `to`; 0 when `to` is not later. Counts at most ten years. */
export function bankingDaysBetween(from: Day, to: Day, country: string): number {
  let count = 0;
  const end = Math.min(to, from + MAX_STEP_DAYS);
  for (let day = from + 1; day <= end; day += 1) if (isBusinessDay(day, country)) count += 1;
  return count;
}

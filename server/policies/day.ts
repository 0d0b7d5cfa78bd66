/**
 * Days and instants. The hot path works on day numbers and epoch milliseconds; `Temporal` is asked only for the offsets of a
 * zone, once per stretch between two changes of its clock.
 */
import { assert } from "#platform/errors.ts";

import type { Day, EpochMs } from "./types.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** 9999-12-31: beyond it an ISO date has no plain form. */
const MAX_DAY = 2_932_896;
const MIN_DAY = -719_162;

/** Proleptic Gregorian year, month (1-12) and day (1-31) of a day number. */
export function civilOf(day: Day): { year: number; month: number; dayOfMonth: number } {
  // Days counted from 0000-03-01, so that the leap day is the last of its year.
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** Day number of a civil date; the date must exist (`dayOfIso` checks, this does not). */
export function dayOfCivil(year: number, month: number, dayOfMonth: number): Day {
  const fromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(fromMarch / 400);
  const yearOfEra = fromMarch - era * 400;
  const dayOfYear =
    Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** "2026-11-22" of a day number. */
export function isoOf(day: Day): string {
  assert(Number.isInteger(day) && day >= MIN_DAY && day <= MAX_DAY, `not a day number: ${day}`);
  const { year, month, dayOfMonth } = civilOf(day);
  return `${String(year).padStart(4, "0")}-${month < 10 ? "0" : ""}${month}-${dayOfMonth < 10 ? "0" : ""}${dayOfMonth}`;
}

/** Day number of "YYYY-MM-DD"; throws a RangeError for anything else, also for a date that does not exist. */
export function dayOfIso(iso: string): Day {
  return dayOfDate(Temporal.PlainDate.from(iso, { overflow: "reject" }));
}

export function dayOfDate(date: Temporal.PlainDate): Day {
  const iso = date.withCalendar("iso8601");
  return dayOfCivil(iso.year, iso.month, iso.day);
}

export function dateOf(day: Day): Temporal.PlainDate {
  return Temporal.PlainDate.from(isoOf(day));
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** A stretch of time in which a zone keeps one offset. */
type Span = { readonly from: EpochMs; readonly to: EpochMs; readonly offsetMs: number };
/** `last` is the span that answered last: almost every question falls into it. */
type Zone = { last: Span; readonly spans: Span[] };

// Bounds of the caches: all of the IANA zones with room for aliases, and a lifetime of clock changes of each.
const MAX_ZONES = 1_000;
const MAX_SPANS = 64;
const zones = new Map<string, Zone>();

function spanAt(zone: string, at: EpochMs): Span {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  // "next" is strictly after, "previous" strictly before: ask for the one before the next to include a change right now.
  const next = zoned.getTimeZoneTransition("next");
  const start = zoned.add({ nanoseconds: 1 }).getTimeZoneTransition("previous");
  return {
    from: start === null ? -Infinity : start.epochMilliseconds,
    to: next === null ? Infinity : next.epochMilliseconds,
    offsetMs: zoned.offsetNanoseconds / 1_000_000,
  };
}

function spanOf(zone: string, at: EpochMs): Span {
  let known = zones.get(zone);
  if (known !== undefined && at >= known.last.from && at < known.last.to) return known.last;
  const found = known?.spans.find((span) => at >= span.from && at < span.to) ?? spanAt(zone, at);
  if (known === undefined) {
    if (zones.size >= MAX_ZONES) zones.clear();
    known = { last: found, spans: [] };
    zones.set(zone, known);
  }
  if (!known.spans.includes(found)) {
    if (known.spans.length >= MAX_SPANS) known.spans.length = 0;
    known.spans.push(found);
  }
  known.last = found;
  return found;
}

/** True for a time zone that the runtime knows. */
export function isZone(zone: string): boolean {
  try {
    spanOf(zone, 0);
    return true;
  } catch {
    return false;
  }
}

/** What must be added to UTC to get local time in the zone at that instant, ms. Throws a RangeError for an unknown zone. */
function offsetAt(zone: string, at: EpochMs): number {
  return spanOf(zone, at).offsetMs;
}

/** The local day of an instant. */
export function dayAt(at: EpochMs, zone: string): Day {
  return Math.floor((at + offsetAt(zone, at)) / DAY_MS);
}

/** Minutes since local midnight by the wall clock, 0 to 1439. */
export function minuteAt(at: EpochMs, zone: string): number {
  const local = at + offsetAt(zone, at);
  return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / MINUTE_MS);
}

/**
 * The instant at which the wall clock of the zone shows that minute of that day. A time that the zone skips moves forward by
 * the gap, a time that it repeats is the first of the two (`disambiguation: "compatible"` of Temporal). `minute` may be 1440.
 */
export function instantOf(day: Day, minute: number, zone: string): EpochMs {
  const local = day * DAY_MS + minute * MINUTE_MS;
  // No zone is more than a day from UTC, so these two are on either side of any change that local time may meet.
  const before = spanOf(zone, local - DAY_MS);
  if (before.to > local + DAY_MS) return local - before.offsetMs;
  const after = offsetAt(zone, local + DAY_MS);
  const early = local - before.offsetMs;
  if (offsetAt(zone, early) === before.offsetMs) return early;
  const late = local - after;
  return offsetAt(zone, late) === after ? late : early;
}

/** The first instant of the local day. */
export function startOfDay(day: Day, zone: string): EpochMs {
  return instantOf(day, 0, zone);
}

/** The last millisecond of the local day. */
export function endOfDay(day: Day, zone: string): EpochMs {
  return instantOf(day + 1, 0, zone) - 1;
}

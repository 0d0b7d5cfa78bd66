// Days and weeks of a client's zone, for figures over time.
import { dateOf, dayOfDate, weekdayOf } from "#policies/day.ts";

export type Step = "day" | "week";

export type Span = {
  /** First and last day, both counted. */
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
};

/** Figures are counted for so many days at most. */
export const MOST_DAYS = 800;

/** The first day of whatever the day belongs to: itself, or the Monday of its week (ISO 8601). */
export const startOf = (day: number, by: Step): number =>
  by === "day" ? day : day - ((weekdayOf(day) + 6) % 7);

/** First days of all days or weeks that the span touches, in order. */
export function startsOf({ from, to }: Span, by: Step): readonly number[] {
  const [first, last] = [startOf(dayOfDate(from), by), dayOfDate(to)];
  const length = Math.floor((last - first) / (by === "day" ? 1 : 7)) + 1;
  return Array.from({ length }, (_, at) => first + at * (by === "day" ? 1 : 7));
}

/** The instants between which the days of the span lie, where the client is. */
export function instantsOf(
  { from, to }: Span,
  zone: string,
): { readonly from: Temporal.Instant; readonly to: Temporal.Instant } {
  const start = (day: Temporal.PlainDate): Temporal.Instant =>
    day.toZonedDateTime(zone).startOfDay().toInstant();
  return { from: start(from), to: start(to.add({ days: 1 })) };
}

/** The `days` days up to `to`. */
export const lastDays = (to: Temporal.PlainDate, days: number): Span => ({
  from: dateOf(dayOfDate(to) - days + 1),
  to,
});

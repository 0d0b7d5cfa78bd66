// Arithmetic of days that are named without their month or year. Pure; Temporal only.

/** Promises look ahead, "I paid on friday" looks back. */
export type Looking = "forward" | "backward";

type Day = Temporal.PlainDate;

/** The day of the month nearest in that direction, today included; in a shorter month its last day. */
export function dayOfMonth(day: number, today: Day, looking: Looking): Day {
  const here = today.with({ day }, { overflow: "constrain" });
  const order = Temporal.PlainDate.compare(here, today);
  if (looking === "forward" && order < 0)
    return today.add({ months: 1 }).with({ day }, { overflow: "constrain" });
  if (looking === "backward" && order > 0)
    return today.subtract({ months: 1 }).with({ day }, { overflow: "constrain" });
  return here;
}

/** A day and month, with its year when it was named; undefined when there is no such day. */
export function dayAndMonth(
  { day, month, year }: { day: number; month: number; year?: number | undefined },
  today: Day,
  looking: Looking,
): Day | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const fullYear = year === undefined ? today.year : year < 100 ? 2_000 + year : year;
  if (fullYear < 2_000 || fullYear > 2_099) return undefined;
  const here = exact(fullYear, month, day);
  if (here === undefined || year !== undefined) return here;
  const order = Temporal.PlainDate.compare(here, today);
  if (looking === "forward" && order < 0) return exact(fullYear + 1, month, day);
  if (looking === "backward" && order > 0) return exact(fullYear - 1, month, day);
  return here;
}

function exact(year: number, month: number, day: number): Day | undefined {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return day <= first.daysInMonth ? first.with({ day }) : undefined;
}

/** Ahead: the coming one, never today. Back: the last one, today included. */
export function weekday(day: number, today: Day, looking: Looking): Day {
  if (looking === "backward") return today.subtract({ days: (today.dayOfWeek - day + 7) % 7 });
  return today.add({ days: ((day - today.dayOfWeek + 6) % 7) + 1 });
}

/** In the calendar week `weeks` from this one, whose first day is Monday. */
export function weekdayOfWeek(day: number, weeks: number, today: Day): Day {
  return today.add({ days: 7 * weeks + day - today.dayOfWeek });
}

/** The last day of the month `months` from this one. */
export function monthEnd(months: number, today: Day): Day {
  const month = today.with({ day: 1 }).add({ months });
  return month.with({ day: month.daysInMonth });
}

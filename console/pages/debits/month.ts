// Months as a calendar shows them: weeks from Monday on.

const DAY_MS = 86_400_000;

const textOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const startOf = (month: string): number => Date.parse(`${month}-01T00:00:00Z`);

function shifted(month: string, by: number): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return textOf(Date.UTC(year, number - 1 + by, 1)).slice(0, 7);
}

export type Month = {
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
};

/** Of "2026-07": its first and last day, its name, and the months beside it. */
export function monthOf(month: string, language: string): Month {
  const start = startOf(month);
  const after = shifted(month, 1);
  const named = new Intl.DateTimeFormat(language, {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return {
    from: textOf(start),
    to: textOf(startOf(after) - DAY_MS),
    name: named.format(start),
    before: shifted(month, -1),
    after,
  };
}

/** The days of the weeks in which the month lies, and what the days of a week are called. */
export function weeksOf(
  from: string,
  language: string,
): { readonly names: readonly string[]; readonly days: readonly string[] } {
  const start = startOf(from.slice(0, 7));
  const end = startOf(shifted(from.slice(0, 7), 1));
  const lead = (new Date(start).getUTCDay() + 6) % 7;
  const first = start - lead * DAY_MS;
  const weeks = Math.ceil((end - first) / DAY_MS / 7);
  const days = Array.from({ length: weeks * 7 }, (_, at) => textOf(first + at * DAY_MS));
  const named = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  return { days, names: days.slice(0, 7).map((day) => named.format(Date.parse(day))) };
}

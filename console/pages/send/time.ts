// Days and hours of the calendar, in the zone of the client. `Date` carries days as midnights of UTC here.
const DAY_MS = 86_400_000;

/** "2026-03-06" of an instant, where the client is. */
export const dayIn = (instant: string | number, zone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(
    new Date(instant),
  );

/** Minutes since midnight of an instant, where the client is. */
export function minuteIn(instant: string | number, zone: string): number {
  const [hour = "0", minute = "0"] = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    timeStyle: "short",
  })
    .format(new Date(instant))
    .split(":");
  return Number(hour) * 60 + Number(minute);
}

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The Monday of the week of the day. */
export function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return plusDays(day, -weekday);
}

export const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;

export const plusMonths = (day: string, months: number): string => {
  const date = new Date(`${firstOfMonth(day)}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
};

const two = (value: number): string => String(value).padStart(2, "0");

/** "2026-03-06T09:30" of a day and the minutes since its midnight. */
export const localAt = (day: string, minute: number): string => {
  const on = plusDays(day, Math.floor(minute / 1_440));
  const rest = ((minute % 1_440) + 1_440) % 1_440;
  return `${on}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
};

/** Moves a local time by so many minutes. */
export function moved(local: string, minutes: number): string {
  const [day = "", time = "00:00"] = local.split("T");
  const [hour = "0", minute = "0"] = time.split(":");
  return localAt(day, Number(hour) * 60 + Number(minute) + minutes);
}

/** The local time a month later, or the last day of that month. */
export function monthAfter(local: string): string {
  const [day = "", time = "00:00"] = local.split("T");
  const first = plusMonths(day, 1);
  const last = plusDays(plusMonths(day, 2), -1);
  const same = `${first.slice(0, 8)}${day.slice(8)}`;
  return `${same > last ? last : same}T${time.slice(0, 5)}`;
}

/** The language as the browser's country writes it. */
export const localeOf = (language: string): string =>
  navigator.languages.find((one) => one.startsWith(`${language}-`)) ?? language;

// When a debit must be announced, and until when it can be taken out: pure, on day numbers.
import { earliestAllowed, type ContactQuery } from "#policies/contact-rules.ts";
import { DAY_MS, dayAt, instantOf } from "#policies/day.ts";
import { cutoffDay, noticeDay, type NoticePeriod } from "#policies/debit-schemes.ts";
import type { Day, EpochMs } from "#policies/types.ts";

/** People are told in the morning, not when hours begin. */
const MORNING_MINUTE = 9 * 60;
/** As far back as a day is looked for on which the customer may be contacted. */
const MOST_DAYS_BACK = 14;

export type Cutoff = { readonly working_days: number; readonly at: string };

/** Until when the order can be taken out, by the client's zone and working days. */
export function cutoffAt(
  strikeOn: Day,
  cutoff: Cutoff,
  { zone, country }: { readonly zone: string; readonly country: string },
): EpochMs {
  const [hours, minutes] = cutoff.at.split(":").map(Number);
  const day = cutoffDay(strikeOn, cutoff.working_days, country);
  return instantOf(day, (hours ?? 0) * 60 + (minutes ?? 0), zone);
}

export type NoticeTime = {
  /** The last day on which the period is kept. */
  readonly by: Day;
  /** When to say it; undefined: it can't be said before the strike any more. */
  readonly at: EpochMs | undefined;
  /** It is said after `by`. */
  readonly isLate: boolean;
};

type Hours = Omit<ContactQuery, "from" | "class" | "between">;

/**
 * When the notice goes out: on the last day that keeps the period, or the last one before on which the customer may be
 * contacted; when that is over, as soon as hours allow, and late.
 */
export function noticeTime(
  strikeOn: Day,
  period: NoticePeriod,
  about: { readonly country: string; readonly hours: Hours; readonly nowMs: EpochMs },
): NoticeTime {
  const { country, hours, nowMs } = about;
  const by = noticeDay(strikeOn, period, country);
  const zone = hours.zones[0] ?? "UTC";
  const allowed = (from: EpochMs): EpochMs | undefined => {
    const found = earliestAllowed({ ...hours, class: "notice", between: undefined, from });
    return "at" in found ? found.at : undefined;
  };
  for (let day = by; day > by - MOST_DAYS_BACK; day -= 1) {
    const morning = instantOf(day, MORNING_MINUTE, zone);
    if (morning < nowMs - DAY_MS) break;
    const at = allowed(Math.max(morning, nowMs));
    if (at !== undefined && dayAt(at, zone) <= by) return { by, at, isLate: false };
  }
  const soon = allowed(nowMs);
  const isInTime = soon !== undefined && dayAt(soon, zone) < strikeOn;
  return { by, at: isInTime ? soon : undefined, isLate: true };
}

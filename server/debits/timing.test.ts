import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noticeTime, cutoffAt } from "./timing.ts";
import { runs } from "#testing/fuzz.ts";
import { dayAt, dayOfIso, isoOf, weekdayOf } from "#policies/day.ts";
import {
  cutoffDay,
  noticeDay,
  retryOn,
  SCHEME_RULES,
  schemeFor,
  SCHEMES,
} from "#policies/debit-schemes.ts";

const on = (scheme: keyof typeof SCHEME_RULES, strike: string, country: string): string =>
  isoOf(noticeDay(dayOfIso(strike), SCHEME_RULES[scheme].notice, country));

describe("who is told when", () => {
  test("SEPA: 14 calendar days before", () => {
    expect(on("sepa_core", "2026-03-25", "PL")).toBe("2026-03-11");
  });

  test("Bacs: 10 working days before, public holidays left out", () => {
    expect(on("bacs", "2026-03-25", "GB")).toBe("2026-03-11");
    // Good Friday and Easter Monday lie between.
    expect(on("bacs", "2026-04-15", "GB")).toBe("2026-03-30");
  });

  test("every scheme names its sources and when they were checked", () => {
    for (const scheme of SCHEMES) {
      const rules = SCHEME_RULES[scheme];
      expect([rules.noticeSource, rules.refundSource, rules.retrySource].every(Boolean)).toBe(true);
      expect(rules.checkedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
    }
    expect(["EUR", "GBP", "ZAR", "PLN"].map(schemeFor)).toEqual([
      "sepa_core",
      "bacs",
      "za_eft",
      "other",
    ]);
  });
});

const hours = {
  zones: ["Africa/Johannesburg"],
  country: "ZA",
  channel: "sms",
  profiles: ["za"],
  party: "first",
} as const;
const at = (text: string) => Temporal.Instant.from(`${text}+02:00`).epochMilliseconds;
const show = (ms: number | undefined) =>
  ms === undefined
    ? undefined
    : Temporal.Instant.fromEpochMilliseconds(ms)
        .toZonedDateTimeISO(hours.zones[0])
        .toPlainDateTime()
        .toString({ smallestUnit: "minute" });

describe("the time of a notice", () => {
  const time = (strike: string, now: string, days = 14) =>
    noticeTime(
      dayOfIso(strike),
      { days, count: "calendar" },
      { country: "ZA", hours, nowMs: at(now) },
    );

  test("in the morning of its last day; on a day without contact, of the day before", () => {
    expect(show(time("2026-03-25", "2026-03-01T12:00").at)).toBe("2026-03-11T09:00");
    // 2026-03-15 is a Sunday: nothing is said then in South Africa.
    const sunday = time("2026-03-29", "2026-03-01T12:00");
    expect([isoOf(sunday.by), show(sunday.at), sunday.isLate]).toEqual([
      "2026-03-15",
      "2026-03-14T09:00",
      false,
    ]);
  });

  test("at once and late when its day is over; not at all when there is no time before the strike", () => {
    const late = time("2026-03-25", "2026-03-20T22:00");
    expect([show(late.at), late.isLate]).toEqual(["2026-03-21T06:00", true]);
    expect(time("2026-03-22", "2026-03-21T22:00")).toMatchObject({ at: undefined, isLate: true });
  });

  test("is never in the past, never on a Sunday, never later than its day unless flagged", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 0, max: 48 * 60 }),
        fc.integer({ min: 0, max: 30 }),
        (ahead, minutes, days) => {
          const nowMs = at("2026-03-05T00:00") + minutes * 60_000;
          const strike = dayOfIso("2026-03-05") + ahead;
          const found = noticeTime(
            strike,
            { days, count: "calendar" },
            { country: "ZA", hours, nowMs },
          );
          if (found.at === undefined) return;
          const day = dayAt(found.at, hours.zones[0]);
          expect(found.at).toBeGreaterThanOrEqual(nowMs);
          expect(weekdayOf(day)).not.toBe(0);
          expect(day <= found.by || found.isLate).toBe(true);
          expect(!found.isLate || day < strike).toBe(true);
        },
      ),
      runs(60),
    );
  });
});

test("the cut-off is some working days before the strike, in the client's zone", () => {
  const strike = dayOfIso("2026-03-23"); // a Monday
  expect(isoOf(cutoffDay(strike, 1, "ZA"))).toBe("2026-03-20");
  expect(
    show(
      cutoffAt(strike, { working_days: 2, at: "10:30" }, { zone: hours.zones[0], country: "ZA" }),
    ),
  ).toBe("2026-03-19T10:30");
});

test("what came back is presented again for want of money only, so often and for so long", () => {
  const { retry } = SCHEME_RULES.debicheck;
  const first = dayOfIso("2026-03-02");
  const back = {
    reason: "AM04",
    attempt: 0,
    returnedOn: dayOfIso("2026-03-06"),
    firstStrikeOn: first,
  };
  expect(retryOn(retry, back, "ZA")).toEqual({ on: dayOfIso("2026-03-09") });
  expect(retryOn(retry, { ...back, reason: "AC04" }, "ZA")).toEqual({ no: "reason" });
  expect(retryOn(retry, { ...back, attempt: 1 }, "ZA")).toEqual({ no: "used_up" });
  // Tracking ends after ten days.
  expect(retryOn(retry, { ...back, returnedOn: dayOfIso("2026-03-12") }, "ZA")).toEqual({
    no: "too_late",
  });
});

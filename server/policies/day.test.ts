import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";

import {
  dateOf,
  dayAt,
  dayOfDate,
  dayOfIso,
  endOfDay,
  instantOf,
  isoOf,
  isZone,
  minuteAt,
  startOfDay,
  weekdayOf,
} from "./day.ts";

const ZONES = [
  "Africa/Johannesburg",
  "America/New_York",
  "America/Sao_Paulo",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "Europe/Warsaw",
  "UTC",
];
const hours = (iso: string, zone = "Europe/Warsaw") =>
  (endOfDay(dayOfIso(iso), zone) + 1 - startOfDay(dayOfIso(iso), zone)) / 3_600_000;
const anyZone = fc.constantFrom(...ZONES);
// 1995 to 2045: whole-day skips, half-hour changes, changes at midnight.
const anyDay = fc.integer({ min: 9_131, max: 27_393 });

describe("day numbers", () => {
  test("are what Temporal counts", () =>
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
        const date = Temporal.PlainDate.from("1970-01-01").add({ days: day });
        expect(isoOf(day)).toBe(date.toString());
        expect(dayOfDate(date)).toBe(day);
        expect(dateOf(day).equals(date)).toBe(true);
        expect(weekdayOf(day)).toBe(date.dayOfWeek % 7);
      }),
      runs(300),
    ));

  test("know leap days and month ends", () => {
    expect(dayOfIso("2028-03-01") - dayOfIso("2028-02-28")).toBe(2);
    expect(dayOfIso("2026-03-01") - dayOfIso("2026-02-28")).toBe(1);
    expect(isoOf(dayOfIso("2028-02-29"))).toBe("2028-02-29");
    expect(() => dayOfIso("2026-02-29")).toThrow(RangeError);
  });
});

describe("local time", () => {
  test("is what Temporal says, in every zone, on days when the clock changes too", () =>
    fc.assert(
      fc.property(anyZone, anyDay, fc.integer({ min: 0, max: 86_399_999 }), (zone, day, ms) => {
        const at = day * 86_400_000 + ms;
        const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
        expect(isoOf(dayAt(at, zone))).toBe(local.toPlainDate().toString());
        expect(minuteAt(at, zone)).toBe(local.hour * 60 + local.minute);
      }),
      runs(500),
    ));

  test("instants are Temporal's `compatible`", () =>
    fc.assert(
      fc.property(anyZone, anyDay, fc.integer({ min: 0, max: 1439 }), (zone, day, minute) => {
        const expected = dateOf(day)
          .toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 })
          .toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
        expect(instantOf(day, minute, zone)).toBe(expected);
      }),
      runs(500),
    ));

  test.each([
    ["America/New_York", "2026-03-08", 150, "2026-03-08T07:30:00Z"], // 02:30 is skipped: 03:30 EDT
    ["America/New_York", "2026-11-01", 90, "2026-11-01T05:30:00Z"], // 01:30 comes twice: the first
    ["Europe/Warsaw", "2026-10-25", 150, "2026-10-25T00:30:00Z"],
    ["Australia/Lord_Howe", "2026-10-04", 135, "2026-10-03T15:45:00Z"], // half an hour is skipped
    ["Pacific/Apia", "2011-12-30", 600, "2011-12-30T20:00:00Z"], // the whole day is skipped
  ])("in %s %s minute %d is %s", (zone, iso, minute, expected) =>
    expect(
      Temporal.Instant.fromEpochMilliseconds(instantOf(dayOfIso(iso), minute, zone)).toString(),
    ).toBe(expected),
  );

  test("every minute around every change of the clock agrees with Temporal", () => {
    for (const zone of ["America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo"]) {
      let at: Temporal.ZonedDateTime | null =
        Temporal.Instant.from("2015-01-01T00:00Z").toZonedDateTimeISO(zone);
      for (let i = 0; i < 6 && at !== null; i += 1) {
        at = at.getTimeZoneTransition("next");
        if (at === null) break;
        for (let minutes = -200; minutes <= 200; minutes += 5) {
          const local = at.toPlainDateTime().add({ minutes });
          const day = dayOfDate(local.toPlainDate());
          expect(instantOf(day, local.hour * 60 + local.minute, zone)).toBe(
            local.toZonedDateTime(zone).epochMilliseconds,
          );
        }
      }
    }
  });

  test("a day has 23, 24 or 25 hours", () => {
    expect([hours("2026-03-29"), hours("2026-06-01"), hours("2026-10-25")]).toEqual([23, 24, 25]);
  });

  test("unknown zones are known to be unknown", () => {
    expect(isZone("Africa/Johannesburg")).toBe(true);
    expect(isZone("Africa/Nowhere")).toBe(false);
  });
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";

import {
  addBusinessDays,
  bankingDaysBetween,
  hasCalendar,
  isBusinessDay,
  isHoliday,
} from "./calendar.ts";
import { dayOfIso, isoOf } from "./day.ts";

const after = (iso: string, n: number, country = "ZA") =>
  isoOf(addBusinessDays(dayOfIso(iso), n, country));

describe("holidays", () => {
  test.each([
    ["ZA", "2026-04-03", true], // Good Friday
    ["ZA", "2026-04-27", true], // Freedom Day
    ["ZA", "2027-12-27", true], // Day of Goodwill falls on a Sunday: the Monday is off
    ["ZA", "2026-11-23", false],
    ["PL", "2026-11-11", true],
    ["US", "2026-11-26", true], // Thanksgiving
    ["GB", "2026-12-28", true], // Boxing Day's substitute
    ["CW", "2026-12-31", false], // half a holiday
    ["XX", "2026-12-25", false], // no such country, no holidays
  ])("%s %s: %s", (country, iso, expected) =>
    expect(isHoliday(dayOfIso(iso), country)).toBe(expected),
  );

  test("only known countries have a calendar", () =>
    expect([hasCalendar("ZA"), hasCalendar("XX"), hasCalendar("za")]).toEqual([
      true,
      false,
      false,
    ]));
});

describe("business days", () => {
  test("skip weekends and holidays in both directions", () => {
    expect(after("2026-04-02", 1)).toBe("2026-04-07"); // over Easter
    expect(after("2026-04-07", -1)).toBe("2026-04-02");
    expect(after("2026-11-21", 1)).toBe("2026-11-23"); // from a Saturday
    expect(after("2026-11-21", 0)).toBe("2026-11-21");
    expect(after("2026-12-24", 1)).toBe("2026-12-28");
    expect(after("2026-12-31", 1)).toBe("2027-01-04");
  });

  test("adding n business days passes exactly n banking days", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 18_000, max: 22_000 }),
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom("ZA", "PL", "GB", "XX"),
        (day, n, country) => {
          const end = addBusinessDays(day, n, country);
          expect(bankingDaysBetween(day, end, country)).toBe(n);
          expect(n === 0 || isBusinessDay(end, country)).toBe(true);
        },
      ),
      runs(200),
    ));

  test("nothing lies between a day and an earlier one", () =>
    expect(bankingDaysBetween(dayOfIso("2026-11-23"), dayOfIso("2026-11-02"), "ZA")).toBe(0));
});

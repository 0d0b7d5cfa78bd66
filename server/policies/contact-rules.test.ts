import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";

import { type ContactQuery, earliestAllowed, HORIZON_DAYS, refusalAt } from "./contact-rules.ts";
import { DAY_MS } from "./day.ts";
import { at, ZONE } from "./fixtures.ts";
import { PROFILES } from "./profiles.ts";

const query = (from: string, more: Partial<ContactQuery> = {}): ContactQuery => ({
  zones: [ZONE],
  country: "ZA",
  channel: "sms",
  class: "collection",
  profiles: [],
  party: "first",
  between: undefined,
  from: at(from, more.zones?.[0]),
  ...more,
});

/** When it may be said, by the clock of the first zone; or that it never may. */
function allowed(from: string, more: Partial<ContactQuery> = {}): string {
  const asked = query(from, more);
  const answer = earliestAllowed(asked);
  if ("never" in answer) return `never: ${answer.never}`;
  return Temporal.Instant.fromEpochMilliseconds(answer.at)
    .toZonedDateTimeISO(asked.zones[0] ?? "UTC")
    .toPlainDateTime()
    .toString({ smallestUnit: "minute" })
    .replace("T", " ");
}

describe("the default profile", () => {
  test.each([
    ["2026-03-03 07:59", "2026-03-03 08:00"],
    ["2026-03-03 08:00", "2026-03-03 08:00"],
    ["2026-03-03 19:59", "2026-03-03 19:59"],
    ["2026-03-03 20:00", "2026-03-04 08:00"],
    ["2026-03-07 20:00", "2026-03-09 08:00"], // Saturday night to Monday
    ["2026-03-08 12:00", "2026-03-09 08:00"], // Sunday
    ["2026-04-03 12:00", "2026-04-04 08:00"], // Good Friday
    ["2026-12-24 20:00", "2026-12-28 08:00"], // Christmas, Day of Goodwill, Sunday
  ])("from %s: %s", (from, expected) => expect(allowed(from)).toBe(expected));
});

describe("profiles of countries", () => {
  test("za: from 06:00 to 21:00, not on Sundays", () => {
    const za = { profiles: ["za"] };
    expect(allowed("2026-03-03 05:00", za)).toBe("2026-03-03 06:00");
    expect(allowed("2026-03-03 20:59", za)).toBe("2026-03-03 20:59");
    expect(allowed("2026-03-07 21:00", za)).toBe("2026-03-09 06:00");
  });
  test("us: from 08:00 to 21:00 where the consumer is, every day", () => {
    const us = { profiles: ["us"], country: "US", zones: ["America/New_York"] };
    expect(allowed("2026-03-08 07:30", us)).toBe("2026-03-08 08:00");
    expect(allowed("2026-03-08 21:00", us)).toBe("2026-03-09 08:00");
  });
  test("the strictest of several wins", () => {
    const both = { profiles: ["za", "us"] };
    expect(allowed("2026-03-03 06:30", both)).toBe("2026-03-03 08:00");
    expect(allowed("2026-03-08 12:00", both)).toBe("2026-03-09 08:00");
  });
  test("what binds collectors binds a third party though it is not named", () => {
    const us = { profiles: ["za"], country: "US", zones: ["America/New_York"] };
    expect(allowed("2026-03-03 06:30", us)).toBe("2026-03-03 06:30");
    expect(allowed("2026-03-03 06:30", { ...us, party: "third" })).toBe("2026-03-03 08:00");
  });
  test("name their source and when it was checked", () => {
    for (const profile of PROFILES) {
      expect(profile.source).not.toBe("");
      expect(profile.checkedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
      expect(profile.note).toContain("check with counsel");
      expect(profile.hours).toHaveLength(7);
    }
  });
});

describe("zones", () => {
  test("all must allow it: east and west coast", () => {
    const zones = ["America/New_York", "America/Los_Angeles"];
    const us = { profiles: ["us"], country: "US", zones };
    expect(allowed("2026-06-01 08:00", us)).toBe("2026-06-01 11:00");
    expect(allowed("2026-06-01 21:00", us)).toBe("2026-06-02 11:00");
  });
  test("that never agree never allow it", () => {
    const zones = ["Pacific/Auckland", "Europe/London"];
    expect(allowed("2026-06-01 08:00", { zones, between: [540, 600] })).toBe(
      "never: contact_hours",
    );
  });
  test("hours are those of the wall clock on the days when it changes", () => {
    const us = { profiles: ["us"], country: "US", zones: ["America/New_York"] };
    expect(allowed("2026-03-08 01:00", us)).toBe("2026-03-08 08:00");
    expect(allowed("2026-11-01 01:00", us)).toBe("2026-11-01 08:00");
    // 02:30 is skipped in spring, and comes at 03:30.
    const night = { ...us, class: "collection" as const, between: [150, 200] as const };
    expect(allowed("2026-03-08 01:00", night)).toBe("never: contact_hours");
  });
});

describe("classes", () => {
  const night = "2026-03-08 03:00";
  test("one-time pins go out at any hour", () =>
    expect(allowed(night, { class: "otp" })).toBe(night));
  test("service waits unless it is urgent", () => {
    expect(allowed(night, { class: "service" })).toBe("2026-03-09 08:00");
    expect(allowed(night, { class: "service", urgent: true })).toBe(night);
  });
  test("staff have hours of their own", () =>
    expect(allowed(night, { class: "staff" })).toBe("2026-03-09 07:00"));
});

describe("a refusal", () => {
  test.each([
    ["2026-03-03 21:00", "hours"],
    ["2026-03-08 12:00", "weekday"],
    ["2026-04-03 12:00", "holiday"],
  ] as const)("at %s names its rule: %s", (from, rule) => {
    expect(refusalAt(query(from))).toMatchObject({ profile: "default", rule, zone: ZONE });
    expect(earliestAllowed(query(from)).why).toEqual(refusalAt(query(from)));
  });
  test("says it in a sentence", () =>
    expect(refusalAt(query("2026-03-03 21:00"))?.sentence).toBe(
      "default: nothing before 08:00 nor from 20:00 on in Africa/Johannesburg",
    ));
  test("by the time window of the step says so", () =>
    expect(refusalAt(query("2026-03-03 09:00", { between: [600, 660] }))?.profile).toBe("step"));
  test("is none where it may be said", () =>
    expect(refusalAt(query("2026-03-03 09:00"))).toBeUndefined());
});

test("planning and authorising agree, at every instant, in every zone", () =>
  fc.assert(
    fc.property(
      fc.integer({ min: at("2026-01-01 00:00"), max: at("2027-12-31 00:00") }),
      fc.subarray(
        ["Africa/Johannesburg", "America/New_York", "Europe/Warsaw", "Australia/Lord_Howe"],
        { minLength: 1, maxLength: 2 },
      ),
      fc.subarray(["default", "us", "uk", "za"]),
      fc.constantFrom("ZA", "US", "PL"),
      (from, zones, profiles, country) => {
        const asked = query("2026-03-03 09:00", { zones, profiles, country, from });
        const answer = earliestAllowed(asked);
        const now = refusalAt(asked);
        expect("at" in answer && answer.at === from).toBe(now === undefined);
        const planned = "at" in answer ? answer.at : from + HORIZON_DAYS * DAY_MS;
        expect(planned).toBeGreaterThanOrEqual(from);
        // What was planned is allowed, and a minute before it was not.
        const then = refusalAt({ ...asked, from: planned });
        expect("never" in answer || then === undefined).toBe(true);
        const before = refusalAt({ ...asked, from: planned - 60_000 });
        expect(planned - 60_000 < from || "never" in answer || before !== undefined).toBe(true);
      },
    ),
    runs(300),
  ));

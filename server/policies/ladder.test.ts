import { readFileSync } from "node:fs";

import * as fc from "fast-check";
import { describe as suite, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";

import { policy } from "./fixtures.ts";
import { defaultPolicySource, describe, parsePolicy, type ParseOptions } from "./ladder.ts";

const options: ParseOptions = { country: "ZA", hasTemplate: (name) => name !== "missing" };

/** "line field: message" of everything that is wrong. */
function wrong(source: string, more: ParseOptions = options): readonly string[] {
  const parsed = parsePolicy(source, more);
  if ("policy" in parsed) return [];
  return parsed.errors.map((error) => `${error.line} ${error.field}: ${error.message}`);
}

const step = (lines: string) => `name: Test
steps:
  - id: first
    when: 1 day after anchor
    channels: sms
    template: first
${lines}`;

suite("a policy file", () => {
  test("in the samples is a policy, and every setting that it shows arrives", () => {
    const source = readFileSync(new URL("../../samples/policy.yaml", import.meta.url), "utf8");
    const parsed = parsePolicy(source, { version: 3 });
    expect(parsed).toMatchObject({
      policy: {
        version: 3,
        calendar: "ZA",
        profiles: ["za"],
        party: "first",
        toleranceMinor: { ZAR: 500n, USD: 100n },
        staleAfterBankingDays: 1,
        catchUpDays: 3,
        callsPerDay: 40,
        onboardAt: "reminder",
      },
    });
    const steps = "policy" in parsed ? parsed.policy.steps : [];
    expect(steps.map((one) => [one.id, one.anchor, one.days])).toEqual([
      ["before_due", "due", -5],
      ["reminder", "episode", 1],
      ["second_reminder", "episode", 7],
      ["warning", "episode", 14],
      ["final_demand", "episode", 21],
    ]);
    expect(steps[3]?.between).toEqual([540, 1_020]);
    expect(steps[0]?.channels).toEqual([["sms", "email"]]);
    expect(steps[2]?.channels).toEqual([["sms"], ["email"]]);
    expect(steps[4]).toMatchObject({
      requires: { step: "warning", deliveredBusinessDaysAgo: 5 },
      exits: ["call_list"],
    });
  });

  test("by default is the default ladder, on the calendar of the client", () => {
    expect(wrong(defaultPolicySource)).toEqual([]);
    expect(policy.calendar).toBe("ZA");
    expect(wrong(defaultPolicySource, {})).toEqual([
      "1 calendar: calendar is missing; name a country such as ZA",
    ]);
  });

  test("is told in plain sentences", () => {
    const sentences = describe(policy);
    expect(sentences[0]).toBe(
      '5 days before each due date (before_due): "before_due" goes by SMS, else e-mail.',
    );
    expect(sentences[4]).toContain("the account goes on the call list");
    expect(sentences).toContain("At most 3 contacts by SMS or e-mail or WhatsApp in 7 days.");
    expect(sentences.join(" ")).not.toMatch(/undefined|NaN/u);
  });
});

suite("what is wrong is told with line and field", () => {
  test.each([
    ["", ["1 : the file is empty"]],
    ["name: Test", ["1 steps: is missing"]],
    [step("colour: red"), ['7 colour: unknown key "colour"']],
    [step("    chanels: sms"), ['7 steps[0].chanels: unknown key "chanels"']],
    [step("    id: first"), ['7 : key "id" is given twice']],
    [
      step("  - { id: first, when: 2 days after anchor, channels: sms, template: x }"),
      ['7 steps[1].id: step id "first" is used twice'],
    ],
    [
      step("  - { id: b, when: on anchor, channels: sms, template: x }"),
      ['7 steps[1].when: step "b" comes before "first": put it above'],
    ],
    [
      step("  - { id: b, when: 1 day after anchor, channels: sms, template: x }"),
      ['7 steps[1].when: steps "first" and "b" come on the same day; only one can'],
    ],
    [
      step("  - { id: b, when: 1 day before due, channels: sms, template: x }"),
      ['7 steps[1].when: step "b" comes before the due date: put it above "first"'],
    ],
    [
      step('    between: "17:00-09:00"'),
      ['7 steps[0].between: "17:00-09:00" ends before it begins'],
    ],
    [
      step("    between: 9 to 5"),
      ['7 steps[0].between: "9 to 5" is not a time window; write for example "09:00-17:00"'],
    ],
    [
      step('    between: "21:00-22:00"'),
      [
        "7 steps[0].between: never allowed (default: nothing before 08:00 nor from 20:00 on in UTC)",
      ],
    ],
    [
      step("    requires: { step: nobody, delivered: 5 business days ago }"),
      ['7 steps[0].requires.step: requires the unknown step "nobody"'],
    ],
    [
      step("    requires: { step: first, delivered: 5 business days ago }"),
      ['7 steps[0].requires.step: requires "first", which does not come before "first"'],
    ],
    [
      step("    requires: { step: first, delivered: 5 days ago }"),
      [
        '7 steps[0].requires.delivered: "5 days" is counted in the wrong days; write for example "1 banking day"',
      ],
    ],
    [
      step("    window: soon"),
      ['7 steps[0].window: "soon" is not a number of days; write for example "3 days"'],
    ],
    [step("onboard_at: last"), ['7 onboard_at: "last" is not a step after the anchor']],
    [
      step("tolerance: { ZAR: 0.001, XQX: 1 }"),
      [
        '7 tolerance.ZAR: "0.001" is not an amount of ZAR; write for example 5.00',
        '7 tolerance.XQX: "XQX" is not an ISO 4217 currency; use one such as ZAR or USD',
      ],
    ],
    [
      step("contact: { profiles: [mars] }"),
      ['7 contact.profiles[0]: profile "mars" is unknown; use default, us, uk, za, eu, pl'],
    ],
    [
      step("calendar: XX"),
      ['7 calendar: "XX" is no country with a holiday calendar; write one such as ZA'],
    ],
    [
      step("").replace("channels: sms", "channels: [sms, pigeon]"),
      [
        '5 steps[0].channels[1]: channel "pigeon" is not supported; use sms, email, voice, whatsapp',
      ],
    ],
    [
      step("").replace("template: first", "template: missing"),
      ['6 steps[0].template: template "missing" is unknown'],
    ],
    [
      step("").replace("    template: first\n", ""),
      ['3 steps[0]: step "first" has channels but no template'],
    ],
    [
      step("").replace("1 day after anchor", "tomorrow"),
      [
        '4 steps[0].when: "tomorrow" is not a time; write for example "5 days before due" or "7 days after anchor"',
      ],
    ],
    [
      "name: Test\nsteps:\n  - { id: idle, when: on anchor }",
      ['3 steps[0]: step "idle" has neither channels nor exits'],
    ],
  ])("%#", (source, expected) => expect(wrong(source)).toEqual(expected));

  test("all of it at once, in the order of the file", () => {
    const errors = wrong(step("    window: soon\n    between: never\ncatch_up: later"));
    expect(errors.map((error) => error.slice(0, 1))).toEqual(["7", "8", "9"]);
  });
});

suite("hostile files are errors, never a hang", () => {
  test.each([
    ["an alias bomb", "a: &a [1, 1]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]"],
    ["a megabyte", "a".repeat(1_000_000)],
    ["deep nesting", "[".repeat(20_000)],
    ["deep maps", Array.from({ length: 300 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
    ["many keys", Array.from({ length: 3_000 }, (_, i) => `k${i}: 1`).join("\n")],
    ["a tag", 'name: !!js/function "x"'],
    ["a prototype", "__proto__: { steps: 1 }\nconstructor: 2"],
    ["two documents", "a: 1\n---\nb: 2"],
    ["binary", "\u0000\u0001\uFFFE%!@"],
    ["a list for a key", "? [a, b]\n: 1"],
    ["a list", "- 1\n- 2"],
  ])("%s", (_, source) => {
    const errors = wrong(source);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(50);
  });

  test("whatever is written", () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(0xffff), { maxLength: 200 }).map((codes) => String.fromCharCode(...codes)),
        (source) => {
          expect(wrong(source).length).toBeGreaterThan(0);
        },
      ),
      runs(200),
    ));

  test("however the default ladder is damaged", () =>
    fc.assert(
      fc.property(
        fc.nat(defaultPolicySource.length),
        fc.nat(20),
        fc.constantFrom("", " ", ":", "[", "{", "*a", "&a", "!", "\t", '"', "|", "- "),
        (from, length, junk) => {
          const source =
            defaultPolicySource.slice(0, from) + junk + defaultPolicySource.slice(from + length);
          for (const error of wrong(source)) expect(error).toMatch(/^\d+ /u);
        },
      ),
      runs(300),
    ));
});

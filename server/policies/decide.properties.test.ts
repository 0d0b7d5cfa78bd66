import * as fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";

import { decide, doneBy } from "./decide.ts";
import { at, day, invoice, owing, policy, policyOf } from "./fixtures.ts";
import { type Happening, live, type Looked } from "./history.ts";
import type { Policy } from "./types.ts";

const FROM = day("2026-02-20");
const DAYS = 75;
const start = owing({ invoices: [invoice("2026-03-02"), invoice("2026-03-06", 4_000n)] });

const happening = fc.option(
  fc.constantFrom<Happening>(
    "pay_oldest",
    "invoice",
    "promise",
    "promise_ends",
    "dispute",
    "dispute_ends",
    "opt_out",
    "credit",
  ),
  { freq: 6, nil: undefined },
);
const happenings = fc.array(happening, { minLength: DAYS, maxLength: DAYS });
const misses = fc.array(fc.boolean(), { minLength: DAYS, maxLength: DAYS });
const windowed: Policy = {
  ...policy,
  steps: policy.steps.map((step) => (step.id === "warning" ? { ...step, windowDays: 2 } : step)),
};
/** Everything that a ladder can have: business days, windows, conditions, alternatives, exits without words. */
const mixed = policyOf(`steps:
  - { id: early, when: 7 days before due, channels: email, template: x, window: 2 days }
  - { id: eve, when: 1 day before due, channels: sms | email, template: x }
  - { id: reminder, when: on anchor, channels: sms | email, template: x }
  - { id: big, when: 2 business days after anchor, channels: sms, template: x, if: { min: { ZAR: 90 } } }
  - { id: told, when: 4 business days after anchor, channels: sms, template: x, class: notice }
  - { id: listed, when: 9 days after anchor, exits: [call_list] }
  - { id: warning, when: 12 days after anchor, channels: [sms, email], template: x, window: 3 days, between: "10:00-12:00" }
  - { id: last, when: 20 days after anchor, channels: [sms, email], template: x, exits: [call_list] }`);
const policies = fc.constantFrom(policy, windowed, { ...policy, onboardAt: "warning" }, mixed);

const sendsOf = (lives: readonly Looked[]) =>
  lives.flatMap(({ on, facts, answer }) =>
    answer.decisions.flatMap((one) => (one.outcome === "send" ? [{ on, facts, answer, one }] : [])),
  );
/** Sends that holds and caps concern: a notice passes them. */
const collectionOf = (lives: readonly Looked[]) =>
  sendsOf(lives).filter(({ one }) => one.stepId !== "told");
const rungsOf = (lives: readonly Looked[]) =>
  lives.flatMap(({ on, answer }) => doneBy(answer).map((one) => ({ ...one, on })));
const isRung = ({ anchor }: { anchor: string }) => anchor.startsWith("ep-");
const distinct = (keys: readonly string[]) => new Set(keys).size === keys.length;

/** Any history: facts change, looks are missed. */
const anyLife = fc.tuple(happenings, misses, policies).map(([what, missed, rules]) => ({
  rules,
  lives: live(start, rules, FROM, what, (i) => missed[i] !== true),
}));

const RUNS = runs(100);

test("a rung is behind us once, and says something once to each contact point", () =>
  fc.assert(
    fc.property(anyLife, ({ lives }) => {
      expect(distinct(rungsOf(lives).map((one) => `${one.anchor} ${one.stepId}`))).toBe(true);
      const said = sendsOf(lives).flatMap(({ one }) =>
        one.says.map((say) => `${one.anchor} ${one.stepId} ${say.contactPointId}`),
      );
      expect(distinct(said)).toBe(true);
    }),
    RUNS,
  ));

test("at most one rung of an episode is taken a day, also when looked at twice", () =>
  fc.assert(
    fc.property(anyLife, ({ lives, rules }) => {
      const taken = rungsOf(lives).filter((one) => isRung(one) && one.outcome === "taken");
      expect(distinct(taken.map((one) => String(one.on)))).toBe(true);
      for (const { facts, answer, on } of lives) {
        const [first] = doneBy(answer);
        const done = first === undefined ? [] : [{ ...first, on, deliveredOn: undefined }];
        const id = answer.episode.change === "open" ? facts.nextEpisodeId : facts.episode?.id;
        if (id === undefined || first?.outcome !== "taken" || !isRung(first)) continue;
        const again = decide(
          {
            ...facts,
            episode: facts.episode ?? { id, anchorOn: on - 1, shiftDays: 0 },
            done: [...facts.done, ...done],
          },
          rules,
          at("2026-02-20 18:00") + (on - FROM) * 86_400_000,
        );
        expect(again.decisions.filter((one) => one.outcome === "send" && isRung(one))).toEqual([]);
      }
    }),
    RUNS,
  ));

test("severity never falls, and rises by one rung: what lies between was passed over with a reason", () =>
  fc.assert(
    fc.property(anyLife, ({ lives, rules }) => {
      const rungs = rungsOf(lives).filter(isRung);
      for (const episode of new Set(rungs.map((one) => one.anchor))) {
        const order = rungs.filter((one) => one.anchor === episode).map((one) => one.stepId);
        // Taken or passed over, rungs come one after the other and none is left out.
        const ladder = rules.steps.filter((step) => step.anchor === "episode");
        expect(order).toEqual(ladder.slice(0, order.length).map((step) => step.id));
      }
    }),
    RUNS,
  ));

test("nobody is told who opted out, and nothing is asked that is held, disputed, promised or paid", () =>
  fc.assert(
    fc.property(anyLife, ({ lives }) => {
      for (const { facts, answer, one, on } of collectionOf(lives)) {
        for (const say of one.says) {
          const point = facts.contactPoints.find((each) => each.id === say.contactPointId);
          expect([point?.optedOut, point?.dead]).toEqual([false, false]);
        }
        const held = facts.holds.filter((hold) => hold.until === undefined || hold.until >= on);
        const heldIds = held.flatMap((hold) => hold.invoiceIds ?? facts.invoices.map((i) => i.id));
        expect(one.invoiceIds.filter((id) => heldIds.includes(id))).toEqual([]);
        expect(one.invoiceIds.length).toBeGreaterThan(0);
        expect(one.amountMinor > 0n && one.amountMinor <= answer.collectableMinor).toBe(true);
      }
    }),
    RUNS,
  ));

test("caps hold whatever happens: one text a day, three contacts in seven days", () =>
  fc.assert(
    fc.property(anyLife, ({ lives }) => {
      const days = new Map<string, number[]>();
      for (const { one } of collectionOf(lives)) {
        for (const say of one.says) {
          const on = Math.floor(say.notBefore / 86_400_000);
          days.set(say.channel, [...(days.get(say.channel) ?? []), on]);
        }
      }
      for (const list of days.values()) expect(distinct(list.map(String))).toBe(true);
      const contacts = [...new Set([...days.values()].flat())];
      const week = (from: number) => contacts.filter((on) => on >= from && on < from + 7).length;
      expect(Math.max(0, ...contacts.map(week))).toBeLessThanOrEqual(3);
    }),
    RUNS,
  ));

test("looking when told to is as good as looking every day", () =>
  fc.assert(
    fc.property(happenings, policies, (what, rules) => {
      const daily = live(start, rules, FROM, what, () => true);
      const told = live(start, rules, FROM, what, (_, isDue) => isDue);
      expect(rungsOf(told)).toEqual(rungsOf(daily));
      expect(told.length).toBeLessThanOrEqual(daily.length);
    }),
    RUNS,
  ));

test("missed looks lose no rung: each is taken at the first look on or after its day", () =>
  fc.assert(
    fc.property(misses, (missed) => {
      // No gap is longer than the catch-up, so nothing drifts.
      const looks = (i: number) => i % 3 === 0 || missed[i] !== true;
      const calm = Array.from({ length: DAYS }, () => undefined);
      const one = owing({ invoices: [invoice("2026-03-02")] });
      const rungs = rungsOf(live(one, policy, FROM, calm, looks)).filter(isRung);
      const firstLook = (iso: string) => {
        let on = day(iso);
        while (!looks(on - FROM)) on += 1;
        return on;
      };
      expect(rungs.map(({ stepId, on }) => [stepId, on])).toEqual([
        ["reminder", firstLook("2026-03-03")],
        ["second_reminder", firstLook("2026-03-09")],
        ["warning", firstLook("2026-03-16")],
        ["final_demand", rungs[3]?.on],
      ]);
      // It waits five business days from the delivery of the warning.
      expect(rungs[3]?.on).toBeGreaterThanOrEqual(firstLook("2026-03-23"));
    }),
    RUNS,
  ));

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}

test("the same facts give the same answer, whatever the order of invoices; nothing is written to them", () =>
  fc.assert(
    fc.property(anyLife, ({ lives, rules }) => {
      for (const { facts, answer, on } of lives) {
        const now = at("2026-02-20 08:00") + (on - FROM) * 86_400_000;
        expect(decide(freeze(facts), rules, now)).toEqual(answer);
        const turned = decide({ ...facts, invoices: facts.invoices.toReversed() }, rules, now);
        expect(turned).toEqual(answer);
        expect(answer.nextLookAt ?? Infinity).toBeGreaterThan(now);
      }
    }),
    runs(30),
  ));

test("the clock that changes moves no rung", () => {
  const rules = policyOf(`calendar: PL
steps:
  - { id: a, when: 1 day after anchor, channels: sms, template: x }
  - { id: b, when: 3 days after anchor, channels: sms, template: x }`);
  const warsaw = "Europe/Warsaw";
  // The clock goes forward on 29 March 2026 and back on 25 October 2026, both Sundays at night.
  for (const [due, first, second] of [
    ["2026-03-27", "2026-03-28", "2026-03-30"],
    ["2026-10-23", "2026-10-24", "2026-10-26"],
  ] as const) {
    const facts = owing({ zones: [warsaw], country: "PL", invoices: [invoice(due)] });
    const opened = decide(facts, rules, at(`${first} 08:00`, warsaw));
    expect(opened.nextLookAt).toBe(at(`${second} 08:00`, warsaw));
  }
});

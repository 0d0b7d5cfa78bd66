import { expect, test } from "vitest";
import { groupOf, type Group } from "./assignment.ts";
import { compareContacts, type Occasion } from "./compare-contacts.ts";
import { comparePolicies } from "./compare-policies.ts";
import { studentQuantile, welch } from "./effect.ts";
import "./expect-decide.ts";
import { look } from "./expect-decide.ts";
import { done, inEpisode, invoice, owing, policy, policyOf } from "./fixtures.ts";
import { matchContacts } from "./shadow-compare.ts";
import type { Drawn } from "./types.ts";

const held = (silences: Drawn["silences"]) => ({
  experiment: { id: "exp-1", group: "held_out" as const, silences },
});

test("the draw is stable, keeps to the shares, and another experiment draws otherwise", () => {
  const draw = { salt: "a salt of its own", heldOutShare: 1_000, challengerShare: 3_000 };
  const ids = Array.from({ length: 5_000 }, (_, n) => `customer ${n}`);
  const groups = ids.map((id) => groupOf(draw, id));
  expect(ids.map((id) => groupOf(draw, id))).toEqual(groups);
  const share = (group: Group) => groups.filter((one) => one === group).length / groups.length;
  expect(share("held_out")).toBeCloseTo(0.1, 1);
  expect(share("challenger")).toBeCloseTo(0.3, 1);
  const again = ids.map((id) => groupOf({ ...draw, salt: "another one" }, id));
  const both = groups.filter((one, at) => one === "held_out" && again[at] === "held_out");
  expect(both.length / groups.length).toBeLessThan(0.02);
});

test("a customer who is held out hears nothing, and the ladder waits where it stands", () => {
  expect(look(inEpisode(held("ladder")), "2026-03-05 10:00")).toHoldFor("held_out");
  expect(look(inEpisode(), "2026-03-05 10:00")).toSend("reminder");
  const control = { experiment: { ...held("ladder").experiment, group: "control" as const } };
  expect(look(inEpisode(control), "2026-03-05 10:00")).toSend("reminder");
});

test("where only collection is silenced, a notice has its turn on its own day", () => {
  const rules = policyOf(`steps:
  - { id: before, when: 2 days before due, channels: sms, template: x }
  - { id: reminder, when: 1 day after anchor, channels: sms, template: x }
  - { id: told, when: 9 days after anchor, channels: sms, template: x, class: notice }
  - { id: last, when: 20 days after anchor, channels: sms, template: x, exits: [call_list] }`);
  const early = look(inEpisode(held("collection")), "2026-03-05 10:00", rules);
  expect(early).toSuppress("reminder", "held_out");
  expect(early).toSendNothing();
  const later = inEpisode({ ...held("collection"), done: [done("reminder", "2026-03-05")] });
  expect(look(later, "2026-03-12 10:00", rules)).toSend("told");
  const behind = ["reminder", "told", "last"].map((step) => done(step, "2026-03-05"));
  const end = look(inEpisode({ ...held("collection"), done: behind }), "2026-03-26 10:00", rules);
  expect(end).toHoldFor("held_out");
  const due = owing({ ...held("collection"), invoices: [invoice("2026-03-06")] });
  expect(look(due, "2026-03-05 10:00", rules)).toHoldFor("held_out");
});

test("Welch's interval, against the tables of Student's t and an example worked by hand", () => {
  expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062, 3);
  expect(studentQuantile(0.975, 10)).toBeCloseTo(2.228_139, 5);
  expect(studentQuantile(0.975, 100)).toBeCloseTo(1.983_972, 5);
  // Squares of standard errors 0.04 and 0.01, 13.2 degrees of freedom: between 2.1448 (14) and 2.1604 (13).
  const found = welch({ n: 10, mean: 5, variance: 0.4 }, { n: 10, mean: 4, variance: 0.1 })!;
  expect(found.difference).toBe(1);
  expect(found.high - 1).toBeCloseTo(1 - found.low, 9);
  const reach = (found.high - 1) / Math.sqrt(0.05);
  expect(reach).toBeGreaterThan(2.1448);
  expect(reach).toBeLessThan(2.1604);
  expect(welch({ n: 1, mean: 5, variance: 0 }, { n: 10, mean: 4, variance: 1 })).toBeUndefined();
});

const said = (stepId: string, on: number, more: Partial<Occasion> = {}): Occasion => ({
  stepId,
  on,
  channels: ["sms"],
  template: stepId,
  ...more,
});

test("two lives beside each other: what stays, moves, goes, comes, and is said otherwise", () => {
  const before = [said("a", 1), said("b", 8), said("c", 20), said("d", 30), said("a", 31)];
  const after = [
    said("a", 1),
    said("b", 10),
    said("c", 20, { channels: ["email"] }),
    said("e", 30),
    said("f", 40),
  ];
  const changes = compareContacts(before, after).map(
    (one) => `${one.before?.stepId ?? "-"} ${one.change} ${one.after?.stepId ?? "-"}`,
  );
  expect(changes).toEqual([
    "a same a",
    "b moved b",
    "c other_channel c",
    "d other_words e",
    "a dropped -",
    "- added f",
  ]);
  expect(compareContacts(before, before).every((one) => one.change === "same")).toBe(true);
});

test("versions of a policy are compared step by step", () => {
  const other = {
    ...policy,
    callsPerDay: 7,
    steps: policy.steps
      .slice(1)
      .map((step) => (step.id === "reminder" ? { ...step, days: 4 } : step)),
  };
  const { settings, steps } = comparePolicies(policy, other);
  expect(settings).toEqual([{ field: "callsPerDay", before: policy.callsPerDay, after: 7 }]);
  expect(steps.find((one) => one.stepId === "reminder")?.fields).toEqual([
    { field: "days", before: 1, after: 4 },
  ]);
  expect(steps.at(-1)).toMatchObject({ stepId: policy.steps[0]!.id, change: "removed" });
});

test("two systems beside each other: the same day first, then near ones, and each contact once", () => {
  const ours = [
    { on: 1, channel: "sms" },
    { on: 10, channel: "sms" },
    { on: 30, channel: "sms" },
  ];
  const theirs = [
    { on: 1, channel: "sms" },
    { on: 2, channel: "sms" },
    { on: 12, channel: "email" },
  ];
  const kinds = matchContacts(ours, theirs).map((one) => one.kind);
  expect(kinds).toEqual(["both", "only_they", "other_day", "only_we"]);
});

import { describe, expect, test } from "vitest";

import { doneBy, headlineOf } from "./decide.ts";
import { look, sent } from "./expect-decide.ts";
import { day, done, hold, inEpisode, invoice, owing, policy, policyOf } from "./fixtures.ts";

const reminded = done("reminder", "2026-03-03");
const remindedTwice = [reminded, done("second_reminder", "2026-03-09")];
const warned = [...remindedTwice, done("warning", "2026-03-16")];
const demanded = [...warned, done("final_demand", "2026-03-23")];

describe("an episode", () => {
  test("opens the day after the due date, and the first rung is taken", () => {
    const answer = look(owing(), "2026-03-03 09:00");
    expect(answer).toSend("reminder");
    expect(answer.episode).toEqual({ change: "open", anchorOn: day("2026-03-02"), shiftDays: 0 });
    expect(sent(answer)[0]).toMatchObject({ anchor: "ep-1", amountMinor: 10_000n, exits: [] });
    expect(doneBy(answer)).toEqual([{ stepId: "reminder", anchor: "ep-1", outcome: "taken" }]);
  });
  test("does not open on the due date itself", () => {
    const answer = look(owing(), "2026-03-02 09:00");
    expect(answer.episode).toEqual({ change: "none" });
    expect(answer).not.toSend("reminder");
    expect(answer).toLookAgainAt("2026-03-03 08:00");
  });
  test("does not open for three cents", () => {
    const rules = { ...policy, toleranceMinor: { ZAR: 500n } };
    const small = owing({ invoices: [invoice("2026-03-02", 500n)] });
    expect(look(small, "2026-03-03 09:00", rules)).toWaitFor("below_tolerance");
    const more = owing({ invoices: [invoice("2026-03-02", 501n)] });
    expect(look(more, "2026-03-03 09:00", rules)).toSend("reminder");
  });
  test("closes when the overdue part is paid or covered by credits", () => {
    const close = { change: "close" };
    expect(look(inEpisode({ invoices: [] }), "2026-03-05 09:00").episode).toEqual(close);
    expect(look(inEpisode({ creditMinor: 10_000n }), "2026-03-05 09:00").episode).toEqual(close);
  });
  test("stays open under a dispute of everything, and goes on where it stood when that ends", () => {
    const reminded = { done: [done("reminder", "2026-03-03")] };
    const disputed = inEpisode({ ...reminded, holds: [hold("dispute")] });
    const answer = look(disputed, "2026-03-12 09:00");
    expect(answer.episode).toEqual({ change: "none" });
    expect(answer).toHoldFor("disputed");
    const after = look(inEpisode(reminded), "2026-03-24 09:00");
    expect(after).toSend("second_reminder");
    expect(after.episode).toEqual({ change: "shift", shiftDays: 15 });
  });
  test("does not open for what is disputed", () => {
    const disputed = owing({ invoices: [invoice("2026-03-02")], holds: [hold("dispute")] });
    const answer = look(disputed, "2026-03-05 09:00");
    expect(answer.episode).toEqual({ change: "none" });
    expect(answer).toHoldFor("disputed");
  });
  test("stays open under a promise, and opens under one", () => {
    const promised = { holds: [hold("promise", { until: day("2026-03-20") })] };
    const answer = look(inEpisode(promised), "2026-03-09 09:00");
    expect(answer.episode).toEqual({ change: "none" });
    expect(answer).toHoldFor("promised");
    expect(answer).toLookAgainAt("2026-03-21 08:00");
    expect(look(owing(promised), "2026-03-03 09:00").episode.change).toBe("open");
  });
  test("keeps its place when the oldest part is paid (killbill 2297)", () => {
    const facts = inEpisode({
      invoices: [invoice("2026-03-09")],
      done: [reminded],
    });
    expect(look(facts, "2026-03-10 09:00")).toSend("second_reminder");
    const later = inEpisode({ invoices: [invoice("2026-03-15")], done: remindedTwice });
    expect(look(later, "2026-03-16 09:00")).toSend("warning");
  });
  test("keeps its place when an older invoice appears", () => {
    const facts = inEpisode({
      invoices: [invoice("2025-12-01"), invoice("2026-03-02")],
      done: [reminded],
    });
    const answer = look(facts, "2026-03-05 09:00");
    expect(answer.episode).toEqual({ change: "none" });
    expect(answer).toWaitFor("not_yet");
  });
});

describe("the ladder", () => {
  test("waits for the day of the next rung", () => {
    const answer = look(inEpisode({ done: [reminded] }), "2026-03-04 09:00");
    expect(answer).toWaitFor("not_yet");
    expect(answer).toLookAgainAt("2026-03-09 08:00");
    expect(answer.next?.stepId).toBe("second_reminder");
  });
  test("takes one rung a day, however late", () => {
    const facts = inEpisode({ done: [{ ...reminded, on: day("2026-03-09") }] });
    const answer = look(facts, "2026-03-09 12:00");
    expect(answer).toSendNothing();
    expect(answer).toLookAgainAt("2026-03-10 08:00");
    expect(look(facts, "2026-03-10 09:00")).toSend("second_reminder");
  });
  test("does not drift for a delay of up to three days", () => {
    const answer = look(inEpisode({ done: [reminded] }), "2026-03-12 09:00");
    expect(answer).toSend("second_reminder");
    expect(answer.episode).toEqual({ change: "none" });
    expect(answer).toLookAgainAt("2026-03-16 08:00");
  });
  test("keeps its spacing after a longer one", () => {
    const answer = look(inEpisode({ done: [reminded] }), "2026-03-20 09:00");
    expect(answer).toSend("second_reminder");
    expect(answer.episode).toEqual({ change: "shift", shiftDays: 11 });
    expect(answer).toLookAgainAt("2026-03-27 08:00");
  });
  test("passes a rung over whose window has passed", () => {
    const rules = {
      ...policy,
      steps: policy.steps.map((step) =>
        step.id === "second_reminder" ? { ...step, windowDays: 2 } : step,
      ),
    };
    const answer = look(inEpisode({ done: [reminded] }), "2026-03-12 09:00", rules);
    expect(answer).toSuppress("second_reminder", "window_passed");
    expect(answer).toLookAgainAt("2026-03-16 08:00");
    expect(look(inEpisode({ done: [reminded] }), "2026-03-11 09:00", rules)).toSend(
      "second_reminder",
    );
  });
  test("ends with people", () => {
    const last = look(inEpisode({ done: warned }), "2026-03-24 09:00");
    expect(sent(last)[0]?.exits).toEqual(["call_list"]);
    expect(last).toLookAgainAt("2026-03-25 08:00");
    const after = look(inEpisode({ done: demanded }), "2026-04-24 09:00");
    expect(headlineOf(after)).toEqual({ decision: "person", reason: "ladder_done" });
    expect(doneBy(after)).toEqual([]);
    expect(after).toLookAgainAt(undefined);
  });
  test("hands nobody to people who is held", () => {
    const facts = inEpisode({ done: demanded, holds: [hold("promise")] });
    expect(look(facts, "2026-03-24 09:00")).toHoldFor("promised");
  });
  test("takes a step that only exits", () => {
    const rules = policyOf(`steps:
  - { id: list, when: 1 day after anchor, exits: [call_list, case] }`);
    const answer = look(owing(), "2026-03-03 09:00", rules);
    expect(answer.decisions).toEqual([
      {
        outcome: "person",
        reason: "exit",
        stepId: "list",
        anchor: "ep-1",
        exits: ["call_list", "case"],
      },
    ]);
    expect(doneBy(answer)).toEqual([{ stepId: "list", anchor: "ep-1", outcome: "taken" }]);
  });
  test("counts business days where the policy says so", () => {
    const rules = policyOf(`steps:
  - { id: first, when: 5 business days after anchor, channels: sms, template: x }`);
    // Good Friday and Family Day lie between.
    const facts = owing({ invoices: [invoice("2026-04-01")] });
    expect(look(facts, "2026-04-09 09:00", rules)).toWaitFor("not_yet");
    expect(look(facts, "2026-04-10 09:00", rules)).toSend("first");
  });
  test("crosses a leap day and the end of a month", () => {
    const facts = owing({ invoices: [invoice("2028-02-28")], episode: undefined });
    expect(look(facts, "2028-02-29 09:00")).toSend("reminder");
    const opened = owing({
      invoices: [invoice("2028-02-28")],
      episode: { id: "ep-1", anchorOn: day("2028-02-28"), shiftDays: 0 },
      done: [done("reminder", "2028-02-29")],
    });
    expect(look(opened, "2028-03-01 09:00")).toLookAgainAt("2028-03-06 08:00");
  });
});

describe("old debt", () => {
  test("starts at the first rung, today, and the rest keeps its spacing", () => {
    const answer = look(owing({ invoices: [invoice("2025-06-30")] }), "2026-03-03 09:00");
    expect(answer).toSend("reminder");
    expect(answer.episode).toEqual({
      change: "open",
      anchorOn: day("2025-06-30"),
      shiftDays: day("2026-03-02") - day("2025-06-30"),
    });
    expect(answer).toLookAgainAt("2026-03-09 08:00");
  });
  test("starts where the policy says, and what comes before is passed over", () => {
    const rules = { ...policy, onboardAt: "warning" };
    const answer = look(owing({ invoices: [invoice("2025-06-30")] }), "2026-03-03 09:30", rules);
    expect(answer).toSend("warning");
    expect(answer).toSuppress("reminder", "onboarded");
    expect(answer).toSuppress("second_reminder", "onboarded");
  });
  test("is never accelerated: eight days are not yet a warning", () => {
    const rules = { ...policy, onboardAt: "warning" };
    const answer = look(owing({ invoices: [invoice("2026-03-02")] }), "2026-03-10 09:00", rules);
    expect(answer).toSendNothing();
    expect(answer.episode).toMatchObject({ shiftDays: 0 });
    expect(answer).toLookAgainAt("2026-03-16 08:00");
  });
  test("never starts at the final demand", () => {
    const rules = { ...policy, onboardAt: "final_demand" };
    const answer = look(owing({ invoices: [invoice("2025-06-30")] }), "2026-03-03 09:30", rules);
    expect(answer).toSend("warning");
  });
  test("starts on the last business day when the rung counts business days", () => {
    const rules = policyOf(`steps:
  - { id: a, when: 2 business days after anchor, channels: sms, template: x }
  - { id: b, when: 5 business days after anchor, channels: sms, template: x }`);
    const old = owing({ invoices: [invoice("2025-06-30")] });
    for (const local of ["2026-03-06 09:00", "2026-03-07 09:00", "2026-03-08 09:00"]) {
      expect(look(old, local, rules)).toSend("a");
    }
  });
  test("is what is past the second rung, even within the catch-up", () => {
    const rules = policyOf(`steps:
  - { id: a, when: 1 day after anchor, channels: sms, template: x }
  - { id: b, when: 3 days after anchor, channels: sms, template: x }`);
    const onTheDay = look(owing(), "2026-03-05 09:00", rules);
    expect(onTheDay).toSend("a");
    expect(onTheDay.episode).toMatchObject({ shiftDays: 0 });
    const dayAfter = look(owing(), "2026-03-06 09:00", rules);
    expect(dayAfter).toSend("a");
    expect(dayAfter.episode).toMatchObject({ shiftDays: 3 });
  });
  test("is not what is three days late", () => {
    const answer = look(owing(), "2026-03-06 09:00");
    expect(answer).toSend("reminder");
    expect(answer.episode).toMatchObject({ change: "open", shiftDays: 0 });
  });
});

describe("a change of the policy", () => {
  const inserted = policyOf(`steps:
  - { id: reminder, when: 1 day after anchor, channels: sms, template: x }
  - { id: inserted, when: 3 days after anchor, channels: sms, template: x }
  - { id: second_reminder, when: 7 days after anchor, channels: sms, template: x }
  - { id: warning, when: 14 days after anchor, channels: sms, template: x }`);
  test("never sends a rung that was put in behind us", () => {
    const answer = look(inEpisode({ done: remindedTwice }), "2026-03-11 09:00", inserted);
    expect(answer).toSendNothing();
    expect(answer).toSuppress("inserted", "policy_changed");
    expect(answer).toLookAgainAt("2026-03-16 08:00");
  });
  test("sends one that was put in before us", () =>
    expect(look(inEpisode({ done: [reminded] }), "2026-03-05 09:00", inserted)).toSend("inserted"));
  test("does not say again what was said under another id", () => {
    const facts = inEpisode({ done: [reminded, done("old_name", "2026-03-09")] });
    const answer = look(facts, "2026-03-10 09:00");
    expect(answer).toSendNothing();
    expect(answer).toSuppress("second_reminder", "policy_changed");
  });
});

describe("conditions", () => {
  const rules = policyOf(`steps:
  - { id: big, when: 1 day after anchor, channels: sms, template: x, if: { min: { ZAR: 500 } } }
  - { id: any, when: 3 days after anchor, channels: sms, template: x, if: { languages: [en], kinds: [person] } }
  - { id: vip, when: 5 days after anchor, channels: sms, template: x, if: { segments: [vip] } }`);
  test("that are not met pass the rung over; the next has its own day", () => {
    const answer = look(owing(), "2026-03-03 09:00", rules);
    expect(answer).toSendNothing();
    expect(answer).toSuppress("big", "condition_not_met");
    expect(answer).toLookAgainAt("2026-03-05 08:00");
  });
  test("that are met do not", () =>
    expect(
      look(owing({ invoices: [invoice("2026-03-02", 50_000n)] }), "2026-03-03 09:00", rules),
    ).toSend("big"));
  test("of a segment need one", () => {
    const facts = inEpisode({ done: [done("any", "2026-03-05")] });
    expect(look(facts, "2026-03-07 09:00", rules)).toSuppress("vip", "condition_not_met");
    expect(look({ ...facts, segment: "vip" }, "2026-03-07 09:00", rules)).toSend("vip");
  });
});

describe("a final demand", () => {
  test("waits five business days after the warning arrived", () => {
    const late = [
      ...remindedTwice,
      { ...done("warning", "2026-03-16"), deliveredOn: day("2026-03-18") },
    ];
    const answer = look(inEpisode({ done: late }), "2026-03-23 09:00");
    expect(answer).toWaitFor("requires_delivery");
    expect(answer).toLookAgainAt("2026-03-25 08:00");
    expect(look(inEpisode({ done: late }), "2026-03-25 09:00")).toSend("final_demand");
  });
  test("never comes when the warning never arrived", () => {
    const lost = [...remindedTwice, { ...done("warning", "2026-03-16"), deliveredOn: undefined }];
    for (const local of ["2026-03-23 09:00", "2026-06-01 09:00", "2027-01-04 09:00"]) {
      expect(look(inEpisode({ done: lost }), local)).toWaitFor("requires_delivery");
    }
    expect(look(inEpisode({ done: lost }), "2026-03-23 09:00")).toLookAgainAt("2026-03-24 08:00");
  });
  test("does not keep from people whom no message can reach", () => {
    const lost = [...remindedTwice, { ...done("warning", "2026-03-16"), deliveredOn: undefined }];
    const answer = look(inEpisode({ done: lost, contactPoints: [] }), "2026-03-23 09:00");
    expect(answer).toSuppress("final_demand", "no_contact_point");
    expect(answer.decisions[0]).toMatchObject({ exits: ["call_list"] });
  });
});

test("the headline is what matters most; no decision is nothing due", () => {
  const both = inEpisode({ invoices: [invoice("2026-03-02"), invoice("2026-03-08")] });
  const answer = look(both, "2026-03-03 09:00");
  expect(answer.decisions.map((one) => one.outcome)).toEqual(["send", "wait"]);
  expect(headlineOf(answer)).toEqual({ decision: "send", reason: "step_due" });
  expect(headlineOf({ ...answer, decisions: [] }).reason).toBe("nothing_due");
});

test("an account without anything has nothing due and need not be looked at", () => {
  const answer = look(owing({ invoices: [] }), "2026-03-03 09:00");
  expect(headlineOf(answer)).toEqual({ decision: "wait", reason: "nothing_due" });
  expect(answer).toLookAgainAt(undefined);
});

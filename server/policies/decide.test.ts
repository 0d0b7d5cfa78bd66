import { describe, expect, test } from "vitest";

import "./expect-decide.ts";
import { decide, doneBy, headlineOf } from "./decide.ts";
import {
  at,
  day,
  done,
  hold,
  inEpisode,
  invoice,
  owing,
  point,
  policy,
  policyOf,
} from "./fixtures.ts";
import type { Answer, Facts, Policy } from "./types.ts";

const look = (facts: Facts, local: string, rules: Policy = policy): Answer =>
  decide(facts, rules, at(local));
const sent = (answer: Answer) => answer.decisions.filter((one) => one.outcome === "send");
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
  test("closes when the overdue part is paid, disputed or covered by credits", () => {
    const close = { change: "close" };
    expect(look(inEpisode({ invoices: [] }), "2026-03-05 09:00").episode).toEqual(close);
    expect(look(inEpisode({ creditMinor: 10_000n }), "2026-03-05 09:00").episode).toEqual(close);
    const disputed = inEpisode({ holds: [hold("dispute")] });
    expect(look(disputed, "2026-03-05 09:00").episode).toEqual(close);
    expect(look(disputed, "2026-03-05 09:00")).toHoldFor("disputed");
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

describe("what is held", () => {
  const two = [invoice("2026-03-02", 6_000n, "a"), invoice("2026-03-03", 4_000n, "b")];
  const asked = (holds: Facts["holds"], more: Partial<Facts> = {}) =>
    sent(look(owing({ invoices: two, holds, ...more }), "2026-03-04 09:00"))[0];
  test("is not asked for: a disputed invoice", () =>
    expect(asked([hold("dispute", { invoiceIds: ["a"] })])).toMatchObject({
      amountMinor: 4_000n,
      invoiceIds: ["b"],
    }));
  test("is not asked for: an amount promised, oldest first", () =>
    expect(asked([hold("promise", { amountMinor: 7_000n })])).toMatchObject({
      amountMinor: 3_000n,
      invoiceIds: ["b"],
    }));
  test("is not asked for: credits", () =>
    expect(asked([], { creditMinor: 6_500n })).toMatchObject({ amountMinor: 3_500n }));
  test("a dispute of one invoice holds all where the policy says so", () => {
    const rules = { ...policy, disputeHoldsAll: true };
    const facts = owing({ invoices: two, holds: [hold("dispute", { invoiceIds: ["a"] })] });
    const answer = look(facts, "2026-03-04 09:00", rules);
    expect(answer).toHoldFor("disputed");
    expect(answer.episode.change).toBe("open");
    expect(answer.collectableMinor).toBe(0n);
  });
  test.each([
    ["breathing_space", "breathing_space"],
    ["deceased", "deceased"],
    ["vulnerable", "vulnerable"],
    ["manual", "manual_hold"],
  ] as const)("%s stops everything", (kind, reason) =>
    expect(look(owing({ holds: [hold(kind)] }), "2026-03-03 09:00")).toHoldFor(reason),
  );
  test("the gravest hold names the reason", () => {
    const holds = [hold("promise"), hold("deceased"), hold("manual")];
    expect(look(owing({ holds }), "2026-03-03 09:00")).toHoldFor("deceased");
  });
  test("is asked for again the day after the hold ends", () => {
    const holds = [hold("manual", { until: day("2026-03-03") })];
    expect(look(owing({ holds }), "2026-03-03 09:00")).toHoldFor("manual_hold");
    expect(look(owing({ holds }), "2026-03-03 09:00")).toLookAgainAt("2026-03-04 08:00");
    expect(look(owing({ holds }), "2026-03-04 09:00")).toSend("reminder");
  });
  test("a notice passes a promise but not a breathing space", () => {
    const rules = policyOf(`steps:
  - { id: told, when: 1 day after anchor, class: notice, channels: sms, template: x }`);
    const facts = (kind: "promise" | "breathing_space") => owing({ holds: [hold(kind)] });
    expect(look(facts("promise"), "2026-03-03 09:00", rules)).toSend("told");
    expect(look(facts("breathing_space"), "2026-03-03 09:00", rules)).toHoldFor("breathing_space");
  });
});

describe("stale books", () => {
  const monday = { bookAsOf: at("2026-03-02 18:00") };
  test("stop collection after one banking day", () => {
    expect(look(owing(monday), "2026-03-03 09:00")).toSend("reminder");
    const answer = look(owing(monday), "2026-03-04 09:00");
    expect(answer).toWaitFor("stale_books");
    expect(answer).toLookAgainAt(undefined);
    expect(answer.episode.change).toBe("open");
  });
  test("are not made stale by a weekend", () => {
    const friday = owing({ invoices: [invoice("2026-03-06")], bookAsOf: at("2026-03-06 18:00") });
    expect(look(friday, "2026-03-07 09:00")).toSend("reminder");
    expect(look(friday, "2026-03-09 09:00")).toSend("reminder");
    expect(look(friday, "2026-03-10 09:00")).toWaitFor("stale_books");
  });
  test("are those of unknown age", () =>
    expect(look(owing({ bookAsOf: undefined }), "2026-03-03 09:00")).toWaitFor("stale_books"));
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
});

describe("channels", () => {
  const channels = (contactPoints: Facts["contactPoints"], stepDay = "2026-03-09 09:00") => {
    const answer = look(inEpisode({ contactPoints, done: [reminded] }), stepDay);
    return sent(answer)[0]?.says.map((say) => say.contactPointId);
  };
  test("in tandem go out together", () =>
    expect(channels([point("sms"), point("email")])).toEqual(["sms", "email"]));
  test("the preferred contact point is used", () =>
    expect(channels([point("sms", { rank: 2 }), point("sms", { id: "mobile", rank: 1 })])).toEqual([
      "mobile",
    ]));
  test("opted out, dead and missing ones are left out, and why is said", () => {
    const facts = inEpisode({
      contactPoints: [point("sms", { optedOut: true }), point("email")],
      done: [reminded],
    });
    expect(sent(look(facts, "2026-03-09 09:00"))[0]).toMatchObject({
      says: [{ channel: "email" }],
      suppressed: [{ channel: "sms", reason: "opted_out", contactPointId: "sms" }],
    });
  });
  test("the second alternative is used where the first does not work", () => {
    const facts = owing({ contactPoints: [point("sms", { dead: true }), point("email")] });
    expect(sent(look(facts, "2026-03-03 09:00"))[0]?.says.map((say) => say.channel)).toEqual([
      "email",
    ]);
  });
  test.each([
    ["opted_out", [point("sms", { optedOut: true }), point("email", { dead: true })]],
    ["address_dead", [point("email", { dead: true })]],
    ["no_contact_point", []],
  ] as const)("none that works: %s", (reason, contactPoints) =>
    expect(look(owing({ contactPoints }), "2026-03-03 09:00")).toSuppress("reminder", reason),
  );
  test("without a route are no channels", () => {
    const facts = owing({ routedChannels: ["email"], contactPoints: [point("sms")] });
    expect(look(facts, "2026-03-03 09:00")).toSuppress("reminder", "no_route");
  });
  test("whoever cannot be reached still goes on the call list", () => {
    const answer = look(inEpisode({ done: warned, contactPoints: [] }), "2026-03-23 09:00");
    expect(answer.decisions[0]).toMatchObject({ outcome: "suppress", exits: ["call_list"] });
  });
  test("a notice takes another channel when the customer opted out of its own", () => {
    const rules = policyOf(`steps:
  - { id: told, when: 1 day after anchor, class: notice, channels: sms, template: x }`);
    const contactPoints = [point("sms", { optedOut: true }), point("email")];
    const answer = look(owing({ contactPoints }), "2026-03-03 09:00", rules);
    expect(sent(answer)[0]?.says.map((say) => say.channel)).toEqual(["email"]);
  });
});

describe("contact hours", () => {
  test("no message after 20:00 where the customer lives", () => {
    const answer = look(owing(), "2026-03-03 20:01");
    expect(answer).toSend("reminder");
    expect(answer).toWaitUntil("2026-03-04 08:00");
  });
  test("no SMS after 21:00 in South Africa", () =>
    expect(look(owing(), "2026-03-03 21:01", { ...policy, profiles: ["za"] })).toWaitUntil(
      "06:00",
    ));
  test("nothing on a Sunday, nothing on a holiday; the rung counts as taken and does not drift", () => {
    const sunday = inEpisode({
      invoices: [invoice("2026-03-01")],
      episode: { id: "ep-1", anchorOn: day("2026-03-01"), shiftDays: 0 },
      done: [reminded],
    });
    const answer = look(sunday, "2026-03-08 08:00");
    expect(answer).toWaitUntil("2026-03-09 08:00");
    expect(answer.episode).toEqual({ change: "none" });
    const easter = owing({ invoices: [invoice("2026-04-02")] });
    expect(look(easter, "2026-04-03 09:00")).toWaitUntil("2026-04-04 08:00");
  });
  test("the time window of the step holds too", () => {
    const rules = policyOf(`steps:
  - { id: a, when: 1 day after anchor, channels: sms, template: x, between: "12:00-13:00" }`);
    expect(look(owing(), "2026-03-03 09:00", rules)).toWaitUntil("2026-03-03 12:00");
    expect(look(owing(), "2026-03-03 13:00", rules)).toWaitUntil("2026-03-04 12:00");
  });
  test("is of use until the eve of the next rung", () => {
    const [say] = sent(look(owing(), "2026-03-03 09:00"))[0]?.says ?? [];
    expect(say?.notAfter).toBe(at("2026-03-09 00:00") - 1);
  });
});

describe("caps", () => {
  test("one message a channel a day", () => {
    const facts = owing({ contactPoints: [point("sms", { contactedOn: [day("2026-03-03")] })] });
    const answer = look(facts, "2026-03-03 09:00");
    expect(answer).toWaitFor("cap_reached");
    expect(answer).toLookAgainAt("2026-03-04 08:00");
    expect(look(facts, "2026-03-04 09:00")).toSend("reminder");
  });
  test("three contacts by text in seven days; a tandem is one", () => {
    const days = (...isos: string[]) => isos.map((iso) => day(iso));
    const tandem = ["2026-03-05", "2026-03-07"];
    const facts = inEpisode({
      done: [reminded],
      contactPoints: [
        point("sms", { contactedOn: days(...tandem) }),
        point("email", { contactedOn: days(...tandem) }),
      ],
    });
    expect(look(facts, "2026-03-09 09:00")).toSend("second_reminder");
    const full = inEpisode({
      done: [reminded],
      contactPoints: [point("sms", { contactedOn: days("2026-03-04", ...tandem) }), point("email")],
    });
    expect(look(full, "2026-03-09 09:00")).toWaitFor("cap_reached");
    expect(look(full, "2026-03-09 09:00")).toLookAgainAt("2026-03-11 08:00");
  });
  test("seven calls in seven days, and none in the week of a conversation (Regulation F)", () => {
    const rules = {
      ...policyOf(`contact: { profiles: [us], caps: [{ channels: [voice], count: 9, days: 1 }] }
steps:
  - { id: call, when: 1 day after anchor, channels: voice, template: x }`),
    };
    const called = (...isos: string[]) =>
      owing({ contactPoints: [point("voice", { contactedOn: isos.map((iso) => day(iso)) })] });
    const week = ["02-25", "02-26", "02-27", "02-28", "03-01", "03-02"].map((md) => `2026-${md}`);
    expect(look(called(...week), "2026-03-03 09:00", rules)).toSend("call");
    expect(look(called(...week, "2026-03-02"), "2026-03-03 09:00", rules)).toWaitFor("cap_reached");
    const spoke = { ...called(), conversedOn: day("2026-02-25") };
    expect(look(spoke, "2026-03-03 09:00", rules)).toWaitFor("cap_reached");
    expect(look(spoke, "2026-03-04 09:00", rules)).toSend("call");
  });
  test("do not hold a notice", () => {
    const rules = policyOf(`steps:
  - { id: told, when: 1 day after anchor, class: notice, channels: sms, template: x }`);
    const facts = owing({ contactPoints: [point("sms", { contactedOn: [day("2026-03-03")] })] });
    expect(look(facts, "2026-03-03 09:00", rules)).toSend("told");
  });
});

describe("reminders before the due date", () => {
  const coming = owing({ invoices: [invoice("2026-03-20")] });
  test("go out five days before, each under its own date", () => {
    expect(look(coming, "2026-03-14 09:00")).toLookAgainAt("2026-03-15 08:00");
    const answer = look(coming, "2026-03-16 09:00");
    expect(answer).toSend("before_due");
    expect(sent(answer)[0]).toMatchObject({ anchor: "2026-03-20", amountMinor: 10_000n });
    expect(sent(answer)[0]?.says[0]?.notAfter).toBe(at("2026-03-21 00:00") - 1);
    expect(answer.episode).toEqual({ change: "none" });
  });
  test("once for a date", () => {
    const facts = { ...coming, done: [done("before_due", "2026-03-16", { anchor: "2026-03-20" })] };
    expect(look(facts, "2026-03-17 09:00")).toWaitFor("nothing_due");
    expect(look(facts, "2026-03-17 09:00")).toLookAgainAt("2026-03-21 08:00");
  });
  test("up to the due date, not after", () => {
    expect(look(coming, "2026-03-20 09:00")).toSend("before_due");
    expect(look(coming, "2026-03-21 09:00")).not.toSend("before_due");
  });
  test("also in an episode, but never two messages on one day", () => {
    const both = inEpisode({ invoices: [invoice("2026-03-02"), invoice("2026-03-08", 70n)] });
    const answer = look(both, "2026-03-03 09:00");
    expect(answer).toSend("reminder");
    expect(answer.decisions).toContainEqual(
      expect.objectContaining({ reason: "cap_reached", anchor: "2026-03-08" }),
    );
    expect(answer).toLookAgainAt("2026-03-04 08:00");
    expect(look({ ...both, done: [reminded] }, "2026-03-04 09:00")).toSend("before_due");
  });
  test("of several dates that come due together share one message", () => {
    const facts = owing({ invoices: [invoice("2026-03-05"), invoice("2026-03-06", 500n)] });
    const answer = look(facts, "2026-03-03 09:00");
    expect(answer).toSend("before_due");
    expect(sent(answer)[0]).toMatchObject({ anchor: "2026-03-05", amountMinor: 10_500n });
    expect(answer.decisions[1]).toMatchObject({ reason: "merged", anchor: "2026-03-06" });
  });
  test("do not ask for what is disputed or covered by credits", () => {
    expect(look({ ...coming, holds: [hold("dispute")] }, "2026-03-16 09:00")).toHoldFor("disputed");
    const credited = look({ ...coming, creditMinor: 4_000n }, "2026-03-16 09:00");
    expect(sent(credited)[0]?.amountMinor).toBe(6_000n);
    expect(look({ ...coming, creditMinor: 10_000n }, "2026-03-16 09:00")).toSendNothing();
  });
  test("of two steps the earlier gives way to the later", () => {
    const rules = policyOf(`steps:
  - { id: early, when: 5 days before due, channels: sms, template: x }
  - { id: late, when: 1 day before due, channels: sms, template: x }`);
    expect(look(coming, "2026-03-18 09:00", rules)).toSend("early");
    expect(look(coming, "2026-03-19 09:00", rules)).toSend("late");
  });
  test("that cannot be said in time are passed over", () => {
    const sunday = owing({ invoices: [invoice("2026-03-08")] });
    expect(look(sunday, "2026-03-08 09:00")).toSuppress("before_due", "window_passed");
  });
});

test("an account without anything has nothing due and need not be looked at", () => {
  const answer = look(owing({ invoices: [] }), "2026-03-03 09:00");
  expect(headlineOf(answer)).toEqual({ decision: "wait", reason: "nothing_due" });
  expect(answer).toLookAgainAt(undefined);
});

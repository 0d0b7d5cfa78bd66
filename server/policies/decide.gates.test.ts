import { describe, expect, test } from "vitest";

import { look, sent } from "./expect-decide.ts";
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
import type { Facts } from "./types.ts";

const reminded = done("reminder", "2026-03-03");
const remindedTwice = [reminded, done("second_reminder", "2026-03-09")];
const warned = [...remindedTwice, done("warning", "2026-03-16")];

const channels = (contactPoints: Facts["contactPoints"], stepDay = "2026-03-09 09:00") => {
  const answer = look(inEpisode({ contactPoints, done: [reminded] }), stepDay);
  return sent(answer)[0]?.says.map((say) => say.contactPointId);
};
const days = (...isos: string[]) => isos.map((iso) => day(iso));
const called = (...isos: string[]) =>
  owing({ contactPoints: [point("voice", { contactedOn: isos.map((iso) => day(iso)) })] });

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
    const promised = owing({ holds: [hold("promise")] });
    const breathing = owing({ holds: [hold("breathing_space")] });
    expect(look(promised, "2026-03-03 09:00", rules)).toSend("told");
    expect(look(breathing, "2026-03-03 09:00", rules)).toHoldFor("breathing_space");
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

describe("channels", () => {
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

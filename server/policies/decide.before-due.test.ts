import { describe, expect, test } from "vitest";

import { look, sent } from "./expect-decide.ts";
import { at, done, hold, inEpisode, invoice, owing, policyOf } from "./fixtures.ts";

const reminded = done("reminder", "2026-03-03");

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

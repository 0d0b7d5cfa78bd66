import { expect, test } from "vitest";
import { look, sent } from "./expect-decide.ts";
import { at, day, done, hold, inEpisode, point } from "./fixtures.ts";
import type { Facts, PromiseFact } from "./types.ts";

// 100.00 are overdue since Monday 2 March, and promised for Thursday the 12th with a day of grace.
const promise: PromiseFact = {
  id: "pro-1",
  dueOn: day("2026-03-12"),
  until: day("2026-03-13"),
  leftMinor: 10_000n,
  madeAt: at("2026-03-03 09:00"),
};
const promised = (more: Partial<Facts> = {}, about: Partial<PromiseFact> = {}) => {
  const one = { ...promise, ...about };
  return inEpisode({
    done: [done("reminder", "2026-03-03")],
    holds: [hold("promise", { amountMinor: one.leftMinor, until: one.until })],
    promises: [one],
    ...more,
  });
};
const DAY_BEFORE = "2026-03-11 09:00";

test("who promised is reminded the day before, and of nothing else", () => {
  const early = look(promised(), "2026-03-05 09:00");
  expect(early).toHoldFor("promised");
  expect(early).toLookAgainAt("2026-03-11 08:00");
  expect(early.next?.stepId).toBe("promise_reminder");
  const answer = look(promised(), DAY_BEFORE);
  expect(answer).toSend("promise_reminder");
  expect(sent(answer)[0]).toMatchObject({ anchor: "pro-1", amountMinor: 10_000n });
});

test("once: what was said is not said again, and the end of the promise is looked at", () => {
  const reminded = done("promise_reminder", "2026-03-11", { anchor: "pro-1" });
  const answer = look(
    promised({ done: [done("reminder", "2026-03-03"), reminded] }),
    "2026-03-11 10:00",
  );
  expect(answer).toSendNothing();
  expect(answer).toLookAgainAt("2026-03-14 08:00");
});

test("it names what has not come in, and no more than is owed", () => {
  const named = (facts: Facts) =>
    sent(look(facts, DAY_BEFORE)).find((one) => one.stepId === "promise_reminder")?.amountMinor;
  expect(named(promised({}, { leftMinor: 4_000n }))).toBe(4_000n);
  expect(named(promised({ creditMinor: 7_000n }))).toBe(3_000n);
  const settled = look(promised({ invoices: [] }), DAY_BEFORE);
  expect(settled).toSendNothing();
  expect(settled).toLookAgainAt("2026-03-14 08:00");
});

test("late is better than never, but not when the day is over", () => {
  expect(look(promised(), "2026-03-12 09:00")).toSend("promise_reminder");
  expect(look(promised(), "2026-03-13 09:00")).toSendNothing();
  // Nothing goes out on a Sunday: who promised for Monday reads it on Monday.
  const monday = { dueOn: day("2026-03-09"), until: day("2026-03-10") };
  expect(look(promised({}, monday), "2026-03-08 09:00")).toWaitUntil("2026-03-09 08:00");
});

test("who has just promised is left in peace for some hours", () => {
  const madeAt = at(DAY_BEFORE);
  const answer = look(promised({}, { madeAt }), "2026-03-11 09:01");
  expect(answer).toSendNothing();
  expect(answer).toLookAgainAt("2026-03-11 13:00");
  expect(look(promised({}, { madeAt }), "2026-03-11 13:00")).toSend("promise_reminder");
});

test("what somebody promised they said themselves: old books keep the ladder waiting, not the reminder", () => {
  const bookAsOf = at("2026-02-02 12:00");
  const half = { leftMinor: 5_000n };
  const early = look(promised({ bookAsOf, done: [] }, half), "2026-03-05 09:00");
  expect(early).toWaitFor("stale_books");
  expect(early).toLookAgainAt("2026-03-11 08:00");
  expect(early.next).toMatchObject({ stepId: "promise_reminder" });
  expect(look(promised({ bookAsOf, done: [] }, half), DAY_BEFORE)).toSend("promise_reminder");
});

test("a notice: opted out of texts, it goes by mail; only breathing space and death hold it", () => {
  const contactPoints = [point("sms", { optedOut: true }), point("email")];
  expect(sent(look(promised({ contactPoints }), DAY_BEFORE))[0]?.says[0]?.channel).toBe("email");
  const held = (kind: "dispute" | "manual" | "breathing_space" | "deceased") => {
    const { holds } = promised();
    return sent(look(promised({ holds: [...holds, hold(kind)] }), DAY_BEFORE)).length;
  };
  const kinds = ["dispute", "manual", "breathing_space", "deceased"] as const;
  expect(kinds.map(held)).toEqual([1, 1, 0, 0]);
});

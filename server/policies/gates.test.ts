import { describe, expect, test } from "vitest";

import { type Case, type Gate, gate, GATES, holdStops, passGates, type Verdict } from "./gates.ts";
import type { MessageClass } from "./types.ts";

const MINUTE = 60_000;
type Cell = [MessageClass, Gate, Case, Verdict];

/** Every cell of the table in design.md, written out by hand. */
const CELLS: Cell[] = [
  ["collection", "opt_out", {}, "stop"],
  ["collection", "hold", { holdKind: "dispute" }, "stop"],
  ["collection", "hold", { holdKind: "promise" }, "stop"],
  ["collection", "hold", { holdKind: "vulnerable" }, "stop"],
  ["collection", "contact_hours", {}, "wait"],
  ["collection", "caps", {}, "wait"],
  ["collection", "stale_books", {}, "wait"],
  ["collection", "changed_facts", {}, "decide_again"],
  ["notice", "opt_out", {}, "another_channel"],
  ["notice", "hold", { holdKind: "dispute" }, "pass"],
  ["notice", "hold", { holdKind: "promise" }, "pass"],
  ["notice", "hold", { holdKind: "manual" }, "pass"],
  ["notice", "hold", { holdKind: "vulnerable" }, "pass"],
  ["notice", "hold", { holdKind: "breathing_space" }, "stop"],
  ["notice", "hold", { holdKind: "deceased" }, "stop"],
  ["notice", "contact_hours", {}, "wait"],
  ["notice", "caps", {}, "pass"],
  ["notice", "stale_books", {}, "wait"],
  ["notice", "stale_books", { statesDebt: false }, "pass"],
  ["notice", "changed_facts", {}, "decide_again"],
  ["service", "opt_out", {}, "stop"],
  ["service", "hold", { holdKind: "breathing_space" }, "pass"],
  ["service", "contact_hours", {}, "wait"],
  ["service", "contact_hours", { urgent: true }, "pass"],
  ["service", "caps", {}, "wait"],
  ["service", "stale_books", {}, "pass"],
  ["service", "changed_facts", {}, "pass"],
  ["otp", "opt_out", {}, "pass"],
  ["otp", "hold", { holdKind: "deceased" }, "pass"],
  ["otp", "contact_hours", {}, "pass"],
  ["otp", "caps", {}, "wait"],
  ["otp", "stale_books", {}, "pass"],
  ["otp", "changed_facts", {}, "expire"],
  ["reply", "opt_out", {}, "stop"],
  ["reply", "opt_out", { confirmsStop: true, answersAfterMs: 4 * MINUTE }, "pass"],
  ["reply", "opt_out", { confirmsStop: true, answersAfterMs: 6 * MINUTE }, "stop"],
  ["reply", "opt_out", { confirmsStop: false, answersAfterMs: MINUTE }, "stop"],
  ["reply", "hold", { holdKind: "dispute" }, "pass"],
  ["reply", "contact_hours", { answersAfterMs: 14 * MINUTE }, "pass"],
  ["reply", "contact_hours", { answersAfterMs: 16 * MINUTE }, "wait"],
  ["reply", "caps", {}, "pass"],
  ["reply", "stale_books", {}, "pass"],
  ["reply", "changed_facts", {}, "pass"],
  ["staff", "opt_out", {}, "stop"],
  ["staff", "hold", { holdKind: "manual" }, "pass"],
  ["staff", "contact_hours", {}, "wait"],
  ["staff", "caps", {}, "wait"],
  ["staff", "stale_books", {}, "pass"],
  ["staff", "changed_facts", {}, "pass"],
];

describe("the table of classes and gates", () => {
  test.each(CELLS)("%s at %s with %o: %s", (messageClass, closed, about, verdict) =>
    expect(gate(messageClass, closed, about)).toBe(verdict),
  );

  test("has a test for every cell", () => {
    const tested = new Set(CELLS.map(([messageClass, closed]) => `${messageClass} ${closed}`));
    const cells = Object.entries(GATES).flatMap(([messageClass, row]) =>
      Object.keys(row).map((closed) => `${messageClass} ${closed}`),
    );
    expect([...tested].toSorted()).toEqual(cells.toSorted());
  });

  test("a notice passes a promise, not a breathing space", () => {
    expect(holdStops("notice", "promise")).toBe(false);
    expect(holdStops("notice", "breathing_space")).toBe(true);
    expect(holdStops("collection", "promise")).toBe(true);
  });
});

describe("all gates at once", () => {
  test("nothing closed passes", () =>
    expect(passGates("collection", {})).toEqual({ verdict: "pass", gate: undefined }));
  test("what stops outweighs what waits", () =>
    expect(passGates("collection", { outsideHours: true, optedOut: true })).toEqual({
      verdict: "stop",
      gate: "opt_out",
    }));
  test("what changed is decided again before it waits", () =>
    expect(passGates("collection", { capReached: true, factsChanged: true })).toEqual({
      verdict: "decide_again",
      gate: "changed_facts",
    }));
  test("a one-time pin minds nothing but its caps", () =>
    expect(
      passGates("otp", { optedOut: true, holdKind: "deceased", outsideHours: true, stale: true }),
    ).toEqual({ verdict: "pass", gate: undefined }));
});

import { describe, expect, test } from "vitest";
import { compare } from "./compare.ts";
import type { Said } from "./ledger.ts";
import type { Taken } from "./network-log.ts";

const numbers = ["+27820000001", "+27820000002", "+27820000003"] as const;
const [first, second, third] = numbers;

function said(to: string, change: Partial<Said> = {}): Said {
  const sent = { state: "delivered", segments: 1, attempt: 1, outcome: "sent", code: null };
  return { messageId: `m ${to}`, to, ...sent, ended: true, ...change };
}

function taken(to: string, change: Partial<Taken> = {}): Taken {
  return { id: `id ${to}`, from: "+27600000001", to, text: "Due", part: 1, parts: 1, ...change };
}

function uncertain(to: string, change: Partial<Said> = {}): Said {
  return said(to, {
    state: "uncertain",
    outcome: "uncertain",
    code: "process_died",
    ended: false,
    ...change,
  });
}

const allSaid = numbers.map((to) => said(to));
const allTaken = numbers.map((to) => taken(to));
const allReported = new Set(allTaken.map(({ id }) => id));

function without<T extends { readonly to: string }>(all: readonly T[], to: string): readonly T[] {
  return all.filter((one) => one.to !== to);
}

test("a network that took each message once agrees with a Dunlin that says so", () => {
  expect(compare(numbers, allSaid, allTaken, allReported)).toEqual({
    delivered: 3,
    handedOver: 0,
    torsos: 0,
    lost: [],
    duplicates: [],
    uncertain: 0,
    unexplained: [],
  });
});

describe("lost is", () => {
  const lostOf = (messages: readonly Said[], submits: readonly Taken[]) =>
    compare(numbers, messages, submits, allReported).lost;

  test("what Dunlin calls delivered and the network never took", () => {
    expect(lostOf(allSaid, without(allTaken, second))).toEqual([
      { to: second, why: "delivered, but the network never took it" },
    ]);
  });

  test("what was due and was never made a message", () => {
    expect(lostOf(without(allSaid, third), allTaken)).toEqual([
      { to: third, why: "no message was ever made" },
    ]);
  });

  test.each(["planned", "queued", "held", "failed", "expired", "suppressed", "cancelled"])(
    "what is %s at the end",
    (state) => {
      const messages = [...without(allSaid, first), said(first, { state, code: "not_bound" })];
      expect(lostOf(messages, allTaken)).toEqual([
        { to: first, why: `${state} at the end (not_bound)` },
      ]);
    },
  );

  test("a long message of which a part is missing", () => {
    const submits = [...without(allTaken, first), taken(first, { part: 2, parts: 2 })];
    expect(lostOf(allSaid, submits)).toEqual([
      { to: first, why: "delivered, but the network took 1 of 2 parts" },
    ]);
  });

  test("what failed as a torso, unless the network took all of it", () => {
    const failed = said(first, { state: "failed", outcome: "partial", code: "closed" });
    const messages = [...without(allSaid, first), failed];
    const torso = [...without(allTaken, first), taken(first, { part: 1, parts: 2 })];
    expect(lostOf(messages, torso)).toEqual([]);
    expect(lostOf(messages, allTaken)).toEqual([{ to: first, why: "failed at the end (closed)" }]);
  });

  test("nothing that is uncertain", () => {
    expect(
      lostOf([...without(allSaid, first), uncertain(first)], without(allTaken, first)),
    ).toEqual([]);
  });
});

describe("a duplicate is", () => {
  const duplicatesOf = (messages: readonly Said[], submits: readonly Taken[]) =>
    compare(numbers, messages, submits, allReported).duplicates;

  test("what the network took twice, whatever Dunlin says of it", () => {
    for (const message of [said(second), uncertain(second)]) {
      const submits = [...allTaken, taken(second, { id: "again" })];
      expect(duplicatesOf([...without(allSaid, second), message], submits)).toEqual([
        { to: second, why: "the network took it 2 times" },
      ]);
    }
  });

  test("one part of a long message taken twice", () => {
    const parts = [1, 2, 2].map((part, n) => taken(first, { id: `p${n}`, part, parts: 2 }));
    expect(duplicatesOf(allSaid, [...without(allTaken, first), ...parts])).toHaveLength(1);
  });

  test("a second message for the same due, but not one that replaces what was taken back", () => {
    expect(duplicatesOf([...allSaid, said(first)], allTaken)).toEqual([
      { to: first, why: "Dunlin made two messages for it" },
    ]);
    expect(duplicatesOf([...allSaid, said(first, { state: "suppressed" })], allTaken)).toEqual([]);
  });
});

describe("an uncertain message", () => {
  const found = (message: Said, submits: readonly Taken[], reported: ReadonlySet<string>) =>
    compare(numbers, [...without(allSaid, first), message], submits, reported);

  test("is counted, and explained by the death of its process, a cut or a silence", () => {
    for (const code of ["process_died", "closed", "timeout"]) {
      const { uncertain: count, unexplained } = found(
        uncertain(first, { code }),
        without(allTaken, first),
        new Set(),
      );
      expect([count, unexplained]).toEqual([1, []]);
    }
  });

  test("is not explained by anything else", () => {
    expect(
      found(uncertain(first, { code: "adapter_error" }), allTaken, new Set()).unexplained,
    ).toEqual([{ to: first, why: "uncertain without an excuse (adapter_error)" }]);
  });

  test("need not be when the receipts of all its parts came", () => {
    expect(found(uncertain(first), allTaken, allReported).unexplained).toEqual([
      { to: first, why: "uncertain, though all of its receipts came" },
    ]);
    const long = uncertain(first, { segments: 2 });
    expect(found(long, allTaken, allReported).unexplained).toEqual([]);
  });
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { INTENTS } from "#understanding/types.ts";
import { decodeSession, encodeSession, SESSION_VERSION } from "./codec.ts";
import {
  after,
  at,
  debit,
  facts,
  FRIDAY,
  half,
  halves,
  paysOn,
  MONDAY,
  notice,
  number,
  owing,
  rand,
  saying,
  TODAY,
  yes,
} from "./fixtures.ts";
import { MOST_STEPS, step } from "./machine.ts";
import { NEW } from "./says.ts";
import type { Event, Facts, Reply, Session, State } from "./types.ts";

const later = { amountMinor: 50_000n, on: FRIDAY };
const promise = { kind: "promise", amountMinor: 100_000n, on: FRIDAY } as const;
const split = { kind: "split", nowMinor: 50_000n, later } as const;
const confirming = (proposal: Extract<State, { at: "confirming" }>["proposal"]): State => ({
  at: "confirming",
  proposal,
  isRead: true,
});
const STATES: Readonly<Record<string, State>> = {
  idle: { at: "idle" },
  "a promise read back": confirming(promise),
  "a split read back": confirming(split),
  "how much?": { at: "amount", on: undefined },
  "when?": { at: "date", amountMinor: 20_000n, nowMinor: undefined },
  "how many?": { at: "plan" },
  paying: { at: "paying", amountMinor: 100_000n },
  proof: { at: "proof" },
  "what is wrong?": { at: "grievance" },
  "which debit?": { at: "which", option: 1, debits: [debit("a"), debit("bb")] },
  "over by time": { at: "over", why: "timeout" },
  "over by version": { at: "over", why: "version" },
};
const everywhere = Object.entries(STATES);

describe.each(everywhere)("in the state %s", (_, state) => {
  test("HELP and BALANCE answer and change nothing", () => {
    const help = after([saying("other", { isHelp: true })], {}, at(state));
    expect(help).toMatchObject({ did: ["help"], session: { state } });
    const balance = after([saying("balance")], {}, at(state));
    expect(balance).toMatchObject({ did: ["balance"], session: { state } });
  });

  test("AGENT leads to a person, and the dialogue ends", () => {
    expect(after([saying("agent")], {}, at(state))).toMatchObject({
      at: "idle",
      did: ["agent_noted", "person: asked"],
    });
  });

  test("hardship, a wrong person, a dispute and a claim are heard", () => {
    const did = (reply: Reply) => after([reply], {}, at(state)).did;
    expect(did(saying("hardship"))).toEqual(["hardship", "hardship_noted", "person: hardship"]);
    expect(did(saying("wrong_person"))).toEqual(["wrongPerson", "wrong_person_noted"]);
    expect(did(saying("paid_already"))).toEqual(["checkClaim"]);
    expect(did(saying("dispute")).at(-1)).toBe("person: dispute");
  });

  test("a number answers an open notice at once, unless it says which debit was meant", () => {
    const { did } = after([number(2)], { notices: [notice("a")] }, at(state));
    expect(did[0]).toBe(state.at === "which" ? "release 1" : "option 2 for 1");
  });

  test("time ends it: a question that was open is closed, and a late yes does nothing", () => {
    const ended = after([{ kind: "timeout" }], {}, at(state));
    expect(ended.did).toEqual([]);
    const late = after([yes], {}, ended.session);
    expect(late.did).toEqual([ended.at === "over" ? "session_over" : "person: not_understood"]);
    expect(late.at).toBe("idle");
  });

  test("another version ends it gently", () => {
    const ended = after([{ kind: "unreadable" }], {}, at(state));
    expect(ended).toMatchObject({ at: "over", did: [] });
    expect(after([yes], {}, ended.session).did).toEqual(["session_over"]);
    expect(after([saying("pay")], {}, ended.session).did).toEqual(["pay_link > pay"]);
  });

  test("when nothing is owed any more, nothing is arranged", () => {
    const paid: Facts["account"] = { ...owing, openMinor: 0n };
    const { did } = after(
      [{ kind: "payment", amountMinor: 1n }, yes, saying("pay")],
      { account: paid },
      at(state),
    );
    expect(did).toEqual(["balance"]);
  });

  test("no amount is told, and nothing agreed, before it is clear who asks", () => {
    for (const reply of [
      saying("pay"),
      halves,
      paysOn(FRIDAY),
      saying("paid_already"),
      yes,
      number(4),
    ]) {
      const { actions } = after([reply], { tells: "nothing" }, at(state));
      expect(actions.filter((one) => one.do === "promise" || one.do === "plan")).toEqual([]);
      expect(actions.filter((one) => one.do === "say" && one.discloses)).toEqual([]);
    }
  });

  test("the session is kept and read back as it was", () => {
    const session = at(state, 1);
    const kept: unknown = JSON.parse(JSON.stringify(encodeSession(session)));
    expect(encodeSession(decodeSession(SESSION_VERSION, kept)!)).toEqual(kept);
    expect(step(decodeSession(SESSION_VERSION, kept)!, yes, facts)).toEqual(
      step(session, yes, facts),
    );
    expect(decodeSession(SESSION_VERSION + 1, kept)).toBeUndefined();
  });
});

test("an endless dialogue goes to a person", () => {
  const turns = Array.from({ length: MOST_STEPS + 1 }, (_, k) =>
    paysOn(k % 2 === 0 ? FRIDAY : MONDAY),
  );
  expect(after(turns)).toMatchObject({ at: "idle", did: ["agent_noted", "person: too_long"] });
});

const wasRead = (state: State): boolean => state.at === "confirming" && state.isRead;
const meansYes = (event: Event): boolean =>
  event.kind === "reply" && (event.yesNo === "yes" || event.leans !== "no");

test("whatever happens: one thing is said at most, nothing is agreed without a yes, and it ends", () => {
  const days = fc.subarray([TODAY, FRIDAY, MONDAY, TODAY.add({ days: 70 })]);
  const amounts = fc.subarray([half, rand(30_000n), rand(1n), rand(9_000_000n), { share: 1 }]);
  const reply = fc
    .record({
      intent: fc.constantFrom(...INTENTS),
      amounts,
      days,
      yesNo: fc.constantFrom("yes", "no", undefined),
      number: fc.option(fc.nat(9), { nil: undefined }),
      isHelp: fc.boolean(),
      parts: fc.array(
        fc.record({
          amount: fc.constantFrom(half, rand(50_000n), undefined),
          on: fc.constantFrom(FRIDAY, MONDAY, undefined),
        }),
        { maxLength: 4 },
      ),
    } as const)
    .map(({ intent, ...more }) => saying(intent, { leans: more.yesNo, ...more }));
  const event: fc.Arbitrary<Event> = fc.oneof(
    { weight: 8, arbitrary: reply },
    fc.constantFrom<Event>(
      { kind: "timeout" },
      { kind: "payment", amountMinor: 5n },
      { kind: "claim", found: undefined, heldDays: 7 },
      { kind: "stopped", stopped: [] },
      { kind: "refused" },
      { kind: "unreadable" },
    ),
  );
  const how = fc.constantFrom<Partial<Facts>>(
    {},
    { tells: "nothing" },
    { account: undefined },
    { notices: [notice("a"), notice("bb")] },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(event, how), { maxLength: 30 }), (turns) => {
      let session: Session = NEW;
      for (const [happened, more] of turns) {
        const before = session.state;
        const stepped = step(session, happened, { ...facts, ...more });
        session = decodeSession(
          SESSION_VERSION,
          JSON.parse(JSON.stringify(encodeSession(stepped.session))),
        )!;
        const says = stepped.actions.filter((one) => ["say", "balance", "help"].includes(one.do));
        expect(says.length).toBeLessThanOrEqual(1);
        const agrees = stepped.actions.some((one) => one.do === "promise" || one.do === "plan");
        expect(!agrees || (wasRead(before) && meansYes(happened))).toBe(true);
      }
    }),
    runs(200),
  );
});

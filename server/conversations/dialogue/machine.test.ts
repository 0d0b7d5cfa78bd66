import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { decodeSession, encodeSession, SESSION_VERSION } from "./codec.ts";
import {
  after,
  at,
  debit,
  facts,
  FRIDAY,
  MONDAY,
  no,
  notice,
  number,
  owing,
  rand,
  saying,
  TODAY,
  unclear,
  yes,
} from "./fixtures.ts";
import { MOST_STEPS, step } from "./machine.ts";
import { NEW } from "./says.ts";
import type { Event, Facts, Reply, Session, State } from "./types.ts";

const later = { amountMinor: 50_000n, on: FRIDAY };
const promise = { kind: "promise", amountMinor: 100_000n, on: FRIDAY } as const;
const split = { kind: "split", nowMinor: 50_000n, later } as const;
const part = { kind: "part", amountMinor: 30_000n } as const;
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
const half = { share: 0.5 };
const halves = saying("pay_part", {
  amounts: [half],
  days: [FRIDAY],
  parts: [
    { amount: half, on: undefined },
    { amount: undefined, on: FRIDAY },
  ],
});
const paysOn = (day: Temporal.PlainDate) => saying("promise", { days: [day] });

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
    expect(did(saying("hardship"))).toEqual([
      "hold vulnerable",
      "hardship_noted",
      "person: hardship",
    ]);
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

test.each<[string, readonly Event[], string, readonly string[]]>([
  ["in full, at once", [saying("pay")], "paying", ["pay_link > pay"]],
  [
    "a part",
    [saying("pay_part", { amounts: [rand(30_000n)] })],
    "confirming",
    ["pay_part_confirm"],
  ],
  ["a part, yes", [saying("pay_part", { amounts: [half] }), yes], "paying", ["pay_link > pay"]],
  [
    "more than all",
    [saying("pay_part", { amounts: [rand(900_000n)] })],
    "paying",
    ["pay_link > pay"],
  ],
  ["a part, of how much?", [saying("pay_part")], "amount", ["ask_amount"]],
  ["a part: 300", [saying("pay_part"), number(300)], "confirming", ["pay_part_confirm"]],
  [
    "too small a part",
    [saying("pay_part", { amounts: [rand(500n)] })],
    "confirming",
    ["promise_refused"],
  ],
  [
    "too small a part; then the least",
    [saying("pay_part", { amounts: [rand(500n)] }), yes],
    "paying",
    ["pay_link > pay"],
  ],
  [
    "another currency",
    [saying("pay", { amounts: [{ minor: 100n, currency: "EUR" }] })],
    "idle",
    ["person: not_understood"],
  ],
  ["on friday", [paysOn(FRIDAY)], "confirming", ["promise_confirm"]],
  [
    "'I will pay friday' is a promise",
    [saying("pay", { days: [FRIDAY] })],
    "confirming",
    ["promise_confirm"],
  ],
  ["on friday, yes", [paysOn(FRIDAY), yes], "idle", ["promise 100000 2026-03-06", "promise_made"]],
  ["on friday, no", [paysOn(FRIDAY), no], "idle", ["help_menu"]],
  [
    "on friday; no, monday",
    [paysOn(FRIDAY), saying("other", { leans: "no", days: [MONDAY] })],
    "confirming",
    ["promise_confirm"],
  ],
  [
    "no, monday; yes",
    [paysOn(FRIDAY), saying("other", { leans: "no", days: [MONDAY] }), yes],
    "idle",
    ["promise 100000 2026-03-09", "promise_made"],
  ],
  [
    "rather 300; yes",
    [paysOn(FRIDAY), saying("pay_part", { amounts: [rand(30_000n)] }), yes],
    "idle",
    ["promise 30000 2026-03-06", "promise_made"],
  ],
  [
    "yes, friday",
    [paysOn(FRIDAY), saying("promise", { leans: "yes", days: [FRIDAY] })],
    "idle",
    ["promise 100000 2026-03-06", "promise_made"],
  ],
  [
    "no, friday is read back again",
    [paysOn(FRIDAY), saying("promise", { leans: "no", days: [FRIDAY] })],
    "confirming",
    ["promise_confirm"],
  ],
  ["a promise, when?", [saying("promise", { amounts: [rand(20_000n)] })], "date", ["ask_date"]],
  [
    "a promise, when? friday, yes",
    [saying("promise", { amounts: [rand(20_000n)] }), paysOn(FRIDAY), yes],
    "idle",
    ["promise 20000 2026-03-06", "promise_made"],
  ],
  ["too late a day", [paysOn(TODAY.add({ days: 90 }))], "confirming", ["promise_refused"]],
  [
    "too late a day: the nearest",
    [paysOn(TODAY.add({ days: 90 })), yes],
    "idle",
    ["promise 100000 2026-04-04", "promise_made"],
  ],
  [
    "a day that is over",
    [paysOn(TODAY.subtract({ days: 2 })), yes],
    "idle",
    ["promise 100000 2026-03-05", "promise_made"],
  ],
  ["half now, the rest on friday", [halves], "confirming", ["half_now_rest_later_confirm"]],
  [
    "half now, the rest on friday; yes",
    [halves, yes],
    "paying",
    ["promise 50000 2026-03-05", "promise 50000 2026-03-06", "pay_link > pay"],
  ],
  [
    "half now, the rest; monday",
    [halves, saying("other", { days: [MONDAY] }), yes],
    "paying",
    ["promise 50000 2026-03-05", "promise 50000 2026-03-09", "pay_link > pay"],
  ],
  [
    "half now, the rest too late, is read back in full",
    [
      saying("pay_part", {
        amounts: [half],
        parts: [
          { amount: half, on: undefined },
          { amount: undefined, on: TODAY.add({ days: 60 }) },
        ],
      }),
      yes,
    ],
    "confirming",
    ["half_now_rest_later_confirm"],
  ],
  [
    "half now, the rest when?",
    [
      saying("pay_part", {
        amounts: [half],
        parts: [
          { amount: half, on: undefined },
          { amount: undefined, on: undefined },
        ],
      }),
      paysOn(MONDAY),
    ],
    "confirming",
    ["half_now_rest_later_confirm"],
  ],
  [
    "half on friday, half on monday",
    [
      saying("promise", {
        parts: [
          { amount: half, on: FRIDAY },
          { amount: half, on: MONDAY },
        ],
      }),
      yes,
    ],
    "idle",
    ["plan of 2", "plan_made"],
  ],
  ["instalments", [saying("plan")], "plan", ["plan_offer"]],
  ["instalments: 4; yes", [saying("plan"), number(4), yes], "idle", ["plan of 4", "plan_made"]],
  ["instalments: 3 are not on offer", [saying("plan"), number(3)], "plan", ["plan_offer"]],
  ["rather instalments", [paysOn(FRIDAY), saying("plan")], "plan", ["plan_offer"]],
  ["not understood, at first", [unclear], "idle", ["person: not_understood"]],
  [
    "not understood once, after a question",
    [paysOn(FRIDAY), unclear],
    "confirming",
    ["yes_no_again"],
  ],
  [
    "not understood twice",
    [paysOn(FRIDAY), unclear, unclear],
    "idle",
    ["not_understood", "person: not_understood"],
  ],
  [
    "not understood, then understood",
    [paysOn(FRIDAY), unclear, paysOn(MONDAY), unclear],
    "confirming",
    ["yes_no_again"],
  ],
  [
    "paid already, and found",
    [saying("paid_already"), { kind: "claim", found: { amountMinor: 5n, on: TODAY } }],
    "idle",
    ["paid_already_found"],
  ],
  [
    "paid already, and not found",
    [saying("paid_already"), { kind: "claim", found: undefined }],
    "proof",
    ["hold manual 7", "paid_already_proof > proof"],
  ],
  [
    "a dispute in a word",
    [saying("dispute", { words: 2 })],
    "grievance",
    ["dispute", "ask_what_dispute"],
  ],
  [
    "a dispute in a word, and why",
    [saying("dispute", { words: 2 }), unclear],
    "idle",
    ["dispute_opened", "person: dispute"],
  ],
  ["a copy of the invoice", [saying("invoice_copy")], "idle", ["invoice_copy > page"]],
  [
    "an invoice that never came",
    [saying("dispute", { missesInvoice: true })],
    "idle",
    ["never_received > page"],
  ],
  [
    "call me on monday",
    [saying("agent", { asksForCall: true, days: [MONDAY] })],
    "idle",
    ["call_me_noted", "person: call_me"],
  ],
  [
    "the books changed between",
    [paysOn(FRIDAY), yes, { kind: "refused" }],
    "idle",
    ["agent_noted", "person: refused"],
  ],
  ["paid while a link waits", [saying("pay"), { kind: "payment", amountMinor: 5n }], "idle", []],
])("%s", (_, events, state, did) => {
  expect(after(events)).toMatchObject({ at: state, did });
});

test("what the client does not offer is refused, and paying is always possible", () => {
  const limits = { ...owing.limits, offersPart: false, offersPromise: false, offersPlan: false };
  const account = { ...owing, limits, plans: [] };
  expect(after([paysOn(FRIDAY)], { account })).toMatchObject({
    at: "idle",
    did: ["promise_refused"],
  });
  expect(after([saying("plan")], { account })).toMatchObject({
    at: "idle",
    did: ["promise_refused"],
  });
  expect(after([saying("pay_part", { amounts: [half] }), yes], { account }).did).toEqual([
    "pay_link > pay",
  ]);
});

test("the part that is paid now is held too where one more promise is allowed", () => {
  const account = { ...owing, room: { ...owing.room, openPromises: 1 } };
  const { actions } = after([halves, yes], { account });
  expect(actions.map((one) => one.do)).toEqual(["promise", "say"]);
});

describe("debits", () => {
  const two = { notices: [notice("gym"), notice("insurance")] };
  const stop = {
    stopId: "s",
    debitId: notice("gym").debitId,
    meaning: "cancel_debit",
    afterCutoff: false,
    refundDays: 56,
    product: "gym",
    amountMinor: 9_900n,
    currency: "ZAR",
    strikeOn: MONDAY,
    repeated: false,
  } as const;
  const stopped = (...stops: readonly Partial<typeof stop>[]): Event => ({
    kind: "stopped",
    stopped: stops.map((one) => ({ ...stop, ...one })),
  });

  test("one open notice", () => {
    const one = { notices: [notice("gym")] };
    const did = (...stops: Parameters<typeof stopped>) =>
      after([number(1), stopped(...stops)], one).did;
    expect(did({})).toEqual(["debit_stopped_cancel_debit"]);
    expect(did({ afterCutoff: true })).toEqual(["debit_too_late"]);
    expect(did()).toEqual(["agent_noted", "person: debit_option"]);
    const calls: Event = { kind: "stopped", stopped: [{ ...stop, meaning: "call_me" }] };
    expect(after([number(3), calls], one).did).toEqual([
      "debit_stopped_call_me",
      "person: call_me",
    ]);
  });

  test("a bare number with two open notices stops both, then asks which", () => {
    expect(after([number(1)], two).did).toEqual(["option 1 for 2"]);
    const asked = after([number(1), stopped({}, {})], two);
    expect(asked).toMatchObject({ at: "which", did: ["debit_which"] });
    const chosen = after([number(2)], two, asked.session);
    expect(chosen).toMatchObject({ at: "idle", did: ["release 1", "debit_stopped_cancel_debit"] });
    expect(chosen.actions[0]).toMatchObject({ debitIds: [notice("gym").debitId] });
    expect(after([unclear, unclear], two, asked.session).did).toEqual([
      "not_understood",
      "person: debit_which",
    ]);
  });

  test("without a notice a number is no option, and instalments are asked for by yes or no while there is one", () => {
    expect(after([number(1)]).did).toEqual(["person: not_understood"]);
    expect(after([number(7)], two).did).toEqual(["person: not_understood"]);
    expect(after([saying("plan")], two)).toMatchObject({ at: "confirming", did: ["plan_confirm"] });
  });
});

test("an endless dialogue goes to a person", () => {
  const turns = Array.from({ length: MOST_STEPS + 1 }, (_, k) =>
    paysOn(k % 2 === 0 ? FRIDAY : MONDAY),
  );
  expect(after(turns)).toMatchObject({ at: "idle", did: ["agent_noted", "person: too_long"] });
});

test("whatever happens: one thing is said at most, nothing is agreed without a yes, and it ends", () => {
  const days = fc.subarray([TODAY, FRIDAY, MONDAY, TODAY.add({ days: 70 })]);
  const amounts = fc.subarray([half, rand(30_000n), rand(1n), rand(9_000_000n), { share: 1 }]);
  const reply = fc
    .record({
      intent: fc.constantFrom(
        "pay",
        "pay_part",
        "promise",
        "plan",
        "other",
        "dispute",
        "paid_already",
        "invoice_copy",
        "balance",
        "agent",
        "hardship",
        "wrong_person",
        "stop",
      ),
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
    .map(({ intent, ...more }) => saying(intent as never, { leans: more.yesNo, ...more }));
  const event: fc.Arbitrary<Event> = fc.oneof(
    { weight: 8, arbitrary: reply },
    fc.constantFrom<Event>(
      { kind: "timeout" },
      { kind: "payment", amountMinor: 5n },
      { kind: "claim", found: undefined },
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
        if (happened.kind !== "reply") continue;
        const agrees = stepped.actions.filter((one) => one.do === "promise" || one.do === "plan");
        if (agrees.length > 0) {
          expect(before).toMatchObject({ at: "confirming", isRead: true });
          expect(happened.yesNo === "yes" || happened.leans !== "no").toBe(true);
        }
      }
    }),
    runs(200),
  );
});

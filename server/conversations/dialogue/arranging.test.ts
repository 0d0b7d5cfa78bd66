import { expect, test } from "vitest";
import {
  after,
  facts,
  FRIDAY,
  half,
  halves,
  paysOn,
  MONDAY,
  no,
  number,
  owing,
  rand,
  saying,
  TODAY,
  unclear,
  yes,
} from "./fixtures.ts";
import { step } from "./machine.ts";
import { NEW } from "./says.ts";
import type { Event, Reply } from "./types.ts";

const onBoth = (intent: Reply["read"]["intent"], amounts: Reply["amounts"] = []) =>
  saying(intent, { amounts, days: [FRIDAY, MONDAY], bothDays: [FRIDAY, MONDAY] });

test.each([
  [undefined, [50_000n, 50_000n]],
  [30_000n, [30_000n, 30_000n]],
  [60_000n, [60_000n, 40_000n]],
  [500_000n, [50_000n, 50_000n]],
])("two days in one breath: of %s each, or what there is", (minor, sums) => {
  const reply = onBoth("promise", minor === undefined ? [] : [rand(minor)]);
  const { state } = step(NEW, reply, facts).session;
  expect(state).toMatchObject({
    at: "confirming",
    proposal: {
      kind: "plan",
      instalments: [
        { amountMinor: sums[0], on: FRIDAY },
        { amountMinor: sums[1], on: MONDAY },
      ],
    },
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
  ["on friday and monday", [onBoth("promise")], "confirming", ["plan_confirm"]],
  ["on friday and monday; yes", [onBoth("plan"), yes], "idle", ["plan of 2", "plan_made"]],
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
    [
      saying("paid_already"),
      { kind: "claim", found: { amountMinor: 5n, currency: "ZAR", on: TODAY }, heldDays: 0 },
    ],
    "idle",
    ["paid_already_found"],
  ],
  [
    "paid already, and not found",
    [saying("paid_already"), { kind: "claim", found: undefined, heldDays: 7 }],
    "proof",
    ["paid_already_proof > proof"],
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

test("what is paid now is agreed too: as a promise, else in a plan, else nothing is", () => {
  const withPromises = (openPromises: number, more: Partial<typeof owing.limits> = {}) => ({
    account: {
      ...owing,
      limits: { ...owing.limits, ...more },
      room: { ...owing.room, openPromises },
    },
  });
  const did = (how: ReturnType<typeof withPromises>) => after([halves, yes], how).did;
  expect(did(withPromises(0))).toHaveLength(3);
  expect(did(withPromises(1))).toEqual(["plan of 2", "pay_link > pay"]);
  expect(did(withPromises(2))).toEqual(["plan of 2", "pay_link > pay"]);
  const refused = after([halves], withPromises(1, { offersPlan: false }));
  expect(refused).toMatchObject({ at: "idle", did: ["promise_refused"] });
});

// A customer who owes R 1,000, and replies as they would be read, for tests of the machine.
import { DEFAULT_LIMITS } from "#policies/arrangements.ts";
import type { Intent } from "#understanding/types.ts";
import { step } from "./machine.ts";
import { NEW } from "./says.ts";
import type { AccountFacts, Action, Event, Facts, Reply, Session, State } from "./types.ts";

/** A Thursday. */
export const TODAY = Temporal.PlainDate.from("2026-03-05");
export const FRIDAY = Temporal.PlainDate.from("2026-03-06");
export const MONDAY = Temporal.PlainDate.from("2026-03-09");

const plan = (count: number) =>
  Array.from({ length: count }, (_, k) => ({
    amountMinor: 100_000n / BigInt(count),
    on: TODAY.add({ months: k + 1 }),
  }));

export const owing: AccountFacts = {
  currency: "ZAR",
  openMinor: 100_000n,
  room: { collectibleMinor: 100_000n, today: TODAY, openPromises: 0, openPlans: 0 },
  limits: DEFAULT_LIMITS,
  plans: [plan(2), plan(4)],
};

export const facts: Facts = {
  today: TODAY,
  tells: "number",
  account: owing,
  notices: [],
  invoices: ["INV-1", "INV-2"],
  named: undefined,
};

export const debit = (name: string) => ({
  debitId: `019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c0${name.length}`,
  product: name,
  amountMinor: 9_900n,
  currency: "ZAR",
  strikeOn: MONDAY,
});

export const notice = (name: string): Facts["notices"][number] => ({
  ...debit(name),
  cutoffAt: Temporal.Instant.from("2026-03-08T12:00:00Z"),
  noticeMessageId: "m",
  stoppedAs: undefined,
});

/** A reply that means this, with amounts and days as they would be found. */
export function saying(
  intent: Intent,
  more: Partial<Reply> & { parts?: Reply["read"]["parts"] } = {},
): Reply {
  const { parts = [], ...rest } = more;
  return {
    kind: "reply",
    read: {
      intent,
      best: intent,
      confidence: intent === "other" ? 0.2 : 0.99,
      source: intent === "other" ? "none" : "rule",
      others: [],
      amount: rest.amounts?.[0],
      date: rest.days?.[0],
      parts,
    },
    isHelp: false,
    yesNo: undefined,
    leans: undefined,
    number: undefined,
    amounts: [],
    days: [],
    words: 8,
    asksForCall: false,
    missesInvoice: false,
    ...rest,
  };
}

export const rand = (minor: bigint) => ({ minor, currency: undefined });
export const yes = saying("other", { yesNo: "yes", leans: "yes", words: 1 });
export const no = saying("other", { yesNo: "no", leans: "no", words: 1 });
export const unclear = saying("other");
export const number = (value: number) =>
  saying("other", { number: value, amounts: [rand(BigInt(value) * 100n)], words: 1 });

export const half = { share: 0.5 };
/** "Half now and the rest on friday." */
export const halves = saying("pay_part", {
  amounts: [half],
  days: [FRIDAY],
  parts: [
    { amount: half, on: undefined },
    { amount: undefined, on: FRIDAY },
  ],
});
export const paysOn = (day: Temporal.PlainDate) => saying("promise", { days: [day] });

export const at = (state: State, misses = 0): Session => ({ ...NEW, state, misses });

/** The state after all events, and in short what the last of them led to. */
export function after(
  events: readonly Event[],
  how: Partial<Facts> = {},
  from: Session = NEW,
): {
  readonly at: string;
  readonly did: readonly string[];
  readonly session: Session;
  readonly actions: readonly Action[];
} {
  let session = from;
  let actions: readonly Action[] = [];
  for (const event of events) ({ session, actions } = step(session, event, { ...facts, ...how }));
  return { at: session.state.at, did: actions.map(shortly), session, actions };
}

function shortly(action: Action): string {
  switch (action.do) {
    case "say":
      return `${action.template}${action.link ? ` > ${action.link.to.kind}` : ""}`;
    case "toPerson":
      return `person: ${action.why}`;
    case "promise":
      return `promise ${action.amountMinor} ${action.on.toString()}`;
    case "plan":
      return `plan of ${action.instalments.length}`;
    case "answerDebits":
      return `option ${action.option} for ${action.debitIds.length}`;
    case "releaseDebits":
      return `release ${action.debitIds.length}`;
    default:
      return action.do;
  }
}

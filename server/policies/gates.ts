/**
 * Which gate holds which class of message: the table of the design as data, and the verdict for a concrete case. Deciding
 * and authorising both ask here, so that what one lets pass the other does not stop for another reason.
 */
import { MINUTE_MS } from "./day.ts";
import type { HoldKind, MessageClass, Reason } from "./types.ts";

export type Gate = "opt_out" | "hold" | "contact_hours" | "caps" | "stale_books" | "changed_facts";

/** What a closed gate does to a message of the class. */
export type Effect =
  /** The gate does not concern this class. */
  | "passes"
  | "stops"
  /** Only the part of the debt that the hold is about is not asked for; nothing left to ask for stops the message. */
  | "stops_part"
  | "stops_for_breathing_space_and_deceased"
  | "another_channel"
  | "waits"
  | "waits_unless_urgent"
  | "waits_if_it_states_a_debt"
  /** Answers go out at any hour for 15 minutes after what they answer. */
  | "waits_after_15_minutes"
  /** The one confirmation of STOP goes out within 5 minutes; nothing else passes. */
  | "stops_but_confirmation"
  | "waits_by_own_caps"
  | "waits_by_own_hours"
  | "decides_again"
  | "expires";

export const GATES: Readonly<Record<MessageClass, Readonly<Record<Gate, Effect>>>> = {
  collection: {
    opt_out: "stops",
    hold: "stops_part",
    contact_hours: "waits",
    caps: "waits",
    stale_books: "waits",
    changed_facts: "decides_again",
  },
  notice: {
    opt_out: "another_channel",
    hold: "stops_for_breathing_space_and_deceased",
    contact_hours: "waits",
    caps: "passes",
    stale_books: "waits_if_it_states_a_debt",
    changed_facts: "decides_again",
  },
  service: {
    opt_out: "stops",
    hold: "passes",
    contact_hours: "waits_unless_urgent",
    caps: "waits_by_own_caps",
    stale_books: "passes",
    changed_facts: "passes",
  },
  otp: {
    opt_out: "passes",
    hold: "passes",
    contact_hours: "passes",
    caps: "waits_by_own_caps",
    stale_books: "passes",
    changed_facts: "expires",
  },
  reply: {
    opt_out: "stops_but_confirmation",
    hold: "passes",
    contact_hours: "waits_after_15_minutes",
    caps: "passes",
    stale_books: "passes",
    changed_facts: "passes",
  },
  staff: {
    opt_out: "stops",
    hold: "passes",
    contact_hours: "waits_by_own_hours",
    caps: "waits_by_own_caps",
    stale_books: "passes",
    changed_facts: "passes",
  },
};

/** The confirmation of STOP, 47 CFR 64.1200(a)(12). */
export const CONFIRMATION_WITHIN_MS = 5 * MINUTE_MS;
/** Our own: an answer is expected at once, whatever the hour at which the customer wrote. */
const REPLY_WITHIN_MS = 15 * MINUTE_MS;

export type Verdict = "pass" | "stop" | "wait" | "another_channel" | "decide_again" | "expire";

/** What is special about the message in hand. All undefined is the strict reading. */
export type Case = {
  readonly holdKind?: HoldKind | undefined;
  readonly urgent?: boolean | undefined;
  /** False for a notice that names no debt. */
  readonly statesDebt?: boolean | undefined;
  /** True for the confirmation of STOP. */
  readonly confirmsStop?: boolean | undefined;
  /** How long ago the customer wrote what this answers. */
  readonly answersAfterMs?: number | undefined;
};

/** The step that reminds of one's own promise: it belongs to no policy. */
export const PROMISE_REMINDER_ID = "promise_reminder";

/** True for what speaks of money by the books. What somebody promised they said themselves, however old the books are. */
export function statesDebt(said: {
  readonly stepId: string | null;
  readonly amountMinor: bigint | string | null;
}): boolean {
  return said.amountMinor !== null && said.stepId !== PROMISE_REMINDER_ID;
}

/** What the table says for a class and a gate. */
export function gateOf(messageClass: MessageClass, at: Gate): Effect {
  return GATES[messageClass][at];
}

const within = (limitMs: number, about: Case): boolean =>
  about.answersAfterMs !== undefined && about.answersAfterMs <= limitMs;

/** What each effect comes to in a concrete case. */
const VERDICTS: Readonly<Record<Effect, (about: Case) => Verdict>> = {
  passes: () => "pass",
  stops: () => "stop",
  stops_part: () => "stop",
  stops_for_breathing_space_and_deceased: ({ holdKind }) =>
    holdKind === "breathing_space" || holdKind === "deceased" ? "stop" : "pass",
  another_channel: () => "another_channel",
  waits: () => "wait",
  waits_by_own_caps: () => "wait",
  waits_by_own_hours: () => "wait",
  waits_unless_urgent: ({ urgent }) => (urgent === true ? "pass" : "wait"),
  waits_if_it_states_a_debt: ({ statesDebt }) => (statesDebt === false ? "pass" : "wait"),
  waits_after_15_minutes: (about) => (within(REPLY_WITHIN_MS, about) ? "pass" : "wait"),
  stops_but_confirmation: (about) =>
    about.confirmsStop === true && within(CONFIRMATION_WITHIN_MS, about) ? "pass" : "stop",
  decides_again: () => "decide_again",
  expires: () => "expire",
};

/** What happens to a message of the class at a gate that is closed. */
export function gate(messageClass: MessageClass, closed: Gate, about: Case = {}): Verdict {
  return VERDICTS[GATES[messageClass][closed]](about);
}

/** True when a hold of the kind keeps messages of the class from asking for the money it is about. */
export function holdStops(messageClass: MessageClass, kind: HoldKind): boolean {
  return gate(messageClass, "hold", { holdKind: kind }) === "stop";
}

/** Holds of the whole customer that stop what states or announces a debt, whoever asked for it. */
export const SILENCING_HOLDS: readonly HoldKind[] = (
  ["dispute", "promise", "breathing_space", "vulnerable", "deceased", "manual"] as const
).filter((kind) => holdStops("notice", kind));

const HOLD_REASONS: Readonly<Record<HoldKind, Reason>> = {
  dispute: "disputed",
  promise: "promised",
  breathing_space: "breathing_space",
  vulnerable: "vulnerable",
  deceased: "deceased",
  manual: "manual_hold",
};

/** The reason code of a hold. */
export function reasonOfHold(kind: HoldKind): Reason {
  return HOLD_REASONS[kind];
}

/** The gates that are closed for a message right now. */
export type Closed = Case & {
  readonly optedOut?: boolean;
  readonly outsideHours?: boolean;
  readonly capReached?: boolean;
  readonly stale?: boolean;
  readonly factsChanged?: boolean;
};

const WORST: readonly Verdict[] = ["stop", "expire", "decide_again", "another_channel", "wait"];

/**
 * All gates at once, as authorising needs them: the gravest verdict and the gate that gave it. What stops comes before what
 * must be decided again, and that before what merely waits: nothing waits that is not right any more.
 */
export function passGates(
  messageClass: MessageClass,
  closed: Closed,
): { readonly verdict: Verdict; readonly gate: Gate | undefined } {
  const gates: readonly (readonly [name: Gate, closed: boolean])[] = [
    ["opt_out", closed.optedOut === true],
    ["hold", closed.holdKind !== undefined],
    ["changed_facts", closed.factsChanged === true],
    ["stale_books", closed.stale === true],
    ["caps", closed.capReached === true],
    ["contact_hours", closed.outsideHours === true],
  ];
  const verdicts = gates.flatMap(([name, isClosed]) =>
    isClosed ? [{ verdict: gate(messageClass, name, closed), gate: name }] : [],
  );
  for (const verdict of WORST) {
    const found = verdicts.find((one) => one.verdict === verdict);
    if (found !== undefined) return found;
  }
  return { verdict: "pass", gate: undefined };
}

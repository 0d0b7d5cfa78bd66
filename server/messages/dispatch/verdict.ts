/** The last look before a hand-over, for one message: pure, on what the authorising transaction read under its locks. */
import { passGates, reasonOfHold, statesDebt, type Gate } from "#policies/gates.ts";
import type { EpochMs } from "#policies/types.ts";
import type { Allowed, Claimed } from "./ports.ts";

export type Verdict =
  | { readonly pass: true }
  | { readonly end: "suppressed" | "expired"; readonly reason: string }
  | { readonly decideAgain: true }
  | { readonly postponeTo: EpochMs; readonly reason: string };

/** The template of the one confirmation of STOP. */
export const STOP_CONFIRMATION = "stop_confirmed";

/** Allowed at or before now: contact hours do not hold it. */
export const ANY_TIME: EpochMs = Number.NEGATIVE_INFINITY;

const REASONS: Readonly<Partial<Record<Gate, string>>> = {
  opt_out: "opted_out",
  changed_facts: "facts_changed",
  contact_hours: "contact_hours",
  stale_books: "stale_books",
};

/** Books that are too old become fresh at an unknown time: a message that waits for them is looked at again after this. */
const STALE_WAIT_MS = 10 * 60_000;

/** True when the class waits for contact hours, so that it is worth asking for them. */
export function heedsHours(message: Claimed): boolean {
  return passGates(message.class, { ...caseOf(message), outsideHours: true }).verdict !== "pass";
}

/** What becomes of a claimed message. `allowed`: what the contact rules and the age of the books say of it. */
export function verdictOf(message: Claimed, allowed: Allowed): Verdict {
  const { at: allowedAtMs, staleBooks = false, overtaken = false } = allowed;
  const { nowMs, notAfterMs } = message;
  if (notAfterMs < nowMs) return { end: "expired", reason: "too_late" };
  if (message.dead) return { end: "suppressed", reason: "address_dead" };
  const { verdict, gate } = passGates(message.class, {
    ...caseOf(message),
    optedOut: message.optedOut,
    holdKind: message.holdKind ?? undefined,
    factsChanged: message.stale || overtaken,
    outsideHours: allowedAtMs > nowMs,
    stale: staleBooks,
  });
  const reason = reasonAt(gate, message);
  switch (verdict) {
    case "pass":
      return { pass: true };
    case "stop":
      return { end: "suppressed", reason };
    case "expire":
      return { end: "expired", reason };
    case "decide_again":
    case "another_channel":
      return { decideAgain: true };
    case "wait": {
      const at = gate === "stale_books" ? nowMs + STALE_WAIT_MS : allowedAtMs;
      return at > notAfterMs ? { end: "expired", reason } : { postponeTo: at, reason };
    }
  }
}

function reasonAt(gate: Gate | undefined, { holdKind }: Claimed): string {
  if (gate === "hold" && holdKind !== null) return reasonOfHold(holdKind);
  return (gate && REASONS[gate]) ?? "gate_closed";
}

function caseOf(message: Claimed) {
  return {
    urgent: message.lane === 0,
    // A notice that asks for no amount of the books (one of a debit) does not wait for them.
    statesDebt: statesDebt(message),
    confirmsStop: message.class === "reply" && message.template === STOP_CONFIRMATION,
    answersAfterMs: message.nowMs - message.createdAtMs,
  };
}

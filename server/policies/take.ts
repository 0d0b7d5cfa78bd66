/** Taking one step: everything between "it is due" and "this is said, then, to these contact points". */
import { firstDayWithin } from "./caps.ts";
import { capsOf } from "./compiled.ts";
import { applicableProfiles, earliestAllowed, HORIZON_DAYS } from "./contact-rules.ts";
import { dayAt, endOfDay, HOUR_MS, startOfDay } from "./day.ts";
import { gate } from "./gates.ts";
import { reachOf, whyUnreachable, type Reach } from "./reach.ts";
import { expect, isStaleFor, meets, planContact, type Turn } from "./turn.ts";
import type { Day, EpochMs, Reason, Say, Step } from "./types.ts";

export type Taking = {
  readonly step: Step;
  readonly anchor: string;
  readonly amountMinor: bigint;
  readonly invoiceIds: readonly string[];
  /** Last local day on which it may be said; undefined: no such day. */
  readonly lastDay: Day | undefined;
  /** Last local day on which it is of use once it is planned. */
  readonly usefulUntil: Day;
};

/**
 * `taken`: it was said, or handed to people. `unreachable`: nobody could be told, which counts as its turn. `passed`: it is
 * behind us and the next may have its turn today. `waits`: it has its turn later.
 */
export type Taken = "taken" | "unreachable" | "passed" | "waits";

/** Records that the step is behind us without a word. */
export function suppress(turn: Turn, step: Step, anchor: string, reason: Reason): void {
  turn.decisions.push({ outcome: "suppress", reason, stepId: step.id, anchor, exits: [] });
}

export function wait(turn: Turn, step: Step, anchor: string, reason: Reason): void {
  turn.decisions.push({ outcome: "wait", reason, stepId: step.id, anchor });
}

type Slot =
  | { readonly at: number; readonly day: Day }
  | { readonly wait: Reason; readonly until: Day }
  | { readonly lost: Reason };

/** When the step may be said over these channels: contact hours first, then caps on the day that they give. */
function slotFor(turn: Turn, taking: Taking, says: Turn["facts"]["contactPoints"]): Slot {
  const { facts, compiled } = turn;
  const { step, lastDay } = taking;
  const query = {
    zones: facts.zones,
    country: facts.country,
    class: step.class,
    between: step.between,
    profiles: compiled.policy.profiles,
    party: compiled.policy.party,
    from: turn.now,
  };
  const channels = says.map((point) => point.channel);
  const earliest = (from: EpochMs): EpochMs | undefined => {
    let at = from;
    for (const channel of channels) {
      const allowed = earliestAllowed({ ...query, channel, from });
      if ("never" in allowed) return undefined;
      at = Math.max(at, allowed.at);
    }
    return at;
  };
  const at = earliest(turn.now);
  if (at === undefined) return { wait: "contact_hours", until: turn.today + HORIZON_DAYS };
  const day = dayAt(at, turn.zone);
  if (lastDay !== undefined && day > lastDay) return { lost: "window_passed" };
  if (gate(step.class, "caps") === "pass") return { at, day };
  const profiles = applicableProfiles(query);
  const free = firstDayWithin(
    capsOf(compiled.policy, step.class, profiles),
    profiles,
    channels,
    facts,
    turn.planned,
    day,
  );
  if (free === day) return { at, day };
  if (lastDay !== undefined && (free === undefined || free > lastDay)) {
    return { lost: "cap_reached" };
  }
  let until = free ?? turn.today + HORIZON_DAYS;
  // Before a Sunday or holiday the step can be planned for the day after it: that is the day to look.
  while (until - 1 > turn.today) {
    const planned = earliest(startOfDay(until - 1, turn.zone));
    if (planned === undefined || dayAt(planned, turn.zone) < (free ?? until)) break;
    until -= 1;
  }
  return { wait: "cap_reached", until };
}

function say(turn: Turn, taking: Taking, reach: Reach): Taken {
  const { step, anchor, amountMinor, invoiceIds } = taking;
  const slot = slotFor(turn, taking, reach.points);
  if ("lost" in slot) {
    suppress(turn, step, anchor, slot.lost);
    return "passed";
  }
  if ("wait" in slot) {
    wait(turn, step, anchor, slot.wait);
    expect(turn, slot.until, step);
    return "waits";
  }
  const usefulUntil = endOfDay(Math.max(taking.usefulUntil, slot.day), turn.zone);
  const notAfter = Math.max(usefulUntil, slot.at + HOUR_MS);
  const says: Say[] = reach.points.map((point) => ({
    channel: point.channel,
    contactPointId: point.id,
    disclosure: point.disclosure,
    notBefore: slot.at,
    notAfter,
  }));
  planContact(
    turn,
    says.map((one) => one.channel),
    slot.day,
  );
  turn.decisions.push({
    outcome: "send",
    reason: "step_due",
    stepId: step.id,
    anchor,
    says,
    suppressed: reach.unusable,
    exits: step.exits,
    amountMinor,
    invoiceIds,
  });
  return "taken";
}

/** Takes a step that is due and not held, unless books, conditions, hours or caps say otherwise. */
export function take(turn: Turn, taking: Taking, requirement: () => Day | undefined): Taken {
  const { step, anchor } = taking;
  if (isStaleFor(turn, step)) {
    wait(turn, step, anchor, "stale_books");
    turn.waitsForBooks = true;
    return "waits";
  }
  if (!meets(turn, step, taking.amountMinor)) {
    suppress(turn, step, anchor, "condition_not_met");
    return "passed";
  }
  const reach = reachOf(step, turn.facts);
  // Nobody waits for the delivery of what could never be sent: people take over where the step says so.
  if (step.channels.length > 0 && reach.points.length === 0) {
    const reason = whyUnreachable(reach);
    const { exits } = step;
    turn.decisions.push({ outcome: "suppress", reason, stepId: step.id, anchor, exits });
    return "unreachable";
  }
  const required = requirement();
  if (required !== undefined) {
    wait(turn, step, anchor, "requires_delivery");
    expect(turn, required, step);
    return "waits";
  }
  if (step.channels.length > 0) return say(turn, taking, reach);
  const { exits } = step;
  turn.decisions.push({ outcome: "person", reason: "exit", stepId: step.id, anchor, exits });
  return "taken";
}

/** Reading an answer: its headline, and what the ledger must remember of it. */
import type { Answer, Decision, DoneFact, Reason } from "./types.ts";

/** Waiting for nothing but time says less than anything else. */
const IDLE: ReadonlySet<Reason> = new Set<Reason>(["not_yet", "nothing_due", "below_tolerance"]);

const WEIGHTS: Readonly<Record<Decision["outcome"], number>> = {
  send: 5,
  person: 4,
  hold: 3,
  wait: 2,
  suppress: 1,
};

function weightOf({ outcome, reason }: Decision): number {
  return outcome === "wait" && IDLE.has(reason) ? 0 : WEIGHTS[outcome];
}

/**
 * The one decision that stands for the answer: send before person before hold before wait before suppress; waiting for a
 * day that has not come is last. Of equals the first. No decision at all (a client without a policy) is `nothing_due`.
 */
export function headlineOf(answer: Answer): {
  readonly decision: Decision["outcome"];
  readonly reason: Reason;
} {
  let best: Decision | undefined;
  for (const decision of answer.decisions) {
    if (best === undefined || weightOf(decision) > weightOf(best)) best = decision;
  }
  return best === undefined
    ? { decision: "wait", reason: "nothing_due" }
    : { decision: best.outcome, reason: best.reason };
}

export type DoneNow = Pick<DoneFact, "stepId" | "anchor" | "outcome">;

/**
 * The rungs that this answer puts behind us, to be recorded under today's local day: what was sent and what was handed to
 * people is `taken`, what was suppressed is `superseded`. Waiting, holding and `ladder_done` leave nothing behind.
 */
export function doneBy(answer: Answer): readonly DoneNow[] {
  return answer.decisions.flatMap((decision): readonly DoneNow[] => {
    const { outcome, stepId, anchor } = decision;
    if (stepId === undefined || anchor === undefined) return [];
    if (outcome === "send" || (outcome === "person" && decision.reason === "exit")) {
      return [{ stepId, anchor, outcome: "taken" }];
    }
    return outcome === "suppress" ? [{ stepId, anchor, outcome: "superseded" }] : [];
  });
}

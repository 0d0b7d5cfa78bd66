/** The heart: what happens with one account now, and when to look again. Pure: the same facts give the same answer. */
import { compilePolicy } from "./compiled.ts";
import { decideBeforeDue } from "./before-due.ts";
import { decideCampaigns } from "./campaign.ts";
import { dayAt } from "./day.ts";
import { decideEpisode } from "./episode.ts";
import { reasonOfHold } from "./gates.ts";
import { decidePromises } from "./promise-reminder.ts";
import { standingOf, sumOf } from "./standing.ts";
import { askable, firstEndOfHold, lookOn, type Turn } from "./turn.ts";
import type { Answer, Decision, EpochMs, Facts, Policy, Reason } from "./types.ts";

export { doneBy, headlineOf } from "./answer.ts";

function newTurn(facts: Facts, policy: Policy, now: EpochMs): Turn {
  const zone = facts.zones[0] ?? "UTC";
  const today = dayAt(now, zone);
  return {
    facts,
    compiled: compilePolicy(policy),
    now,
    zone,
    today,
    toleranceMinor: policy.toleranceMinor[facts.currency] ?? 0n,
    standing: standingOf(facts, today),
    decisions: [],
    planned: [],
    askables: new Map(),
    lookAt: Infinity,
    remindAt: Infinity,
    next: undefined,
    waitsForBooks: false,
  };
}

/** Why nothing happens on an account that is in no episode and has no reminder due. */
function quiet(turn: Turn): Decision {
  const { standing, toleranceMinor, facts } = turn;
  const { minors, heldBy } = askable(turn, "collection");
  const openMinor = standing.invoices.reduce((sum, one) => sum + one.openMinor, -facts.creditMinor);
  const nothingToAsk = sumOf(minors, 0, minors.length) <= toleranceMinor;
  const wait = (reason: Reason): Decision => ({
    outcome: "wait",
    reason,
    stepId: reason === "not_yet" ? turn.next?.stepId : undefined,
    anchor: undefined,
  });
  if (heldBy !== undefined && openMinor > toleranceMinor && nothingToAsk) {
    return {
      outcome: "hold",
      reason: reasonOfHold(heldBy),
      stepId: undefined,
      anchor: undefined,
    };
  }
  if (standing.overdueMinor <= toleranceMinor && standing.claimedMinor > toleranceMinor) {
    return { outcome: "hold", reason: "disputed", stepId: undefined, anchor: undefined };
  }
  if (standing.overdueMinor > 0n) return wait("below_tolerance");
  return wait(turn.next === undefined ? "nothing_due" : "not_yet");
}

/** Looks that do not belong to a step: a debt falls due, a hold ends. */
function lookForChanges(turn: Turn): void {
  const { standing, today } = turn;
  const coming = standing.invoices[standing.overdueCount];
  if (coming !== undefined) lookOn(turn, Math.max(coming.dueOn, today) + 1);
  if (standing.holds.length > 0 && standing.invoices.length > 0) {
    const ends = firstEndOfHold(turn);
    if (ends !== undefined) lookOn(turn, ends);
  }
}

/**
 * Decides one account.
 *
 * Days are local days of the customer's first zone; a message needs every zone to allow it. At most one rung of an episode is
 * taken a day; reminders before due dates are steps of their own. `nextLookAt` is undefined when only a new fact can change
 * the answer: nothing is coming, or the books are too old (a fresh import looks again).
 */
export function decide(facts: Facts, policy: Policy, now: EpochMs): Answer {
  const turn = newTurn(facts, policy, now);
  const episode = decideEpisode(turn);
  decideBeforeDue(turn);
  decidePromises(turn);
  decideCampaigns(turn);
  if (turn.decisions.length === 0) turn.decisions.push(quiet(turn));
  lookForChanges(turn);
  const { minors } = askable(turn, "collection");
  const lookAt = turn.waitsForBooks ? turn.remindAt : turn.lookAt;
  const looksAgain = lookAt < Infinity;
  return {
    decisions: turn.decisions,
    episode,
    collectableMinor: sumOf(minors, 0, minors.length),
    dueMinor: sumOf(minors, 0, turn.standing.overdueCount),
    overdueMinor: turn.standing.overdueMinor,
    nextLookAt: looksAgain ? lookAt : undefined,
    next: looksAgain && turn.next && turn.next.at >= lookAt ? turn.next : undefined,
  };
}

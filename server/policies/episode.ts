/**
 * The ladder of one episode. Its state is derived from what is done, never advanced: every threshold is
 * anchor + shift + days, so looking late, twice or not at all for a while changes nothing but the day of the look.
 */
import { addBusinessDays } from "./calendar.ts";
import { baseFor, type Compiled, thresholdOf } from "./compiled.ts";
import { reasonOfHold } from "./gates.ts";
import { sumOf } from "./standing.ts";
import { suppress, take, type Taken, wait } from "./take.ts";
import {
  askable,
  doneOf,
  expect,
  firstEndOfHold,
  isHeldOut,
  isStaleFor,
  lookOn,
  type Turn,
} from "./turn.ts";
import type { Answer, Day, EpisodeFact, Step } from "./types.ts";

/** How long the last rung, which has no next one, is still worth saying. */
const LAST_RUNG_USEFUL_DAYS = 7;

/** The episode as this decision leaves it. */
type Ladder = EpisodeFact & { shiftDays: number; readonly opening: boolean };

/**
 * The shift of an episode that opens with old debt, so that the onboarding rung is due today; undefined when it is not old.
 * Old: past the day of the second rung, or more than the catch-up past the rung at which it would start.
 */
function onboardingShift(compiled: Compiled, anchorOn: Day, today: Day): number | undefined {
  const { rungs, policy, onboardIndex } = compiled;
  const start = rungs[onboardIndex];
  if (start === undefined) return undefined;
  const second = rungs[1];
  const pastSecond = second !== undefined && today > thresholdOf(second, anchorOn, policy.calendar);
  const pastStart = today > thresholdOf(start, anchorOn, policy.calendar) + policy.catchUpDays;
  if (!pastSecond && !pastStart) return undefined;
  return Math.max(0, baseFor(start, today, policy.calendar) - anchorOn);
}

function thresholdIn(turn: Turn, ladder: Ladder, step: Step): Day {
  const base = ladder.anchorOn + ladder.shiftDays;
  return thresholdOf(step, base, turn.compiled.policy.calendar);
}

/**
 * What is behind us: the furthest rung that is done, and the last day of a rung that the policy has no longer. A rung before
 * either was put into the policy later and is never said.
 */
function progress(turn: Turn, ladder: Ladder) {
  let furthest = -1;
  let removedOn = -Infinity;
  let takenToday = false;
  for (const done of turn.facts.done) {
    if (done.anchor !== ladder.id) continue;
    const index = turn.compiled.rungIndex.get(done.stepId);
    if (index === undefined) removedOn = Math.max(removedOn, done.on);
    else furthest = Math.max(furthest, index);
    if (done.outcome === "taken" && done.on >= turn.today) takenToday = true;
  }
  return { furthest, removedOn, takenToday };
}

/** The day until which a rung waits for the delivery that it requires; undefined when it need not. */
function requirementOf(turn: Turn, ladder: Ladder, step: Step): Day | undefined {
  const { requires } = step;
  if (requires === undefined) return undefined;
  const delivered = doneOf(turn.facts, requires.step, ladder.id)?.deliveredOn;
  if (delivered === undefined) return turn.today + 1;
  const { calendar } = turn.compiled.policy;
  const from = addBusinessDays(delivered, requires.deliveredBusinessDaysAgo, calendar);
  return from > turn.today ? from : undefined;
}

/** True when the step is kept from the customer for as long as the experiment runs, and the ladder waits there. */
function waitsOutside({ facts }: Turn): boolean {
  const { experiment } = facts;
  return experiment?.group === "held_out" && experiment.silences === "ladder";
}

/** Holds the ladder at a rung when holds leave nothing to ask for, or an experiment does; true when they do. */
function holds(turn: Turn, ladder: Ladder, step: Step): boolean {
  if (waitsOutside(turn)) {
    turn.decisions.push({
      outcome: "hold",
      reason: "held_out",
      stepId: step.id,
      anchor: ladder.id,
    });
    return true;
  }
  const { minors, heldBy } = askable(turn, step.class);
  if (heldBy === undefined) return false;
  if (sumOf(minors, 0, turn.standing.overdueCount) > turn.toleranceMinor) return false;
  const reason = reasonOfHold(heldBy);
  turn.decisions.push({ outcome: "hold", reason, stepId: step.id, anchor: ladder.id });
  const ends = firstEndOfHold(turn);
  if (ends !== undefined) expect(turn, Math.max(ends, thresholdIn(turn, ladder, step)), step);
  return true;
}

function takeRung(turn: Turn, ladder: Ladder, index: number, step: Step): Taken {
  const threshold = thresholdIn(turn, ladder, step);
  const lateDays = turn.today - threshold;
  const lastDay = step.windowDays === undefined ? undefined : threshold + step.windowDays;
  if (lastDay !== undefined && turn.today > lastDay) {
    suppress(turn, step, ladder.id, "window_passed");
    return "passed";
  }
  // Notices behind it have their turn on their own days.
  if (isHeldOut(turn, step)) {
    suppress(turn, step, ladder.id, "held_out");
    return "passed";
  }
  const shiftDays = lateDays > turn.compiled.policy.catchUpDays ? lateDays : 0;
  const next = turn.compiled.rungs[index + 1];
  const { minors } = askable(turn, step.class);
  const { overdueCount, invoices } = turn.standing;
  const asked = invoices.filter((_, i) => i < overdueCount && (minors[i] ?? 0n) > 0n);
  const taken = take(
    turn,
    {
      step,
      anchor: ladder.id,
      amountMinor: sumOf(minors, 0, overdueCount),
      invoiceIds: asked.map((invoice) => invoice.id),
      lastDay,
      usefulUntil:
        lastDay ??
        (next === undefined
          ? turn.today + LAST_RUNG_USEFUL_DAYS
          : thresholdIn(turn, ladder, next) + shiftDays - 1),
    },
    () => requirementOf(turn, ladder, step),
  );
  if (taken === "taken" || taken === "unreachable") ladder.shiftDays += shiftDays;
  return taken;
}

/** The ladder is behind us: people take over where the last rung says so. */
function atTheEnd(turn: Turn, ladder: Ladder): void {
  const last = turn.compiled.rungs.at(-1);
  if (last === undefined) {
    turn.decisions.push({
      outcome: "wait",
      reason: "nothing_due",
      stepId: undefined,
      anchor: ladder.id,
    });
    return;
  }
  if (holds(turn, ladder, last)) return;
  if (turn.facts.experiment?.group === "held_out") {
    turn.decisions.push({
      outcome: "hold",
      reason: "held_out",
      stepId: last.id,
      anchor: ladder.id,
    });
    return;
  }
  const stepId = last.id;
  const anchor = ladder.id;
  if (!last.exits.includes("call_list")) {
    turn.decisions.push({ outcome: "wait", reason: "ladder_done", stepId, anchor });
  } else if (isStaleFor(turn, last)) {
    wait(turn, last, anchor, "stale_books");
    turn.waitsForBooks = true;
  } else {
    const exits = last.exits;
    turn.decisions.push({ outcome: "person", reason: "ladder_done", stepId, anchor, exits });
  }
}

/** Climbs at most one rung. */
function climb(turn: Turn, ladder: Ladder): void {
  const { rungs, onboardIndex } = turn.compiled;
  const { furthest, removedOn, takenToday } = progress(turn, ladder);
  let tookNow = false;
  for (const [index, step] of rungs.entries()) {
    if (doneOf(turn.facts, step.id, ladder.id) !== undefined) continue;
    const threshold = thresholdIn(turn, ladder, step);
    if (ladder.opening && index < onboardIndex) {
      suppress(turn, step, ladder.id, "onboarded");
    } else if (index < furthest || threshold <= removedOn) {
      suppress(turn, step, ladder.id, "policy_changed");
    } else if (takenToday || tookNow) {
      // One rung a day: the next one has its turn on its own day, tomorrow at the earliest.
      if (takenToday) wait(turn, step, ladder.id, "not_yet");
      expect(turn, Math.max(threshold, turn.today + 1), step);
      return;
    } else if (holds(turn, ladder, step)) {
      return;
    } else if (threshold > turn.today) {
      wait(turn, step, ladder.id, "not_yet");
      expect(turn, threshold, step);
      return;
    } else {
      const taken = takeRung(turn, ladder, index, step);
      if (taken === "waits") return;
      tookNow = taken !== "passed";
    }
  }
  // People take over on the day after the last rung, not at once.
  if (tookNow) lookOn(turn, turn.today + 1);
  else atTheEnd(turn, ladder);
}

/** Opens, keeps or closes the episode, and climbs its ladder; `undefined` when there is none now. */
export function decideEpisode(turn: Turn): Answer["episode"] {
  const { facts, standing } = turn;
  if (standing.claimedMinor <= turn.toleranceMinor) {
    return facts.episode === undefined ? { change: "none" } : { change: "close" };
  }
  // A dispute of everything keeps the episode: when it ends, the ladder goes on where it stood and nothing is said again.
  if (facts.episode !== undefined) {
    const ladder: Ladder = { ...facts.episode, opening: false };
    climb(turn, ladder);
    return ladder.shiftDays === facts.episode.shiftDays
      ? { change: "none" }
      : { change: "shift", shiftDays: ladder.shiftDays };
  }
  if (standing.overdueMinor <= turn.toleranceMinor || standing.oldestOn === undefined) {
    return { change: "none" };
  }
  const anchorOn = standing.oldestOn;
  const shift = onboardingShift(turn.compiled, anchorOn, turn.today);
  const ladder: Ladder = {
    id: facts.nextEpisodeId,
    anchorOn,
    shiftDays: shift ?? 0,
    opening: shift !== undefined,
  };
  climb(turn, ladder);
  return { change: "open", anchorOn, shiftDays: ladder.shiftDays };
}

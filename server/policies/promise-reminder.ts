/**
 * The reminder of one's own promise, the day before: of each open promise and each instalment of a plan, once. It is a notice,
 * and belongs to no policy: who promised is reminded, whatever the ladder.
 */
import { HOUR_MS } from "./day.ts";
import { PROMISE_REMINDER_ID, reasonOfHold } from "./gates.ts";
import { take } from "./take.ts";
import { askable, doneOf, expect, lookOn, type Turn } from "./turn.ts";
import type { PromiseFact, Step } from "./types.ts";

/** Taken as a step whose anchor is the promise's id. */
export const PROMISE_REMINDER: Step = {
  id: PROMISE_REMINDER_ID,
  anchor: "due",
  days: -1,
  unit: "calendar",
  windowDays: 1,
  between: undefined,
  class: "notice",
  channels: [["sms", "email"]],
  template: "promise_reminder",
  conditions: {
    minMinor: undefined,
    maxMinor: undefined,
    languages: undefined,
    segments: undefined,
    kinds: undefined,
  },
  requires: undefined,
  exits: [],
};

/** Who has just promised is not reminded in the next breath. */
const NOT_SOONER_THAN_MS = 4 * HOUR_MS;

/** The open promise that a reminder with that anchor is about. */
export function promiseOf(
  promises: readonly PromiseFact[] | undefined,
  stepId: string,
  anchor: string,
): PromiseFact | undefined {
  return stepId === PROMISE_REMINDER.id ? promises?.find(({ id }) => id === anchor) : undefined;
}

/** Reminds of every promise that has its day tomorrow, and notes when the day of the others comes. */
export function decidePromises(turn: Turn): void {
  const { promises } = turn.facts;
  if (promises === undefined) return;
  for (const promise of promises) {
    // Its hold ends, also where nothing is open that it could hold.
    lookOn(turn, Math.max(promise.until, turn.today) + 1);
    if (promise.dueOn < turn.today) continue;
    if (doneOf(turn.facts, PROMISE_REMINDER.id, promise.id) === undefined) remind(turn, promise);
  }
}

function remind(turn: Turn, promise: PromiseFact): void {
  const step = PROMISE_REMINDER;
  const { minors, heldBy } = askable(turn, step.class);
  const owedMinor = minors.reduce((sum, minor) => sum + minor, 0n);
  const amountMinor = promise.leftMinor < owedMinor ? promise.leftMinor : owedMinor;
  const remindOn = promise.dueOn + step.days;
  if (remindOn > turn.today) {
    const at = lookOn(turn, remindOn, step);
    if (amountMinor > turn.toleranceMinor) expect(turn, remindOn, step);
    turn.remindAt = Math.min(turn.remindAt, at);
    return;
  }
  const readyAt = promise.madeAt + NOT_SOONER_THAN_MS;
  if (readyAt > turn.now) {
    turn.lookAt = Math.min(turn.lookAt, readyAt);
    turn.remindAt = Math.min(turn.remindAt, readyAt);
    return;
  }
  if (amountMinor > turn.toleranceMinor) {
    const taking = { step, anchor: promise.id, amountMinor, invoiceIds: [] };
    take(turn, { ...taking, lastDay: promise.dueOn, usefulUntil: promise.dueOn }, () => undefined);
  } else if (heldBy !== undefined) {
    const reason = reasonOfHold(heldBy);
    turn.decisions.push({ outcome: "hold", reason, stepId: step.id, anchor: promise.id });
  }
}

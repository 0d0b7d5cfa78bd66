/** One decision while it is being made. Lives only inside `decide`: what goes in and what comes out never changes. */
import type { Channel } from "#messages/route.ts";

import { type Planned } from "./caps.ts";
import { type Compiled, lookMinuteOf } from "./compiled.ts";
import { bankingDaysBetween } from "./calendar.ts";
import { dayAt, instantOf } from "./day.ts";
import { gate, PROMISE_REMINDER_ID } from "./gates.ts";
import { type Askable, askableFor, type Standing } from "./standing.ts";
import type { Day, Decision, DoneFact, EpochMs, Facts, MessageClass, Step } from "./types.ts";

export type Turn = {
  readonly facts: Facts;
  readonly compiled: Compiled;
  readonly now: EpochMs;
  /** The first zone of the customer: the one in which days are counted. */
  readonly zone: string;
  readonly today: Day;
  readonly toleranceMinor: bigint;
  readonly standing: Standing;
  readonly decisions: Decision[];
  /** Contacts that earlier steps of this decision take. */
  readonly planned: Planned[];
  readonly askables: Map<MessageClass, Askable>;
  lookAt: EpochMs;
  /** The part of it that does not wait for fresh books. */
  remindAt: EpochMs;
  next: { readonly stepId: string; readonly at: EpochMs } | undefined;
  waitsForBooks: boolean;
};

/** What may be asked for in a message of the class; computed once per class. */
export function askable(turn: Turn, messageClass: MessageClass): Askable {
  let found = turn.askables.get(messageClass);
  if (found === undefined) {
    found = askableFor(messageClass, turn.standing, turn.facts, turn.compiled.policy);
    turn.askables.set(messageClass, found);
  }
  return found;
}

/** Look again on that day, at the time at which the step may be said. */
export function lookOn(turn: Turn, day: Day, step?: Step): EpochMs {
  const at = instantOf(day, lookMinuteOf(turn.compiled, step), turn.zone);
  if (at < turn.lookAt) turn.lookAt = at;
  return at;
}

/** The same, and say that the step comes then unless something changes. */
export function expect(turn: Turn, day: Day, step: Step): void {
  const at = lookOn(turn, day, step);
  if (turn.next === undefined || at < turn.next.at) turn.next = { stepId: step.id, at };
}

/** When one of the holds in force ends first, the day after its last. */
export function firstEndOfHold(turn: Turn): Day | undefined {
  let first: Day | undefined;
  for (const { until } of turn.standing.holds) {
    if (until !== undefined && (first === undefined || until + 1 < first)) first = until + 1;
  }
  return first;
}

/** True when the books are too old for the step: past the limit of the policy, or of unknown age. */
export function isStaleFor(turn: Turn, step: Step): boolean {
  const stated = { statesDebt: step.id !== PROMISE_REMINDER_ID };
  if (gate(step.class, "stale_books", stated) !== "wait") return false;
  const { bookAsOf } = turn.facts;
  if (bookAsOf === undefined) return true;
  if (bookAsOf >= turn.now) return false;
  const { policy } = turn.compiled;
  const asOf = dayAt(bookAsOf, turn.zone);
  return bankingDaysBetween(asOf, turn.today, policy.calendar) > policy.staleAfterBankingDays;
}

/** True when the account meets the conditions of the step for that sum. */
export function meets(turn: Turn, step: Step, amountMinor: bigint): boolean {
  const { minMinor, maxMinor, languages, segments, kinds } = step.conditions;
  const { facts } = turn;
  const min = minMinor?.[facts.currency];
  const max = maxMinor?.[facts.currency];
  if (min !== undefined && amountMinor < min) return false;
  if (max !== undefined && amountMinor > max) return false;
  if (languages !== undefined && !languages.includes(facts.language)) return false;
  if (kinds !== undefined && !kinds.includes(facts.kind)) return false;
  return (
    segments === undefined || (facts.segment !== undefined && segments.includes(facts.segment))
  );
}

/** True when an experiment keeps the step from the customer. */
export function isHeldOut({ facts: { experiment } }: Turn, step: Step): boolean {
  if (experiment?.group !== "held_out") return false;
  return experiment.silences === "ladder" || step.class === "collection";
}

/** The record of a step under that anchor, if it is behind us. */
export function doneOf(facts: Facts, stepId: string, anchor: string): DoneFact | undefined {
  for (const done of facts.done) {
    if (done.stepId === stepId && done.anchor === anchor) return done;
  }
  return undefined;
}

/** Counts the contact against the caps of what else is decided in this turn. */
export function planContact(turn: Turn, channels: readonly Channel[], on: Day): void {
  for (const channel of channels) turn.planned.push({ channel, on });
}

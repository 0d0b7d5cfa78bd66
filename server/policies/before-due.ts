/**
 * Reminders before a due date. Each due date is an anchor of its own, in an episode or not. Due dates whose reminder is due on
 * the same look (after a weekend, a cap, at the start) share one message: the earliest is said and names the invoices of all,
 * the others are done as `merged`. So no customer gets two texts at once, and no cap loses one.
 */
import { thresholdOf } from "./compiled.ts";
import { isoOf } from "./day.ts";
import { reasonOfHold } from "./gates.ts";
import { suppress, take } from "./take.ts";
import { askable, doneOf, expect, isHeldOut, lookOn, meets, type Turn } from "./turn.ts";
import type { Day, Decision, InvoiceFact, Step } from "./types.ts";

type Due = {
  readonly dueOn: Day;
  readonly anchor: string;
  readonly amountMinor: bigint;
  readonly invoiceIds: readonly string[];
  /** Last day on which the reminder may be said. */
  readonly lastDay: Day;
};

/** Calls back for every due date from today on, with the slice of invoices that fall due then. */
function eachDueDate(turn: Turn, visit: (dueOn: Day, from: number, to: number) => void): void {
  const { invoices, overdueCount } = turn.standing;
  let from = overdueCount;
  while (from < invoices.length) {
    const dueOn = invoices[from]?.dueOn ?? 0;
    let to = from + 1;
    while (invoices[to]?.dueOn === dueOn) to += 1;
    visit(dueOn, from, to);
    from = to;
  }
}

/** The last day for the reminder: its window, else the day before the next reminder of the same due date, else that date. */
function lastDayOf(turn: Turn, step: Step, index: number, dueOn: Day, threshold: Day): Day {
  if (step.windowDays !== undefined) return Math.min(dueOn, threshold + step.windowDays);
  const next = turn.compiled.dueSteps[index + 1];
  if (next === undefined) return dueOn;
  return Math.min(dueOn, thresholdOf(next, dueOn, turn.compiled.policy.calendar) - 1);
}

function holdDecision(turn: Turn, step: Step, anchor: string): Decision | undefined {
  const { heldBy } = askable(turn, step.class);
  if (heldBy === undefined) return undefined;
  return { outcome: "hold", reason: reasonOfHold(heldBy), stepId: step.id, anchor };
}

/** What may be asked for on one due date. */
function askedOn(turn: Turn, step: Step, from: number, to: number) {
  const { minors } = askable(turn, step.class);
  const asked: InvoiceFact[] = [];
  let amountMinor = 0n;
  for (let i = from; i < to; i += 1) {
    const minor = minors[i] ?? 0n;
    const invoice = turn.standing.invoices[i];
    if (minor > 0n && invoice !== undefined) asked.push(invoice);
    amountMinor += minor;
  }
  return { amountMinor, invoiceIds: asked.map((invoice) => invoice.id) };
}

/** The due dates whose reminder has its turn now. Notes when others come. */
function dueNow(turn: Turn, step: Step, index: number): readonly Due[] {
  const found: Due[] = [];
  eachDueDate(turn, (dueOn, from, to) => {
    const threshold = thresholdOf(step, dueOn, turn.compiled.policy.calendar);
    const lastDay = lastDayOf(turn, step, index, dueOn, threshold);
    if (lastDay < turn.today) return;
    const anchor = isoOf(dueOn);
    if (doneOf(turn.facts, step.id, anchor) !== undefined) return;
    const { amountMinor, invoiceIds } = askedOn(turn, step, from, to);
    if (threshold > turn.today) {
      // What is held or credited now may not be then: look in any case, but promise nothing.
      if (amountMinor > turn.toleranceMinor && !isHeldOut(turn, step))
        expect(turn, threshold, step);
      else lookOn(turn, threshold, step);
    } else if (amountMinor > turn.toleranceMinor && isHeldOut(turn, step)) {
      turn.decisions.push({ outcome: "hold", reason: "held_out", stepId: step.id, anchor });
    } else if (amountMinor > turn.toleranceMinor) {
      found.push({ dueOn, anchor, amountMinor, invoiceIds, lastDay });
    } else {
      const held = holdDecision(turn, step, anchor);
      if (held !== undefined) turn.decisions.push(held);
    }
  });
  return found;
}

/** Takes one step for all due dates whose turn it is, in one message. */
function remind(turn: Turn, step: Step, due: readonly Due[]): void {
  const told = due.filter((one) => meets(turn, step, one.amountMinor));
  for (const one of due) {
    if (!told.includes(one)) suppress(turn, step, one.anchor, "condition_not_met");
  }
  // A due date too near for the next allowed day is dropped (with its reason), and the others are tried without it.
  for (let first = 0; first < told.length; first += 1) {
    const rest = told.slice(first);
    const [earliest] = rest;
    if (earliest === undefined) return;
    const taken = take(
      turn,
      {
        step,
        anchor: earliest.anchor,
        amountMinor: rest.reduce((sum, one) => sum + one.amountMinor, 0n),
        invoiceIds: rest.flatMap((one) => one.invoiceIds),
        lastDay: earliest.lastDay,
        usefulUntil: earliest.dueOn,
      },
      () => undefined,
    );
    if (taken === "waits") return;
    if (taken === "taken") {
      for (const one of rest.slice(1)) suppress(turn, step, one.anchor, "merged");
      return;
    }
  }
}

/** Every reminder before a due date that has its turn now. */
export function decideBeforeDue(turn: Turn): void {
  const { dueSteps } = turn.compiled;
  if (dueSteps.length === 0 || turn.standing.overdueCount === turn.standing.invoices.length) return;
  for (const [index, step] of dueSteps.entries()) {
    const due = dueNow(turn, step, index);
    if (due.length > 0) remind(turn, step, due);
  }
}

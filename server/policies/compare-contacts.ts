/** Two lives of one account laid beside each other: what is said in both, in one only, or otherwise. Pure. */
import type { Channel } from "#messages/route.ts";
import type { Day } from "./types.ts";

/** One step said on one day, over all its channels. */
export type Occasion = {
  readonly stepId: string;
  readonly on: Day;
  /** In alphabetical order. */
  readonly channels: readonly Channel[];
  readonly template: string;
};

export const CHANGES = [
  "same",
  "added",
  "dropped",
  "moved",
  "other_channel",
  "other_words",
] as const;
/** `moved` names the day before channel and words where several differ. */
export type Change = (typeof CHANGES)[number];

export type Compared = {
  readonly change: Change;
  readonly before: Occasion | undefined;
  readonly after: Occasion | undefined;
};

/** The same step further apart than so many days is another turn of it, such as next month's. */
const NEAR_DAYS = 15;

const byDay = (a: Occasion, b: Occasion): number =>
  a.on - b.on || (a.stepId < b.stepId ? -1 : a.stepId > b.stepId ? 1 : 0);

/** Occasions that two lives have in common, by step and nearness, then by day; the rest stands in one of them only. */
export function compareContacts(
  before: readonly Occasion[],
  after: readonly Occasion[],
): readonly Compared[] {
  const pairs: Compared[] = [];
  const left: Occasion[] = [];
  const right: Occasion[] = [];
  const steps = new Set([...before, ...after].map((one) => one.stepId));
  for (const stepId of steps) {
    const of = (all: readonly Occasion[]) =>
      all.filter((one) => one.stepId === stepId).toSorted(byDay);
    const lives = align(of(before), of(after));
    pairs.push(...lives.pairs.map(([one, other]) => paired(one, other)));
    left.push(...lives.left);
    right.push(...lives.right);
  }
  // Another step on the same day: the customer hears something, in other words.
  for (const one of left.toSorted(byDay)) {
    const at = right.findIndex((other) => other.on === one.on);
    if (at < 0) pairs.push({ change: "dropped", before: one, after: undefined });
    else pairs.push({ change: "other_words", before: one, after: right.splice(at, 1)[0] });
  }
  pairs.push(
    ...right.map((after_) => ({ change: "added" as const, before: undefined, after: after_ })),
  );
  return pairs.toSorted((a, b) => byDay((a.after ?? a.before)!, (b.after ?? b.before)!));
}

/** Pairs of the nearest, both in the order of their days. */
function align(before: readonly Occasion[], after: readonly Occasion[]) {
  const pairs: [Occasion, Occasion][] = [];
  const left: Occasion[] = [];
  const right: Occasion[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [one, other] = [before[i], after[j]];
    if (one && other && Math.abs(one.on - other.on) <= NEAR_DAYS) {
      pairs.push([one, other]);
      i += 1;
      j += 1;
    } else if (one && (!other || one.on < other.on)) {
      left.push(one);
      i += 1;
    } else if (other) {
      right.push(other);
      j += 1;
    }
  }
  return { pairs, left, right };
}

function paired(before: Occasion, after: Occasion): Compared {
  return { change: changeOf(before, after), before, after };
}

function changeOf(before: Occasion, after: Occasion): Change {
  if (before.on !== after.on) return "moved";
  if (before.channels.join() !== after.channels.join()) return "other_channel";
  return before.template === after.template ? "same" : "other_words";
}

/** What two systems said to one customer, laid beside each other by day. Pure. */
import type { Day } from "./types.ts";

/** A contact as a shadow knows it: that it was, on which day, over what. */
export type Contact = { readonly on: Day; readonly channel: string };

export type Match<Ours extends Contact, Theirs extends Contact> =
  | { readonly kind: "both"; readonly ours: Ours; readonly theirs: Theirs }
  /** Both within a few days of each other, or the same day over another channel. */
  | { readonly kind: "other_day" | "other_channel"; readonly ours: Ours; readonly theirs: Theirs }
  | { readonly kind: "only_we"; readonly ours: Ours }
  | { readonly kind: "only_they"; readonly theirs: Theirs };

/** Contacts further apart are no answer to the same situation. */
export const NEAR_DAYS = 3;

/** Every contact of both in one match: first the same day and channel, then the same day, then the nearest day. */
export function matchContacts<Ours extends Contact, Theirs extends Contact>(
  ours: readonly Ours[],
  theirs: readonly Theirs[],
): readonly Match<Ours, Theirs>[] {
  const left = ours.toSorted((a, b) => a.on - b.on);
  const right = theirs.toSorted((a, b) => a.on - b.on);
  const found: Match<Ours, Theirs>[] = [];
  const pair = (
    kind: "both" | "other_channel" | "other_day",
    fits: (one: Ours, other: Theirs) => boolean,
  ) => {
    for (let index = 0; index < left.length;) {
      const one = left[index]!;
      const at = nearest(right, one, (other) => fits(one, other));
      if (at < 0) {
        index += 1;
        continue;
      }
      found.push({ kind, ours: one, theirs: right[at]! });
      left.splice(index, 1);
      right.splice(at, 1);
    }
  };
  pair("both", (one, other) => one.on === other.on && one.channel === other.channel);
  pair("other_channel", (one, other) => one.on === other.on);
  pair("other_day", (one, other) => Math.abs(one.on - other.on) <= NEAR_DAYS);
  found.push(...left.map((one) => ({ kind: "only_we" as const, ours: one })));
  found.push(...right.map((one) => ({ kind: "only_they" as const, theirs: one })));
  return found.toSorted((a, b) => dayOf(a) - dayOf(b));
}

function nearest<Theirs extends Contact>(
  theirs: readonly Theirs[],
  { on }: Contact,
  fits: (other: Theirs) => boolean,
): number {
  let best = -1;
  for (const [index, other] of theirs.entries()) {
    if (!fits(other)) continue;
    const before = theirs[best];
    if (!before || Math.abs(other.on - on) < Math.abs(before.on - on)) best = index;
  }
  return best;
}

const dayOf = (match: Match<Contact, Contact>): Day =>
  "ours" in match ? match.ours.on : match.theirs.on;

// How long a question of ours stands.
import type { State } from "./types.ts";

const HOURS: Readonly<Record<State["at"], number | undefined>> = {
  idle: undefined,
  over: undefined,
  confirming: 24,
  amount: 24,
  date: 24,
  plan: 24,
  which: 72,
  grievance: 72,
  paying: 72,
  proof: 7 * 24,
  // Only within a step.
  claim: 1,
  stopping: 1,
};

/** When the session ends by itself if nothing is heard; undefined: it waits for nothing. */
export function expiryOf({ at }: State, now: Temporal.Instant): Temporal.Instant | undefined {
  const hours = HOURS[at];
  return hours === undefined ? undefined : now.add({ hours });
}

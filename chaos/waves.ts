/**
 * The messages of a run come due in waves, one for each harm and one after the last: so there is something under way at
 * each, however fast or slow the machine is. Pure.
 */
import type { Blow } from "./harms.ts";

/** Between two waves; what a run takes in real time stays within it. */
const SPACING_MINUTES = 5;
/** They must fit into one day of contact hours. */
const MOST_WAVES = 60;
const ZONE = "Africa/Johannesburg";

export type Waves = {
  /** When each is looked at, by the installation's clock. */
  readonly dueAt: readonly Temporal.Instant[];
  /** The wave during which the n-th harm is done. */
  readonly during: (n: number) => number;
};

/** What comes after the night is due on the next morning. */
export function wavesOf(blows: readonly Blow[], first: Temporal.Instant): Waves {
  const count = Math.min(blows.length + 1, MOST_WAVES);
  const during = (n: number): number => Math.floor((n * count) / (blows.length + 1));
  const night = blows.findIndex(({ harm }) => harm === "night");
  const lastToday = night < 0 ? count : during(night);
  const morning = morningAfter(first);
  const dueAt = Array.from({ length: count }, (_, wave) =>
    wave <= lastToday
      ? first.add({ minutes: wave * SPACING_MINUTES })
      : morning.add({ minutes: (wave - lastToday) * SPACING_MINUTES }),
  );
  return { dueAt, during };
}

/** The next working morning, when contact is allowed again. */
export function morningAfter(now: Temporal.Instant): Temporal.Instant {
  const local = now.toZonedDateTimeISO(ZONE);
  const days = local.dayOfWeek >= 5 ? 8 - local.dayOfWeek : 1;
  return local.add({ days }).with({ hour: 9, minute: 0, second: 0 }).toInstant();
}

/** Late in the evening of that day. */
export function nightOf(now: Temporal.Instant): Temporal.Instant {
  return now.toZonedDateTimeISO(ZONE).with({ hour: 23, minute: 5 }).toInstant();
}

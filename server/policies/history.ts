/** A life of one account for tests: facts change day by day, looks are taken or missed, and what was decided is recorded. */
import { decide, doneBy } from "./decide.ts";
import { DAY_MS, dayAt, instantOf } from "./day.ts";
import { hold, invoice, ZONE } from "./fixtures.ts";
import { isoOf } from "./day.ts";
import type { Answer, ContactPointFact, Day, Facts, Policy } from "./types.ts";

export type Happening =
  | "pay_oldest"
  | "invoice"
  | "promise"
  | "promise_ends"
  | "dispute"
  | "dispute_ends"
  | "opt_out"
  | "credit";

export type Looked = { readonly on: Day; readonly facts: Facts; readonly answer: Answer };

/** What happens on a day before anybody looks. */
export function change(facts: Facts, happening: Happening, today: Day): Facts {
  const [oldest, ...rest] = facts.invoices;
  switch (happening) {
    case "pay_oldest":
      return { ...facts, invoices: rest };
    case "invoice":
      return {
        ...facts,
        invoices: [...facts.invoices, invoice(isoOf(today + 4), 5_000n, `inv-on-${today}`)],
      };
    case "promise":
      return { ...facts, holds: [hold("promise", { until: today + 5 })] };
    case "dispute":
      return oldest === undefined
        ? facts
        : { ...facts, holds: [hold("dispute", { invoiceIds: [oldest.id] })] };
    case "promise_ends":
    case "dispute_ends":
      return { ...facts, holds: [] };
    case "opt_out":
      return { ...facts, contactPoints: facts.contactPoints.map(optOutOfText) };
    case "credit":
      return { ...facts, creditMinor: facts.creditMinor + 3_000n };
  }
}

function optOutOfText(point: ContactPointFact): ContactPointFact {
  return point.channel === "sms" ? { ...point, optedOut: true } : point;
}

function contacted(point: ContactPointFact, answer: Answer): ContactPointFact {
  const days = answer.decisions.flatMap((decision) =>
    decision.outcome === "send"
      ? decision.says
          .filter((say) => say.contactPointId === point.id)
          .map((say) => dayAt(say.notBefore, ZONE))
      : [],
  );
  return days.length === 0 ? point : { ...point, contactedOn: [...point.contactedOn, ...days] };
}

/** The facts after the answer was recorded; what was said is delivered the same day. */
export function record(facts: Facts, answer: Answer, today: Day): Facts {
  const done = [
    ...facts.done,
    ...doneBy(answer).map((one) => ({
      ...one,
      on: today,
      deliveredOn: one.outcome === "taken" ? today : undefined,
    })),
  ];
  const { episode } = answer;
  const contactPoints = facts.contactPoints.map((point) => contacted(point, answer));
  const next = { ...facts, done, contactPoints };
  if (episode.change === "close") {
    const number = Number(facts.nextEpisodeId.slice(3)) + 1;
    return { ...next, episode: undefined, nextEpisodeId: `ep-${number}` };
  }
  if (episode.change === "open") {
    const { anchorOn, shiftDays } = episode;
    return { ...next, episode: { id: facts.nextEpisodeId, anchorOn, shiftDays } };
  }
  if (episode.change === "shift" && facts.episode !== undefined) {
    return { ...next, episode: { ...facts.episode, shiftDays: episode.shiftDays } };
  }
  return next;
}

const LOOK_MINUTE = 480;

/**
 * Lives through the days from `from` on. `looks(day, at the last answer, changed)` says whether somebody looks that morning.
 */
export function live(
  start: Facts,
  policy: Policy,
  from: Day,
  happenings: readonly (Happening | undefined)[],
  looks: (index: number, dueLook: boolean) => boolean,
): readonly Looked[] {
  const looked: Looked[] = [];
  let facts = start;
  let nextLookAt: number | undefined = 0;
  for (const [index, happening] of happenings.entries()) {
    const today = from + index;
    const now = instantOf(today, LOOK_MINUTE, ZONE);
    if (happening !== undefined) {
      facts = change(facts, happening, today);
      nextLookAt = 0;
    }
    const isDue = nextLookAt !== undefined && nextLookAt < now + DAY_MS / 2;
    if (!looks(index, isDue)) continue;
    const answer = decide(facts, policy, now);
    looked.push({ on: today, facts, answer });
    facts = record(facts, answer, today);
    ({ nextLookAt } = answer);
  }
  return looked;
}

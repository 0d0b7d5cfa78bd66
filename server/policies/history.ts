/** A life of one account for tests: facts change day by day, looks are taken or missed, and what was decided is recorded. */
import { decide, doneBy } from "./decide.ts";
import { DAY_MS, dayAt, instantOf, isoOf } from "./day.ts";
import { hold, invoice, ZONE } from "./fixtures.ts";
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

const CHANGES: Readonly<Record<Happening, (facts: Facts, today: Day) => Partial<Facts>>> = {
  pay_oldest: ({ invoices }) => ({ invoices: invoices.slice(1) }),
  invoice: ({ invoices }, today) => ({
    invoices: [...invoices, invoice(isoOf(today + 4), 5_000n, `inv-on-${today}`)],
  }),
  promise: (_, today) => ({ holds: [hold("promise", { until: today + 5 })] }),
  promise_ends: () => ({ holds: [] }),
  dispute: ({ invoices }) => ({
    holds: invoices.slice(0, 1).map(({ id }) => hold("dispute", { invoiceIds: [id] })),
  }),
  dispute_ends: () => ({ holds: [] }),
  opt_out: ({ contactPoints }) => ({ contactPoints: contactPoints.map(optOutOfText) }),
  credit: ({ creditMinor }) => ({ creditMinor: creditMinor + 3_000n }),
};

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
function record(facts: Facts, answer: Answer, today: Day): Facts {
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
      facts = { ...facts, ...CHANGES[happening](facts, today) };
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

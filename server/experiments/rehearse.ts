/** A customer's accounts lived through under a policy, look by look, by the function that decides for real. Pure. */
import { randomUUIDv7 } from "node:crypto";
import { decideAll, type Contacts } from "#messages/planning/decide-all.ts";
import { evolve } from "#messages/planning/evolve.ts";
import type { Subject } from "#messages/planning/facts.ts";
import type { Channel } from "#messages/route.ts";
import type { Occasion } from "#policies/compare-contacts.ts";
import { DAY_MS, dayAt, MINUTE_MS } from "#policies/day.ts";
import { headlineOf } from "#policies/decide.ts";
import { PROMISE_REMINDER } from "#policies/promise-reminder.ts";
import type { Answer, Day, DoneFact, EpochMs, Facts, Policy, Reason } from "#policies/types.ts";

/** One account, and what of its facts the policy has no part in. */
export type Life = {
  readonly subject: Subject;
  /** Everything but episode, rungs and whom the run itself contacted. */
  readonly factsAt: (at: EpochMs) => Facts;
  /** When those facts change, ascending. */
  readonly wakes: readonly EpochMs[];
  /** When books came: looked at by whoever waits for them. */
  readonly books: readonly EpochMs[];
};

/** What stood decided from a look on. */
export type Look = {
  readonly on: Day;
  readonly reason: Reason;
  /** Reasons of single steps that were not said. */
  readonly steps: ReadonlyMap<string, Reason>;
};

export type Rehearsed = {
  readonly occasions: readonly Occasion[];
  readonly looks: readonly Look[];
};

/** A policy that asks to be looked at more often than this is broken; its account ends there. */
const LOOKS_A_DAY = 24;

type Said = Occasion & { readonly at: EpochMs };

type State = {
  facts: Pick<Facts, "episode" | "done" | "nextEpisodeId">;
  /** Rungs of this run, each with the moment until which a change of facts takes it back. */
  taken: { readonly done: DoneFact; readonly until: EpochMs }[];
  said: Said[];
  readonly looks: Look[];
  waitsForBooks: boolean;
};

/** Lives from `start` until before `end`. `policyOf` tells by which policy an account is treated at an instant. */
export function rehearse(
  lives: readonly Life[],
  policyOf: (facts: Facts, at: EpochMs) => Policy | undefined,
  start: EpochMs,
  end: EpochMs,
): readonly Rehearsed[] {
  const states = lives.map(({ subject: { facts } }): State => ({
    facts: { episode: facts.episode, done: facts.done, nextEpisodeId: randomUUIDv7() },
    taken: [],
    said: [],
    looks: [],
    waitsForBooks: false,
  }));
  const contacts: Contacts = new Map();
  const mostLooks = Math.ceil((end - start) / DAY_MS) * LOOKS_A_DAY;
  let last = start;
  let at = start;
  for (let count = 0; at < end && count < mostLooks; count += 1) {
    if (lives.some(({ wakes }) => firstAfter(wakes, last) <= at)) takeBack(states, contacts, at);
    const next = look(lives, states, contacts, policyOf, at);
    last = at;
    const woken = lives.map(({ wakes, books }, index) =>
      Math.min(
        firstAfter(wakes, at),
        states[index]!.waitsForBooks ? firstAfter(books, at) : Infinity,
      ),
    );
    at = Math.max(Math.min(next, ...woken), at + MINUTE_MS);
  }
  return states.map(({ said, looks }) => ({
    occasions: said.filter((one) => one.at < end),
    looks,
  }));
}

/** Facts changed: what was not said yet has its turn again, as for real. */
function takeBack(states: readonly State[], contacts: Contacts, at: EpochMs): void {
  for (const state of states) {
    const gone = new Set(state.taken.filter((one) => one.until > at).map((one) => one.done));
    if (gone.size === 0) continue;
    state.taken = state.taken.filter((one) => !gone.has(one.done));
    state.facts = { ...state.facts, done: state.facts.done.filter((one) => !gone.has(one)) };
    state.said = state.said.filter((one) => one.at <= at);
  }
  for (const [key, times] of contacts) {
    contacts.set(
      key,
      times.filter((time) => time <= at),
    );
  }
}

/** Looks at all accounts once; when the next look is due by itself. */
function look(
  lives: readonly Life[],
  states: readonly State[],
  contacts: Contacts,
  policyOf: (facts: Facts, at: EpochMs) => Policy | undefined,
  at: EpochMs,
): EpochMs {
  const subjects = lives.map(({ subject, factsAt }, index) => ({
    ...subject,
    facts: { ...factsAt(at), ...states[index]!.facts },
  }));
  const ruled = subjects.filter(({ facts }) => policyOf(facts, at) !== undefined);
  let next = Infinity;
  for (const { subject, answer } of decideAll(
    ruled,
    (facts) => policyOf(facts, at)!,
    at,
    contacts,
  )) {
    const index = lives.findIndex(
      (life) => life.subject.facts.accountId === subject.facts.accountId,
    );
    keep(states[index]!, subject.facts, answer, policyOf(subject.facts, at)!, at);
    next = Math.min(next, answer.nextLookAt ?? Infinity);
  }
  return next;
}

function keep(state: State, facts: Facts, answer: Answer, policy: Policy, at: EpochMs): void {
  const zone = facts.zones[0] ?? "UTC";
  const after = evolve(facts, answer, at);
  const sends = answer.decisions.filter((one) => one.outcome === "send");
  for (const done of after.done.slice(facts.done.length)) {
    const send = sends.find((one) => one.stepId === done.stepId);
    state.taken.push({ done, until: send?.says[0]?.notBefore ?? at });
  }
  state.facts = { episode: after.episode, done: after.done, nextEpisodeId: randomUUIDv7() };
  for (const { stepId, says } of sends) {
    const [first] = says;
    if (!first) continue;
    state.said.push({
      stepId,
      on: dayAt(first.notBefore, zone),
      channels: channelsOf(says.map((one) => one.channel)),
      template: templateOf(policy, stepId),
      at: first.notBefore,
    });
  }
  state.waitsForBooks = answer.decisions.some((one) => one.reason === "stale_books");
  const steps = answer.decisions.flatMap(({ outcome, stepId, reason }) =>
    outcome === "send" || stepId === undefined ? [] : [[stepId, reason] as const],
  );
  const { reason } = headlineOf(answer);
  state.looks.push({ on: dayAt(at, zone), reason, steps: new Map(steps) });
}

/** In the order in which occasions are compared. */
export const channelsOf = (channels: readonly Channel[]): readonly Channel[] =>
  [...new Set(channels)].toSorted();

function templateOf({ steps }: Policy, stepId: string): string {
  const step = steps.find((one) => one.id === stepId) ?? PROMISE_REMINDER;
  return step.template ?? "";
}

/** Why the run was silent about a step on a day: its reason then, or what stood decided. */
export function silenceOn(
  { looks }: Rehearsed,
  { steps }: Policy,
  stepId: string,
  on: Day,
): string {
  if (stepId !== PROMISE_REMINDER.id && !steps.some((one) => one.id === stepId))
    return "no_such_step";
  const until = looks.filter((one) => one.on <= on);
  const last = until.at(-1);
  if (!last) return "nothing_due";
  return until.findLast((one) => one.steps.has(stepId))?.steps.get(stepId) ?? last.reason;
}

/** The first of ascending times behind an instant; Infinity when there is none. */
function firstAfter(times: readonly EpochMs[], at: EpochMs): EpochMs {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return times[low] ?? Infinity;
}

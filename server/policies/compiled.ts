/** A policy prepared for the hot path: steps by kind, caps and contact hours looked up once instead of per account. */
import { addBusinessDays, isBusinessDay } from "./calendar.ts";
import { applicableProfiles } from "./contact-rules.ts";
import { DEFAULT_CAPS, OWN_CAPS, type Profile } from "./profiles.ts";
import type { Cap, Day, MessageClass, Policy, Step } from "./types.ts";

export type Compiled = {
  readonly policy: Policy;
  /** Rungs of the episode and steps before the due date, each in the order of the policy. */
  readonly rungs: readonly Step[];
  readonly dueSteps: readonly Step[];
  readonly rungIndex: ReadonlyMap<string, number>;
  /** The rung at which old debt starts: never the last one unless it is the only one. */
  readonly onboardIndex: number;
  /** Minute of the local day from which contact hours allow something: the time of day to look again. */
  readonly lookMinute: number;
};

const compiled = new WeakMap<Policy, Compiled>();

function onboardIndexOf(policy: Policy, rungs: readonly Step[]): number {
  const named = rungs.findIndex((step) => step.id === policy.onboardAt);
  return Math.max(0, Math.min(named, rungs.length - 2));
}

/** Prepares a policy; the same object is prepared only once. */
export function compilePolicy(policy: Policy): Compiled {
  const known = compiled.get(policy);
  if (known !== undefined) return known;
  const rungs = policy.steps.filter((step) => step.anchor === "episode");
  const profiles = applicableProfiles({ ...policy, country: policy.calendar, class: "collection" });
  const opens = profiles.flatMap((profile) => profile.hours.map((window) => window?.[0] ?? 0));
  const made: Compiled = {
    policy,
    rungs,
    dueSteps: policy.steps.filter((step) => step.anchor === "due"),
    rungIndex: new Map(rungs.map((step, index) => [step.id, index])),
    onboardIndex: onboardIndexOf(policy, rungs),
    lookMinute: Math.max(0, ...opens),
  };
  compiled.set(policy, made);
  return made;
}

/** The day on which a step falls: always counted from its anchor (and the shift of the episode), never from now. */
export function thresholdOf(step: Step, baseOn: Day, calendar: string): Day {
  return step.unit === "calendar"
    ? baseOn + step.days
    : addBusinessDays(baseOn, step.days, calendar);
}

/** The latest base from which the step falls on `today`, or on the last business day before it. */
export function baseFor(step: Step, today: Day, calendar: string): Day {
  if (step.unit === "calendar") return today - step.days;
  if (step.days === 0) return today;
  const worked = isBusinessDay(today, calendar) ? today : addBusinessDays(today, -1, calendar);
  return addBusinessDays(worked, -step.days, calendar);
}

/** The time of day to look at a step: its own earliest, but not before contact hours open. */
export function lookMinuteOf(policy: Compiled, step: Step | undefined): number {
  return Math.max(policy.lookMinute, step?.between?.[0] ?? 0);
}

/** The caps on messages of the class under the policy and the profiles that apply to the customer. */
export function capsOf(
  policy: Policy,
  messageClass: MessageClass,
  profiles: readonly Profile[],
): readonly Cap[] {
  const own = OWN_CAPS[messageClass];
  if (own !== undefined) return own;
  const named = policy.caps.length === 0 ? DEFAULT_CAPS : policy.caps;
  return [...named, ...profiles.flatMap((profile) => profile.caps)];
}

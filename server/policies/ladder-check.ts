/** What must hold between the parts of a policy, beyond what each of them says. */
import { earliestAllowed } from "./contact-rules.ts";
import type { Complain, ParseOptions } from "./ladder.ts";
import type { Policy, Step } from "./types.ts";

function checkIds(policy: Policy, complain: Complain): void {
  const seen = new Set<string>();
  for (const [index, step] of policy.steps.entries()) {
    if (seen.has(step.id)) {
      complain(["steps", index, "id"], `step id "${step.id}" is used twice`);
    }
    seen.add(step.id);
  }
}

/** Days as the calendar counts them, near enough to compare steps of different units. */
function roughDays(step: Step): number {
  return step.unit === "calendar" ? step.days : (step.days * 7) / 5;
}

/** Steps stand in the order in which they come: before the due date first, then the ladder, one rung a day. */
function checkOrder(policy: Policy, complain: Complain): void {
  for (let index = 1; index < policy.steps.length; index += 1) {
    const before = policy.steps[index - 1];
    const step = policy.steps[index];
    if (before === undefined || step === undefined) continue;
    const at = ["steps", index, "when"];
    if (before.anchor === "episode" && step.anchor === "due") {
      complain(at, `step "${step.id}" comes before the due date: put it above "${before.id}"`);
    } else if (before.anchor === step.anchor && roughDays(step) < roughDays(before)) {
      complain(at, `step "${step.id}" comes before "${before.id}": put it above`);
    } else if (
      before.anchor === step.anchor &&
      before.unit === step.unit &&
      step.days === before.days
    ) {
      complain(at, `steps "${before.id}" and "${step.id}" come on the same day; only one can`);
    }
  }
}

function checkRequires(policy: Policy, complain: Complain): void {
  for (const [index, step] of policy.steps.entries()) {
    if (step.requires === undefined) continue;
    const at = ["steps", index, "requires", "step"];
    const { step: name } = step.requires;
    const required = policy.steps.findIndex((one) => one.id === name);
    const found = policy.steps[required];
    if (found === undefined) {
      complain(at, `requires the unknown step "${name}"`);
    } else if (required >= index) {
      complain(at, `requires "${name}", which does not come before "${step.id}"`);
    } else if (found.anchor !== "episode" || step.anchor !== "episode") {
      complain(at, `only steps after the anchor can require each other, not "${name}"`);
    } else if (found.channels.length === 0) {
      complain(at, `requires the delivery of "${name}", which says nothing`);
    }
  }
}

function checkSaying(policy: Policy, options: ParseOptions, complain: Complain): void {
  for (const [index, step] of policy.steps.entries()) {
    const at = ["steps", index];
    if (step.channels.length === 0) {
      if (step.exits.length === 0) complain(at, `step "${step.id}" has neither channels nor exits`);
      if (step.template !== undefined) {
        complain([...at, "template"], `step "${step.id}" has a template but no channels`);
      }
    } else if (step.template === undefined) {
      complain(at, `step "${step.id}" has channels but no template`);
    } else if (options.hasTemplate?.(step.template) === false) {
      complain([...at, "template"], `template "${step.template}" is unknown`);
    }
  }
}

/** A time of day that contact hours never allow would make the step wait for ever. */
function checkHours(policy: Policy, complain: Complain): void {
  for (const [index, step] of policy.steps.entries()) {
    if (step.between === undefined) continue;
    const allowed = earliestAllowed({
      zones: ["UTC"],
      country: "",
      channel: "sms",
      class: step.class,
      profiles: policy.profiles,
      party: policy.party,
      between: step.between,
      from: 0,
    });
    if ("never" in allowed) {
      const whose = allowed.why?.sentence ?? "contact hours";
      complain(["steps", index, "between"], `never allowed (${whose})`);
    }
  }
}

function checkOnboarding(policy: Policy, complain: Complain): void {
  if (policy.onboardAt === undefined) return;
  const rungs = policy.steps.filter((step) => step.anchor === "episode");
  const index = rungs.findIndex((step) => step.id === policy.onboardAt);
  if (index === -1) {
    complain(["onboard_at"], `"${policy.onboardAt}" is not a step after the anchor`);
  } else if (index > 0 && index === rungs.length - 1) {
    complain(["onboard_at"], `"${policy.onboardAt}" is the last step; old debt never starts there`);
  }
}

/** Complains of everything in the policy that does not fit together. */
export function checkPolicy(policy: Policy, options: ParseOptions, complain: Complain): void {
  checkIds(policy, complain);
  checkOrder(policy, complain);
  checkRequires(policy, complain);
  checkSaying(policy, options, complain);
  checkHours(policy, complain);
  checkOnboarding(policy, complain);
}

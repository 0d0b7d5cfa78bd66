/** A policy in plain sentences, for whoever signs it off. */
import { toDecimal } from "#platform/money.ts";

import { DEFAULT_CAPS, DEFAULT_PROFILE } from "./profiles.ts";
import type { Cap, Conditions, Policy, Step } from "./types.ts";

const NAMES = {
  sms: "SMS",
  email: "e-mail",
  voice: "a call",
  whatsapp: "WhatsApp",
  messenger: "Messenger",
  chat: "web chat",
} as const;
const EXITS = {
  call_list: "the account goes on the call list",
  case: "a case is opened",
  suspend: "the client's system is told to suspend",
} as const;

function days(count: number, unit: Step["unit"] | "banking"): string {
  const kind = unit === "calendar" ? "day" : `${unit} day`;
  return `${count} ${kind}${count === 1 ? "" : "s"}`;
}

function whenOf(step: Step): string {
  if (step.anchor === "due") {
    return step.days === 0
      ? "On each due date"
      : `${days(-step.days, step.unit)} before each due date`;
  }
  return step.days === 0
    ? "On the oldest due date"
    : `${days(step.days, step.unit)} after the oldest due date`;
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

function money(amounts: Readonly<Record<string, bigint>>): string {
  return Object.entries(amounts)
    .map(([currency, minor]) => `${currency} ${toDecimal(minor, currency)}`)
    .join(" or ");
}

function conditionsOf(conditions: Conditions): string[] {
  const { minMinor, maxMinor, languages, segments, kinds } = conditions;
  return [
    ...(minMinor === undefined ? [] : [`at least ${money(minMinor)}`]),
    ...(maxMinor === undefined ? [] : [`at most ${money(maxMinor)}`]),
    ...(languages === undefined ? [] : [`language ${languages.join(" or ")}`]),
    ...(segments === undefined ? [] : [`segment ${segments.join(" or ")}`]),
    ...(kinds === undefined ? [] : [`a ${kinds.join(" or a ")}`]),
  ];
}

function channelsOf(step: Step): string {
  return step.channels
    .map((channels) => channels.map((channel) => NAMES[channel]).join(", else "))
    .join(" together with ");
}

function sentenceOf(step: Step): string {
  const said =
    step.channels.length === 0
      ? "nothing is said"
      : `"${step.template ?? step.id}" goes by ${channelsOf(step)}`;
  const conditions = conditionsOf(step.conditions);
  const parts = [
    `${whenOf(step)} (${step.id}): ${said}`,
    ...(step.class === "notice" ? ["it is a notice, which disputes and promises do not stop"] : []),
    ...(step.between === undefined
      ? []
      : [`only from ${clock(step.between[0])} to ${clock(step.between[1])}`]),
    ...(step.windowDays === undefined ? [] : [`at most ${days(step.windowDays, "calendar")} late`]),
    ...(conditions.length === 0 ? [] : [`only for ${conditions.join(", ")}`]),
    ...(step.requires === undefined
      ? []
      : [
          `not before "${step.requires.step}" was delivered ${days(step.requires.deliveredBusinessDaysAgo, "business")} earlier`,
        ]),
    ...step.exits.map((exit) => EXITS[exit]),
  ];
  return `${parts.join("; ")}.`;
}

function capOf(cap: Cap): string {
  const contacts = `${cap.count} contact${cap.count === 1 ? "" : "s"}`;
  return `At most ${contacts} by ${cap.channels.map((channel) => NAMES[channel]).join(" or ")} in ${days(cap.days, "calendar")}.`;
}

/** One sentence a line: the steps in their order, then when and how often, then what holds for the whole. */
export function describe(policy: Policy): readonly string[] {
  const profiles = policy.profiles.length === 0 ? [DEFAULT_PROFILE.id] : policy.profiles;
  const rungs = policy.steps.filter((step) => step.anchor === "episode");
  const start = policy.onboardAt ?? rungs[0]?.id;
  return [
    ...policy.steps.map(sentenceOf),
    `Contact hours: profile ${profiles.join(" and ")}, for a ${policy.party} party; the strictest wins.`,
    ...(policy.caps.length === 0 ? DEFAULT_CAPS : policy.caps).map(capOf),
    ...(Object.keys(policy.toleranceMinor).length === 0
      ? []
      : [`Nobody is chased for ${money(policy.toleranceMinor)} or less.`]),
    `Collection waits when the books are more than ${days(policy.staleAfterBankingDays, "banking")} (${policy.calendar}) old.`,
    ...(start === undefined ? [] : [`Old debt starts at "${start}".`]),
    `A step that is more than ${days(policy.catchUpDays, "calendar")} late moves the steps after it by as much.`,
    policy.disputeHoldsAll
      ? "A dispute holds the whole account."
      : "A dispute holds the invoices that it is about.",
    `The team makes ${policy.callsPerDay} calls a day.`,
  ];
}

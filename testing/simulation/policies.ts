/** The policies that the simulated clients change between, and what they mean for the oracle in words of its own. */

export type Hours = { readonly from: number; readonly to: number; readonly holidays: boolean };

export type SimulatedPolicy = {
  readonly source: string;
  /** Local hours of every day but Sunday, when nothing is said. `holidays`: also on public ones. */
  readonly hours: Hours;
};

const BEFORE =
  "  - { id: before_due, when: 5 days before due, channels: sms | email, template: before_due }";
const ON_DUE = "  - { id: due_today, when: on due, channels: email | sms, template: before_due }";
const SECOND =
  "  - { id: second_reminder, when: 7 days after anchor, channels: [sms, email], template: second_reminder }";

/** A ladder whose first and third rungs differ from policy to policy. */
const ladder = (first: string, third = ""): string => `steps:
${first}
  - { id: reminder, when: 1 day after anchor, channels: sms | email, template: reminder }
${third}
  - { id: warning, when: 14 days after anchor, channels: [sms, email], template: warning }
  - id: final_demand
    when: 21 days after anchor
    channels: sms | email
    template: final_demand
    requires: { step: warning, delivered: 2 business days ago }
    exits: [call_list]
`;

const CAUTIOUS: Hours = { from: 8, to: 20, holidays: false };

export const POLICIES: readonly SimulatedPolicy[] = [
  { source: `name: First\ncalendar: ZA\n${ladder(BEFORE, SECOND)}`, hours: CAUTIOUS },
  {
    source: `name: Longer hours
calendar: ZA
contact: { profiles: [za] }
tolerance: { ZAR: 5.00, USD: 1.00 }
stale_after: 3 banking days
catch_up: 2 days
dispute_holds: account
allocation: largest_first
${ladder(BEFORE, SECOND)}`,
    hours: { from: 6, to: 21, holidays: true },
  },
  {
    source: `name: Fewer steps
calendar: ZA
contact:
  caps:
    - { channels: [sms, email], count: 2, days: 7 }
onboard_at: reminder
${ladder(ON_DUE)}`,
    hours: CAUTIOUS,
  },
  {
    source: `name: Office hours
calendar: PL
contact: { profiles: [pl, za] }
${ladder(BEFORE, SECOND.replace("template:", "between: 09:00-17:00, template:"))}`,
    hours: CAUTIOUS,
  },
];

/** Own words, so that who reads the network knows what a text says without asking the server: `DUN step customer amount due`. */
export const TEMPLATES = ["before_due", "reminder", "second_reminder", "warning", "final_demand"]
  .flatMap((name) =>
    ["sms", "email"].map(
      (channel) => `---
name: ${name}
class: collection
language: en
channel: ${channel}
${channel === "email" ? 'subject: "A message"\n' : ""}text:
  full: "DUN {{ step.id }} {{ customer.reference }} {{ account.currency }} {{ account.due | money }} {% if due_on %}{{ due_on | date: 'short' }}{% else %}{{ account.oldest_due_on | date: 'short' }}{% endif %}. STOP to opt out"
  unverified: "DUN {{ step.id }}: please phone us. STOP to opt out"
`,
    ),
  )
  .concat(
    ["sms", "email"].map(
      (channel) => `---
name: promise_reminder
class: notice
language: en
channel: ${channel}
${channel === "email" ? 'subject: "A message"\n' : ""}text:
  full: "KEEP {{ customer.reference }} {{ account.currency }} {{ promise.amount | money }}"
  unverified: "KEEP: please phone us"
`,
    ),
  )
  .concat(
    ["sms", "email"].map(
      (channel) => `---
name: pre_debit
class: notice
language: en
channel: ${channel}
${channel === "email" ? 'subject: "A message"\n' : ""}text:
  full: "TELL {{ vars.product }} {{ vars.amount | money }}"
  unverified: "TELL: please phone us"
`,
    ),
  )
  .join("");

/** Reads the notice of a debit; undefined: it is another text, or tells nothing. */
export function tellingText(
  text: string,
): { readonly reference: string; readonly amountMinor: number } | undefined {
  const told = /^TELL (\S+) (.+?\d[.,]\d\d)(?!\d)/.exec(text);
  if (!told) return undefined;
  return { reference: told[1]!, amountMinor: Number(told[2]!.replace(/\D/g, "")) };
}

/** Reads a reminder of a promise; undefined: it is another text. */
export function keepingText(
  text: string,
): { readonly reference: string | undefined; readonly amountMinor: number } | undefined {
  if (!text.startsWith("KEEP")) return undefined;
  const told = /^KEEP (\S+) [A-Z]{3} (.+?\d[.,]\d\d)(?!\d)/.exec(text);
  const amountMinor = Number(told?.[2]?.replace(/\D/g, "") ?? 0);
  return { reference: told?.[1], amountMinor };
}

export type Collecting = {
  readonly step: string;
  /** Only told where the text may say it. */
  readonly reference: string | undefined;
  readonly currency: string | undefined;
  readonly amountMinor: number | undefined;
};

/** Reads a text of ours that asks for money; undefined: it is another one. */
export function collectingText(text: string): Collecting | undefined {
  const step = /^DUN (\w+)/.exec(text)?.[1];
  if (step === undefined) return undefined;
  const told = /^DUN \w+ (\S+) ([A-Z]{3}) (.+?\d[.,]\d\d)(?!\d)/.exec(text);
  if (!told) return { step, reference: undefined, currency: undefined, amountMinor: undefined };
  const [, reference, currency, money = ""] = told;
  return { step, reference, currency, amountMinor: Number(money.replace(/\D/g, "")) };
}

/** The gates, one function each: why a message should not have passed, or undefined. */
import { bankingDaysBetween } from "#policies/calendar.ts";
import { contactsSince } from "#policies/caps.ts";
import { capsOf } from "#policies/compiled.ts";
import { applicableProfiles, refusalAt } from "#policies/contact-rules.ts";
import { dayAt } from "#policies/day.ts";
import { gate, gateOf, holdStops, statesDebt } from "#policies/gates.ts";
import type { Policy } from "#policies/types.ts";
import { STOP_CONFIRMATION } from "#messages/dispatch/verdict.ts";
import { debtAt, holdsAt, NO_FACTS } from "./debt.ts";
import type { History } from "./history.ts";
import type { Passage, SharedContact } from "./records.ts";

/** Optings of addresses without a customer are ordered by no lock. */
const UNORDERED_MS = 10_000;

type Check = (passage: Passage, history: History) => string | undefined;

/** What is special about the message, as far as gates ask. */
function caseOf({ message, atMs }: Passage) {
  const asked = message.receivedAt ?? message.createdAt;
  return {
    urgent: message.lane === 0,
    statesDebt: statesDebt(message),
    confirmsStop: message.template === STOP_CONFIRMATION,
    answersAfterMs: atMs - asked.epochMilliseconds,
  };
}

const optOut: Check = (passage, history) => {
  const { message, event } = passage;
  if (gate(message.class, "opt_out", caseOf(passage)) === "pass") return undefined;
  if (!history.optedOutAt(message.channel, message.address, event, UNORDERED_MS)) return undefined;
  return "the address had opted out";
};

/** Kinds of events that bump the version of a customer's facts. */
const FACTS =
  /^(invoice\.|credit\.|payment\.received$|hold\.|dispute\.|promise\.(made|cancelled)$|address\.opted_|customer\.updated$)/;

const changedFacts: Check = ({ person, message, event }, history) => {
  const effect = gateOf(message.class, "changed_facts");
  if (effect === "passes") return undefined;
  if (message.factsVersion === null) {
    // A notice that another system asked for: nothing was decided here, and holds and opt-outs have gates of their own.
    if (message.class === "notice" && message.accountId === null && message.stepId === null)
      return undefined;
    return effect === "decides_again" ? "it rests on no version of the facts" : undefined;
  }
  if (person.factsVersion !== null && message.factsVersion > person.factsVersion) {
    return `it rests on version ${message.factsVersion} of the facts, and there are ${person.factsVersion}`;
  }
  const made = person.events.find((one) => one.messageId === message.messageId);
  if (!made) return undefined;
  const change = person.events.find(
    ({ seq, kind }) => seq > made.seq && seq < event.seq && FACTS.test(kind),
  );
  if (change) return `the facts had changed since it was decided: ${change.kind}`;
  const version = history.policyChangeBetween(made.seq, event.seq);
  return version === undefined
    ? undefined
    : `the facts had changed since it was decided: policy version ${version}`;
};

const debt: Check = (passage, history) => {
  const { message, event } = passage;
  if (gateOf(message.class, "hold") === "passes") return undefined;
  const policy = history.policyAt(event.seq);
  if (message.accountId === null || !policy) return heldWhole(passage);
  const found = debtAt(passage, policy);
  if (!found) return undefined;
  const asked = message.amountMinor ?? (message.class === "collection" ? 1n : 0n);
  if (found.askableMinor >= asked) return undefined;
  if (found.heldBy !== undefined && found.owedMinor >= asked) {
    return `a ${found.heldBy} hold stood: it asks for ${asked}, and ${found.askableMinor} could be asked for`;
  }
  return found.owedMinor <= 0n
    ? `paid: it asks for ${asked}, and nothing was owed`
    : `it asks for ${asked}, and ${found.askableMinor} was owed on what it is about`;
};

/** A message that is about no account is stopped by what holds the whole customer. */
function heldWhole(passage: Passage): string | undefined {
  const { message, atMs, zones } = passage;
  const today = dayAt(atMs, zones[0] ?? "UTC");
  const hold = holdsAt(passage).find(
    ({ kind, until, invoiceIds, amountMinor }) =>
      holdStops(message.class, kind) &&
      (until ?? today) >= today &&
      invoiceIds === undefined &&
      amountMinor === undefined,
  );
  return hold && `a ${hold.kind} hold stood`;
}

const contactHours: Check = (passage, history) => {
  const { message, event, zones, country, atMs } = passage;
  if (gate(message.class, "contact_hours", caseOf(passage)) === "pass") return undefined;
  const policy = history.policyAt(event.seq);
  const refusal = refusalAt({
    zones,
    country,
    channel: message.channel,
    class: message.class,
    urgent: message.lane === 0,
    profiles: policy?.profiles ?? [],
    party: policy?.party ?? "first",
    between: policy?.steps.find((step) => step.id === message.stepId)?.between,
    from: atMs,
  });
  return refusal && `outside contact hours: ${refusal.sentence}`;
};

const staleBooks: Check = (passage, history) => {
  const { message, event, zones, atMs } = passage;
  if (gate(message.class, "stale_books", caseOf(passage)) === "pass") return undefined;
  const policy = history.policyAt(event.seq);
  if (!policy) return undefined;
  const asOfMs = history.bookAsOfMs(event.seq);
  if (asOfMs === undefined) return "there were no books";
  const zone = zones[0] ?? "UTC";
  const { calendar, staleAfterBankingDays: most } = policy;
  const days =
    asOfMs >= atMs ? 0 : bankingDaysBetween(dayAt(asOfMs, zone), dayAt(atMs, zone), calendar);
  return days > most ? `the books were ${days} banking days old, ${most} are allowed` : undefined;
};

const late: Check = ({ message, atMs }) =>
  atMs > message.notAfter.epochMilliseconds
    ? `its time was over at ${message.notAfter.toString()}`
    : undefined;

/** In the order of the gate table; what every class must heed comes last. */
export const CHECKS: Readonly<Record<string, Check>> = {
  opt_out: optOut,
  hold: debt,
  contact_hours: contactHours,
  stale_books: staleBooks,
  changed_facts: changedFacts,
  validity: late,
};

const COUNTED = new Set(["queued", "handed_over", "delivered", "uncertain"]);

/** Numbers change hands: the address was the person's at that time. */
function wasTheirs({ fromAt, untilAt }: SharedContact, atMs: number): boolean {
  return fromAt.epochMilliseconds <= atMs && atMs < (untilAt?.epochMilliseconds ?? Infinity);
}

/**
 * Caps, for the passages of one customer with which messages left, in their order: none may be one contact too many. What
 * was known to have failed does not count; what went to the same addresses for others does.
 */
export function overCaps(
  passages: readonly Passage[],
  policyOf: (passage: Passage) => Policy | undefined,
): readonly { readonly passage: Passage; readonly why: string }[] {
  const contacts: { class: string; channel: Passage["message"]["channel"]; on: number }[] = [];
  return passages.flatMap((passage) => {
    const { message, atMs, zones, country, person } = passage;
    const policy = policyOf(passage);
    const failed = person.events.some(
      ({ messageId, kind }) =>
        messageId === message.messageId && /^message\.(failed|expired)$/.test(kind),
    );
    if (gateOf(message.class, "caps") === "passes" || !policy) return [];
    if (failed || !COUNTED.has(message.state)) return [];
    const zone = zones[0] ?? "UTC";
    const on = dayAt(atMs, zone);
    contacts.push({ class: message.class, channel: message.channel, on });
    const others = person.shared.flatMap((one) =>
      one.seq < passage.event.seq && wasTheirs(one, atMs)
        ? [{ ...one, on: dayAt(one.at.epochMilliseconds, zone) }]
        : [],
    );
    const same = [...contacts, ...others].filter(
      (one) => one.class === message.class && one.on <= on,
    );
    const { profiles, party } = policy;
    const applicable = applicableProfiles({ profiles, party, country, class: message.class });
    const broken = capsOf(policy, message.class, applicable).find(
      (cap) =>
        cap.channels.includes(message.channel) &&
        contactsSince(cap, NO_FACTS, same, on - cap.days + 1) > cap.count,
    );
    if (!broken) return [];
    const { count, channels, days } = broken;
    const why = `one contact too many: ${count} by ${channels.join(" or ")} are allowed in ${days} days`;
    return [{ passage, why }];
  });
}

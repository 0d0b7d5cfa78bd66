import type { Subject } from "#messages/planning/facts.ts";
import { dayAt } from "#policies/day.ts";
import { decide } from "#policies/decide.ts";
import type { Answer, ContactPointFact, EpochMs, Facts, Policy } from "#policies/types.ts";

/** A subject with what was decided about it. */
export type Decided = { readonly subject: Subject; readonly answer: Answer };

/** Contacts that were decided on and are in no facts yet: instants (ms) by channel and address. */
export type Contacts = Map<string, EpochMs[]>;

const keyOf = ({ channel, address }: ContactPointFact): string => `${channel} ${address}`;

/**
 * Decides accounts one after the other by the policy that each is treated by, each knowing whom the ones before it will contact: two accounts of one customer, or
 * two customers behind one number, share what caps allow. `contacts` is added to. Pure but for that.
 */
export function decideAll(
  subjects: readonly Subject[],
  policyOf: (facts: Facts) => Policy,
  at: EpochMs,
  contacts: Contacts,
): Decided[] {
  return subjects.map((subject) => {
    const facts = withContacts(subject.facts, contacts);
    const answer = decide(facts, policyOf(facts), at);
    note(contacts, facts, answer);
    return { subject: facts === subject.facts ? subject : { ...subject, facts }, answer };
  });
}

function withContacts(facts: Facts, contacts: Contacts): Facts {
  if (contacts.size === 0 || !facts.contactPoints.some((point) => contacts.has(keyOf(point)))) {
    return facts;
  }
  const zone = facts.zones[0] ?? "UTC";
  const contactPoints = facts.contactPoints.map((point) => {
    const more = contacts.get(keyOf(point)) ?? [];
    const days = [...point.contactedOn, ...more.map((at) => dayAt(at, zone))];
    return { ...point, contactedOn: days.toSorted((a, b) => a - b) };
  });
  return { ...facts, contactPoints };
}

function note(contacts: Contacts, facts: Facts, answer: Answer): void {
  for (const decision of answer.decisions) {
    if (decision.outcome !== "send") continue;
    for (const say of decision.says) {
      const point = facts.contactPoints.find(
        ({ id, channel }) => id === say.contactPointId && channel === say.channel,
      );
      if (!point) continue;
      const known = contacts.get(keyOf(point));
      if (known) known.push(say.notBefore);
      else contacts.set(keyOf(point), [say.notBefore]);
    }
  }
}

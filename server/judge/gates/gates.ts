/** Invariant 2: no message passes a gate that its class must respect. */
import { sql } from "kysely";
import { zonesOf } from "#messages/planning/zones.ts";
import { pointKindOf } from "#policies/channels.ts";
import { ahead } from "../ahead.ts";
import type { Found, Invariant } from "../verdict.ts";
import { CHECKS, overCaps } from "./checks.ts";
import { loadHistory, type History } from "./history.ts";
import { people } from "./page.ts";
import type { EventRecord, MessageRecord, Passage, Person } from "./records.ts";

/** Attempts whose authorisation is not in the log. */
const unauthorised = (clientId: string) => sql`
  select array['msg_' || a.message_id] as rows, format('attempt %s was never authorised', a.attempt) as why
  from dunlin.attempt a
  where a.client_id = ${clientId} and not exists (select from dunlin.event e
    where e.client_id = a.client_id and e.kind = 'message.authorised' and e.message_id = a.message_id
      and (e.body ->> 'attempt')::smallint = a.attempt)`;

function passageOf(
  person: Person,
  event: EventRecord,
  message: MessageRecord,
  { client }: History,
): Passage {
  const country = message.country ?? person.country ?? client.country;
  const numbers = pointKindOf(message.channel) === "phone" ? [message.address] : [];
  const known = person.customerId === null ? [client.zone] : zonesOf(person.zone, country, numbers);
  const zones = message.zones ?? known;
  return { person, event, message, atMs: event.at.epochMilliseconds, zones, country };
}

/** Every authorisation of a person's messages, in the order of commits. */
function passagesOf(person: Person, history: History): readonly Passage[] {
  return person.events.flatMap((event) => {
    const message = person.messages.get(event.messageId ?? "");
    return event.kind === "message.authorised" && message
      ? [passageOf(person, event, message, history)]
      : [];
  });
}

function judgePerson(person: Person, history: History, found: Found): void {
  const passages = passagesOf(person, history);
  found.checked += passages.length;
  for (const passage of passages) {
    const { message, event } = passage;
    for (const [name, check] of Object.entries(CHECKS)) {
      const why = check(passage, history);
      if (why !== undefined) {
        const where = `${message.class} ${name}, attempt ${String(event.body["attempt"])}`;
        found.add([`msg_${message.messageId}`, `evt_${event.eventId}`], `${where}: ${why}`);
      }
    }
  }
  // Only the last attempt may have reached anybody.
  const last = new Map(passages.map((passage) => [passage.message.messageId, passage]));
  const left = passages.filter((passage) => last.get(passage.message.messageId) === passage);
  for (const { passage, why } of overCaps(left, ({ event }) => history.policyAt(event.seq))) {
    found.add([`msg_${passage.message.messageId}`], `${passage.message.class} caps: ${why}`);
  }
}

/**
 * Each authorisation is judged against what was committed before it. Events of one customer are in the order of commits,
 * since they are written under that customer's lock; ledger rows, which have no seq, are placed beside them by their ids.
 *
 * What the tables do not keep is read as it is now: the zone and numbers of a customer without a decision, the open amount of
 * a credit that no event told of, the due date of an invoice, and the instant of the books where no batch brought them.
 * Accounts of which an import was undone after the message are left out of the question what was owed.
 */
export const gates: Invariant = {
  id: 2,
  name: "no message passes a gate that its class must respect",
  async judge(scope, found) {
    await found.collect(scope.tx, unauthorised(scope.clientId));
    const history = await loadHistory(scope);
    for await (const page of ahead(people(scope))) {
      for (const person of page) judgePerson(person, history, found);
    }
  },
};

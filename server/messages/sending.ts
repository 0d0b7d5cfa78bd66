// Messages that another system asks for, one by one or in batches: what the API sends, outside of any ladder.
import { sql } from "kysely";
import { readEmail, phoneReader } from "#ledger/reading/contacts.ts";
import { say, type Lane, type NewMessage, type Said, type Voice } from "#messages/outbox.ts";
import type { Channel } from "#messages/route.ts";
import { OWN_WORDS } from "#messages/templates/book.ts";
import { kept, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { dateOf, dayAt } from "#policies/day.ts";
import type { Disclosure, MessageClass } from "#policies/types.ts";

export const PRIORITIES = ["bulk", "normal", "urgent"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Classes that another system may ask for; ladders, answers and confirmations are Dunlin's own. */
export const SENDABLE = ["service", "notice", "otp", "staff"] as const satisfies MessageClass[];
type Sendable = (typeof SENDABLE)[number];

const LANES: Readonly<Record<Priority, Lane>> = { urgent: 0, normal: 1, bulk: 2 };
const HOUR_MS = 3_600_000;
/** Of no use later, unless the caller says otherwise. */
const VALID_MS: Readonly<Record<Sendable, number>> = {
  otp: 5 * 60_000,
  service: 3 * 24 * HOUR_MS,
  notice: 7 * 24 * HOUR_MS,
  staff: 24 * HOUR_MS,
};

export type Sending = {
  /** A phone number (best in E.164) or a mailbox. */
  readonly to: string;
  readonly channel: Extract<Channel, "sms" | "email">;
  /** A template by its name, or words of the caller's own. */
  readonly template?: string | undefined;
  readonly text?: string | undefined;
  readonly subject?: string | undefined;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  /** The template's, where it is one that may be sent so; else service. */
  readonly class?: Sendable | undefined;
  readonly priority?: Priority | undefined;
  readonly language?: string | undefined;
  /** Milliseconds from the beginning. */
  readonly validForMs?: number | undefined;
  readonly notBefore?: Temporal.Instant | undefined;
  /** What the caller calls it. */
  readonly reference?: string | undefined;
};

/** A phone number in E.164 or a mailbox in lower case; a `UserError` when it is neither. */
export function destinationOf({ to, channel }: Pick<Sending, "to" | "channel">, country: string) {
  const read = channel === "email" ? readEmail(to) : phoneReader(country)(to);
  if ("value" in read) return read.value;
  throw new UserError(`to "${to}": ${read.reason}`);
}

/** Writes the messages to the outbox, in order, in one statement. A `UserError` names what can't be sent. */
export async function sendMessages(
  tx: Tx,
  voice: Voice,
  sendings: readonly Sending[],
  now: Temporal.Instant,
  actor: string,
): Promise<Said[]> {
  const { client } = voice;
  const addressed = sendings.map((sending) => ({
    sending,
    address: destinationOf(sending, client.country),
  }));
  const known = await contactsAt(tx, client.clientId, addressed);
  const messages = addressed.map(({ sending, address }) =>
    messageOf(voice, sending, address, known.get(`${kindOf(sending.channel)} ${address}`), now),
  );
  return await say(tx, voice, messages, now, actor);
}

const kindOf = (channel: Sending["channel"]) => (channel === "email" ? "mailbox" : "phone");

type Contact = {
  readonly customerId: string;
  readonly contactPointId: string;
  readonly disclosure: Disclosure;
  readonly language: string;
};

/** The one customer at each address; none where nobody is known there, or several share it. */
async function contactsAt(
  tx: Tx,
  clientId: string,
  addressed: readonly { readonly sending: Sending; readonly address: string }[],
): Promise<ReadonlyMap<string, Contact>> {
  const kinds = addressed.map(({ sending }) => kindOf(sending.channel));
  const addresses = addressed.map(({ address }) => address);
  const { rows } = await sql<Contact & { kind: string; address: string }>`${kept}
    select w.kind, w.address, min(p.customer_id::text) as customer_id,
      min(p.contact_point_id::text) as contact_point_id, min(p.disclosure) as disclosure, min(c.language) as language
    from (select distinct kind, address from unnest(${kinds}::text[], ${addresses}::text[]) as a (kind, address)) w
    join dunlin.contact_point p
      on p.client_id = ${clientId} and p.kind = w.kind and p.address = w.address and p.retired_at is null
    join dunlin.customer c on c.client_id = p.client_id and c.customer_id = p.customer_id
    group by w.kind, w.address having count(*) = 1
  `.execute(tx);
  return new Map(rows.map((row) => [`${row.kind} ${row.address}`, row]));
}

function messageOf(
  voice: Voice,
  sending: Sending,
  address: string,
  contact: Contact | undefined,
  now: Temporal.Instant,
): NewMessage {
  const { client } = voice;
  const { channel, priority = "normal", reference } = sending;
  const language = sending.language ?? contact?.language ?? client.language;
  const template = (sending.text === undefined ? sending.template : undefined) ?? OWN_WORDS;
  const words = voice.templates.find(template, language, channel);
  if (!words) throw new UserError(`template "${template}" has no words for ${channel}`);
  const cls = classOf(sending, words.source.class, template);
  const notBefore = (sending.notBefore ?? now).epochMilliseconds;
  const { text, subject = client.name } = sending;
  return {
    class: cls,
    lane: cls === "otp" ? 0 : LANES[priority],
    channel,
    address,
    // Who is not known is told what the caller wrote: it knows whom it writes to.
    disclosure: contact?.disclosure ?? "full",
    template,
    language,
    data: {
      client: {
        name: client.name,
        ...(client.phone === null ? {} : { phone: client.phone }),
        ...(client.email === null ? {} : { email: client.email }),
        ...(client.site === null ? {} : { site: client.site }),
      },
      today: dateOf(dayAt(now.epochMilliseconds, client.zone)),
      vars: text === undefined ? (sending.data ?? {}) : { text, subject },
    },
    notBefore,
    notAfter: notBefore + (sending.validForMs ?? VALID_MS[cls]),
    customerId: contact?.customerId,
    contactPointId: contact?.contactPointId,
    reference,
  };
}

function classOf(sending: Sending, own: MessageClass, template: string): Sendable {
  if (sending.class !== undefined) return sending.class;
  const found = SENDABLE.find((one) => one === own);
  if (found !== undefined) return found;
  throw new UserError(
    `template "${template}" is of class ${own}, which only a policy or an answer may send; name another, or give "class"`,
  );
}

// Messages that another system asks for, one by one or in batches: what the API sends, outside of any ladder.
import { sql } from "kysely";
import { readEmail, phoneReader } from "#ledger/reading/contacts.ts";
import { withinCaps } from "#messages/address-caps.ts";
import { say, type Lane, type NewMessage, type Said, type Voice } from "#messages/outbox.ts";
import type { Asking } from "#messages/approvals.ts";
import type { Channel } from "#messages/route.ts";
import type { SendingRules } from "#messages/sending-rules.ts";
import { listStaff, roleIn } from "#messages/staff.ts";
import { aboutClient } from "#messages/templates/about-client.ts";
import { OWN_WORDS } from "#messages/templates/book.ts";
import { varFaults } from "#messages/templates/declared.ts";
import type { CompiledTemplate } from "#messages/templates/template.ts";
import { kept, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { dateOf, dayAt } from "#policies/day.ts";
import { SILENCING_HOLDS } from "#policies/gates.ts";
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
  /** A phone number (best in E.164) or a mailbox; for staff also "role:finance". */
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
  /** Staff only: a question, with where and how it is answered. */
  readonly asking?: Asking | undefined;
  /** The contact point it is for, where the caller knows: of several customers at one address nobody else does. */
  readonly contactPointId?: string | undefined;
};

/** Data of the caller that a template can't be filled with: which message of the batch, and what is wrong with which variable. */
export class DataError extends UserError {
  readonly index: number;
  readonly faults: readonly { readonly name: string; readonly message: string }[];

  constructor(index: number, faults: DataError["faults"]) {
    super(faults.map(({ name, message }) => `data.${name} ${message}`).join("; "));
    this.index = index;
    this.faults = faults;
  }
}

/** A phone number in E.164 or a mailbox in lower case; a `UserError` when it is neither. */
export function destinationOf({ to, channel }: Pick<Sending, "to" | "channel">, country: string) {
  const read = channel === "email" ? readEmail(to) : phoneReader(country)(to);
  if ("value" in read) return read.value;
  throw new UserError(`to "${to}": ${read.reason}`);
}

/** What speaking by request needs: routes, words and the client's own caps. */
type Speaker = Voice & { readonly rules: SendingRules };

/** Writes the messages to the outbox, in order, in one statement. A `UserError` names what can't be sent. */
export async function sendMessages(
  tx: Tx,
  voice: Speaker,
  sendings: readonly Sending[],
  now: Temporal.Instant,
  actor: string,
): Promise<Said[]> {
  const { client } = voice;
  const addressed = await addressedOf(tx, voice, sendings);
  const known = await contactsAt(tx, client.clientId, addressed);
  const named = await contactsNamed(tx, client.clientId, sendings);
  const messages = addressed.map((one, index) => {
    const contact =
      named.get(one.sending.contactPointId ?? "") ??
      known.get(`${kindOf(one.sending.channel)} ${one.address}`);
    return messageOf(voice, { ...one, index, contact }, now);
  });
  const held = await withoutHeld(tx, client.clientId, messages, now);
  const capped = await withinCaps(tx, client.clientId, voice.rules, held, now);
  return await say(tx, voice, capped, now, actor);
}

type Addressed = { readonly sending: Sending; readonly address: string };

/** Roles become the addresses of who stands under them. */
async function addressedOf(
  tx: Tx,
  { client }: Voice,
  sendings: readonly Sending[],
): Promise<readonly Addressed[]> {
  const named = sendings.some(({ to }) => roleIn(to) !== undefined);
  const staff = named ? await listStaff(tx, client.clientId) : [];
  return sendings.map((sending) => {
    const role = roleIn(sending.to);
    if (role === undefined) return { sending, address: destinationOf(sending, client.country) };
    const found = staff.find((one) => one.role === role && one.channel === sending.channel);
    if (!found) {
      throw new UserError(
        `to "${sending.to}": nobody stands under that role for ${sending.channel}`,
      );
    }
    const language = sending.language ?? found.language ?? undefined;
    return { sending: { ...sending, language }, address: found.address };
  });
}

/** Whoever has breathing space, or has died, is told of no debt, whoever asks for it (see `GATES`, class notice). */
async function withoutHeld(
  tx: Tx,
  clientId: string,
  messages: readonly NewMessage[],
  now: Temporal.Instant,
): Promise<readonly NewMessage[]> {
  const notices = messages.filter((one) => one.class === "notice" && one.customerId !== undefined);
  if (notices.length === 0) return messages;
  const ids = [...new Set(notices.map(({ customerId }) => customerId))];
  const { rows } = await sql<{ customerId: string; kind: string }>`
    select distinct on (customer_id) customer_id, kind from dunlin.hold
    where client_id = ${clientId} and customer_id = any(${ids}::uuid[]) and ended_at is null
      and kind = any(${SILENCING_HOLDS}::text[])
      and (until_on is null or until_on >= ${now}::timestamptz::date - 1)
    order by customer_id, kind
  `.execute(tx);
  const kinds = new Map(rows.map(({ customerId, kind }) => [customerId, kind]));
  return messages.map((message) => {
    const kind = message.class === "notice" ? kinds.get(message.customerId ?? "") : undefined;
    return kind === undefined ? message : { ...message, suppress: kind };
  });
}

const kindOf = (channel: Sending["channel"]) => (channel === "email" ? "mailbox" : "phone");

type Contact = {
  readonly customerId: string;
  readonly contactPointId: string;
  readonly disclosure: Disclosure;
  readonly language: string;
  readonly name: string;
  readonly reference: string;
};

/** The one customer at each address; none where nobody is known there, or several share it. */
async function contactsAt(
  tx: Tx,
  clientId: string,
  addressed: readonly Addressed[],
): Promise<ReadonlyMap<string, Contact>> {
  const kinds = addressed.map(({ sending }) => kindOf(sending.channel));
  const addresses = addressed.map(({ address }) => address);
  const { rows } = await sql<Contact & { kind: string; address: string }>`${kept}
    select w.kind, w.address, min(p.customer_id::text) as customer_id,
      min(p.contact_point_id::text) as contact_point_id, min(p.disclosure) as disclosure, min(c.language) as language,
      min(c.name) as name, min(c.reference) as reference
    from (select distinct kind, address from unnest(${kinds}::text[], ${addresses}::text[]) as a (kind, address)) w
    join dunlin.contact_point p
      on p.client_id = ${clientId} and p.kind = w.kind and p.address = w.address and p.retired_at is null
    join dunlin.customer c on c.client_id = p.client_id and c.customer_id = p.customer_id
    group by w.kind, w.address having count(*) = 1
  `.execute(tx);
  return new Map(rows.map((row) => [`${row.kind} ${row.address}`, row]));
}

async function contactsNamed(
  tx: Tx,
  clientId: string,
  sendings: readonly Sending[],
): Promise<ReadonlyMap<string, Contact>> {
  const ids = sendings.flatMap(({ contactPointId }) => contactPointId ?? []);
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Contact>`
    select p.customer_id, p.contact_point_id, p.disclosure, c.language, c.name, c.reference
    from dunlin.contact_point p join dunlin.customer c using (client_id, customer_id)
    where p.client_id = ${clientId} and p.contact_point_id = any(${ids}::uuid[]) and p.retired_at is null`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.contactPointId, row]));
}

type Addressing = Addressed & { readonly index: number; readonly contact: Contact | undefined };

function messageOf(
  voice: Voice,
  { sending, address, index, contact: known }: Addressing,
  now: Temporal.Instant,
): NewMessage {
  const { client } = voice;
  const { channel, priority = "normal", reference, text, asking } = sending;
  const template = (text === undefined ? sending.template : undefined) ?? OWN_WORDS;
  const language = sending.language ?? known?.language ?? client.language;
  const words = voice.templates.find(template, language, channel);
  if (!words) throw new UserError(`template "${template}" has no words for ${channel}`);
  const cls = classOf(sending, words.source.class, template);
  if (cls !== "staff" && (asking ?? roleIn(sending.to)) !== undefined) {
    throw new UserError("roles and approvals are for messages of class staff only");
  }
  // Somebody of the staff may be a customer as well: what the staff is told is not part of that customer's record.
  const contact = cls === "staff" ? undefined : known;
  const notBefore = (sending.notBefore ?? now).epochMilliseconds;
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
      client: aboutClient(client),
      ...(contact && { customer: { name: contact.name, reference: contact.reference } }),
      ...(asking && { approval: { url: asking.url, code: asking.code } }),
      today: dateOf(dayAt(now.epochMilliseconds, client.zone)),
      vars: varsOf(voice, sending, words, index),
    },
    notBefore,
    notAfter: notBefore + (sending.validForMs ?? VALID_MS[cls]),
    customerId: contact?.customerId,
    contactPointId: contact?.contactPointId,
    reference,
  };
}

function varsOf(
  { client }: Voice,
  { text, subject = client.name, data = {}, asking, template }: Sending,
  words: CompiledTemplate,
  index: number,
): Readonly<Record<string, unknown>> {
  if (text !== undefined)
    return { text: asking ? `${text}\n\n${answersOf(asking)}` : text, subject };
  const { text: variants, vars } = words.source;
  if (asking && !Object.values(variants).some((one) => one?.includes("approval.url"))) {
    throw new UserError(
      `template "${template}" does not say where to answer; it needs approval.url`,
    );
  }
  const faults = vars === undefined ? [] : varFaults(vars, data);
  if (faults.length > 0) throw new DataError(index, faults);
  return data;
}

const answersOf = ({ url, code }: Asking): string =>
  `Decide: ${url} or reply APPROVE ${code} or REJECT ${code}`;

function classOf(sending: Sending, own: MessageClass, template: string): Sendable {
  if (sending.class !== undefined) return sending.class;
  const found = SENDABLE.find((one) => one === own);
  if (found !== undefined) return found;
  throw new UserError(
    `template "${template}" is of class ${own}, which only a policy or an answer may send; name another, or give "class"`,
  );
}

// Who wrote: by the contact points at the address, and by the message that is answered.
import { sql } from "kysely";
import type { Channel } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";
import { pointKindOf } from "#policies/channels.ts";
import type { Disclosure } from "#policies/types.ts";
import type { Arrived } from "./arrived.ts";

/** A contact point of one customer at the address, with whose it is. */
export type Point = {
  readonly customerId: string;
  readonly contactPointId: string;
  readonly disclosure: Disclosure;
  readonly zone: string | null;
  readonly country: string;
  readonly language: string;
  readonly name: string;
  readonly reference: string;
  readonly person: string | null;
  /** The day of the month on which the customer is paid, where it is known. */
  readonly paydayDay: number | null;
  readonly createdAt: Temporal.Instant;
  /** When the customer was last heard there; not moved by who writes after a long silence. */
  readonly heardAt: Temporal.Instant | null;
  readonly wrongPersonAt: Temporal.Instant | null;
  /** When somebody last proved a second factor by a link that was sent there. */
  readonly provenAt: Temporal.Instant | null;
  /** After so many days of silence identity is asked for again. */
  readonly silenceDays: number | null;
};

/** A message of ours. */
type Answered = {
  readonly messageId: string;
  readonly customerId: string | null;
  readonly address: string;
};

export type Correspondent = {
  /** Undefined where nobody is known by the address, or several are and nothing says which. */
  readonly customerId: string | undefined;
  /** The customer's own contact point at the address; undefined also where the address is not theirs. */
  readonly point: Point | undefined;
  /** How many customers of the client have the address. */
  readonly customersAtAddress: number;
  /** Those who share the address, where nothing says which of them wrote. */
  readonly candidates: readonly string[];
  /** The message that is answered, where that is known. */
  readonly answered: Answered | undefined;
  /** True when the message itself names what it answers. */
  readonly isExplicit: boolean;
  /** In which language the conversation goes, where what was written there left no doubt. */
  readonly speaks?: string | undefined;
};

/** A number of a whole estate is nobody's: more candidates help no one. */
const MOST_CANDIDATES = 50;
/** How long after a message a text from its address counts as an answer to it. */
const ANSWERS_WITHIN_DAYS = 30;

/**
 * Finds who wrote. An address that several customers share gives candidates, never a guess; only a reference to one of our
 * own messages (In-Reply-To) says which of them it was. Reads only; `now` is the time of the installation when it did.
 */
export async function findCorrespondent(
  tx: Tx,
  clientId: string,
  arrived: Arrived,
): Promise<{ readonly who: Correspondent; readonly now: Temporal.Instant }> {
  const { points, now } = await pointsAt(tx, clientId, arrived);
  const named = await messageNamed(tx, clientId, arrived);
  const customerIds = [...new Set(points.map((point) => point.customerId))];
  const customerId = customerOf(customerIds, named);
  const isShared = customerIds.length > 1 && customerId === undefined;
  const last =
    named || isShared ? undefined : await lastMessage(tx, clientId, arrived, customerId, now);
  const who = {
    customerId,
    point: points.find((point) => point.customerId === customerId),
    customersAtAddress: customerIds.length,
    candidates: isShared ? customerIds : [],
    answered: named ?? last,
    isExplicit: named !== undefined,
  };
  return { who, now };
}

function customerOf(customerIds: readonly string[], named: Answered | undefined) {
  if (customerIds.length === 1) return customerIds[0];
  const wroteTo = named?.customerId ?? undefined;
  const isPossible = customerIds.length === 0 || customerIds.includes(wroteTo ?? "");
  return isPossible ? wroteTo : undefined;
}

/** A link is of the address to which it went, or from which it was asked for; web chat of a customer begins with the proof. */
export const provenThere = sql`
  select greatest(max(k.proven_at), case when p.kind = 'chat' then (select max(s.opened_at) from dunlin.chat_session s
    where s.client_id = p.client_id and s.customer_id = p.customer_id and s.address = p.address) end) as at
  from dunlin.pay_link k
  where k.client_id = p.client_id and k.customer_id = p.customer_id and k.proven_at is not null
    and (exists (select from dunlin.inbound i where i.client_id = k.client_id
        and i.inbound_id::text = k.cause and i.from_address = p.address)
      or exists (select from dunlin.message m where m.client_id = k.client_id
        and m.message_id::text = k.cause and m.address = p.address))`;

// One row at least, for the time.
async function pointsAt(
  tx: Tx,
  clientId: string,
  { channel, from }: Arrived,
): Promise<{ points: readonly Point[]; now: Temporal.Instant }> {
  type Row = { now: Temporal.Instant } & (Point | { customerId: null });
  const { rows } = await sql<Row>`
    select clock.now, p.* from (select dunlin.clock_now() as now) clock
    left join lateral (
      select p.customer_id, p.contact_point_id, p.disclosure, c.zone, c.country, c.language, c.name, c.reference,
        n.name as person, c.payday_day, p.created_at, p.heard_at, p.wrong_person_at, proven.at as proven_at, l.silence_days
      from dunlin.contact_point p
      join dunlin.customer c on c.client_id = p.client_id and c.customer_id = p.customer_id
      left join dunlin.person n on n.client_id = p.client_id and n.person_id = p.person_id
      left join dunlin.arrangement_limits l on l.client_id = p.client_id
      left join lateral (${provenThere}) proven on true
      where p.client_id = ${clientId} and p.kind = ${pointKindOf(channel)} and p.address = ${from}
        and p.retired_at is null
      order by p.customer_id limit ${MOST_CANDIDATES}
    ) p on true
  `.execute(tx);
  return { points: rows.flatMap((row) => (isPoint(row) ? [row] : [])), now: rows[0]!.now };
}

function isPoint<Row extends object>(row: Row | (Row & Point)): row is Row & Point {
  return "customerId" in row && row.customerId !== null;
}

/** Our Message-IDs begin with the message's own id and the number of the attempt. */
const HAND_OVER_NAME =
  /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.\d{1,3}(?:@|$)/iu;

/** The newest message of ours that is named: by the id that the far side knows it by, or by our own inside it. */
async function messageNamed(
  tx: Tx,
  clientId: string,
  { channel, answers }: Arrived,
): Promise<Answered | undefined> {
  if (answers.length === 0) return undefined;
  const ownIds = answers.flatMap((id) => HAND_OVER_NAME.exec(id)?.slice(1).join("-") ?? []);
  const { rows } = await sql<Answered>`
    select m.message_id, m.customer_id, m.address from dunlin.message m
    where m.client_id = ${clientId} and m.channel = ${channel} and m.attempt > 0 and m.message_id = any(
      ${ownIds}::uuid[] || array(select p.message_id from dunlin.part p
        where p.client_id = ${clientId} and p.provider_id = any(${[...answers]}::text[])
          and p.route_id = any(array(select r.route_id from dunlin.route r where r.client_id = ${clientId}))))
    order by m.created_at desc, m.message_id desc limit 1
  `.execute(tx);
  return rows[0];
}

/** What was last said to the address: rather by the route on which the answer came, and no answer of our own. */
async function lastMessage(
  tx: Tx,
  clientId: string,
  { channel, from, routeId }: Arrived,
  customerId: string | undefined,
  now: Temporal.Instant,
): Promise<Answered | undefined> {
  const { rows } = await sql<Answered>`
    select message_id, customer_id, address from dunlin.message
    where client_id = ${clientId} and channel = ${channel} and address = ${from} and class <> 'reply'
      and handed_over_at > ${now.subtract({ hours: 24 * ANSWERS_WITHIN_DAYS })}
      and (${customerId ?? null}::uuid is null or customer_id = ${customerId ?? null}::uuid)
    order by route_id = ${routeId}::uuid desc, handed_over_at desc, message_id desc limit 1
  `.execute(tx);
  return rows[0];
}

/** Everyone whom a change at the addresses is about: whose address it is, and to whom something waits to be said there. */
export async function customersAt(
  tx: Tx,
  clientId: string,
  channel: Channel,
  addresses: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ customerId: string }>`
    select customer_id from dunlin.contact_point
    where client_id = ${clientId} and kind = ${pointKindOf(channel)} and address = any(${[...addresses]}::text[])
      and retired_at is null
    union
    select customer_id from dunlin.message
    where client_id = ${clientId} and channel = ${channel} and address = any(${[...addresses]}::text[])
      and state in ('planned', 'held') and customer_id is not null
    order by customer_id limit 10000
  `.execute(tx);
  return rows.map((row) => row.customerId);
}

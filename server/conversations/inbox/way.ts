// The way an answer takes: the channel, the address, the route, and what may be told there.
import { sql } from "kysely";
import { canBeAnswered } from "#conversations/address.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import type { Channel } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";
import { pointKindOf, type PointKind } from "#policies/channels.ts";
import { disclosureAt } from "#policies/consent.ts";
import type { Disclosure } from "#policies/types.ts";
import type { Conversation } from "./hold.ts";

export type Way = {
  readonly channel: Channel;
  readonly address: string;
  /** The route on which it was written last; undefined: whichever serves the address. */
  readonly routeId: string | undefined;
  readonly contactPointId: string | undefined;
  /** How much whoever reads there may be told. */
  readonly disclosure: Disclosure;
  readonly optedOut: boolean;
  /** What the last mail was about. */
  readonly subject: string | undefined;
  /** False where the network takes free words only within 24 hours of the customer's own, and those are over. */
  readonly takesWords: boolean;
};

/** Messenger and WhatsApp let us write freely for a day after the customer did. */
const WINDOW = { hours: 24 };

const OVER_WINDOWS: ReadonlySet<Channel> = new Set(["whatsapp", "messenger"]);

/** How a channel is picked: the one asked for, or that of the last message. Undefined when nothing leads to the customer there. */
export async function wayTo(
  tx: Tx,
  context: PlanContext,
  held: Conversation,
  wanted: Channel | undefined,
  now: Temporal.Instant,
): Promise<Way | undefined> {
  const { clientId } = context.client;
  const last = await lastWritten(tx, clientId, held, wanted);
  const channel = wanted ?? last?.channel ?? held.channel;
  if (channel === null) return undefined;
  const address = last?.address ?? (await pointOf(tx, clientId, held, channel));
  if (address === undefined || !canBeAnswered(channel, address)) return undefined;
  const route = context.routes.find(({ routeId }) => routeId === last?.routeId);
  const known = await knownPoint(tx, clientId, held, pointKindOf(channel), address);
  const openUntil = last?.at.add(WINDOW);
  return {
    channel,
    address,
    routeId: route?.routeId,
    contactPointId: known?.contactPointId,
    disclosure: known ? disclosureAt(known.disclosure, known.customers) : "unverified",
    optedOut: await isOptedOut(tx, clientId, channel, address),
    subject: last?.subject ?? undefined,
    takesWords:
      !OVER_WINDOWS.has(channel) ||
      (openUntil !== undefined && Temporal.Instant.compare(now, openUntil) < 0),
  };
}

type Written = {
  readonly channel: Channel;
  readonly address: string;
  readonly routeId: string;
  readonly subject: string | null;
  readonly at: Temporal.Instant;
};

async function lastWritten(
  tx: Tx,
  clientId: string,
  { conversationId }: Conversation,
  channel: Channel | undefined,
): Promise<Written | undefined> {
  const { rows } = await sql<Written>`
    select channel, from_address as address, route_id, subject, received_at as at from dunlin.inbound
    where client_id = ${clientId} and conversation_id = ${conversationId} and not automatic
      and (${channel ?? null}::text is null or channel = ${channel ?? null})
    order by received_at desc, inbound_id desc limit 1`.execute(tx);
  return rows[0];
}

async function pointOf(
  tx: Tx,
  clientId: string,
  { customerId, channel: own, address }: Conversation,
  channel: Channel,
): Promise<string | undefined> {
  if (customerId === null) {
    const isSame = own !== null && pointKindOf(own) === pointKindOf(channel);
    return isSame ? (address ?? undefined) : undefined;
  }
  const { rows } = await sql<{ address: string }>`
    select address from dunlin.contact_point
    where client_id = ${clientId} and customer_id = ${customerId} and kind = ${pointKindOf(channel)}
      and retired_at is null
    order by rank, created_at, contact_point_id limit 1`.execute(tx);
  return rows[0]?.address;
}

type Known = {
  readonly contactPointId: string;
  readonly disclosure: Disclosure;
  readonly customers: number;
};

async function knownPoint(
  tx: Tx,
  clientId: string,
  { customerId }: Conversation,
  kind: PointKind,
  address: string,
): Promise<Known | undefined> {
  if (customerId === null) return undefined;
  const { rows } = await sql<Known>`
    select p.contact_point_id, p.disclosure,
      (select count(distinct o.customer_id)::int from dunlin.contact_point o where o.client_id = p.client_id
        and o.kind = p.kind and o.address = p.address and o.retired_at is null) as customers
    from dunlin.contact_point p
    where p.client_id = ${clientId} and p.customer_id = ${customerId} and p.kind = ${kind}
      and p.address = ${address} and p.retired_at is null`.execute(tx);
  return rows[0];
}

async function isOptedOut(tx: Tx, clientId: string, channel: Channel, address: string) {
  const { rows } = await sql`
    select from dunlin.address where client_id = ${clientId} and channel = ${channel}
      and address = ${address} and opted_out_at is not null`.execute(tx);
  return rows.length > 0;
}

// The rows of what was heard: the conversation and the message in it.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import type { Arrived } from "./arrived.ts";
import type { Correspondent } from "./correspondent.ts";

export type Stored = {
  readonly inboundId: string;
  readonly conversationId: string;
  /** False when the network brought it a second time; the ids are those of the first. */
  readonly isNew: boolean;
};

/** Stores an inbound message in its conversation, as not yet read. The same provider id from the same sender stores once. */
export async function storeInbound(
  tx: Tx,
  clientId: string,
  arrived: Arrived,
  who: Correspondent,
  now: Temporal.Instant,
): Promise<Stored> {
  const conversationId = await conversationOf(tx, clientId, arrived, who, now);
  const { rows } = await sql<{ inboundId: string }>`
    insert into dunlin.inbound (client_id, conversation_id, route_id, channel, from_address, to_address, provider_id,
      subject, body, customer_id, candidates, answers_id, keyword, automatic, incomplete, received_at)
    values (${clientId}, ${conversationId}, ${arrived.routeId}, ${arrived.channel}, ${arrived.from}, ${arrived.to},
      ${arrived.providerId}, ${arrived.subject}, ${arrived.body}, ${who.customerId ?? null},
      ${[...who.candidates]}::uuid[], ${answersId(arrived, who)}, ${arrived.keyword ?? null}, ${arrived.automatic},
      ${arrived.incomplete}, ${now})
    on conflict (client_id, route_id, from_address, provider_id) where provider_id is not null do nothing
    returning inbound_id
  `.execute(tx);
  const inboundId = rows[0]?.inboundId;
  if (inboundId !== undefined) return { inboundId, conversationId, isNew: true };
  return { ...(await firstArrival(tx, clientId, arrived)), isNew: false };
}

// A machine's answer is no reply of the customer.
function answersId({ automatic }: Arrived, { answered }: Correspondent): string | null {
  return automatic ? null : (answered?.messageId ?? null);
}

async function conversationOf(
  tx: Tx,
  clientId: string,
  { channel, from }: Arrived,
  { customerId }: Correspondent,
  now: Temporal.Instant,
): Promise<string> {
  const target =
    customerId === undefined
      ? sql`(client_id, channel, address) where customer_id is null`
      : sql`(client_id, customer_id) where customer_id is not null`;
  const isKnown = customerId !== undefined;
  // The update also takes the row's lock, which orders what is counted as unread.
  const { rows } = await sql<{ conversationId: string }>`
    insert into dunlin.conversation as c (client_id, customer_id, channel, address, last_at)
    values (${clientId}, ${customerId ?? null}, ${isKnown ? null : channel}, ${isKnown ? null : from}, ${now})
    on conflict ${target} do update set last_at = greatest(c.last_at, excluded.last_at)
    returning conversation_id
  `.execute(tx);
  return rows[0]!.conversationId;
}

async function firstArrival(tx: Tx, clientId: string, { routeId, from, providerId }: Arrived) {
  return await tx
    .selectFrom("inbound")
    .select(["inboundId", "conversationId"])
    .where("clientId", "=", clientId)
    .where("routeId", "=", routeId)
    .where("fromAddress", "=", from)
    .where("providerId", "=", providerId)
    .executeTakeFirstOrThrow();
}

/** Nobody needs to look at it: it was dealt with, or a machine wrote it. */
export async function setRead(
  tx: Tx,
  clientId: string,
  inboundId: string,
  now: Temporal.Instant,
): Promise<void> {
  await sql`update dunlin.inbound set read_at = ${now}
    where client_id = ${clientId} and inbound_id = ${inboundId}`.execute(tx);
}

/** It waits for a person. */
export async function countUnread(tx: Tx, clientId: string, conversationId: string): Promise<void> {
  await sql`update dunlin.conversation set unread = unread + 1
    where client_id = ${clientId} and conversation_id = ${conversationId}`.execute(tx);
}

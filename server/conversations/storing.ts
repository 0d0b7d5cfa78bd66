// The rows of what was heard: the conversation and the message in it.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import type { Understood } from "#understanding/types.ts";
import type { Arrived } from "./arrived.ts";
import type { Correspondent } from "./correspondent.ts";

export type Stored = {
  readonly inboundId: string;
  readonly conversationId: string;
  /** False when the network brought it a second time; the ids are those of the first. */
  readonly isNew: boolean;
  /** A person has the conversation. */
  readonly isHeld: boolean;
  /** In which language it goes, as far as was ever certain. */
  readonly speaks: string | undefined;
};

/** What is stored, for whom, and as what. */
type Storing = {
  readonly arrived: Arrived;
  readonly who: Correspondent;
  /** The customers that it concerns: their locks are held from here on. */
  readonly customerIds: readonly string[];
  /** Nobody needs to look at it, as far as one knows by now. */
  readonly isRead: boolean;
  /** What it was taken for; undefined: nobody read it. */
  readonly read: Understood | undefined;
  /** The contact point at which the customer is heard, where that says that it is still theirs. */
  readonly heardPointId: string | undefined;
  /** In which language it is certainly written. */
  readonly spoken: string | undefined;
  /** In which one would be answered otherwise. */
  readonly language: string;
};

/**
 * Locks the customers, stores an inbound message in its conversation and its event, in one statement: what is read in a
 * later one holds until the end. The same provider id from the same sender stores once.
 */
export async function storeInbound(
  tx: Tx,
  clientId: string,
  storing: Storing,
  now: Temporal.Instant,
): Promise<Stored> {
  const { arrived, who, customerIds, read, heardPointId, spoken, language } = storing;
  const customerId = who.customerId ?? null;
  const ids = [...customerIds].toSorted();
  type Row = { conversationId: string; inboundId: string | null; isHeld: boolean } & {
    speaks: string | null;
  };
  const { rows } = await sql<Row>`
    with held as materialized (
      select customer_id from dunlin.customer
      where client_id = ${clientId} and customer_id = any(${ids}::uuid[])
      order by customer_id for no key update
    ), talked as (${conversationOf(clientId, storing, now)}), stored as (${inboundOf(clientId, storing, now)}), told as (
      insert into dunlin.event (client_id, at, kind, customer_id, message_id, actor, cause, body)
      select ${clientId}::uuid, ${now}::timestamptz, 'inbound.received', ${customerId}::uuid,
        ${answersId(arrived, who)}::uuid, 'customer', inbound_id::text, ${eventBody(arrived, who, read)}::jsonb
      from stored
    ), heard as (
      update dunlin.contact_point p set heard_at = ${now}
      from stored
      where p.client_id = ${clientId} and p.contact_point_id = ${heardPointId ?? null}::uuid
    ), reopened as (
      insert into dunlin.event (client_id, at, kind, customer_id, actor, cause, body)
      select ${clientId}::uuid, ${now}::timestamptz, 'conversation.reopened', ${customerId}::uuid, 'customer',
        inbound_id::text, jsonb_build_object('conversation', conversation_id)
      from talked cross join stored where reopened
    ), noted as (
      insert into dunlin.event (client_id, at, kind, customer_id, actor, cause, body)
      select ${clientId}::uuid, ${now}::timestamptz, 'conversation.language', ${customerId}::uuid, 'customer',
        inbound_id::text, jsonb_build_object('conversation', conversation_id, 'language', speaks, 'before', spoke)
      from talked cross join stored
      where ${spoken ?? null}::text is not null and speaks is distinct from coalesce(spoke, ${language.split("-", 1)[0]!}::text)
    )
    select conversation_id, (select inbound_id from stored) as inbound_id, is_held, speaks from talked
  `.execute(tx);
  const { conversationId, inboundId, isHeld } = rows[0]!;
  const speaks = rows[0]!.speaks ?? undefined;
  if (inboundId !== null) return { inboundId, conversationId, isNew: true, isHeld, speaks };
  return { ...(await firstArrival(tx, clientId, arrived)), isNew: false, isHeld, speaks };
}

/** The update of the conversation also takes its row's lock, which orders what is counted as unread. */
function conversationOf(
  clientId: string,
  { arrived, who, spoken }: Storing,
  now: Temporal.Instant,
) {
  const { customerId } = who;
  const isKnown = customerId !== undefined;
  const target = isKnown
    ? sql`(client_id, customer_id) where customer_id is not null`
    : sql`(client_id, channel, address) where customer_id is null and merged_into is null`;
  return sql`
    insert into dunlin.conversation as c (client_id, customer_id, channel, address, last_at, language)
    select ${clientId}::uuid, ${customerId ?? null}::uuid, ${isKnown ? null : arrived.channel}::text,
      ${isKnown ? null : arrived.from}::text, ${now}::timestamptz,
      ${spoken ?? null}::text
    from (select count(*) from held) held
    on conflict ${target} do update set last_at = greatest(c.last_at, excluded.last_at),
      language = coalesce(excluded.language, c.language),
      -- Whoever writes again has not been answered: it waits for nothing any more.
      snoozed_until = case when ${arrived.automatic} then c.snoozed_until end,
      closed_at = case when ${arrived.automatic} then c.closed_at end,
      closed_by = case when ${arrived.automatic} then c.closed_by end
    returning conversation_id, c.held_by_person is not null as is_held,
      old.closed_at is not null and c.closed_at is null as reopened, c.language as speaks, old.language as spoke`;
}

function inboundOf(clientId: string, storing: Storing, now: Temporal.Instant) {
  const { arrived, who, isRead, read } = storing;
  return sql`
    insert into dunlin.inbound (client_id, conversation_id, route_id, channel, from_address, to_address, provider_id,
      subject, body, customer_id, candidates, answers_id, keyword, automatic, incomplete, received_at, read_at,
      intent, confidence, understood_by)
    select ${clientId}::uuid, conversation_id, ${arrived.routeId}::uuid, ${arrived.channel}::text, ${arrived.from}::text,
      ${arrived.to}::text, ${arrived.providerId}::text, ${arrived.subject}::text, ${arrived.body}::text,
      ${who.customerId ?? null}::uuid, ${[...who.candidates]}::uuid[], ${answersId(arrived, who)}::uuid,
      ${arrived.keyword ?? null}::text, ${arrived.automatic}::boolean, ${arrived.incomplete}::boolean,
      ${now}::timestamptz, ${isRead ? now : null}::timestamptz, ${read?.intent ?? null}::text,
      ${read?.confidence ?? null}::real, ${read?.source ?? null}::text
    from talked
    on conflict (client_id, route_id, from_address, provider_id) where provider_id is not null do nothing
    returning inbound_id`;
}

// A machine's answer is no reply of the customer.
function answersId({ automatic }: Arrived, { answered }: Correspondent): string | null {
  return automatic ? null : (answered?.messageId ?? null);
}

function eventBody(
  arrived: Arrived,
  { candidates }: Correspondent,
  read: Understood | undefined,
): string {
  const { channel, keyword, automatic, incomplete, proposed, routeId: route } = arrived;
  const taken = read && { intent: read.intent, source: read.source };
  const count = candidates.length;
  return JSON.stringify({
    channel,
    keyword,
    ...taken,
    proposed,
    automatic,
    incomplete,
    route,
    candidates: count,
  });
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

/** It waits for a person. `wasRead`: it was stored as read, since it looked as if it would not need one. */
export async function setUnread(
  tx: Tx,
  clientId: string,
  { conversationId, inboundId }: Stored,
  { wasRead, why }: { readonly wasRead: boolean; readonly why: string | undefined },
): Promise<void> {
  await sql`update dunlin.conversation set unread = unread + 1
    where client_id = ${clientId} and conversation_id = ${conversationId}`.execute(tx);
  if (!wasRead && why === undefined) return;
  await sql`update dunlin.inbound set read_at = null, for_person = ${why ?? null}
    where client_id = ${clientId} and inbound_id = ${inboundId}`.execute(tx);
}

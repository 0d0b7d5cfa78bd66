// A thread that nobody was known for is given to a customer.
import { sql } from "kysely";
import { holdConversation, type Conversation, type Handling, type NotHeld } from "./hold.ts";
import { recordEvents } from "#ledger/events.ts";
import { addContactPoint } from "#ledger/contact-points.ts";
import { customerIdOf } from "#ledger/holds.ts";
import type { Tx } from "#platform/db.ts";
import { pointKindOf } from "#policies/channels.ts";

/** Who may have written. */
export type Candidate = {
  readonly customerId: string;
  readonly reference: string;
  readonly name: string;
  /** The address is theirs and others' too, it was theirs once, or they were written to there. */
  readonly why: "shares_address" | "had_address" | "was_written_to";
};

const MOST_CANDIDATES = 50;

/** Who may have written in a thread that belongs to nobody yet, the likeliest first. */
export async function candidatesFor(
  tx: Tx,
  clientId: string,
  conversationId: string,
): Promise<readonly Candidate[]> {
  const { rows } = await sql<Candidate>`
    with asked as (
      select channel, address, case when channel in ('sms', 'voice', 'whatsapp') then 'phone'
        when channel = 'email' then 'mailbox' else channel end as kind
      from dunlin.conversation
      where client_id = ${clientId} and conversation_id = ${conversationId} and customer_id is null
        and merged_into is null
    ), known as (
      select p.customer_id, case when p.retired_at is null then 1 else 2 end as likely
      from asked join dunlin.contact_point p
        on p.client_id = ${clientId} and p.kind = asked.kind and p.address = asked.address
      union all
      select unnest(i.candidates), 1 from dunlin.inbound i
      where i.client_id = ${clientId} and i.conversation_id = ${conversationId} and exists (select from asked)
      union all
      select m.customer_id, 3 from asked join dunlin.message m
        on m.client_id = ${clientId} and m.channel = asked.channel and m.address = asked.address
      where m.customer_id is not null
    )
    select c.customer_id, c.reference, c.name,
      (array['shares_address', 'had_address', 'was_written_to'])[min(known.likely)] as why
    from known join dunlin.customer c on c.client_id = ${clientId} and c.customer_id = known.customer_id
    group by c.customer_id, c.reference, c.name
    order by min(known.likely), c.reference limit ${MOST_CANDIDATES}`.execute(tx);
  return rows;
}

export type Attached = {
  /** Where the thread stands now. */
  readonly conversationId: string;
  readonly customerId: string;
  /** How many messages of theirs moved. */
  readonly moved: number;
};

export type NotAttached = NotHeld | { readonly refused: "has_customer"; readonly why: string };

/**
 * Moves what was written in the thread to the customer's conversation, and notes the address as theirs, unconfirmed: nothing
 * about a debt is said there until somebody confirms it. A `UserError` when there is no such customer.
 */
export async function attach(
  tx: Tx,
  clientId: string,
  { conversationId, by, customer }: Handling & { readonly customer: string },
  now: Temporal.Instant,
): Promise<Attached | NotAttached> {
  const customerId = await customerIdOf(tx, clientId, customer);
  const held = await holdConversation(tx, clientId, conversationId, [customerId]);
  if ("refused" in held) return held;
  const { channel, address } = held;
  if (channel === null || address === null)
    return { refused: "has_customer", why: "this conversation has its customer already" };
  const kind = pointKindOf(channel);
  if (!(await hasPoint(tx, clientId, customerId, kind, address))) {
    const point = { customerId, actor: by, kind, address, disclosure: "unverified" } as const;
    await addContactPoint(tx, clientId, point, now);
  }
  const target = await ownConversation(tx, clientId, customerId);
  const into = target ?? conversationId;
  if (target === undefined) await giveTo(tx, clientId, conversationId, customerId);
  else await merge(tx, clientId, held, target);
  const moved = await nameCustomer(tx, clientId, { into, customerId, channel, address });
  const body = { conversation: into, from: conversationId, messages: moved };
  await recordEvents(tx, clientId, now, [
    { kind: "conversation.attached", customerId, actor: by, body },
  ]);
  return { conversationId: into, customerId, moved };
}

async function hasPoint(
  tx: Tx,
  clientId: string,
  customerId: string,
  kind: string,
  address: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from dunlin.contact_point where client_id = ${clientId} and customer_id = ${customerId}
      and kind = ${kind} and address = ${address} and retired_at is null`.execute(tx);
  return rows.length > 0;
}

async function ownConversation(tx: Tx, clientId: string, customerId: string) {
  const { rows } = await sql<{ id: string }>`
    select conversation_id as id from dunlin.conversation
    where client_id = ${clientId} and customer_id = ${customerId} for update`.execute(tx);
  return rows[0]?.id;
}

/** The thread becomes the customer's own: it has none yet. What was asked of a stranger is asked no more. */
async function giveTo(tx: Tx, clientId: string, conversationId: string, customerId: string) {
  await sql`
    with ended as (
      delete from dunlin.dialogue_session
      where client_id = ${clientId} and conversation_id = ${conversationId}
    )
    update dunlin.conversation set customer_id = ${customerId}, channel = null, address = null
    where client_id = ${clientId} and conversation_id = ${conversationId}`.execute(tx);
}

/** The customer's conversation takes up the thread, whose row stays and says where it went. */
async function merge(tx: Tx, clientId: string, from: Conversation, into: string) {
  const { conversationId, heldByPerson } = from;
  await sql`
    with ended as (
      delete from dunlin.dialogue_session
      where client_id = ${clientId} and conversation_id = ${conversationId}
    ), heard as (
      update dunlin.inbound set conversation_id = ${into}
      where client_id = ${clientId} and conversation_id = ${conversationId}
    ), noted as (
      update dunlin.conversation_note set conversation_id = ${into}
      where client_id = ${clientId} and conversation_id = ${conversationId}
    ), taken as (
      update dunlin.conversation c
      set unread = c.unread + f.unread, last_at = greatest(c.last_at, f.last_at),
        closed_at = case when f.closed_at is not null then c.closed_at end,
        closed_by = case when f.closed_at is not null then c.closed_by end,
        snoozed_until = case when f.closed_at is not null then c.snoozed_until end,
        assigned_to = coalesce(c.assigned_to, f.assigned_to),
        assigned_at = coalesce(c.assigned_at, f.assigned_at),
        held_by_person = coalesce(c.held_by_person, ${heldByPerson}::text),
        held_since = coalesce(c.held_since, f.held_since)
      from dunlin.conversation f
      where c.client_id = ${clientId} and c.conversation_id = ${into}
        and f.client_id = ${clientId} and f.conversation_id = ${conversationId}
    )
    update dunlin.conversation
    set merged_into = ${into}, unread = 0, snoozed_until = null, held_by_person = null, held_since = null
    where client_id = ${clientId} and conversation_id = ${conversationId}`.execute(tx);
}

/** What was said to and fro there was with this customer. */
async function nameCustomer(
  tx: Tx,
  clientId: string,
  {
    into,
    customerId,
    channel,
    address,
  }: { into: string; customerId: string; channel: string; address: string },
): Promise<number> {
  const { rows } = await sql<{ moved: number }>`
    with said as (
      update dunlin.message set customer_id = ${customerId}
      where client_id = ${clientId} and channel = ${channel} and address = ${address} and customer_id is null
    ), heard as (
      update dunlin.inbound set customer_id = ${customerId}
      where client_id = ${clientId} and conversation_id = ${into} and customer_id is null
      returning 1
    )
    select count(*)::int as moved from heard`.execute(tx);
  return rows[0]!.moved;
}

// Conversations for those who read and answer them: the list, one thread, and marking as read.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import type { Channel } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";

export type ConversationLine = {
  readonly conversationId: string;
  /** Null: nobody, or more than one, is known by the address. */
  readonly customerId: string | null;
  readonly customerReference: string | null;
  readonly customerName: string | null;
  /** Set where `customerId` is null. */
  readonly channel: Channel | null;
  readonly address: string | null;
  readonly unread: number;
  readonly state: ConversationState;
  readonly snoozedUntil: Temporal.Instant | null;
  /** The user whose work it is. */
  readonly assignedTo: string | null;
  /** Who took it over from the dialogue. */
  readonly heldByPerson: string | null;
  readonly lastAt: Temporal.Instant;
  /** The beginning of what was written last. */
  readonly lastText: string | null;
  readonly lastChannel: Channel | null;
  /** What the last words of theirs were taken for, or what a person says they mean. */
  readonly intent: string | null;
  /** Why a person must look at it. */
  readonly forPerson: string | null;
  /** They have the last word: nobody and nothing has answered it. */
  readonly waiting: boolean;
};

export const CONVERSATION_STATES = ["open", "snoozed", "closed"] as const;
export type ConversationState = (typeof CONVERSATION_STATES)[number];

const MOST_LISTED = 500;
const MOST_IN_THREAD = 1_000;

/** The conversations in which something was heard last, newest first; with `unread` only those that wait for a person. */
export async function listConversations(
  tx: Tx,
  clientId: string,
  options: Listing = {},
): Promise<ConversationLine[]> {
  const limit = within(options.limit ?? 50, MOST_LISTED);
  const { rows } = await sql<ConversationLine>`
    select * from (${lines(clientId)}) c
    where ${and(options)} and ${behind(options.after)}
    order by c.last_at desc, c.conversation_id desc limit ${limit}
  `.execute(tx);
  return rows;
}

/** One of them; undefined when there is none, or what was in it stands elsewhere. */
export async function conversationLine(
  tx: Tx,
  clientId: string,
  conversationId: string,
): Promise<ConversationLine | undefined> {
  const { rows } = await sql<ConversationLine>`
    select * from (${lines(clientId)}) c where c.conversation_id = ${conversationId}`.execute(tx);
  return rows[0];
}

/** Which of them to list. */
export type Listing = {
  readonly unread?: boolean;
  readonly state?: ConversationState | undefined;
  /** A user; null: nobody's. */
  readonly assignedTo?: string | null | undefined;
  /** They have the last word. */
  readonly waiting?: boolean;
  readonly limit?: number;
  /** `cursorOf` the last line that was seen. */
  readonly after?: string | undefined;
};

const CURSOR = /^(\d{1,20})~([0-9a-f-]{36})$/;

/** Where the next page begins. */
export const cursorOf = ({ lastAt, conversationId }: ConversationLine): string =>
  `${lastAt.epochNanoseconds / 1_000n}~${conversationId}`;

/** True for what `cursorOf` gave. */
export const isConversationCursor = (text: string): boolean => CURSOR.test(text);

function behind(after: string | undefined) {
  const [, atUs, id] = CURSOR.exec(after ?? "") ?? [];
  if (atUs === undefined || id === undefined) return sql`true`;
  return sql`(c.last_at, c.conversation_id) <
    (timestamptz 'epoch' + ${atUs}::bigint * interval '1 microsecond', ${id}::uuid)`;
}

export type InboxCounts = {
  /** Open ones with something unread. */
  readonly unread: number;
  /** Open ones of that user. */
  readonly mine: number;
  readonly waiting: number;
  readonly snoozed: number;
  readonly open: number;
};

/** How many conversations stand in each box; `userId` is whose the box "mine" is. */
export async function inboxCounts(
  tx: Tx,
  clientId: string,
  userId: string | undefined,
): Promise<InboxCounts> {
  const { rows } = await sql<InboxCounts>`
    select count(*) filter (where unread > 0 and state = 'open')::int as unread,
      count(*) filter (where assigned_to = ${userId ?? null}::uuid and state = 'open')::int as mine,
      count(*) filter (where waiting and state = 'open')::int as waiting,
      count(*) filter (where state = 'snoozed')::int as snoozed,
      count(*) filter (where state = 'open')::int as open
    from (${lines(clientId)} and c.closed_at is null) c`.execute(tx);
  return rows[0]!;
}

function and({ unread, state, assignedTo, waiting }: Listing) {
  const wanted = [
    ...(waiting === true ? [sql`c.waiting`] : []),
    ...(unread === true ? [sql`c.unread > 0`] : []),
    ...(state === undefined ? [] : [sql`c.state = ${state}`]),
    ...(assignedTo === undefined
      ? []
      : [sql`c.assigned_to is not distinct from ${assignedTo}::uuid`]),
  ];
  return wanted.length === 0 ? sql`true` : sql.join(wanted, sql` and `);
}

const lines = (clientId: string) => sql`
    select c.conversation_id, c.customer_id, u.reference as customer_reference, u.name as customer_name, c.channel,
      c.address, c.unread, case when c.closed_at is not null then 'closed'
        when c.snoozed_until > dunlin.clock_now() then 'snoozed' else 'open' end as state,
      c.snoozed_until, c.assigned_to, c.held_by_person, c.last_at, last.text as last_text, last.channel as last_channel,
      last.intent, last.for_person, coalesce(not last.automatic and not exists (
        select from dunlin.message m where m.client_id = c.client_id and m.class = 'reply'
          and m.state not in ('cancelled', 'suppressed') and m.created_at >= last.received_at and (m.customer_id = c.customer_id
            or c.customer_id is null and m.channel = c.channel and m.address = c.address)), false) as waiting
    from dunlin.conversation c
    left join dunlin.customer u on u.client_id = c.client_id and u.customer_id = c.customer_id
    left join lateral (
      select left(i.body, 200) as text, i.channel, i.for_person, i.automatic, i.received_at,
        coalesce(r.intent, i.intent) as intent
      from dunlin.inbound i
      left join dunlin.reading_correction r on r.client_id = i.client_id and r.inbound_id = i.inbound_id
      where i.client_id = c.client_id and i.conversation_id = c.conversation_id
      order by i.received_at desc, i.inbound_id desc limit 1
    ) last on true
    where c.client_id = ${clientId} and c.merged_into is null`;

/** One message of a thread, to us or from us. */
export type ThreadLine = {
  readonly id: string;
  readonly direction: "in" | "out";
  /** When it was received, or handed over; else when it was written. */
  readonly at: Temporal.Instant;
  readonly channel: Channel;
  /** The other side. */
  readonly address: string;
  readonly subject: string | null;
  readonly text: string;
  /** Outbound: the state of the message, and why. */
  readonly state: string | null;
  readonly reason: string | null;
  /** The id of the message, or inbound message, that it answers. */
  readonly answersId: string | null;
  /** Inbound only. */
  readonly keyword: string | null;
  readonly automatic: boolean;
  readonly incomplete: boolean;
  readonly candidates: readonly string[];
  readonly read: boolean;
  /** What it was taken for, and how certainly; what a person says it means. */
  readonly intent: string | null;
  readonly confidence: number | null;
  readonly corrected: string | null;
  readonly forPerson: string | null;
};

/**
 * The newest messages of a conversation, both ways and over all channels of the customer, oldest first; of an address that
 * nobody is known by, what went to and fro there. Empty when there is no such conversation.
 */
export async function thread(
  tx: Tx,
  clientId: string,
  conversationId: string,
  limit = 200,
): Promise<ThreadLine[]> {
  const most = within(limit, MOST_IN_THREAD);
  const isTheirs =
    (await customerOf(tx, clientId, conversationId)) === null
      ? sql`m.channel = c.channel and m.address = c.address`
      : sql`m.customer_id = c.customer_id`;
  const { rows } = await sql<ThreadLine>`
    select * from (
      (select i.inbound_id as id, 'in' as direction, i.received_at as at, i.channel, i.from_address as address,
        i.subject, i.body as text, null as state, null as reason, i.answers_id, i.keyword, i.automatic, i.incomplete,
        i.candidates, i.read_at is not null as read, i.intent, i.confidence, r.intent as corrected, i.for_person
      from dunlin.inbound i
      left join dunlin.reading_correction r on r.client_id = i.client_id and r.inbound_id = i.inbound_id
      where i.client_id = ${clientId} and i.conversation_id = ${conversationId}
      order by i.received_at desc, i.inbound_id desc limit ${most})
      union all
      (select m.message_id, 'out', coalesce(m.handed_over_at, m.created_at), m.channel, m.address, m.subject, m.body,
        m.state, m.reason, m.answers_id, null, false, false, '{}', true, null, null, null, null
      from dunlin.conversation c join dunlin.message m on m.client_id = c.client_id and ${isTheirs}
      where c.client_id = ${clientId} and c.conversation_id = ${conversationId}
      order by m.created_at desc, m.message_id desc limit ${most})
    ) lines
    order by at desc, id desc limit ${most}
  `.execute(tx);
  return rows.toReversed();
}

/**
 * Marks a conversation as read up to and with the inbound message that was seen last, so that what arrived meanwhile
 * still waits. Gives back how many messages that were.
 */
export async function markRead(
  tx: Tx,
  clientId: string,
  read: { readonly conversationId: string; readonly lastSeenId: string; readonly by: string },
  now: Temporal.Instant,
): Promise<number> {
  const { conversationId, lastSeenId, by } = read;
  const customerId = await customerOf(tx, clientId, conversationId);
  if (customerId !== null) await lockCustomers(tx, clientId, [customerId]);
  await sql`select 1 from dunlin.conversation
    where client_id = ${clientId} and conversation_id = ${conversationId} for update`.execute(tx);
  const { rows } = await sql<{ inboundId: string }>`
    update dunlin.inbound i set read_at = ${now}
    from dunlin.inbound seen
    where i.client_id = ${clientId} and i.conversation_id = ${conversationId} and i.read_at is null
      and seen.client_id = i.client_id and seen.conversation_id = i.conversation_id
      and seen.inbound_id = ${lastSeenId}
      and (i.received_at, i.inbound_id) <= (seen.received_at, seen.inbound_id)
    returning i.inbound_id
  `.execute(tx);
  if (rows.length === 0) return 0;
  await sql`update dunlin.conversation c
    set unread = (select count(*) from dunlin.inbound i where i.client_id = c.client_id
      and i.conversation_id = c.conversation_id and i.read_at is null)
    where client_id = ${clientId} and conversation_id = ${conversationId}`.execute(tx);
  await recordEvents(tx, clientId, now, [
    {
      kind: "conversation.read",
      customerId: customerId ?? undefined,
      actor: by,
      cause: lastSeenId,
      body: { conversation: conversationId, messages: rows.length },
    },
  ]);
  return rows.length;
}

async function customerOf(tx: Tx, clientId: string, conversationId: string) {
  const { rows } = await sql<{ customerId: string | null }>`
    select customer_id from dunlin.conversation
    where client_id = ${clientId} and conversation_id = ${conversationId}
  `.execute(tx);
  return rows[0]?.customerId ?? null;
}

const within = (limit: number, most: number): number =>
  Math.min(most, Math.max(1, Math.trunc(limit) || 1));

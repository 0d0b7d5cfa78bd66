// Nobody answers what they have not read: what came into a conversation since somebody looked.
import { sql } from "kysely";
import { markRead } from "#conversations/conversations.ts";
import type { Channel } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { Conversation } from "./hold.ts";

/** What the customer wrote, or somebody answered. */
export type Since = {
  readonly id: string;
  readonly direction: "in" | "out";
  readonly at: Temporal.Instant;
  readonly channel: Channel;
  readonly text: string;
};

export type Missed = { readonly refused: "not_seen"; readonly since: readonly Since[] };

const MOST = 50;

/**
 * What came behind the message that was seen last (null: nothing was seen), oldest first, at most 50. Ids tell the order: they
 * are given under the conversation's lock. Reminders that were planned meanwhile are no reason to read again. A `UserError`
 * when the conversation has no such message.
 */
export async function cameSince(
  tx: Tx,
  clientId: string,
  { conversationId, customerId, channel, address }: Conversation,
  lastSeenId: string | null,
): Promise<readonly Since[]> {
  const isTheirs =
    customerId === null
      ? sql`m.channel = ${channel} and m.address = ${address}`
      : sql`m.customer_id = ${customerId}`;
  if (lastSeenId !== null) {
    const { rows } = await sql`
      select from dunlin.inbound
      where client_id = ${clientId} and inbound_id = ${lastSeenId} and conversation_id = ${conversationId}
      union all
      select from dunlin.message m
      where m.client_id = ${clientId} and m.message_id = ${lastSeenId} and ${isTheirs}`.execute(tx);
    if (rows.length === 0)
      throw new UserError(`this conversation has no message ${lastSeenId}; read it first`);
  }
  const behind = lastSeenId ?? "00000000-0000-0000-0000-000000000000";
  const { rows } = await sql<Since>`
    (select inbound_id as id, 'in' as direction, received_at as at, channel, left(body, 500) as text
      from dunlin.inbound
      where client_id = ${clientId} and conversation_id = ${conversationId} and inbound_id > ${behind}
        and not automatic
      order by inbound_id limit ${MOST})
    union all
    (select m.message_id, 'out', m.created_at, m.channel, left(m.body, 500)
      from dunlin.message m
      where m.client_id = ${clientId} and ${isTheirs} and m.message_id > ${behind} and m.class = 'reply'
      order by m.message_id limit ${MOST})
    order by id limit ${MOST}`.execute(tx);
  return rows;
}

/** Marks as read what came up to and with the message that was seen last. */
export async function readUpTo(
  tx: Tx,
  clientId: string,
  {
    conversationId,
    lastSeenId,
    by,
  }: { readonly conversationId: string; readonly lastSeenId: string | null; readonly by: string },
  now: Temporal.Instant,
): Promise<void> {
  if (lastSeenId === null) return;
  const { rows } = await sql<{ id: string }>`
    select inbound_id as id from dunlin.inbound
    where client_id = ${clientId} and conversation_id = ${conversationId} and inbound_id <= ${lastSeenId}
    order by inbound_id desc limit 1`.execute(tx);
  const [last] = rows;
  if (last) await markRead(tx, clientId, { conversationId, lastSeenId: last.id, by }, now);
}

// What became of messages, one step after another, for many of them at once.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export type Status = {
  readonly at: Temporal.Instant;
  /** Without its noun: planned, authorised, handed_over, delivered, failed, opened … */
  readonly what: string;
  readonly actor: string;
  readonly reason: string | null;
};

const MOST_EACH = 50;

/** Oldest first, at most 50 for each message. */
export async function statusesOf(
  tx: Tx,
  clientId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Status[]>> {
  if (messageIds.length === 0) return new Map();
  const { rows } = await sql<Status & { readonly messageId: string }>`
    select m.id as message_id, e.at, e.what, e.actor, e.reason
    from unnest(${messageIds}::uuid[]) m (id)
    cross join lateral (
      select at, seq, split_part(kind, '.', 2) as what, actor, body->>'reason' as reason from dunlin.event
      where client_id = ${clientId} and message_id = m.id and kind like 'message.%'
      order by seq limit ${MOST_EACH}
    ) e
    order by e.seq`.execute(tx);
  const found = new Map<string, Status[]>();
  for (const { messageId, ...status } of rows) {
    const list = found.get(messageId) ?? [];
    list.push(status);
    found.set(messageId, list);
  }
  return found;
}

// Who is writing an answer just now: a sign for colleagues that fades by itself. On the real clock, and no lock.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

const WRITING_S = 15;

/** Shows for 15 seconds that somebody writes; said again while they do. False when there is no such conversation. */
export async function isWriting(
  tx: Tx,
  clientId: string,
  { conversationId, by }: { readonly conversationId: string; readonly by: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into dunlin.conversation_writing (client_id, conversation_id, who, until)
    select client_id, conversation_id, ${by}, clock_timestamp() + make_interval(secs => ${WRITING_S})
    from dunlin.conversation where client_id = ${clientId} and conversation_id = ${conversationId}
    on conflict (client_id, conversation_id, who) do update set until = excluded.until
    returning 1`.execute(tx);
  return rows.length > 0;
}

/** Whose sign stands. */
export async function whoWrites(
  tx: Tx,
  clientId: string,
  conversationId: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ who: string }>`
    select who from dunlin.conversation_writing
    where client_id = ${clientId} and conversation_id = ${conversationId} and until > clock_timestamp()
    order by who limit 20`.execute(tx);
  return rows.map(({ who }) => who);
}

/** The answer is written. */
export async function hasWritten(
  tx: Tx,
  clientId: string,
  { conversationId, by }: { readonly conversationId: string; readonly by: string },
): Promise<void> {
  await sql`delete from dunlin.conversation_writing
    where client_id = ${clientId} and conversation_id = ${conversationId}
      and (who = ${by} or until < clock_timestamp())`.execute(tx);
}

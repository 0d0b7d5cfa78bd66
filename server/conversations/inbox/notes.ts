// What colleagues noted on a conversation.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

type Note = {
  readonly noteId: string;
  readonly text: string;
  readonly by: string;
  readonly at: Temporal.Instant;
};

const MOST = 200;

/** The newest 200, oldest first. */
export async function listNotes(
  tx: Tx,
  clientId: string,
  conversationId: string,
): Promise<readonly Note[]> {
  const { rows } = await sql<Note>`
    select note_id, body as text, by, at from dunlin.conversation_note
    where client_id = ${clientId} and conversation_id = ${conversationId}
    order by note_id desc limit ${MOST}`.execute(tx);
  return rows.toReversed();
}

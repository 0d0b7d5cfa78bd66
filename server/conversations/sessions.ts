// The sessions of dialogues as rows: read under the customer's lock, written back after each step.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { decodeSession, encodeSession, SESSION_VERSION } from "./dialogue/codec.ts";
import { expiryOf } from "./dialogue/expiry.ts";
import { NEW } from "./dialogue/says.ts";
import type { Event, Session } from "./dialogue/types.ts";

/** A session, and what must happen to it before anything else can. */
export type Kept = {
  readonly session: Session;
  readonly first: Extract<Event, { kind: "timeout" | "unreadable" }> | undefined;
};

type Row = {
  readonly version: number;
  readonly data: unknown;
  readonly isOver: boolean;
};

/** The session of a conversation, with its row's lock; a new one where there is none. */
export async function loadSession(
  tx: Tx,
  clientId: string,
  conversationId: string,
  now: Temporal.Instant,
): Promise<Kept> {
  const { rows } = await sql<Row>`
    select version, data, coalesce(expires_at <= ${now}, false) as is_over from dunlin.dialogue_session
    where client_id = ${clientId} and conversation_id = ${conversationId} for update
  `.execute(tx);
  const [row] = rows;
  if (!row) return { session: NEW, first: undefined };
  const session = decodeSession(row.version, row.data);
  if (!session) return { session: NEW, first: { kind: "unreadable" } };
  return { session, first: row.isOver ? { kind: "timeout" } : undefined };
}

/** Keeps the session as it stands now; one that waits for nothing takes no row of its own. */
export async function saveSession(
  tx: Tx,
  clientId: string,
  conversationId: string,
  { before, session }: { readonly before: Session; readonly session: Session },
  now: Temporal.Instant,
): Promise<void> {
  const { at } = session.state;
  if (at === "idle" && before.state.at === "idle") return;
  const kept = at === "idle" ? NEW : session;
  await sql`
    insert into dunlin.dialogue_session as s
      (client_id, conversation_id, version, state, data, expires_at, changed_at)
    values (${clientId}, ${conversationId}, ${SESSION_VERSION}, ${at}, ${JSON.stringify(encodeSession(kept))}::jsonb,
      ${expiryOf(kept.state, now) ?? null}::timestamptz, ${now})
    on conflict (client_id, conversation_id) do update
    set version = excluded.version, state = excluded.state, data = excluded.data, expires_at = excluded.expires_at,
      changed_at = excluded.changed_at
  `.execute(tx);
}

// Working through the inbox: whose conversation it is, until when it can wait, when it is over, what colleagues should know.
import { sql } from "kysely";
import { listMembers } from "#auth/members.ts";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { holdConversation, type Conversation, type Handling, type NotHeld } from "./hold.ts";
import { cameSince, readUpTo, type Missed } from "./seen.ts";

/** `changed` is false when it was so already. */
export type Done = { readonly changed: boolean };

const MOST_NOTE = 4_000;

/** The change under the locks; events say who did what, never the words. */
async function handle(
  tx: Tx,
  clientId: string,
  { conversationId, by }: Handling,
  now: Temporal.Instant,
  kind: string,
  work: (held: Conversation) => Promise<Readonly<Record<string, unknown>> | undefined>,
): Promise<Done | NotHeld> {
  const held = await holdConversation(tx, clientId, conversationId);
  if ("refused" in held) return held;
  const body = await work(held);
  if (body === undefined) return { changed: false };
  const customerId = held.customerId ?? undefined;
  const told = { conversation: conversationId, ...body };
  await recordEvents(tx, clientId, now, [{ kind, customerId, actor: by, body: told }]);
  return { changed: true };
}

const only = (clientId: string, conversationId: string) =>
  sql`where client_id = ${clientId} and conversation_id = ${conversationId}`;

/** Gives it to a member by their mailbox, or to nobody with null. A `UserError` when no member has that mailbox. */
export async function assign(
  tx: Tx,
  clientId: string,
  handling: Handling & { readonly user: string | null },
  now: Temporal.Instant,
): Promise<Done | NotHeld> {
  const { conversationId, user } = handling;
  const userId = user === null ? null : await memberOf(tx, clientId, user);
  return await handle(
    tx,
    clientId,
    handling,
    now,
    "conversation.assigned",
    async ({ assignedTo }) => {
      if (assignedTo === userId) return undefined;
      await sql`update dunlin.conversation
      set assigned_to = ${userId}::uuid, assigned_at = ${userId === null ? null : now}::timestamptz
      ${only(clientId, conversationId)}`.execute(tx);
      return { user: userId };
    },
  );
}

async function memberOf(tx: Tx, clientId: string, user: string): Promise<string> {
  const members = await listMembers(tx, clientId);
  const found = members.find(({ email }) => email === user.trim().toLowerCase());
  if (found) return found.userId;
  throw new UserError(`"${user}" is no member of this client; give the mailbox of one`);
}

/** Out of the way until then, or until something arrives. A `UserError` for a time that is over. */
export async function snooze(
  tx: Tx,
  clientId: string,
  handling: Handling & { readonly until: Temporal.Instant },
  now: Temporal.Instant,
): Promise<Done | NotHeld> {
  const { conversationId, until } = handling;
  if (Temporal.Instant.compare(until, now) <= 0)
    throw new UserError(`until ${until.toString()} is over already; give a later time`);
  return await handle(
    tx,
    clientId,
    handling,
    now,
    "conversation.snoozed",
    async ({ snoozedUntil }) => {
      if (snoozedUntil?.equals(until)) return undefined;
      await sql`update dunlin.conversation set snoozed_until = ${until} ${only(clientId, conversationId)}`.execute(
        tx,
      );
      return { until: until.toString() };
    },
  );
}

/**
 * Ends it until something arrives: it is nobody's work any more, and the dialogue may answer again. Refused while there is
 * something that whoever closes it has not seen.
 */
export async function close(
  tx: Tx,
  clientId: string,
  handling: Handling & { readonly lastSeenId: string | null },
  now: Temporal.Instant,
): Promise<Done | NotHeld | Missed> {
  const { conversationId, lastSeenId, by } = handling;
  const held = await holdConversation(tx, clientId, conversationId);
  if ("refused" in held) return held;
  const missed = await cameSince(tx, clientId, held, lastSeenId);
  if (missed.length > 0) return { refused: "not_seen", since: missed };
  await readUpTo(tx, clientId, { conversationId, lastSeenId, by }, now);
  return await handle(tx, clientId, handling, now, "conversation.closed", async ({ closedAt }) => {
    if (closedAt !== null) return undefined;
    await sql`update dunlin.conversation
      set closed_at = ${now}, closed_by = ${by}, snoozed_until = null, held_by_person = null, held_since = null
      ${only(clientId, conversationId)}`.execute(tx);
    return {};
  });
}

/** Open again, and awake. */
export async function reopen(
  tx: Tx,
  clientId: string,
  handling: Handling,
  now: Temporal.Instant,
): Promise<Done | NotHeld> {
  return await handle(tx, clientId, handling, now, "conversation.reopened", async (held) => {
    if (held.closedAt === null && held.snoozedUntil === null) return undefined;
    await sql`update dunlin.conversation set closed_at = null, closed_by = null, snoozed_until = null
      ${only(clientId, handling.conversationId)}`.execute(tx);
    return {};
  });
}

/** A person speaks from here on: no dialogue answers, except to STOP and START, until it is handed back. */
export async function take(
  tx: Tx,
  clientId: string,
  handling: Handling,
  now: Temporal.Instant,
): Promise<Done | NotHeld> {
  return await handle(
    tx,
    clientId,
    handling,
    now,
    "conversation.taken",
    async ({ heldByPerson }) => {
      if (heldByPerson === handling.by) return undefined;
      await sql`update dunlin.conversation set held_by_person = ${handling.by}, held_since = ${now}
      ${only(clientId, handling.conversationId)}`.execute(tx);
      return {};
    },
  );
}

/** The dialogue may answer again. */
export async function release(
  tx: Tx,
  clientId: string,
  handling: Handling,
  now: Temporal.Instant,
): Promise<Done | NotHeld> {
  return await handle(
    tx,
    clientId,
    handling,
    now,
    "conversation.released",
    async ({ heldByPerson }) => {
      if (heldByPerson === null) return undefined;
      await sql`update dunlin.conversation set held_by_person = null, held_since = null
      ${only(clientId, handling.conversationId)}`.execute(tx);
      return {};
    },
  );
}

/** Something for colleagues; the customer never sees it. */
export async function note(
  tx: Tx,
  clientId: string,
  handling: Handling & { readonly text: string },
  now: Temporal.Instant,
): Promise<Done | NotHeld> {
  const text = handling.text.trim();
  if (text === "" || text.length > MOST_NOTE)
    throw new UserError(`a note has 1 to ${MOST_NOTE} characters; this one has ${text.length}`);
  return await handle(tx, clientId, handling, now, "conversation.noted", async () => {
    const { rows } = await sql<{ noteId: string }>`
      insert into dunlin.conversation_note (client_id, conversation_id, body, by, at)
      values (${clientId}, ${handling.conversationId}, ${text}, ${handling.by}, ${now})
      returning note_id`.execute(tx);
    return { note: rows[0]!.noteId };
  });
}

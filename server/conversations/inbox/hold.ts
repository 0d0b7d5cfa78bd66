// Taking hold of a conversation: the locks under which everything about it changes.
import { sql } from "kysely";
import { lockCustomers } from "#ledger/facts-changed.ts";
import type { Channel } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";

/** A conversation as it stands, its row locked. */
export type Conversation = {
  readonly conversationId: string;
  readonly customerId: string | null;
  /** Set where nobody is known by the address. */
  readonly channel: Channel | null;
  readonly address: string | null;
  readonly unread: number;
  readonly assignedTo: string | null;
  readonly snoozedUntil: Temporal.Instant | null;
  readonly closedAt: Temporal.Instant | null;
  readonly heldByPerson: string | null;
};

/** `unknown`: there is no such conversation. `merged`: what was in it stands in another one now. */
export type NotHeld =
  | { readonly refused: "unknown" }
  | { readonly refused: "merged"; readonly into: string };

/**
 * Locks the customer and then the conversation, as hearing does: what is read in a later statement holds until the end, and
 * nothing arrives meanwhile.
 */
export async function holdConversation(
  tx: Tx,
  clientId: string,
  conversationId: string,
  alsoCustomers: readonly string[] = [],
): Promise<Conversation | NotHeld> {
  const seen = await read(tx, clientId, conversationId, false);
  const customers = [...alsoCustomers, ...(seen?.customerId ? [seen.customerId] : [])];
  if (customers.length > 0) await lockCustomers(tx, clientId, [...new Set(customers)]);
  const row = await read(tx, clientId, conversationId, true);
  if (!row) return { refused: "unknown" };
  const { mergedInto, ...conversation } = row;
  return mergedInto === null ? conversation : { refused: "merged", into: mergedInto };
}

type Row = Conversation & { readonly mergedInto: string | null };

async function read(
  tx: Tx,
  clientId: string,
  conversationId: string,
  locks: boolean,
): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select conversation_id, customer_id, channel, address, unread, assigned_to, snoozed_until, closed_at,
      held_by_person, merged_into
    from dunlin.conversation
    where client_id = ${clientId} and conversation_id = ${conversationId} ${locks ? sql`for update` : sql``}
  `.execute(tx);
  return rows[0];
}

/** Who does something with which conversation. */
export type Handling = { readonly conversationId: string; readonly by: string };

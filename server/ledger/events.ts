import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

/**
 * Something that happened, for the callbacks, the reports, the replay and the judge. Kinds read "noun.verb".
 * The body holds ids, numbers and codes, never names, addresses or texts.
 */
export type NewEvent = {
  readonly kind: string;
  readonly customerId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly messageId?: string | undefined;
  /** Who or what did it: "system", "customer", "api", "cli", "import". */
  readonly actor: string;
  /** Why: the id of the batch, inbound message, decision … that led to it. */
  readonly cause?: string | undefined;
  readonly body?: Readonly<Record<string, unknown>>;
};

/** Appends events in one statement, in the given order. */
export async function recordEvents(
  tx: Tx,
  clientId: string,
  at: Temporal.Instant,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    kind: event.kind,
    customer_id: event.customerId,
    account_id: event.accountId,
    message_id: event.messageId,
    actor: event.actor,
    cause: event.cause,
    body: event.body ?? {},
  }));
  await sql`
    insert into dunlin.event (client_id, at, kind, customer_id, account_id, message_id, actor, cause, body)
    select ${clientId}, ${at}, kind, customer_id, account_id, message_id, actor, cause, body
    from jsonb_to_recordset(${JSON.stringify(rows, bigintAsText)}::jsonb) as row
      (kind text, customer_id uuid, account_id uuid, message_id uuid, actor text, cause text, body jsonb)
  `.execute(tx);
}

/** JSON has no bigint: minor units travel as text. */
export function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

// One message, and everything that happened to it.
import { sql } from "kysely";
import type { MessageState } from "#reporting/message-list.ts";
import type { Tx } from "#platform/db.ts";

export type MessageThread = {
  readonly id: string;
  readonly status: MessageState;
  readonly reason: string | null;
  readonly reference: string | null;
  readonly class: string;
  readonly channel: string;
  readonly to: string;
  readonly sender: string;
  /** The client's own reference of the customer. */
  readonly customer: string | null;
  readonly template: string;
  readonly language: string;
  readonly subject: string | null;
  readonly text: string;
  readonly segments: number;
  readonly priceMicros: bigint;
  readonly notBefore: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
  readonly events: readonly {
    readonly seq: bigint;
    readonly at: Temporal.Instant;
    readonly kind: string;
    readonly actor: string;
    readonly body: unknown;
  }[];
};

const MOST_EVENTS = 500;

/** The message with its events, oldest first, at most 500; undefined when there is none of that id. */
export async function messageThread(
  tx: Tx,
  clientId: string,
  messageId: string,
): Promise<MessageThread | undefined> {
  const { rows } = await sql<Omit<MessageThread, "events">>`
    select m.message_id as id, m.state as status, m.reason, m.reference, m.class, m.channel, m.address as "to",
      m.sender, c.reference as customer, m.template, m.language, m.subject, m.body as text, m.segments,
      m.price_micros, m.not_before, m.not_after
    from dunlin.message m left join dunlin.customer c using (client_id, customer_id)
    where m.client_id = ${clientId} and m.message_id = ${messageId}
  `.execute(tx);
  const [message] = rows;
  if (!message) return undefined;
  const { rows: events } = await sql<MessageThread["events"][number]>`
    select seq, at, kind, actor, body from dunlin.event
    where client_id = ${clientId} and message_id = ${messageId} order by seq limit ${MOST_EVENTS}
  `.execute(tx);
  return { ...message, events };
}

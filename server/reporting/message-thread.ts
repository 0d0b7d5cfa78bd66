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
  /** When a person first opened it, and first followed a link of it. */
  readonly openedAt: Temporal.Instant | null;
  readonly clickedAt: Temporal.Instant | null;
  readonly engagement: readonly Engagement[];
  readonly answers: readonly Answer[];
  readonly events: readonly {
    readonly seq: bigint;
    readonly at: Temporal.Instant;
    readonly kind: string;
    readonly actor: string;
    readonly body: unknown;
  }[];
};

/** How often which kind of reader did what; links count from 0. */
export type Engagement = {
  readonly what: "open" | "click" | "complaint";
  readonly link: number | null;
  readonly by: "human" | "proxy" | "scanner";
  readonly count: number;
  readonly firstAt: Temporal.Instant;
  readonly lastAt: Temporal.Instant;
};

/** What somebody wrote back; machines' answers are none. */
export type Answer = {
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly channel: string;
  readonly keyword: string | null;
  readonly text: string;
};

const MOST_EVENTS = 500;
const MOST_ANSWERS = 50;
/** Links, of which there are at most 256, by kind of reader. */
const MOST_ENGAGEMENT = 1_000;

/** The message with its events, oldest first, at most 500; undefined when there is none of that id. */
export async function messageThread(
  tx: Tx,
  clientId: string,
  messageId: string,
): Promise<MessageThread | undefined> {
  const { rows } = await sql<Omit<MessageThread, "events" | "engagement" | "answers">>`
    select m.message_id as id, m.state as status, m.reason, m.reference, m.class, m.channel, m.address as "to",
      m.sender, c.reference as customer, m.template, m.language, m.subject, m.body as text, m.segments,
      m.price_micros, m.not_before, m.not_after, m.opened_at, m.clicked_at
    from dunlin.message m left join dunlin.customer c using (client_id, customer_id)
    where m.client_id = ${clientId} and m.message_id = ${messageId}
  `.execute(tx);
  const [message] = rows;
  if (!message) return undefined;
  const { rows: events } = await sql<MessageThread["events"][number]>`
    select seq, at, kind, actor, body from dunlin.event
    where client_id = ${clientId} and message_id = ${messageId} order by seq limit ${MOST_EVENTS}
  `.execute(tx);
  const { rows: engagement } = await sql<Engagement>`
    select what, case what when 'click' then link end as link, kind as by, count, first_at, last_at from dunlin.engagement
    where client_id = ${clientId} and message_id = ${messageId}
    order by first_at, what desc, link, kind limit ${MOST_ENGAGEMENT}
  `.execute(tx);
  return { ...message, engagement, answers: await answers(tx, clientId, messageId), events };
}

// The event of an answer names the message, and its cause is what was heard: inbound messages are not found by what they answer.
async function answers(tx: Tx, clientId: string, messageId: string): Promise<Answer[]> {
  const { rows } = await sql<Answer>`
    select i.inbound_id as id, i.received_at as at, i.channel, i.keyword, i.body as text
    from dunlin.event e
    join dunlin.inbound i
      on i.client_id = e.client_id and i.inbound_id = case e.kind when 'inbound.received' then e.cause::uuid end
    where e.client_id = ${clientId} and e.message_id = ${messageId} and e.kind = 'inbound.received'
    order by e.seq limit ${MOST_ANSWERS}
  `.execute(tx);
  return rows;
}

import { sql, type RawBuilder } from "kysely";
import type { Tx } from "#platform/db.ts";
import { CAMPAIGN_STEP_ID } from "#policies/campaign.ts";

export const MESSAGE_STATES = [
  "planned",
  "queued",
  "handed_over",
  "delivered",
  "failed",
  "suppressed",
  "held",
  "expired",
  "uncertain",
  "cancelled",
  "shadow",
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export type MessageLine = {
  readonly messageId: string;
  readonly class: string;
  readonly channel: string;
  readonly state: MessageState;
  readonly reason: string | null;
  /** The client's own reference of the customer. */
  readonly customer: string | null;
  readonly step: string | null;
  readonly template: string;
  readonly language: string;
  readonly address: string;
  readonly sender: string;
  /** What the client called it when it was sent by API. */
  readonly reference: string | null;
  readonly subject: string | null;
  readonly text: string;
  readonly segments: number;
  readonly currency: string | null;
  readonly amountMinor: bigint | null;
  readonly attempt: number;
  readonly notBefore: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
  readonly createdAt: Temporal.Instant;
  readonly handedOverAt: Temporal.Instant | null;
  readonly deliveredAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
};

export type MessageFilter = {
  readonly state?: MessageState | undefined;
  readonly channel?: string | undefined;
  /** The client's own reference of the customer. */
  readonly customer?: string | undefined;
  readonly reference?: string | undefined;
  readonly class?: string | undefined;
  readonly step?: string | undefined;
  readonly template?: string | undefined;
  readonly language?: string | undefined;
  /** The id of the campaign that said it. */
  readonly campaign?: string | undefined;
  /** Only what was handed over. */
  readonly sent?: boolean | undefined;
  /** Made from this instant on. */
  readonly from?: Temporal.Instant | undefined;
  /** Made before this instant. */
  readonly to?: Temporal.Instant | undefined;
};

/** Messages, newest first; `cursor` is the id of the last one that was seen. */
export async function listMessages(
  tx: Tx,
  clientId: string,
  options: MessageFilter & { readonly limit: number; readonly cursor?: string | undefined },
): Promise<MessageLine[]> {
  const { limit, cursor } = options;
  const where = [
    sql`m.client_id = ${clientId}`,
    ...(cursor === undefined ? [] : [sql`m.message_id < ${cursor}`]),
    ...conditions(clientId, options),
  ];
  const { rows } = await sql<MessageLine>`
    select m.message_id, m.class, m.channel, m.state, m.reason, c.reference as customer, m.step_id as step, m.template,
      m.language, m.address, m.sender, m.reference, m.subject, m.body as text, m.segments,
      coalesce(a.currency, m.currency) as currency, m.amount_minor, m.attempt, m.not_before, m.not_after,
      m.created_at, m.handed_over_at, m.delivered_at, m.ended_at
    from dunlin.message m
    left join dunlin.customer c on c.client_id = m.client_id and c.customer_id = m.customer_id
    left join dunlin.account a on a.client_id = m.client_id and a.account_id = m.account_id
    where ${sql.join(where, sql` and `)}
    order by m.message_id desc limit ${limit}
  `.execute(tx);
  return rows;
}

function conditions(clientId: string, filter: MessageFilter): RawBuilder<unknown>[] {
  const { state, channel, customer, reference, from, to } = filter;
  return [
    ...(filter.class === undefined ? [] : [sql`m.class = ${filter.class}`]),
    ...(filter.step === undefined ? [] : [sql`m.step_id = ${filter.step}`]),
    ...(filter.template === undefined ? [] : [sql`m.template = ${filter.template}`]),
    ...(filter.language === undefined ? [] : [sql`m.language = ${filter.language}`]),
    ...(filter.campaign === undefined
      ? []
      : [sql`m.anchor = ${filter.campaign} and m.step_id = ${CAMPAIGN_STEP_ID}`]),
    ...(filter.sent === true ? [sql`m.handed_over_at is not null`] : []),
    ...(state === undefined ? [] : [sql`m.state = ${state}`]),
    ...(channel === undefined ? [] : [sql`m.channel = ${channel}`]),
    ...(reference === undefined ? [] : [sql`m.reference = ${reference}`]),
    ...(from === undefined ? [] : [sql`m.created_at >= ${from}`]),
    ...(to === undefined ? [] : [sql`m.created_at < ${to}`]),
    ...(customer === undefined
      ? []
      : [
          sql`m.customer_id = (select customer_id from dunlin.customer
            where client_id = ${clientId} and reference = ${customer})`,
        ]),
  ];
}

import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export type RecentMessage = {
  readonly messageId: string;
  readonly at: Temporal.Instant;
  readonly state: string;
  readonly reason: string | null;
  readonly channel: string;
  readonly class: string;
  readonly stepId: string | null;
  readonly template: string;
  /** The client's own reference of the customer. */
  readonly customer: string | null;
  readonly address: string;
};

/** Events that are looked through: a message has a handful. */
const EVENTS_READ = 400;

/** The messages with which something happened last, newest first: read off the log, whose end is cheap to find. */
export async function recentMessages(
  tx: Tx,
  clientId: string,
  limit = 20,
): Promise<RecentMessage[]> {
  const { rows } = await sql<RecentMessage>`
    with last as (
      select message_id, max(seq) as seq, max(at) as at
      from (select message_id, seq, at from dunlin.event
        where client_id = ${clientId} and message_id is not null order by seq desc limit ${EVENTS_READ}) e
      group by message_id order by 2 desc limit ${limit}
    )
    select m.message_id, l.at, m.state, m.reason, m.channel, m.class, m.step_id, m.template,
      c.reference as customer, m.address
    from last l
    join dunlin.message m on m.client_id = ${clientId} and m.message_id = l.message_id
    left join dunlin.customer c on c.client_id = m.client_id and c.customer_id = m.customer_id
    order by l.seq desc
  `.execute(tx);
  return rows;
}

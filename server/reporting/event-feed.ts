// Events in order, each given once to whoever remembers the last seq.
import { sql } from "kysely";
import { areOver, newestSeq, writers } from "#ledger/event-order.ts";
import type { Tx } from "#platform/db.ts";

export type FedEvent = {
  readonly seq: bigint;
  readonly eventId: string;
  readonly at: Temporal.Instant;
  readonly kind: string;
  readonly customer: string | null;
  readonly currency: string | null;
  readonly messageId: string | null;
  readonly actor: string;
  readonly cause: string | null;
  readonly body: unknown;
};

/**
 * Up to `limit` events behind `after`, oldest first. Numbers are taken before transactions commit, so a lower one may
 * appear later: nothing is given while a transaction that wrote events before us is still open. Waits for those, a second
 * at most, and is empty when one lasts longer (a large import).
 */
export async function eventsAfter(
  tx: Tx,
  clientId: string,
  after: bigint,
  limit: number,
): Promise<FedEvent[]> {
  const newest = await newestSeq(tx, clientId);
  if (newest <= after || !(await areOver(tx, await writers(tx)))) return [];
  const { rows } = await sql<FedEvent>`
    select e.seq, e.event_id, e.at, e.kind, c.reference as customer, a.currency, e.message_id, e.actor, e.cause, e.body
    from dunlin.event e
    left join dunlin.customer c on c.client_id = e.client_id and c.customer_id = e.customer_id
    left join dunlin.account a on a.client_id = e.client_id and a.account_id = e.account_id
    where e.client_id = ${clientId} and e.seq > ${after} and e.seq <= ${newest}
    order by e.seq limit ${limit}
  `.execute(tx);
  return rows;
}

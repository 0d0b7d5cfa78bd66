// Who answered the notice of a debit with "call me" lately, and is waiting for it.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { LIVE } from "./stop-rows.ts";

export type CallWish = {
  readonly customer: string;
  readonly name: string;
  readonly phone: string | null;
  readonly language: string;
  readonly currency: string;
  readonly amountMinor: bigint;
};

/** After so many days nobody waits any more; a stop that is lifted ends the wish as well. */
const WAITS_DAYS = 7;
const MOST = 1_000;

/** Wishes to be called, the oldest first; one a customer, with the sum of the debits they are about. */
export async function callWishes(
  tx: Tx,
  clientId: string,
  now: Temporal.Instant,
): Promise<CallWish[]> {
  const { rows } = await sql<CallWish>`
    select c.reference as customer, c.name, c.language, d.currency, sum(d.amount_minor)::bigint as amount_minor,
      (select p.address from dunlin.contact_point p where p.client_id = c.client_id and p.customer_id = c.customer_id
        and p.kind = 'phone' and p.retired_at is null order by p.rank, p.created_at limit 1) as phone
    from dunlin.debit_stop s
    join dunlin.debit_order d on d.client_id = s.client_id and d.debit_id = s.debit_id
    join dunlin.customer c on c.client_id = s.client_id and c.customer_id = s.customer_id
    where s.client_id = ${clientId} and s.meaning = 'call_me' and s.at > ${now.subtract({ hours: 24 * WAITS_DAYS })}
      and ${LIVE}
    group by c.client_id, c.customer_id, c.reference, c.name, c.language, d.currency
    order by min(s.at), c.reference limit ${MOST}
  `.execute(tx);
  return rows;
}

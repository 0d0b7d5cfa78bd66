// Strikes day by day, and what has been stopped: what whoever sends the debits has to look at.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { LIVE } from "./stop-rows.ts";
import type { StopMeaning } from "./types.ts";

export type StrikeDay = {
  readonly strikeOn: Temporal.PlainDate;
  readonly currency: string;
  /** Until when orders of this day can still be taken out: the earliest. */
  readonly cutoffAt: Temporal.Instant;
  readonly debits: number;
  readonly minor: bigint;
  /** Orders of which a notice went out; arrived; waits; nobody could be told; the period could not be kept. */
  readonly told: number;
  readonly delivered: number;
  readonly waiting: number;
  readonly untold: number;
  readonly late: number;
  readonly stopped: number;
  readonly stoppedMinor: bigint;
  readonly sent: number;
  readonly collected: number;
  readonly returned: number;
};

const MOST_DAYS = 1_000;

/** Strikes in the days from `from` to `to`, one line for each day and currency. */
export async function strikeDays(
  tx: Tx,
  clientId: string,
  { from, to }: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate },
): Promise<StrikeDay[]> {
  const { rows } = await sql<StrikeDay>`
    select d.strike_on, d.currency, min(d.cutoff_at) as cutoff_at, count(*)::int as debits,
      sum(d.amount_minor)::bigint as minor,
      (count(*) filter (where told.sent))::int as told, (count(*) filter (where told.delivered))::int as delivered,
      (count(*) filter (where d.state = 'planned' and d.notice_at is not null))::int as waiting,
      (count(*) filter (where d.notice_problem is not null and not coalesce(told.sent, false)))::int as untold,
      (count(*) filter (where d.notice_late))::int as late,
      (count(*) filter (where d.state = 'stopped'))::int as stopped,
      coalesce(sum(d.amount_minor) filter (where d.state = 'stopped'), 0)::bigint as stopped_minor,
      (count(*) filter (where d.state in ('sent', 'collected', 'failed', 'returned')))::int as sent,
      (count(*) filter (where d.state = 'collected'))::int as collected,
      (count(*) filter (where d.state in ('failed', 'returned')))::int as returned
    from dunlin.debit_order d
    left join lateral (
      select bool_or(m.handed_over_at is not null) as sent, bool_or(m.state = 'delivered') as delivered
      from dunlin.debit_notice n join dunlin.message m using (client_id, message_id)
      where n.client_id = d.client_id and n.debit_id = d.debit_id
    ) told on true
    where d.client_id = ${clientId} and d.strike_on between ${from} and ${to} and d.state <> 'cancelled'
    group by d.strike_on, d.currency order by d.strike_on, d.currency limit ${MOST_DAYS}`.execute(
    tx,
  );
  return rows;
}

export type StopLine = {
  readonly stopId: string;
  readonly debitId: string | null;
  readonly endToEndId: string | null;
  readonly mandate: string | null;
  readonly customer: string | null;
  readonly name: string | null;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly strikeOn: Temporal.PlainDate | null;
  /** Until then a stop is in time, and can be lifted without losing the debit. */
  readonly cutoffAt: Temporal.Instant | null;
  readonly meaning: StopMeaning;
  readonly option: number | null;
  readonly at: Temporal.Instant;
  readonly by: string;
  readonly reason: string | null;
  readonly afterCutoff: boolean;
  /** What the customer wrote. */
  readonly reply: string | null;
};

/** Live stops, the last one first; of debits that have struck already only with `past`. */
export async function listStops(
  tx: Tx,
  clientId: string,
  {
    today,
    past,
    before = null,
    limit,
  }: {
    readonly today: Temporal.PlainDate;
    readonly past: boolean;
    readonly before?: string | null | undefined;
    readonly limit: number;
  },
): Promise<StopLine[]> {
  const { rows } = await sql<StopLine>`
    select s.stop_id, d.debit_id, s.end_to_end_id, coalesce(s.mandate_reference, m.reference) as mandate,
      c.reference as customer, c.name, d.amount_minor, d.currency, d.strike_on, d.cutoff_at, s.meaning, s.option,
      s.at, s.by, s.reason, s.after_cutoff, i.body as reply
    from dunlin.debit_stop s
    left join dunlin.debit_order d on d.client_id = s.client_id and d.end_to_end_id = s.end_to_end_id
    left join dunlin.mandate m on m.client_id = s.client_id and m.mandate_id = coalesce(s.mandate_id, d.mandate_id)
    left join dunlin.customer c on c.client_id = s.client_id and c.customer_id = coalesce(s.customer_id, d.customer_id)
    left join dunlin.inbound i on i.client_id = s.client_id and i.inbound_id = s.inbound_id
    where s.client_id = ${clientId} and ${LIVE} and (${before}::uuid is null or s.stop_id < ${before}::uuid)
      and (${past} or d.strike_on is null or d.strike_on >= ${today})
    order by s.stop_id desc limit ${limit}`.execute(tx);
  return rows;
}

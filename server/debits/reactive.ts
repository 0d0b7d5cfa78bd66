// The reactive report: what came of the notices before debits, campaign by campaign.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { MEANINGS, type Meaning } from "./types.ts";

export type CampaignLine = {
  readonly campaign: string;
  readonly strikeFrom: Temporal.PlainDate;
  readonly strikeTo: Temporal.PlainDate;
  readonly debits: number;
  /** The notice period could not be kept. */
  readonly late: number;
  /** Debits that nobody could be told of. */
  readonly untold: number;
  /** Debits of which a notice was handed over, and arrived. */
  readonly sent: number;
  readonly delivered: number;
  /** Debits to whose notice the customer answered with an option; by what it meant. */
  readonly answered: number;
  readonly byMeaning: Readonly<Record<Meaning, number>>;
  /** Answers that came after the cut-off. */
  readonly tooLate: number;
  /** Stopped otherwise: by a person or the client's own system. */
  readonly manual: number;
  readonly released: number;
  /** What does not leave because of a live stop, by currency. */
  readonly stopped: readonly { readonly currency: string; readonly minor: bigint }[];
};

type Row = Omit<CampaignLine, "byMeaning" | "stopped"> & {
  readonly meanings: Readonly<Record<string, number>>;
  readonly stopped: readonly { readonly currency: string; readonly minor: string }[];
};

const MOST_CAMPAIGNS = 500;

/** Campaigns with a strike in the days from `from` to `to`, the latest first, at most 500. */
export async function reactiveReport(
  tx: Tx,
  clientId: string,
  period: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate },
): Promise<CampaignLine[]> {
  const { rows } = await sql<Row>`
    with debit as (
      select d.campaign, d.strike_on, d.currency, d.amount_minor, d.state, d.notice_late, d.notice_problem,
        coalesce(told.sent, false) as sent, coalesce(told.delivered, false) as delivered,
        last.meaning, last.option, coalesce(last.after_cutoff, false) as too_late, coalesce(last.lifted, false) as lifted
      from dunlin.debit_order d
      left join lateral (
        select bool_or(m.handed_over_at is not null) as sent, bool_or(m.state = 'delivered') as delivered
        from dunlin.debit_notice n join dunlin.message m using (client_id, message_id)
        where n.client_id = d.client_id and n.debit_id = d.debit_id
      ) told on true
      left join lateral (
        select s.meaning, s.option, s.after_cutoff, r.stop_id is not null as lifted
        from dunlin.debit_stop s left join dunlin.debit_release r using (client_id, stop_id)
        where s.client_id = d.client_id and s.end_to_end_id = d.end_to_end_id
        order by s.option is null, s.stop_id desc limit 1
      ) last on true
      where d.client_id = ${clientId} and d.strike_on between ${period.from} and ${period.to}
    ), counted as (
      select campaign, min(strike_on) as strike_from, max(strike_on) as strike_to, count(*)::int as debits,
        (count(*) filter (where notice_late))::int as late,
        (count(*) filter (where notice_problem is not null and not sent))::int as untold,
        (count(*) filter (where sent))::int as sent, (count(*) filter (where delivered))::int as delivered,
        (count(*) filter (where option is not null))::int as answered,
        (count(*) filter (where option is not null and too_late))::int as too_late,
        (count(*) filter (where meaning is not null and option is null))::int as manual,
        (count(*) filter (where lifted))::int as released
      from debit group by campaign
    )
    select c.*,
      (select coalesce(jsonb_object_agg(meaning, n), '{}') from (
        select meaning, count(*) as n from debit d
        where d.campaign = c.campaign and d.option is not null group by meaning) by_meaning) as meanings,
      (select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'minor', minor::text) order by currency), '[]')
        from (select currency, sum(amount_minor) as minor from debit d
        where d.campaign = c.campaign and d.state = 'stopped' group by currency) sums) as stopped
    from counted c order by c.strike_to desc, c.campaign limit ${MOST_CAMPAIGNS}
  `.execute(tx);
  return rows.map(({ meanings, stopped, ...row }) => ({
    ...row,
    byMeaning: Object.fromEntries(
      MEANINGS.map((meaning) => [meaning, meanings[meaning] ?? 0]),
    ) as Record<Meaning, number>,
    stopped: stopped.map(({ currency, minor }) => ({ currency, minor: BigInt(minor) })),
  }));
}

// What goes out today, where the client is: by hour, channel and step, with its price.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { roundToMinor } from "#messages/text/price.ts";
import type { Tx } from "#platform/db.ts";
import { instantsOf } from "./days.ts";

export type PlanLine = {
  /** 0 to 23, of the client's day. */
  readonly hour: number;
  readonly channel: string;
  /** Null where no step of the ladder says it. */
  readonly step: string | null;
  readonly class: string;
  /** Waits for its time. */
  readonly planned: number;
  /** Handed over, whatever became of it. */
  readonly sent: number;
  readonly price: { readonly currency: string; readonly minor: bigint };
};

export type TodaysPlan = {
  readonly date: Temporal.PlainDate;
  readonly zone: string;
  readonly planned: number;
  readonly sent: number;
  readonly price: { readonly currency: string; readonly minor: bigint };
  readonly lines: readonly PlanLine[];
  /** Customers whose time to be looked at comes later today: more may be planned then. */
  readonly to_look_at: number;
};

const MOST_LINES = 2_000;

/** What was planned for before today and has not gone out counts to the first hour of the day. */
export async function todaysPlan(
  tx: Tx,
  clientId: string,
  now: Temporal.Instant,
): Promise<TodaysPlan> {
  const { zone, currency } = await getClient(tx, clientId);
  const date = now.toZonedDateTimeISO(zone).toPlainDate();
  const { from, to } = instantsOf({ from: date, to: date }, zone);
  type Row = Omit<PlanLine, "price"> & { readonly micros: bigint };
  const { rows } = await sql<Row>`
    with today as (
      select greatest(not_before, ${from}::timestamptz) as at, channel, step_id, class, false as sent, price_micros
      from dunlin.message where client_id = ${clientId} and indexed_as = 'planned' and not_before < ${to}
      union all
      select handed_over_at, channel, step_id, class, true, price_micros from dunlin.message
      where client_id = ${clientId} and created_at >= ${from.subtract({ hours: 24 * 60 })} and created_at < ${to}
        and handed_over_at >= ${from} and handed_over_at < ${to}
    )
    select extract(hour from at at time zone ${zone})::int as hour, channel, step_id as step, class,
      (count(*) filter (where not sent))::int as planned, (count(*) filter (where sent))::int as sent,
      sum(price_micros)::bigint as micros
    from today group by 1, 2, 3, 4 order by 1, 2, 3 nulls last, 4 limit ${MOST_LINES}
  `.execute(tx);
  const waiting = await sql<{ count: number }>`
    select count(*)::int as count from dunlin.customer
    where client_id = ${clientId} and look_at >= ${now} and look_at < ${to}`.execute(tx);
  const priceOf = (micros: bigint) => ({ currency, minor: roundToMinor(micros, currency) });
  const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0);
  return {
    date,
    zone,
    planned: sum((row) => row.planned),
    sent: sum((row) => row.sent),
    price: priceOf(rows.reduce((total, row) => total + row.micros, 0n)),
    lines: rows.map(({ micros, ...row }) => ({ ...row, price: priceOf(micros) })),
    to_look_at: waiting.rows[0]!.count,
  };
}

// How the ways out are right now: connection, queue, and what became of what went out lately.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export type RouteHealth = {
  readonly name: string;
  readonly channel: string;
  readonly enabled: boolean;
  readonly ratePerS: number;
  /** Null: no process has looked lately, so nobody knows. */
  readonly connected: boolean | null;
  /** The circuit breaker keeps it at rest until then. */
  readonly restsUntil: Temporal.Instant | null;
  readonly restsWhy: string | null;
  readonly failuresInARow: number;
  readonly workedAt: Temporal.Instant | null;
  /** Messages that could go out now, and those that wait for their time; at most 100,000 are counted. */
  readonly due: number;
  readonly later: number;
  readonly dueSince: Temporal.Instant | null;
  /** Within the minutes looked at. */
  readonly handedOver: number;
  readonly failed: number;
};

/** Real minutes that are looked at, and of how many events at most. */
export const LOOKED_AT_MINUTES = 15;
const MOST_EVENTS = 20_000;
const MOST_COUNTED = 100_000;
/** Three rounds of whoever hands over. */
const LOOKED_WITHIN_S = 15;

/** All routes of the client, in the order in which they are tried. `now`: the clock of the installation, which due times go by. */
export async function routeHealth(
  tx: Tx,
  clientId: string,
  now: Temporal.Instant,
): Promise<RouteHealth[]> {
  const { rows } = await sql<RouteHealth>`
    with lately as materialized (
      select m.route_id, count(*) filter (where e.kind = 'message.handed_over')::int as handed_over,
        count(*) filter (where e.kind <> 'message.handed_over')::int as failed
      from (select kind, message_id, at from dunlin.event where client_id = ${clientId}
        order by seq desc limit ${MOST_EVENTS}) e
      join dunlin.message m on m.client_id = ${clientId} and m.message_id = e.message_id
      where e.kind in ('message.handed_over', 'message.failed', 'message.postponed', 'message.uncertain')
        and e.at > ${now}::timestamptz - make_interval(mins => ${LOOKED_AT_MINUTES})
      group by m.route_id)
    select r.name, r.channel, r.enabled, r.rate_per_s,
      case when r.looked_at > clock_timestamp() - make_interval(secs => ${LOOKED_WITHIN_S}) then r.connected end as connected,
      case when r.opens_at > clock_timestamp() then r.opens_at end as rests_until,
      case when r.opens_at > clock_timestamp() then r.paused_why end as rests_why,
      r.failures as failures_in_a_row, r.worked_at, q.due, q.later, q.due_since,
      coalesce(l.handed_over, 0) as handed_over, coalesce(l.failed, 0) as failed
    from dunlin.route r
    left join lately l on l.route_id = r.route_id
    cross join lateral (
      select count(*) filter (where not_before <= ${now})::int as due, count(*) filter (where not_before > ${now})::int as later,
        min(not_before) filter (where not_before <= ${now}) as due_since
      from (select m.not_before from dunlin.message m where m.client_id = ${clientId} and m.route_id = r.route_id
        and m.indexed_as = 'planned' limit ${MOST_COUNTED}) few) q
    where r.client_id = ${clientId} order by r.channel, r.priority, r.name limit 200`.execute(tx);
  return rows;
}

// The ways out and how they are.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export type RouteLine = {
  readonly routeId: string;
  readonly name: string;
  readonly channel: string;
  readonly adapter: string;
  readonly sender: string;
  readonly listens: string[];
  readonly priority: number;
  readonly enabled: boolean;
  /** Segments, mails or calls. */
  readonly ratePerS: number;
  readonly pausedUntil: Temporal.Instant | null;
  readonly pausedWhy: string | null;
};

/** In the order in which they are tried, at most 200; no settings, which hold passwords. */
export async function listRoutes(tx: Tx, clientId: string): Promise<RouteLine[]> {
  const { rows } = await sql<RouteLine>`
    select route_id, name, channel, adapter, sender, listens, priority, enabled, rate_per_s,
      case when opens_at > clock_timestamp() then opens_at end as paused_until, paused_why
    from dunlin.route where client_id = ${clientId} order by channel, priority, name limit 200
  `.execute(tx);
  return rows;
}

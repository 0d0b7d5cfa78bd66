/** Whether the routes of this process have connections, written down for those who look from outside. */
import { sql } from "kysely";
import type { Db } from "#platform/db.ts";
import type { Way } from "./open-routes.ts";
import { inClient } from "./transaction.ts";

/**
 * Writes it in one statement for each client. A route is connected when it would take something, or has something under way.
 * Of several processes that hand over on a route the last one to look counts.
 */
export async function noteConnections(db: Db, ways: readonly Way[]): Promise<void> {
  const byClient = Map.groupBy(ways, (way) => way.row.clientId);
  for (const [clientId, own] of byClient) {
    const ids = own.map((way) => way.row.routeId);
    const connected = own.map((way) => way.underWay > 0 || way.route.free > 0);
    await inClient(db, clientId, async (tx) => {
      await sql`update dunlin.route r set connected = i.connected, looked_at = clock_timestamp()
        from unnest(${ids}::uuid[], ${connected}::boolean[]) as i (route_id, connected)
        where r.client_id = ${clientId} and r.route_id = i.route_id`.execute(tx);
    });
  }
}

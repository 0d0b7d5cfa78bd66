import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { rowsOf } from "./transaction.ts";

/** Messages of the client that are due at `now` on enabled routes and not handed over yet, those under way among them. */
export async function left(tx: Tx, clientId: string, now: Temporal.Instant): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ count: number }>`
      select count(*)::int as count
      from dunlin.message m join dunlin.route r on r.client_id = m.client_id and r.route_id = m.route_id
      where m.client_id = ${clientId} and r.enabled
        and (m.state = 'queued' or m.state = 'planned' and m.not_before <= ${now}::timestamptz)`,
  );
  return row?.count ?? 0;
}

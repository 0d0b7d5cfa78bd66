import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { rowsOf } from "./transaction.ts";

/** Messages of the client that are due at `now` on enabled routes and not handed over yet, those under way among them. */
export async function left(tx: Tx, clientId: string, now: Temporal.Instant): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ count: number }>`
      with routes as materialized (
        select route_id from dunlin.route where client_id = ${clientId} and enabled
      )
      select (
        (select count(*) from dunlin.message m join routes using (route_id)
          where m.client_id = ${clientId} and m.indexed_as = 'planned' and m.not_before <= ${now}::timestamptz)
        + (select count(*) from dunlin.attempt a join routes using (route_id)
          where a.client_id = ${clientId} and a.finished_at is null)
      )::int as count`,
  );
  return row?.count ?? 0;
}

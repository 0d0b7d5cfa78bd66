// Addresses to which nothing goes.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export type Suppressed = {
  readonly channel: string;
  readonly address: string;
  readonly reason: "opted_out" | "dead";
  readonly since: Temporal.Instant;
  readonly by: string | null;
};

/** By channel and address; `after` is "channel address" of the last one that was seen. */
export async function listSuppressed(
  tx: Tx,
  clientId: string,
  limit: number,
  after = "",
): Promise<Suppressed[]> {
  const [channel = "", address = ""] = after.split(" ", 2);
  const { rows } = await sql<Suppressed>`
    select channel, address, case when opted_out_at is null then 'dead' else 'opted_out' end as reason,
      coalesce(opted_out_at, dead_at) as since, coalesce(opted_out_by, dead_why) as by
    from dunlin.address
    where client_id = ${clientId} and (opted_out_at is not null or dead_at is not null)
      and (channel, address) > (${channel}, ${address})
    order by channel, address limit ${limit}
  `.execute(tx);
  return rows;
}

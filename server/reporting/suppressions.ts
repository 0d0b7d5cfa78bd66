// Addresses to which nothing goes.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export type Suppressed = {
  readonly channel: string;
  readonly address: string;
  /** The first that stands; "hard_bounce": the address does not work. */
  readonly reason: "opted_out" | "complaint" | "manual" | "hard_bounce";
  readonly since: Temporal.Instant;
  readonly by: string | null;
  readonly expiresAt: Temporal.Instant | null;
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
    select channel, address,
      case when opted_out_at is null then 'hard_bounce' else coalesce(opted_out_why, 'opted_out') end as reason,
      coalesce(opted_out_at, dead_at) as since,
      case when opted_out_at is null then dead_why else opted_out_by end as by,
      case when opted_out_at is null then dead_until else opted_out_until end as expires_at
    from dunlin.address
    where client_id = ${clientId} and (opted_out_at is not null or dead_at is not null)
      and (channel, address) > (${channel}, ${address})
    order by channel, address limit ${limit}
  `.execute(tx);
  return rows;
}

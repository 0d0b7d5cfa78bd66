// Where a test clock stops on its way.
import { sql } from "kysely";
import type { Db } from "#platform/db.ts";

/** The next instant at which something falls due, of any client: a look, a message, a campaign, or a notice of a debit behind `at`. */
export async function nextDue(
  worker: Db,
  at: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const { rows } = await sql<{ at: Temporal.Instant | null }>`
    select least(dunlin.next_look_at(), dunlin.next_message_at(), dunlin.next_campaign_at(),
      dunlin.next_notice_at(${at})) as at
  `.execute(worker);
  return rows[0]!.at ?? undefined;
}

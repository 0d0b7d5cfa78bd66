import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";

export type Waiting = {
  /** Messages that are planned for later than now. */
  readonly waiting: number;
  /** When the first of them may go. */
  readonly next_at: Temporal.Instant | null;
};

/** What is planned but waits for its time: without it, a run at night or on a Sunday looks as if it had done nothing. */
export async function waitingOf(
  tx: Tx,
  clientId: string,
): Promise<{ json: Waiting; text: string }> {
  const now = await clockNow(tx);
  const { rows } = await sql<{ waiting: number; nextAt: Temporal.Instant | null }>`
    select count(*)::int as waiting, min(not_before) as next_at from dunlin.message
    where client_id = ${clientId} and state = 'planned' and not_before > ${now}
  `.execute(tx);
  const { waiting, nextAt } = rows[0]!;
  const json = { waiting, next_at: nextAt };
  if (nextAt === null) return { json, text: "" };
  const { zone } = await getClient(tx, clientId);
  const local = nextAt.toZonedDateTimeISO(zone);
  const when = `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: "minute" })}`;
  return { json, text: `; ${waiting} wait for their time, the first for ${when} (${zone})` };
}

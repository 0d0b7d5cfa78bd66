import { sql } from "kysely";
import { clientIds } from "#clients/clients.ts";
import { asClient, type Db } from "#platform/db.ts";
import type { Installation } from "#platform/installation.ts";

const POLL_MS = 25;
/** How long receipts of what was handed over are waited for; networks that never send one do not stop the clock. */
const RECEIPTS_MS = 3_000;

/** Waits for the receipts of text messages handed over lately; gives up when none came for three seconds. */
export async function awaitReceipts({ app }: Installation): Promise<void> {
  const ids = await clientIds(app);
  let least = Infinity;
  let end = performance.now() + RECEIPTS_MS;
  while (performance.now() < end) {
    let open = 0;
    for (const id of ids) open += await openReceipts(app, id);
    if (open === 0) return;
    if (open < least) end = performance.now() + RECEIPTS_MS;
    least = Math.min(least, open);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function openReceipts(app: Db, clientId: string): Promise<number> {
  return await asClient(app, clientId, async (tx) => {
    const { rows } = await sql<{ open: number }>`
      select count(*)::int as open from dunlin.message
      where client_id = ${clientId} and state = 'handed_over' and channel = 'sms' and ended_at is null
        and handed_over_at >= dunlin.clock_now() - interval '1 hour'
    `.execute(tx);
    return rows[0]!.open;
  });
}

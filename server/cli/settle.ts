// Waiting until the workers have nothing left to do at the present time of the installation.
import { sql } from "kysely";
import { awaitReceipts } from "#cli/receipts.ts";
import { moveCampaigns } from "#campaigns/running.ts";
import { clientIds } from "#clients/clients.ts";
import { left } from "#messages/dispatch/left.ts";
import { noticeAll } from "#debits/notices.ts";
import { lookAtAll } from "#messages/planning/looker.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { Installation } from "#platform/installation.ts";

const POLL_MS = 25;
/** How often a waiting command makes sure that there are workers. */
const ATTEND_MS = 1_000;
const SETTLE_MS = 600_000;
const DRAIN_MS = 5_000;
/** What goes nowhere for so long (a paused route) does not hold the test clock. */
const STALLED_MS = 15_000;

/**
 * Waits until nothing due of the client is left, or the time is up; the number left: messages to hand over and customers to
 * look at. `attend` is called about once a second, so that somebody does the work.
 */
export async function drain(
  app: Db,
  clientId: string,
  timeoutMs: number,
  attend: () => Promise<void>,
): Promise<number> {
  const end = performance.now() + timeoutMs;
  let attendAt = 0;
  for (;;) {
    if (performance.now() >= attendAt) {
      await attend();
      attendAt = performance.now() + ATTEND_MS;
    }
    const still = await leftOf(app, clientId);
    if (still === 0 || performance.now() >= end) return still;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

// In this order: a look and what it plans become visible together, so a customer whom a worker looks at just now is still
// due, and one who no longer is has messages to count.
async function leftOf(app: Db, clientId: string): Promise<number> {
  const looks = await asClient(app, clientId, async (tx) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from dunlin.customer
      where client_id = ${clientId} and look_at <= dunlin.clock_now()
    `.execute(tx);
    return rows[0]!.count;
  });
  return (
    looks +
    (await asClient(app, clientId, async (tx) => await left(tx, clientId, await clockNow(tx))))
  );
}

/**
 * Waits until everybody who is due has been looked at or told of a debit, what that plans is handed over and its receipts are back, and again
 * until nothing is left at the present (frozen) instant.
 */
export async function settle(
  installation: Installation,
  attend: () => Promise<void>,
): Promise<void> {
  const end = performance.now() + SETTLE_MS;
  let least = Infinity;
  let stalledAt = performance.now() + STALLED_MS;
  while (performance.now() < end) {
    await moveCampaigns(installation.worker, installation.log);
    await lookAtAll(installation.worker);
    await noticeAll(installation.worker, installation.log);
    const ids = await clientIds(installation.app);
    let still = 0;
    for (const id of ids) still += await drain(installation.app, id, DRAIN_MS, attend);
    if (still < least) stalledAt = performance.now() + STALLED_MS;
    least = Math.min(least, still);
    if (still > 0 && performance.now() < stalledAt) continue;
    await awaitReceipts(installation);
    // What was said last may have been the end of a campaign.
    await moveCampaigns(installation.worker, installation.log);
    if (still > 0 || (await isQuiet(installation, ids))) return;
  }
  throw new UserError(
    "there was still work to do after ten minutes; look at the log of the routes",
  );
}

async function isQuiet({ app }: Installation, ids: readonly string[]): Promise<boolean> {
  for (const id of ids) if ((await leftOf(app, id)) > 0) return false;
  return true;
}

// Waiting until the workers have nothing left to do at the present time of the installation.
import { sql } from "kysely";
import { clientIds } from "#clients/clients.ts";
import { left } from "#messages/dispatch/left.ts";
import { lookAtAll } from "#messages/planning/looker.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { Installation } from "#platform/installation.ts";

const POLL_MS = 25;
/** How long receipts of what was handed over are waited for; networks that never send one do not stop the clock. */
const RECEIPTS_MS = 3_000;
const SETTLE_MS = 600_000;

/** Waits until nothing due of the client is left to hand over, or the time is up; the number left. */
export async function drain(app: Db, clientId: string, timeoutMs: number): Promise<number> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const still = await leftOf(app, clientId);
    if (still === 0 || performance.now() >= end) return still;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function leftOf(app: Db, clientId: string): Promise<number> {
  return await asClient(app, clientId, async (tx) => await left(tx, clientId, await clockNow(tx)));
}

/**
 * Looks at everybody who is due, waits until what that plans is handed over and its receipts are back, and again until
 * nothing is left at the present (frozen) instant.
 */
export async function settle(installation: Installation): Promise<void> {
  const end = performance.now() + SETTLE_MS;
  while (performance.now() < end) {
    await lookAtAll(installation.worker);
    const ids = await clientIds(installation.app);
    for (const id of ids) {
      await drain(installation.app, id, Math.max(0, end - performance.now()));
    }
    if (!(await isQuiet(installation, ids))) continue;
    await awaitReceipts(installation);
    if (await isQuiet(installation, ids)) return;
  }
  throw new UserError(
    "there was still work to do after ten minutes; look at the log of the routes",
  );
}

/**
 * True when nobody is to be looked at and nothing is to be handed over. Asked in this order: a look and what it plans become
 * visible together, so a customer whom a worker looks at just now is still due, and one who no longer is has messages to count.
 */
async function isQuiet(installation: Installation, ids: readonly string[]): Promise<boolean> {
  if (await anyoneDue(installation.worker)) return false;
  for (const id of ids) if ((await leftOf(installation.app, id)) > 0) return false;
  return true;
}

async function anyoneDue(worker: Db): Promise<boolean> {
  const { rows } = await sql`select dunlin.clients_to_look_at(dunlin.clock_now()) limit 1`.execute(
    worker,
  );
  return rows.length > 0;
}

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

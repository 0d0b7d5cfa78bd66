// Books catch up with payments: what named a customer or invoice that was not there is tried again by itself.
import { startRounds } from "#clients/rounds.ts";
import { loadContext } from "#messages/planning/context.ts";
import { rematch } from "#payments/unmatched.ts";
import type { Chore } from "#platform/chore.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";

/** Well within the time for which a new book stays silent. */
const POLL_MS = 30_000;

/** Looks through the unmatched payments of every client from time to time. Any number of processes may do it. */
export function startRematching(db: Db, log: Logger, everyMs = POLL_MS): Chore {
  const failed = "unmatched payments were not tried again";
  return startRounds(db, log, { everyMs, failed }, async (clientId) =>
    asClient(db, clientId, async (tx) => {
      const context = await loadContext(tx, clientId);
      await rematch(tx, context, { now: await clockNow(tx), actor: "system" });
    }),
  );
}

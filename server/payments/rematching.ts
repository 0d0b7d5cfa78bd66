// Books catch up with payments: what named a customer or invoice that was not there is tried again by itself.
import { setTimeout as delay } from "node:timers/promises";
import { clientIds } from "#clients/clients.ts";
import { loadContext } from "#messages/planning/context.ts";
import { rematch } from "#payments/unmatched.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";

/** Well within the time for which a new book stays silent. */
const POLL_MS = 30_000;

/** Looks through the unmatched payments of every client from time to time. Any number of processes may do it. */
export function startRematching(db: Db, log: Logger, pollMs = POLL_MS) {
  const ending = new AbortController();
  const { signal } = ending;
  const running = (async () => {
    for (; !signal.aborted;) {
      await delay(pollMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await rematchAll(db, signal).catch((error: unknown) =>
        log.warn({ error: messageOf(error) }, "unmatched payments were not tried again"),
      );
    }
  })();
  return {
    stop: async (): Promise<void> => {
      ending.abort();
      await running;
    },
  };
}

async function rematchAll(db: Db, signal: AbortSignal): Promise<void> {
  for (const clientId of await clientIds(db)) {
    if (signal.aborted) return;
    await asClient(db, clientId, async (tx) => {
      const context = await loadContext(tx, clientId);
      await rematch(tx, context, { now: await clockNow(tx), actor: "system" });
    });
  }
}

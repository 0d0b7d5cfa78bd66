// Work that is done for one client after the other, again and again.
import { clientIds } from "#clients/clients.ts";
import { startChore, type Chore } from "#platform/chore.ts";
import type { Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";

/**
 * Does the work for every client, every so many milliseconds of real time. What fails for one client is logged, with `failed`
 * saying what was not done, and keeps nobody else waiting.
 */
export function startRounds(
  db: Db,
  log: Logger,
  { everyMs, failed }: { readonly everyMs: number; readonly failed: string },
  work: (clientId: string, signal: AbortSignal) => Promise<unknown>,
): Chore {
  return startChore(log, failed, { everyMs }, async (signal) => {
    for (const clientId of await clientIds(db)) {
      if (signal.aborted) return;
      await work(clientId, signal).catch((error: unknown) =>
        log.warn({ clientId, error: messageOf(error) }, failed),
      );
    }
  });
}

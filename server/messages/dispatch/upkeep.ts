/** What every process does now and then: recover, sweep, fail over. All of it may run in several at once. */
import { messageOf } from "#platform/errors.ts";
import { failOver } from "./failover.ts";
import type { DispatchPorts } from "./ports.ts";
import { recoverLost } from "./recovery.ts";
import { routesAtRest, sweepExpired, sweepReceipts, sweepUnheard } from "./sweeps.ts";

/** One round. A task that fails is logged and comes again with the next round; the others run all the same. */
export async function keepUp(
  { db, quote, log }: Pick<DispatchPorts, "db" | "quote" | "log">,
  processId: number,
): Promise<void> {
  const task = async (name: string, work: () => Promise<unknown>) =>
    await work().catch((error: unknown) => log.warn({ name, error: messageOf(error) }, "upkeep"));
  await task("recover", async () => {
    const lost = await recoverLost(db, processId);
    if (lost > 0) log.warn({ lost }, "hand-overs of a lost process are uncertain");
  });
  await task("receipts", async () => await sweepReceipts(db));
  await task("unheard", async () => await sweepUnheard(db));
  await task("resting", async () => {
    const resting = await routesAtRest(db);
    await sweepExpired(db, resting);
    for (const { client_id: clientId, route_id: routeId } of resting) {
      if (!quote || routeId === null) continue;
      const moved = await failOver(db, quote, clientId, routeId);
      if (moved > 0) log.warn({ clientId, routeId, moved }, "messages moved to another route");
    }
  });
}

// A worker process of the bench of workers: a dispatcher with one SMPP bind. Tells its parent how many receipts it stored.
import { setTimeout as sleep } from "node:timers/promises";
import { openSmppRoute } from "#adapters/smpp/smpp.ts";
import { startDispatcher } from "#messages/dispatch/dispatch.ts";
import { rulesAtHandOver } from "#messages/planning/allowed.ts";
import type { Route } from "#messages/route.ts";
import { openDb, openPool, type DatabaseAt } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";
import { configFor } from "./dispatch.ts";
import { peakRssMb } from "./measure.ts";
import { THURSDAY } from "./seed.ts";

/** `receipts`: stored since it was told last. Processor time and memory are those of the process so far. */
export type Told = { readonly receipts: number; readonly cpuUs: number; readonly rssMb: number };

type Order = { readonly at: DatabaseAt; readonly routeId: string; readonly port: number };

const TELL_EVERY_MS = 20;

const order = JSON.parse(process.argv[2] ?? "{}") as Order;
const db = openDb(openPool(order.at, "dunlin_worker", 8));
let receipts = 0;
let route: Route | undefined;

const dispatcher = await startDispatcher({
  db,
  at: order.at,
  openRoute: (_row, arrivals) => {
    route = openSmppRoute(
      configFor(order, order.port),
      {
        inbound: async (inbound) => await arrivals.inbound(inbound),
        receipt: async (receipt) => {
          await arrivals.receipt(receipt);
          receipts += 1;
        },
      },
      silentLog,
      () => THURSDAY,
    );
    return route;
  },
  redecide: () => Promise.resolve(),
  allowedAt: rulesAtHandOver(db),
  inbound: () => Promise.resolve(),
  log: silentLog,
});

function tell(): void {
  const { user, system } = process.cpuUsage();
  const told: Told = { receipts, cpuUs: user + system, rssMb: peakRssMb() };
  receipts = 0;
  process.send?.(told);
}

while (!route || route.free === 0) await sleep(5);
tell();
const timer = setInterval(() => {
  if (receipts > 0) tell();
}, TELL_EVERY_MS);

async function end(): Promise<void> {
  clearInterval(timer);
  await dispatcher.stop();
  tell();
  await db.destroy();
  process.disconnect?.();
}
process.once("message", () => void end());
// Its parent is gone.
process.on("disconnect", () => process.exit(0));

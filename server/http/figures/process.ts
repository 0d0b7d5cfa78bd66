// This process itself: memory, processor, event loop, connections to the database.
import type pg from "pg";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";

let own: Registry | undefined;

/** One for the process, whoever asks: each would start watches of its own. Measures from the first time on. */
export function processRegistry(): Registry {
  if (own) return own;
  own = new Registry();
  collectDefaultMetrics({ register: own });
  return own;
}

/** Connections of the process by pool: in use, idle, and who waits for one. */
export function addPools(registry: Registry, pools: Readonly<Record<string, pg.Pool>>): void {
  new Gauge({
    name: "dunlin_database_connections",
    help: "Connections of this process to the database, and requests that wait for one",
    labelNames: ["pool", "state"],
    registers: [registry],
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount, options }] of Object.entries(
        pools,
      )) {
        this.set({ pool, state: "in_use" }, totalCount - idleCount);
        this.set({ pool, state: "idle" }, idleCount);
        this.set({ pool, state: "waiting" }, waitingCount);
        this.set({ pool, state: "most" }, options.max);
      }
    },
  });
}

/** The routes that are open in this process, kept as the route table says. */
import { sql } from "kysely";
import type { Arrivals, Route } from "#messages/route.ts";
import { messageOf } from "#platform/errors.ts";
import type { Db } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";
import { ROUTE_COLUMNS } from "./failover.ts";
import type { OpenRoute, RouteRow } from "./ports.ts";
import { inClient, rowsOf } from "./transaction.ts";

const DRAIN_MS = 5_000;
const REOPEN_AFTER_MS = 5_000;

/** One open route with what the schedule must remember of it. Times are of `performance.now()`. */
export type Way = {
  readonly row: RouteRow;
  readonly route: Route;
  readonly changedAt: string;
  /** Hand-overs under way. */
  underWay: number;
  /** No longer used: it is being closed. */
  closing: boolean;
  /** Not to be served before: the budget is spent, or its messages were busy. */
  restUntilMs: number;
  /** Units that the next message needs and the last grant did not hold. */
  needsUnits: number;
  /** The largest free window seen. */
  widestFree: number;
  servedAtMs: number;
  /** Since when it has had work and no room although nothing of ours is under way. */
  stuckSinceMs: number | undefined;
  /** Somebody waits for room already. */
  awaitingRoom: boolean;
  /** Room that the far side has, and that outcomes take which are not yet written. */
  awaitingWrite: boolean;
  /** Customers whose rows were locked by others, until then. */
  busy: { customers: readonly string[]; untilMs: number };
};

type Listed = {
  readonly clientId: string;
  readonly routeId: string;
  readonly adapter: string;
  readonly enabled: boolean;
  readonly changedAt: string;
};

type Options = {
  readonly db: Db;
  readonly openRoute: OpenRoute;
  readonly arrivals: (clientId: string, routeId: string) => Arrivals;
  readonly log: Logger;
};

export class OpenRoutes {
  readonly #options: Options;
  readonly #ways = new Map<string, Way>();
  readonly #failedAtMs = new Map<string, number>();
  #refreshing: Promise<void> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  get(routeId: string): Way | undefined {
    return this.#ways.get(routeId);
  }

  all(): readonly Way[] {
    return [...this.#ways.values()];
  }

  /** Opens what is new, reopens what changed, closes what was disabled. Calls at the same time share one pass. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Closes everything; hand-overs still under way end as uncertain. */
  async close(): Promise<void> {
    await this.#refreshing?.catch(() => undefined);
    await Promise.all(this.all().map(async (way) => await this.#close(way, 0)));
  }

  async #refresh(): Promise<void> {
    const { db } = this.#options;
    const listed = await rowsOf(
      db,
      sql<Listed>`select client_id as "clientId", route_id as "routeId", adapter, enabled,
        changed_at::text as "changedAt" from dunlin.all_routes()`,
    );
    const wanted = new Map(listed.flatMap((row) => (row.enabled ? [[row.routeId, row]] : [])));
    const gone = this.all().filter(
      (way) => wanted.get(way.row.routeId)?.changedAt !== way.changedAt,
    );
    await Promise.all(gone.map(async (way) => await this.#close(way, DRAIN_MS)));
    for (const row of wanted.values()) {
      if (!this.#ways.has(row.routeId)) await this.#open(row);
    }
  }

  async #open(listed: Listed): Promise<void> {
    const failedAtMs = this.#failedAtMs.get(listed.routeId);
    if (failedAtMs !== undefined && performance.now() - failedAtMs < REOPEN_AFTER_MS) return;
    const { clientId, routeId, changedAt } = listed;
    const [row] = await inClient(this.#options.db, clientId, async (tx) =>
      rowsOf(
        tx,
        sql<RouteRow>`select ${ROUTE_COLUMNS} from dunlin.route r
          where r.client_id = ${clientId} and r.route_id = ${routeId}`,
      ),
    );
    if (!row) return;
    try {
      const arrivals = this.#options.arrivals(clientId, routeId);
      const route = await this.#options.openRoute(row, arrivals);
      this.#ways.set(routeId, newWay(row, route, changedAt));
      this.#failedAtMs.delete(routeId);
    } catch (error) {
      this.#failedAtMs.set(routeId, performance.now());
      this.#options.log.error({ routeId, error: messageOf(error) }, `route ${row.name} not opened`);
    }
  }

  async #close(way: Way, drainMs: number): Promise<void> {
    way.closing = true;
    const deadline = performance.now() + drainMs;
    while (way.underWay > 0 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await way.route.close().catch((error: unknown) => {
      this.#options.log.warn({ routeId: way.row.routeId, error: messageOf(error) }, "route closed");
    });
    if (this.#ways.get(way.row.routeId) === way) this.#ways.delete(way.row.routeId);
  }
}

function newWay(row: RouteRow, route: Route, changedAt: string): Way {
  return {
    row,
    route,
    changedAt,
    underWay: 0,
    closing: false,
    restUntilMs: 0,
    needsUnits: 0,
    widestFree: 0,
    servedAtMs: 0,
    stuckSinceMs: undefined,
    awaitingRoom: false,
    awaitingWrite: false,
    busy: { customers: [], untilMs: 0 },
  };
}

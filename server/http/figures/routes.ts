// How the routes are: the circuit breaker of each, and when it last worked.
import { sql } from "kysely";
import { Gauge, type Registry } from "prom-client";
import { rowsOf } from "#messages/dispatch/transaction.ts";
import { asClient, type Db } from "#platform/db.ts";

type Health = {
  readonly client_id: string;
  readonly route_id: string;
  readonly channel: string;
  readonly enabled: boolean;
  readonly resting: boolean;
  readonly failures: number;
  readonly worked_at: Temporal.Instant | null;
};

/** Names of routes, which only their clients may read; each is read once, for a route keeps its name. */
export class RouteNames {
  readonly #db: Db;
  readonly #names = new Map<string, string>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Undefined for a route that is not there. */
  async of(clientId: string, routeId: string): Promise<string | undefined> {
    if (!this.#names.has(routeId)) await this.#read(clientId);
    return this.#names.get(routeId);
  }

  async #read(clientId: string): Promise<void> {
    const query = sql<{ id: string; name: string }>`
      select route_id as id, name from dunlin.route where client_id = ${clientId} limit 2000`;
    const { rows } = await asClient(this.#db, clientId, async (tx) => await query.execute(tx));
    for (const { id, name } of rows) this.#names.set(id, name);
  }
}

/** Of the first 2,000 routes; of clients that `clients` names. */
export async function addRoutes(
  registry: Registry,
  db: Db,
  clients: ReadonlyMap<string, string>,
  names: RouteNames,
): Promise<void> {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ["client", "route", "channel"], registers: [registry] });
  const resting = gauge(
    "dunlin_route_breaker_open",
    "1 while the circuit breaker keeps the route at rest",
  );
  const failures = gauge("dunlin_route_failures_in_a_row", "Rests without a success in between");
  const enabled = gauge("dunlin_route_enabled", "0 when somebody switched the route off");
  const workedAt = gauge(
    "dunlin_route_worked_timestamp_seconds",
    "When a hand-over last succeeded, by real time",
  );
  const rows = await rowsOf(
    db,
    sql<Health>`select client_id, route_id, channel, enabled, resting, failures, worked_at
      from dunlin.route_health()`,
  );
  for (const row of rows) {
    const client = clients.get(row.client_id);
    const route = client === undefined ? undefined : await names.of(row.client_id, row.route_id);
    if (client === undefined || route === undefined) continue;
    const labels = { client, route, channel: row.channel };
    resting.set(labels, row.resting ? 1 : 0);
    failures.set(labels, row.failures);
    enabled.set(labels, row.enabled ? 1 : 0);
    if (row.worked_at) workedAt.set(labels, row.worked_at.epochMilliseconds / 1_000);
  }
}

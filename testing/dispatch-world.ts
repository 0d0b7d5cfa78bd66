/** What the tests of dispatch stand on: a database of its own, a client, routes, customers and planned messages. */
import { sql } from "kysely";
import type pg from "pg";
import { FakeRoute, type FakeRouteOptions } from "./fake-route.ts";
import { openDb, openPool, type DatabaseAt, type Db } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";
import {
  startDispatcher,
  type Dispatcher,
  type DispatcherOptions,
} from "#messages/dispatch/dispatch.ts";
import { inClient } from "#messages/dispatch/transaction.ts";

export type PlanOptions = {
  readonly routeId?: string | null;
  readonly count?: number;
  readonly class?: string;
  readonly lane?: number;
  readonly channel?: string;
  readonly template?: string;
  readonly segments?: number;
  readonly notBeforeS?: number;
  readonly notAfterS?: number;
  readonly createdS?: number;
  /** Decided on the customers' facts as they are; false: on none. */
  readonly onFacts?: boolean;
  /** All of one customer, or customers of their own. */
  readonly customerId?: string;
  readonly address?: string;
  readonly sender?: string;
};

export class World {
  readonly at: DatabaseAt;
  readonly pool: pg.Pool;
  readonly db: Db;
  readonly owner: pg.Pool;
  readonly routes = new Map<string, FakeRoute>();
  clientId = "";
  readonly #started: Dispatcher[] = [];
  #number = 0;

  constructor(at: DatabaseAt) {
    this.at = at;
    this.pool = openPool(at, "dunlin_worker", 8);
    this.db = openDb(this.pool);
    this.owner = openPool(at, "owner", 4);
  }

  /** Makes a client and works for it from now on. */
  async addClient(): Promise<string> {
    this.#number += 1;
    const slug = `client-${this.#number}-${Math.random().toString(36).slice(2, 8)}`;
    const { rows } = await this.owner.query<{ client_id: string }>(
      `insert into dunlin.client (slug, name, currency, country, zone, created_at)
       values ($1, 'Harbour Fibre', 'ZAR', 'ZA', 'Africa/Johannesburg', now()) returning client_id`,
      [slug],
    );
    this.clientId = rows[0]!.client_id;
    return this.clientId;
  }

  /** Makes a route and the fake that will be opened for it. */
  async addRoute(
    fake: FakeRouteOptions = {},
    row: {
      channel?: string;
      ratePerS?: number;
      burst?: number;
      priority?: number;
      sender?: string;
      listens?: string[];
    } = {},
  ): Promise<string> {
    this.#number += 1;
    const { rows } = await this.owner.query<{ route_id: string }>(
      `insert into dunlin.route (client_id, name, channel, adapter, config, sender, rate_per_s, burst, priority, listens)
       values ($1, $2, $3, $4, '{}', $5, $6, $7, $8, $9) returning route_id`,
      [
        this.clientId,
        `route-${this.#number}`,
        row.channel ?? "sms",
        row.channel === "email" ? "smtp" : "smpp",
        row.sender ?? "+27600000000",
        row.ratePerS ?? 1e6,
        row.burst ?? 100_000,
        row.priority ?? 100,
        row.listens ?? ["+27600000000"],
      ],
    );
    const routeId = rows[0]!.route_id;
    this.routes.set(routeId, new FakeRoute(fake));
    return routeId;
  }

  fake(routeId: string): FakeRoute {
    const fake = this.routes.get(routeId);
    if (!fake) throw new Error("no such route");
    return fake;
  }

  /** Plans messages, due now unless told otherwise, and returns their ids in the order in which they are due. */
  async plan(options: PlanOptions = {}): Promise<string[]> {
    this.#number += 1;
    const count = options.count ?? 1;
    const customers = options.customerId ? [options.customerId] : await this.addCustomers(count);
    const { rows } = await this.owner.query<{ message_id: string }>(
      `insert into dunlin.message (client_id, class, lane, channel, state, customer_id, facts_version, address, sender,
         template, language, body, segments, route_id, not_before, not_after, created_at)
       select $1, $2, $3, $4, 'planned', c.customer_id, case when $5 then c.facts_version end,
         coalesce($6, '+2782' || lpad((n + $7 * 100000)::text, 7, '0')), $8, $9, 'en', 'You owe something', $10, $11,
         dunlin.clock_now() + make_interval(secs => $12::float8) + n * interval '1 microsecond',
         dunlin.clock_now() + make_interval(secs => $13::float8),
         dunlin.clock_now() + make_interval(secs => $14::float8)
       from generate_series(1, $15::int) n
       join unnest($16::uuid[]) with ordinality as i (customer_id, at) on i.at = case when cardinality($16::uuid[]) = 1 then 1 else n end
       join dunlin.customer c on c.client_id = $1 and c.customer_id = i.customer_id
       order by n returning message_id`,
      [
        this.clientId,
        options.class ?? "collection",
        options.lane ?? 2,
        options.channel ?? "sms",
        options.onFacts ?? true,
        options.address ?? null,
        this.#number,
        options.sender ?? "+27600000000",
        options.template ?? "reminder",
        options.segments ?? 1,
        options.routeId === undefined ? [...this.routes.keys()][0]! : options.routeId,
        options.notBeforeS ?? -60,
        options.notAfterS ?? 86_400,
        options.createdS ?? 0,
        count,
        customers,
      ],
    );
    return rows.map((row) => row.message_id);
  }

  async addCustomers(count: number): Promise<string[]> {
    this.#number += 1;
    const { rows } = await this.owner.query<{ customer_id: string }>(
      `insert into dunlin.customer (client_id, reference, name, language, country, created_at)
       select $1, 'R' || $2::text || '-' || n, 'N', 'en', 'ZA', now() from generate_series(1, $3::int) n
       returning customer_id`,
      [this.clientId, this.#number, count],
    );
    return rows.map((row) => row.customer_id);
  }

  async message(messageId: string) {
    const { rows } = await this.owner.query<{
      state: string;
      reason: string | null;
      attempt: number;
      route_id: string;
      sender: string;
      price_micros: bigint;
      not_before: Temporal.Instant;
      handed_over_at: Temporal.Instant | null;
      delivered_at: Temporal.Instant | null;
      ended_at: Temporal.Instant | null;
    }>("select * from dunlin.message where message_id = $1", [messageId]);
    return rows[0]!;
  }

  /** How many messages are in which state. */
  async states(): Promise<Record<string, number>> {
    const { rows } = await this.owner.query<{ state: string; count: number }>(
      "select state, count(*)::int as count from dunlin.message group by state",
    );
    return Object.fromEntries(rows.map((row) => [row.state, row.count]));
  }

  async attempts(messageId: string) {
    const { rows } = await this.owner.query<{
      attempt: number;
      outcome: string | null;
      code: string | null;
    }>("select attempt, outcome, code from dunlin.attempt where message_id = $1 order by attempt", [
      messageId,
    ]);
    return rows;
  }

  async events(messageId: string): Promise<string[]> {
    const { rows } = await this.owner.query<{ kind: string }>(
      "select kind from dunlin.event where message_id = $1 order by seq",
      [messageId],
    );
    return rows.map((row) => row.kind);
  }

  async sql(text: string, values: readonly unknown[] = []): Promise<void> {
    await this.owner.query(text, [...values]);
  }

  /** So that nothing of this test is due in the next one. */
  async cancelPlanned(): Promise<void> {
    await this.sql("update dunlin.message set state = 'cancelled' where state = 'planned'");
  }

  async freeze(instant: string | null): Promise<void> {
    await this.sql("update dunlin.clock set frozen_at = $1", [instant]);
  }

  /** Any fact about the customer that changed. */
  async bump(customerId: string): Promise<void> {
    await inClient(this.db, this.clientId, async (tx) => {
      await sql`update dunlin.customer set facts_version = facts_version + 1
        where client_id = ${this.clientId} and customer_id = ${customerId}`.execute(tx);
    });
  }

  ports(overrides: Partial<DispatcherOptions> = {}): DispatcherOptions {
    return {
      db: this.db,
      at: this.at,
      openRoute: (row) => this.fake(row.routeId),
      redecide: () => Promise.resolve(),
      allowedAt: (_client, _message, nowMs) => ({ at: nowMs }),
      inbound: () => Promise.resolve(),
      log: silentLog,
      pollMs: 50,
      upkeepMs: 50,
      ...overrides,
    };
  }

  async start(overrides: Partial<DispatcherOptions> = {}): Promise<Dispatcher> {
    const dispatcher = await startDispatcher(this.ports(overrides));
    this.#started.push(dispatcher);
    return dispatcher;
  }

  /** Starts, waits until nothing is left to do, and stops. */
  async run(overrides: Partial<DispatcherOptions> = {}): Promise<void> {
    const dispatcher = await this.start(overrides);
    try {
      await until(async () => await dispatcher.idle());
    } finally {
      await dispatcher.stop();
    }
  }

  async one<T>(text: string, values: readonly unknown[] = []): Promise<T> {
    const { rows } = await this.owner.query(text, [...values]);
    return rows[0] as T;
  }

  async end(): Promise<void> {
    await Promise.all(this.#started.map(async (dispatcher) => await dispatcher.stop()));
    await this.db.destroy();
    await this.owner.end();
  }
}

/** Waits until the condition holds; fails after 20 s unless told otherwise. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`it did not happen within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

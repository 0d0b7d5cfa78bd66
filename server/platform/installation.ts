import { randomBytes } from "node:crypto";
import pg from "pg";
import type { Config } from "#platform/config.ts";
import { connectionFor, openDb, openPool, type DatabaseAt, type Db } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import { migrate } from "#platform/migrate.ts";
import { startPostgres, type Cluster } from "#platform/postgres.ts";

/** A migrated database with pools for both roles. */
export type Installation = {
  readonly config: Config;
  readonly log: Logger;
  readonly at: DatabaseAt;
  /** As `dunlin_app`: the API, the console, the commands. */
  readonly app: Db;
  readonly appPool: pg.Pool;
  /** As `dunlin_worker`: what finds work across clients. */
  readonly worker: Db;
  readonly workerPool: pg.Pool;
  /** Demo mode: sample client, sandboxes, a clock that can be set. */
  readonly demo: boolean;
  /**
   * Ends the pools and, where the database is our own, the database: always with `stopDatabase`, else when nobody else is
   * connected.
   */
  close(options?: { readonly stopDatabase?: boolean }): Promise<void>;
};

const ATTEMPTS = 5;

/** Brings the database up, migrates it and connects. Throws a `UserError` that says what to do. */
export async function openInstallation(config: Config, log: Logger): Promise<Installation> {
  const { at, cluster, keeper } = await reach(config, log);
  const { applied } = await migrate(at);
  if (applied.length > 0) log.info({ applied }, "migrated");
  const demo = await decideMode(keeper, config);
  const appPool = openPool(at, "dunlin_app");
  const workerPool = openPool(at, "dunlin_worker", 12);
  return {
    config,
    log,
    at,
    app: openDb(appPool),
    appPool,
    worker: openDb(workerPool),
    workerPool,
    demo,
    close: async ({ stopDatabase = false } = {}) => {
      await Promise.all([appPool.end(), workerPool.end()]);
      const alone = cluster !== undefined && (stopDatabase || (await isAlone(keeper)));
      await keeper.end().catch(() => undefined);
      if (alone) await cluster.stop();
    },
  };
}

type Reached = { at: DatabaseAt; cluster: Cluster | undefined; keeper: pg.Client };

// The keeper is one connection held from the beginning: as long as it is there, no other process stops the database.
async function reach(config: Config, log: Logger): Promise<Reached> {
  if (config.databaseUrl !== undefined) {
    const at = { url: config.databaseUrl };
    const keeper = new pg.Client(connectionFor(at, "owner"));
    keeper.on("error", (error) => log.warn({ error: messageOf(error) }, "lost the database"));
    await keeper.connect().catch((cause: unknown) => {
      throw new UserError(
        `DATABASE_URL can't be reached: ${messageOf(cause)}; check it and the server`,
      );
    });
    return { at, cluster: undefined, keeper };
  }
  for (let attempt = 1; ; attempt += 1) {
    const cluster = await startPostgres({ home: config.home, postgresUser: config.postgresUser });
    if (attempt === 1) for (const note of cluster.notes) log.info(note);
    const at = { host: cluster.socketDir };
    const keeper = new pg.Client(connectionFor(at, "owner"));
    keeper.on("error", (error) => log.warn({ error: messageOf(error) }, "lost the database"));
    try {
      await keeper.connect();
      return { at, cluster, keeper };
    } catch (error) {
      // Another process may have been stopping it just now: start it again.
      if (attempt >= ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
    }
  }
}

const LAST_LEAVES_MS = 2_000;

// Our own pools are closed by now, but their backends may still be going: who has no keeper beside it is waited for.
async function isAlone(keeper: pg.Client): Promise<boolean> {
  const end = performance.now() + LAST_LEAVES_MS;
  for (;;) {
    const { rows } = await keeper
      .query<{ others: number; keepers: number }>(
        `select count(*)::int as others, (count(*) filter (where usename = current_user))::int as keepers
         from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      )
      .catch(() => ({ rows: [{ others: 1, keepers: 1 }] }));
    const { others, keepers } = rows[0]!;
    if (others === 0 || keepers > 0 || performance.now() >= end) return others === 0;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// An empty database becomes a demo unless the environment says otherwise; later the database remembers.
async function decideMode(keeper: pg.Client, config: Config): Promise<boolean> {
  const { rows } = await keeper.query<{ demo: boolean }>(
    `with made as (insert into dunlin.installation (demo, secret) values ($1, $2)
       on conflict do nothing returning demo)
     select demo from made union all select demo from dunlin.installation limit 1`,
    [config.demo ?? true, randomBytes(32)],
  );
  return config.demo ?? rows[0]!.demo;
}

import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { Config } from "#platform/config.ts";
import { openDb, openPool, type DatabaseAt, type Db } from "#platform/db.ts";
import { keepDatabase } from "#platform/keeper.ts";
import type { Logger } from "#platform/log.ts";
import { migrate } from "#platform/migrate.ts";

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
   * Ends the pools and, where the database is our own and no other process of Dunlin uses it, the database: when nobody else
   * is connected either, or whoever is with `stopDatabase`.
   */
  close(options?: { readonly stopDatabase?: boolean }): Promise<void>;
};

/** Brings the database up, migrates it and connects. Throws a `UserError` that says what to do. */
export async function openInstallation(config: Config, log: Logger): Promise<Installation> {
  const keeper = await keepDatabase(config, log);
  const { at } = keeper;
  const { applied } = await migrate(at);
  if (applied.length > 0) log.info({ applied }, "migrated");
  const demo = await decideMode(keeper.client, config);
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
      await keeper.close(stopDatabase);
    },
  };
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

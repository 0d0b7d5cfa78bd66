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
   * Ends the pools and, where the database is our own and no other process of Dunlin uses it, the database: when nobody else
   * is connected either, or whoever is with `stopDatabase`.
   */
  close(options?: { readonly stopDatabase?: boolean }): Promise<void>;
};

/** Another process may just be starting or stopping the database, or it recovers from a crash. */
const REACH_MS = 60_000;
const RETRY_MS = 100;
/** A database that can't be started so often won't be. */
const MOST_STARTS = 5;

/** Held shared by the keeper of every process; whoever can take it alone may stop the database. */
const KEEPERS = 7_003;

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
      const alone = cluster !== undefined && (await isAlone(keeper, stopDatabase));
      keeper.removeAllListeners("error").on("error", () => undefined);
      if (alone) await cluster.stop();
      await keeper.end().catch(() => undefined);
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
  const end = performance.now() + REACH_MS;
  for (let failures = 0; ;) {
    let cluster: Cluster | undefined;
    try {
      cluster = await startPostgres({ home: config.home, postgresUser: config.postgresUser });
      const joined = await join(cluster, log);
      for (const note of cluster.notes) log.info(note);
      return joined;
    } catch (error) {
      failures += cluster ? 0 : 1;
      const lasting = error instanceof UserError || failures >= MOST_STARTS;
      if (lasting || performance.now() >= end) throw error;
      log.debug({ error: messageOf(error) }, "the database can't be reached yet");
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function join(cluster: Cluster, log: Logger): Promise<Reached> {
  const at = { host: cluster.socketDir };
  const keeper = new pg.Client(connectionFor(at, "owner"));
  keeper.on("error", () => undefined); // whoever leaves just now takes the database along: we try again
  await keeper.connect();
  await keeper.query("select pg_advisory_lock_shared($1)", [KEEPERS]);
  keeper.on("error", (error) => log.warn({ error: messageOf(error) }, "lost the database"));
  return { at, cluster, keeper };
}

const LAST_LEAVES_MS = 2_000;

// With the lock in our hand nobody can join any more: they wait for it, lose it with the database, and start that again. Our
// own pools are closed by now, but their backends may still be going.
async function isAlone(keeper: pg.Client, amongOurselves: boolean): Promise<boolean> {
  const end = performance.now() + LAST_LEAVES_MS;
  try {
    await keeper.query("select pg_advisory_unlock_shared($1)", [KEEPERS]);
    const last = await keeper.query<{ last: boolean }>("select pg_try_advisory_lock($1) as last", [
      KEEPERS,
    ]);
    if (!last.rows[0]!.last || amongOurselves) return last.rows[0]!.last;
    for (;;) {
      const { rows } = await keeper.query<{ others: number }>(
        "select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      );
      if (rows[0]!.others === 0 || performance.now() >= end) return rows[0]!.others === 0;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } catch {
    return false; // the database is gone already
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

/** Keeping the database: one connection from the beginning to the end of a process, and what to do when it breaks. */
import pg from "pg";
import type { Config } from "#platform/config.ts";
import { connectionFor, type DatabaseAt } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { LOCKS } from "#platform/locks.ts";
import type { Logger } from "#platform/log.ts";
import { startPostgres, type Cluster } from "#platform/postgres.ts";

/** Another process may just be starting or stopping the database, or it recovers from a crash. */
const REACH_MS = 60_000;
const RETRY_MS = 100;
const RETRY_LONGEST_MS = 5_000;
/** A database that can't be started so often won't be. */
const MOST_STARTS = 5;
const LAST_LEAVES_MS = 2_000;

export type Keeper = {
  readonly at: DatabaseAt;
  /** The connection of now, as owner. */
  readonly client: pg.Client;
  /** Lets go; stops the database when it is our own and nobody else needs it (see `Installation.close`). */
  close(amongOurselves: boolean): Promise<void>;
};

/**
 * Brings the database up, or reaches the operator's. Our own is brought back when it dies while this process lives. Throws
 * a `UserError` that says what to do.
 */
export async function keepDatabase(config: Config, log: Logger): Promise<Keeper> {
  if (config.databaseUrl !== undefined) return await keepForeign(config.databaseUrl, log);
  const keeper = new OwnKeeper(config, log, await reachOwn(config, log));
  return keeper;
}

async function keepForeign(url: string, log: Logger): Promise<Keeper> {
  const at = { url };
  const client = new pg.Client(connectionFor(at, "owner"));
  client.on("error", (error) => log.warn({ error: messageOf(error) }, "lost the database"));
  await client.connect().catch((cause: unknown) => {
    throw new UserError(
      `DATABASE_URL can't be reached: ${messageOf(cause)}; check it and the server`,
    );
  });
  const close = async (): Promise<void> => {
    client.removeAllListeners("error").on("error", () => undefined);
    await client.end().catch(() => undefined);
  };
  return { at, client, close };
}

type Joined = { readonly cluster: Cluster; readonly client: pg.Client };

class OwnKeeper implements Keeper {
  readonly at: DatabaseAt;
  readonly #config: Config;
  readonly #log: Logger;
  #joined: Joined;
  #closed = false;
  #returning: Promise<void> = Promise.resolve();

  constructor(config: Config, log: Logger, joined: Joined) {
    this.#config = config;
    this.#log = log;
    this.at = { host: joined.cluster.socketDir };
    this.#joined = joined;
    this.#watch(joined.client);
  }

  get client(): pg.Client {
    return this.#joined.client;
  }

  async close(amongOurselves: boolean): Promise<void> {
    this.#closed = true;
    await this.#returning;
    const { client, cluster } = this.#joined;
    const alone = await isAlone(client, amongOurselves);
    if (alone) await cluster.stop();
    await client.end().catch(() => undefined);
  }

  #watch(client: pg.Client): void {
    let lost = false;
    const lose = (error?: unknown): void => {
      if (lost || this.#closed) return;
      lost = true;
      const why = error === undefined ? {} : { error: messageOf(error) };
      this.#log.warn(why, "lost the database; bringing it back");
      this.#returning = this.#comeBack();
    };
    client.on("error", lose).on("end", () => lose());
  }

  /** Nobody stops the database while we hold our lock on it, so it has crashed: it is started again, however long it takes. */
  async #comeBack(): Promise<void> {
    for (let pauseMs = RETRY_MS; !this.#closed; pauseMs = Math.min(2 * pauseMs, RETRY_LONGEST_MS)) {
      try {
        this.#joined = await join(await start(this.#config));
        this.#watch(this.#joined.client);
        this.#log.info("the database is back");
        return;
      } catch (error) {
        this.#log.warn({ error: messageOf(error) }, "the database is not back yet");
        await pause(pauseMs);
      }
    }
  }
}

async function reachOwn(config: Config, log: Logger): Promise<Joined> {
  const end = performance.now() + REACH_MS;
  for (let failures = 0; ;) {
    let cluster: Cluster | undefined;
    try {
      cluster = await start(config);
      const joined = await join(cluster);
      for (const note of cluster.notes) log.info(note);
      return joined;
    } catch (error) {
      failures += cluster ? 0 : 1;
      const lasting = error instanceof UserError || failures >= MOST_STARTS;
      if (lasting || performance.now() >= end) throw error;
      log.debug({ error: messageOf(error) }, "the database can't be reached yet");
      await pause(RETRY_MS * 2 ** failures);
    }
  }
}

async function start({ home, postgresUser }: Config): Promise<Cluster> {
  return await startPostgres({ home, postgresUser });
}

async function join(cluster: Cluster): Promise<Joined> {
  const client = new pg.Client(connectionFor({ host: cluster.socketDir }, "owner"));
  client.on("error", () => undefined); // whoever leaves just now takes the database along: we try again
  try {
    await client.connect();
    await client.query("select pg_advisory_lock_shared($1)", [LOCKS.keeping]);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return { cluster, client };
}

// With the lock in our hand nobody can join any more: they wait for it, lose it with the database, and start that again. Our
// own pools are closed by now, but their backends may still be going.
async function isAlone(client: pg.Client, amongOurselves: boolean): Promise<boolean> {
  const end = performance.now() + LAST_LEAVES_MS;
  try {
    await client.query("select pg_advisory_unlock_shared($1)", [LOCKS.keeping]);
    const last = await client.query<{ last: boolean }>("select pg_try_advisory_lock($1) as last", [
      LOCKS.keeping,
    ]);
    if (!last.rows[0]!.last || amongOurselves) return last.rows[0]!.last;
    for (;;) {
      const { rows } = await client.query<{ others: number }>(
        "select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      );
      if (rows[0]!.others === 0 || performance.now() >= end) return rows[0]!.others === 0;
      await pause(20);
    }
  } catch {
    return false; // the database is gone already
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

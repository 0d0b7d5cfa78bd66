// Where a bench runs: a throw-away cluster with the settings of production, and migrated databases in it.
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { connectionFor, type DatabaseAt } from "#platform/db.ts";
import { migrate } from "#platform/migrate.ts";
import { startPostgres } from "#platform/postgres.ts";

export type Stage = {
  readonly socketDir: string;
  /** A folder for files, removed at the end. */
  readonly folder: string;
  /** A new, empty, migrated database. */
  database(): Promise<DatabaseAt>;
};

/** Runs the work on a cluster of its own, which is gone afterwards, whatever happens. */
export async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), "dunlin-bench-"));
  await chmod(home, 0o755);
  let stop: () => Promise<void> = async () => undefined;
  const end = async (): Promise<void> => {
    await stop();
    await rm(home, { recursive: true, force: true });
  };
  const interrupted = (): void => void end().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupted);
  try {
    const cluster = await startPostgres({ home, postgresUser: "postgres" });
    stop = async () => await cluster.stop();
    const { socketDir } = cluster;
    return await work({ socketDir, folder: home, database: async () => await create(socketDir) });
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interrupted);
    await end();
  }
}

async function create(host: string): Promise<DatabaseAt> {
  const database = `bench_${randomBytes(4).toString("hex")}`;
  await asOwner({ host }, async (owner) => await owner.query(`create database ${database}`));
  await migrate({ host, database });
  return { host, database };
}

/** Work on a connection of the database's owner. */
export async function asOwner<T>(
  at: DatabaseAt,
  work: (owner: pg.Client) => Promise<T>,
): Promise<T> {
  const owner = new pg.Client(connectionFor(at, "owner"));
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}

/** So that what is measured starts with statistics and without somebody else's pages to write. */
export async function settle(at: DatabaseAt): Promise<void> {
  await asOwner(at, async (owner) => {
    await owner.query("vacuum analyze");
    await owner.query("checkpoint");
  });
}

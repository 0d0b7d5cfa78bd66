/** A throw-away PostgreSQL, and migrated databases in it. */
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { connectionFor, type DatabaseAt } from "#platform/db.ts";
import { migrate } from "#platform/migrate.ts";
import { startPostgres } from "#platform/postgres.ts";

/** Gives the work a new database each time, which is gone afterwards. */
export type WithDatabase = <T>(work: (at: DatabaseAt) => Promise<T>) => Promise<T>;

/** Nothing here must survive a crash. */
const FAST = { fsync: "off", full_page_writes: "off", synchronous_commit: "off" };

/** Runs the work on a cluster of its own, which is gone afterwards, whatever happens. */
export async function onCluster<T>(work: (withDatabase: WithDatabase) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), "dunlin-cluster-"));
  await chmod(home, 0o755);
  let stop: () => Promise<void> = async () => undefined;
  const end = async (): Promise<void> => {
    await stop();
    await rm(home, { recursive: true, force: true });
  };
  const interrupted = (): void => void end().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupted);
  try {
    const cluster = await startPostgres({ home, postgresUser: "postgres", settings: FAST });
    stop = async () => await cluster.stop();
    const host = cluster.socketDir;
    await asOwner(host, "create database template");
    await migrate({ host, database: "template" });
    return await work(async (use) => await withCopy(host, use));
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interrupted);
    await end();
  }
}

async function withCopy<T>(host: string, use: (at: DatabaseAt) => Promise<T>): Promise<T> {
  const database = `year_${randomBytes(4).toString("hex")}`;
  await asOwner(host, `create database ${database} template template`);
  try {
    return await use({ host, database });
  } finally {
    await asOwner(host, `drop database ${database} with (force)`);
  }
}

async function asOwner(host: string, statement: string): Promise<void> {
  const owner = new pg.Client(connectionFor({ host }, "owner"));
  await owner.connect();
  try {
    await owner.query(statement);
  } finally {
    await owner.end();
  }
}

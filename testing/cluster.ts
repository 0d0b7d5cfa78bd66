// Vitest's global setup: one throw-away cluster for the whole run, with one migrated template database in it.
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { connectionFor } from "#platform/db.ts";
import { migrate } from "#platform/migrate.ts";
import { startPostgres } from "#platform/postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    socketDir: string;
  }
}

export default async function setup(project: TestProject) {
  const home = await mkdtemp(join("/tmp", "dunlin-test-"));
  if (process.getuid?.() === 0)
    await import("node:fs/promises").then((fs) => fs.chmod(home, 0o755));
  const cluster = await startPostgres({
    home,
    postgresUser: "postgres",
    settings: {
      fsync: "off",
      full_page_writes: "off",
      synchronous_commit: "off",
      max_connections: "200",
      autovacuum: "off",
    },
  });
  const admin = new pg.Client(connectionFor({ host: cluster.socketDir }, "owner"));
  await admin.connect();
  await admin.query("create database template");
  await migrate({ host: cluster.socketDir, database: "template" });
  await admin.query("alter database template is_template true allow_connections false");
  await admin.end();
  project.provide("socketDir", cluster.socketDir);
  return async () => {
    await cluster.stop();
    await rm(home, { recursive: true, force: true });
  };
}

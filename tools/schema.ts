// Writes schema.sql (a readable dump of what the migrations make) and server/platform/schema.ts (the types of the tables).
// With --check it compares instead and fails when either is out of date.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { connectionFor } from "#platform/db.ts";
import { migrate } from "#platform/migrate.ts";
import { startPostgres } from "#platform/postgres.ts";
import { describeSchema } from "./describe-schema.ts";

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
const home = mkdtempSync("/tmp/dunlin-schema-");
chmodSync(home, 0o755);
const cluster = await startPostgres({ home, postgresUser: "postgres", settings: { fsync: "off" } });
try {
  const at = { host: cluster.socketDir };
  await migrate(at);
  const client = new pg.Client(connectionFor(at, "owner"));
  await client.connect();
  const dump = await describeSchema(client);
  await client.end();
  const types = join(home, "schema.ts");
  execFileSync(
    process.execPath,
    [
      join(root, "node_modules/kysely-codegen/dist/cli/bin.js"),
      "--dialect=postgres",
      "--camel-case",
      "--default-schema=dunlin",
      "--include-pattern=dunlin.*",
      '--type-mapping={"timestamptz":"Temporal.Instant","date":"Temporal.PlainDate","int8":"bigint"}',
      `--url=postgres://postgres@${encodeURIComponent(cluster.socketDir)}/postgres`,
      `--out-file=${types}`,
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  deliver("schema.sql", dump);
  deliver("server/platform/schema.ts", readFileSync(types, "utf8"));
} finally {
  await cluster.stop();
  rmSync(home, { recursive: true, force: true });
}

function deliver(name: string, text: string): void {
  const path = join(root, name);
  if (!check) return writeFileSync(path, text);
  if (readFileSync(path, "utf8") === text) return;
  console.error(`${name} is out of date; run npm run schema`);
  process.exitCode = 1;
}

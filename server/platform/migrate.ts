import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { messageOf, UserError } from "#platform/errors.ts";
import { LOCKS } from "#platform/locks.ts";
import { connectionFor, type DatabaseAt } from "#platform/db.ts";

const folder = join(import.meta.dirname, "../../migrations");
const INSUFFICIENT_PRIVILEGE = "42501";

/** Brings the schema up to date, each numbered file in a transaction of its own. Several processes may call it at once. */
export async function migrate(at: DatabaseAt): Promise<{ applied: string[] }> {
  const client = new pg.Client(connectionFor(at, "owner"));
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCKS.migrating]);
    await checkServer(client);
    await client.query("create schema if not exists dunlin");
    await client.query(
      "create table if not exists dunlin.migration (name text primary key, applied_at timestamptz not null default now())",
    );
    const names = await knownMigrations();
    const { rows } = await client.query<{ name: string }>("select name from dunlin.migration");
    const done = new Set(rows.map((row) => row.name));
    const unknown = [...done].find((name) => !names.includes(name));
    if (unknown !== undefined) {
      throw new UserError(
        `the database has migration ${unknown}, which this version does not know; start the newer version that made it`,
      );
    }
    const applied = names.filter((name) => !done.has(name));
    for (const name of applied) await apply(client, name);
    return { applied };
  } finally {
    await client.end();
  }
}

/** The names of the migrations that this version has, in their order. */
export async function knownMigrations(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(".sql")).toSorted();
}

async function apply(client: pg.Client, name: string): Promise<void> {
  const text = await readFile(join(folder, name), "utf8");
  await client.query("begin");
  try {
    await client.query(text);
    await client.query("insert into dunlin.migration (name) values ($1)", [name]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE) {
      throw new UserError(
        `the owner in DATABASE_URL may not do what ${name} needs (${messageOf(error)}); give it CREATEROLE, or let a superuser run the first start`,
      );
    }
    throw error;
  }
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    "select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding",
  );
  const { version, encoding } = rows[0]!;
  if (version < 180_000) {
    throw new UserError(
      `DATABASE_URL points at PostgreSQL ${Math.floor(version / 10_000)}; Dunlin needs 18 or later`,
    );
  }
  if (encoding !== "UTF8") {
    throw new UserError(`the database's encoding is ${encoding}; create it with encoding UTF8`);
  }
}

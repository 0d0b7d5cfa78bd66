// The database: its version, whether it is migrated, what the roles may do, its clock, its zones.
import { sql } from "kysely";
import { ok, warning, wrong, type Finding } from "./finding.ts";
import type { DatabaseRole, Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Installation } from "#platform/installation.ts";
import { LOCK_CLASSES } from "#platform/locks.ts";
import { knownMigrations } from "#platform/migrate.ts";

const MOST_APART_MS = 2_000;

/** Opening the installation has reached and migrated it already. */
export async function checkDatabase(installation: Installation): Promise<Finding[]> {
  const { app, worker } = installation;
  return [
    await checked("database", async () => await versionOf(app)),
    await checked("migrations", async () => await migrationsOf(app)),
    await checked("rights", async () => await rightsOf(app, "dunlin_app")),
    await checked("rights", async () => await rightsOf(worker, "dunlin_worker")),
    await checked("clock", async () => await clockOf(app)),
    await checked("workers", async () => await workersOf(app)),
  ];
}

/** A check that fails is a finding, too. */
async function checked(check: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return wrong({ check }, messageOf(error), "see the log of the database");
  }
}

async function versionOf(db: Db): Promise<Finding> {
  const { rows } = await sql<{ version: string; bytes: bigint }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes`.execute(
    db,
  );
  const { version, bytes } = rows[0]!;
  const mib = Number(bytes / 1_048_576n);
  return ok({ check: "database" }, `PostgreSQL ${version} answers; ${mib} MiB of data`);
}

async function migrationsOf(db: Db): Promise<Finding> {
  const { rows } = await sql<{ name: string }>`select name from dunlin.migration`.execute(db);
  const known = await knownMigrations();
  const about = { check: "migrations" };
  if (rows.length === known.length) return ok(about, `all ${known.length} are there`);
  return wrong(
    about,
    `${rows.length} are there, this version has ${known.length}`,
    "run one version of Dunlin on all machines, and start it once",
  );
}

async function rightsOf(db: Db, role: DatabaseRole): Promise<Finding> {
  const about = { check: "rights", of: role };
  const { rows } = await sql<{ me: string; excess: boolean; reads: boolean }>`
    select current_user as me, (rolsuper or rolbypassrls or rolcreaterole) as excess,
      has_table_privilege(current_user, 'dunlin.message', 'select, insert, update') as reads
    from pg_roles where rolname = current_user`.execute(db);
  const { me, excess, reads } = rows[0]!;
  if (me !== role || excess) {
    const says = `works as ${me}, which sees more than one client`;
    return wrong(about, says, `alter role ${role} nosuperuser nobypassrls nocreaterole`);
  }
  return reads
    ? ok(about, "sees one client at a time")
    : wrong(about, "may not work on its tables", "restore the rights: see schema.sql");
}

/** Half of the way there and back is taken for the way there. */
async function clockOf(db: Db): Promise<Finding> {
  const about = { check: "clock" };
  const before = Temporal.Now.instant().epochMilliseconds;
  const { rows } = await sql<{ now: Temporal.Instant; frozen: Temporal.Instant | null }>`
    select clock_timestamp() as now, (select frozen_at from dunlin.clock) as frozen`.execute(db);
  const after = Temporal.Now.instant().epochMilliseconds;
  const { now, frozen } = rows[0]!;
  const apartMs = Math.round(now.epochMilliseconds - (before + after) / 2);
  if (Math.abs(apartMs) > MOST_APART_MS + (after - before)) {
    const says = `the database's clock is ${apartMs} ms off this machine's`;
    return wrong(about, says, "let both machines keep time by NTP");
  }
  if (frozen === null) return ok(about, `${apartMs} ms apart from this machine's`);
  const says = `the clock of the installation stands at ${frozen.toString()}`;
  return warning(about, says, "clock release");
}

/** True while a process that hands messages over holds its lock. */
export async function areWorkersAlive(db: Db): Promise<boolean> {
  const { rows } = await sql<{ alive: boolean }>`
    select exists (select from pg_locks l join pg_database d on d.oid = l.database
      where l.locktype = 'advisory' and l.classid = ${LOCK_CLASSES.processes} and d.datname = current_database()) as alive`.execute(
    db,
  );
  return rows[0]!.alive;
}

async function workersOf(db: Db): Promise<Finding> {
  const about = { check: "workers" };
  return (await areWorkersAlive(db))
    ? ok(about, "a process hands messages over")
    : warning(about, "nobody hands messages over", "npm start");
}

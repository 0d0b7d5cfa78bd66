// GET /readyz: whether requests should be sent here. GET /healthz (health.ts) says whether the process is worth keeping.
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { within } from "./health.ts";
import type { Drain } from "./drain.ts";
import type { Db } from "#platform/db.ts";
import { knownMigrations } from "#platform/migrate.ts";
import type { Pulse } from "#platform/pulse.ts";

/** Every kind of work comes round within seconds; whatever has not for so long hangs. */
const LATE = Temporal.Duration.from({ seconds: 60 });

type Check = { readonly name: string; readonly ok: boolean; readonly lastAt?: string | null };

type Readiness = { readonly ready: boolean; readonly reason?: string; readonly checks: Check[] };

export type ReadyPorts = {
  readonly db: Db;
  readonly drain: Drain;
  /** The work of this process; undefined where there is none, or none yet. */
  readonly pulse: () => Pulse | undefined;
  /** False while a process whose work it is has not begun. */
  readonly isStarted: () => boolean;
};

/** Registers it: 200, or 503 with a reason that names what fails. Asks for no token, and tells nothing of anybody. */
export function readyRoute(app: FastifyInstance, ports: ReadyPorts): void {
  app.get("/readyz", async (_, reply) => {
    const late = () => notReady("the check took too long", []);
    const answer = await within(readinessOf(ports), late);
    return await reply.code(answer.ready ? 200 : 503).send(answer);
  });
}

const notReady = (reason: string, checks: Check[]): Readiness => ({ ready: false, reason, checks });

async function readinessOf(ports: ReadyPorts): Promise<Readiness> {
  const database = await databaseOf(ports.db);
  const checks = [
    { name: "serving", ok: !ports.drain.isBegun },
    { name: "started", ok: ports.isStarted() },
    { name: "database", ok: database !== undefined },
    { name: "migrated", ok: database?.migrated === true },
    ...workOf(ports.pulse()),
  ];
  const failing = checks.filter(({ ok }) => !ok).map(({ name }) => name);
  if (failing.length === 0) return { ready: true, checks };
  return notReady(`not ready: ${failing.join(", ")}`, checks);
}

/** Undefined when it does not answer. Migrated: a newer version has not changed the tables under this process. */
async function databaseOf(db: Db): Promise<{ readonly migrated: boolean } | undefined> {
  const known = await knownMigrations();
  try {
    const { rows } = await sql<{ name: string }>`select name from dunlin.migration`.execute(db);
    const done = new Set(rows.map(({ name }) => name));
    return { migrated: done.size === known.length && known.every((name) => done.has(name)) };
  } catch {
    return undefined;
  }
}

function workOf(pulse: Pulse | undefined): Check[] {
  const earliest = Temporal.Now.instant().subtract(LATE);
  return [...(pulse?.beats ?? [])].map(([name, last]) => ({
    name,
    ok: last !== undefined && Temporal.Instant.compare(last, earliest) >= 0,
    lastAt: last?.toString({ smallestUnit: "millisecond" }) ?? null,
  }));
}

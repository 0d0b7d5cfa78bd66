// GET /metrics: what a monitoring system asks for, in the text format of Prometheus.
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import { Gauge, Registry } from "prom-client";
import { LogFigures } from "./figures/log.ts";
import { addPools, processRegistry } from "./figures/process.ts";
import { addCallbacks, addQueue } from "./figures/queue.ts";
import { addRoutes, RouteNames } from "./figures/routes.ts";
import { requireToken } from "./guard.ts";
import { inClient } from "./deps.ts";
import { clientIds, getClient } from "#clients/clients.ts";
import { lastJudgement } from "#judge/judgements.ts";
import type { Db } from "#platform/db.ts";

/** Of more clients the oldest are told of. */
const MOST_CLIENTS = 1_000;

export type MetricsPorts = {
  readonly db: Db;
  readonly pools: Readonly<Record<string, pg.Pool>>;
  /** What is counted as it happens, as opposed to what is asked for. */
  readonly registry: Registry;
};

/** Registers it. Asks for the token, as a Prometheus does with `authorization: { credentials }`. */
export function metricsRoute(app: FastifyInstance, { db, pools, registry }: MetricsPorts): void {
  const names = new RouteNames(db);
  const log = new LogFigures(registry, db, names);
  addPools(registry, pools);
  const read = async (): Promise<string> => {
    const now = new Registry();
    const clients = await log.read();
    await addQueue(now, db);
    await addRoutes(now, db, clients, names);
    await addCallbacks(now, db, clients);
    await addJudgements(now, db);
    return await Registry.merge([registry, now, processRegistry()]).metrics();
  };
  // Who asks while another one is being answered gets the same answer.
  let reading: Promise<string> | undefined;
  app.get("/metrics", async (request, reply) => {
    await requireToken(request, db);
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return await reply.type(registry.contentType).send(await reading);
  });
}

/** What the daily judge said last of each client; a client that was never judged has no line. */
async function addJudgements(registry: Registry, db: Db): Promise<void> {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const violations = gauge(
    "dunlin_judge_violations",
    "Violations of an invariant that the last daily judgement found; 0 when it holds",
    ["client", "invariant"],
  );
  const checked = gauge("dunlin_judge_checked", "Rows that the invariant was asked of", [
    "client",
    "invariant",
  ]);
  const judgedAt = gauge(
    "dunlin_judge_timestamp_seconds",
    "When the client was judged last, by the clock of the installation",
    ["client"],
  );
  const took = gauge("dunlin_judge_duration_seconds", "How long that took", ["client"]);
  for (const clientId of (await clientIds(db)).slice(0, MOST_CLIENTS)) {
    const found = await inClient(db, clientId, async (tx) => {
      const { slug } = await getClient(tx, clientId);
      return { slug, last: await lastJudgement(tx, clientId) };
    });
    const { slug: client, last } = found;
    if (!last) continue;
    judgedAt.set({ client }, last.judgedAt.epochMilliseconds / 1_000);
    took.set({ client }, last.tookMs / 1_000);
    for (const one of last.invariants) {
      violations.set({ client, invariant: String(one.id) }, one.violationCount);
      checked.set({ client, invariant: String(one.id) }, one.checked);
    }
  }
}

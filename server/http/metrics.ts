// GET /metrics: what a monitoring system asks for, in the text format of Prometheus.
import type { FastifyInstance } from "fastify";
import { Gauge, Registry } from "prom-client";
import { requireToken } from "./guard.ts";
import { inClient } from "./deps.ts";
import { clientIds, getClient } from "#clients/clients.ts";
import { lastJudgement } from "#judge/judgements.ts";
import type { Db } from "#platform/db.ts";

/** Of more clients the oldest are told of. */
const MOST_CLIENTS = 1_000;

/** Registers it. Asks for the token, as a Prometheus does with `authorization: { credentials }`. */
export function metricsRoute(app: FastifyInstance, db: Db): void {
  app.get("/metrics", async (request, reply) => {
    await requireToken(request, db);
    const registry = new Registry();
    await addJudgements(registry, db);
    return await reply.type(registry.contentType).send(await registry.metrics());
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

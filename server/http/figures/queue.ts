// What waits right now, over all clients: asked of functions that read indexes of what is open, and nobody's rows.
import { sql } from "kysely";
import { Gauge, type Registry } from "prom-client";
import { rowsOf } from "#messages/dispatch/transaction.ts";
import type { Db } from "#platform/db.ts";
import { callbackBacklog } from "#webhooks/webhooks.ts";

type Waiting = {
  readonly channel: string | null;
  readonly lane: number;
  readonly due: bigint;
  readonly later: bigint;
  readonly age_s: number | null;
};

const LANES = ["pin", "urgent", "bulk"] as const;

/** Messages by channel and lane: at most seven channels, one of them "none", and three lanes. */
export async function addQueue(registry: Registry, db: Db): Promise<void> {
  const rows = await rowsOf(
    db,
    sql<Waiting>`with clock as materialized (select dunlin.clock_now() as now)
      select q.channel, q.lane, q.due, q.later, extract(epoch from clock.now - q.due_since)::float8 as age_s
      from clock, dunlin.queue_depth(clock.now) q`,
  );
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ["channel", "lane"], registers: [registry] });
  const due = gauge("dunlin_queue_due_messages", "Messages that may be handed over now");
  const later = gauge("dunlin_queue_later_messages", "Messages that are planned for later");
  const age = gauge(
    "dunlin_queue_oldest_due_seconds",
    "Since when the oldest of those is due, by the clock of the installation; 0 when none is",
  );
  for (const row of rows) {
    const labels = { channel: row.channel ?? "none", lane: LANES[row.lane] ?? "bulk" };
    due.set(labels, Number(row.due));
    later.set(labels, Number(row.later));
    age.set(labels, Math.max(0, row.age_s ?? 0));
  }
}

/** Callbacks that wait; of how many clients is bounded by `names`. */
export async function addCallbacks(
  registry: Registry,
  db: Db,
  names: ReadonlyMap<string, string>,
): Promise<void> {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ["client"], registers: [registry] });
  const waiting = gauge(
    "dunlin_callbacks_waiting",
    "Callbacks that are neither delivered nor given up",
  );
  const age = gauge(
    "dunlin_callbacks_oldest_due_seconds",
    "Since when the oldest that could go has been due; 0 when none is",
  );
  const nowMs = Temporal.Now.instant().epochMilliseconds;
  for (const { clientId, waiting: count, dueSince } of await callbackBacklog(db)) {
    const client = names.get(clientId);
    if (client === undefined) continue;
    waiting.set({ client }, Number(count));
    const dueMs = dueSince?.epochMilliseconds ?? nowMs;
    age.set({ client }, Math.max(0, (nowMs - dueMs) / 1_000));
  }
}

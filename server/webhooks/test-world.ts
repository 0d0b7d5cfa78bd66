// What the tests of callbacks have in common: a client with events, endpoints at receivers, and workers in a hurry.
import { onTestFinished } from "vitest";
import { sql } from "kysely";
import type { NewClient } from "#clients/clients.ts";
import { recordEvents, type NewEvent } from "#ledger/events.ts";
import { asClient, type Tx } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";
import { sealKeyFrom } from "#platform/seal.ts";
import { buildClient, THURSDAY, type World } from "#testing/builders.ts";
import { startReceiver, type Receiver } from "#testing/receiver.ts";
import { addEndpoint, type EndpointSettings } from "./endpoints.ts";
import { startWebhooks, type WebhookPorts, type Webhooks } from "./webhooks.ts";

export const SEAL_KEY = sealKeyFrom(Buffer.alloc(32, 3));
export const LOOPBACK = { privateHosts: [], loopback: true } as const;
const PORTS = { sealKey: SEAL_KEY, reach: LOOPBACK };

export async function until(condition: () => boolean | Promise<boolean>, what = "it") {
  const deadline = performance.now() + 45_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what} did not happen within 45 s`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A receiver that is closed at the end of the test. */
export async function receiver(behave?: Receiver["behave"]): Promise<Receiver> {
  const started = await startReceiver(behave);
  onTestFinished(async () => await started.close());
  return started;
}

/** Workers that retry after 20 ms, seven times; stopped at the end of the test. */
export function hurry(world: World, tuning: WebhookPorts["tuning"] = {}): Webhooks {
  const webhooks = startWebhooks({
    db: world.db,
    at: world.at,
    sealKey: SEAL_KEY,
    reach: LOOPBACK,
    log: silentLog,
    tuning: {
      pollMs: 10,
      timeoutMs: 10_000,
      graceMs: 50,
      random: () => 0.5,
      retryDelaysMs: Array.from({ length: 7 }, () => 20),
      ...tuning,
    },
  });
  onTestFinished(async () => await webhooks.stop());
  return webhooks;
}

/** A client of its own, with what a test does to it. */
export async function clientWithEvents(world: World, own: Partial<NewClient> = {}) {
  const client = await buildClient(world, { policy: null, channels: ["email"], client: own });
  const { clientId } = client;
  const within = async <T>(work: (tx: Tx) => Promise<T>) =>
    await asClient(world.app, clientId, work);
  // What a test leaves undelivered is not the next one's business.
  onTestFinished(async () => {
    await client.rows(sql`update dunlin.webhook_endpoint set removed_at = clock_timestamp()`);
  });
  return {
    ...client,
    within,
    happen: async (events: readonly Omit<NewEvent, "actor">[]) =>
      await within(
        async (tx) =>
          await recordEvents(
            tx,
            clientId,
            THURSDAY,
            events.map((event) => ({ actor: "test", ...event })),
          ),
      ),
    endpoint: async (settings: EndpointSettings & { readonly secret?: string }) =>
      await within(
        async (tx) => await addEndpoint(tx, clientId, { by: "test", ...settings }, PORTS),
      ),
    /** How many deliveries are in each state. */
    states: async () => {
      const rows = await within(
        async (tx) =>
          (
            await sql<{ state: string; count: number }>`
              select state, count(*)::int as count from dunlin.webhook_delivery
              where client_id = ${clientId} group by state`.execute(tx)
          ).rows,
      );
      return Object.fromEntries(rows.map((row) => [row.state, row.count]));
    },
  };
}

/** So many events of a customer. */
export function eventsOf(
  count: number,
  customerId?: string,
  kind = "invoice.updated",
): Omit<NewEvent, "actor">[] {
  return Array.from({ length: count }, (_, n) => ({
    kind,
    ...(customerId === undefined ? {} : { customerId }),
    body: { n },
  }));
}

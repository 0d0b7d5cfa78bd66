/** An installation whose client sends over HTTP: real workers, a real server on loopback, and a debtor or more. */
import { afterAll } from "vitest";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import pg from "pg";
import { freePort } from "./contract/program.ts";
import { buildClient, openWorld, THURSDAY, type BuiltClient, type World } from "./builders.ts";
import { callbackPorts, checkConfig, startWorkers } from "../server/compose.ts";
import { openProviders, providerAddresses } from "../server/compose-http.ts";
import { PROVIDER_SECRET, type HttpProvider } from "./simulators/http-provider.ts";
import type { Twilio } from "./simulators/twilio.ts";
import { createApp } from "../server/http/app.ts";
import { providerRoutes } from "../server/http/providers.ts";
import { parseRoutes, setRoutes } from "#messages/routes/set-routes.ts";
import { readConfig } from "#platform/config.ts";
import { connectionFor, openPool } from "#platform/db.ts";
import type { Installation } from "#platform/installation.ts";
import { silentLog, type Logger } from "#platform/log.ts";
import { readSealKey } from "#platform/seal.ts";

export type ProviderWorld = {
  readonly world: World;
  readonly installation: Installation;
  readonly app: FastifyInstance;
  /** A client with these routes (YAML below `routes:`); `addressOf` says where a route is called. */
  client(routes: string): Promise<
    BuiltClient & {
      addressOf(route: string): ReturnType<typeof providerAddresses>;
    }
  >;
  /** Starts and stops what hands over. */
  start(): Promise<() => Promise<void>>;
};

/** Opens it; the clock stands at noon of a working day and all is closed at the end of the file. */
const DUNLIN_KEY = Buffer.alloc(32, 7).toString("base64");

export async function openProviderWorld(log: Logger = silentLog): Promise<ProviderWorld> {
  const world = await openWorld();
  const owner = new pg.Client(connectionFor(world.at, "owner"));
  await owner.connect();
  await owner.query("insert into dunlin.installation (demo, secret) values (false, $1)", [
    Buffer.alloc(32, 7),
  ]);
  await owner.end();
  const port = await freePort();
  const pools = [openPool(world.at, "dunlin_app", 1), openPool(world.at, "dunlin_worker", 1)];
  const installation: Installation = {
    config: readConfig({ PORT: String(port), DUNLIN_JUDGE: "0", DUNLIN_KEY }),
    log,
    at: world.at,
    app: world.app,
    appPool: pools[0]!,
    worker: world.db,
    workerPool: pools[1]!,
    demo: false,
    close: () => Promise.resolve(),
  };
  const app = await createApp({
    installation,
    checkConfig,
    callbacks: await callbackPorts(installation),
    health: () => Promise.resolve({ status: "ok" }),
    log,
    providers: providerRoutes(await openProviders(installation), installation.config.publicUrl),
  });
  await app.listen({ host: "127.0.0.1", port });
  const stops: (() => Promise<void>)[] = [];
  afterAll(async () => {
    await Promise.all(stops.map(async (stop) => await stop()));
    await app.close();
    await Promise.all(pools.map(async (pool) => await pool.end()));
  });
  return {
    world,
    installation,
    app,
    client: async (routes) => {
      const built = await buildClient(world, { channels: [] });
      const sealKey = await readSealKey(installation.config);
      const { ids } = await built.within(
        async (tx) =>
          await setRoutes(
            tx,
            built.clientId,
            parseRoutes(`routes:\n${routes}`, checkConfig),
            sealKey,
          ),
      );
      return {
        ...built,
        addressOf: async (route) => await providerAddresses(installation, ids.get(route)!),
      };
    },
    start: async () => {
      const workers = await startWorkers(installation, () => Promise.reject(new Error("no box")));
      const stop = async (): Promise<void> => await workers.stop();
      stops.push(stop);
      return stop;
    },
  };
}

/** A route to the simulator, as YAML. */
export const twilioRoute = ({ url, account }: Twilio, timeoutMs = 10_000): string => `
  - name: twilio
    channel: sms
    adapter: twilio
    sender: "${account.numbers[0]}"
    rate_per_s: 1000
    config:
      account_sid: ${account.sid}
      auth_token: ${account.authToken}
      api_url: ${url}
      response_timeout_ms: ${timeoutMs}
      rest_min_ms: 20
      rest_max_ms: 20
`;
/** A route to the simulator of a provider that settings describe. */
export const genericRoute = ({ url }: HttpProvider): string => `
  - name: generic
    channel: sms
    adapter: http
    sender: "+15005550006"
    rate_per_s: 1000
    config:
      url: ${url}/send
      auth: { kind: bearer, token: t }
      body: { to: "{{ to }}", Message_Text: "{{ text }}", report: "{{ callbackUrl }}" }
      answer: { id: messages.0.id }
      status:
        each: results
        id: id
        reference: ref
        state: state.name
        error: state.code
        to: msisdn
        states: { DELIVERED_TO_HANDSET: delivered, Rejected: failed }
        dead_numbers: [404]
        opted_out: [9]
      inbound: { from: msisdn, to: short, text: words, id: uid }
      check: { header: X-Signature, secret: ${PROVIDER_SECRET}, hmac: sha256, prefix: "sha256=" }
`;

/** One overdue customer with this number, and their reminder, which workers may have taken up already. */
export async function remind(
  client: BuiltClient,
  address: string,
): Promise<{ readonly messageId: string; readonly customerId: string }> {
  const customer = await client.customer({ points: [{ address }] });
  const due = THURSDAY.toZonedDateTimeISO("UTC").toPlainDate().subtract({ days: 2 });
  await client.invoice(customer, 25_000n, due.toString());
  await client.look(customer);
  const [message] = await client.messages(sql`customer_id = ${customer.customerId}`);
  if (!message) throw new Error("nothing was planned");
  return { messageId: message.messageId, customerId: customer.customerId };
}

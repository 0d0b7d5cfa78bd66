// Providers that are asked, and that call us, over HTTP: their settings, their routes, and what reads their requests.
import { createHmac } from "node:crypto";
import { openGenericRoute } from "#adapters/http-sms/generic.ts";
import { HttpConfig } from "#adapters/http-sms/generic-config.ts";
import { genericReader } from "#adapters/http-sms/generic-reader.ts";
import { isLoopback } from "#adapters/http-sms/limits.ts";
import { openTwilioRoute } from "#adapters/http-sms/twilio.ts";
import { TwilioConfig } from "#adapters/http-sms/twilio-config.ts";
import { twilioReader } from "#adapters/http-sms/twilio-reader.ts";
import { MessengerConfig, WhatsAppConfig } from "#adapters/meta/config.ts";
import { openMessengerRoute } from "#adapters/meta/messenger.ts";
import { messengerReader } from "#adapters/meta/messenger-reader.ts";
import { openWhatsAppRoute } from "#adapters/meta/whatsapp.ts";
import { whatsAppReader } from "#adapters/meta/whatsapp-reader.ts";
import { askingOf } from "#conversations/asking.ts";
import { optOutByProvider, Providers } from "#conversations/providers.ts";
import type { RouteRow } from "#messages/dispatch/ports.ts";
import type { ProviderReader, Route } from "#messages/route.ts";
import { ProviderRoutes } from "#messages/routes/provider-routes.ts";
import { openSettings } from "#messages/routes/secrets.ts";
import type { Db } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import type { Installation } from "#platform/installation.ts";
import { readSealKey } from "#platform/seal.ts";
import { proposerOf } from "./compose-llm.ts";

/** Adapters whose providers call us. */
const ADAPTERS = ["twilio", "http", "whatsapp", "messenger"] as const;
type Adapter = (typeof ADAPTERS)[number];

const isOne = (adapter: string): adapter is Adapter =>
  (ADAPTERS as readonly string[]).includes(adapter);

const CONFIGS = {
  twilio: TwilioConfig,
  http: HttpConfig,
  whatsapp: WhatsAppConfig,
  messenger: MessengerConfig,
};

/** The settings with what is usual filled in; undefined when the adapter is none of these. Throws what is wrong with them. */
export function checkHttpConfig(
  adapter: string,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  return isOne(adapter) ? CONFIGS[adapter].parse(config) : undefined;
}

export async function readSecret(app: Db): Promise<Buffer> {
  const row = await app.selectFrom("installation").select("secret").executeTakeFirstOrThrow();
  return row.secret;
}

type TokenOf = (routeId: string) => string;

/** Nobody can guess the address at which a route's provider calls us. */
export function tokensBy(secret: Buffer): TokenOf {
  return (routeId) =>
    createHmac("sha256", secret).update(`provider ${routeId}`).digest("base64url");
}

type ReadBy = Pick<RouteRow, "adapter" | "clientId" | "routeId" | "name" | "config">;

const READERS: Readonly<Record<Adapter, (routeId: string, settings: unknown) => ProviderReader>> = {
  twilio: (routeId, settings) => twilioReader(routeId, TwilioConfig.parse(settings)),
  http: (routeId, settings) => genericReader(routeId, HttpConfig.parse(settings)),
  whatsapp: (routeId, settings) => whatsAppReader(routeId, WhatsAppConfig.parse(settings)),
  messenger: (routeId, settings) => messengerReader(routeId, MessengerConfig.parse(settings)),
};

/** What providers send is taken by each process that listens for HTTP. */
export async function openProviders({ app, log, config }: Installation): Promise<Providers> {
  const sealKey = await readSealKey(config);
  const readerOf = (row: ReadBy): ProviderReader => {
    assert(isOne(row.adapter), `adapter ${row.adapter} calls nowhere`);
    return READERS[row.adapter](row.routeId, openSettings(sealKey, row));
  };
  const tokenOf = tokensBy(await readSecret(app));
  const options = { adapters: ADAPTERS, tokenOf, readerOf, log };
  return new Providers(app, new ProviderRoutes(app, options), log, askingOf(proposerOf(config)));
}

/** Where the provider of a route calls us: `events` is where Meta tells everything. */
export async function providerAddresses(
  { app, config }: Installation,
  routeId: string,
): Promise<{ readonly status: string; readonly sms: string; readonly events: string }> {
  const base = `${config.publicUrl}/in/${tokensBy(await readSecret(app))(routeId)}`;
  return { status: `${base}/status`, sms: `${base}/sms`, events: `${base}/events` };
}

/** Opens a route of such an adapter; undefined when it is none. */
export function openOverHttp(
  row: RouteRow,
  { worker, log, config: { publicUrl } }: Installation,
  token: string,
): Route | undefined {
  const { clientId, routeId, channel, adapter } = row;
  const ports = {
    log: log.child({ route: row.name }),
    optedOut: async (address: string, code: string) =>
      await optOutByProvider(worker, clientId, { address, routeId, channel, code }),
  };
  const statusUrlFor = (providerUrl: string): string | undefined => {
    if (!isLoopback(publicUrl) || isLoopback(providerUrl)) return `${publicUrl}/in/${token}/status`;
    ports.log.warn({ publicUrl }, "the provider can't call here, so no receipts: set PUBLIC_URL");
    return undefined;
  };
  if (!isOne(adapter)) return undefined;
  const open: Readonly<Record<Adapter, () => Route>> = {
    twilio: () => {
      const config = TwilioConfig.parse(row.config);
      return openTwilioRoute(config, statusUrlFor(config.apiUrl), ports);
    },
    http: () => {
      const config = HttpConfig.parse(row.config);
      return openGenericRoute(config, config.status && statusUrlFor(config.url), ports);
    },
    whatsapp: () => openWhatsAppRoute(WhatsAppConfig.parse(row.config), ports),
    messenger: () => openMessengerRoute(MessengerConfig.parse(row.config), ports),
  };
  return open[adapter]();
}

// The composition root: the only file that knows every adapter, and where the domains are put together.
import { createHmac } from "node:crypto";
import { z } from "zod";
import { connectSandbox, startSandbox, type Sandbox } from "#adapters/sandbox/client.ts";
import { SmppConfig } from "#adapters/smpp/config.ts";
import { openSmppRoute } from "#adapters/smpp/smpp.ts";
import type { SmtpConfig } from "#adapters/smtp/config.ts";
import { postLetter, type LetterRelay } from "#adapters/smtp/letters.ts";
import { startMailListener, type MailListener } from "#adapters/smtp/listener.ts";
import { openSmtpRoute } from "#adapters/smtp/route.ts";
import { hearComplaint } from "#conversations/complaining.ts";
import { startSealing } from "#audit/seal.ts";
import { startCampaigns } from "#campaigns/running.ts";
import { openAccounts, type Accounts } from "#auth/accounts.ts";
import { startMailing, startSweeping } from "#auth/mailing.ts";
import { startRetrying } from "#bank/retrying.ts";
import { askingOf } from "#conversations/asking.ts";
import { openChatRoute } from "#conversations/chat/chat-route.ts";
import { ChatConfig } from "#conversations/chat/config.ts";
import { hear } from "#conversations/hear.ts";
import { startDialogueUpkeep } from "#conversations/dialogue-upkeep.ts";
import { startLifting } from "#conversations/suppressing.ts";
import { startNoticing } from "#debits/notices.ts";
import { factsChanged } from "#ledger/facts-changed.ts";
import { startJudging } from "#judge/daily.ts";
import { checkSource, sourcesOver } from "#adapters/sources/open.ts";
import { openWeb } from "#adapters/sources/web.ts";
import { startDispatcher, type Dispatcher } from "#messages/dispatch/dispatch.ts";
import type { OpenRoute, Quote, Redecide, RouteRow } from "#messages/dispatch/ports.ts";
import { withLinksToPay, withTracking, withWayOut } from "#messages/engagement/at-hand-over.ts";
import { readLinks, type Links } from "#messages/engagement/links.ts";
import { payKeyOf } from "#messages/engagement/pay-links.ts";
import { startWelcoming } from "#messages/welcome.ts";
import { rulesAtHandOver } from "#messages/planning/allowed.ts";
import { loadContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import { startLooker } from "#messages/planning/looker.ts";
import type { Arrivals, Route } from "#messages/route.ts";
import { MailRoutes, returnPathDomainOf } from "#messages/routes/mail-routes.ts";
import { openSettings, sealPlainSettings } from "#messages/routes/secrets.ts";
import type { CheckConfig } from "#messages/routes/set-routes.ts";
import { priceOf } from "#messages/text/price.ts";
import { startRematching } from "#payments/rematching.ts";
import { startCheckoutUpkeep } from "#payments/upkeep.ts";
import { startForgetting } from "#privacy/daily.ts";
import { assert, messageOf } from "#platform/errors.ts";
import type { Installation } from "#platform/installation.ts";
import { Pulse } from "#platform/pulse.ts";
import { readSealKey } from "#platform/seal.ts";
import type { SourcePorts } from "#sources/run.ts";
import type { CheckSource } from "#sources/source.ts";
import { startSources } from "#sources/worker.ts";
import type { EndpointPorts } from "#webhooks/endpoints.ts";
import { resolverFor } from "#webhooks/names.ts";
import { checkLiteral, guardedLookup, reachOf } from "#webhooks/reach.ts";
import { startWebhooks, type Webhooks } from "#webhooks/webhooks.ts";
import { proposerOf } from "./compose-llm.ts";
import { payPorts } from "./compose-pay.ts";
import { checkHttpConfig, openOverHttp, readSecret, tokensBy } from "./compose-http.ts";

/** A route whose host is this name leads to the simulators of the installation, wherever they listen. */
const SANDBOX_HOST = "sandbox";

const SmtpSettings = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  tls: z.enum(["implicit", "required", "offered", "off"]).exactOptional(),
  auth: z.strictObject({ user: z.string(), password: z.string() }).exactOptional(),
  connections: z.int().min(1).max(100).exactOptional(),
  dkim: z
    .strictObject({ domain: z.string(), selector: z.string(), privateKey: z.string() })
    .exactOptional(),
  replyTo: z.string().exactOptional(),
  returnPathDomain: z.string().exactOptional(),
});

/** Checks the settings of a route for its adapter; throws what is wrong with them. */
export const checkConfig: CheckConfig = (adapter, config) => {
  const sandbox = config["host"] === SANDBOX_HOST;
  if (adapter === "smpp") {
    const filled = sandbox ? { port: 1, systemId: "sandbox", password: "sandbox" } : {};
    return SmppConfig.parse({ ...filled, ...config });
  }
  const overHttp = checkHttpConfig(adapter, config);
  if (overHttp) return overHttp;
  if (adapter === "chat") return ChatConfig.parse(config);
  return SmtpSettings.parse({ ...(sandbox ? { port: 1 } : {}), ...config });
};

/** The running simulators of this installation, or new ones. */
export async function reachSandbox(
  installation: Installation,
): Promise<{ sandbox: Sandbox; started: boolean }> {
  const { home } = installation.config;
  const running = await connectSandbox(home);
  if (running) return { sandbox: running, started: false };
  return { sandbox: await startSandbox({ home, log: installation.log }), started: true };
}

export type Workers = {
  /** True while the process hands over. */
  readonly dispatcher: Dispatcher;
  /** When each kind of work last got on. */
  readonly pulse: Pulse;
  /** Where answers and bounces by mail are received. */
  readonly mailTo: { readonly host: string; readonly port: number };
  stop(): Promise<void>;
};

/** Starts what looks, hands over and hears. `sandbox` is asked for only when a route leads there. */
export async function startWorkers(
  installation: Installation,
  sandbox: () => Promise<Sandbox>,
): Promise<Workers> {
  const { worker, at, log, config } = installation;
  await sealPlainSettings(worker, await readSealKey(config));
  const secret = await readSecret(installation.app);
  const secretOf = (routeId: string): string =>
    createHmac("sha256", secret).update(`return-path ${routeId}`).digest("hex");
  const tokenOf = tokensBy(secret);
  const mailTo = Promise.withResolvers<Workers["mailTo"]>();
  const asking = askingOf(proposerOf(config));
  // Whoever writes to a customer in the simulators must be able to hear the answer.
  const answering = async (): Promise<Sandbox> => {
    const box = await sandbox();
    void mailTo.promise
      .then(async (where) => await box.behave({ mailTo: where }))
      .catch((error: unknown) => log.warn({ error: messageOf(error) }, "no answers by mail"));
    return box;
  };
  const openRoute: OpenRoute = async (row, arrivals) => {
    const links = await readLinks(installation.app);
    const around = { sandbox: answering, secretOf, tokenOf, links };
    const route = await open(row, arrivals, installation, around);
    return withTracking(withLinksToPay(route, payKeyOf(secret)), links);
  };
  const pulse = new Pulse(["dispatcher", "looker", "webhooks_events", "webhooks_deliveries"]);
  const dispatcher = await startDispatcher({
    db: worker,
    at,
    onRound: () => pulse.beat("dispatcher"),
    openRoute,
    redecide,
    allowedAt: rulesAtHandOver(worker),
    quote,
    inbound: async (clientId, inbound) =>
      void (await hear(worker, clientId, await asking(inbound))),
    log,
  });
  const looker = startLooker(worker, at, log, () => pulse.beat("looker"));
  const webhooks = await startCallbacks(installation, pulse);
  const chores = await startChores(installation, answering);
  const mailRoutes = new MailRoutes(worker);
  const listener = await listenForMail(installation, dispatcher, mailRoutes, secretOf);
  const where = { host: config.mailHost, port: listener.port };
  mailTo.resolve(where);
  if (installation.demo) await answering();
  return {
    dispatcher,
    pulse,
    mailTo: where,
    stop: async () => {
      await listener.close();
      await webhooks.stop();
      await chores.stop();
      await looker.stop();
      await dispatcher.stop();
    },
  };
}

// What the day has overtaken rests on the same facts; the bump makes it go like the rest.
const redecide: Redecide = async (tx, clientId, customerIds, now) => {
  await factsChanged(tx, clientId, customerIds, now);
  await evaluate(tx, await loadContext(tx, clientId), customerIds, now, "dispatch");
};

/** What goes on beside, each by itself and in no hurry. */
async function startChores(
  installation: Installation,
  sandbox: () => Promise<Sandbox>,
): Promise<{ stop(): Promise<void> }> {
  const { worker, app, at, log, config } = installation;
  const sealKey = await readSealKey(config);
  const relay = letterRelay(installation, sandbox);
  const chores = [
    config.judge ? startJudging({ db: worker, at, log }) : undefined,
    startRematching(worker, log),
    startRetrying(worker, log),
    startCheckoutUpkeep(await payPorts(installation, "worker")),
    startSources(await sourcePorts(installation)),
    startWelcoming(worker, log),
    startCampaigns(worker, log),
    startNoticing(worker, log),
    startSealing(worker, log),
    startForgetting(worker, log),
    startLifting(worker, log),
    startDialogueUpkeep(worker, log),
    startSweeping(app, log),
    relay &&
      startMailing({
        db: app,
        sealKey,
        log,
        post: async (mail) => await postLetter(await relay(), mail),
      }),
  ];
  return {
    stop: async () => {
      for (const chore of chores) await chore?.stop();
    },
  };
}

/** Where the installation's own letters go: to its relay, in a demo to the simulators; undefined: nowhere. */
function letterRelay(
  { config, demo }: Installation,
  sandbox: () => Promise<Sandbox>,
): (() => Promise<LetterRelay>) | undefined {
  const { letters } = config;
  if (letters) return async () => await Promise.resolve(letters);
  if (!demo) return undefined;
  const from = "Dunlin <dunlin@demo.example>";
  return async () => ({ url: `smtp://127.0.0.1:${(await sandbox()).ports().smtp}`, from });
}

/** Checks the settings of a source for its kind. Throws a `UserError`. */
export const checkSettingsOfSource: CheckSource = checkSource;

/** What runs sources. They may go where callbacks may. */
export async function sourcePorts(installation: Installation): Promise<SourcePorts> {
  const { worker: db, workerPool: pool, log, config, demo } = installation;
  const reach = reachOf(config, demo);
  const lookup = guardedLookup(reach, resolverFor(reach));
  const openSource = sourcesOver(openWeb(lookup, (url) => checkLiteral(reach, url)));
  return { db, pool, sealKey: await readSealKey(config), openSource, log };
}

/** What endpoints of callbacks need: the key that seals their secrets, and where they may be. */
export async function callbackPorts({
  config,
  demo,
}: Pick<Installation, "config" | "demo">): Promise<EndpointPorts> {
  return { sealKey: await readSealKey(config), reach: reachOf(config, demo) };
}

async function startCallbacks(
  { worker, at, config, demo, log }: Installation,
  pulse: Pulse,
): Promise<Webhooks> {
  const onRound = (work: string) => pulse.beat(`webhooks_${work}`);
  const ports = await callbackPorts({ config, demo });
  return startWebhooks({ db: worker, at, ...ports, log, onRound });
}

type Surroundings = {
  readonly sandbox: () => Promise<Sandbox>;
  readonly secretOf: (routeId: string) => string;
  readonly tokenOf: ReturnType<typeof tokensBy>;
  readonly links: Links | undefined;
};

async function open(
  sealed: RouteRow,
  arrivals: Arrivals,
  installation: Installation,
  { sandbox, secretOf, tokenOf, links }: Surroundings,
): Promise<Route> {
  const { log } = installation;
  const row = { ...sealed, config: openSettings(await readSealKey(installation.config), sealed) };
  const overHttp = openOverHttp(row, installation, tokenOf(row.routeId));
  if (overHttp) return overHttp;
  if (row.adapter === "chat") return openChatRoute(installation.worker);
  const given = row.config as Readonly<Record<string, unknown>>;
  const where = given["host"] === SANDBOX_HOST ? await inSandbox(row, sandbox) : {};
  const routeLog = log.child({ route: row.name });
  if (row.adapter === "smpp") {
    const config = SmppConfig.parse({ ...given, ...where });
    return openSmppRoute({ ...config, routeId: row.routeId }, arrivals, routeLog);
  }
  assert(row.adapter === "smtp", `adapter ${row.adapter} is unknown`);
  const { replyTo, ...settings } = SmtpSettings.parse({ ...given, ...where });
  const answersTo = replyTo ?? row.listens[0];
  const config: SmtpConfig = {
    ...settings,
    routeId: row.routeId,
    from: mailboxOf(row.sender),
    ...(answersTo === undefined ? {} : { replyTo: answersTo }),
    returnPathDomain: returnPathDomainOf({ ...row, config: given }),
    returnPathSecret: secretOf(row.routeId),
  };
  return withWayOut(openSmtpRoute(config, routeLog), { answersTo, links });
}

async function inSandbox(row: RouteRow, sandbox: () => Promise<Sandbox>) {
  const ports = (await sandbox()).ports();
  const host = "127.0.0.1";
  if (row.adapter === "smtp") return { host, port: ports.smtp };
  // An account of its own for each route: what the network sends back goes to whoever sent, not to another client.
  return { host, port: ports.smpp, systemId: row.routeId };
}

function mailboxOf(sender: string): { name?: string; address: string } {
  const match = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(sender);
  return match?.[2] ? { name: match[1] ?? "", address: match[2] } : { address: sender };
}

const quote: Quote = (route, message) => {
  const prices = route.prices as readonly { prefix: string; micros: string }[];
  if (prices.length === 0) return { priceMicros: 0n, currency: null };
  const priceMicros = priceOf(
    message,
    prices.map((price) => ({
      channel: route.channel,
      prefix: price.prefix,
      micros: BigInt(price.micros),
    })),
  );
  return priceMicros === undefined ? undefined : { priceMicros, currency: null };
};

async function listenForMail(
  { config, log, worker }: Installation,
  dispatcher: Dispatcher,
  routes: MailRoutes,
  secretOf: (routeId: string) => string,
): Promise<MailListener> {
  const clients = new Map<string, string>();
  return await startMailListener({
    host: config.mailHost,
    port: config.mailPort,
    resolveRoute: async (address) => {
      const route = await routes.find(address);
      if (!route) return undefined;
      clients.set(route.routeId, route.clientId);
      return { routeId: route.routeId, returnPathSecret: secretOf(route.routeId) };
    },
    arrivals: {
      receipt: async (receipt) => await arrivalsOf(receipt.routeId).receipt(receipt),
      inbound: async (inbound) => await arrivalsOf(inbound.routeId).inbound(inbound),
      complaint: async (complaint) =>
        await hearComplaint(worker, clientOf(complaint.routeId), complaint),
    },
    log,
  });
  function clientOf(routeId: string): string {
    const clientId = clients.get(routeId);
    assert(clientId !== undefined, `mail for route ${routeId}, which was never resolved`);
    return clientId;
  }
  function arrivalsOf(routeId: string): Arrivals {
    return dispatcher.arrivals(clientOf(routeId), routeId);
  }
}

/** People who sign in: for each process that listens for HTTP. */
export async function openPeople({ at, app, config, log }: Installation): Promise<Accounts> {
  const { publicUrl } = config;
  // Of both: a copy of the database holds no more than half of it.
  const { bytes } = await readSealKey(config);
  const secret = createHmac("sha256", bytes)
    .update(await readSecret(app))
    .digest();
  return openAccounts({ at, db: app, secret, publicUrl, log });
}

import fastify, { type FastifyInstance, type FastifyPluginCallback } from "fastify";
import { createSerializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { Registry } from "prom-client";
import { apiRoutes } from "../routes.ts";
import { chatRoutes } from "./chat/routes.ts";
import { consoleRoutes } from "./console/routes.ts";
import { accountRoutes } from "./accounts/routes.ts";
import type { Deps, ProviderAddresses } from "./deps.ts";
import { Drain } from "./drain.ts";
import { requestFigures } from "./figures/requests.ts";
import { checkHost, securityHeaders } from "./guard.ts";
import { engagementRoutes } from "./engagement.ts";
import { approvalRoutes } from "./approvals.ts";
import { healthRoute, type Health } from "./health.ts";
import { metricsRoute } from "./metrics.ts";
import { pageRoutes } from "./page/routes.ts";
import { payHookRoutes, portalRoutes } from "./portal/routes.ts";
import { answerError, sendProblem, problemOf, HttpProblem } from "./problems.ts";
import type { Limiter } from "./rate-limit.ts";
import { referenceRoutes } from "./reference.ts";
import { readyRoute } from "./ready.ts";
import { streamsOf } from "./streams.ts";
import { requestIdOf, watchRequests } from "./watch.ts";
import { bigintAsText } from "#ledger/events.ts";
import type { Accounts } from "#auth/accounts.ts";
import type { Asking } from "#conversations/asking.ts";
import { ChatBell } from "#conversations/chat/bell.ts";
import type { CheckConfig } from "#messages/routes/set-routes.ts";
import type { PayPorts } from "#payments/checkouts.ts";
import { ProviderError } from "#payments/provider.ts";
import type { Installation } from "#platform/installation.ts";
import type { Logger } from "#platform/log.ts";
import type { Pulse } from "#platform/pulse.ts";
import type { CheckSource } from "#sources/source.ts";
import type { EndpointPorts } from "#webhooks/endpoints.ts";

const MOST_BYTES = 1_048_576;
/** For a request to arrive whole. */
const ARRIVAL_MS = 30_000;
/** A reference of 200 characters, each of four bytes, percent-encoded. */
const LONGEST_PARAMETER = 2_400;

export type AppOptions = {
  readonly installation: Pick<Installation, "app" | "appPool" | "demo"> &
    Partial<Pick<Installation, "workerPool" | "at">> & {
      readonly config: Pick<Installation["config"], "host"> &
        Partial<Pick<Installation["config"], "publicUrl">>;
    };
  readonly health: () => Promise<Health>;
  readonly log: Logger;
  /** Where the page of the simulators is, in demo mode. */
  readonly sandboxUrl?: string | undefined;
  readonly checkConfig: CheckConfig;
  readonly checkSource?: CheckSource | undefined;
  readonly callbacks: EndpointPorts;
  /** What asks payment providers; without it none can be asked. */
  readonly pay?: PayPorts | undefined;
  /** How often each of those who ask may; the usual limit when left out. */
  readonly limiter?: Limiter | undefined;
  /** People who sign in; without it there are only keys and the operator's token. */
  readonly accounts?: Accounts | undefined;
  /** Where providers of text messages call. */
  readonly providers?: FastifyPluginCallback | undefined;
  readonly providerAddresses?: ProviderAddresses | undefined;
  /** Who is asked what is written in web chat; undefined: nobody. */
  readonly asking?: Asking | undefined;
  /** Whoever ends the server has it finish first. */
  readonly drain?: Drain;
  /** Whether the installation's own letters go out. */
  readonly letters?: boolean | undefined;
  /** The folder of a build of the console. */
  readonly console?: string | undefined;
  /** What works in this process beside the HTTP side, and whether it has begun. */
  readonly pulse?: () => Pulse | undefined;
  readonly isStarted?: () => boolean;
};

/** The HTTP side of an installation, ready to listen: /healthz, /metrics, the console at /, the API under /v1. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { installation, log } = options;
  const app = fastify({
    logger: false,
    bodyLimit: MOST_BYTES,
    requestTimeout: ARRIVAL_MS,
    genReqId: requestIdOf,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(createSerializerCompiler({ replacer: bigintAsText }));
  app.setErrorHandler(answerError(log));
  app.setNotFoundHandler(async (request, reply) => {
    const there = new HttpProblem(404, `there is no ${request.method} here; see /v1/openapi.json`);
    return await sendProblem(reply, problemOf(there));
  });
  const headers = securityHeaders(installation.config.publicUrl);
  app.addHook("onRequest", (_, reply, done) => {
    void reply.headers({ ...headers });
    done();
  });
  const drain = options.drain ?? new Drain();
  operate(app, options, drain);
  app.addHook("onRequest", (request, _, done) => {
    checkHost(request, installation.config);
    done();
  });
  const deps = {
    db: installation.app,
    pool: installation.appPool,
    checkConfig: options.checkConfig,
    checkSource: options.checkSource,
    accounts: options.accounts,
    letters: options.letters,
    callbacks: options.callbacks,
    pay: options.pay ?? payNobody(options),
    limiter: options.limiter,
    providerAddresses: options.providerAddresses,
    log,
  };
  drain.whenBegun(() => streamsOf(deps).close());
  await app.register(apiRoutes(deps), { prefix: "/v1" });
  referenceRoutes(app);
  await app.register(approvalRoutes(installation.app));
  if (options.providers) await app.register(options.providers);
  await app.register(engagementRoutes(deps));
  await talkWithCustomers(app, options, deps, drain);
  const { accounts, callbacks } = options;
  if (accounts) {
    await app.register(accountRoutes({ ...deps, accounts, sealKey: callbacks.sealKey }));
  }
  await app.register(consoleRoutes({ db: deps.db, folder: options.console }));
  await app.register(
    pageRoutes({ ...deps, demo: installation.demo, sandboxUrl: options.sandboxUrl }),
  );
  return app;
}

/** Where customers write and pay. */
async function talkWithCustomers(
  app: FastifyInstance,
  { installation, log, asking }: AppOptions,
  deps: Deps,
  drain: Drain,
): Promise<void> {
  const { at, config, app: db } = installation;
  const bell = at && new ChatBell(at, log);
  const whenEnding = (work: () => void) => drain.whenBegun(work);
  await app.register(
    chatRoutes({ db, log, publicUrl: config.publicUrl, bell, asking, whenEnding }),
  );
  await app.register(portalRoutes(deps));
  await app.register(payHookRoutes(deps));
}

function payNobody({ installation, callbacks, log }: AppOptions): PayPorts {
  return {
    db: installation.app,
    sealKey: callbacks.sealKey,
    openProvider: () => {
      throw new ProviderError("refused", "no payment provider can be asked here");
    },
    checkProvider: (_kind, settings) => settings,
    publicUrl: installation.config.publicUrl ?? "",
    log,
  };
}

/** What those who run it ask for: is it up, shall it be asked, how does it do. */
function operate(app: FastifyInstance, options: AppOptions, drain: Drain): void {
  const { installation, log, pulse, isStarted } = options;
  const { app: db, appPool, workerPool } = installation;
  const registry = new Registry();
  watchRequests(
    app,
    log,
    requestFigures(registry, () => drain.underWay),
  );
  drain.watch(app);
  healthRoute(app, options.health);
  readyRoute(app, {
    db,
    drain,
    pulse: pulse ?? (() => undefined),
    isStarted: isStarted ?? (() => true),
  });
  const pools = { app: appPool, ...(workerPool && { worker: workerPool }) };
  metricsRoute(app, { db, pools, registry });
}

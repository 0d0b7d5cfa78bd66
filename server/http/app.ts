import fastify, { type FastifyInstance, type FastifyPluginCallback } from "fastify";
import { createSerializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { apiRoutes } from "../routes.ts";
import { accountRoutes } from "./accounts/routes.ts";
import { checkHost, SECURITY_HEADERS } from "./guard.ts";
import { healthRoute, type Health } from "./health.ts";
import { metricsRoute } from "./metrics.ts";
import { pageRoutes } from "./page/routes.ts";
import { answerError, sendProblem, problemOf, HttpProblem } from "./problems.ts";
import { bigintAsText } from "#ledger/events.ts";
import type { Accounts } from "#auth/accounts.ts";
import type { CheckConfig } from "#messages/routes/set-routes.ts";
import type { Installation } from "#platform/installation.ts";
import type { Logger } from "#platform/log.ts";
import type { EndpointPorts } from "#webhooks/endpoints.ts";

const MOST_BYTES = 1_048_576;
/** For a request to arrive whole. */
const ARRIVAL_MS = 30_000;
/** A reference of 200 characters, each of four bytes, percent-encoded. */
const LONGEST_PARAMETER = 2_400;

export type AppOptions = {
  readonly installation: Pick<Installation, "app" | "appPool" | "demo"> & {
    readonly config: Pick<Installation["config"], "host">;
  };
  readonly health: () => Promise<Health>;
  readonly log: Logger;
  /** Where the page of the simulators is, in demo mode. */
  readonly sandboxUrl?: string | undefined;
  readonly checkConfig: CheckConfig;
  readonly callbacks: EndpointPorts;
  /** People who sign in; without it there are only keys and the operator's token. */
  readonly accounts?: Accounts | undefined;
  /** Where providers of text messages call. */
  readonly providers?: FastifyPluginCallback | undefined;
};

/** The HTTP side of an installation, ready to listen: /healthz, /metrics, the status page at /, the API under /v1. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { installation, log } = options;
  const app = fastify({
    logger: false,
    bodyLimit: MOST_BYTES,
    requestTimeout: ARRIVAL_MS,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(createSerializerCompiler({ replacer: bigintAsText }));
  app.setErrorHandler(answerError(log));
  app.setNotFoundHandler(async (request, reply) => {
    const there = new HttpProblem(404, `there is no ${request.method} here; see /v1/openapi.json`);
    return await sendProblem(reply, problemOf(there));
  });
  app.addHook("onRequest", (request, reply, done) => {
    void reply.headers({ ...SECURITY_HEADERS });
    checkHost(request, installation.config.host);
    done();
  });
  const deps = {
    db: installation.app,
    pool: installation.appPool,
    checkConfig: options.checkConfig,
    accounts: options.accounts,
    callbacks: options.callbacks,
    log,
  };
  healthRoute(app, options.health);
  metricsRoute(app, installation.app);
  await app.register(apiRoutes(deps), { prefix: "/v1" });
  if (options.providers) await app.register(options.providers);
  if (options.accounts) await app.register(accountRoutes({ ...deps, accounts: options.accounts }));
  await app.register(
    pageRoutes({ ...deps, demo: installation.demo, sandboxUrl: options.sandboxUrl }),
  );
  return app;
}

// `npm start`: brings up database, workers, simulators and the HTTP API in one process (and the simulators in one of their
// own), or one of the roles; ends them all on a signal.
import { parseArgs } from "node:util";
import type { FastifyInstance } from "fastify";
import type { Sandbox } from "#adapters/sandbox/client.ts";
import type { Accounts } from "#auth/accounts.ts";
import { askingOf } from "#conversations/asking.ts";
import { firstSetupToken } from "#auth/setup.ts";
import { isDemoReady, makeDemo } from "#demo/demo.ts";
import { createApp } from "#http/app.ts";
import { currentBuild } from "#http/console/built.ts";
import { Drain } from "#http/drain.ts";
import { providerRoutes } from "#http/providers.ts";
import { ensureToken } from "#http/token.ts";
import { clockNow, frozenAt } from "#platform/clock.ts";
import { readConfig, type Config } from "#platform/config.ts";
import { rememberPublicUrl } from "#messages/engagement/public-url.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { openInstallation, type Installation } from "#platform/installation.ts";
import { openLog, type Logger } from "#platform/log.ts";
import { greeting } from "./greeting.ts";
import {
  callbackPorts,
  checkConfig,
  checkSettingsOfSource,
  openPeople,
  reachSandbox,
  startWorkers,
  type Workers,
} from "./compose.ts";
import { openProviders, providerAddresses } from "./compose-http.ts";
import { proposerOf } from "./compose-llm.ts";
import { payPorts } from "./compose-pay.ts";

const ROLES = ["all", "api", "worker"] as const;
type Role = (typeof ROLES)[number];

/** For requests that are under way when the end begins. */
const FINISH_MS = 3_000;
/** Everything together must have ended within 10 s; after this the process goes anyway. */
const STOP_MS = 9_500;

type Running = {
  installation?: Installation;
  sandbox?: { readonly sandbox: Sandbox; readonly started: boolean };
  workers?: Workers;
  app?: FastifyInstance;
  accounts?: Accounts;
  readonly drain: Drain;
};

function roleOf(argv: readonly string[]): Role {
  const { values } = parseArgs({
    args: [...argv],
    options: { role: { type: "string", default: "all" } },
  });
  const role = ROLES.find((known) => known === values.role);
  if (!role)
    throw new UserError(`--role "${values.role}" is unknown; use one of ${ROLES.join(", ")}`);
  return role;
}

async function start(running: Running, config: Config, log: Logger, role: Role): Promise<void> {
  const installation = await openInstallation(config, log);
  running.installation = installation;
  if (role !== "worker") await rememberPublicUrl(installation.app, config.publicUrl);
  const state = { ready: false };
  if (installation.demo && role !== "api") running.sandbox = await reachSandbox(installation);
  const box = running.sandbox?.sandbox;
  const sandboxUrl = box && `http://127.0.0.1:${box.ports().control}/`;
  if (role !== "worker") {
    const token = await ensureToken(installation.app, config.home);
    running.accounts = await openPeople(installation);
    running.app = await createApp({
      installation,
      log,
      health: async () => await health(installation, running, role, state),
      sandboxUrl,
      console: await currentBuild(),
      checkConfig,
      checkSource: checkSettingsOfSource,
      callbacks: await callbackPorts(installation),
      pay: await payPorts(installation, "app"),
      accounts: running.accounts,
      letters: config.letters !== undefined || installation.demo,
      providers: providerRoutes(await openProviders(installation), config.publicUrl),
      providerAddresses: async (routeId) => await providerAddresses(installation, routeId),
      asking: askingOf(proposerOf(config)),
      drain: running.drain,
      pulse: () => running.workers?.pulse,
      isStarted: () => state.ready,
    });
    await listen(running.app, config);
    console.log(`Dunlin answers on http://${config.host}:${config.port}/`);
    if (!installation.demo) await offerSetup(installation);
    if (role === "api") return void (state.ready = true);
    await work(running, installation);
    state.ready = true;
    const now = await clockNow(installation.app);
    const frozen = (await frozenAt(installation.app)) !== undefined;
    console.log(greeting({ config, token, demo: installation.demo, sandboxUrl, now, frozen }));
    return;
  }
  await work(running, installation);
  state.ready = true;
  log.info("the worker runs");
}

// Until the operator has people, each start of a real installation makes a link for the first of them; the earlier ones end.
async function offerSetup({ app, config }: Installation): Promise<void> {
  const token = await firstSetupToken(app);
  if (token === undefined) return;
  console.log(`Set up the first operator, once: ${config.publicUrl}/set-up/${token}`);
}

async function work(running: Running, installation: Installation): Promise<void> {
  const sandbox = async (): Promise<Sandbox> => {
    running.sandbox ??= await reachSandbox(installation);
    return running.sandbox.sandbox;
  };
  running.workers = await startWorkers(installation, sandbox);
  if (installation.demo) await makeDemo(installation, checkConfig);
}

async function health(
  installation: Installation,
  running: Running,
  role: Role,
  state: { readonly ready: boolean },
): Promise<{ status: "ok" | "starting" | "failing"; reason?: string }> {
  if (!state.ready) return { status: "starting", reason: "the workers are starting" };
  if (role === "all" && !running.workers) return { status: "failing", reason: "no workers run" };
  try {
    await clockNow(installation.app);
    if (installation.demo && !(await isDemoReady(installation))) {
      return { status: "starting", reason: "the sample client is being made" };
    }
    return { status: "ok" };
  } catch {
    return { status: "failing", reason: "the database does not answer" };
  }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
  await app.listen({ host, port }).catch((cause: unknown) => {
    const inUse = messageOf(cause).includes("EADDRINUSE");
    throw new UserError(
      inUse
        ? `PORT ${port} on ${host} is in use; stop what listens there, or start with PORT=${port + 1}`
        : `HOST ${host}, PORT ${port} can't be listened on: ${messageOf(cause)}`,
    );
  });
}

/**
 * Ends everything that was started here, each part within its time and even when another fails, the database last and with
 * its last process.
 */
async function stop(running: Running, log: Logger): Promise<void> {
  const { app, workers, sandbox, installation, drain, accounts } = running;
  // Side by side: what is asked for needs the database, and no worker.
  await Promise.all([
    endWithin(4_000, "http", log, app && (async () => await endHttp(app, drain, log))),
    endWithin(4_000, "workers", log, workers && (async () => await workers.stop())),
  ]);
  await endWithin(500, "accounts", log, accounts && (async () => await accounts.close()));
  const ours = sandbox?.started ? sandbox.sandbox : undefined;
  await endWithin(1_500, "sandbox", log, ours && (async () => await ours.stop()));
  await endWithin(
    2_500,
    "database",
    log,
    installation && (async () => await installation.close({ stopDatabase: true })),
  );
}

/** Requests under way are finished, new ones refused, while the door is still open; then it is shut. */
async function endHttp(app: FastifyInstance, drain: Drain, log: Logger): Promise<void> {
  const { underWay } = drain;
  if (!(await drain.finish(FINISH_MS))) log.warn({ left: drain.underWay }, "requests were cut off");
  else if (underWay > 0) log.info({ underWay }, "requests under way were finished");
  app.server.closeAllConnections();
  await app.close();
}

async function endWithin(
  mostMs: number,
  part: string,
  log: Logger,
  end: (() => Promise<unknown>) | undefined,
): Promise<void> {
  if (!end) return;
  const late = Promise.withResolvers<"late">();
  const timer = setTimeout(() => late.resolve("late"), mostMs);
  const how = await Promise.race([end(), late.promise]).catch((error: unknown) => {
    log.error({ part, error: messageOf(error) }, "did not end well");
  });
  clearTimeout(timer);
  if (how === "late") log.warn({ part, mostMs }, "did not end in time");
}

async function main(): Promise<void> {
  const config = readConfig();
  const log = openLog(config.logLevel);
  const running: Running = { drain: new Drain() };
  let stopping: Promise<void> | undefined;
  const end = (code: number): void => {
    stopping ??= (async () => {
      setTimeout(() => process.exit(1), STOP_MS).unref();
      await starting.catch(() => undefined);
      await stop(running, log);
      process.exit(code);
    })();
  };
  // A signal to npm's process group reaches us twice: each is handled, the second changes nothing.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end(0));
  const starting = start(running, config, log, roleOf(process.argv.slice(2)));
  await starting.catch((error: unknown) => {
    console.error(wordsOf(error));
    end(1);
  });
}

/** What went wrong: a sentence for the user, or where in the program; never the data that an error carries. */
function wordsOf(error: unknown): string {
  return error instanceof UserError || !(error instanceof Error)
    ? messageOf(error)
    : (error.stack ?? error.message);
}

await main().catch((error: unknown) => {
  console.error(wordsOf(error));
  process.exitCode = 1;
});

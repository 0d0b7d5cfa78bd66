import { sql } from "kysely";
import { clientIdOf } from "#clients/clients.ts";
import type { Config } from "#platform/config.ts";
import { asClient, type Tx } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { openInstallation, type Installation } from "#platform/installation.ts";
import { LOCK_CLASSES } from "#platform/locks.ts";
import type { Logger } from "#platform/log.ts";
import type { Sandbox } from "#adapters/sandbox/client.ts";
import type { Workers } from "../compose.ts";

/** For handing over what is due when a command ends; the rest is for the next. */
const IDLE_MS = 3_000;
const POLL_MS = 25;

// Every adapter comes with it, so it is loaded only where something has to be started.
const composition = async () => await import("../compose.ts");

/**
 * What a command works with, opened when it is first asked for and closed at the end. Beside a running server a command uses
 * the server's database, workers and simulators; alone it starts what it needs, and stops what it started.
 */
export class Session {
  readonly config: Config;
  readonly log: Logger;
  /** Called once, before the command has the installation for the first time. */
  whenOpened: (() => Promise<void>) | undefined;
  #installation: Promise<Installation> | undefined;
  #workers: Promise<Workers | undefined> | undefined;
  #sandbox: Promise<{ sandbox: Sandbox; started: boolean }> | undefined;

  constructor(config: Config, openLog: (level: string) => Logger) {
    this.config = config;
    this.log = openLog(config.logLevel);
  }

  async installation(): Promise<Installation> {
    this.#installation ??= openInstallation(this.config, this.log);
    const opened = await this.#installation;
    const { whenOpened } = this;
    this.whenOpened = undefined;
    await whenOpened?.();
    return opened;
  }

  /** One transaction for the client with that slug. */
  async asClient<T>(slug: string, work: (tx: Tx, clientId: string) => Promise<T>): Promise<T> {
    const { app } = await this.installation();
    const clientId = await clientIdOf(app, slug);
    return await asClient(app, clientId, async (tx) => await work(tx, clientId));
  }

  async clientId(slug: string): Promise<string> {
    return await clientIdOf((await this.installation()).app, slug);
  }

  /**
   * Makes sure that somebody looks, hands over and hears: the server's workers, else our own. Asked again while a command
   * waits, since those of another command end with it.
   */
  async workers(): Promise<void> {
    this.#workers ??= this.#startWorkers();
    const own = await this.#workers;
    if (own === undefined) this.#workers = undefined;
  }

  async #startWorkers(): Promise<Workers | undefined> {
    const installation = await this.installation();
    if (await workersAlive(installation)) return undefined;
    const { startWorkers } = await composition();
    return await startWorkers(installation, async () => await this.sandbox());
  }

  /** The running simulators, or our own. */
  async sandbox(): Promise<Sandbox> {
    const installation = await this.installation();
    this.#sandbox ??= composition().then(
      async ({ reachSandbox }) => await reachSandbox(installation),
    );
    return (await this.#sandbox).sandbox;
  }

  /** The simulators, which answer by mail to whoever hears here. */
  async answeringSandbox(): Promise<Sandbox> {
    await this.workers();
    const [sandbox, own] = [await this.sandbox(), await this.#workers];
    if (own) await sandbox.behave({ mailTo: own.mailTo });
    return sandbox;
  }

  /** Throws unless the test clock may be used here. */
  async allowClock(): Promise<void> {
    const { demo } = await this.installation();
    if (demo || this.config.test) return;
    throw new UserError(
      "the clock can be set only in demo mode or with DUNLIN_TEST=1; this installation is for real",
    );
  }

  /** Ends what was started here, the database last and only when nobody else uses it; `hurry` waits for nothing. */
  async close({ hurry = false } = {}): Promise<void> {
    const workers = await this.#workers?.catch(() => undefined);
    const box = await this.#sandbox?.catch(() => undefined);
    const installation = await this.#installation?.catch(() => undefined);
    // Our simulators end with us, and receipts that they still owe would never come: not of what goes out at the last moment
    // either, such as the answer to what a customer just wrote.
    if (!hurry && workers && box?.started && installation) {
      await becomesIdle(workers).catch(() => undefined);
      const { awaitReceipts } = await import("#cli/receipts.ts");
      await awaitReceipts(installation).catch(() => undefined);
    }
    await workers?.stop().catch((error: unknown) => this.#endedBadly("workers", error));
    if (box?.started)
      await box.sandbox.stop().catch((error: unknown) => this.#endedBadly("sandbox", error));
    await installation?.close();
  }

  #endedBadly(part: string, error: unknown): void {
    this.log.error({ part, error: messageOf(error) }, "did not end well");
  }
}

async function becomesIdle({ dispatcher }: Workers): Promise<void> {
  const end = performance.now() + IDLE_MS;
  while (!(await dispatcher.idle()) && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

/** True while a process that hands messages over holds its lock in this database. */
async function workersAlive({ app }: Installation): Promise<boolean> {
  const { rows } = await sql<{ alive: boolean }>`
    select exists (select from pg_locks l join pg_database d on d.oid = l.database
      where l.locktype = 'advisory' and l.classid = ${LOCK_CLASSES.processes} and d.datname = current_database()) as alive
  `.execute(app);
  return rows[0]!.alive;
}

/**
 * Dispatch: claims messages that are due, checks under locks that each is still right, hands them over, and writes back what
 * comes of it. Any number of processes may run at once over the same database.
 */
import { sql } from "kysely";
import type { Arrivals, Receipt } from "#messages/route.ts";
import { messageOf } from "#platform/errors.ts";
import type { Attempted } from "./authorise.ts";
import { noteConnections } from "./connections.ts";
import { pauseUnconnected } from "./health.ts";
import { openLifeline, type Lifeline } from "./lifeline.ts";
import { OpenAttempts } from "./open-attempts.ts";
import { OpenRoutes, type Way } from "./open-routes.ts";
import { writeOutcomes, type Outcome } from "./outcomes.ts";
import type { DispatchPorts } from "./ports.ts";
import { writeReceipts } from "./receipts.ts";
import { turnsOf, type Turn, type Work } from "./schedule.ts";
import { serve } from "./serve.ts";
import { takeBack } from "./take-back.ts";
import { inClient, rowsOf } from "./transaction.ts";
import { keepUp } from "./upkeep.ts";
import { Writer } from "./writer.ts";

export type Dispatcher = {
  readonly processId: number;
  /** Where the adapter of a route puts what arrives; `receipt` resolves once it is stored. */
  arrivals(clientId: string, routeId: string): Arrivals;
  /** True when nothing is due that can go out, nothing is under way, and all that came back is written. */
  idle(): Promise<boolean>;
  /** Looks for work now. */
  wake(): void;
  /** Claims nothing more, lets hand-overs under way end for up to 5 s, writes what came back, closes the routes. */
  stop(): Promise<void>;
};

export type DispatcherOptions = DispatchPorts & {
  /** How long to sleep without a notification; 1,000 ms unless told otherwise. */
  readonly pollMs?: number;
  /** How often to recover and sweep; 3,000 ms unless told otherwise. */
  readonly upkeepMs?: number;
  /** Told of each round that went well. */
  readonly onRound?: (() => void) | undefined;
  /** How long a route may be without connection before it is paused; 10,000 ms unless told otherwise. */
  readonly unconnectedMs?: number;
};

type Returned =
  | { readonly kind: "unbegun"; readonly attempts: readonly Attempted[] }
  | { readonly kind: "outcome"; readonly outcome: Outcome }
  | { readonly kind: "receipt"; readonly receipt: Receipt };

const CAPACITY = 5_000;
const TURNS_AT_ONCE = 2;
const STOP_MS = 5_000;
const AFTER_ERROR_MS = 250;

/** Starts handing over. Rejects when the database can't be reached now; later it waits for it to come back. */
export async function startDispatcher(options: DispatcherOptions): Promise<Dispatcher> {
  const loop = new Loop(options);
  await loop.start();
  return loop;
}

class Loop implements Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #writer: Writer<Returned>;
  readonly #routes: OpenRoutes;
  readonly #open = new OpenAttempts();
  #lifeline: Lifeline | undefined;
  #stopping = false;
  #running: Promise<unknown> = Promise.resolve();
  #serving = 0;
  #wakeNow: () => void = () => undefined;
  #woken = false;
  #refreshAtMs = 0;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { db, openRoute, log } = options;
    this.#writer = new Writer({
      capacity: CAPACITY,
      log,
      write: async (clientId, items) => {
        const outcomes = items.flatMap((item) => (item.kind === "outcome" ? [item.outcome] : []));
        const receipts = items.flatMap((item) => (item.kind === "receipt" ? [item.receipt] : []));
        const unbegun = items.flatMap((item) => (item.kind === "unbegun" ? item.attempts : []));
        if (unbegun.length > 0) await takeBack(db, clientId, this.processId, unbegun);
        if (outcomes.length > 0) await writeOutcomes(db, clientId, outcomes);
        if (receipts.length > 0) await writeReceipts(db, clientId, receipts);
      },
    });
    const arrivals = this.arrivals.bind(this);
    this.#routes = new OpenRoutes({ db, openRoute, arrivals, log });
  }

  get processId(): number {
    return this.#lifeline?.processId ?? 0;
  }

  async start(): Promise<void> {
    const { db, at, log } = this.#options;
    this.#lifeline = await openLifeline(db, at, (payload) => this.#heard(payload), log);
    await keepUp(this.#options, this.processId);
    this.#running = Promise.all([this.#dispatch(), this.#tend()]);
  }

  arrivals(clientId: string, _routeId: string): Arrivals {
    return {
      receipt: async (receipt) => await this.#writer.add(clientId, { kind: "receipt", receipt }),
      inbound: async (inbound) => await this.#options.inbound(clientId, inbound),
    };
  }

  async idle(): Promise<boolean> {
    const quiet = (): boolean =>
      this.#serving === 0 &&
      this.#writer.pending === 0 &&
      this.#routes.all().every((way) => way.underWay === 0);
    if (!quiet()) return false;
    const work = await routesWithWork(this.#options.db);
    return work.length === 0 && quiet();
  }

  wake(): void {
    this.#woken = true;
    this.#wakeNow();
  }

  async stop(): Promise<void> {
    if (this.#stopping) return void (await this.#running);
    this.#stopping = true;
    this.wake();
    await this.#running;
    const deadline = performance.now() + STOP_MS;
    while (this.#isUnderWay() && performance.now() < deadline) await sleep(5);
    await this.#routes.close();
    await this.#writer.end(STOP_MS);
    await this.#lifeline?.close();
  }

  #isUnderWay(): boolean {
    return this.#routes.all().some((way) => way.underWay > 0);
  }

  #heard(payload: string): void {
    if (payload === "connected" || payload.startsWith("route")) this.#refreshAtMs = 0;
    this.wake();
  }

  async #dispatch(): Promise<void> {
    const pollMs = this.#options.pollMs ?? 1_000;
    while (!this.#stopping) {
      let restMs = pollMs;
      try {
        restMs = await this.#pass(pollMs);
        if (this.#lifeline?.isHeld) this.#options.onRound?.();
      } catch (error) {
        this.#options.log.warn({ error: messageOf(error) }, "dispatch waits");
        restMs = AFTER_ERROR_MS;
        this.#woken = false;
      }
      if (restMs > 0 && !this.#stopping) await this.#sleepUntilWoken(restMs);
    }
  }

  /** Serves every route that can be served once. Returns how long nothing more is to be expected. */
  async #pass(pollMs: number): Promise<number> {
    this.#woken = false;
    if (!this.#lifeline?.isHeld) return AFTER_ERROR_MS;
    if (performance.now() >= this.#refreshAtMs) {
      this.#refreshAtMs = performance.now() + pollMs;
      await this.#routes.refresh();
    }
    if (!this.#writer.hasRoom) return 5;
    const work = await routesWithWork(this.#options.db);
    const nowMs = performance.now();
    const { turns, blocked, nextMs } = turnsOf(
      work,
      (id) => this.#routes.get(id),
      this.#open,
      nowMs,
    );
    for (const way of blocked) await this.#awaitRoom(way);
    const claimed = await this.#serveAll(turns);
    if (claimed > 0) return 0;
    const resting = turns.map(({ way }) => way.restUntilMs).filter((ms) => ms > nowMs);
    return Math.max(1, Math.min(pollMs, Math.min(nextMs, ...resting) - performance.now()));
  }

  async #serveAll(turns: readonly Turn[]): Promise<number> {
    const queue = [...turns];
    let claimed = 0;
    const next = async (): Promise<void> => {
      for (let turn = queue.shift(); turn; turn = queue.shift()) {
        if (this.#stopping || !this.#writer.hasRoom || !this.#lifeline?.isHeld) return;
        turn.way.stuckSinceMs = undefined;
        claimed += await this.#serve(turn.way);
      }
    };
    await Promise.all(Array.from({ length: TURNS_AT_ONCE }, next));
    return claimed;
  }

  async #serve(way: Way): Promise<number> {
    const { db, redecide, allowedAt, log } = this.#options;
    this.#serving += 1;
    try {
      const { claimed } = await serve(
        {
          db,
          redecide,
          allowedAt,
          log,
          processId: this.processId,
          open: this.#open,
          report: (clientId, outcome) => void this.#report(way, clientId, outcome),
          unbegun: (clientId, attempts) => void this.#takeBack(way, clientId, attempts),
        },
        way,
      );
      return claimed;
    } catch (error) {
      const { routeId } = way.row;
      log.warn({ routeId, error: messageOf(error) }, "a turn failed");
      way.restUntilMs = performance.now() + AFTER_ERROR_MS;
      return 0;
    } finally {
      this.#serving -= 1;
    }
  }

  /** What is given up at the end is the next process's to find; it must not look written. */
  async #report(way: Way, clientId: string, outcome: Outcome): Promise<void> {
    const { routeId, messageId, attempt } = outcome;
    const written = this.#writer.add(clientId, { kind: "outcome", outcome });
    if (!(await written.then(() => true).catch(() => false))) return;
    this.#open.end(routeId, messageId, attempt);
    if (!way.awaitingWrite) return;
    way.awaitingWrite = false;
    this.wake();
  }

  async #takeBack(way: Way, clientId: string, attempts: readonly Attempted[]): Promise<void> {
    const { routeId } = way.row;
    for (const one of attempts) this.#open.begin(routeId, one.messageId, one.attempt);
    await this.#writer.add(clientId, { kind: "unbegun", attempts }).catch(() => undefined);
    for (const one of attempts) this.#open.end(routeId, one.messageId, one.attempt);
  }

  /** A full window empties by itself; a route without connection is paused for all after a while, so that others take over. */
  async #awaitRoom(way: Way): Promise<void> {
    const nowMs = performance.now();
    if (way.underWay > 0) way.stuckSinceMs = undefined;
    else way.stuckSinceMs ??= nowMs;
    const { unconnectedMs = 10_000, db } = this.#options;
    if (way.stuckSinceMs !== undefined && nowMs - way.stuckSinceMs >= unconnectedMs) {
      way.stuckSinceMs = nowMs;
      const { clientId, routeId } = way.row;
      await inClient(db, clientId, async (tx) => await pauseUnconnected(tx, clientId, routeId));
    }
    if (way.awaitingRoom) return;
    way.awaitingRoom = true;
    void this.#wakeWhenFree(way);
  }

  async #wakeWhenFree(way: Way): Promise<void> {
    await way.route.whenFree(1_000).catch(() => undefined);
    way.awaitingRoom = false;
    if (way.route.free > 0) this.wake();
  }

  async #tend(): Promise<void> {
    const everyMs = this.#options.upkeepMs ?? 3_000;
    let lastMs = performance.now();
    while (!this.#stopping) {
      await sleep(Math.min(everyMs, 50));
      if (performance.now() - lastMs < everyMs || !this.#lifeline?.isHeld) continue;
      await keepUp(this.#options, this.processId);
      await this.#noteConnections();
      lastMs = performance.now();
    }
  }

  async #noteConnections(): Promise<void> {
    const { db, log } = this.#options;
    await noteConnections(db, this.#routes.all()).catch((error: unknown) =>
      log.warn({ error: messageOf(error) }, "connections of routes not noted"),
    );
  }

  async #sleepUntilWoken(ms: number): Promise<void> {
    if (this.#woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeNow = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function routesWithWork(db: DispatchPorts["db"]): Promise<readonly Work[]> {
  return await rowsOf(
    db,
    sql<Work>`select client_id as "clientId", route_id as "routeId", lane
      from dunlin.routes_with_work(dunlin.clock_now())`,
  );
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

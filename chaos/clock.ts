/**
 * The installation's clock, which is not the real one: it stands still when it is set, so what is put off for some seconds
 * would wait for ever. It is moved on with real time, as the real one moves.
 */
import { setClock } from "#platform/clock.ts";
import { openDb, openPool, type Db } from "#platform/db.ts";
import { socketIn } from "./postgres.ts";
import type { Processes } from "./processes.ts";

const TICK_MS = 500;

export class Clock {
  now: Temporal.Instant;
  readonly #processes: Processes;
  readonly #db: Db;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> = Promise.resolve();

  constructor(processes: Processes, now: Temporal.Instant) {
    this.#processes = processes;
    this.now = now;
    this.#db = openDb(openPool({ host: socketIn(processes.home) }, "dunlin_app", 1));
  }

  run(): void {
    this.#timer = setInterval(() => {
      this.#ticking = this.#ticking.then(async () => await this.#tick());
    }, TICK_MS);
  }

  /** Jumps, by the command that an operator has. */
  async set(to: Temporal.Instant): Promise<void> {
    await this.#pause();
    await this.#processes.dunlin("clock", "set", to.toString());
    this.now = to;
    this.run();
  }

  async stop(): Promise<void> {
    await this.#pause();
    await this.#db.destroy();
  }

  async #pause(): Promise<void> {
    clearInterval(this.#timer);
    await this.#ticking;
  }

  /** Without a database no time passes. */
  async #tick(): Promise<void> {
    const next = this.now.add({ milliseconds: TICK_MS });
    try {
      await setClock(this.#db, next, "chaos");
      this.now = next;
    } catch {
      // It is tried again with the next tick.
    }
  }
}

/**
 * The installation's clock, which is not the real one: it stands still when it is set, so what is put off for some seconds
 * would wait for ever. It is moved on with real time, as the real one moves.
 */
import { assert } from "#platform/errors.ts";
import { setClock } from "#platform/clock.ts";
import { openDb, openPool, type Db } from "#platform/db.ts";
import { socketIn } from "./postgres.ts";
import type { Processes } from "./processes.ts";

const TICK_MS = 500;
const AGAIN_MS = 50;
const REACH_MS = 60_000;

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

  /** Goes on to an instant, unless it is past it; waits up to a minute for the database. */
  async reach(to: Temporal.Instant): Promise<void> {
    await this.#pause();
    const end = performance.now() + REACH_MS;
    while (Temporal.Instant.compare(this.now, to) < 0) {
      assert(performance.now() < end, "the clock can't be set: the database does not answer");
      await this.#moveTo(to);
    }
    this.run();
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

  async #tick(): Promise<void> {
    await this.#moveTo(this.now.add({ milliseconds: TICK_MS }));
  }

  /** Without a database no time passes. */
  async #moveTo(to: Temporal.Instant): Promise<void> {
    try {
      await setClock(this.#db, to, "chaos");
      this.now = to;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

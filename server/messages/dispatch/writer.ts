/** Micro-batches: what comes back is written in sets, per client, soon after it came. */
import type { Logger } from "#platform/log.ts";
import { messageOf } from "#platform/errors.ts";
import { isTransient } from "./transaction.ts";

const LARGEST = 500;
const DELAY_MS = 10;
const FLUSHES_AT_ONCE = 3;
const RETRY_FIRST_MS = 100;
const RETRY_LONGEST_MS = 2_000;

type Waiting<T> = {
  readonly item: T;
  readonly stored: () => void;
  readonly lost: (error: unknown) => void;
};

type Lane<T> = { items: Waiting<T>[]; running: boolean; timer: NodeJS.Timeout | undefined };

export type WriterOptions<T> = {
  /** Writes a set for one client in its transaction; writing it twice must change nothing. */
  readonly write: (clientId: string, items: readonly T[]) => Promise<void>;
  /** From so many on `hasRoom` is false. */
  readonly capacity: number;
  readonly log: Logger;
};

/**
 * A bounded queue per client, flushed in order, one set at a time. A set that can't be written because the database is away
 * is tried again until it is back; one that the database refuses is halved until the item at fault stands alone.
 */
export class Writer<T> {
  readonly #options: WriterOptions<T>;
  readonly #lanes = new Map<string, Lane<T>>();
  readonly #turns: (() => void)[] = [];
  #free = FLUSHES_AT_ONCE;
  #pending = 0;
  #abandoned = false;

  constructor(options: WriterOptions<T>) {
    this.#options = options;
  }

  get pending(): number {
    return this.#pending;
  }

  get hasRoom(): boolean {
    return this.#pending < this.#options.capacity;
  }

  /** Resolves once the item is committed. */
  add(clientId: string, item: T): Promise<void> {
    if (this.#abandoned) return Promise.reject(new Error("the writer has ended"));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#pending += 1;
    let lane = this.#lanes.get(clientId);
    if (!lane) this.#lanes.set(clientId, (lane = { items: [], running: false, timer: undefined }));
    lane.items.push({ item, stored: resolve, lost: reject });
    this.#arrange(clientId, lane);
    return promise;
  }

  /** Waits until all is written, at most so long; what is left then is given up. */
  async end(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (this.#pending > 0 && performance.now() < deadline) await pauseMs(5);
    this.#abandoned = true;
  }

  #arrange(clientId: string, lane: Lane<T>): void {
    if (lane.running) return;
    if (lane.items.length >= LARGEST) {
      clearTimeout(lane.timer);
      void this.#run(clientId, lane);
    } else lane.timer ??= setTimeout(() => void this.#run(clientId, lane), DELAY_MS);
  }

  async #run(clientId: string, lane: Lane<T>): Promise<void> {
    lane.timer = undefined;
    if (lane.running) return;
    lane.running = true;
    await this.#turn();
    const items = lane.items.splice(0, LARGEST);
    await this.#store(clientId, items);
    this.#pending -= items.length;
    this.#next();
    lane.running = false;
    if (lane.items.length > 0) this.#arrange(clientId, lane);
    else if (!lane.timer) this.#lanes.delete(clientId);
  }

  async #store(clientId: string, items: readonly Waiting<T>[]): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        await this.#options.write(
          clientId,
          items.map((waiting) => waiting.item),
        );
        for (const waiting of items) waiting.stored();
        return;
      } catch (error) {
        if (!isTransient(error)) return await this.#divide(clientId, items, error);
        this.#options.log.warn({ clientId, tries, error: messageOf(error) }, "write-back waits");
        if (this.#abandoned) return giveUp(items, error);
        await pauseMs(Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** Math.min(tries, 10)));
      }
    }
  }

  async #divide(clientId: string, items: readonly Waiting<T>[], error: unknown): Promise<void> {
    if (items.length > 1) {
      const half = Math.ceil(items.length / 2);
      await this.#store(clientId, items.slice(0, half));
      await this.#store(clientId, items.slice(half));
      return;
    }
    this.#options.log.error({ clientId, error: messageOf(error) }, "write-back refused");
    giveUp(items, error);
  }

  async #turn(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve) => this.#turns.push(resolve));
  }

  #next(): void {
    const turn = this.#turns.shift();
    if (turn) turn();
    else this.#free += 1;
  }
}

function giveUp<T>(items: readonly Waiting<T>[], error: unknown): void {
  for (const waiting of items) waiting.lost(error);
}

function pauseMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

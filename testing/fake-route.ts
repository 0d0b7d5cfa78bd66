/** A route in memory: a window, delays and failures on demand. */
import { RouteError, type HandedOver, type Outgoing, type Route } from "#messages/route.ts";

export type FakeRouteOptions = {
  /** Hand-overs that may be under way; 100 unless told otherwise. */
  readonly window?: number;
  /** How long an answer takes, in ms; 0: it comes with the next turn of the event loop. */
  readonly delayMs?: (message: Outgoing) => number;
  /** Ids of the parts, or a thrown `RouteError`. One part with an id made of message and attempt unless told otherwise. */
  readonly answer?: (message: Outgoing) => readonly string[] | Promise<readonly string[]>;
};

/** Keeps all that it was given in `taken`, in order. */
export class FakeRoute implements Route {
  readonly taken: Outgoing[] = [];
  readonly #options: FakeRouteOptions;
  readonly #waiters = new Set<() => void>();
  readonly #abort = Promise.withResolvers<never>();
  #underWay = 0;
  #connected = true;
  #closed = false;
  /** The most that was under way at once. */
  widest = 0;

  constructor(options: FakeRouteOptions = {}) {
    this.#options = options;
    this.#abort.promise.catch(() => undefined);
  }

  get free(): number {
    if (!this.#connected || this.#closed) return 0;
    return Math.max(0, (this.#options.window ?? 100) - this.#underWay);
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  connect(): void {
    this.#connected = true;
    this.#wake();
  }

  /** From now on there is no room; what is under way still gets its answer. */
  disconnect(): void {
    this.#connected = false;
  }

  async whenFree(timeoutMs: number): Promise<void> {
    if (this.free > 0) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#waiters.add(done);
    });
  }

  async handOver(message: Outgoing): Promise<HandedOver> {
    if (this.#closed) throw new RouteError("unreachable", { code: "closed" });
    this.taken.push(message);
    this.#underWay += 1;
    this.widest = Math.max(this.widest, this.#underWay);
    try {
      return await Promise.race([this.#answer(message), this.#abort.promise]);
    } finally {
      this.#underWay -= 1;
      this.#wake();
    }
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#abort.reject(new RouteError("uncertain", { code: "closed" }));
    this.#wake();
    return Promise.resolve();
  }

  async #answer(message: Outgoing): Promise<HandedOver> {
    const delayMs = this.#options.delayMs?.(message) ?? 0;
    await new Promise<void>((resolve) => {
      if (delayMs > 0) setTimeout(resolve, delayMs);
      else setImmediate(resolve);
    });
    const providerIds = (await this.#options.answer?.(message)) ?? [providerIdOf(message)];
    return { providerIds };
  }

  #wake(): void {
    for (const done of this.#waiters) done();
  }
}

/** The id that the fake gives to a message of one part. */
export function providerIdOf(message: Pick<Outgoing, "messageId" | "attempt">): string {
  return `${message.messageId}/${message.attempt}`;
}

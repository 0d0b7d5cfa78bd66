import {
  RouteError,
  type Arrivals,
  type HandedOver,
  type Outgoing,
  type Route,
} from "#messages/route.ts";
import { RECEIPT_DELAY_MS } from "./smsc.ts";

/** Takes and reports every message without any network: what is left is the work of the database. */
export class IdleRoute implements Route {
  readonly #routeId: string;
  readonly #arrivals: Arrivals;
  readonly #window: number;
  readonly #timers = new Set<NodeJS.Timeout>();
  #underWay = 0;
  #given = 0;
  #freed = Promise.withResolvers<void>();

  constructor(routeId: string, arrivals: Arrivals, window: number) {
    this.#routeId = routeId;
    this.#arrivals = arrivals;
    this.#window = window;
  }

  get free(): number {
    return this.#window - this.#underWay;
  }

  async whenFree(timeoutMs: number): Promise<void> {
    if (this.free > 0) return;
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, timeoutMs);
    await Promise.race([this.#freed.promise, late.promise]);
    clearTimeout(timer);
  }

  async handOver(message: Outgoing): Promise<HandedOver> {
    if (this.free <= 0) throw new RouteError("throttled");
    this.#underWay += 1;
    await new Promise((resolve) => setImmediate(resolve));
    this.#underWay -= 1;
    this.#freed.resolve();
    this.#freed = Promise.withResolvers();
    this.#given += 1;
    const providerId = `idle-${this.#given}`;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#report(message, providerId);
    }, RECEIPT_DELAY_MS);
    this.#timers.add(timer);
    return { providerIds: [providerId] };
  }

  close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    return Promise.resolve();
  }

  #report({ to, sender }: Outgoing, providerId: string): void {
    void this.#arrivals.receipt({
      routeId: this.#routeId,
      providerId,
      state: "delivered",
      permanent: false,
      error: undefined,
      from: to,
      to: sender,
      doneAt: undefined,
    });
  }
}

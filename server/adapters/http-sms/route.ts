import { type HandedOver, type Outgoing, type Route, RouteError } from "#messages/route.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import { Window } from "#platform/window.ts";
import type { Dialect, Meaning } from "./dialect.ts";
import { Exchange, type HttpRequest, NoAnswer } from "./exchange.ts";
import type { Limits } from "./limits.ts";

export type HttpSmsPorts = {
  /** The provider says that this number wants no more messages. */
  readonly optedOut: (address: string, why: string) => Promise<void>;
  readonly log: Logger;
};

/** With a key that the provider knows again, a request is sent so often before nobody knows what became of it. */
const REPEATABLE_TRIES = 3;

/** A route over HTTP. Connects when there is something to send; `free` is 0 while it rests after trouble. */
export function openHttpSmsRoute(dialect: Dialect, limits: Limits, ports: HttpSmsPorts): Route {
  return new HttpSmsRoute(dialect, limits, ports);
}

class HttpSmsRoute implements Route {
  readonly #dialect: Dialect;
  readonly #limits: Limits;
  readonly #ports: HttpSmsPorts;
  readonly #window: Window;
  readonly #exchange: Exchange;
  #closed = false;

  constructor(dialect: Dialect, limits: Limits, ports: HttpSmsPorts) {
    this.#dialect = dialect;
    this.#limits = limits;
    this.#ports = ports;
    const { window, restMinMs, restMaxMs, connectTimeoutMs } = limits;
    this.#window = new Window(window, { firstMs: restMinMs, longestMs: restMaxMs });
    this.#exchange = new Exchange({ connections: window, connectTimeoutMs });
  }

  get free(): number {
    return this.#window.free;
  }

  async whenFree(timeoutMs: number): Promise<void> {
    await this.#window.whenFree(timeoutMs);
  }

  async handOver(message: Outgoing): Promise<HandedOver> {
    if (this.#closed) throw new RouteError("unreachable", { code: "closed" });
    if (this.#window.free === 0)
      throw new RouteError("throttled", { code: "no_window", retryAfterMs: this.#window.restMs });
    this.#window.enter();
    try {
      const meaning = await this.#ask(message);
      this.#note(meaning);
      if (meaning.means === "sent") return { providerIds: meaning.providerIds };
      if (meaning.means === "opted_out") await this.#tellOptedOut(message.to, meaning.code);
      throw routeError(meaning);
    } finally {
      this.#window.leave();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#window.close();
    const idle = await this.#window.whenIdle(this.#limits.closeTimeoutMs);
    this.#exchange.close();
    if (!idle) await this.#window.whenIdle(1_000);
  }

  async #ask(message: Outgoing): Promise<Meaning> {
    let request: HttpRequest;
    try {
      request = this.#dialect.write(message);
    } catch (error) {
      this.#ports.log.warn({ error: messageOf(error) }, "a message can't be written as a request");
      return { means: "rejected", code: "bad_request" };
    }
    const tries = this.#dialect.repeatable ? REPEATABLE_TRIES : 1;
    const timeoutMs = this.#limits.responseTimeoutMs / tries;
    for (let left = tries - 1; ; left -= 1) {
      const meaning = await this.#askOnce(request, message, timeoutMs);
      if (meaning.means !== "uncertain" || left === 0 || this.#closed) return meaning;
    }
  }

  async #askOnce(request: HttpRequest, message: Outgoing, timeoutMs: number): Promise<Meaning> {
    try {
      return this.#dialect.read(await this.#exchange.send(request, timeoutMs), message);
    } catch (error) {
      const { reached, code } =
        error instanceof NoAnswer ? error : { reached: true, code: "unreadable_answer" };
      return { means: reached ? "uncertain" : "unreachable", code };
    }
  }

  /** The window rests when the provider as a whole is in trouble; whoever refuses one message is well. */
  #note(meaning: Meaning): void {
    if (meaning.means === "sent" || meaning.means === "opted_out") return this.#window.succeeded();
    if (meaning.means === "rejected" || meaning.means === "temporary")
      return this.#window.succeeded();
    this.#window.failed(meaning.retryAfterMs);
    this.#ports.log.warn({ failure: meaning.means, code: meaning.code }, "HTTP route rests");
  }

  async #tellOptedOut(address: string, code: string): Promise<void> {
    await this.#ports.optedOut(address, code).catch((error: unknown) => {
      // The provider goes on refusing, so the next message says it again.
      this.#ports.log.error({ error: messageOf(error) }, "an opt-out was not noted");
    });
  }
}

function routeError(meaning: Exclude<Meaning, { means: "sent" }>): RouteError {
  const { code, retryAfterMs } = meaning;
  const failure = meaning.means === "opted_out" ? "rejected" : meaning.means;
  return new RouteError(failure, { code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

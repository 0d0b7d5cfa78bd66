import { randomInt } from "node:crypto";
import { assert } from "#platform/errors.ts";
import {
  RouteError,
  type Arrivals,
  type HandedOver,
  type Outgoing,
  type Route,
} from "#messages/route.ts";
import { Receiver } from "./arrivals.ts";
import type { ShortMessageBody } from "./codec/pdu.ts";
import type { SmppRouteConfig } from "./config.ts";
import { canonicalId } from "./ids.ts";
import { Link, type Submitted } from "./link.ts";
import type { SmppLog } from "./log.ts";
import { planMessage } from "./outgoing.ts";
import type { Session } from "./session.ts";

/**
 * A route over SMPP 3.4. Binds at once and stays bound until `close`; what the SMSC brings goes to `arrivals`. `now` is the
 * clock by which `notAfter` is judged.
 */
export function openSmppRoute(
  config: SmppRouteConfig,
  arrivals: Arrivals,
  log: SmppLog,
  now: () => Temporal.Instant = () => Temporal.Now.instant(),
): Route {
  return new SmppRoute(config, arrivals, log, now);
}

/** Hand-overs that may wait for room; a dispatcher that looks at `free` needs few. */
const MAX_WAITING = 1_000;
/** A part that is throttled after others were taken is tried again: giving up would leave half a message. */
const MAX_PART_TRIES = 5;

class SmppRoute implements Route {
  readonly #config: SmppRouteConfig;
  readonly #now: () => Temporal.Instant;
  readonly #receiver: Receiver;
  readonly #senders: readonly Link[];
  readonly #links: readonly Link[];
  readonly #waiters = new Set<() => void>();
  #reference = randomInt(0x1_0000);
  #underWay = 0;
  #waitingForRoom = 0;
  #closing: Promise<void> | undefined;

  constructor(
    config: SmppRouteConfig,
    arrivals: Arrivals,
    log: SmppLog,
    now: () => Temporal.Instant,
  ) {
    this.#config = config;
    this.#now = now;
    this.#receiver = new Receiver(config, arrivals, log, () => this.#wake());
    const links = (command: "bind_transceiver" | "bind_transmitter" | "bind_receiver"): Link[] =>
      Array.from({ length: config.binds }, () => new Link(config, command, handlers, log));
    const handlers = {
      request: this.#receiver.handle.bind(this.#receiver),
      free: () => this.#wake(),
    };
    const both = config.mode === "transceiver";
    this.#senders = links(both ? "bind_transceiver" : "bind_transmitter");
    this.#links = both ? this.#senders : [...this.#senders, ...links("bind_receiver")];
  }

  get free(): number {
    let free = 0;
    for (const link of this.#senders) free += link.free;
    return free;
  }

  async whenFree(timeoutMs: number): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs;
    while (this.free === 0 && performance.now() < deadlineMs)
      await this.#change(leftMs(deadlineMs));
  }

  async handOver(message: Outgoing): Promise<HandedOver> {
    const planned = planMessage(message, this.#config, this.#nextReference(), this.#now);
    if ("refused" in planned) throw new RouteError("rejected", { code: planned.refused });
    const deadlineMs = performance.now() + this.#config.responseTimeoutMs;
    this.#underWay += 1;
    try {
      return await this.#send(planned.parts, deadlineMs);
    } finally {
      this.#underWay -= 1;
      if (this.#closing) this.#wake();
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { closeTimeoutMs } = this.#config;
    const deadlineMs = performance.now() + closeTimeoutMs;
    const received = this.#receiver.close();
    const drained = async (): Promise<void> => {
      await received;
      while ((this.#underWay > 0 || this.#receiver.waiting > 0) && performance.now() < deadlineMs)
        await this.#change(deadlineMs - performance.now());
    };
    await Promise.all(this.#links.map((link) => link.close(closeTimeoutMs, drained)));
  }

  /**
   * One part, or the parts of a long message over one session. The first part goes alone: when it is refused, nothing was
   * taken and the message may be tried again; the rest then goes at once.
   */
  async #send(parts: readonly ShortMessageBody[], deadlineMs: number): Promise<HandedOver> {
    const [first, ...rest] = parts;
    let link = this.#freest();
    while (!link) {
      await this.#roomSoon(deadlineMs);
      link = this.#freest();
    }
    const { session } = link;
    assert(first && session, "a message has a part, and a link with room has a session");
    const head = await link.submit(session, first, leftMs(deadlineMs));
    if (!("id" in head)) throw routeError(head);
    if (rest.length === 0) return { providerIds: [this.#canonical(head.id)] };
    const tail = await Promise.all(
      rest.map((part) => this.#submitPart(link, session, part, deadlineMs)),
    );
    return this.#outcome([head, ...tail]);
  }

  async #submitPart(
    link: Link,
    session: Session,
    part: ShortMessageBody,
    deadlineMs: number,
  ): Promise<Submitted> {
    let last: Submitted = { failure: "unreachable", code: "no_room" };
    for (let tries = 0; tries < MAX_PART_TRIES; tries += 1) {
      while (link.roomIn(session) === 0) {
        if (!session.isOpen || performance.now() >= deadlineMs) return last;
        await this.#change(leftMs(deadlineMs));
      }
      last = await link.submit(session, part, leftMs(deadlineMs));
      if ("id" in last || last.failure !== "throttled") return last;
    }
    return last;
  }

  /** A part without an answer may have arrived: only one that certainly has not makes the message a torso. */
  #outcome(submitted: readonly Submitted[]): HandedOver {
    const providerIds = submitted.flatMap((part) =>
      "id" in part ? [this.#canonical(part.id)] : [],
    );
    const failed = submitted.flatMap((part) => ("id" in part ? [] : [part]));
    const missing = failed.find((part) => part.failure !== "uncertain");
    if (missing) throw new RouteError("partial", { code: missing.code, providerIds });
    const [open] = failed;
    if (open) throw new RouteError("uncertain", { code: open.code, providerIds });
    return { providerIds };
  }

  #canonical(id: string): string {
    return canonicalId(id, this.#config.idFormat.submit);
  }

  #freest(): Link | undefined {
    let best: Link | undefined;
    let most = 0;
    for (const link of this.#senders) {
      const { free } = link;
      if (free <= most) continue;
      best = link;
      most = free;
    }
    return best;
  }

  /** Waits until there may be room. Throws when there is no sense in waiting; nothing was handed over. */
  async #roomSoon(deadlineMs: number): Promise<void> {
    const bound = this.#senders.filter((link) => link.isBound);
    if (bound.length === 0 || this.#closing)
      throw new RouteError("unreachable", { code: this.#closing ? "closing" : "not_bound" });
    const retryAfterMs = this.#config.throttlePauseMs;
    if (bound.every((link) => link.isPaused))
      throw new RouteError("throttled", { code: "paused", retryAfterMs });
    if (this.#waitingForRoom >= MAX_WAITING || performance.now() >= deadlineMs)
      throw new RouteError("throttled", { code: "window_full", retryAfterMs });
    this.#waitingForRoom += 1;
    await this.#change(leftMs(deadlineMs));
    this.#waitingForRoom -= 1;
  }

  #nextReference(): number {
    this.#reference = (this.#reference + 1) & 0xffff;
    return this.#reference;
  }

  /** Resolves when anything about room or work under way changed, or after `timeoutMs`. */
  #change(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#waiters.add(done);
    });
  }

  #wake(): void {
    for (const done of this.#waiters) done();
  }
}

function leftMs(deadlineMs: number): number {
  return Math.max(1, deadlineMs - performance.now());
}

function routeError(failed: Exclude<Submitted, { id: string }>): RouteError {
  const { failure, code, retryAfterMs } = failed;
  return new RouteError(failure, {
    code,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

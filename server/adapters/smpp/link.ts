import { messageOf } from "#platform/errors.ts";
import type { RouteFailure } from "#messages/route.ts";
import { Backoff } from "./backoff.ts";
import { statusName } from "./codec/commands.ts";
import type { BindCommand, Request, ShortMessageBody } from "./codec/pdu.ts";
import type { SmppConfig } from "./config.ts";
import { connect } from "./connect.ts";
import type { SmppLog } from "./log.ts";
import { SessionFault } from "./pending.ts";
import { Session } from "./session.ts";
import { failureOf } from "./statuses.ts";

/** What became of one submit_sm. */
export type Submitted =
  | { readonly id: string }
  | { readonly failure: RouteFailure; readonly code: string; readonly retryAfterMs?: number };

export type LinkHandlers = {
  readonly request: (request: Request, session: Session) => void;
  readonly free: () => void;
};

const UNBIND_TIMEOUT_MS = 1_000;
/** A bind that lasted so many times the first pause was a good one: the pauses start anew. */
const GOOD_BIND_FACTOR = 10;

/**
 * One bind that is kept up: connects, binds, and does so again after the session ended. Knows when it may take messages:
 * not while the SMSC throttles it, and not while it leaves submits unanswered. Then nothing new is handed over until an
 * answer comes, and after the last of them timed out the session is closed and the next one is tried with a single message:
 * an SMSC that has stopped answering costs one window of uncertain messages, not all of the queue.
 */
export class Link {
  readonly #config: SmppConfig;
  readonly #command: BindCommand;
  readonly #handlers: LinkHandlers;
  readonly #log: SmppLog;
  readonly #backoff: Backoff;
  readonly #closing = new AbortController();
  #session: Session | undefined;
  #bound = false;
  #retry: NodeJS.Timeout | undefined;
  #resume: NodeJS.Timeout | undefined;
  #paused = false;
  #silent = false;
  #proving = false;

  constructor(config: SmppConfig, command: BindCommand, handlers: LinkHandlers, log: SmppLog) {
    this.#config = config;
    this.#command = command;
    this.#handlers = handlers;
    this.#log = log;
    this.#backoff = new Backoff(config.reconnectMinMs, config.reconnectMaxMs);
    void this.#open();
  }

  get isBound(): boolean {
    return this.#bound && this.#session !== undefined;
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  get inFlight(): number {
    return this.#session?.inFlight ?? 0;
  }

  /** Messages that may be handed over now. */
  get free(): number {
    if (!this.#bound || this.#paused || this.#silent || !this.#session) return 0;
    if (this.#closing.signal.aborted) return 0;
    const { free, inFlight } = this.#session;
    return this.#proving ? Math.max(0, Math.min(free, 1 - inFlight)) : free;
  }

  /** Room for the further parts of a message that began on `session`: also while closing. */
  roomIn(session: Session): number {
    return this.#paused || session !== this.#session ? 0 : session.free;
  }

  /** The session of now; parts of one message must not change it. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** Hands one PDU to `session` (this link's, when the message began). Never rejects. */
  async submit(session: Session, body: ShortMessageBody, timeoutMs: number): Promise<Submitted> {
    try {
      const { status, body: answer } = await session.request(body, timeoutMs);
      this.#answered();
      if (status !== 0) return this.#refused(status);
      if (answer.command === "submit_sm_resp" && answer.messageId !== "")
        return { id: answer.messageId };
      return { failure: "uncertain", code: "no_message_id" };
    } catch (error) {
      return this.#unanswered(session, error);
    }
  }

  /** Stops taking messages, lets those under way end, says goodbye. */
  async close(drainTimeoutMs: number, drained: () => Promise<void>): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#retry);
    clearTimeout(this.#resume);
    const session = this.#session;
    if (!session) return;
    if (this.#bound) {
      await within(drainTimeoutMs, drained());
      await session.unbind(UNBIND_TIMEOUT_MS);
    }
    session.end("closed");
  }

  async #open(): Promise<void> {
    const startedAtMs = performance.now();
    try {
      const socket = await connect(this.#config, this.#closing.signal);
      this.#session = new Session(
        socket,
        this.#config,
        {
          request: (request, session) => this.#requested(request, session),
          free: () => this.#handlers.free(),
          closed: (reason) => this.#closed(reason, startedAtMs),
        },
        this.#log,
      );
      await this.#bind(this.#session);
    } catch (error) {
      this.#log.warn({ error: messageOf(error), command: this.#command }, "smpp: bind failed");
      if (this.#session) this.#session.end(messageOf(error));
      else this.#openLater();
    }
  }

  async #bind(session: Session): Promise<void> {
    const { systemId, password, systemType } = this.#config;
    const { status } = await session.control({
      command: this.#command,
      systemId,
      password,
      systemType,
      interfaceVersion: 0x34,
      addressTon: 0,
      addressNpi: 0,
      addressRange: "",
    });
    if (status !== 0) throw new Error(`the SMSC refused the bind: ${statusName(status)}`);
    if (!session.isOpen) return;
    this.#bound = true;
    this.#log.info({ systemId, command: this.#command }, "smpp: bound");
    this.#handlers.free();
  }

  #requested(request: Request, session: Session): void {
    switch (request.body.command) {
      case "unbind":
        session.reply(request, { command: "unbind_resp" });
        session.end("the SMSC unbound");
        return;
      case "outbind":
      case "alert_notification":
        return;
      default:
        this.#handlers.request(request, session);
    }
  }

  #closed(reason: string, startedAtMs: number): void {
    this.#log.info({ reason, command: this.#command }, "smpp: session ended");
    const lastedMs = performance.now() - startedAtMs;
    const wasGood = this.#bound && lastedMs >= this.#config.reconnectMinMs * GOOD_BIND_FACTOR;
    if (wasGood && !this.#silent && !this.#proving) this.#backoff.reset();
    this.#session = undefined;
    this.#bound = false;
    this.#proving ||= this.#silent;
    this.#silent = false;
    this.#openLater();
    this.#handlers.free();
  }

  #openLater(): void {
    if (this.#closing.signal.aborted) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#open(), this.#backoff.nextMs());
  }

  #answered(): void {
    if (!this.#silent && !this.#proving) return;
    this.#silent = false;
    this.#proving = false;
    this.#handlers.free();
  }

  #unanswered(session: Session, error: unknown): Submitted {
    if (!(error instanceof SessionFault)) throw error;
    if (error.kind === "not_sent") return { failure: "unreachable", code: "not_sent" };
    if (error.kind === "timeout" && session === this.#session) {
      this.#silent = true;
      if (session.inFlight === 0) session.end("submits were not answered");
    }
    return { failure: "uncertain", code: error.kind };
  }

  #refused(status: number): Submitted {
    const failure = failureOf(status);
    const code = statusName(status);
    if (failure === "unreachable") this.#session?.end(`submit_sm was refused: ${code}`);
    if (failure !== "throttled") return { failure, code };
    this.#pause();
    return { failure, code, retryAfterMs: this.#config.throttlePauseMs };
  }

  #pause(): void {
    this.#paused = true;
    clearTimeout(this.#resume);
    this.#resume = setTimeout(() => {
      this.#paused = false;
      this.#handlers.free();
    }, this.#config.throttlePauseMs);
  }
}

/** Resolves with `work`, or after `timeoutMs` without it. */
async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

import type { Duplex } from "node:stream";
import { messageOf } from "#platform/errors.ts";
import { COMMAND_IDS, isResponseId, STATUS, statusName } from "./codec/commands.ts";
import { decodePdu, type Decoded } from "./codec/decode.ts";
import { encodePdu } from "./codec/encode.ts";
import { Framer } from "./codec/framer.ts";
import type { Pdu, Request, RequestBody, Response, ResponseBody } from "./codec/pdu.ts";
import { Writer } from "./codec/writer.ts";
import type { SmppLog } from "./log.ts";
import { PendingRequests, SessionFault } from "./pending.ts";

export type SessionOptions = {
  /** Most requests of ours that may wait for their answer. */
  readonly window: number;
  readonly responseTimeoutMs: number;
  /** Silence of the far side after which it is asked whether it is still there. */
  readonly enquireLinkMs: number;
};

export type SessionHandlers = {
  /** A request of the far side; answer it with `reply`, now or later. `enquire_link` never comes here. */
  readonly request: (request: Request, session: Session) => void;
  /** Room in the window, or in the socket. */
  readonly free?: () => void;
  /** Called once. Every pending request has been rejected. */
  readonly closed: (reason: string) => void;
};

/** A connected socket, plain or TLS. */
type SessionSocket = Duplex & { setNoDelay(noDelay: boolean): unknown };

/** Octets that may wait in the socket before we stop reading what makes us write more. */
const MAX_UNSENT_BYTES = 1_048_576;
const FLUSH_BYTES = 65_536;

/**
 * One SMPP session over a connected socket, on either side of it: frames, sequence numbers, the window, timeouts and
 * `enquire_link`. Nothing that the far side sends makes it throw: what can't be read is answered with an error, and after a
 * length that can't be right the session ends.
 */
export class Session {
  readonly #socket: SessionSocket;
  readonly #options: SessionOptions;
  readonly #handlers: SessionHandlers;
  readonly #log: SmppLog;
  readonly #framer = new Framer();
  readonly #writer = new Writer();
  readonly #pending = new PendingRequests();
  readonly #ticker: NodeJS.Timeout;
  #flushPlanned = false;
  #open = true;
  #heardAtMs = performance.now();
  #enquiring = false;

  constructor(
    socket: SessionSocket,
    options: SessionOptions,
    handlers: SessionHandlers,
    log: SmppLog,
  ) {
    this.#socket = socket;
    this.#options = options;
    this.#handlers = handlers;
    this.#log = log;
    const shortestMs = Math.min(options.enquireLinkMs, options.responseTimeoutMs);
    this.#ticker = setInterval(() => this.#tick(), Math.min(1_000, Math.max(5, shortestMs / 4)));
    this.#ticker.unref();
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("drain", () => this.#drained());
    socket.on("end", () => this.end("the far side closed the connection"));
    socket.on("error", (error) => this.end(messageOf(error)));
    socket.on("close", () => this.end("the connection closed"));
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Requests of ours that wait for their answer, `enquire_link` and the like not counted. */
  get inFlight(): number {
    return this.#pending.counted;
  }

  /** How many requests may be sent now: 0 when closed or while the socket does not take more. */
  get free(): number {
    if (!this.#open || this.#socket.writableNeedDrain) return 0;
    return Math.max(0, this.#options.window - this.#pending.counted);
  }

  /**
   * Sends a request that takes a place in the window (the caller has looked at `free`). Resolves with the answer, whatever
   * its status. Rejects with a `SessionFault`: `not_sent`, or (the request may have been acted on) `timeout`, `closed` or
   * `malformed`.
   */
  request(body: RequestBody, timeoutMs = this.#options.responseTimeoutMs): Promise<Response> {
    return this.#send(body, timeoutMs, true);
  }

  /** The same for requests that are no messages: outside the window. */
  control(body: RequestBody, timeoutMs = this.#options.responseTimeoutMs): Promise<Response> {
    return this.#send(body, timeoutMs, false);
  }

  /** Answers a request. After the end of the session it does nothing. */
  reply(
    request: { readonly sequence: number },
    body: ResponseBody,
    status: number = STATUS.ESME_ROK,
  ): void {
    if (!this.#open) return;
    encodePdu(this.#writer, body, { status, sequence: request.sequence });
    this.#planFlush();
  }

  nack(request: { readonly sequence: number }, status: number): void {
    this.reply(request, { command: "generic_nack" }, status);
  }

  /** Says goodbye, waits for the answer at most `timeoutMs`, and closes. Whatever is pending then is rejected. */
  async unbind(timeoutMs: number): Promise<void> {
    try {
      await this.control({ command: "unbind" }, timeoutMs);
    } catch (error) {
      this.#log.debug({ error: messageOf(error) }, "smpp: unbind was not answered");
    }
    this.end("unbound");
  }

  /** Closes, sending what waits. Pending requests are rejected. */
  end(reason: string): void {
    if (!this.#open) return;
    this.#flush();
    this.#open = false;
    clearInterval(this.#ticker);
    this.#socket.end();
    // A far side that does not read can't keep the socket half open.
    setTimeout(() => this.#socket.destroy(), 1_000).unref();
    this.#socket.once("finish", () => this.#socket.destroy());
    this.#pending.rejectAll(new SessionFault("closed", reason));
    this.#handlers.closed(reason);
  }

  #send(body: RequestBody, timeoutMs: number, counted: boolean): Promise<Response> {
    if (!this.#open) return Promise.reject(new SessionFault("not_sent", "the session is closed"));
    const sequence = this.#pending.nextSequence();
    encodePdu(this.#writer, body, { status: STATUS.ESME_ROK, sequence });
    const answer = this.#pending.add(sequence, `${body.command}_resp`, counted, timeoutMs);
    this.#planFlush();
    return answer;
  }

  #planFlush(): void {
    if (this.#writer.length >= FLUSH_BYTES) return this.#flush();
    if (this.#flushPlanned) return;
    this.#flushPlanned = true;
    setImmediate(() => {
      this.#flushPlanned = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#writer.length === 0 || !this.#open) return;
    this.#socket.write(this.#writer.take());
    // The far side asks but does not read our answers: stop hearing it until it does.
    if (this.#socket.writableLength > MAX_UNSENT_BYTES) this.#socket.pause();
  }

  #drained(): void {
    if (this.#socket.isPaused()) this.#socket.resume();
    this.#handlers.free?.();
  }

  #receive(chunk: Buffer): void {
    if (!this.#open) return;
    this.#heardAtMs = performance.now();
    const countedBefore = this.#pending.counted;
    try {
      const fault = this.#framer.push(chunk, (frame) => this.#handle(frame));
      if (fault) {
        this.#log.warn({ fault }, "smpp: the stream can't be read on");
        this.nack({ sequence: 0 }, STATUS.ESME_RINVCMDLEN);
        this.end(fault);
      }
    } catch (error) {
      this.#log.error({ error: messageOf(error) }, "smpp: reading failed");
      this.end(messageOf(error));
    }
    if (this.#pending.counted < countedBefore) this.#handlers.free?.();
  }

  #handle(frame: Buffer): boolean {
    const decoded = decodePdu(frame);
    if ("fault" in decoded) this.#unreadable(decoded);
    else if (isResponse(decoded.pdu)) this.#heardResponse(decoded.pdu);
    else if (isRequest(decoded.pdu)) this.#heardRequest(decoded.pdu);
    return this.#open;
  }

  #unreadable(decoded: Extract<Decoded, { fault: string }>): void {
    this.#log.warn({ reason: decoded.reason, sequence: decoded.sequence }, "smpp: unreadable PDU");
    if (decoded.isResponse) {
      this.#pending.reject(decoded.sequence, new SessionFault("malformed", decoded.reason));
      return;
    }
    const unknown = decoded.fault === "unknown_command";
    this.nack(decoded, unknown ? STATUS.ESME_RINVCMDID : STATUS.ESME_RINVCMDLEN);
  }

  #heardRequest(request: Request): void {
    if (request.body.command === "enquire_link") {
      this.reply(request, { command: "enquire_link_resp" });
      return;
    }
    try {
      this.#handlers.request(request, this);
    } catch (error) {
      this.#log.error(
        { error: messageOf(error), command: request.body.command },
        "smpp: handling a request failed",
      );
      this.nack(request, STATUS.ESME_RSYSERR);
    }
  }

  #heardResponse(response: Response): void {
    if (this.#pending.settle(response)) return;
    this.#log.debug(
      {
        command: response.body.command,
        sequence: response.sequence,
        status: statusName(response.status),
      },
      "smpp: an answer that nobody waits for",
    );
  }

  #tick(): void {
    const nowMs = performance.now();
    if (this.#pending.expire(nowMs)) this.#handlers.free?.();
    if (!this.#enquiring && nowMs - this.#heardAtMs >= this.#options.enquireLinkMs)
      void this.#enquire();
  }

  async #enquire(): Promise<void> {
    this.#enquiring = true;
    try {
      await this.control({ command: "enquire_link" });
    } catch (error) {
      this.end(`no answer to enquire_link: ${messageOf(error)}`);
    } finally {
      this.#enquiring = false;
    }
  }
}

function isResponse(pdu: Pdu): pdu is Response {
  return isResponseId(COMMAND_IDS[pdu.body.command]);
}

function isRequest(pdu: Pdu): pdu is Request {
  return !isResponse(pdu);
}

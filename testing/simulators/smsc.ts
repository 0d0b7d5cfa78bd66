import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import { assert } from "#platform/errors.ts";
import { senderOf } from "#adapters/smpp/addresses.ts";
import { STATUS } from "#adapters/smpp/codec/commands.ts";
import type { BindBody, BindCommand, Request, ShortMessageBody } from "#adapters/smpp/codec/pdu.ts";
import { octetTlv, TAG } from "#adapters/smpp/codec/tlv.ts";
import type { SmppConfig } from "#adapters/smpp/config.ts";
import type { SmppLog } from "#adapters/smpp/log.ts";
import { blankMessage, spreadText } from "#adapters/smpp/outgoing.ts";
import { Session, type SessionOptions } from "#adapters/smpp/session.ts";
import type { DefaultAlphabet } from "#adapters/smpp/text.ts";
import {
  fateOf,
  nextRefusal,
  WELL_BEHAVED,
  writeId,
  type SmscBehaviour,
} from "./smsc-behaviour.ts";
import { Inbox, type SmscMessage } from "./smsc-inbox.ts";
import { MAX_QUEUED, Outbox, type Receiver } from "./smsc-outbox.ts";
import { receiptFor } from "./smsc-receipt.ts";

export type SmscOptions = Partial<SessionOptions> & {
  /** Default: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** With both, other binds are refused. */
  readonly systemId?: string;
  readonly password?: string;
  /** PEM texts. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly defaultAlphabet?: DefaultAlphabet;
  readonly behaviour?: Partial<SmscBehaviour>;
  /** Called for each submit_sm that is taken, before it is answered. */
  readonly onSubmit?: (body: ShortMessageBody, id: string) => void;
  /** Called for each complete message, before its last part is answered. */
  readonly onMessage?: (message: SmscMessage) => void;
  readonly log?: SmppLog;
};

type SmscCounts = {
  readonly submits: number;
  readonly delivered: number;
  readonly queued: number;
  /** Sessions bound now. */
  readonly bound: number;
  /** Binds since the start. */
  readonly binds: number;
};

export type Smsc = {
  readonly port: number;
  readonly behaviour: Readonly<SmscBehaviour>;
  behave(change: Partial<SmscBehaviour>): void;
  /** Sends what a customer wrote; resolves when all parts are acknowledged, rejects after `timeoutMs` (10 s). */
  deliver(from: string, to: string, text: string, options?: DeliverOptions): Promise<void>;
  /** Sends one deliver_sm as it stands, until it is acknowledged or `timeoutMs` (10 s) are over. */
  deliverRaw(body: ShortMessageBody, timeoutMs?: number): Promise<void>;
  counts(): SmscCounts;
  /** Destroys all connections, as a crash would. */
  dropConnections(): void;
  close(): Promise<void>;
};

type DeliverOptions = {
  readonly longMessages?: SmppConfig["longMessages"];
  readonly timeoutMs?: number;
};

const BIND_TIMEOUT_MS = 10_000;
const DELIVER_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 500;
const QUIET: SmppLog = { debug() {}, info() {}, warn() {}, error() {} };

/** An SMSC on loopback that behaves well until told otherwise. */
export async function startSmsc(options: SmscOptions = {}): Promise<Smsc> {
  const smsc = new SmscServer(options);
  await smsc.listen();
  return smsc;
}

type Peer = { readonly socket: net.Socket; bound: BindCommand | undefined; systemId: string };

class SmscServer implements Smsc {
  port = 0;
  readonly behaviour: SmscBehaviour;
  readonly #options: SmscOptions;
  readonly #session: SessionOptions;
  readonly #server: net.Server;
  readonly #peers = new Map<Session, Peer>();
  /** All connections, also those that never came as far as a session. */
  readonly #sockets = new Set<net.Socket>();
  readonly #inbox: Inbox;
  readonly #outbox: Outbox;
  #receivers: readonly Receiver[] = [];
  /** The account that last sent from a number: what is written to the number goes there. */
  readonly #accounts = new Map<string, string>();
  // Ids differ over restarts, and stay safe integers below a thousand messages a millisecond.
  #id = Date.now() * 1_000;
  #reference = 0;
  #submits = 0;
  #binds = 0;

  constructor(options: SmscOptions) {
    this.#options = options;
    this.#session = {
      window: options.window ?? 1_000,
      responseTimeoutMs: options.responseTimeoutMs ?? 60_000,
      enquireLinkMs: options.enquireLinkMs ?? 30_000,
    };
    this.behaviour = { ...WELL_BEHAVED, ...options.behaviour };
    this.#inbox = new Inbox(options.defaultAlphabet ?? "gsm7");
    this.#outbox = new Outbox(() => this.#receivers);
    const welcome = (socket: net.Socket): void => this.#welcome(socket);
    this.#server = options.tls ? tls.createServer(options.tls, welcome) : net.createServer(welcome);
    this.#server.on("connection", (socket: net.Socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    this.#server.on("tlsClientError", (_error, socket: net.Socket) => socket.destroy());
  }

  async listen(): Promise<void> {
    this.#server.listen(this.#options.port ?? 0, this.#options.host ?? "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    assert(address !== null && typeof address === "object", "the SMSC listens on a port");
    this.port = address.port;
  }

  behave(change: Partial<SmscBehaviour>): void {
    Object.assign(this.behaviour, change);
  }

  counts(): SmscCounts {
    const bound = [...this.#peers.values()].filter((peer) => peer.bound).length;
    const { delivered, queued } = this.#outbox;
    return { submits: this.#submits, delivered, queued, bound, binds: this.#binds };
  }

  async deliver(
    from: string,
    to: string,
    text: string,
    { longMessages = "udh8", timeoutMs }: DeliverOptions = {},
  ): Promise<void> {
    const auto = { ton: undefined, npi: undefined };
    const source = senderOf(from, auto);
    const destination = senderOf(to, auto);
    assert(source && destination, "an SMS address has at most 20 ASCII characters");
    this.#reference += 1;
    const defaultAlphabet = this.#options.defaultAlphabet ?? "gsm7";
    const plain = blankMessage("deliver_sm", source, destination);
    const planned = spreadText(plain, text, { longMessages, defaultAlphabet }, this.#reference);
    assert("parts" in planned, "an SMS has at most 255 parts");
    await Promise.all(planned.parts.map((part) => this.deliverRaw(part, timeoutMs)));
  }

  deliverRaw(body: ShortMessageBody, timeoutMs = DELIVER_TIMEOUT_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        reject(new Error("the deliver_sm was not acknowledged in time"));
      }, timeoutMs);
      const acknowledged = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const systemId = this.#accounts.get(body.destination.digits);
      this.#outbox.addText({ body, systemId, dueAtMs: 0, acknowledged, abandoned: () => late });
      this.#outbox.pump();
    });
  }

  dropConnections(): void {
    for (const { socket } of this.#peers.values()) socket.destroy();
  }

  async close(): Promise<void> {
    this.#outbox.close();
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const session of this.#peers.keys()) session.end("the SMSC closes");
    const impatient = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, CLOSE_TIMEOUT_MS);
    await closed;
    clearTimeout(impatient);
  }

  #welcome(socket: net.Socket): void {
    const session = new Session(
      socket,
      this.#session,
      {
        request: (request, from) => this.#requested(request, from),
        free: () => this.#outbox.pump(),
        closed: () => {
          clearTimeout(unbound);
          this.#peers.delete(session);
          this.#listReceivers();
        },
      },
      this.#options.log ?? QUIET,
    );
    const peer: Peer = { socket, bound: undefined, systemId: "" };
    this.#peers.set(session, peer);
    const unbound = setTimeout(() => {
      if (!peer.bound) session.end("no bind in time");
    }, BIND_TIMEOUT_MS).unref();
  }

  #requested(request: Request, session: Session): void {
    const peer = this.#peers.get(session);
    if (!peer) return;
    const { body } = request;
    switch (body.command) {
      case "submit_sm":
        if (peer.bound && peer.bound !== "bind_receiver")
          return this.#submitted(request, body, session, peer);
        return refuse(request, session, STATUS.ESME_RINVBNDSTS);
      case "bind_transceiver":
      case "bind_transmitter":
      case "bind_receiver":
        return this.#bind(request, body, session, peer);
      case "unbind":
        session.reply(request, { command: "unbind_resp" });
        return session.end("the ESME unbound");
      case "query_sm": {
        const nothing = { messageId: "", finalDate: "", messageState: 0, errorCode: 0 };
        const answer = { command: "query_sm_resp", ...nothing } as const;
        return session.reply(request, answer, STATUS.ESME_RQUERYFAIL);
      }
      default:
        session.nack(request, STATUS.ESME_RINVCMDID);
    }
  }

  #bind(request: Request, body: BindBody, session: Session, peer: Peer): void {
    const status = this.#bindStatus(body, peer);
    const tlvs = [octetTlv(TAG.sc_interface_version, 0x34)];
    session.reply(
      request,
      { command: `${body.command}_resp`, systemId: "dunlin-smsc", tlvs },
      status,
    );
    if (status !== STATUS.ESME_ROK) return;
    this.#binds += 1;
    peer.bound = body.command;
    peer.systemId = body.systemId;
    this.#listReceivers();
    this.#outbox.pump();
  }

  #bindStatus(body: BindBody, peer: Peer): number {
    const { systemId, password } = this.#options;
    if (peer.bound) return STATUS.ESME_RALYBND;
    if (this.behaviour.refuseBinds > 0) {
      this.behaviour.refuseBinds -= 1;
      return STATUS.ESME_RBINDFAIL;
    }
    if (systemId !== undefined && body.systemId !== systemId) return STATUS.ESME_RINVSYSID;
    if (password !== undefined && body.password !== password) return STATUS.ESME_RINVPASWD;
    return STATUS.ESME_ROK;
  }

  #listReceivers(): void {
    this.#receivers = [...this.#peers]
      .filter(([, { bound }]) => bound && bound !== "bind_transmitter")
      .map(([session, { systemId }]) => ({ session, systemId }));
  }

  #submitted(request: Request, body: ShortMessageBody, session: Session, peer: Peer): void {
    const { behaviour } = this;
    if (this.#outbox.queued >= MAX_QUEUED) return refuse(request, session, STATUS.ESME_RMSGQFUL);
    const refusal = nextRefusal(behaviour);
    if (refusal !== undefined) return refuse(request, session, refusal);
    this.#submits += 1;
    this.#id += 1;
    const id = this.#id;
    const messageId = writeId(id, behaviour.submitIdFormat);
    this.#options.onSubmit?.(body, messageId);
    const message = this.#inbox.add(body, messageId);
    if (message) this.#options.onMessage?.(message);
    if (this.#accounts.size < MAX_QUEUED) this.#accounts.set(body.source.digits, peer.systemId);
    this.#report(body, id, peer.systemId);
    if (behaviour.dropConnectionAfter > 0) {
      behaviour.dropConnectionAfter -= 1;
      if (behaviour.dropConnectionAfter === 0) {
        peer.socket.destroy();
        return session.end("dropped");
      }
    }
    if (behaviour.stall) return;
    const answer = { command: "submit_sm_resp", messageId, tlvs: [] } as const;
    if (behaviour.answerAfterMs === 0) session.reply(request, answer);
    else setTimeout(() => session.reply(request, answer), behaviour.answerAfterMs).unref();
  }

  #report(submitted: ShortMessageBody, id: number, systemId: string): void {
    const { behaviour } = this;
    if (!behaviour.receipts || (submitted.registeredDelivery & 0x03) === 0) return;
    const fate = fateOf(behaviour, submitted.destination.digits);
    const writtenId = writeId(id, behaviour.receiptIdFormat);
    const body = receiptFor(submitted, writtenId, fate, behaviour.receiptForm);
    const delayMs = behaviour.receiptBeforeAnswer ? 0 : behaviour.receiptDelayMs;
    const receipt = { body, systemId, dueAtMs: performance.now() + delayMs };
    this.#outbox.addReceipt(receipt);
    if (behaviour.duplicateReceipts) this.#outbox.addReceipt(receipt);
    if (behaviour.reorderReceipts) this.#outbox.reverseReceipts();
    if (behaviour.receiptBeforeAnswer) this.#outbox.pump();
  }
}

function refuse(request: Request, session: Session, status: number): void {
  session.reply(request, { command: "submit_sm_resp", messageId: "", tlvs: [] }, status);
}

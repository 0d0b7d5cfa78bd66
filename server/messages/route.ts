/**
 * The port between dispatch and the far side. An adapter (SMPP, SMTP) implements `Route`; what comes back by itself
 * (receipts, bounces, replies) it gives to `Arrivals`. `server/main.ts` is the only place where the two meet.
 */

export type Channel = "sms" | "email" | "voice" | "whatsapp" | "messenger" | "chat";

/** A template that the far side has approved, with its places filled: what may be said where free words may not. */
export type Approved = {
  readonly name: string;
  /** The far side's code, for example "en_US". */
  readonly language: string;
  readonly header?: string;
  readonly body: readonly string[];
  /** The end of the address behind the first button. */
  readonly button?: string;
};

/** One message, rendered and authorised, ready for the far side. */
export type Outgoing = {
  readonly clientId: string;
  readonly messageId: string;
  /** Counts from 1; together with the message id it names this hand-over. */
  readonly attempt: number;
  /** E.164 for sms, voice and whatsapp, a mailbox for email; else what the far side calls the person. */
  readonly to: string;
  readonly sender: string;
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  /** E-mail only. */
  readonly files?: readonly OutgoingFile[];
  /** No use after this instant: passed to the network as validity where it can carry one. */
  readonly notAfter?: Temporal.Instant;
  readonly headers?: Readonly<Record<string, string>>;
  /** Says the same where the network takes no free words. */
  readonly approved?: Approved;
  /**
   * Networks that let people begin (WhatsApp, Messenger): whether the customer wrote to the route within the last day, so that
   * free words are taken.
   */
  readonly windowOpen?: boolean;
  /** What is watched of it: openings by a picture, links by addresses of ours. */
  readonly tracked?: { readonly opens: boolean; readonly clicks: boolean };
};

/** A file that goes with an e-mail. */
export type OutgoingFile = {
  readonly name: string;
  /** "application/pdf". */
  readonly type: string;
  readonly bytes: Uint8Array;
};

/**
 * What the far side answered. `providerIds` has one id a part (SMS segment), in order.
 * An outcome other than `sent` is thrown as a `RouteError`.
 */
export type HandedOver = { readonly providerIds: readonly string[] };

/**
 * Why a hand-over failed, in terms of what to do next:
 * - `throttled`: nothing was taken; pause the route and try again
 * - `unreachable`: nothing was taken; the route is sick; try again or another route
 * - `temporary`: this message was refused for now; try again with backoff
 * - `rejected`: this message will never be taken by this route (bad number, content): final
 * - `uncertain`: it was handed over and no answer came: never resent silently
 * - `partial`: some parts were taken, the rest refused: never moves to another route, counts as uncertain
 */
export type RouteFailure =
  | "throttled"
  | "unreachable"
  | "temporary"
  | "rejected"
  | "uncertain"
  | "partial";

export class RouteError extends Error {
  override readonly name = "RouteError";
  readonly failure: RouteFailure;
  /** For example "ESME_RINVDSTADR" or "550 5.1.1". */
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  /** With `partial` and `uncertain`: the ids of the parts that were taken. */
  readonly providerIds: readonly string[];

  constructor(
    failure: RouteFailure,
    options: {
      code?: string;
      message?: string;
      retryAfterMs?: number;
      providerIds?: readonly string[];
      cause?: unknown;
    } = {},
  ) {
    super(options.message ?? options.code ?? failure, { cause: options.cause });
    this.failure = failure;
    this.code = options.code ?? failure;
    this.retryAfterMs = options.retryAfterMs;
    this.providerIds = options.providerIds ?? [];
  }
}

export interface Route {
  /** How many more hand-overs may be under way now (the free part of the window). 0 while not connected or paused. */
  readonly free: number;
  /** Resolves when `free` may have become positive, or after `timeoutMs`. */
  whenFree(timeoutMs: number): Promise<void>;
  /** Hands one message over. Throws only `RouteError`. Bounded by the route's response timeout. */
  handOver(message: Outgoing): Promise<HandedOver>;
  /** Ends sessions in good order; hand-overs still under way end as `uncertain`. */
  close(): Promise<void>;
}

export type ReceiptState = "accepted" | "delivered" | "failed" | "expired" | "unknown";

/** A delivery receipt, or a bounce, as the far side reported it. */
export type Receipt = {
  readonly routeId: string;
  readonly providerId: string | undefined;
  /** Set where the message itself carries our id (a VERP return path): no matching by provider id is needed. */
  readonly messageId?: string;
  /**
   * Set where the far side calls an address that names our hand-over: the receipt is then also the answer to it, should that
   * have been lost.
   */
  readonly handOver?: { readonly messageId: string; readonly attempt: number };
  readonly state: ReceiptState;
  /** True when the address itself is dead (5.x.x bounce, unknown subscriber): it is suppressed. */
  readonly permanent: boolean;
  readonly error: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly doneAt: Temporal.Instant | undefined;
};

/** Something a customer sent. Long messages arrive here in one piece. */
export type Inbound = {
  readonly routeId: string;
  readonly channel: Channel;
  readonly from: string;
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
  /** The network's own id of it, where it gave one: a second arrival of the same id is dropped. */
  readonly providerId?: string;
  /** Ids of earlier messages it answers (In-Reply-To, References). */
  readonly answers?: readonly string[];
  /** An out-of-office, a delivery notice, a list: never answered. */
  readonly automatic: boolean;
  /** True when parts of a long message never came. */
  readonly incomplete?: boolean;
  /** What somebody outside was asked and proposed that it means, where the operator has set one. */
  readonly proposed?: string;
};

/** A mail provider's report that a reader complained of a mail (ARF, RFC 5965). */
export type Complaint = {
  readonly routeId: string;
  /** As the report says it, in small letters: "abuse", "fraud", "opt-out". */
  readonly type: string;
  /** Set where a return path signed by us names the message. */
  readonly messageId: string | undefined;
  /** Message-IDs in the mail that is complained of, without angle brackets. */
  readonly providerIds: readonly string[];
  /** Whom the report names as the one who got it. */
  readonly recipients: readonly string[];
};

/** Where adapters put what arrives. Resolves when it is stored, so only then may the far side be acknowledged. */
export interface Arrivals {
  receipt(receipt: Receipt): Promise<void>;
  inbound(inbound: Inbound): Promise<void>;
  /** False when no message of ours is meant. Where there is no such place, a report is a mail like any other. */
  complaint?(complaint: Complaint): Promise<boolean>;
}

/** A request that a provider sent to an address of ours. */
export type ProviderRequest = {
  /** As the provider called it: public base URL, path and query. */
  readonly url: string;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
};

/** What such a request says. `optedOut`: numbers of which the provider says that they want no more messages. */
export type ProviderNews = {
  readonly receipts: readonly Receipt[];
  readonly inbounds: readonly Inbound[];
  readonly optedOut: readonly string[];
};

/** Why nothing of a request is believed: it does not prove where it comes from, or makes no sense. */
export type ProviderRefusal = {
  readonly refused: "forbidden" | "unreadable";
  readonly why: string;
};

/** Reads what a provider sends over HTTP; an adapter implements it beside `Route`. Never throws. */
export interface ProviderReader {
  status(request: ProviderRequest): ProviderNews | ProviderRefusal;
  sms(request: ProviderRequest): ProviderNews | ProviderRefusal;
  /** Both in one, where the provider sends all that happens to one address. */
  events?(request: ProviderRequest): ProviderNews | ProviderRefusal;
  /** What is answered to whoever asks, by the query of the address, whether it is ours. */
  greet?(query: URLSearchParams): string | ProviderRefusal;
  /** What the provider is told when all of it is stored. */
  readonly thanks: { readonly type: string; readonly body: string };
}

// A payment provider as a simulator: sessions, a hosted page, refunds, chargebacks, signed events, and failures on demand.
import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { PAY_HEADERS, payPage } from "./pay-page.ts";

export type PayBehaviour = {
  /** So many payments are declined; the session stays open. */
  declineNext: number;
  /** So many payments wait for a bank until `resolve` says what became of them. */
  pendingNext: number;
  /** Events go out so much later. */
  eventDelayMs: number;
  /** Every event is told twice. */
  doubleEvents: boolean;
  /** The event goes out before the payer is sent back. */
  eventBeforeRedirect: boolean;
  /** No events at all. */
  silent: boolean;
  /** Calls of the API are never answered. */
  stall: boolean;
};

export const PAY_BEHAVIOUR: PayBehaviour = {
  declineNext: 0,
  pendingNext: 0,
  eventDelayMs: 0,
  doubleEvents: false,
  eventBeforeRedirect: false,
  silent: false,
  stall: false,
};

type State = "open" | "pending" | "paid" | "failed" | "expired";

export type PaySession = {
  readonly id: string;
  readonly key: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly description: string;
  readonly returnUrl: string;
  readonly cancelUrl: string;
  readonly notifyUrl: string;
  readonly secret: string;
  readonly expiresAtMs: number;
  state: State;
  payment: string | null;
  refundedMinor: bigint;
};

type Event = { readonly type: string; readonly reversal?: string; readonly amountMinor?: bigint };

export type PayProvider = {
  behave(change: Partial<PayBehaviour>): void;
  /** Answers a request below /pay; `origin` is where the pages are found. */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    origin: string,
  ): Promise<void>;
  /** The sessions there are, the newest last. */
  sessions(): readonly PaySession[];
  /** A waiting payment comes to an end. */
  resolve(key: string, as: "paid" | "failed"): void;
  /** The payer's bank takes the money back, or gives it back after all. */
  dispute(key: string, as: "charged_back" | "won_back"): void;
  /** When every event that is under way has been told, or given up. */
  settled(): Promise<void>;
  close(): void;
};

const MOST_SESSIONS = 10_000;
const MOST_BODY_BYTES = 32 * 1_024;
/** An event is told so often, each time after twice the wait. */
const TRIES = 6;
const FIRST_WAIT_MS = 100;
const TELL_TIMEOUT_MS = 10_000;

export function openPayProvider(): PayProvider {
  let behaviour = PAY_BEHAVIOUR;
  const byKey = new Map<string, PaySession>();
  const byId = new Map<string, PaySession>();
  const refunds = new Map<string, string>();
  const telling = new Set<Promise<void>>();
  const ending = new AbortController();

  function tell(session: PaySession, event: Event): void {
    if (behaviour.silent || ending.signal.aborted) return;
    const id = `evt_${randomBytes(9).toString("base64url")}`;
    const times = behaviour.doubleEvents ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const told = tellOnce(session, id, event, behaviour.eventDelayMs).catch(() => undefined);
      telling.add(told);
      void told.finally(() => telling.delete(told));
    }
  }

  async function tellOnce(
    session: PaySession,
    id: string,
    { type, reversal, amountMinor }: Event,
    delayMs: number,
  ): Promise<void> {
    const { signal } = ending;
    const body = JSON.stringify({
      id,
      type,
      key: session.key,
      session: session.id,
      payment: session.payment,
      amount_minor: String(amountMinor ?? session.amountMinor),
      currency: session.currency,
      ...(reversal === undefined ? {} : { reversal }),
    });
    if (delayMs > 0) await delay(delayMs, undefined, { signal });
    for (let tries = 0; tries < TRIES && !signal.aborted; tries += 1) {
      const time = Math.floor(Date.now() / 1_000);
      const mac = createHmac("sha256", session.secret).update(`${time}.${body}`).digest("hex");
      const answer = await fetch(session.notifyUrl, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "sandbox-signature": `t=${time},v1=${mac}`,
        },
        body,
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(TELL_TIMEOUT_MS)]),
      }).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok === true) return;
      await delay(FIRST_WAIT_MS * 2 ** tries, undefined, { signal });
    }
  }

  function expireOld(session: PaySession): PaySession {
    if (session.state === "open" && session.expiresAtMs <= Date.now()) session.state = "expired";
    return session;
  }

  function create(given: Record<string, string>): PaySession {
    const known = byKey.get(given["key"] ?? "");
    if (known) return known;
    if (byKey.size >= MOST_SESSIONS) throw new Refused(503, "too many sessions");
    const session: PaySession = {
      id: `ses_${randomBytes(12).toString("base64url")}`,
      key: textOf(given, "key"),
      amountMinor: BigInt(textOf(given, "amount_minor")),
      currency: textOf(given, "currency"),
      description: textOf(given, "description"),
      returnUrl: textOf(given, "return_url"),
      cancelUrl: textOf(given, "cancel_url"),
      notifyUrl: textOf(given, "notify_url"),
      secret: textOf(given, "secret"),
      expiresAtMs: Date.parse(textOf(given, "expires_at")),
      state: "open",
      payment: null,
      refundedMinor: 0n,
    };
    byKey.set(session.key, session);
    byId.set(session.id, session);
    return session;
  }

  /** What the payer does on the page; where the browser goes then. */
  async function pay(session: PaySession, how: string): Promise<string | undefined> {
    if (expireOld(session).state !== "open") return session.returnUrl;
    if (how === "cancel") return session.cancelUrl;
    if (how === "decline" || behaviour.declineNext > 0) {
      behaviour = { ...behaviour, declineNext: Math.max(0, behaviour.declineNext - 1) };
      return undefined;
    }
    session.payment = `pay_${randomBytes(12).toString("base64url")}`;
    const waits = how === "pending" || behaviour.pendingNext > 0;
    behaviour = { ...behaviour, pendingNext: Math.max(0, behaviour.pendingNext - 1) };
    session.state = waits ? "pending" : "paid";
    tell(session, { type: session.state });
    if (behaviour.eventBeforeRedirect) await Promise.all(telling);
    return session.returnUrl;
  }

  function refund(given: Record<string, string>): { readonly id: string } | undefined {
    const key = textOf(given, "key");
    const known = refunds.get(key);
    if (known !== undefined) return { id: known };
    const payment = textOf(given, "payment");
    const session = [...byId.values()].find((one) => one.payment === payment);
    if (!session) return undefined;
    const amountMinor = BigInt(textOf(given, "amount_minor"));
    if (session.refundedMinor + amountMinor > session.amountMinor) {
      throw new Refused(400, "more than was paid");
    }
    session.refundedMinor += amountMinor;
    const id = `re_${randomBytes(9).toString("base64url")}`;
    refunds.set(key, id);
    tell(session, { type: "refunded", amountMinor: session.refundedMinor });
    return { id };
  }

  async function api(request: IncomingMessage, path: readonly string[]): Promise<unknown> {
    const [what = "", key = "", verb = ""] = path;
    const method = request.method ?? "";
    if (method === "POST" && what === "sessions" && key === "") {
      return create(await jsonOf(request));
    }
    if (method === "POST" && what === "refunds") return refund(await jsonOf(request));
    const session = what === "sessions" ? byKey.get(key) : undefined;
    if (!session) return undefined;
    expireOld(session);
    if (method === "POST" && verb === "expire" && session.state === "open") {
      session.state = "expired";
      tell(session, { type: "expired" });
    }
    return session;
  }

  const dispute = (key: string, as: "charged_back" | "won_back"): void => {
    const session = byKey.get(key);
    if (session?.state === "paid") tell(session, { type: as, reversal: `dis_${session.id}` });
  };
  const resolve = (key: string, as: "paid" | "failed"): void => {
    const session = byKey.get(key);
    if (session?.state !== "pending") return;
    session.state = as;
    tell(session, { type: as });
  };

  return {
    behave: (change) => {
      behaviour = { ...behaviour, ...change };
    },
    sessions: () => [...byId.values()],
    resolve,
    dispute,
    settled: async () => {
      for (let round = 0; round < 100 && telling.size > 0; round += 1) await Promise.all(telling);
    },
    close: () => ending.abort(),
    async answer(request, response, url, origin) {
      const path = url.pathname.split("/").slice(2).map(decodeURIComponent);
      const [what = "", id = ""] = path;
      if (what !== "page") {
        if (behaviour.stall) return;
        const found = await api(request, path);
        if (found === undefined) return send(response, 404, { error: "not known here" });
        return send(response, 200, isSession(found) ? shown(found, origin) : found);
      }
      const session = byId.get(id);
      if (!session) return send(response, 404, { error: "no such payment" });
      expireOld(session);
      if (request.method !== "POST") return page(response, payPage(session, false));
      const form = new URLSearchParams(await bodyOf(request));
      const to = await pay(session, form.get("how") ?? "pay");
      if (to === undefined) return page(response, payPage(session, true));
      response.writeHead(303, { ...PAY_HEADERS, location: to }).end();
    },
  };
}

const isSession = (found: unknown): found is PaySession =>
  typeof found === "object" && found !== null && "notifyUrl" in found;

const shown = (session: PaySession, origin: string): unknown => ({
  id: session.id,
  url: `${origin}/pay/page/${session.id}`,
  key: session.key,
  state: session.state,
  payment: session.payment,
  amount_minor: String(session.amountMinor),
  currency: session.currency,
});

/** Refused with a status. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

function textOf(given: Record<string, string>, key: string): string {
  const value = given[key];
  if (typeof value !== "string" || value === "") throw new Refused(400, `${key} is missing`);
  return value;
}

async function jsonOf(request: IncomingMessage): Promise<Record<string, string>> {
  try {
    return JSON.parse(await bodyOf(request)) as Record<string, string>;
  } catch (cause) {
    throw new Refused(400, "the body isn't JSON", { cause });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) throw new Refused(413, "too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function page(response: ServerResponse, text: string): void {
  response.writeHead(200, { ...PAY_HEADERS, "content-type": "text/html; charset=utf-8" }).end(text);
}

/** The provider with a server of its own, for tests. */
export async function startPayProvider(): Promise<
  Omit<PayProvider, "close" | "answer"> & { readonly url: string; close(): Promise<void> }
> {
  const provider = openPayProvider();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://provider");
    provider.answer(request, response, url, origin()).catch((error: unknown) => {
      const status = error instanceof Refused ? error.status : 500;
      send(response, status, { error: String(error) });
    });
  });
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    ...provider,
    url: origin(),
    close: async () => {
      provider.close();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

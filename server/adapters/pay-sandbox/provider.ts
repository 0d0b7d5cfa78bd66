// The payment provider of the sandbox, as Dunlin speaks to it: sessions, a hosted page, signed events.
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import {
  ProviderError,
  type News,
  type Provider,
  type Read,
  type Session,
  type Standing,
  type Told,
} from "#payments/provider.ts";
import { ask, type PayReach } from "../pay/ask.ts";

export type SandboxPay = {
  /** Where it listens, as "http://127.0.0.1:4000". */
  readonly baseUrl: () => Promise<string>;
  /** Signs what it tells us. */
  readonly secret: string;
  readonly reach: PayReach;
  /** How long an answer is waited for. */
  readonly timeoutMs?: number | undefined;
};

const TOLERANCE_S = 300;
const MINOR = z.string().regex(/^\d{1,16}$/u);
const SessionShape = z.object({
  id: z.string(),
  url: z.string(),
  key: z.string(),
  state: z.enum(["open", "pending", "paid", "failed", "expired"]),
  payment: z.string().nullable(),
  amount_minor: MINOR,
  currency: z.string(),
});
const EventShape = z.object({
  id: z.string().max(200),
  type: z.enum(["paid", "pending", "failed", "expired", "refunded", "charged_back", "won_back"]),
  key: z.string().max(200),
  session: z.string().max(200),
  payment: z.string().max(200).nullable(),
  amount_minor: MINOR,
  currency: z.string().length(3),
  reversal: z.string().max(200).optional(),
});

/** Opens the provider that the sandbox plays. */
export function openSandboxPay(options: SandboxPay): Provider {
  const call = async (method: "GET" | "POST", path: string, body?: unknown): Promise<unknown> => {
    const { status, text } = await ask(
      options.reach,
      {
        method,
        url: `${await options.baseUrl()}${path}`,
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      options.timeoutMs,
    );
    if (status === 404) return undefined;
    if (status >= 500) throw new ProviderError("unavailable", `the sandbox answered ${status}`);
    if (status >= 400)
      throw new ProviderError("refused", `the sandbox answered ${status}: ${text}`);
    return JSON.parse(text) as unknown;
  };
  return {
    create: async (order) => {
      const answer = await call("POST", "/pay/sessions", {
        key: order.checkoutId,
        amount_minor: String(order.amountMinor),
        currency: order.currency,
        description: order.description,
        return_url: order.returnUrl,
        cancel_url: order.cancelUrl,
        notify_url: order.notifyUrl,
        expires_at: order.expiresAt.toString(),
        secret: options.secret,
      });
      const { id, url } = SessionShape.parse(answer);
      return { sessionRef: id, go: { kind: "redirect", url } };
    },
    standing: async (session) => standingOf(await call("GET", pathOf(session))),
    end: async (session) => standingOf(await call("POST", `${pathOf(session)}/expire`, {})),
    refund: async ({ refundId, paymentRef, amountMinor }) => {
      const wanted = { key: refundId, payment: paymentRef, amount_minor: String(amountMinor) };
      const answer = await call("POST", "/pay/refunds", wanted);
      if (answer === undefined)
        throw new ProviderError("refused", "the sandbox has no such payment");
      return { refundRef: z.object({ id: z.string() }).parse(answer).id };
    },
    read: async (told) => await Promise.resolve(read(options.secret, told)),
  };
}

// By its key also where nobody knows whether it was opened.
const pathOf = ({ checkoutId }: Session): string => `/pay/sessions/${checkoutId}`;

function standingOf(answer: unknown): Standing {
  if (answer === undefined) return { state: "unknown" };
  const { state, payment, amount_minor: minor, currency } = SessionShape.parse(answer);
  if (state !== "paid" || payment === null) return { state: state === "paid" ? "pending" : state };
  return { state, paymentRef: payment, amountMinor: BigInt(minor), currency };
}

function read(secret: string, { headers, body }: Told): Read {
  const header = String(headers["sandbox-signature"] ?? "");
  const [, time = "", given = ""] = /^t=(\d{1,12}),v1=([\da-f]{64})$/u.exec(header) ?? [];
  const expected = createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex");
  const isSigned =
    given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
  if (!isSigned) return { refused: "forbidden", why: "the signature is not that of the sandbox" };
  const ageS = Math.abs(Temporal.Now.instant().epochMilliseconds / 1_000 - Number(time));
  if (ageS > TOLERANCE_S) return { refused: "forbidden", why: "the signature is too old" };
  const event = EventShape.safeParse(parsed(body));
  if (!event.success) return { refused: "unreadable", why: "not an event of the sandbox" };
  const { id, type, key, session, payment, amount_minor: minor, currency, reversal } = event.data;
  const news: News = {
    eventRef: id,
    what: type,
    checkoutId: key,
    sessionRef: session,
    paymentRef: payment ?? undefined,
    amountMinor: BigInt(minor),
    currency,
    reversalRef: reversal,
  };
  return { news: [news] };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

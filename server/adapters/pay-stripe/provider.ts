// Stripe by Checkout Sessions (https://docs.stripe.com/api/checkout/sessions): the card is typed on Stripe's own page.
import https from "node:https";
import http from "node:http";
import Stripe from "stripe";
import {
  ProviderError,
  type News,
  type Order,
  type Provider,
  type Read,
  type RefundOrder,
  type Session,
  type Standing,
  type Told,
} from "#payments/provider.ts";
import { messageOf } from "#platform/errors.ts";
import type { PayReach } from "../pay/ask.ts";
import { fromStripe, toStripe } from "./amounts.ts";

export type StripePay = {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Another address of the API, for tests. */
  readonly apiUrl?: string | undefined;
  readonly reach: PayReach;
};

const TOLERANCE_S = 300;
const TIMEOUT_MS = 20_000;
const PAGE = 100;
const MOST_PAGES = 5;
const HOUR_S = 3_600;
/** Of our languages those that Stripe's page has; `auto` asks the browser. */
const LOCALES: Readonly<Record<string, "en" | "pl">> = { en: "en", pl: "pl" };

/** Opens Stripe with the keys of one client. */
export function openStripePay(options: StripePay): Provider {
  const stripe = clientOf(options);
  return {
    create: async (order) => await asked(create(stripe, order)),
    standing: async (session) => await asked(standing(stripe, session)),
    end: async (session) => await asked(end(stripe, session)),
    refund: async (order) => await asked(refund(stripe, order)),
    read: async (told) => await read(stripe, options.webhookSecret, told),
  };
}

function clientOf({ secretKey, apiUrl, reach }: StripePay): Stripe {
  const url = new URL(apiUrl ?? "https://api.stripe.com");
  reach.check(url);
  const isTls = url.protocol === "https:";
  const agent = new (isTls ? https : http).Agent({ keepAlive: true, lookup: reach.lookup });
  return new Stripe(secretKey, {
    protocol: isTls ? "https" : "http",
    host: url.hostname,
    port: url.port === "" ? (isTls ? 443 : 80) : Number(url.port),
    httpClient: Stripe.createNodeHttpClient(agent),
    timeout: TIMEOUT_MS,
    // With the same key: what was done is not done again.
    maxNetworkRetries: 1,
    telemetry: false,
  });
}

async function create(stripe: Stripe, order: Order) {
  const metadata = { checkout_id: order.checkoutId };
  const session = await stripe.checkout.sessions.create(
    {
      mode: "payment",
      client_reference_id: order.checkoutId,
      metadata,
      // Charges and refunds carry it as well: so they are known in whatever order they come.
      payment_intent_data: { metadata },
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: order.currency.toLowerCase(),
            unit_amount: toStripe(order.amountMinor, order.currency),
            product_data: { name: order.description },
          },
        },
      ],
      success_url: order.returnUrl,
      cancel_url: order.cancelUrl,
      expires_at: Math.floor(order.expiresAt.epochMilliseconds / 1_000),
      locale: LOCALES[order.language] ?? "auto",
    },
    { idempotencyKey: order.checkoutId },
  );
  if (session.url === null) throw new ProviderError("unavailable", "Stripe gave no address");
  return { sessionRef: session.id, go: { kind: "redirect", url: session.url } } as const;
}

async function standing(stripe: Stripe, session: Session): Promise<Standing> {
  const found = await find(stripe, session);
  return found ? standingOf(found) : { state: "unknown" };
}

/** Only an open session can be expired; of any other it says how it stands. */
async function end(stripe: Stripe, session: Session): Promise<Standing> {
  const found = await find(stripe, session);
  if (!found) return { state: "unknown" };
  if (found.status !== "open") return standingOf(found);
  try {
    return standingOf(await stripe.checkout.sessions.expire(found.id));
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    return standingOf(await stripe.checkout.sessions.retrieve(found.id));
  }
}

/** The session by its id; where that never came back, by our own id among those of its time. */
async function find(
  stripe: Stripe,
  { sessionRef, checkoutId, expiresAt }: Session,
): Promise<Stripe.Checkout.Session | undefined> {
  if (sessionRef !== null) return await stripe.checkout.sessions.retrieve(sessionRef);
  const endS = Math.floor(expiresAt.epochMilliseconds / 1_000);
  const created = { gte: endS - 2 * HOUR_S, lte: endS };
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { data, has_more: hasMore } = await stripe.checkout.sessions.list({
      created,
      limit: PAGE,
      ...(after === undefined ? {} : { starting_after: after }),
    });
    const found = data.find((one) => one.client_reference_id === checkoutId);
    if (found || !hasMore) return found;
    after = data.at(-1)?.id;
  }
  throw new ProviderError("unavailable", "more sessions than can be looked through");
}

function standingOf(session: Stripe.Checkout.Session): Standing {
  const { status, payment_status: payment, payment_intent: intent, currency } = session;
  if (payment === "paid" && intent !== null && currency !== null) {
    return {
      state: "paid",
      paymentRef: idOf(intent),
      amountMinor: fromStripe(session.amount_total ?? 0, currency),
      currency: currency.toUpperCase(),
    };
  }
  if (status === "complete") return { state: "pending" };
  return { state: status === "expired" ? "expired" : "open" };
}

const idOf = (one: string | { readonly id: string }): string =>
  typeof one === "string" ? one : one.id;

async function refund(stripe: Stripe, order: RefundOrder) {
  const { id } = await stripe.refunds.create(
    {
      payment_intent: order.paymentRef,
      amount: toStripe(order.amountMinor, order.currency),
      metadata: { refund_id: order.refundId },
    },
    { idempotencyKey: order.refundId },
  );
  return { refundRef: id };
}

/** Errors of Stripe in our words: what the request itself got wrong will not go better. */
async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof ProviderError) throw cause;
    const { StripeInvalidRequestError, StripeAuthenticationError, StripePermissionError } =
      Stripe.errors;
    const isRefused =
      cause instanceof StripeInvalidRequestError ||
      cause instanceof StripeAuthenticationError ||
      cause instanceof StripePermissionError;
    throw new ProviderError(isRefused ? "refused" : "unavailable", messageOf(cause), { cause });
  }
}

async function read(stripe: Stripe, secret: string, { headers, body }: Told): Promise<Read> {
  let event: Stripe.Event;
  try {
    const signature = String(headers["stripe-signature"] ?? "");
    event = stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_S);
  } catch (error) {
    return { refused: "forbidden", why: messageOf(error).split("\n", 1)[0]! };
  }
  try {
    const news = await newsOf(stripe, event);
    return { news: news ? [news] : [] };
  } catch (error) {
    return { refused: "busy", why: messageOf(error) };
  }
}

async function newsOf(stripe: Stripe, event: Stripe.Event): Promise<News | undefined> {
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
      return aboutSession(event.id, event.data.object);
    case "checkout.session.async_payment_failed":
      return { ...aboutSession(event.id, event.data.object), what: "failed" };
    case "checkout.session.expired":
      return { ...aboutSession(event.id, event.data.object), what: "expired" };
    case "charge.refunded": {
      const {
        metadata,
        payment_intent: intent,
        amount_refunded: sum,
        currency,
      } = event.data.object;
      return {
        eventRef: event.id,
        what: "refunded",
        checkoutId: metadata["checkout_id"],
        paymentRef: intent === null ? undefined : idOf(intent),
        amountMinor: fromStripe(sum, currency),
        currency: currency.toUpperCase(),
      };
    }
    case "charge.dispute.funds_withdrawn":
      return await aboutDispute(stripe, event.id, event.data.object, "charged_back");
    case "charge.dispute.funds_reinstated":
      return await aboutDispute(stripe, event.id, event.data.object, "won_back");
    default:
      return undefined;
  }
}

function aboutSession(eventRef: string, session: Stripe.Checkout.Session): News {
  const standing = standingOf(session);
  const about = {
    eventRef,
    checkoutId: session.client_reference_id ?? undefined,
    sessionRef: session.id,
  };
  if (standing.state !== "paid") return { ...about, what: "pending" };
  const { paymentRef, amountMinor, currency } = standing;
  return { ...about, what: "paid", paymentRef, amountMinor, currency };
}

// A dispute does not carry our id; its payment does.
async function aboutDispute(
  stripe: Stripe,
  eventRef: string,
  dispute: Stripe.Dispute,
  what: "charged_back" | "won_back",
): Promise<News | undefined> {
  const { id, payment_intent: intent, amount, currency } = dispute;
  if (intent === null) return undefined;
  const paymentRef = idOf(intent);
  const { metadata } = await stripe.paymentIntents.retrieve(paymentRef);
  return {
    eventRef,
    what,
    checkoutId: metadata["checkout_id"],
    paymentRef,
    amountMinor: fromStripe(amount, currency),
    currency: currency.toUpperCase(),
    reversalRef: id,
  };
}

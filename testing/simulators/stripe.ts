// What of Stripe's HTTP API we use, by its public documentation (https://docs.stripe.com/api): checkout sessions, refunds,
// payment intents, signed events. Nothing is signed with a real key, and no money moves.
import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Fields = Readonly<Record<string, string>>;

export type FakeSession = {
  readonly id: string;
  readonly object: "checkout.session";
  readonly client_reference_id: string;
  readonly amount_total: number;
  readonly currency: string;
  readonly created: number;
  readonly expires_at: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly url: string;
  status: "open" | "complete" | "expired";
  payment_status: "unpaid" | "paid";
  payment_intent: string | null;
};

export type Stripe = {
  readonly url: string;
  readonly sessions: readonly FakeSession[];
  /** Every request, as "POST /v1/checkout/sessions". */
  readonly asked: readonly string[];
  /** The payer pays; `waits`: by a way that takes days. */
  pay(session: FakeSession, waits?: boolean): void;
  /** An event as Stripe sends it: body and signature header. */
  event(
    type: string,
    object: object,
    options?: { readonly secret?: string; readonly atS?: number },
  ): { readonly body: Buffer; readonly headers: Readonly<Record<string, string>> };
  close(): Promise<void>;
};

export const STRIPE_KEY = "sk_test_fake";
export const STRIPE_SECRET = "whsec_fake_secret";

const newId = (prefix: string): string => `${prefix}_${randomBytes(9).toString("hex")}`;

export async function startStripe(): Promise<Stripe> {
  const sessions: FakeSession[] = [];
  const asked: string[] = [];
  const byKey = new Map<string, { readonly asked: string; readonly answer: unknown }>();
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) =>
      send(response, 500, { error: { message: String(error), type: "api_error" } }),
    );
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://stripe");
    const name = `${request.method} ${url.pathname}`;
    asked.push(name);
    if (request.headers.authorization !== `Bearer ${STRIPE_KEY}`) {
      return send(response, 401, fault("Invalid API Key provided"));
    }
    const text = await bodyOf(request);
    const key = request.headers["idempotency-key"];
    const known = typeof key === "string" ? byKey.get(key) : undefined;
    if (known) {
      // The same key for something else is refused, the same request gets the same answer.
      const isSame = known.asked === name + text;
      return send(
        response,
        isSame ? 200 : 400,
        isSame
          ? known.answer
          : fault(
              "Keys for idempotent requests can only be used with the same parameters",
              "idempotency_error",
            ),
      );
    }
    const found = act(name, url, Object.fromEntries(new URLSearchParams(text)));
    if ("error" in found) return send(response, 400, found);
    if (typeof key === "string") byKey.set(key, { asked: name + text, answer: found });
    send(response, 200, found);
  }

  function act(name: string, url: URL, given: Fields): object {
    const [, , noun = "", id = "", verb = ""] = url.pathname
      .split("/")
      .filter((part) => part !== "checkout");
    if (name === "POST /v1/checkout/sessions") return create(given);
    if (name === "GET /v1/checkout/sessions") {
      const from = Number(url.searchParams.get("created[gte]") ?? 0);
      return {
        object: "list",
        has_more: false,
        data: sessions.filter((one) => one.created >= from),
      };
    }
    if (name === "POST /v1/refunds") {
      return {
        id: newId("re"),
        object: "refund",
        amount: Number(given["amount"]),
        status: "succeeded",
      };
    }
    if (noun === "payment_intents") {
      const of = sessions.find((one) => one.payment_intent === id);
      return of
        ? { id, object: "payment_intent", metadata: of.metadata }
        : fault("No such payment_intent");
    }
    const session = noun === "sessions" ? sessions.find((one) => one.id === id) : undefined;
    if (!session) return fault("No such checkout.session");
    if (verb !== "expire") return session;
    if (session.status !== "open")
      return fault('Only Checkout Sessions with a status in ["open"] can be expired.');
    session.status = "expired";
    return session;
  }

  function create(given: Fields): object {
    const endsInS = Number(given["expires_at"]) - Date.now() / 1_000;
    if (!(endsInS > 29 * 60 && endsInS <= 24 * 3_600)) {
      return fault(
        "The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from Checkout Session creation.",
      );
    }
    const id = newId("cs_test");
    const session: FakeSession = {
      id,
      object: "checkout.session",
      client_reference_id: given["client_reference_id"] ?? "",
      amount_total: Number(given["line_items[0][price_data][unit_amount]"]),
      currency: given["line_items[0][price_data][currency]"] ?? "",
      created: Math.floor(Date.now() / 1_000),
      expires_at: Number(given["expires_at"]),
      metadata: { checkout_id: given["payment_intent_data[metadata][checkout_id]"] ?? "" },
      url: `https://checkout.stripe.com/c/pay/${id}`,
      status: "open",
      payment_status: "unpaid",
      payment_intent: null,
    };
    sessions.push(session);
    return session;
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sessions,
    asked,
    pay: (session, waits = false) => {
      session.status = "complete";
      session.payment_status = waits ? "unpaid" : "paid";
      session.payment_intent = newId("pi");
    },
    event: (
      type,
      object,
      { secret = STRIPE_SECRET, atS = Math.floor(Date.now() / 1_000) } = {},
    ) => {
      const text = JSON.stringify({ id: newId("evt"), object: "event", type, data: { object } });
      const mac = createHmac("sha256", secret).update(`${atS}.${text}`).digest("hex");
      return { body: Buffer.from(text), headers: { "stripe-signature": `t=${atS},v1=${mac}` } };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const fault = (message: string, type = "invalid_request_error") => ({ error: { message, type } });

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

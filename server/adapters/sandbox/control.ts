import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { messageOf } from "#platform/errors.ts";
import {
  openPayProvider,
  Refused,
  type PayBehaviour,
  type PaySession,
} from "#testing/simulators/pay-provider.ts";
import { type SandboxPorts, threadsOf } from "./messages.ts";
import type { Networks, SandboxBehaviour } from "./networks.ts";
import { page, STYLE_AND_SCRIPT_SOURCES } from "./page.ts";
import type { Store } from "./store.ts";

const MAX_BODY_BYTES = 64 * 1024;
const MAX_THREADS = 60;
const address = z
  .string()
  .trim()
  .min(1)
  .max(320)
  .regex(/^[^\p{Cc}]+$/u);

const replyBody = z.object({
  from: address,
  to: address.optional(),
  subject: z
    .string()
    .max(300)
    .regex(/^[^\p{Cc}]*$/u)
    .optional(),
  text: z.string().min(1).max(20_000),
});
const count = z.int().min(0).max(1_000_000);
const happenBody = z.strictObject({
  key: z.string().max(100),
  as: z.enum(["paid", "failed", "charged_back", "won_back"]),
});
const behaveBody = z.strictObject({
  sms: z
    .strictObject({
      throttleNext: count,
      rejectNext: count,
      rejectAfter: count,
      refuseBinds: count,
      stall: z.boolean(),
      dropConnectionAfter: count,
      answerAfterMs: count,
      receipts: z.boolean(),
      receiptDelayMs: count,
      receiptBeforeAnswer: z.boolean(),
      duplicateReceipts: z.boolean(),
      reorderReceipts: z.boolean(),
    })
    .partial()
    .optional(),
  mail: z
    .strictObject({
      greylistNext: count,
      throttleNext: count,
      dropAfterDataNext: count,
      stallNext: count,
      answerAfterMs: count,
      bounceAfterMs: count,
    })
    .partial()
    .optional(),
  pay: z
    .strictObject({
      declineNext: count,
      pendingNext: count,
      eventDelayMs: count,
      doubleEvents: z.boolean(),
      eventBeforeRedirect: z.boolean(),
      silent: z.boolean(),
      stall: z.boolean(),
    })
    .partial()
    .optional(),
  mailTo: z.object({ host: address, port: z.int().min(1).max(65_535) }).optional(),
});

export type Control = { readonly port: number; close(): Promise<void> };

/**
 * The sandbox's HTTP server on loopback: JSON for Dunlin's commands, one page for people. A web page elsewhere can't
 * reach it: the Host header must name loopback (DNS rebinding), a form needs this process's token, and JSON can't be
 * sent across origins without a permission that is never given.
 */
export async function startControl(
  options: { readonly port: number },
  networks: Networks,
  store: Store,
): Promise<Control> {
  const token = randomBytes(16).toString("hex");
  const ports = (): SandboxPorts => ({ ...networks.ports, control: portOf() });

  const pay = openPayProvider();

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const status = error instanceof Refused ? error.status : 500;
      send(response, status, "application/json", JSON.stringify({ error: messageOf(error) }));
    });
  });
  server.requestTimeout = 30_000;
  server.maxConnections = 200;
  const portOf = (): number => (server.address() as AddressInfo).port;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    checkCaller(request, portOf());
    const url = new URL(request.url ?? "/", "http://sandbox");
    if (url.pathname.startsWith("/pay/")) {
      return await pay.answer(request, response, url, `http://127.0.0.1:${portOf()}`);
    }
    const json = (value: unknown): void =>
      send(response, 200, "application/json", JSON.stringify(value));
    switch (`${request.method} ${url.pathname}`) {
      case "GET /":
        return send(response, 200, "text/html; charset=utf-8", pageFor(url));
      case "GET /healthz":
        return json({ status: "ok", pid: process.pid, ...store.counts() });
      case "GET /ports":
        return json(ports());
      case "GET /inbox":
        return json({
          messages: store.list(filterOf(url), "received"),
        });
      case "POST /reply":
        return json(await networks.reply(await jsonOf(request, replyBody)).catch(notAcknowledged));
      case "POST /behave": {
        const { pay: paying, ...change } = await jsonOf(request, behaveBody);
        networks.behave(change as SandboxBehaviour);
        if (paying) pay.behave(paying as Partial<PayBehaviour>);
        return json({ ok: true });
      }
      case "GET /payments":
        return json({ payments: pay.sessions().map(paymentLine) });
      case "POST /payments": {
        const { key, as } = await jsonOf(request, happenBody);
        if (as === "paid" || as === "failed") pay.resolve(key, as);
        else pay.dispute(key, as);
        return json({ ok: true });
      }
      case "POST /":
        return await replyFromPage(request, response);
      default:
        throw new Refused(404, `${request.method} ${url.pathname} isn't known here`);
    }
  }

  function pageFor(url: URL): string {
    const only = url.searchParams.get("to") ?? "";
    const newest = store.list({ limit: 5_000, ...(only ? { to: only } : {}) });
    const said = url.searchParams.get("said") ?? "";
    return page({ threads: threadsOf(newest, MAX_THREADS), only, said, token, ports: ports() });
  }

  async function replyFromPage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
    const given = Buffer.from(form["token"] ?? "");
    if (given.length !== token.length || !timingSafeEqual(given, Buffer.from(token)))
      throw new Refused(403, "this form is from before a restart: load the page again");
    const said = await networks
      .reply(valid(replyBody, { ...form, to: form["to"] || undefined }))
      .then(
        () => "sent",
        (error: unknown) => `not sent: ${messageOf(error)}`,
      );
    const back = new URLSearchParams({ said: said.slice(0, 300) });
    if (form["only"]) back.set("to", form["only"].slice(0, 300));
    response.writeHead(303, { location: `/?${back.toString()}` }).end();
  }

  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: portOf(),
    async close() {
      pay.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function paymentLine({ id, key, state, payment, amountMinor, currency }: PaySession): object {
  return { id, key, state, payment, amount_minor: String(amountMinor), currency };
}

function checkCaller({ headers }: IncomingMessage, port: number): void {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? ""))
    throw new Refused(403, "this server answers on loopback only");
  const origin = headers.origin;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
    throw new Refused(403, "requests from other sites are refused");
}

function filterOf(url: URL): { to?: string; limit: number } {
  const to = url.searchParams.get("to");
  const limit = valid(
    z.coerce.number().int().min(1).max(10_000),
    url.searchParams.get("limit") ?? "100",
  );
  return to ? { to, limit } : { limit };
}

async function jsonOf<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? ""))
    throw new Refused(415, "send application/json");
  const body = await bodyOf(request);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refused(400, "the body isn't JSON");
  }
  return valid(schema, value);
}

function valid<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new Refused(400, z.prettifyError(read.error).replaceAll("\n", " "));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES)
      throw new Refused(413, `a body has at most ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function notAcknowledged(error: unknown): never {
  throw new Refused(502, `Dunlin didn't take the reply: ${messageOf(error)}`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": `default-src 'none'; ${STYLE_AND_SCRIPT_SOURCES}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'`,
  });
  response.end(body);
}

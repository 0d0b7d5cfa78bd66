import fastify, { type FastifyInstance } from "fastify";
import { afterEach, expect, test } from "vitest";
import { answerError } from "./problems.ts";
import { providerRoutes } from "./providers.ts";
import type { ProviderCall, Received } from "#conversations/providers.ts";
import { silentLog } from "#platform/log.ts";

const calls: ProviderCall[] = [];
let app: FastifyInstance | undefined;
afterEach(async () => {
  await app?.close();
  calls.length = 0;
});

async function open(received: Received, limit = { perSecond: 1_000, burst: 1_000 }) {
  app = fastify();
  app.setErrorHandler(answerError(silentLog));
  const providers = {
    receive: async (call: ProviderCall) => {
      calls.push(call);
      return await Promise.resolve(received);
    },
    greet: async (token: string, query: URLSearchParams) =>
      await Promise.resolve(token === "ours" ? (query.get("word") ?? undefined) : undefined),
    close: () => Promise.resolve(),
  };
  await app.register(providerRoutes(providers, "https://dunlin.example/base", limit));
  return app;
}

const thanks = { thanks: { type: "text/xml; charset=utf-8", body: "<Response/>" } };

test("the request is handed on as the provider made it, byte for byte, below the public address", async () => {
  const payload = Buffer.from([0x61, 0x3d, 0xff, 0x00]);
  const answer = await (
    await open(thanks)
  ).inject({
    method: "POST",
    url: "/in/token/status?m=a%20b.1&n",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-proof": "p" },
    payload,
  });
  expect([answer.statusCode, answer.headers["content-type"], answer.body]).toEqual([
    200,
    "text/xml; charset=utf-8",
    "<Response/>",
  ]);
  expect(calls).toMatchObject([
    {
      token: "token",
      about: "status",
      request: {
        url: "https://dunlin.example/base/in/token/status?m=a%20b.1&n",
        headers: { "x-proof": "p" },
      },
    },
  ]);
  expect(calls[0]!.request.body.equals(payload)).toBe(true);
});

test.each([
  ["unknown", 404],
  ["forbidden", 403],
  ["unreadable", 422],
  ["busy", 503],
] as const)("%s is %i", async (refused, status) => {
  const server = await open({ refused, why: "because" });
  const answer = await server.inject({ method: "POST", url: "/in/token/sms" });
  expect(answer.statusCode).toBe(status);
  expect(answer.json()).toMatchObject({ status, detail: "because" });
  expect(calls[0]!.request.body).toHaveLength(0);
});

test("one route has its rate, which does not slow down another", async () => {
  const server = await open(thanks, { perSecond: 0.001, burst: 2 });
  const call = async (token: string) =>
    await server.inject({ method: "POST", url: `/in/${token}/sms`, payload: { a: 1 } });
  expect([(await call("a")).statusCode, (await call("a")).statusCode]).toEqual([200, 200]);
  const refused = await call("a");
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  expect((await call("b")).statusCode).toBe(200);
});

test("a body of more than 64 kB is refused unread", async () => {
  const payload = "x".repeat(65_537);
  const server = await open(thanks);
  expect((await server.inject({ method: "POST", url: "/in/t/sms", payload })).statusCode).toBe(413);
  expect(calls).toHaveLength(0);
});

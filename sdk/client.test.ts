// The client that we ship, over a real server that listens.
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "#http/test-world.ts";
import { sign } from "#webhooks/signature.ts";
import { NotSigned, readCallback } from "./callbacks.ts";
import { connect, done, DunlinProblem, pages, type Dunlin } from "./client.ts";

let world: HttpWorld;
let baseUrl: string;
let operator: Dunlin;
let key: string;
let dunlin: Dunlin;
beforeAll(async () => {
  world = await openHttpWorld();
  await world.app.listen({ host: "127.0.0.1", port: 0 });
  baseUrl = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}/`;
  operator = connect({ baseUrl, key: world.token, client: "acme" });
  ({ key } = await done(
    operator.POST("/v1/keys", {
      body: {
        name: "oss",
        scopes: ["messages:write", "messages:read", "customers:read", "webhooks:write"],
      },
    }),
  ));
  dunlin = connect({ baseUrl, key });
});
afterAll(async () => await world.close());

const hello = { to: "+27835550100", channel: "sms", text: "Your ticket was closed." } as const;

test("a message and what becomes of it", async () => {
  const body = { ...hello, reference: "T-1" };
  const sent = await done(dunlin.POST("/v1/messages", { body }));
  expect(sent).toMatchObject({ status: "planned", reference: "T-1" });
  const params = { path: { message_id: sent.id } };
  const found = await done(dunlin.GET("/v1/messages/{message_id}", { params }));
  expect(found.events.map(({ kind }) => kind)).toEqual(["message.planned"]);
  await done(dunlin.POST("/v1/messages/{message_id}/cancel", { params }));
  expect((await done(dunlin.GET("/v1/messages/{message_id}", { params }))).status).toBe(
    "cancelled",
  );
});

test("references with slashes and letters of all kinds travel in paths", async () => {
  const params = { path: { ref: "C/1 é" } };
  const customer = await done(dunlin.GET("/v1/customers/{ref}", { params }));
  expect(customer).toMatchObject({ name: "Thandi", accounts: [{ currency: "ZAR" }] });
});

test("a refusal is thrown with its fields", async () => {
  const refused = done(dunlin.POST("/v1/messages", { body: { ...hello, text: "" } }));
  const error = await refused.catch((problem: unknown) => problem);
  expect(error).toBeInstanceOf(DunlinProblem);
  expect((error as DunlinProblem).problem).toMatchObject({
    status: 422,
    errors: [{ in: "body", field: "text" }],
  });
  const forbidden = done(dunlin.GET("/v1/keys"));
  await expect(forbidden).rejects.toMatchObject({ problem: { status: 403 } });
});

test("pages come one after the other, each message once", async () => {
  const messages = Array.from({ length: 5 }, (_, at) => ({ ...hello, reference: `P-${at}` }));
  await done(dunlin.POST("/v1/messages/batch", { body: { messages } }));
  const seen: (string | null)[] = [];
  const query = { limit: 2, from: "2026-01-01", channel: "sms" } as const;
  for await (const page of pages(
    async (cursor) =>
      await done(dunlin.GET("/v1/messages", { params: { query: { ...query, ...cursor } } })),
  )) {
    seen.push(...page.messages.map(({ reference }) => reference));
  }
  const ours = seen.filter((one) => one?.startsWith("P-"));
  expect(ours).toHaveLength(5);
  expect(new Set(ours)).toEqual(new Set(messages.map(({ reference }) => reference)));
});

test("after a lost answer, 503 and 429 a message is sent once all the same", async () => {
  const answers: (string | undefined)[] = [];
  const flaky = connect({
    baseUrl,
    key,
    longestWaitMs: 1,
    fetch: async (request) => {
      const response = await fetch(request);
      answers.push(request.headers.get("idempotency-key") ?? undefined);
      const headers = { "retry-after": "0" };
      if (answers.length === 1) throw new TypeError("the connection broke");
      if (answers.length === 2) return new Response("{}", { status: 503, headers });
      if (answers.length === 3) return new Response("{}", { status: 429, headers });
      return response;
    },
  });
  const body = { ...hello, reference: "ONCE" };
  const sent = await done(flaky.POST("/v1/messages", { body }));
  expect(answers).toHaveLength(4);
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toBeDefined();
  const query = { reference: "ONCE" };
  const found = await done(dunlin.GET("/v1/messages", { params: { query } }));
  expect(found.messages.map((one) => one.message_id)).toEqual([sent.id]);
});

test("who gives up says so with the last answer", async () => {
  let tries = 0;
  const down = connect({
    baseUrl,
    key,
    tries: 3,
    longestWaitMs: 1,
    fetch: async () => {
      tries += 1;
      return await Promise.resolve(new Response("down", { status: 503 }));
    },
  });
  await expect(done(down.GET("/v1/messages"))).rejects.toMatchObject({ problem: { status: 503 } });
  expect(tries).toBe(3);
});

test("a callback is believed with the right secret and time, and not otherwise", async () => {
  const url = "https://hooks.example.org/sdk";
  const { secret } = await done(dunlin.POST("/v1/webhooks", { body: { url } }));
  const text = JSON.stringify({ type: "message.delivered", timestamp: "x", data: { seq: "1" } });
  const bytes = Buffer.from(secret.replace("whsec_", ""), "base64");
  const headers = sign([bytes], "evt_1", 1_000_000, Buffer.from(text));
  const old = `whsec_${Buffer.alloc(32).toString("base64")}`;
  const read = (body: string, secrets: string | string[], nowS: number) =>
    readCallback({ headers, body }, secrets, nowS);
  expect(read(text, [old, secret], 1_000_100)).toMatchObject({ type: "message.delivered" });
  expect(() => read(`${text} `, secret, 1_000_100)).toThrow(NotSigned);
  expect(() => read(text, old, 1_000_100)).toThrow(NotSigned);
  expect(() => read(text, secret, 1_000_301)).toThrow(/5 minutes/);
  expect(() => readCallback({ headers: {}, body: text }, secret)).toThrow(/no signature/);
});

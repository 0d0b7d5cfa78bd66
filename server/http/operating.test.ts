// What those who run it see: ready or not, ids of requests, headers, and an end that finishes what is under way.
import { setTimeout as delay } from "node:timers/promises";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Drain } from "./drain.ts";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";
import { Pulse } from "#platform/pulse.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const installation = (config: { host: string; publicUrl?: string }) => ({
  app: world.db,
  appPool: world.pool,
  demo: true,
  config,
});

test("ready: the database answers, is of our version, and the work of this process gets on", async () => {
  const pulse = new Pulse(["dispatcher", "looker"]);
  const app = await world.appWith({ pulse: () => pulse });
  const ready = async () => {
    const { statusCode, body } = await app.inject({ url: "/readyz" });
    return { statusCode, ...(JSON.parse(body) as { reason?: string; checks: unknown[] }) };
  };
  pulse.beat("dispatcher");
  expect(await ready()).toMatchObject({ statusCode: 503, reason: "not ready: looker" });
  pulse.beat("looker");
  const good = await ready();
  expect(good).toMatchObject({ statusCode: 200, ready: true });
  expect(good.checks).toContainEqual({
    name: "looker",
    ok: true,
    lastAt: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
  });
  await world.owner.query("insert into dunlin.migration (name) values ('9999_newer.sql')");
  expect(await ready()).toMatchObject({ statusCode: 503, reason: "not ready: migrated" });
  await world.owner.query("delete from dunlin.migration where name = '9999_newer.sql'");
  await app.close();
});

test("a beat that is old no longer counts; before the start nothing does", async () => {
  const pulse = new Pulse([]);
  const old = Temporal.Now.instant().subtract({ seconds: 61 });
  (pulse.beats as Map<string, Temporal.Instant>).set("looker", old);
  const app = await world.appWith({ pulse: () => pulse, isStarted: () => false });
  const { body } = await app.inject({ url: "/readyz" });
  expect(JSON.parse(body)).toMatchObject({ reason: "not ready: started, looker" });
  await app.close();
});

test("each request has an id: in the answer, in its problem, in the log; nothing else of it is there", async () => {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const app = await world.appWith({ log: pino({ level: "debug" }, { write }) });
  const secret = "+27820000001";
  const asked = await app.inject({
    url: `/v1/customers/${encodeURIComponent(secret)}?number=${encodeURIComponent(secret)}`,
    headers: { "x-request-id": "their-1.2", authorization: `Bearer ${world.token}` },
  });
  expect(asked.headers["x-request-id"]).toBe("their-1.2");
  expect(asked.json()).toMatchObject({ instance: "their-1.2" });
  expect(lines).toMatchObject([
    { requestId: "their-1.2", operation: "GET /v1/customers/:ref", status: asked.statusCode },
  ]);
  expect(JSON.stringify(lines)).not.toContain("27820000001");
  expect(JSON.stringify(lines)).not.toContain(world.token);
  const other = await app.inject({ url: "/nowhere", headers: { "x-request-id": "a b\u00e4" } });
  expect(other.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(other.json()).toMatchObject({ instance: other.headers["x-request-id"] });
  expect(lines.at(-1)).toMatchObject({ operation: "unknown", status: 404 });
  await app.close();
});

test("what is our fault is a warning in the log; not being well is an answer", async () => {
  const lines: string[] = [];
  const log = pino({ level: "warn" }, { write: (line) => void lines.push(line) });
  const health = () => Promise.resolve({ status: "failing" as const });
  const app = await world.appWith({ log, health });
  app.get("/broken", async (_request, reply) => await reply.code(500).send("no"));
  expect((await app.inject({ url: "/healthz" })).statusCode).toBe(503);
  await app.inject({ url: "/broken" });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 40, operation: "GET /broken", status: 500 },
  ]);
  await app.close();
});

test("who was refused is in the log; a cookie behind https is for https", async () => {
  const lines: string[] = [];
  const log = pino({ level: "info" }, { write: (line) => void lines.push(line) });
  const publicUrl = "https://dunlin.example";
  const app = await world.appWith({
    log,
    installation: installation({ host: "127.0.0.1", publicUrl }),
  });
  await app.inject({ url: "/v1/client", headers: { authorization: "Bearer wrong" } });
  await app.inject({ url: "/healthz" });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 30, operation: "GET /v1/client", status: 401, from: "127.0.0.1" },
  ]);
  expect(lines.join()).not.toContain("wrong");
  const signedIn = await app.inject({ url: `/?token=${world.token}` });
  expect(signedIn.headers["set-cookie"]).toMatch(/; Secure/);
  await app.close();
});

test("on loopback it answers to names of loopback and to its public one; by https browsers stay there", async () => {
  const publicUrl = "https://dunlin.example/base";
  const app = await world.appWith({ installation: installation({ host: "127.0.0.1", publicUrl }) });
  const asked = async (host: string) => await app.inject({ url: "/healthz", headers: { host } });
  for (const host of ["127.0.0.1:8080", "localhost", "dunlin.example", "Dunlin.Example:443"]) {
    const { statusCode, headers } = await asked(host);
    expect(statusCode, host).toBe(200);
    expect(headers["strict-transport-security"]).toMatch(/^max-age=\d{8}/);
  }
  const other = await asked("evil.example");
  expect(other.statusCode).toBe(421);
  expect(other.headers["x-frame-options"]).toBe("DENY");
  await app.close();
  const plain = await world.app.inject({ url: "/healthz", headers: { host: "dunlin.example" } });
  expect(plain.statusCode).toBe(421);
  expect(plain.headers["strict-transport-security"]).toBeUndefined();
});

test("an end finishes what is under way, refuses what is new, and does not wait for ever", async () => {
  const drain = new Drain();
  const slow = Promise.withResolvers<void>();
  const health = async () => {
    await slow.promise;
    return { status: "ok" as const };
  };
  const app = await world.appWith({ drain, health });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const ask = async (path: string) =>
    await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(10_000) });
  const answer = ask("/healthz");
  while (drain.underWay === 0) await delay(1);
  expect(await drain.finish(5)).toBe(false);
  const finished = drain.finish(10_000);
  const refused = await ask("/v1/client");
  expect([refused.status, refused.headers.get("connection")]).toEqual([503, "close"]);
  expect(refused.headers.get("retry-after")).toBe("2");
  expect(await refused.json()).toMatchObject({ status: 503 });
  const unready = await ask("/readyz");
  expect([unready.status, await unready.json()]).toMatchObject([
    503,
    { reason: "not ready: serving" },
  ]);
  slow.resolve();
  expect(await (await answer).json()).toEqual({ status: "ok" });
  expect(await finished).toBe(true);
  await app.close();
});

test("routes say where their provider calls, when it calls by HTTP", async () => {
  const app = await world.appWith({
    providerAddresses: async (id) =>
      await Promise.resolve({ status: `/in/${id}/status`, sms: `/in/${id}/sms` }),
  });
  await world.owner.query(
    `insert into dunlin.route (client_id, name, channel, adapter, config, sender, rate_per_s, burst)
     values ($1, 'twilio', 'sms', 'twilio', '{}', '+27600000001', 10, 10)`,
    [world.clientId],
  );
  const headers = { authorization: `Bearer ${world.token}`, "dunlin-client": "acme" };
  const { body } = await app.inject({ url: "/v1/routes", headers });
  const { routes } = JSON.parse(body) as { routes: readonly unknown[] };
  expect(routes).toMatchObject([
    { name: "sms-main", called_at: null },
    { name: "twilio", called_at: { sms: expect.stringMatching(/^\/in\/[0-9a-f-]{36}\/sms$/) } },
  ]);
  expect(routes[0]).not.toHaveProperty("route_id");
  await app.close();
});

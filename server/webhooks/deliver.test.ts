// Callbacks as clients' systems get them: over real HTTP, to receivers that behave badly on demand.
import { sql } from "kysely";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { openWorld } from "#testing/builders.ts";
import { behaviours } from "#testing/receiver.ts";
import { listAttempts, listDeliveries } from "./delivery-log.ts";
import {
  disableEndpoint,
  enableEndpoint,
  getEndpoint,
  removeEndpoint,
  rotateSecret,
} from "./endpoints.ts";
import { sendTest } from "./replay.ts";
import { clientWithEvents, eventsOf, hurry, receiver, SEAL_KEY, until } from "./test-world.ts";

const world = await openWorld();
const { well, status, hang, reset, flood, after } = behaviours;

test("an event arrives signed, once, with the fields of the API; only kinds that were asked for", async () => {
  const client = await clientWithEvents(world);
  const customer = await client.customer({});
  const to = await receiver();
  const { secret } = await client.endpoint({ url: to.url, kinds: ["message.*", "promise.kept"] });
  await client.happen([
    { kind: "invoice.updated", customerId: customer.customerId },
    { kind: "promise.kept", customerId: customer.customerId, cause: "x", body: { amount: 5n } },
    { kind: "promise.broken", customerId: customer.customerId },
    { kind: "message.delivered", customerId: customer.customerId },
  ]);
  const webhooks = hurry(world);
  await until(async () => (await client.states())["delivered"] === 2);
  await until(async () => await webhooks.idle());
  expect(to.got.map((one) => one.type)).toEqual(["promise.kept", "message.delivered"]);
  const [first] = to.got;
  expect(new Webhook(secret).verify(first!.body, first!.headers as Record<string, string>)).toEqual(
    {
      type: "promise.kept",
      timestamp: "2026-03-05T11:00:00Z",
      data: {
        seq: expect.stringMatching(/^\d+$/) as string,
        event_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        customer: customer.reference,
        currency: null,
        message_id: null,
        reference: null,
        actor: "test",
        cause: "x",
        body: { amount: "5" },
      },
    },
  );
  expect(first!.headers["webhook-id"]).toBe(`evt_${String(first!.data["event_id"])}`);
  expect(first!.headers["content-type"]).toBe("application/json");
});

describe("what fails", () => {
  const attempt = async (behave: typeof well, tuning = {}) => {
    const client = await clientWithEvents(world);
    const to = await receiver(behave);
    const { endpoint } = await client.endpoint({ url: to.url });
    await client.happen(eventsOf(1));
    hurry(world, { retryDelaysMs: [30_000], ...tuning });
    const attempts = async () =>
      await client.within(async (tx) => {
        const [line] = await listDeliveries(tx, client.clientId, { limit: 1 });
        return line
          ? await listAttempts(tx, client.clientId, endpoint.endpointId, line.eventId)
          : [];
      });
    await until(async () => (await attempts()).length > 0, "a try");
    const [line] = await client.within(
      async (tx) => await listDeliveries(tx, client.clientId, { limit: 5 }),
    );
    return { line: line!, attempts: await attempts(), to };
  };

  test.each([
    ["http_500", status(500, { "x-trace": "abc" }, "out of order"), 500, "out of order"],
    ["http_302", status(302, { location: "http://127.0.0.1:1/elsewhere" }), 302, ""],
    ["timeout", hang, null, null],
    ["ECONNRESET", reset, null, null],
  ])("%s is kept in the log, and tried again", async (code, behave, expected, text) => {
    const { line, attempts, to } = await attempt(behave, { timeoutMs: 150 });
    expect(line).toMatchObject({ state: "pending", tries: 1, status: expected, error: code });
    expect(line.nextAt).not.toBeNull();
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({ status: expected, error: code, responseText: text });
    expect(attempts[0]!.requestHeaders["webhook-id"]).toBe(`evt_${line.eventId}`);
    expect(attempts[0]!.requestSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(to.got).toHaveLength(1); // a redirect is not followed, a broken connection not tried on the spot
  });

  test("nobody listens", async () => {
    const client = await clientWithEvents(world);
    const to = await receiver();
    await client.endpoint({ url: to.url });
    await to.close().catch(() => undefined);
    to.close = async () => undefined;
    await client.happen(eventsOf(1));
    hurry(world, { retryDelaysMs: [] });
    await until(async () => (await client.states())["dead"] === 1);
    const lines = await client.within(
      async (tx) => await listDeliveries(tx, client.clientId, { limit: 5 }),
    );
    expect(lines[0]).toMatchObject({ error: "ECONNREFUSED", status: null, reason: "tries_used" });
  });

  test("an answer without end counts by its status, and 1 kB of it is kept", async () => {
    const { line, attempts } = await attempt(flood, { timeoutMs: 5_000 });
    expect(line).toMatchObject({ state: "delivered", status: 200, error: null });
    expect(attempts[0]!.responseText).toBe("x".repeat(1_024));
    expect(attempts[0]!.durationMs).toBeLessThan(4_000);
  });

  test("bytes that are no text do no harm", async () => {
    const { line, attempts } = await attempt(status(200, {}, "a\u0000b\ufffd"));
    expect(line.state).toBe("delivered");
    expect(attempts[0]!.responseText).toContain("ab");
  });

  test("Retry-After is honoured within one to two times the plan", async () => {
    const waits = async (header: string) => {
      const { line, attempts } = await attempt(status(503, { "retry-after": header }));
      return line.nextAt!.epochMilliseconds - attempts[0]!.startedAt.epochMilliseconds;
    };
    // 30 s are planned. What is above the wait is the machine's time.
    expect(await waits("45")).toSatisfy((ms: number) => ms >= 45_000 && ms < 59_000);
    expect(await waits("3600")).toSatisfy((ms: number) => ms >= 60_000 && ms < 90_000);
    expect(await waits("1")).toSatisfy((ms: number) => ms >= 30_000 && ms < 44_000);
  });
});

test("after eight tries a delivery is dead, and says so; each try is in the log with the same id", async () => {
  const client = await clientWithEvents(world);
  const to = await receiver(status(500));
  const { endpoint } = await client.endpoint({ url: to.url });
  await client.happen(eventsOf(1));
  hurry(world, { retryDelaysMs: [5, 5, 5, 5, 5, 5, 5] });
  await until(async () => (await client.states())["dead"] === 1);
  expect(to.got).toHaveLength(8);
  expect(new Set(to.got.map((one) => one.headers["webhook-id"])).size).toBe(1);
  const { line, attempts } = await client.within(async (tx) => {
    const lines = await listDeliveries(tx, client.clientId, { state: "dead", limit: 5 });
    const { eventId } = lines[0]!;
    return {
      line: lines[0]!,
      attempts: await listAttempts(tx, client.clientId, endpoint.endpointId, `evt_${eventId}`),
    };
  });
  expect(line).toMatchObject({ reason: "tries_used", tries: 8, nextAt: null });
  expect(attempts.map((one) => one.status)).toEqual(Array.from({ length: 8 }, () => 500));
});

test("an endpoint that recovers gets all that it missed", async () => {
  const client = await clientWithEvents(world);
  const to = await receiver(status(500));
  const { endpoint } = await client.endpoint({ url: to.url });
  await client.happen(eventsOf(30));
  hurry(world, { retryDelaysMs: Array.from({ length: 7 }, () => 200) });
  await until(() => to.got.length >= 10);
  const read = async () =>
    await client.within(async (tx) => await getEndpoint(tx, client.clientId, endpoint.endpointId));
  await until(async () => (await read()).failingSince !== null);
  to.behave = well;
  await until(async () => (await client.states())["delivered"] === 30);
  expect(await read()).toMatchObject({ failingSince: null, waiting: 0, dead: 0, enabled: true });
});

describe("an endpoint is disabled", () => {
  test.each([
    ["gone", 410, {}],
    ["failing", 500, { disableAfterMs: 100, retryDelaysMs: [60, 60, 60, 60, 60, 60, 60] }],
  ])("%s: by status %i; the owner is told, and what is owed waits", async (why, code, tuning) => {
    const client = await clientWithEvents(world);
    const [to, owner] = [await receiver(status(code)), await receiver()];
    const { endpoint } = await client.endpoint({ url: to.url, kinds: ["invoice.*"] });
    await client.endpoint({ url: owner.url, kinds: ["webhook.*"] });
    await client.happen(eventsOf(3));
    hurry(world, tuning);
    await until(() => owner.got.length > 0, "telling the owner");
    expect(owner.got[0]).toMatchObject({
      type: "webhook.disabled",
      data: { body: { endpoint_id: endpoint.endpointId, why } },
    });
    const disabled = await client.within(
      async (tx) => await getEndpoint(tx, client.clientId, endpoint.endpointId),
    );
    expect(disabled).toMatchObject({ enabled: false, disabledWhy: why, waiting: 3 });
    to.behave = well;
    await client.happen(eventsOf(2));
    await client.within(
      async (tx) => await enableEndpoint(tx, client.clientId, endpoint.endpointId, { by: "test" }),
    );
    await client.happen([]);
    await until(async () => (await client.states())["delivered"]! >= 5 + owner.got.length);
    expect(new Set(to.got.map((one) => one.headers["webhook-id"])).size).toBe(5);
  });

  test("the client's people get a mail, in their language, where they left an address", async () => {
    const client = await clientWithEvents(world, { email: "it@harbour.example", language: "pl" });
    const to = await receiver(status(410));
    const { endpoint } = await client.endpoint({ url: to.url });
    await client.happen(eventsOf(1));
    hurry(world);
    const mails = async () =>
      await client.rows(sql<{ address: string; class: string; subject: string; body: string }>`
        select address, class, subject, body from dunlin.message`);
    await until(async () => (await mails()).length > 0);
    const [mail] = await mails();
    expect(mail).toMatchObject({ address: "it@harbour.example", class: "staff" });
    expect(mail!.body).toContain(to.url);
    expect(mail!.body).toContain("410");
    expect(mail!.body).toContain(`webhook enable ${endpoint.endpointId}`);
  });

  test("by a person: nothing is sent; with skip what waited is dropped, visibly", async () => {
    const client = await clientWithEvents(world);
    const to = await receiver();
    const { endpoint } = await client.endpoint({ url: to.url, kinds: ["invoice.*"] });
    const { clientId } = client;
    await client.happen(eventsOf(2));
    const webhooks = hurry(world);
    await until(() => to.got.length === 2);
    const by = async (work: typeof disableEndpoint) =>
      await client.within(
        async (tx) => await work(tx, clientId, endpoint.endpointId, "person", "test"),
      );
    expect(await by(disableEndpoint)).toBe(true);
    expect(await by(disableEndpoint)).toBe(false);
    await client.happen(eventsOf(2));
    await client.within(
      async (tx) =>
        await enableEndpoint(tx, clientId, endpoint.endpointId, { by: "test", skip: true }),
    );
    await client.happen(eventsOf(1));
    await until(() => to.got.length === 3);
    await until(async () => await webhooks.idle());
    expect(await client.states()).toEqual({ delivered: 3 });
  });
});

test("a removed endpoint gets nothing; what it was owed is dead", async () => {
  const client = await clientWithEvents(world);
  const to = await receiver(hang);
  const { endpoint } = await client.endpoint({ url: to.url });
  await client.happen(eventsOf(40));
  const webhooks = hurry(world, { timeoutMs: 500 });
  await until(() => to.got.length > 0);
  await client.within(async (tx) => await removeEndpoint(tx, client.clientId, endpoint.endpointId));
  await until(async () => await webhooks.idle());
  expect(await client.states()).toEqual({ dead: 40 });
  await expect(
    client.within(async (tx) => await sendTest(tx, client.clientId, endpoint.endpointId, "test")),
  ).rejects.toThrow(/does not exist/);
});

test("while a secret is replaced both sign; afterwards only the new one", async () => {
  const client = await clientWithEvents(world);
  const to = await receiver();
  const { endpoint, secret: old } = await client.endpoint({ url: to.url });
  const rotate = async (keepOldMs: number) =>
    await client.within(
      async (tx) =>
        await rotateSecret(
          tx,
          client.clientId,
          endpoint.endpointId,
          { keepOldMs },
          { sealKey: SEAL_KEY },
        ),
    );
  const { secret: second } = await rotate(60_000);
  hurry(world);
  const arrives = async () => {
    to.got.length = 0;
    await client.happen(eventsOf(1));
    await until(() => to.got.length === 1);
    const { body, headers } = to.got[0]!;
    return (secret: string) => {
      try {
        new Webhook(secret).verify(body, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    };
  };
  const during = await arrives();
  expect([old, second].map(during)).toEqual([true, true]);
  const { secret: third } = await rotate(0);
  const then = await arrives();
  expect([old, second, third].map(then)).toEqual([false, false, true]);
});

test("secrets lie sealed in the database", async () => {
  const client = await clientWithEvents(world);
  const { secret } = await client.endpoint({ url: "https://example.com/x" });
  const rows = await client.rows(sql<{ sealed: Buffer }>`select sealed from dunlin.webhook_secret`);
  expect(rows).toHaveLength(1);
  const bytes = Buffer.from(secret.replace("whsec_", ""), "base64");
  expect(rows[0]!.sealed.includes(bytes)).toBe(false);
});

test("what a lost process had claimed comes again when its claim lapses", async () => {
  const client = await clientWithEvents(world);
  const to = await receiver();
  await client.endpoint({ url: to.url });
  await client.happen(eventsOf(1));
  const stuck = await receiver(hang);
  const first = hurry(world, { timeoutMs: 20_000, graceMs: 0 });
  await client.rows(sql`update dunlin.webhook_endpoint set url = ${stuck.url}`);
  await until(() => stuck.got.length === 1);
  await client.rows(sql`update dunlin.webhook_endpoint set url = ${to.url}`);
  // As if it were gone: its claim stands, and nobody will write back.
  const lapse = sql`update dunlin.webhook_delivery set due_at = clock_timestamp() where state = 'pending'`;
  await client.rows(lapse);
  hurry(world);
  await until(async () => (await client.states())["delivered"] === 1);
  expect(to.got).toHaveLength(1);
  stuck.behave = well;
  await first.stop();
  expect(await client.states()).toEqual({ delivered: 1 }); // the late one has no say
});

test("a worker that stops gives back what it had begun, and another goes on at once", async () => {
  const client = await clientWithEvents(world);
  const to = await receiver(hang);
  await client.endpoint({ url: to.url });
  await client.happen(eventsOf(20));
  const first = hurry(world, { timeoutMs: 20_000, graceMs: 0 });
  await until(() => to.got.length >= 8);
  const beganMs = performance.now();
  await first.stop();
  expect(performance.now() - beganMs).toBeLessThan(3_000);
  to.behave = well;
  hurry(world);
  await until(async () => (await client.states())["delivered"] === 20);
});

test("late but within its time is delivered", async () => {
  const client = await clientWithEvents(world);
  const to = await receiver(after(100));
  await client.endpoint({ url: to.url });
  await client.happen(eventsOf(3));
  hurry(world);
  await until(async () => (await client.states())["delivered"] === 3);
  expect(to.got).toHaveLength(3);
});

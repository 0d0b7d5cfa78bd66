import { sql } from "kysely";
import { expect, test } from "vitest";
import { openWorld, THURSDAY } from "#testing/builders.ts";
import { behaviours } from "#testing/receiver.ts";
import { listAttempts, listDeliveries } from "./delivery-log.ts";
import { addEndpoint, disableEndpoint, listEndpoints, updateEndpoint } from "./endpoints.ts";
import { replayEvent, replayRange, sendTest } from "./replay.ts";
import {
  clientWithEvents,
  eventsOf,
  hurry,
  LOOPBACK,
  receiver,
  SEAL_KEY,
  until,
} from "./test-world.ts";

const world = await openWorld();
const { status, well } = behaviours;
const HOUR = { hours: 1 };

async function deliveredTo(count: number) {
  const client = await clientWithEvents(world);
  const to = await receiver();
  const { endpoint } = await client.endpoint({ url: to.url, kinds: ["invoice.*"] });
  await client.happen(eventsOf(count));
  const webhooks = hurry(world);
  await until(async () => (await client.states())["delivered"] === count);
  await until(async () => await webhooks.idle());
  return { ...client, to, endpointId: endpoint.endpointId };
}

test("an event is sent again under the same id, so that the receiver knows it", async () => {
  const { within, clientId, to, endpointId } = await deliveredTo(3);
  const id = to.got[1]!.headers["webhook-id"]!;
  expect(await within(async (tx) => await replayEvent(tx, clientId, id, {}))).toBe(1);
  await until(() => to.got.length === 4);
  expect(to.got[3]!.headers["webhook-id"]).toBe(id);
  expect(to.got[3]!.body).toEqual(to.got[1]!.body);
  await until(async () => {
    const attempts = await within(async (tx) => await listAttempts(tx, clientId, endpointId, id));
    return attempts.length === 2;
  });
  await expect(
    within(async (tx) => await replayEvent(tx, clientId, "evt_nothing", {})),
  ).rejects.toThrow(/does not exist/);
  await expect(
    within(
      async (tx) => await replayEvent(tx, clientId, "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55", {}),
    ),
  ).rejects.toThrow(/no endpoint that is enabled wants/);
});

test("a span of time is sent again, in order; what happened before it and at its end is not", async () => {
  const { within, clientId, to, happen } = await deliveredTo(4);
  const range = async (from: Temporal.Instant, until_: Temporal.Instant) =>
    await within(async (tx) => await replayRange(tx, clientId, { from, to: until_ }));
  expect(await range(THURSDAY.add(HOUR), THURSDAY.add(HOUR).add(HOUR))).toBe(0);
  expect(await range(THURSDAY.subtract(HOUR), THURSDAY)).toBe(0);
  expect(await range(THURSDAY, THURSDAY.add(HOUR))).toBe(4);
  await until(() => to.got.length === 8);
  await happen([{ kind: "credit.updated" }]);
  expect(await range(THURSDAY, THURSDAY.add(HOUR))).toBe(4); // of what it wants
  await expect(range(THURSDAY, THURSDAY)).rejects.toThrow(/is empty/);
});

test("only what was given up is sent again when that is asked for", async () => {
  const client = await clientWithEvents(world);
  const to = await receiver();
  const { endpoint } = await client.endpoint({ url: to.url });
  const { clientId } = client;
  await client.happen(eventsOf(2));
  hurry(world, { retryDelaysMs: [] });
  await until(async () => (await client.states())["delivered"] === 2);
  to.behave = status(500);
  await client.happen(eventsOf(3));
  await until(async () => (await client.states())["dead"] === 3);
  to.behave = well;
  const span = { from: THURSDAY, to: THURSDAY.add(HOUR), endpointId: `whk_${endpoint.endpointId}` };
  const again = async () =>
    await client.within(async (tx) => await replayRange(tx, clientId, { ...span, onlyDead: true }));
  expect(await again()).toBe(3);
  await until(async () => (await client.states())["delivered"] === 5);
  expect(await again()).toBe(0);
});

test("a test goes to one endpoint, whatever it asks for, and to no other", async () => {
  const client = await clientWithEvents(world);
  const [to, other] = [await receiver(), await receiver()];
  const { endpoint } = await client.endpoint({ url: to.url, kinds: ["promise.kept"] });
  await client.endpoint({ url: other.url });
  const { clientId } = client;
  const webhooks = hurry(world);
  const { eventId } = await client.within(
    async (tx) => await sendTest(tx, clientId, endpoint.endpointId, "me"),
  );
  await until(() => to.got.length === 1);
  await until(async () => await webhooks.idle());
  expect(to.got[0]).toMatchObject({
    type: "webhook.test",
    data: { event_id: eventId, actor: "me" },
  });
  expect(other.got).toEqual([]);
  await client.within(
    async (tx) => await disableEndpoint(tx, clientId, endpoint.endpointId, "person", "me"),
  );
  await expect(
    client.within(async (tx) => await sendTest(tx, clientId, endpoint.endpointId, "me")),
  ).rejects.toThrow(/is disabled; enable it first/);
});

test("the log goes page by page and can be narrowed", async () => {
  const { within, clientId, endpointId } = await deliveredTo(5);
  const page = async (filter: object) =>
    await within(async (tx) => await listDeliveries(tx, clientId, { limit: 2, ...filter }));
  const first = await page({});
  const second = await page({ after: first[1] });
  const third = await page({ after: second[1] });
  const all = [...first, ...second, ...third].map((line) => line.seq);
  expect(all).toHaveLength(5);
  expect(all).toEqual(all.toSorted((a, b) => Number(b - a)));
  expect(await page({ state: "dead" })).toEqual([]);
  expect(await page({ endpointId, eventId: first[0]!.eventId })).toEqual([first[0]]);
});

test.each([
  [{ url: "ftp://example.com" }, /https:\/\/ or http:/],
  [{ url: "nowhere" }, /write it as/],
  [{ url: "https://me:pw@example.com" }, /signed instead/],
  [{ url: "http://10.0.0.7/x" }, /DUNLIN_ALLOW_PRIVATE_CALLBACKS/],
  [{ url: "https://example.com", kinds: ["message.sent"] }, /"message.sent" are unknown/],
  [{ url: "https://example.com", kinds: ["nothing.*"] }, /"nothing.\*" are unknown/],
  [{ url: "https://example.com", kinds: [] }, /1 to 100 kinds/],
  [{ url: "https://example.com", secret: "short" }, /leave it out/],
  [{ url: "https://example.com", description: "x".repeat(501) }, /shorten it/],
])("%j is refused", async (settings, why) => {
  const client = await clientWithEvents(world);
  await expect(client.endpoint(settings)).rejects.toThrow(why);
});

test("endpoints are a client's own: another sees and changes none", async () => {
  const [one, other] = [await clientWithEvents(world), await clientWithEvents(world)];
  const { endpoint } = await one.endpoint({
    url: "https://example.com/a#part",
    description: "CRM",
  });
  expect(endpoint).toMatchObject({ url: "https://example.com/a", kinds: ["*"], enabled: true });
  expect(await other.within(async (tx) => await listEndpoints(tx, other.clientId))).toEqual([]);
  const change = async (as: typeof one) =>
    await as.within(
      async (tx) =>
        await updateEndpoint(
          tx,
          as.clientId,
          endpoint.endpointId,
          { kinds: ["promise.*"], description: "Billing" },
          { reach: LOOPBACK },
        ),
    );
  await expect(change(other)).rejects.toThrow(/does not exist/);
  expect(await change(one)).toMatchObject({ kinds: ["promise.*"], description: "Billing" });
  const rows = await other.rows(sql`select from dunlin.webhook_endpoint`);
  expect(rows).toEqual([]);
});

test("a client has 50 endpoints at most", async () => {
  const client = await clientWithEvents(world);
  await client.within(async (tx) => {
    for (let n = 0; n < 50; n += 1) {
      await addEndpoint(
        tx,
        client.clientId,
        { url: `https://example.com/${n}`, by: "test" },
        { sealKey: SEAL_KEY, reach: LOOPBACK },
      );
    }
  });
  await expect(client.endpoint({ url: "https://example.com/51" })).rejects.toThrow(/at most 50/);
});

// One client's trouble is not another's; order where it was asked for; nothing is lost between transactions.
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { recordEvents } from "#ledger/events.ts";
import { asClient } from "#platform/db.ts";
import { openWorld, THURSDAY } from "#testing/builders.ts";
import { behaviours } from "#testing/receiver.ts";
import { updateEndpoint } from "./endpoints.ts";
import { Slots } from "./slots.ts";
import { clientWithEvents, eventsOf, hurry, LOOPBACK, receiver, until } from "./test-world.ts";
import { callbackBacklog } from "./webhooks.ts";

const world = await openWorld();
const { well, status, hang } = behaviours;

test("10,000 events to an endpoint that hangs do not delay another client's", async () => {
  const [slow, quick] = [await clientWithEvents(world), await clientWithEvents(world)];
  const [stuck, to] = [await receiver(hang), await receiver()];
  await slow.endpoint({ url: stuck.url });
  await quick.endpoint({ url: to.url });
  await slow.happen(eventsOf(10_000));
  const webhooks = hurry(world, { slots: 24, timeoutMs: 60_000, graceMs: 0 });
  await until(() => stuck.got.length === 8, "the slow endpoint's requests");
  await until(async () => (await slow.states())["pending"]! >= 5_000, "writing down");
  const waits: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    const beganMs = performance.now();
    await quick.happen(eventsOf(1));
    webhooks.wake();
    await until(() => to.got.length === n + 1);
    waits.push(performance.now() - beganMs);
  }
  expect(stuck.open).toEqual({ now: 8, most: 8 });
  // None waited for a try of the slow one to end: they hang for a minute. The rest is the machine's.
  expect(Math.max(...waits)).toBeLessThan(30_000);
  await until(async () => (await slow.states())["pending"] === 10_000, "writing down");
  await until(async () => (await quick.states())["delivered"] === 20);
  const backlog = await callbackBacklog(world.db);
  expect(backlog.find((one) => one.clientId === slow.clientId)).toMatchObject({ waiting: 10_000n });
  expect(backlog.find((one) => one.clientId === quick.clientId)?.waiting ?? 0n).toBe(0n);
});

test("a set of events to an endpoint that works goes out at full width, each once", async () => {
  const client = await clientWithEvents(world);
  const to = await receiver();
  await client.endpoint({ url: to.url });
  await client.happen(eventsOf(600));
  hurry(world);
  hurry(world); // two processes share the work
  await until(async () => (await client.states())["delivered"] === 600);
  expect(new Set(to.got.map((one) => one.headers["webhook-id"])).size).toBe(600);
  expect(to.got).toHaveLength(600);
});

test("however many slots are taken, who has none gets the next", () => {
  const slots = new Slots(10);
  let held = 0;
  while (slots.take(held, () => undefined)) held += 1;
  expect(held).toBeLessThan(8);
  expect(slots.take(0, () => undefined)).toBe(true);
  const asked: string[] = [];
  while (slots.take(0, () => asked.push("first"))) held += 1;
  expect(slots.take(0, () => asked.push("second"))).toBe(false);
  slots.giveBack();
  expect(asked[0]).toBe("first");
  expect(slots.free).toBe(1);
});

describe("ordered", () => {
  const numbers = (got: readonly { data: Readonly<Record<string, unknown>> }[], customer: string) =>
    got
      .filter(({ data }) => data["customer"] === customer)
      .map(({ data }) => (data["body"] as { n: number }).n);

  test("the events of one customer arrive one after the other, also when some fail first", async () => {
    const client = await clientWithEvents(world);
    const people = [
      await client.customer({}),
      await client.customer({}),
      await client.customer({}),
    ];
    const fails = new Set<string>();
    const to = await receiver((callback, response) => {
      const id = String(callback.headers["webhook-id"]);
      const isFirst = !fails.has(id);
      fails.add(id);
      const { n } = callback.data["body"] as { n: number };
      response.writeHead(isFirst && n % 3 === 0 ? 500 : 200).end();
    });
    const accepted: typeof to.got = [];
    const behave = to.behave;
    to.behave = (callback, response) => {
      behave(callback, response);
      if (response.statusCode === 200) accepted.push(callback);
    };
    await client.endpoint({ url: to.url, ordered: true });
    for (let n = 0; n < 10; n += 1) {
      await client.happen(
        people.map(({ customerId }) => ({ kind: "invoice.updated", customerId, body: { n } })),
      );
    }
    hurry(world);
    hurry(world);
    await until(async () => (await client.states())["delivered"] === 30);
    for (const { reference } of people)
      expect(numbers(accepted, reference)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("one customer's failing event holds up their later ones until it is dead, and nobody else's", async () => {
    const client = await clientWithEvents(world);
    const [ill, fine] = [await client.customer({}), await client.customer({})];
    const to = await receiver((callback, response) =>
      (callback.data["customer"] === ill.reference &&
        (callback.data["body"] as { n: number }).n === 0
        ? status(500)
        : well)(callback, response),
    );
    await client.endpoint({ url: to.url, ordered: true });
    await client.happen([...eventsOf(3, ill.customerId), ...eventsOf(3, fine.customerId)]);
    hurry(world, { retryDelaysMs: [30, 30] });
    await until(async () => (await client.states())["delivered"] === 5);
    expect(await client.states()).toEqual({ delivered: 5, dead: 1 });
    expect(numbers(to.got, ill.reference)).toEqual([0, 0, 0, 1, 2]);
    expect(numbers(to.got, fine.reference)).toEqual([0, 1, 2]);
  });

  test("it can be asked for, and given up, while deliveries wait", async () => {
    const client = await clientWithEvents(world);
    const { customerId } = await client.customer({});
    const to = await receiver(status(500));
    const { endpoint } = await client.endpoint({ url: to.url });
    await client.happen(eventsOf(5, customerId));
    const first = hurry(world, { retryDelaysMs: [60_000] });
    await until(() => to.got.length === 5);
    await until(async () => await first.idle());
    const order = async (ordered: boolean) =>
      await client.within(
        async (tx) =>
          await updateEndpoint(
            tx,
            client.clientId,
            endpoint.endpointId,
            { ordered },
            { reach: LOOPBACK },
          ),
      );
    const behind = async () =>
      (await client.rows(sql`select from dunlin.webhook_delivery where behind`)).length;
    await order(true);
    expect(await behind()).toBe(4);
    await order(false);
    expect(await behind()).toBe(0);
  });
});

describe("events whose transactions overlap", () => {
  const held = async (clientId: string) => {
    const release = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    const done = asClient(world.app, clientId, async (tx) => {
      await recordEvents(tx, clientId, THURSDAY, [
        { kind: "invoice.updated", actor: "test", body: { n: "early" } },
      ]);
      written.resolve();
      await release.promise;
    });
    await written.promise;
    return async () => {
      release.resolve();
      await done;
    };
  };

  test("a later one does not wait for an earlier one that is not committed, and the earlier one is not lost", async () => {
    const client = await clientWithEvents(world);
    const to = await receiver();
    await client.endpoint({ url: to.url });
    const commit = await held(client.clientId);
    await client.happen(eventsOf(3));
    const first = hurry(world);
    await until(() => to.got.length === 3);
    await commit();
    await until(() => to.got.length === 4);
    await until(async () => await first.idle());
    expect((to.got[3]!.data["body"] as { n: unknown }).n).toBe("early");
    expect(BigInt(String(to.got[3]!.data["seq"]))).toBeLessThan(
      BigInt(String(to.got[0]!.data["seq"])),
    );
  });

  test("nor when the process that saw the later one is gone", async () => {
    const client = await clientWithEvents(world);
    const to = await receiver();
    await client.endpoint({ url: to.url });
    const commit = await held(client.clientId);
    await client.happen(eventsOf(2));
    const first = hurry(world);
    await until(() => to.got.length === 2);
    await first.stop();
    await commit();
    const second = hurry(world);
    await until(() => to.got.length === 3);
    await until(async () => await second.idle());
    expect(await client.states()).toEqual({ delivered: 3 });
  });

  test("another client's open transaction holds nothing up", async () => {
    const [busy, client] = [await clientWithEvents(world), await clientWithEvents(world)];
    const to = await receiver();
    await client.endpoint({ url: to.url });
    const commit = await held(busy.clientId);
    hurry(world);
    for (let n = 1; n <= 3; n += 1) {
      await client.happen(eventsOf(1));
      await until(() => to.got.length === n);
    }
    expect(await busy.states()).toEqual({});
    await commit();
  });
});

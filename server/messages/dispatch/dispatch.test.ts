import { afterAll, expect, test } from "vitest";
import { cloneDatabase } from "#testing/database.ts";
import { FakeRoute } from "#testing/fake-route.ts";
import { left } from "./left.ts";
import { until, World } from "#testing/dispatch-world.ts";
import { inClient } from "./transaction.ts";

const { at, drop } = await cloneDatabase();
const world = new World(at);
afterAll(async () => {
  await world.end();
  await drop();
});

test("a planned message is authorised, handed over once and recorded", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [id = ""] = await world.plan({ routeId });
  await world.run();
  expect(world.fake(routeId).taken).toMatchObject([
    { messageId: id, attempt: 1, sender: "+27600000000", text: "You owe something" },
  ]);
  expect(await world.message(id)).toMatchObject({
    state: "handed_over",
    attempt: 1,
    ended_at: null,
  });
  expect(await world.attempts(id)).toEqual([{ attempt: 1, outcome: "sent", code: null }]);
  expect(await world.events(id)).toEqual(["message.authorised", "message.handed_over"]);
});

test("a mail that the next server took has ended; a message that is not due yet waits", async () => {
  await world.addClient();
  const mail = await world.addRoute({}, { channel: "email" });
  const [id = ""] = await world.plan({ routeId: mail, channel: "email" });
  const [later = ""] = await world.plan({ routeId: mail, channel: "email", notBeforeS: 3_600 });
  await world.run();
  expect(await world.message(id)).toMatchObject({ state: "handed_over" });
  expect((await world.message(id)).ended_at).not.toBeNull();
  expect(await world.message(later)).toMatchObject({ state: "planned", attempt: 0 });
});

test("two dispatchers share 2,000 messages, and each arrives once", async () => {
  await world.addClient();
  const routeId = await world.addRoute({ window: 200 });
  await world.plan({ routeId, count: 2_000 });
  const other = new World(at);
  other.routes.set(routeId, await world.addRoute({ window: 200 }).then((id) => world.fake(id)));
  const dispatchers = await Promise.all([
    world.start(),
    other.start({ openRoute: () => other.fake(routeId) }),
  ]);
  expect(dispatchers[0].processId).not.toBe(dispatchers[1].processId);
  await until(
    async () =>
      (await world.states())["planned"] === 1 &&
      (await dispatchers[0].idle()) &&
      (await dispatchers[1].idle()),
  );
  await Promise.all(dispatchers.map(async (dispatcher) => await dispatcher.stop()));
  await other.end();
  const one = world.fake(routeId).taken.map((message) => message.messageId);
  const two = other.fake(routeId).taken.map((message) => message.messageId);
  expect(new Set([...one, ...two]).size).toBe(2_000);
  expect(one.length + two.length).toBe(2_000);
});

test("the window is never exceeded", async () => {
  await world.addClient();
  const routeId = await world.addRoute({ window: 7, delayMs: () => 3 });
  await world.plan({ routeId, count: 60 });
  await world.run();
  expect(world.fake(routeId).taken).toHaveLength(60);
  expect(world.fake(routeId).widest).toBeLessThanOrEqual(7);
});

test("a pin overtakes bulk that waits on the same route", async () => {
  await world.addClient();
  const routeId = await world.addRoute({ window: 10, delayMs: () => 5 });
  await world.plan({ routeId, count: 400, lane: 2 });
  const dispatcher = await world.start();
  await until(() => world.fake(routeId).taken.length > 20);
  const [pin] = await world.plan({ routeId, class: "otp", lane: 0 });
  dispatcher.wake();
  await until(() => world.fake(routeId).taken.some((message) => message.messageId === pin));
  expect(world.fake(routeId).taken.length).toBeLessThan(300);
  await until(async () => await dispatcher.idle());
  await dispatcher.stop();
});

test("one client's thousands do not starve another's ten", async () => {
  await world.addClient();
  const big = await world.addRoute({ window: 50, delayMs: () => 5 });
  await world.plan({ routeId: big, count: 3_000 });
  await world.addClient();
  const small = await world.addRoute({ window: 50 });
  await world.plan({ routeId: small, count: 10 });
  const dispatcher = await world.start();
  await until(() => world.fake(small).taken.length === 10);
  expect(world.fake(big).taken.length).toBeLessThan(1_500);
  await dispatcher.stop();
  await world.cancelPlanned();
});

test("one slow answer does not hold up its neighbours", async () => {
  await world.addClient();
  const held = Promise.withResolvers<void>();
  let slow: string | undefined;
  const routeId = await world.addRoute({
    answer: async (message) => {
      slow ??= message.messageId;
      if (message.messageId === slow) await held.promise;
      return [message.messageId];
    },
  });
  const ids = await world.plan({ routeId, count: 50 });
  const dispatcher = await world.start();
  await until(async () => {
    const { count } = await world.one<{ count: number }>(
      "select count(*)::int as count from dunlin.message where message_id = any($1) and state = 'handed_over'",
      [ids],
    );
    return count === 49;
  });
  expect(await dispatcher.idle()).toBe(false);
  expect(await world.message(slow!)).toMatchObject({ state: "queued" });
  expect(
    await inClient(
      world.db,
      world.clientId,
      async (tx) => await left(tx, world.clientId, Temporal.Now.instant()),
    ),
  ).toBe(1);
  held.resolve();
  await until(async () => await dispatcher.idle());
  expect(
    await inClient(
      world.db,
      world.clientId,
      async (tx) => await left(tx, world.clientId, Temporal.Now.instant()),
    ),
  ).toBe(0);
  await dispatcher.stop();
});

test("stopping lets hand-overs under way end and claims nothing more", async () => {
  await world.addClient();
  const routeId = await world.addRoute({ window: 5, delayMs: () => 40 });
  await world.plan({ routeId, count: 100 });
  const dispatcher = await world.start();
  await until(() => world.fake(routeId).taken.length >= 5);
  await Promise.all([dispatcher.stop(), dispatcher.stop()]);
  const { taken, isClosed } = world.fake(routeId);
  expect(isClosed).toBe(true);
  expect(taken.length).toBeLessThan(100);
  const { rows } = await world.owner.query(
    "select distinct state from dunlin.message where message_id = any($1)",
    [taken.map((message) => message.messageId)],
  );
  expect(rows).toEqual([{ state: "handed_over" }]);
  const process = await world.one<{ ended_at: unknown }>(
    "select ended_at from dunlin.process where process_id = $1",
    [dispatcher.processId],
  );
  expect(process.ended_at).not.toBeNull();
  await world.cancelPlanned();
});

test("a notification wakes a sleeping dispatcher at once", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const dispatcher = await world.start({ pollMs: 15_000 });
  await until(async () => await dispatcher.idle());
  await world.plan({ routeId });
  await world.sql("notify dunlin_work, 'planned'");
  await until(() => world.fake(routeId).taken.length === 1);
  await until(async () => await dispatcher.idle());
  await dispatcher.stop();
  expect(await world.message(world.fake(routeId).taken[0]!.messageId)).toMatchObject({
    state: "handed_over",
  });
});

test("a dispatcher whose connections are cut goes on by itself, and loses and doubles nothing", async () => {
  await world.addClient();
  const routeId = await world.addRoute({ window: 20, delayMs: () => 5 });
  const ids = await world.plan({ routeId, count: 400 });
  const dispatcher = await world.start();
  for (const done of [40, 120, 200]) {
    await until(() => world.fake(routeId).taken.length > done);
    await world.sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'dunlin_worker' and datname = current_database()",
    );
  }
  await until(
    async () =>
      (await dispatcher.idle().catch(() => false)) && world.fake(routeId).taken.length === 400,
  );
  await dispatcher.stop();
  const { rows } = await world.owner.query(
    "select state, count(*)::int as count from dunlin.message where message_id = any($1) group by 1",
    [ids],
  );
  expect(rows).toEqual([{ state: "handed_over", count: 400 }]);
  expect(new Set(world.fake(routeId).taken.map((message) => message.messageId)).size).toBe(400);
});

test("a route is reopened when its row changes and closed when it is disabled", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const first = world.fake(routeId);
  await world.plan({ routeId });
  const dispatcher = await world.start();
  await until(() => first.taken.length === 1);
  const second = new FakeRoute();
  world.routes.set(routeId, second);
  await world.sql(
    "update dunlin.route set sender = 'NEW', changed_at = clock_timestamp() where route_id = $1",
    [routeId],
  );
  await until(() => first.isClosed);
  await world.plan({ routeId });
  await until(() => second.taken.length === 1);
  await world.sql("update dunlin.route set enabled = false where route_id = $1", [routeId]);
  await until(() => second.isClosed);
  await dispatcher.stop();
  expect([first.taken.length, second.taken.length]).toEqual([1, 1]);
});

test("what an adapter throws by mistake is uncertain, never sent again", async () => {
  await world.addClient();
  const routeId = await world.addRoute({
    answer: () => {
      throw new TypeError("undefined is not a function");
    },
  });
  const [id = ""] = await world.plan({ routeId });
  await world.run();
  expect(await world.message(id)).toMatchObject({ state: "uncertain", attempt: 1 });
});

import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { connectionFor } from "#platform/db.ts";
import { RouteError } from "#messages/route.ts";
import { LOCK_CLASSES } from "#platform/locks.ts";
import { cloneDatabase } from "#testing/database.ts";
import { pauseUnconnected } from "./health.ts";
import { recoverLost } from "./recovery.ts";
import { sweepUnheard } from "./sweeps.ts";
import { inClient } from "./transaction.ts";
import { until, World } from "#testing/dispatch-world.ts";

const { at, drop } = await cloneDatabase();
const world = new World(at);
afterAll(async () => {
  await world.end();
  await drop();
});

const quote = () => ({ priceMicros: 250_000n, currency: "ZAR" });

async function underWay(count: number, processId: number): Promise<string[]> {
  await world.addClient();
  const routeId = await world.addRoute();
  const ids = await world.plan({ routeId, count });
  await world.sql(
    "update dunlin.message set state = 'queued', attempt = 1 where message_id = any($1)",
    [ids],
  );
  await world.sql(
    `insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at)
     select $1, id, 1, $2, $3, now() from unnest($4::uuid[]) id`,
    [world.clientId, routeId, processId, ids],
  );
  return ids;
}

test("hand-overs of a process that died are uncertain, and are never sent again", async () => {
  const ids = await underWay(30, 999_001);
  await world.run();
  for (const id of ids.slice(0, 3)) {
    expect(await world.message(id)).toMatchObject({
      state: "uncertain",
      reason: "process_died",
      attempt: 1,
    });
    expect(await world.attempts(id)).toEqual([
      { attempt: 1, outcome: "uncertain", code: "process_died" },
    ]);
  }
  expect(await world.states()).toEqual({ uncertain: 30 });
  expect([...world.routes.values()].flatMap((fake) => fake.taken)).toEqual([]);
});

test("those of a process that lives are left alone", async () => {
  const ids = await underWay(3, 999_002);
  const alive = new pg.Client(connectionFor(at, "dunlin_worker"));
  await alive.connect();
  await alive.query("select pg_advisory_lock($1, $2)", [LOCK_CLASSES.processes, 999_002]);
  expect(await recoverLost(world.db, 0)).toBe(0);
  expect(await world.message(ids[0]!)).toMatchObject({ state: "queued" });
  await alive.end();
  await until(async () => (await recoverLost(world.db, 0)) === 3);
  expect(await world.message(ids[0]!)).toMatchObject({ state: "uncertain" });
});

test("a text message of which nothing is heard in three days ends as handed over", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [id = ""] = await world.plan({ routeId });
  await world.run();
  await sweepUnheard(world.db);
  expect((await world.message(id)).ended_at).toBeNull();
  for (const table of ["message", "awaited"])
    await world.sql(
      `update dunlin.${table} set handed_over_at = now() - interval '73 hours' where message_id = $1`,
      [id],
    );
  await sweepUnheard(world.db);
  expect(await world.message(id)).toMatchObject({ state: "handed_over", reason: "no_receipt" });
  expect((await world.message(id)).ended_at).not.toBeNull();
  expect((await world.events(id)).at(-1)).toBe("message.unheard");
  await sweepUnheard(world.db);
  expect((await world.events(id)).filter((kind) => kind === "message.unheard")).toHaveLength(1);
});

test("what was heard of in time, or handed over again since, does not end with its first three days", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [heard = "", again = ""] = await world.plan({ routeId, count: 2 });
  await world.run();
  await world.sql("update dunlin.awaited set handed_over_at = now() - interval '73 hours'");
  await world.sql(
    "update dunlin.message set state = 'delivered', ended_at = now(), handed_over_at = now() - interval '73 hours' where message_id = $1",
    [heard],
  );
  await sweepUnheard(world.db);
  expect(await world.message(heard)).toMatchObject({ state: "delivered", reason: null });
  expect(await world.message(again)).toMatchObject({ state: "handed_over", ended_at: null });
  expect(await world.events(heard)).not.toContain("message.unheard");
});

test("messages whose time runs out where nothing goes out expire with a reason", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  await world.sql("update dunlin.route set enabled = false where route_id = $1", [routeId]);
  const [disabled = ""] = await world.plan({ routeId, notAfterS: -1 });
  const [nowhere = ""] = await world.plan({ routeId: null, notAfterS: -1 });
  const [waiting = ""] = await world.plan({ routeId });
  const dispatcher = await world.start();
  await until(async () => (await world.message(nowhere)).state === "expired");
  await dispatcher.stop();
  expect(await world.message(disabled)).toMatchObject({
    state: "expired",
    reason: "route_at_rest",
  });
  expect(await world.message(nowhere)).toMatchObject({ reason: "no_route" });
  expect(await world.message(waiting)).toMatchObject({ state: "planned" });
  await world.cancelPlanned();
});

test("messages leave a sick route for the next by priority that serves them, with its sender and price", async () => {
  await world.addClient();
  const sick = await world.addRoute({
    answer: () => {
      throw new RouteError("unreachable", { code: "not_bound" });
    },
  });
  const wrongChannel = await world.addRoute({}, { channel: "email", priority: 1 });
  const unserving = await world.addRoute({}, { priority: 2, sender: "ELSEWHERE" });
  const deaf = await world.addRoute({}, { priority: 3, listens: [] });
  const backup = await world.addRoute({}, { priority: 4, sender: "+27611111111" });
  const ids = await world.plan({ routeId: sick, count: 10 });
  const [partial = ""] = await world.plan({ routeId: sick });
  await world.sql("update dunlin.message set attempt = 1 where message_id = $1", [partial]);
  await world.sql(
    `insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at, finished_at, outcome)
     values ($1, $2, 1, $3, 1, now(), now(), 'partial')`,
    [world.clientId, partial, sick],
  );
  await world.sql(
    "update dunlin.route set failures = 4, opens_at = clock_timestamp() + interval '1 hour' where route_id = $1",
    [sick],
  );
  const dispatcher = await world.start({
    quote: (route) => (route.sender === "ELSEWHERE" ? undefined : quote()),
  });
  await until(() => world.fake(backup).taken.length === 10);
  await until(async () => await dispatcher.idle());
  await dispatcher.stop();
  expect(await world.message(ids[0]!)).toMatchObject({
    state: "handed_over",
    route_id: backup,
    sender: "+27611111111",
    price_micros: 250_000n,
  });
  expect(await world.events(ids[0]!)).toEqual([
    "message.rerouted",
    "message.authorised",
    "message.handed_over",
  ]);
  expect(await world.message(partial)).toMatchObject({ state: "planned", route_id: sick });
  for (const unused of [sick, wrongChannel, unserving, deaf])
    expect(world.fake(unused).taken).toEqual([]);
  await world.cancelPlanned();
});

test("a route that never connects is paused, and its messages move", async () => {
  await world.addClient();
  const dark = await world.addRoute();
  world.fake(dark).disconnect();
  const backup = await world.addRoute();
  await world.plan({ routeId: dark });
  await world.sql("update dunlin.route set failures = 2 where route_id = $1", [dark]);
  const dispatcher = await world.start({ quote, unconnectedMs: 20 });
  await until(() => world.fake(backup).taken.length === 1);
  await until(async () => await dispatcher.idle());
  await dispatcher.stop();
  expect(
    await world.one("select paused_why, failures from dunlin.route where route_id = $1", [dark]),
  ).toEqual({ paused_why: "not_connected", failures: 3 });
});

test("a route that works for another process is not paused by one that can't connect", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  await world.sql("update dunlin.route set worked_at = clock_timestamp() where route_id = $1", [
    routeId,
  ]);
  await inClient(
    world.db,
    world.clientId,
    async (tx) => await pauseUnconnected(tx, world.clientId, routeId),
  );
  expect(
    await world.one("select opens_at, failures from dunlin.route where route_id = $1", [routeId]),
  ).toEqual({ opens_at: null, failures: 0 });
});

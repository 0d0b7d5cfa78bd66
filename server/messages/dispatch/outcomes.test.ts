import { afterAll, expect, test } from "vitest";
import { RouteError } from "#messages/route.ts";
import { cloneDatabase } from "#testing/database.ts";
import { giveBack, spend } from "./budget.ts";
import { writeOutcomes } from "./outcomes.ts";
import { until, World } from "#testing/dispatch-world.ts";

const { at, drop } = await cloneDatabase();
const world = new World(at);
afterAll(async () => {
  await world.end();
  await drop();
});

const route = async (routeId: string) =>
  await world.one<{ failures: number; paused_why: string | null; resting: boolean }>(
    "select failures, paused_why, coalesce(opens_at > clock_timestamp(), false) as resting from dunlin.route where route_id = $1",
    [routeId],
  );

test("refusals for now are tried again with backoff, five times at most", async () => {
  await world.addClient();
  const routeId = await world.addRoute({
    answer: () => {
      throw new RouteError("temporary", { code: "ESME_RX_T_APPN" });
    },
  });
  const [id = ""] = await world.plan({ routeId });
  const dispatcher = await world.start();
  for (let tries = 1; tries < 5; tries += 1) {
    await until(async () => {
      const { state, reason, attempt } = await world.message(id);
      return state === "planned" && reason === "temporary" && attempt === tries;
    });
    await world.sql("update dunlin.message set not_before = now() where message_id = $1", [id]);
    dispatcher.wake();
  }
  await until(async () => (await world.message(id)).state === "failed");
  await dispatcher.stop();
  expect(await world.message(id)).toMatchObject({
    state: "failed",
    reason: "ESME_RX_T_APPN",
    attempt: 5,
  });
  expect((await world.attempts(id)).map((one) => one.outcome)).toEqual(Array(5).fill("temporary"));
  expect((await route(routeId)).failures).toBe(0);
});

test("throttling pauses the route once for a whole window, and success later closes the breaker", async () => {
  await world.addClient();
  let sick = true;
  const routeId = await world.addRoute({
    window: 40,
    answer: (message) => {
      if (sick) throw new RouteError("throttled", { code: "ESME_RTHROTTLED" });
      return [message.messageId];
    },
  });
  const ids = await world.plan({ routeId, count: 80 });
  const dispatcher = await world.start();
  await until(async () => (await route(routeId)).failures > 0);
  await until(() => world.fake(routeId).free === 40);
  expect(await route(routeId)).toMatchObject({
    failures: 1,
    paused_why: "ESME_RTHROTTLED",
    resting: true,
  });
  expect(world.fake(routeId).taken).toHaveLength(40);
  sick = false;
  await world.sql("update dunlin.route set opens_at = clock_timestamp() where route_id = $1", [
    routeId,
  ]);
  await world.sql("update dunlin.message set not_before = now() where message_id = any($1)", [ids]);
  dispatcher.wake();
  await until(async () => (await world.states())["handed_over"] === 80);
  await dispatcher.stop();
  expect(await route(routeId)).toMatchObject({ failures: 0, paused_why: null, resting: false });
});

test("a route at rest is tried with a few messages only", async () => {
  await world.addClient();
  const routeId = await world.addRoute({
    answer: () => {
      throw new RouteError("unreachable", { code: "not_bound" });
    },
  });
  await world.sql("update dunlin.route set failures = 2 where route_id = $1", [routeId]);
  await world.plan({ routeId, count: 50 });
  const dispatcher = await world.start();
  await until(async () => (await route(routeId)).failures === 3);
  await dispatcher.stop();
  expect(world.fake(routeId).taken).toHaveLength(5);
  await world.cancelPlanned();
});

test("a refusal is final, no answer is uncertain, and neither is sent again", async () => {
  await world.addClient();
  const routeId = await world.addRoute({
    answer: (message) => {
      if (message.sender === "reject")
        throw new RouteError("rejected", { code: "ESME_RINVDSTADR" });
      throw new RouteError("uncertain", { code: "timeout" });
    },
  });
  const [refused = ""] = await world.plan({ routeId, sender: "reject" });
  const [unsure = ""] = await world.plan({ routeId });
  await world.run();
  expect(await world.message(refused)).toMatchObject({
    state: "failed",
    reason: "ESME_RINVDSTADR",
  });
  expect(await world.message(unsure)).toMatchObject({
    state: "uncertain",
    reason: "no_answer",
    ended_at: null,
  });
  expect(world.fake(routeId).taken).toHaveLength(2);
  expect(await world.events(unsure)).toEqual(["message.authorised", "message.uncertain"]);
});

test("an answer of an older attempt says nothing; an own late answer resolves what was given up", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [id = ""] = await world.plan({ routeId });
  const begin = async (attempt: number, state: string, outcome: string | null) => {
    await world.sql(
      "update dunlin.message set state = $2, attempt = $3, ended_at = null where message_id = $1",
      [id, state, attempt],
    );
    await world.sql(
      `insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at, finished_at, outcome)
       values ($1, $2, $3, $4, 1, now(), case when $5::text is not null then now() end, $5)`,
      [world.clientId, id, attempt, routeId, outcome],
    );
  };
  const sent = { routeId, messageId: id, outcome: "sent" as const, providerIds: ["a"] };
  await begin(1, "queued", "throttled");
  await begin(2, "queued", null);
  await writeOutcomes(world.db, world.clientId, [{ ...sent, attempt: 1 }]);
  expect(await world.message(id)).toMatchObject({ state: "queued" });
  await writeOutcomes(world.db, world.clientId, [
    {
      routeId,
      messageId: id,
      attempt: 2,
      outcome: "uncertain",
      code: "process_died",
      providerIds: [],
    },
  ]);
  expect(await world.message(id)).toMatchObject({ state: "uncertain" });
  await writeOutcomes(world.db, world.clientId, [{ ...sent, attempt: 2 }]);
  await writeOutcomes(world.db, world.clientId, [{ ...sent, attempt: 2 }]);
  expect(await world.message(id)).toMatchObject({ state: "handed_over", reason: null });
  expect(await world.attempts(id)).toMatchObject([{ outcome: "throttled" }, { outcome: "sent" }]);
  expect(await world.events(id)).toEqual(["message.uncertain", "message.handed_over"]);
});

test("codes and ids with a NUL are stored without it", async () => {
  await world.addClient();
  const routeId = await world.addRoute({
    answer: (message) => {
      if (message.sender === "bad") throw new RouteError("rejected", { code: "NO\0PE" });
      return [`x\0${message.messageId}`];
    },
  });
  const [good = ""] = await world.plan({ routeId });
  const [bad = ""] = await world.plan({ routeId, sender: "bad" });
  await world.run();
  expect(await world.message(good)).toMatchObject({ state: "handed_over" });
  expect(await world.message(bad)).toMatchObject({ state: "failed", reason: "NOPE" });
});

test("the budget is one for all processes: a burst, then the rate, and what is given back can be spent", async () => {
  await world.addClient();
  const routeId = await world.addRoute({}, { ratePerS: 0.001, burst: 10 });
  const { clientId } = world;
  const grants = await Promise.all(
    Array.from({ length: 6 }, async () => await spend(world.db, clientId, routeId, 3)),
  );
  expect(grants.reduce((sum, grant) => sum + grant.units, 0)).toBe(10);
  expect((await spend(world.db, clientId, routeId, 3)).waitMs).toBeGreaterThan(1_000);
  await giveBack(world.db, clientId, routeId, 4);
  expect((await spend(world.db, clientId, routeId, 9)).units).toBe(4);
  await giveBack(world.db, clientId, routeId, 10_000);
  expect((await spend(world.db, clientId, routeId, 500)).units).toBe(10);
});

test("two dispatchers together keep to the rate of a route", async () => {
  await world.addClient();
  const routeId = await world.addRoute({ window: 100 }, { ratePerS: 100, burst: 5 });
  await world.plan({ routeId, count: 40, segments: 2 });
  const other = new World(at);
  other.routes.set(routeId, world.fake(routeId));
  const startedMs = performance.now();
  const dispatchers = await Promise.all([
    world.start(),
    other.start({ openRoute: () => other.fake(routeId) }),
  ]);
  await until(() => world.fake(routeId).taken.length === 40);
  // 80 segments at 100 a second, less the burst.
  expect(performance.now() - startedMs).toBeGreaterThan(690);
  await until(async () => (await dispatchers[0].idle()) && (await dispatchers[1].idle()));
  await Promise.all(dispatchers.map(async (dispatcher) => await dispatcher.stop()));
  await other.end();
});

import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { connectionFor, openDb, openPool } from "#platform/db.ts";
import { cloneDatabase } from "#testing/database.ts";
import { until, World } from "#testing/dispatch-world.ts";
import { takeBack } from "./take-back.ts";

const { at, drop } = await cloneDatabase();
const world = new World(at);
afterAll(async () => {
  await world.end();
  await drop();
});

async function openNow(): Promise<number> {
  const { n } = await world.one<{ n: number }>(
    "select count(*)::int as n from dunlin.attempt where client_id = $1 and finished_at is null",
    [world.clientId],
  );
  return n;
}

test("an outcome that is not written keeps its place in the window: a crash leaves no more than that open", async () => {
  await world.addClient();
  const routeId = await world.addRoute({ window: 20 });
  const other = await world.addRoute({ window: 20 });
  await world.plan({ routeId, count: 100 });
  await world.plan({ routeId, count: 20, class: "otp", lane: 0 });
  const blocker = new pg.Client(connectionFor(at, "owner"));
  await blocker.connect();
  // Outcomes can't be written now; authorising goes on.
  await blocker.query("begin; lock table dunlin.part in access exclusive mode");
  const dispatcher = await world.start();
  await until(() => world.fake(routeId).taken.length >= 20);
  // What goes out elsewhere shows that the route had its turns again.
  for (let passes = 1; passes <= 3; passes += 1) {
    await world.plan({ routeId: other });
    dispatcher.wake();
    await until(() => world.fake(other).taken.length === passes);
  }
  expect([world.fake(routeId).taken.length, await openNow()]).toEqual([20, 23]);
  await blocker.query("commit");
  await until(async () => await dispatcher.idle());
  await dispatcher.stop();
  await blocker.end();
  expect([world.fake(routeId).taken.length, await openNow()]).toEqual([120, 0]);
});

/** Says of the first so many commits of hand-overs that the connection broke, though they happened. */
function losingCommits(count: number): pg.Pool {
  const pool = openPool(at, "dunlin_worker", 8);
  let left = count;
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<pg.QueryResult>;
    let authorises = false;
    client.query = (async (...args: unknown[]) => {
      const text = String(args[0]);
      if (text.startsWith("begin") || text.startsWith("start")) authorises = false;
      authorises ||= text.includes("insert into dunlin.attempt");
      const result = await query(...args);
      if (text !== "commit" || !authorises || left === 0) return result;
      left -= 1;
      throw new Error("Connection terminated unexpectedly");
    }) as never;
  });
  return pool;
}

test("a commit whose answer was lost leaves nothing behind: what was not begun is planned again, and goes out once", async () => {
  await world.addClient();
  const routeId = await world.addRoute({ window: 10 });
  const ids = await world.plan({ routeId, count: 40 });
  const db = openDb(losingCommits(2));
  await world.run({ db });
  await db.destroy();
  const { taken } = world.fake(routeId);
  expect(taken.map((message) => message.messageId).toSorted()).toEqual(ids.toSorted());
  expect(await openNow()).toBe(0);
  expect(await world.attempts(ids[0]!)).toEqual([
    { attempt: 1, outcome: "unreachable", code: "not_begun" },
    { attempt: 2, outcome: "sent", code: null },
  ]);
});

test("only hand-overs of this process that are certainly open are taken back", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [open = "", others = "", sent = "", lost = "", rolledBack = ""] = await world.plan({
    routeId,
    count: 5,
  });
  const begin = async (id: string, processId: number, state: string, outcome: string | null) => {
    await world.sql("update dunlin.message set state = $2, attempt = 1 where message_id = $1", [
      id,
      state,
    ]);
    await world.sql(
      `insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at, finished_at, outcome, code)
       values ($1, $2, 1, $3, $4, now(), case when $5::text is not null then now() end, $5,
         case $5 when 'uncertain' then 'process_died' end)`,
      [world.clientId, id, routeId, processId, outcome],
    );
  };
  await begin(open, 7, "queued", null);
  await begin(others, 8, "queued", null);
  await begin(sent, 7, "uncertain", "sent");
  await begin(lost, 7, "uncertain", "uncertain");
  const attempts = [open, others, sent, lost, rolledBack].map((messageId) => ({
    messageId,
    attempt: 1,
  }));
  expect(await takeBack(world.db, world.clientId, 7, attempts)).toBe(2);
  const states = await Promise.all(
    attempts.map(async ({ messageId }) => (await world.message(messageId)).state),
  );
  expect(states).toEqual(["planned", "queued", "uncertain", "planned", "planned"]);
  expect(await world.events(lost)).toEqual(["message.postponed"]);
  await world.cancelPlanned();
});

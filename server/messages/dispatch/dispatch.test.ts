import { afterAll, expect, test } from "vitest";
import { cloneDatabase } from "#testing/database.ts";
import { World } from "./test-world.ts";

const { at, drop } = await cloneDatabase();
const world = new World(at);
afterAll(async () => {
  await world.end();
  await drop();
});

test("a planned message is authorised, handed over once and recorded", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [messageId] = await world.plan({ routeId });
  await world.run();
  expect(world.fake(routeId).taken).toHaveLength(1);
  expect(world.fake(routeId).taken[0]).toMatchObject({
    messageId,
    attempt: 1,
    sender: "+27600000000",
  });
  expect(await world.message(messageId!)).toMatchObject({
    state: "handed_over",
    attempt: 1,
    ended_at: null,
  });
  expect(await world.attempts(messageId!)).toEqual([{ attempt: 1, outcome: "sent", code: null }]);
  expect(await world.events(messageId!)).toEqual(["message.authorised", "message.handed_over"]);
});

test("measure", async () => {
  await world.addClient();
  const routeId = await world.addRoute({ window: 1000 });
  await world.plan({ routeId, count: 20_000 });
  const t0 = performance.now();
  await world.run();
  const ms = performance.now() - t0;
  console.log("rate", Math.round((20_000 / ms) * 1000), "per s");
  expect(world.fake(routeId).taken).toHaveLength(20_000);
});

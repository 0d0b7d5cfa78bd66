// One-time pins: before everything else, and never late. Told by the order at the far side, not by a clock.
import { afterAll, expect, test } from "vitest";
import { cloneDatabase } from "#testing/database.ts";
import { until, World } from "#testing/dispatch-world.ts";

const { at, drop } = await cloneDatabase();
const world = new World(at);
afterAll(async () => {
  await world.end();
  await drop();
});

const BULK = 3_000;
const WINDOW = 20;

test("pins overtake a bulk of thousands that is under way on their route: they are the very next", async () => {
  await world.addClient();
  // The far side stops answering when it has taken so many, so that everybody stands where they stand.
  const stopAt = 200;
  const held = Promise.withResolvers<void>();
  const fake = (): number => world.fake(routeId).taken.length;
  const routeId = await world.addRoute({
    window: WINDOW,
    answer: async ({ messageId }) => {
      if (fake() > stopAt) await held.promise;
      return [messageId];
    },
  });
  await world.plan({ routeId, count: BULK, lane: 2 });
  const dispatcher = await world.start();
  // The window is full of what waits for its answer: nothing more can be claimed.
  await until(() => fake() > stopAt && world.fake(routeId).free === 0);
  const before = fake();
  const pins = await world.plan({ routeId, count: 5, class: "otp", lane: 0, template: "pin" });
  held.resolve();
  await until(() => fake() >= before + WINDOW);
  const next = world.fake(routeId).taken.slice(before, before + pins.length);
  expect(next.map(({ messageId }) => messageId)).toEqual(pins);
  await dispatcher.stop();
  expect(fake()).toBeLessThan(BULK);
  await world.cancelPlanned();
});

test("a pin whose time is over is not sent, and says so", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [late = ""] = await world.plan({ routeId, class: "otp", lane: 0, notAfterS: -1 });
  const [good = ""] = await world.plan({ routeId, class: "otp", lane: 0, notAfterS: 300 });
  await world.run();
  expect(world.fake(routeId).taken.map(({ messageId }) => messageId)).toEqual([good]);
  expect(await world.message(late)).toMatchObject({ state: "expired", attempt: 0 });
  expect(await world.events(late)).toContain("message.expired");
});

test("a pin that waited for its route too long is not sent when the route comes back", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  world.fake(routeId).disconnect();
  const dispatcher = await world.start();
  const [pin = ""] = await world.plan({ routeId, class: "otp", lane: 0, notAfterS: 1 });
  await until(async () => {
    const { over } = await world.one<{ over: boolean }>(
      "select not_after < dunlin.clock_now() as over from dunlin.message where message_id = $1",
      [pin],
    );
    return over;
  });
  world.fake(routeId).connect();
  dispatcher.wake();
  await until(async () => (await world.message(pin))["state"] === "expired");
  await dispatcher.stop();
  expect(world.fake(routeId).taken).toEqual([]);
});

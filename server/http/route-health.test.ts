import { afterAll, beforeAll, expect, test } from "vitest";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";
import { noteConnections } from "#messages/dispatch/connections.ts";
import type { Way } from "#messages/dispatch/open-routes.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const health = async () => (await world.ask("GET", "/v1/routes/health")).json().routes[0];

test("a route's health: who looked last, what is due, what became of the last quarter of an hour, and its rest", async () => {
  expect(await health()).toMatchObject({
    name: "sms-main",
    connected: null,
    due: 0,
    handed_over: 0,
  });
  const { rows } = await world.owner.query<{ route_id: string }>(
    "select route_id from dunlin.route where name = 'sms-main'",
  );
  const routeId = rows[0]!.route_id;
  const way = (free: number, underWay: number) =>
    ({ row: { clientId: world.clientId, routeId }, route: { free }, underWay }) as unknown as Way;
  await noteConnections(world.db, [way(0, 0)]);
  expect((await health()).connected).toBe(false);
  await noteConnections(world.db, [way(0, 3)]);
  expect((await health()).connected).toBe(true);
  await world.owner.query("update dunlin.route set looked_at = looked_at - interval '1 minute'");
  expect((await health()).connected).toBeNull();

  const sent = await world.ask("POST", "/v1/routes/sms-main/test", { to: "+27835550001" });
  const { id } = sent.json();
  expect(await health()).toMatchObject({ due: 1, later: 0, due_since: NOW.toString() });
  await world.owner.query(
    `insert into dunlin.event (client_id, at, kind, message_id, actor, body)
     values ($1, $2, 'message.handed_over', $3, 'dispatch', '{}'), ($1, $2, 'message.failed', $3, 'dispatch', '{}'),
       ($1, $2::timestamptz - interval '16 minutes', 'message.failed', $3, 'dispatch', '{}')`,
    [world.clientId, NOW.toString(), id],
  );
  await world.owner.query(
    "update dunlin.route set opens_at = clock_timestamp() + interval '1 minute', paused_why = 'not_connected', failures = 3",
  );
  expect(await health()).toMatchObject({
    handed_over: 1,
    failed: 1,
    rests_why: "not_connected",
    failures_in_a_row: 3,
  });
});

test("a test goes through no other route, and to nobody's record", async () => {
  expect((await world.ask("POST", "/v1/routes/none/test", { to: "+27835550001" })).statusCode).toBe(
    404,
  );
  const sent = await world.ask("POST", "/v1/routes/sms-main/test", { to: "+27821234567" });
  const { rows } = await world.owner.query(
    "select class, customer_id from dunlin.message where message_id = $1",
    [sent.json().id],
  );
  expect(rows).toEqual([{ class: "staff", customer_id: null }]);
});

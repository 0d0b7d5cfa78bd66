import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";
import { asClient } from "#platform/db.ts";
import { statusOf } from "#reporting/status.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const status = async (now = NOW) =>
  await asClient(world.db, world.clientId, async (tx) => await statusOf(tx, world.clientId, now));

test("money, policy and routes of a book before anything was said", async () => {
  expect(await status()).toMatchObject({
    client: { slug: "acme" },
    policy: { version: 1 },
    stale: false,
    customers: 1,
    money: [
      {
        currency: "ZAR",
        openMinor: 34_990n,
        overdueMinor: 14_990n,
        creditMinor: 0n,
        overdueAccounts: 1,
      },
    ],
    today: [],
    later: { count: 0, firstAt: null },
    routes: [{ name: "sms-main", enabled: true, restsForS: null, workedAt: null, due: 0 }],
    waiting: { unread: 0, uncertain: 0, held: 0, unmatched: 0, callList: 0 },
    recent: [],
    imports: [],
  });
});

test("the books are stale after more than one banking day", async () => {
  const stale = async (hours: number) => (await status(NOW.add({ hours }))).stale;
  expect([await stale(24), await stale(48)]).toEqual([false, true]);
});

test("a planned message is of today until the day is over, and later before", async () => {
  await world.ask("POST", "/v1/run");
  const now = await status();
  expect(now.today).toEqual([{ state: "planned", reason: null, count: 1 }]);
  expect(now.recent).toMatchObject([
    { state: "planned", stepId: "reminder", customer: "C/1 é", address: "+27821234567" },
  ]);
  expect(now.routes[0]).toMatchObject({ due: 1 });
  const before = await status(NOW.subtract({ hours: 24 }));
  expect([before.today, before.later.count]).toEqual([[], 1]);
  const after = await status(NOW.add({ hours: 24 }));
  expect(after.today).toHaveLength(1);
});

test("a route at rest, and what waits for a person", async () => {
  await world.owner.query(
    "update dunlin.route set failures = 3, opens_at = clock_timestamp() + interval '60 s', paused_why = 'unreachable'",
  );
  await world.owner.query("update dunlin.message set state = 'uncertain', reason = 'no_answer'");
  await world.ask("POST", "/v1/payments", {
    reference: "P1",
    customer: "nobody",
    amount: "5.00",
    currency: "USD",
    paid_on: "2026-06-30",
  });
  const now = await status();
  expect(now.waiting).toMatchObject({ uncertain: 1, unmatched: 1 });
  expect(now.routes[0]).toMatchObject({ pausedWhy: "unreachable", failures: 3 });
  expect(now.routes[0]!.restsForS).toBeGreaterThan(30);
  expect(now.today).toEqual([{ state: "uncertain", reason: "no_answer", count: 1 }]);
});

test("another client sees nothing of it", async () => {
  const { rows } = await world.owner.query<{ client_id: string }>(
    `insert into dunlin.client (slug, name, currency, country, zone, created_at)
     values ('other', 'Other', 'PLN', 'PL', 'Europe/Warsaw', now()) returning client_id`,
  );
  const id = rows[0]!.client_id;
  const asked = async (url: string) =>
    await world.app.inject({
      url,
      headers: { authorization: `Bearer ${world.token}`, "dunlin-client": "other" },
    });
  const other = await asClient(world.db, id, async (tx) => await statusOf(tx, id, NOW));
  expect(other).toMatchObject({ customers: 0, money: [], today: [], routes: [], recent: [] });
  expect((await asked("/v1/messages")).json().messages).toEqual([]);
  expect((await asked("/v1/events")).json().events).toEqual([]);
});

test("events wait for an older transaction that is still open, so that none is skipped", async () => {
  const after = async (seq: string) =>
    (await world.ask("GET", `/v1/events?limit=1000&after=${seq}`)).json();
  const { next_after: start } = await after("0");
  const event =
    "insert into dunlin.event (client_id, at, kind, actor) values ($1, now(), $2, 'test')";
  const slow = await world.owner.connect();
  try {
    await slow.query("begin");
    await slow.query(event, [world.clientId, "test.slow"]);
    await world.owner.query(event, [world.clientId, "test.quick"]);
    // The quick one is there, but the slow one has the lower number.
    const asked = after(start);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await slow.query("commit");
    const { events } = await asked;
    expect(events.map((one: { kind: string }) => one.kind)).toEqual(["test.slow", "test.quick"]);

    await slow.query("begin");
    await slow.query(event, [world.clientId, "test.slower"]);
    await world.owner.query(event, [world.clientId, "test.quick"]);
    expect((await after(events.at(-1).seq)).events).toEqual([]);
    await slow.query("rollback");
    expect((await after(events.at(-1).seq)).events).toMatchObject([{ kind: "test.quick" }]);
  } finally {
    slow.release();
  }
});

test("of two runs at once one is refused", async () => {
  const locker = await world.owner.connect();
  try {
    await locker.query("begin");
    await locker.query("select 1 from dunlin.customer for update");
    const first = world.ask("POST", "/v1/run");
    await vi.waitUntil(
      async () =>
        (
          await locker.query(
            "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
          )
        ).rowCount,
      { timeout: 20_000, interval: 10 },
    );
    expect((await world.ask("POST", "/v1/run")).statusCode).toBe(409);
    await locker.query("rollback");
    expect((await first).statusCode).toBe(200);
  } finally {
    locker.release();
  }
});

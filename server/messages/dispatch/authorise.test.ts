import { afterAll, expect, test } from "vitest";
import { sql } from "kysely";
import { factsChanged } from "#ledger/facts-changed.ts";
import { cloneDatabase } from "#testing/database.ts";
import { authorise } from "./authorise.ts";
import { lookAgain, takeDue } from "./claim.ts";
import { until, World } from "#testing/dispatch-world.ts";
import { inClient } from "./transaction.ts";

const { at, drop } = await cloneDatabase();
const world = new World(at);
afterAll(async () => {
  await world.end();
  await drop();
});

const order = (routeId: string, processId = 1) => ({
  clientId: world.clientId,
  routeId,
  channel: "sms" as const,
  processId,
  limit: 100,
  units: 100,
  burst: 100,
  busyCustomers: [],
});

async function optOut(address: string): Promise<void> {
  await world.sql(
    "insert into dunlin.address (client_id, channel, address, opted_out_at) values ($1, 'sms', $2, now())",
    [world.clientId, address],
  );
}

test("a message decided on old facts goes back to be decided; what stays planned is suppressed", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [customerId = ""] = await world.addCustomers(1);
  const [gone = ""] = await world.plan({ routeId, customerId });
  const [kept = ""] = await world.plan({ routeId, customerId });
  const [forgotten = ""] = await world.plan({ routeId, customerId });
  const [other = ""] = await world.plan({ routeId });
  await world.bump(customerId);
  const asked: (readonly string[])[] = [];
  const redecide = async (
    tx: Parameters<typeof takeDue>[0],
    clientId: string,
    ids: readonly string[],
  ) => {
    asked.push(ids);
    await sql`update dunlin.message set state = 'cancelled', reason = 'paid' where client_id = ${clientId} and message_id = ${gone}`.execute(
      tx,
    );
    await sql`update dunlin.message set facts_version = 2 where client_id = ${clientId} and message_id = ${kept}`.execute(
      tx,
    );
  };
  await world.run({ redecide });
  expect(asked).toEqual([[customerId]]);
  expect(await world.message(gone)).toMatchObject({ state: "cancelled", reason: "paid" });
  expect(await world.message(kept)).toMatchObject({ state: "handed_over" });
  expect(await world.message(forgotten)).toMatchObject({
    state: "suppressed",
    reason: "facts_changed",
  });
  expect(await world.message(other)).toMatchObject({ state: "handed_over" });
  expect(world.fake(routeId).taken).toHaveLength(2);
});

test("expired, dead, opted out, too early and stale pins end or wait, each with its reason", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [late = ""] = await world.plan({ routeId, notAfterS: -1 });
  const [dead = ""] = await world.plan({ routeId, address: "+27820000002" });
  await world.sql(
    "insert into dunlin.address (client_id, channel, address, dead_at) values ($1, 'sms', '+27820000002', now())",
    [world.clientId],
  );
  const [stopped = ""] = await world.plan({ routeId, address: "+27820000003" });
  const [pin = ""] = await world.plan({
    routeId,
    address: "+27820000003",
    class: "otp",
    onFacts: false,
  });
  const [confirmation = ""] = await world.plan({
    routeId,
    address: "+27820000003",
    class: "reply",
    template: "stop_confirmed",
    onFacts: false,
  });
  const [slow = ""] = await world.plan({
    routeId,
    address: "+27820000003",
    class: "reply",
    template: "stop_confirmed",
    onFacts: false,
    createdS: -301,
  });
  const [answer = ""] = await world.plan({
    routeId,
    address: "+27820000003",
    class: "reply",
    template: "balance",
    onFacts: false,
  });
  await optOut("+27820000003");
  const [customerId = ""] = await world.addCustomers(1);
  const [stalePin = ""] = await world.plan({ routeId, class: "otp", customerId });
  await world.bump(customerId);
  await world.run();
  const ends = await Promise.all(
    [late, dead, stopped, pin, confirmation, slow, answer, stalePin].map(async (id) => {
      const { state, reason } = await world.message(id);
      return [state, reason];
    }),
  );
  expect(ends).toEqual([
    ["expired", "too_late"],
    ["suppressed", "address_dead"],
    ["suppressed", "opted_out"],
    ["handed_over", null],
    ["handed_over", null],
    ["suppressed", "opted_out"],
    ["suppressed", "opted_out"],
    ["expired", "facts_changed"],
  ]);
  expect(await world.events(stopped)).toEqual(["message.suppressed"]);
  expect((await world.message(stopped)).ended_at).not.toBeNull();
});

test("a notice to an address that opted out is decided again, and never goes there", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [id = ""] = await world.plan({ routeId, class: "notice", address: "+27820000004" });
  await optOut("+27820000004");
  let asked = 0;
  await world.run({
    redecide: () => {
      asked += 1;
      return Promise.resolve();
    },
  });
  expect(asked).toBe(1);
  expect(await world.message(id)).toMatchObject({ state: "suppressed", reason: "opted_out" });
});

test("contact hours move a message to when it is allowed, or end it when that is too late", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [waits = ""] = await world.plan({ routeId });
  const [ends = ""] = await world.plan({ routeId, notAfterS: 60 });
  const [pin = ""] = await world.plan({ routeId, class: "otp" });
  let toMs = 0;
  await world.run({
    allowedAt: (_clientId, message, nowMs) => {
      expect(message.class).not.toBe("otp");
      expect(message).toMatchObject({ country: "ZA", channel: "sms" });
      toMs = nowMs + 3_600_000;
      return { at: toMs };
    },
  });
  const moved = await world.message(waits);
  expect(moved).toMatchObject({ state: "planned", reason: "contact_hours", attempt: 0 });
  expect(Math.abs(moved.not_before.epochMilliseconds - toMs)).toBeLessThan(60_000);
  expect(await world.message(ends)).toMatchObject({ state: "expired", reason: "contact_hours" });
  expect(await world.message(pin)).toMatchObject({ state: "handed_over" });
});

test("validity is what is left by the installation's clock, counted from the real now", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  await world.freeze("2013-08-01T10:00:00Z");
  const [id = ""] = await world.plan({ routeId, notAfterS: 7_200 });
  await world.run();
  await world.freeze(null);
  const leftMs = world.fake(routeId).taken[0]!.notAfter!.epochMilliseconds - Date.now();
  expect(leftMs).toBeGreaterThan(7_000_000);
  expect(leftMs).toBeLessThanOrEqual(7_200_000);
  expect((await world.message(id)).handed_over_at?.toString()).toBe("2013-08-01T10:00:00Z");
});

test("what commits between the claim and the second look is seen: a payment is never missed", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [customerId = ""] = await world.addCustomers(1);
  const [id = ""] = await world.plan({ routeId, customerId });
  // The payment holds the customer's row while the worker claims: the worker does not wait, and does not send either.
  const paying = Promise.withResolvers<void>();
  const paid = Promise.withResolvers<void>();
  const payment = inClient(world.db, world.clientId, async (tx) => {
    await factsChanged(tx, world.clientId, [customerId], Temporal.Now.instant());
    paying.resolve();
    await paid.promise;
  });
  await paying.promise;
  const ports = world.ports();
  const first = await authorise(ports, order(routeId));
  expect(first).toMatchObject({ outgoing: [], busy: [customerId] });
  paid.resolve();
  await payment;
  const second = await authorise(ports, order(routeId));
  expect(second.outgoing).toEqual([]);
  expect(await world.message(id)).toMatchObject({ state: "suppressed", reason: "facts_changed" });
});

test("a statement's snapshot is older than its locks: only the second statement tells the truth", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [customerId = ""] = await world.addCustomers(1);
  const [id = ""] = await world.plan({ routeId, customerId });
  const locked = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const payment = inClient(world.db, world.clientId, async (tx) => {
    await factsChanged(tx, world.clientId, [customerId], Temporal.Now.instant());
    locked.resolve();
    await go.promise;
  });
  await locked.promise;
  // One statement that locks the customer and reads its version beside the lock, as the design warns of.
  const naive = inClient(world.db, world.clientId, async (tx) => {
    const { rows } = await sql<{ stale: boolean }>`
      with held as materialized (select customer_id from dunlin.customer where client_id = ${world.clientId}
        and customer_id = ${customerId} for no key update)
      select m.facts_version <> (select facts_version from dunlin.customer c
        where c.client_id = m.client_id and c.customer_id = m.customer_id) as stale
      from held join dunlin.message m on m.client_id = ${world.clientId} and m.customer_id = held.customer_id`.execute(
      tx,
    );
    const again = await lookAgain(tx, world.clientId, [id]);
    return { single: rows[0]?.stale, second: again[0]?.stale };
  });
  await until(async () => {
    const { count } = await world.one<{ count: number }>(
      "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    );
    return count > 0;
  });
  go.resolve();
  await payment;
  expect(await naive).toEqual({ single: false, second: true });
});

test("a change of facts waits for an authorising transaction that got there first", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [customerId = ""] = await world.addCustomers(1);
  await world.plan({ routeId, customerId });
  const log: string[] = [];
  const taken = Promise.withResolvers<void>();
  const authorising = inClient(world.db, world.clientId, async (tx) => {
    await takeDue(tx, world.clientId, routeId, 10, []);
    taken.resolve();
    await until(async () => {
      const { count } = await world.one<{ count: number }>(
        "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      return count > 0;
    });
    log.push("authorised");
  });
  await taken.promise;
  await world.bump(customerId);
  log.push("changed");
  await authorising;
  expect(log).toEqual(["authorised", "changed"]);
});

test("messages of busy customers are passed over, so that those behind them get their turn", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [customerId = ""] = await world.addCustomers(1);
  await world.plan({ routeId, customerId, count: 20, notBeforeS: -120 });
  await world.plan({ routeId, count: 5 });
  const done = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const payment = inClient(world.db, world.clientId, async (tx) => {
    await sql`select 1 from dunlin.customer where client_id = ${world.clientId} and customer_id = ${customerId} for no key update`.execute(
      tx,
    );
    begun.resolve();
    await done.promise;
  });
  await begun.promise;
  const ports = world.ports();
  const first = await authorise(ports, { ...order(routeId), limit: 10 });
  expect(first.outgoing).toHaveLength(0);
  const second = await authorise(ports, {
    ...order(routeId),
    limit: 10,
    busyCustomers: first.busy,
  });
  expect(second.outgoing).toHaveLength(5);
  done.resolve();
  await payment;
});

test("a grant in segments holds as many messages as fit; one longer than the burst goes alone", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  await world.plan({ routeId, count: 5, segments: 3 });
  const ports = world.ports();
  const some = await authorise(ports, { ...order(routeId), units: 7 });
  expect([some.outgoing.length, some.usedUnits]).toEqual([2, 6]);
  const none = await authorise(ports, { ...order(routeId), units: 2 });
  expect([none.outgoing.length, none.neededUnits]).toEqual([0, 3]);
  const burst = await authorise(ports, { ...order(routeId), units: 2, burst: 2 });
  expect([burst.outgoing.length, burst.usedUnits]).toEqual([1, 3]);
});

test("a notice that another system asked for is not handed over once the customer has breathing space, died or opted out", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const notice = async (over: object = {}) => {
    const [customerId = ""] = await world.addCustomers(1);
    const options = { routeId, class: "notice", onFacts: false, customerId, ...over };
    const [id = ""] = await world.plan(options);
    return { id, customerId };
  };
  const hold = `insert into dunlin.hold (client_id, customer_id, kind, until_on, ended_at, placed_at, placed_by)
    values ($1, $2, $3, $4, $5, now(), 'test')`;
  const cases = [
    [await notice(), "breathing_space", null, null],
    [await notice(), "deceased", null, null],
    [await notice(), "dispute", null, null],
    [await notice(), "breathing_space", "2020-01-01", null],
    [await notice(), "deceased", null, "2020-01-01"],
    [await notice({ class: "service" }), "deceased", null, null],
  ] as const;
  for (const [{ customerId }, kind, until, ended] of cases)
    await world.sql(hold, [world.clientId, customerId, kind, until, ended]);
  const stopped = await notice({ address: "+27820000091" });
  await optOut("+27820000091");
  await world.run();
  const ends = [...cases.map(([one]) => one), stopped].map(async ({ id }) => {
    const { state, reason } = await world.message(id);
    return reason ?? state;
  });
  expect((await Promise.all(ends)).join(" ")).toBe(
    "breathing_space deceased handed_over handed_over handed_over handed_over opted_out",
  );
  expect(await world.events(stopped.id)).toEqual(["message.suppressed"]);
});

test("a hold that is being placed while the worker claims is never missed by a notice without facts", async () => {
  await world.addClient();
  const routeId = await world.addRoute();
  const [customerId = ""] = await world.addCustomers(1);
  const [id = ""] = await world.plan({ routeId, class: "notice", onFacts: false, customerId });
  const placing = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const placed = inClient(world.db, world.clientId, async (tx) => {
    await factsChanged(tx, world.clientId, [customerId], Temporal.Now.instant());
    await sql`insert into dunlin.hold (client_id, customer_id, kind, placed_at, placed_by)
      values (${world.clientId}, ${customerId}, 'deceased', now(), 'test')`.execute(tx);
    placing.resolve();
    await commit.promise;
  });
  await placing.promise;
  const first = await authorise(world.ports(), order(routeId));
  expect(first).toMatchObject({ outgoing: [], busy: [customerId] });
  commit.resolve();
  await placed;
  expect((await authorise(world.ports(), order(routeId))).outgoing).toEqual([]);
  expect(await world.message(id)).toMatchObject({ state: "suppressed", reason: "deceased" });
});

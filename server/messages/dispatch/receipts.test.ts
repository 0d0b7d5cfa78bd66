import { afterAll, expect, test } from "vitest";
import { RouteError, type Receipt } from "#messages/route.ts";
import { cloneDatabase } from "#testing/database.ts";
import { providerIdOf } from "#testing/fake-route.ts";
import { writeReceipts } from "./receipts.ts";
import { sweepReceipts } from "./sweeps.ts";
import { until, World } from "#testing/dispatch-world.ts";

const { at, drop } = await cloneDatabase();
const world = new World(at);
afterAll(async () => {
  await world.end();
  await drop();
});

const receipt = (
  routeId: string,
  providerId: string | undefined,
  over: Partial<Receipt> = {},
): Receipt => ({
  routeId,
  providerId,
  state: "delivered",
  permanent: false,
  error: undefined,
  from: undefined,
  to: undefined,
  doneAt: undefined,
  ...over,
});

const write = async (...receipts: Receipt[]) =>
  await writeReceipts(world.db, world.clientId, receipts);
const idOf = (messageId: string) => providerIdOf({ messageId, attempt: 1 });
const customerOf = async (id: string) =>
  await world.one<{ customer_id: string; facts_version: bigint }>(
    "select c.customer_id, c.facts_version from dunlin.message m join dunlin.customer c using (client_id, customer_id) where message_id = $1",
    [id],
  );

async function handedOver(
  over: Parameters<World["plan"]>[0] = {},
  parts = 1,
): Promise<{ routeId: string; id: string }> {
  await world.addClient();
  const routeId = await world.addRoute({
    answer: (message) =>
      Array.from({ length: parts }, (_, part) =>
        parts === 1 ? providerIdOf(message) : `${message.messageId}#${part}`,
      ),
  });
  const [id = ""] = await world.plan({ routeId, ...over });
  await world.run();
  return { routeId, id };
}

test("a message is delivered when all of its parts are", async () => {
  const { routeId, id } = await handedOver({ segments: 2 }, 2);
  await write(receipt(routeId, `${id}#0`));
  expect(await world.message(id)).toMatchObject({ state: "handed_over", ended_at: null });
  await write(receipt(routeId, `${id}#1`));
  const message = await world.message(id);
  expect(message.state).toBe("delivered");
  expect(message.delivered_at).not.toBeNull();
  expect(message.ended_at).not.toBeNull();
  expect((await world.events(id)).at(-1)).toBe("message.delivered");
});

test("a message fails when a part failed and none is open", async () => {
  const { routeId, id } = await handedOver({ segments: 2 }, 2);
  await write(receipt(routeId, `${id}#0`, { state: "failed", error: "UNDELIV 027" }));
  expect((await world.message(id)).state).toBe("handed_over");
  await write(receipt(routeId, `${id}#1`));
  expect(await world.message(id)).toMatchObject({ state: "failed" });
});

test("duplicates and reordered receipts change nothing; a late contradiction is recorded", async () => {
  const { routeId, id } = await handedOver();
  await write(receipt(routeId, idOf(id)), receipt(routeId, idOf(id), { state: "accepted" }));
  await write(receipt(routeId, idOf(id)));
  await write(receipt(routeId, idOf(id), { state: "accepted" }));
  await write(receipt(routeId, idOf(id), { state: "failed", error: "UNDELIV" }));
  expect(await world.message(id)).toMatchObject({ state: "delivered", reason: null });
  expect(await world.events(id)).toEqual([
    "message.authorised",
    "message.handed_over",
    "message.delivered",
    "message.receipt_ignored",
  ]);
});

test("the network's expiry and failure keep their reason; proof of arrival wins over both", async () => {
  const { routeId, id } = await handedOver();
  await write(receipt(routeId, idOf(id), { state: "expired", error: "EXPIRED" }));
  expect(await world.message(id)).toMatchObject({ state: "expired", reason: "EXPIRED" });
  await write(receipt(routeId, idOf(id)));
  expect(await world.message(id)).toMatchObject({ state: "delivered", reason: null });
});

test("a receipt that comes before the answer waits for it", async () => {
  await world.addClient();
  const answered = Promise.withResolvers<void>();
  const routeId = await world.addRoute({
    answer: async (message) => {
      await answered.promise;
      return [providerIdOf(message)];
    },
  });
  const [id = ""] = await world.plan({ routeId });
  const dispatcher = await world.start();
  await until(() => world.fake(routeId).taken.length === 1);
  await dispatcher.arrivals(world.clientId, routeId).receipt(receipt(routeId, idOf(id)));
  expect((await world.message(id)).state).toBe("queued");
  answered.resolve();
  await until(async () => (await world.message(id)).state === "delivered");
  await dispatcher.stop();
  expect(await world.events(id)).toEqual([
    "message.authorised",
    "message.handed_over",
    "message.delivered",
  ]);
});

test("a receipt whose answer another process wrote meanwhile is matched by the sweep", async () => {
  const { routeId, id } = await handedOver();
  await world.sql(
    `insert into dunlin.receipt (client_id, route_id, provider_id, state, permanent, received_at)
     values ($1, $2, $3, 'delivered', false, now())`,
    [world.clientId, routeId, idOf(id)],
  );
  await sweepReceipts(world.db);
  expect(await world.message(id)).toMatchObject({ state: "delivered" });
});

async function uncertain(segments = 1): Promise<{ routeId: string; id: string }> {
  await world.addClient();
  const routeId = await world.addRoute({
    answer: () => {
      throw new RouteError("uncertain", { code: "timeout" });
    },
  });
  const [id = ""] = await world.plan({ routeId, address: "+27829999999", segments });
  await world.run();
  expect((await world.message(id)).state).toBe("uncertain");
  return { routeId, id };
}

const toAddress = { to: "+27829999999", from: "+27600000000" };

test("an uncertain message is resolved by the receipt of its address, when only one fits", async () => {
  const { routeId, id } = await uncertain();
  await write(receipt(routeId, "unknown-1", toAddress));
  await sweepReceipts(world.db);
  expect(await world.message(id)).toMatchObject({ state: "delivered" });
});

test("two uncertain messages to one address stay uncertain, and so does one beside a message under way", async () => {
  const { routeId, id } = await uncertain();
  const [second = ""] = await world.plan({ routeId, address: "+27829999999" });
  await world.sql("update dunlin.message set state = 'queued' where message_id = $1", [second]);
  await write(receipt(routeId, "unknown-2", toAddress));
  await sweepReceipts(world.db);
  expect(await world.message(id)).toMatchObject({ state: "uncertain" });
  await world.sql(
    "update dunlin.message set state = 'uncertain', attempt = 1 where message_id = $1",
    [second],
  );
  await world.sql(
    `insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at, finished_at, outcome)
     values ($1, $2, 1, $3, 1, now() - interval '1 minute', now(), 'uncertain')`,
    [world.clientId, second, routeId],
  );
  await sweepReceipts(world.db);
  expect(await world.message(id)).toMatchObject({ state: "uncertain" });
  await write(receipt(routeId, "unknown-3", { ...toAddress, from: "OTHER" }));
  await sweepReceipts(world.db);
  expect(await world.message(id)).toMatchObject({ state: "uncertain" });
});

test("a long uncertain message is resolved by the receipts of all its segments", async () => {
  const { routeId, id } = await uncertain(2);
  await write(receipt(routeId, "p1", toAddress));
  await sweepReceipts(world.db);
  expect(await world.message(id)).toMatchObject({ state: "uncertain" });
  await write(receipt(routeId, "p2", toAddress), receipt(routeId, "p2", toAddress));
  await sweepReceipts(world.db);
  expect(await world.message(id)).toMatchObject({ state: "delivered" });
});

test("a long message that was answered in part is resolved by the receipts of the other segments", async () => {
  await world.addClient();
  const routeId = await world.addRoute({
    answer: () => {
      throw new RouteError("uncertain", { code: "closed", providerIds: ["answered"] });
    },
  });
  const [id = ""] = await world.plan({ routeId, segments: 2, address: "+27824444444" });
  await world.run();
  const from = "+27600000000";
  await write(receipt(routeId, "answered", { from, to: "+27824444444" }));
  expect(await world.message(id)).toMatchObject({ state: "uncertain", reason: "no_answer" });
  await write(receipt(routeId, "unanswered", { from, to: "+27824444444" }));
  await sweepReceipts(world.db);
  expect(await world.message(id)).toMatchObject({ state: "delivered" });
});

test("a message handed over in part fails once the taken parts have ended", async () => {
  await world.addClient();
  const routeId = await world.addRoute({
    answer: () => {
      throw new RouteError("partial", { code: "ESME_RTHROTTLED", providerIds: ["first"] });
    },
  });
  const [id = ""] = await world.plan({ routeId, segments: 3 });
  await world.run();
  expect(await world.message(id)).toMatchObject({ state: "uncertain", reason: "partial" });
  await write(receipt(routeId, "first"));
  expect(await world.message(id)).toMatchObject({ state: "failed", reason: "partial" });
});

test("an unknown subscriber makes the address dead and changes the facts of all who have it", async () => {
  const { routeId, id } = await handedOver({ address: "+27821111111" });
  const { customer_id: customerId } = await customerOf(id);
  await world.sql(
    `insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, source, created_at)
     values ($1, $2, 'phone', '+27821111111', 'full', 'book', now())`,
    [world.clientId, customerId],
  );
  const dead = receipt(routeId, idOf(id), {
    state: "failed",
    permanent: true,
    error: "UNDELIV 001",
  });
  await write(dead);
  await write(dead);
  expect((await customerOf(id)).facts_version).toBe(2n);
  expect(
    await world.one(
      "select dead_why, failed_count from dunlin.address where address = '+27821111111'",
    ),
  ).toEqual({
    dead_why: "UNDELIV 001",
    failed_count: 1,
  });
});

test("delivery is noted at the address", async () => {
  const { routeId, id } = await handedOver({ address: "+27822222222" });
  await write(receipt(routeId, idOf(id)));
  const { delivered_at } = await world.one<{ delivered_at: unknown }>(
    "select delivered_at from dunlin.address where address = '+27822222222'",
  );
  expect(delivered_at).not.toBeNull();
});

test("a bounce names its message, and fails it even after it was handed over for good", async () => {
  await world.addClient();
  const routeId = await world.addRoute({}, { channel: "email" });
  const [id = ""] = await world.plan({ routeId, channel: "email", address: "a@example.org" });
  await world.run();
  await write(receipt(routeId, undefined, { messageId: "no uuid at all", state: "failed" }));
  await write(receipt(routeId, undefined, { messageId: id }));
  expect(await world.message(id)).toMatchObject({ state: "delivered" });
  const bounce = receipt(routeId, undefined, {
    messageId: id,
    state: "failed",
    permanent: true,
    error: "550 5.1.1",
  });
  await write(bounce, bounce);
  await write(bounce);
  expect(await world.message(id)).toMatchObject({ state: "failed", reason: "550 5.1.1" });
  expect((await world.events(id)).slice(-2)).toEqual(["message.delivered", "message.failed"]);
  expect(
    await world.one("select dead_why from dunlin.address where address = 'a@example.org'"),
  ).toEqual({ dead_why: "550 5.1.1" });
});

test("receipts of many messages arrive in one flush, each acknowledged only when stored", async () => {
  await world.addClient();
  const routeId = await world.addRoute({ window: 300 });
  const ids = await world.plan({ routeId, count: 300 });
  const dispatcher = await world.start();
  await until(
    async () => (await world.states())["handed_over"]! >= 300 && (await dispatcher.idle()),
  );
  const arrivals = dispatcher.arrivals(world.clientId, routeId);
  await Promise.all(ids.map(async (id) => await arrivals.receipt(receipt(routeId, idOf(id)))));
  const { count } = await world.one<{ count: number }>(
    "select count(*)::int as count from dunlin.message where message_id = any($1) and state = 'delivered'",
    [ids],
  );
  expect(count).toBe(300);
  await dispatcher.stop();
});

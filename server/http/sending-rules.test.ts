// Caps of an address, sending again, and the welcome of new customers.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addCustomerAt, MAIL, openKindsWorld, PDF, type KindsWorld } from "./test-kinds.ts";
import { NOW } from "./test-world.ts";
import { loadRules } from "#messages/sending-rules.ts";
import { welcomeAll } from "#messages/welcome.ts";
import { setClock } from "#platform/clock.ts";
import { asClient, openDb, openPool } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";

let world: KindsWorld;
beforeAll(async () => {
  world = await openKindsWorld();
});
afterAll(async () => await world.close());

describe("caps of an address", () => {
  const pin = { to: "+27831239999", channel: "sms", template: "one_time_pin", data: { code: "1" } };

  test("five pins an hour, also when they are asked for at once", async () => {
    const all = await Promise.all(Array.from({ length: 9 }, async () => await world.sent(pin)));
    expect(all.filter(({ status }) => status === "planned")).toHaveLength(5);
    expect(new Set(all.map(({ reason }) => reason))).toEqual(new Set([null, "cap_reached"]));
    expect((await world.sent({ ...pin, to: "+27831239998" })).status).toBe("planned");
    await setClock(world.db, NOW.add({ minutes: 61 }), "test");
    expect((await world.sent(pin)).status).toBe("planned");
    await setClock(world.db, NOW, "test");
  });

  test("the client sets them; a batch is counted in its order", async () => {
    await world.post("/sending-rules", { service_per_day: 2, pins_per_hour: null });
    const word = { to: "+27831239997", channel: "sms", text: "Hi." };
    const { messages } = (
      await world.post("/messages/batch", { messages: [word, word, word] })
    ).json();
    expect(messages.map(({ status }: { status: string }) => status)).toEqual([
      "planned",
      "planned",
      "suppressed",
    ]);
    const pins = await Promise.all(Array.from({ length: 7 }, async () => await world.sent(pin)));
    expect(pins.every(({ status }) => status === "planned")).toBe(true);
    await world.post("/sending-rules", { service_per_day: null, pins_per_hour: 5 });
  });

  test("nobody with breathing space is told of a debt", async () => {
    const phone = "+27831238888";
    const customerId = await addCustomerAt(world, phone);
    await world.owner.query(
      `insert into dunlin.hold (client_id, customer_id, kind, placed_at, placed_by)
       values ($1, $2, 'breathing_space', $3, 'test')`,
      [world.clientId, customerId, NOW.toString()],
    );
    const data = { amount: { minor: "1", currency: "ZAR" }, reference: "F", due_on: "2026-07-01" };
    const reminder = { to: phone, channel: "sms", template: "payment_reminder", data };
    expect(await world.sent(reminder)).toMatchObject({
      status: "suppressed",
      reason: "breathing_space",
    });
  });
});

describe("sending again", () => {
  const word = { to: "+27831237777", channel: "sms", text: "The water is back." };
  const put = async (id: string, state: string, outcome?: string) => {
    await world.owner.query(
      `update dunlin.message set state = $2, reason = 'x', ended_at = $3, attempt = 1 where message_id = $1`,
      [id, state, NOW.toString()],
    );
    if (outcome === undefined) return;
    await world.owner.query(
      `insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at, finished_at, outcome)
       select client_id, message_id, 1, route_id, 1, now(), now(), $2 from dunlin.message where message_id = $1`,
      [id, outcome],
    );
  };
  const resend = async (id: string) => await world.post(`/messages/${id}/resend`, {});

  test("what never left is tried again as itself", async () => {
    const { id } = await world.sent(word);
    await put(id, "failed", "rejected");
    expect((await resend(id)).json()).toEqual({ id, status: "planned", resends: id });
    expect(await world.thread(id)).toMatchObject({ status: "planned", reason: null });
    expect((await resend(id)).statusCode).toBe(409);
  });

  test("what arrived is said again by a new message that names the first", async () => {
    const attachments = [{ name: "F", content_base64: PDF.toString("base64") }];
    const { id } = await world.sent({ ...MAIL, text: "Here.", attachments, reference: "R-1" });
    await put(id, "delivered", "sent");
    const again = (await resend(id)).json();
    expect(again.id).not.toBe(id);
    const second = await world.thread(again.id);
    expect(second).toMatchObject({ status: "planned", reference: "R-1", to: MAIL.to });
    expect(second.events).toMatchObject([{ kind: "message.planned", body: { of: id } }]);
    expect((await world.thread(id)).events.at(-1)).toMatchObject({
      kind: "message.resent",
      body: { as: again.id },
    });
    const { rows } = await world.owner.query(
      "select count(*)::int from dunlin.message_attachment where message_id = $1",
      [again.id],
    );
    expect(rows).toEqual([{ count: 1 }]);
  });

  test("a pin is not, nor what still waits", async () => {
    const pin = { ...word, template: "one_time_pin", data: { code: "1" }, text: undefined };
    const { id } = await world.sent(pin);
    await put(id, "delivered", "sent");
    expect((await resend(id)).json().detail).toContain("good once");
    expect((await resend((await world.sent(word)).id)).statusCode).toBe(409);
    expect((await resend("00000000-0000-7000-8000-000000000000")).statusCode).toBe(404);
  });
});

describe("the welcome", () => {
  test("is off until it is switched on, then goes once to who is new, after the time to think better of it", async () => {
    const { worker, close } = workerOf(world);
    const welcome = async () => await welcomeAll(worker, silentLog);
    try {
      expect(await welcome()).toBe(0);
      expect((await world.post("/sending-rules", { welcome_template: "nothing" })).statusCode).toBe(
        422,
      );
      // Who was there before is not new.
      await setClock(world.db, NOW.add({ minutes: 1 }), "test");
      expect((await world.post("/sending-rules", { welcome_template: "welcome" })).statusCode).toBe(
        200,
      );
      const nia = { reference: "N-1", name: "Nia", phones: ["083 123 6666"] };
      expect((await world.post("/customers", { customers: [nia] })).statusCode).toBe(200);
      expect(await welcome()).toBe(0);
      await setClock(world.db, NOW.add({ minutes: 12 }), "test");
      expect(await welcome()).toBe(1);
      expect(await welcome()).toBe(0);
      const { messages } = (await world.ask("GET", "/v1/messages?customer=N-1")).json();
      expect(messages).toMatchObject([{ template: "welcome", class: "service" }]);
      const old = await world.ask("GET", "/v1/messages?customer=C%2F1%20%C3%A9");
      const templates = old.json().messages.map((one: { template: string }) => one.template);
      expect(templates).not.toContain("welcome");
    } finally {
      await setClock(world.db, NOW, "test");
      await close();
    }
  });

  test("rules are kept for each client", async () => {
    const rules = await asClient(
      world.db,
      world.clientId,
      async (tx) => await loadRules(tx, world.clientId),
    );
    expect(rules).toMatchObject({ pinsPerHour: 5, welcomeTemplate: "welcome" });
  });
});

function workerOf({ at }: KindsWorld) {
  const pool = openPool(at, "dunlin_worker", 2);
  const worker = openDb(pool);
  return { worker, close: async () => await worker.destroy() };
}

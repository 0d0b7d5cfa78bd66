// The inbox as the people who answer use it, over the API.
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hear, type Heard } from "#conversations/hear.ts";
import type { Inbound } from "#messages/route.ts";
import { asClient } from "#platform/db.ts";
import { setClock } from "#platform/clock.ts";
import { makePerson } from "./accounts/test-people.ts";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";

const THANDI = "+27821234567";
let world: HttpWorld;
const routes: Record<string, string> = {};
beforeAll(async () => {
  world = await openHttpWorld();
  await world.owner.query(
    `insert into dunlin.route (client_id, name, channel, adapter, config, sender, listens, rate_per_s, burst)
     values ($1, 'wa', 'whatsapp', 'whatsapp',
       '{"templates": {"help": {"name": "help_1", "languages": {"en": "en"}}}}', '+27600000001', '{+27600000001}', 10, 10)`,
    [world.clientId],
  );
  const { rows } = await world.owner.query("select channel, route_id as id from dunlin.route");
  for (const { channel, id } of rows) routes[channel] = id;
});
afterAll(async () => await world.close());

const write = async (from: string, text: string, more: Partial<Inbound> = {}): Promise<Heard> => {
  const channel = more.channel ?? "sms";
  const to = "+27600000000";
  const inbound = { routeId: routes[channel]!, channel, from, to, text, automatic: false };
  return await hear(world.db, world.clientId, { ...inbound, ...more });
};
const post = async (id: string, verb: string, payload: object = {}) =>
  await world.ask("POST", `/v1/conversations/${id}/${verb}`, payload);
const show = async (id: string) => (await world.ask("GET", `/v1/conversations/${id}`)).json();
/** By their ids: the clock of this test is set back. */
const newestIn = async (id: string): Promise<string> =>
  (await show(id)).messages.reduce(
    (newest: string, one: { id: string }) => (one.id > newest ? one.id : newest),
    "",
  );
const listed = async (query: string): Promise<string[]> =>
  (await world.ask("GET", `/v1/conversations?${query}`))
    .json()
    .conversations.map((one: { conversation_id: string }) => one.conversation_id);
const kinds = async (): Promise<string[]> =>
  (
    await asClient(
      world.db,
      world.clientId,
      async (tx) =>
        await sql<{ kind: string }>`select kind from dunlin.event
          where client_id = ${world.clientId} and kind like 'conversation.%' order by seq`.execute(
          tx,
        ),
    )
  ).rows.map(({ kind }) => kind);

test("an answer names what was seen last, and is refused with what came since", async () => {
  const first = await write(THANDI, "I moved house, what now?");
  const id = first.conversationId;
  const early = await post(id, "reply", { last_seen_id: null, text: "Hello" });
  expect(early.statusCode).toBe(409);
  expect(early.json().errors).toEqual([
    { in: "received", field: first.inboundId, message: "sms: I moved house, what now?" },
  ]);
  const said = await post(id, "reply", {
    last_seen_id: first.inboundId,
    text: "We change your address. Rate: {{ not a variable }}",
  });
  expect(said.json(), said.body).toMatchObject({ status: "planned", channel: "sms" });
  // A colleague who had the same screen open answers a moment later.
  const second = await post(id, "reply", { last_seen_id: first.inboundId, text: "Me too" });
  expect(second.statusCode).toBe(409);
  expect(second.json().errors).toMatchObject([{ in: "said", field: said.json().id }]);
  const detail = await show(id);
  expect(detail).toMatchObject({ unread: 0, held_by_person: "operator", state: "open" });
  expect(detail.messages.map(({ text }: { text: string }) => text)).toEqual([
    "I moved house, what now?",
    "We change your address. Rate: {{ not a variable }}",
  ]);
  const { rows } = await world.owner.query(
    "select class, lane, address, route_id as route from dunlin.message where message_id = $1",
    [said.json().id],
  );
  expect(rows).toEqual([{ class: "reply", lane: 0, address: THANDI, route: routes["sms"] }]);
  expect((await post(id, "release")).json()).toEqual({ changed: true });
  expect((await show(id)).held_by_person).toBeNull();
});

test("of two who answer at the same instant one is told", async () => {
  const { inboundId, conversationId } = await write(THANDI, "Anybody there?");
  const both = await Promise.all(
    ["One", "Two"].map(
      async (text) => await post(conversationId, "reply", { last_seen_id: inboundId, text }),
    ),
  );
  expect(new Set(both.map(({ statusCode }) => statusCode))).toEqual(new Set([202, 409]));
});

test("snoozed or closed it is out of the way until the customer writes", async () => {
  const { conversationId: id, inboundId } = await write("+27835551001", "Hm?");
  const later = NOW.add({ hours: 5 }).toString();
  expect((await post(id, "snooze", { until: NOW.toString() })).statusCode).toBe(422);
  expect((await post(id, "snooze", { until: later })).json()).toEqual({ changed: true });
  expect(await listed("state=snoozed")).toEqual([id]);
  const { inboundId: again } = await write("+27835551001", "Still there?");
  expect(await listed("state=snoozed")).toEqual([]);
  expect((await post(id, "close", { last_seen_id: inboundId })).statusCode).toBe(409);
  expect((await post(id, "close", { last_seen_id: again })).json()).toEqual({ changed: true });
  expect([await listed("state=closed"), (await show(id)).unread]).toEqual([[id], 0]);
  await write("+27835551001", "I am away from my desk", { automatic: true });
  expect(await listed("state=closed")).toEqual([id]);
  await write("+27835551001", "One thing more");
  expect([await listed("state=closed"), (await show(id)).unread]).toEqual([[], 1]);
  expect((await post(id, "reopen")).json()).toEqual({ changed: false });
  const told = await kinds();
  expect(told.slice(told.indexOf("conversation.snoozed"))).toEqual([
    "conversation.snoozed",
    "conversation.read",
    "conversation.closed",
    "conversation.reopened",
  ]);
});

test("a thread of nobody is given to one of those who share the number", async () => {
  const number = "+27835552002";
  const at = [world.clientId, number, NOW.toString()];
  await world.owner.query(
    `with cu as (insert into dunlin.customer (client_id, reference, name, language, country, created_at)
        select $1, r, 'Dlamini', 'en', 'ZA', $3 from unnest(array['D-1', 'D-2']) r returning customer_id)
     insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, source, created_at)
     select $1, customer_id, 'phone', $2, 'full', 'book', $3 from cu`,
    at,
  );
  const heard = await write(number, "Which invoice?");
  const id = heard.conversationId;
  await post(id, "notes", { text: "Sounds like the son." });
  expect(await show(id)).toMatchObject({
    customer: null,
    candidates: [
      { customer: "D-1", why: "shares_address" },
      { customer: "D-2", why: "shares_address" },
    ],
  });
  expect((await post(id, "attach", { customer: "nobody" })).statusCode).toBe(422);
  const whatsapp = await write(number, "Here too", {
    channel: "whatsapp",
    routeId: routes["whatsapp"]!,
  });
  const first = await post(id, "attach", { customer: "D-2" });
  expect(first.json(), first.body).toEqual({ conversation_id: id, messages: 1 });
  // D-2 has a conversation now, which takes up the second thread.
  const second = await post(whatsapp.conversationId, "attach", { customer: "D-2" });
  expect(second.json(), second.body).toEqual({ conversation_id: id, messages: 1 });
  const detail = await show(id);
  expect(detail).toMatchObject({ customer: "D-2", unread: 2, notes: [{ by: "operator" }] });
  expect(detail.messages.map(({ channel }: { channel: string }) => channel)).toEqual([
    "sms",
    "whatsapp",
  ]);
  const gone = await post(whatsapp.conversationId, "take");
  expect([gone.statusCode, gone.json().detail]).toEqual([409, expect.stringContaining(id)]);
  expect((await post(id, "attach", { customer: "D-1" })).statusCode).toBe(409);
  // The number is still shared: who writes next is not known, and a new thread begins.
  const next = await write(number, "Me again", {
    channel: "whatsapp",
    routeId: routes["whatsapp"]!,
  });
  expect(next.customerId).toBeUndefined();
  expect(next.conversationId).not.toBe(whatsapp.conversationId);
});

test("a stranger's number becomes a contact point to whom nothing is told of a debt", async () => {
  const number = "+27835553003";
  const { conversationId } = await write(number, "It is me, Thandi, new number");
  await post(conversationId, "attach", { customer: "C/1 é" });
  const { rows } = await world.owner.query(
    "select disclosure, source from dunlin.contact_point where address = $1",
    [number],
  );
  expect(rows).toEqual([{ disclosure: "unverified", source: "api" }]);
  const again = await write(number, "and?");
  expect((await show(again.conversationId)).customer).toBe("C/1 é");
  await world.ask("PUT", "/v1/canned-answers/owed", {
    language: "en",
    body: "{{ customer.name }}, {{ account.total_open | money }} is open.",
  });
  const seen = { last_seen_id: again.inboundId, canned: "owed" };
  const refused = await post(again.conversationId, "reply", seen);
  expect([refused.statusCode, refused.json().detail]).toEqual([
    409,
    expect.stringContaining("may not be told there"),
  ]);
  const known = await write(THANDI, "How much?");
  const preview = await world.ask(
    "GET",
    `/v1/conversations/${known.conversationId}/canned-answers/owed`,
  );
  expect(preview.json().text).toMatch(/^Thandi, R\s?349[,.]90 is open\.$/u);
  const bad = await world.ask("PUT", "/v1/canned-answers/owed", {
    language: "en",
    body: "{{ x }}",
  });
  expect(bad.statusCode).toBe(422);
});

test("WhatsApp takes free words for a day, and STOP is heeded", async () => {
  const number = "+27835554004";
  const heard = await write(number, "Hello", { channel: "whatsapp", routeId: routes["whatsapp"]! });
  const seen = { last_seen_id: heard.inboundId, text: "Good morning" };
  await setClock(world.db, NOW.add({ hours: 25 }), "test");
  const late = await post(heard.conversationId, "reply", seen);
  const since = { last_seen_id: heard.inboundId };
  const worded = async (template: string) =>
    (await post(heard.conversationId, "reply", { ...since, template })).statusCode;
  expect([await worded("warning"), await worded("help")]).toEqual([409, 202]);
  await setClock(world.db, NOW, "test");
  expect([late.statusCode, late.json().detail]).toEqual([409, expect.stringContaining("24 hours")]);
  const newest = await newestIn(heard.conversationId);
  const again = await post(heard.conversationId, "reply", { ...seen, last_seen_id: newest });
  expect(again.json().channel, again.body).toBe("whatsapp");
  const stop = await write(number, "STOP", { channel: "whatsapp", routeId: routes["whatsapp"]! });
  const after = { last_seen_id: await newestIn(heard.conversationId), text: "Good evening" };
  expect(stop.keyword).toBe("STOP");
  expect((await post(heard.conversationId, "reply", after)).json().detail).toContain("STOP");
});

test("a conversation belongs to a member, and shows who writes", async () => {
  const email = "ann@example.org";
  await makePerson(world, { email, role: "agent" });
  const { conversationId: id } = await write("+27835555005", "Hi");
  expect((await post(id, "assign", { user: "who@example.org" })).statusCode).toBe(422);
  expect((await post(id, "assign", { user: email })).json()).toEqual({ changed: true });
  expect(await listed(`assigned_to=${email}`)).toEqual([id]);
  expect(await listed("assigned_to=nobody")).not.toContain(id);
  await post(id, "writing");
  expect(await show(id)).toMatchObject({ assigned_to: email, writing: ["operator"] });
  expect((await post(id, "assign", { user: null })).json()).toEqual({ changed: true });
});

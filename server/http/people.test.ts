// What the pages of customers and of the inbox stand on: lists, the whole of a customer, their timeline, messages by hand.
import { afterAll, beforeAll, expect, test } from "vitest";
import { hear } from "#conversations/hear.ts";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
let route: string;
beforeAll(async () => {
  world = await openHttpWorld();
  const invoices = ["A", "B", "C"].map((letter, k) => ({
    reference: `N-${letter}`,
    customer: `P-${letter}`,
    due_on: `2026-0${k + 3}-15`,
    amount: `${(k + 1) * 100}.00`,
  }));
  const customers = ["A", "B", "C"].map((letter) => ({
    reference: `P-${letter}`,
    name: `Person ${letter}`,
  }));
  await world.ask("POST", "/v1/customers", { customers });
  await world.ask("POST", "/v1/invoices", { invoices });
  const { rows } = await world.owner.query<{ id: string }>(
    "select route_id as id from dunlin.route where name = 'sms-main'",
  );
  route = rows[0]!.id;
});
afterAll(async () => await world.close());

const get = async (path: string, query: Record<string, string> = {}) => {
  const answer = await world.ask("GET", `/v1${path}?${new URLSearchParams(query).toString()}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const THANDI = `/customers/${encodeURIComponent("C/1 é")}`;

test("lists are sorted by what is owed, filtered, counted, and go on where they ended", async () => {
  const references = async (query: Record<string, string>) =>
    (await get("/customers", query)).customers.map((one: { reference: string }) => one.reference);
  expect(await references({ sort: "overdue" })).toEqual(["P-C", "P-B", "C/1 é", "P-A"]);
  expect(await references({ sort: "oldest" })).toEqual(["P-A", "P-B", "P-C", "C/1 é"]);
  expect(await references({ sort: "name" })).toEqual(["P-A", "P-B", "P-C", "C/1 é"]);
  expect(await references({ overdue_days: "60" })).toEqual(["P-A", "P-B"]);
  for (const sort of ["name", "overdue", "oldest", "next"]) {
    const seen: string[] = [];
    let cursor: string | null = "";
    for (let page = 0; cursor !== null && page < 9; page += 1) {
      const given: Record<string, string> = cursor === "" ? {} : { cursor };
      const one = await get("/customers", { sort, limit: "1", count: "true", ...given });
      expect(one.total).toBe(4);
      seen.push(...one.customers.map(({ reference }: { reference: string }) => reference));
      cursor = one.next_cursor;
    }
    expect(seen, sort).toEqual(await references({ sort }));
  }
  const wrong = await world.ask("GET", "/v1/customers?sort=overdue&cursor=x~y");
  expect(wrong.statusCode).toBe(422);
});

test("a customer is shown whole, and everything that happened stands in one timeline", async () => {
  await world.ask("POST", `/v1${THANDI}/promises`, { amount: "50.00", due_on: "2026-07-03" });
  await world.ask("POST", `/v1${THANDI}/disputes`, { invoices: ["INV-2"], reason: "never came" });
  const heard = await hear(world.db, world.clientId, {
    routeId: route,
    channel: "sms",
    from: "+27821234567",
    to: "+27600000000",
    text: "please ring me about the router",
    automatic: false,
  });
  const talk = `/conversations/${heard.conversationId}`;
  await world.ask("POST", `/v1${talk}/notes`, { text: "Rang twice." });
  const whole = await get(`${THANDI}/overview`);
  expect(whole).toMatchObject({
    reference: "C/1 é",
    accounts: [{ open_minor: "34990", overdue_minor: "14990", oldest_due_on: "2026-06-29" }],
    contact_points: [{ address: "+27821234567", tells: "number", why: "confirmed", shared: 1 }],
    held: [
      { kind: "dispute", reason: "never came", invoices: ["INV-2"] },
      { kind: "promise", amount_minor: "5000" },
    ],
    conversation: { conversation_id: heard.conversationId },
  });
  const { entries } = await get(`${THANDI}/timeline`);
  const kinds = new Set(entries.map(({ kind }: { kind: string }) => kind));
  for (const kind of ["promise.made", "dispute.opened", "reply", "note"])
    expect(kinds).toContain(kind);
  const reply = entries.find(({ kind }: { kind: string }) => kind === "reply");
  expect(reply.heard).toMatchObject({ text: "please ring me about the router" });
  const only = await get(`${THANDI}/timeline`, { only: "notes,agreements" });
  expect(new Set(only.entries.map(({ group }: { group: string }) => group))).toEqual(
    new Set(["notes", "agreements"]),
  );
  const ids: string[] = [];
  let cursor: string | null = "";
  for (let page = 0; cursor !== null && page < 50; page += 1) {
    const given: Record<string, string> = cursor === "" ? {} : { cursor };
    const one = await get(`${THANDI}/timeline`, { limit: "2", ...given });
    ids.push(...one.entries.map(({ id }: { id: string }) => id));
    cursor = one.next_cursor;
  }
  expect(ids).toEqual(entries.map(({ id }: { id: string }) => id));
  const held = await get("/customers", { held: "dispute" });
  expect(held.customers).toMatchObject([{ reference: "C/1 é", held: ["dispute", "promise"] }]);
});

test("whoever decides on what they no longer see is told so, and nothing is done", async () => {
  const { facts_version: seen } = await get(`${THANDI}/overview`);
  const promise = { amount: "20.00", due_on: "2026-07-05" };
  const first = await world.ask("POST", `/v1${THANDI}/promises`, promise, {
    "if-match": `"${seen}"`,
  });
  expect(first.statusCode, first.body).toBe(201);
  const second = await world.ask("POST", `/v1${THANDI}/promises`, promise, {
    "if-match": `"${seen}"`,
  });
  expect(second.statusCode).toBe(409);
  expect(second.json().detail).toMatch(/since you looked/);
});

test("a message by hand goes as it was shown, and looking leaves nothing behind", async () => {
  const { contact_points: points } = await get(`${THANDI}/overview`);
  const body = {
    contact_point_id: points[0].contact_point_id,
    channel: "sms",
    text: "Zażółć: your line works again.",
  };
  const count = async () =>
    (
      await world.owner.query(
        "select count(*)::int as n from dunlin.message where template = 'own_words'",
      )
    ).rows[0].n;
  const before = await count();
  const looked = await world.ask("POST", `/v1${THANDI}/messages/preview`, body);
  expect(looked.json(), looked.body).toMatchObject({
    state: "planned",
    text: body.text,
    encoding: "ucs2",
    offending: "ż",
    stopped: null,
  });
  expect(await count()).toBe(before);
  const sent = await world.ask("POST", `/v1${THANDI}/messages`, body);
  expect(sent.statusCode, sent.body).toBe(202);
  const message = await get(`/messages/${sent.json().id}`);
  expect(message).toMatchObject({ customer: "C/1 é", text: body.text, class: "service" });
  const wrong = await world.ask("POST", `/v1${THANDI}/messages`, { ...body, channel: "email" });
  expect(wrong.statusCode).toBe(422);
});

test("the inbox stands in boxes; an answer takes a thread out of those that wait", async () => {
  const heard = await hear(world.db, world.clientId, {
    routeId: route,
    channel: "sms",
    from: "+27835550099",
    to: "+27600000000",
    text: "who are you and where did you find my number",
    automatic: false,
  });
  const id = heard.conversationId;
  const ids = async (query: Record<string, string>) =>
    (await get("/conversations", query)).conversations.map(
      (one: { conversation_id: string }) => one.conversation_id,
    );
  expect(await ids({ waiting: "true", state: "open" })).toContain(id);
  const before = await get("/conversations/counts");
  const answer = { last_seen_id: heard.inboundId, text: "We are Acme." };
  const replied = await world.ask("POST", `/v1/conversations/${id}/reply`, answer);
  expect(replied.statusCode, replied.body).toBe(202);
  expect(await ids({ waiting: "true" })).not.toContain(id);
  expect((await get("/conversations/counts")).waiting).toBe(before.waiting - 1);
  const correction = { message_id: heard.inboundId, intent: "wrong_person" };
  await world.ask("POST", "/v1/reading-corrections", correction);
  const { messages } = await get(`/conversations/${id}`);
  expect(messages[0]).toMatchObject({ direction: "in", corrected: "wrong_person" });
  const first = await get("/conversations", { limit: "1" });
  const next = await get("/conversations", { limit: "1", cursor: first.next_cursor });
  expect(next.conversations[0].conversation_id).not.toBe(first.conversations[0].conversation_id);
  expect(await get("/conversations", { assigned_to: "me" })).toMatchObject({ conversations: [] });
});

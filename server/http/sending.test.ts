import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey } from "#auth/api-keys.ts";
import { asClient } from "#platform/db.ts";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
let key: string;
beforeAll(async () => {
  world = await openHttpWorld();
  const scopes = ["messages:write", "messages:read"];
  const made = await asClient(
    world.db,
    world.clientId,
    async (tx) =>
      await createApiKey(tx, world.clientId, { name: "oss", scopes }, { actor: "test", now: NOW }),
  );
  ({ key } = made);
});
afterAll(async () => await world.close());

async function post(url: string, payload: object, headers: Record<string, string> = {}) {
  return await world.app.inject({
    method: "POST",
    url,
    payload,
    headers: { authorization: `Bearer ${key}`, ...headers },
  });
}
const get = async (url: string) =>
  (await world.app.inject({ url, headers: { authorization: `Bearer ${key}` } })).json();

const hello = { to: "+27821112222", channel: "sms", text: "Your ticket T-1 was closed." };

test("one message to a number that is nobody's", async () => {
  const answer = await post("/v1/messages", { ...hello, reference: "T-1" });
  expect(answer.statusCode).toBe(202);
  expect(answer.json()).toMatchObject({ status: "planned", reason: null, reference: "T-1" });
  const thread = await get(`/v1/messages/${answer.json().id}`);
  expect(thread).toMatchObject({
    status: "planned",
    class: "service",
    to: "+27821112222",
    customer: null,
    text: hello.text,
    segments: 1,
    events: [{ kind: "message.planned", actor: "key:oss" }],
  });
});

test("to a customer's number it stands on the customer's record", async () => {
  const answer = await post("/v1/messages", { ...hello, to: "082 123 4567" });
  expect(await get(`/v1/messages/${answer.json().id}`)).toMatchObject({
    customer: "C/1 é",
    to: "+27821234567",
  });
});

test("text is said as it stands, never as a template", async () => {
  const text = "50% {{ client.name }} {% if %} <b>";
  const answer = await post("/v1/messages", { ...hello, text });
  expect((await get(`/v1/messages/${answer.json().id}`)).text).toBe(text);
});

test("urgent goes before all, bulk after; a span says until when it is of use", async () => {
  const answer = await post("/v1/messages", { ...hello, priority: "urgent", valid_for: "5m" });
  const { rows } = await world.owner.query(
    "select lane, not_after::text from dunlin.message where message_id = $1",
    [answer.json().id],
  );
  expect(rows).toEqual([{ lane: 0, not_after: "2026-06-30 10:05:00+00" }]);
});

test("a batch is taken whole or not at all", async () => {
  const two = [hello, { ...hello, to: "+27821113333", priority: "bulk" }];
  const answer = await post("/v1/messages/batch", { messages: two });
  expect(answer.statusCode).toBe(202);
  expect(answer.json().messages).toHaveLength(2);
  const before = await count();
  const wrong = await post("/v1/messages/batch", { messages: [hello, { ...hello, to: "12" }] });
  expect([wrong.statusCode, wrong.json().detail]).toEqual([422, expect.stringContaining('"12"')]);
  expect(await count()).toBe(before);
});

const count = async (): Promise<number> =>
  Number((await world.owner.query("select count(*) from dunlin.message")).rows[0]!.count);

test.each([
  ["template", { to: hello.to, channel: "sms" }],
  ["template", { ...hello, template: "reminder" }],
  ["data", { ...hello, data: { a: 1 } }],
  ["channel", { ...hello, channel: "pigeon" }],
  ["valid_for", { ...hello, valid_for: "soon" }],
  ["valid_for", { ...hello, valid_for: "91d" }],
  ["text", { ...hello, text: "a\u0000b" }],
  ["tow", { ...hello, tow: 1 }],
])("names what is wrong: %s", async (field, body) => {
  const answer = await post("/v1/messages", body);
  expect(answer.statusCode).toBe(422);
  expect(answer.json().errors).toContainEqual({ in: "body", field, message: expect.any(String) });
});

test("a ladder's own template is refused with what to do", async () => {
  const answer = await post("/v1/messages", {
    to: hello.to,
    channel: "sms",
    template: "reminder",
  });
  expect([answer.statusCode, answer.json().detail]).toEqual([
    422,
    expect.stringContaining("class collection"),
  ]);
});

describe("with an Idempotency-Key", () => {
  test("the same again gets the same answer and does nothing, whatever the order of its fields", async () => {
    const before = await count();
    const first = await post("/v1/messages", hello, { "idempotency-key": "one" });
    const again = await post(
      "/v1/messages",
      Object.fromEntries(Object.entries(hello).toReversed()),
      { "idempotency-key": "one" },
    );
    expect([again.statusCode, again.json()]).toEqual([first.statusCode, first.json()]);
    expect(await count()).toBe(before + 1);
  });

  test("another body or another path is a conflict", async () => {
    await post("/v1/messages", hello, { "idempotency-key": "two" });
    const other = await post(
      "/v1/messages",
      { ...hello, text: "Other" },
      { "idempotency-key": "two" },
    );
    expect(other.statusCode).toBe(409);
    const elsewhere = await post(
      "/v1/messages/batch",
      { messages: [hello] },
      { "idempotency-key": "two" },
    );
    expect(elsewhere.statusCode).toBe(409);
  });

  test("twenty at the same moment are one message", async () => {
    const before = await count();
    const answers = await Promise.all(
      Array.from(
        { length: 20 },
        async () => await post("/v1/messages", hello, { "idempotency-key": "rush" }),
      ),
    );
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers.every(({ statusCode }) => statusCode === 202)).toBe(true);
    expect(await count()).toBe(before + 1);
  });

  test("what was refused may be mended and sent with the same key", async () => {
    const key_ = { "idempotency-key": "three" };
    expect((await post("/v1/messages", { ...hello, to: "12" }, key_)).statusCode).toBe(422);
    expect((await post("/v1/messages", hello, key_)).statusCode).toBe(202);
  });

  test("after seven days the key is free", async () => {
    await post("/v1/messages", hello, { "idempotency-key": "old" });
    await world.owner.query(
      "update dunlin.idempotency set created_at = now() - interval '8 days' where key = 'old'",
    );
    const answer = await post(
      "/v1/messages",
      { ...hello, text: "Other" },
      { "idempotency-key": "old" },
    );
    expect(answer.statusCode).toBe(202);
  });

  test("a key with blanks is none", async () => {
    const answer = await post("/v1/messages", hello, { "idempotency-key": "a b" });
    expect(answer.statusCode).toBe(422);
  });
});

// Events as a stream, over a server that listens.
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey, revokeApiKey } from "#auth/api-keys.ts";
import { asClient } from "#platform/db.ts";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
let base: string;
beforeAll(async () => {
  world = await openHttpWorld();
  base = await listening(world.app);
});
afterAll(async () => await world.close());

async function listening(app: FastifyInstance): Promise<string> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/v1/events/stream`;
}

const by = { actor: "test", now: NOW };
let made = 0;
async function key(): Promise<{ key: string; keyId: string }> {
  made += 1;
  const wanted = { name: `listener ${made}`, scopes: ["events:read"] };
  return await asClient(
    world.db,
    world.clientId,
    async (tx) => await createApiKey(tx, world.clientId, wanted, by),
  );
}

type Heard = {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
};

/** Reads events off a stream; `next` waits for one. */
function listenTo(response: Response): {
  next(): Promise<Heard | undefined>;
  close(): Promise<void>;
} {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async (): Promise<Heard | undefined> => {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end === -1) {
        const { value, done } = await reader.read();
        if (done) return undefined;
        text += value;
        continue;
      }
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const field = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const [id, event, data] = [field("id"), field("event"), field("data")];
      if (id !== undefined && event !== undefined && data !== undefined) {
        return { id, event, data: JSON.parse(data) as Record<string, unknown> };
      }
    }
  };
  return { next, close: async () => await reader.cancel() };
}

const stream = async (url: string, bearer: string, headers: Record<string, string> = {}) =>
  await fetch(url, { headers: { authorization: `Bearer ${bearer}`, ...headers } });

const send = async (reference: string) => {
  const body = { to: "+27835550100", channel: "sms", text: "Hi.", reference };
  const answer = await world.ask("POST", "/v1/messages", body);
  return answer.json<{ id: string }>().id;
};

test("what happens is told as it happens, and again from where one was", async () => {
  const one = await key();
  const heard = listenTo(await stream(`${base}?after=0`, one.key));
  const first = await heard.next();
  const message = await send("S-1");
  let found = first;
  while (found?.data["message_id"] !== message) found = await heard.next();
  expect(found).toMatchObject({ event: "message.planned", data: { actor: "operator" } });
  expect(found?.id).toBe(found?.data["seq"]);
  const page = (
    await world.ask("GET", `/v1/events?after=${BigInt(found!.id) - 1n}&limit=1`)
  ).json();
  expect(found?.data).toEqual(page.events[0]);
  await heard.close();

  const later = await send("S-2");
  const resumed = listenTo(
    await stream(`${base}?after=0`, one.key, { "last-event-id": found!.id }),
  );
  expect((await resumed.next())?.data["message_id"]).toBe(later);
  await resumed.close();
});

test("without a place to begin, events from now on; it ends by itself", async () => {
  const one = await key();
  await send("S-3");
  const response = await stream(`${base}?for_s=0`, one.key);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(await response.text()).toBe("retry: 2000\n\n");
});

test("a place that is none is refused", async () => {
  const one = await key();
  const response = await stream(base, one.key, { "last-event-id": "evt_1" });
  expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
    422,
    "Last-Event-ID (header): is no seq; write a whole number",
  ]);
});

test("one key listens five times at most; who goes makes room", async () => {
  const one = await key();
  const open = await Promise.all(
    Array.from({ length: 5 }, async () => await stream(base, one.key)),
  );
  expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const sixth = await stream(base, one.key);
  expect([sixth.status, ((await sixth.json()) as { detail: string }).detail]).toEqual([
    429,
    "5 streams of this key are open; close one first",
  ]);
  const other = await stream(`${base}?for_s=0`, (await key()).key);
  expect(other.status).toBe(200);
  await Promise.all(open.map(async ({ body }) => await body?.cancel()));
  await expect
    .poll(async () => (await stream(`${base}?for_s=0`, one.key)).status, { timeout: 5_000 })
    .toBe(200);
});

test("a key that was ended opens none", async () => {
  const one = await key();
  await asClient(
    world.db,
    world.clientId,
    async (tx) => await revokeApiKey(tx, world.clientId, one.keyId, by),
  );
  expect((await stream(base, one.key)).status).toBe(401);
});

test("when the server ends, its streams end too, each behind a whole event", async () => {
  const app = await world.appWith({});
  const url = await listening(app);
  const one = await key();
  const response = await stream(`${url}?after=0`, one.key);
  const text = response.text();
  const began = performance.now();
  await app.close();
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(await text).toMatch(/\n\n$/);
});

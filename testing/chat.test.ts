// Web chat from end to end, as a window on a client's page uses it and as a browser without scripts does.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { judge } from "#judge/judge.ts";
import { openCustomerChat } from "#conversations/chat/sessions.ts";
import { reply } from "#conversations/inbox/reply.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { openBrowser } from "./browser.ts";
import { until } from "./dispatch-world.ts";
import { openProviderWorld } from "./provider-world.ts";

const SHOP = "https://shop.example";
/** A page of the client's, as strict as pages can be. */
let tag = "";
const page = createServer((_request, response) => {
  response.writeHead(200, {
    "content-type": "text/html",
    "content-security-policy": `default-src 'none'; script-src ${server}; connect-src ${server}`,
  });
  response.end(`<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>${tag}</html>`);
});
await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
const pageUrl = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
const here = await openProviderWorld();
const client = await here.client(`
  - name: chat
    channel: chat
    adapter: chat
    sender: Harbour
    config:
      origins: ["${SHOP}", "${pageUrl}"]
      title: Harbour help
`);
const [{ routeId }] = (await client.rows(
  sql<{ routeId: string }>`select route_id from dunlin.route where name = 'chat'`,
)) as [{ routeId: string }];
const server = here.installation.config.publicUrl;
const base = `${server}/chat/${routeId}`;

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await here.start();
});
afterAll(async () => {
  page.closeAllConnections();
  page.close();
  await stop();
});

type Line = { readonly id: string; readonly from: string; readonly text: string };

const ask = async (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  await fetch(`${base}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      origin: SHOP,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    redirect: "manual",
    signal: AbortSignal.timeout(10_000),
  });
const begin = async (): Promise<Record<string, string>> => {
  const opened = (await (await ask("/session", { language: "pl" })).json()) as { token: string };
  return { authorization: `Bearer ${opened.token}` };
};
const linesFor = async (who: Record<string, string>, after?: string): Promise<Line[]> =>
  (
    (await (
      await ask(`/messages${after === undefined ? "" : `?after=${after}`}`, undefined, who)
    ).json()) as { lines: Line[] }
  ).lines;
const say = async (who: Record<string, string>, text: string, id: string = randomUUID()) =>
  await ask("/messages", { id, text }, who);
const answer = async (inboundId: string, text: string): Promise<string> =>
  await client.within(async (tx) => {
    const { rows } = await sql<{ conversationId: string }>`
      select conversation_id from dunlin.inbound where inbound_id = ${inboundId}`.execute(tx);
    const { conversationId } = rows[0]!;
    const { rows: newest } = await sql<{ id: string }>`
      select max(id::text) as id from (
        select inbound_id as id from dunlin.inbound where conversation_id = ${conversationId}
        union all select message_id from dunlin.message where channel = 'chat') seen`.execute(tx);
    const context = await loadContext(tx, client.clientId);
    const lastSeenId = newest[0]!.id;
    const replying = { conversationId, by: "user:ann", lastSeenId, words: { text } };
    const done = await reply(tx, context, replying, await clockNow(tx));
    if ("refused" in done) throw new Error(JSON.stringify(done));
    return done.said.messageId;
  });
const lastInbound = async () => {
  const [inbound] = await client.rows(sql<{ inboundId: string; body: string }>`
    select inbound_id, body from dunlin.inbound order by inbound_id desc limit 1`);
  return inbound ?? { inboundId: "", body: "" };
};
const becomes = async (messageId: string, state: string): Promise<void> => {
  const stateNow = async () => (await client.messages(sql`message_id = ${messageId}`))[0]?.state;
  await until(async () => (await stateNow()) === state, 5_000).catch(async () =>
    expect(await stateNow()).toBe(state),
  );
};

/** Reads a stream until these words have come. */
async function hearLines(who: Record<string, string>, words: string, last?: string) {
  const over = new AbortController();
  const answered = await fetch(`${base}/stream`, {
    headers: { origin: SHOP, ...who, ...(last === undefined ? {} : { "last-event-id": last }) },
    signal: AbortSignal.any([over.signal, AbortSignal.timeout(10_000)]),
  });
  expect(answered.headers.get("content-type")).toContain("text/event-stream");
  const lines: Line[] = [];
  let text = "";
  for await (const bytes of answered.body!) {
    text += Buffer.from(bytes).toString("utf8");
    const found = [...text.matchAll(/^data: (.*)$/gmu)].map(
      ([, data]) => JSON.parse(data!) as Line,
    );
    lines.splice(0, lines.length, ...found);
    if (lines.some((line) => line.text.includes(words))) break;
  }
  over.abort();
  return lines;
}

test("the window is small, stands where it may, and nowhere else", async () => {
  const script = await fetch(`${server}/chat.js`, { headers: { "accept-encoding": "identity" } });
  const plain = await script.text();
  const packed = await here.app.inject({ url: "/chat.js", headers: { "accept-encoding": "gzip" } });
  expect(script.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  expect(plain).toContain("attachShadow");
  expect(plain).not.toMatch(/innerHTML|eval\(/u);
  expect([plain.length < 9_000, packed.rawPayload.length < 5_000]).toEqual([true, true]);
  const preflight = await fetch(`${base}/messages`, {
    method: "OPTIONS",
    headers: { origin: SHOP },
  });
  expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([
    204,
    SHOP,
  ]);
  const headers = { origin: "https://elsewhere.example" };
  expect((await ask("/session", {}, headers)).status).toBe(403);
  expect((await fetch(`${server}/chat/${randomUUID()}/session`, { method: "POST" })).status).toBe(
    404,
  );
});

test("a visitor is heard once, a person answers, and what is received is delivered", async () => {
  const opened = await ask("/session", { language: "pl" });
  expect(await opened.clone().json()).toMatchObject({
    title: "Harbour help",
    welcome: expect.stringContaining("Jak możemy pomóc"),
  });
  const who = { authorization: `Bearer ${((await opened.json()) as { token: string }).token}` };
  const id = randomUUID();
  const first = (await (await say(who, "Hello, who is there?", id)).json()) as { id: string };
  expect(await (await say(who, "Hello, who is there?", id)).json()).toEqual(first);
  const heard = await client.rows(sql<object>`
    select channel, customer_id, automatic from dunlin.inbound where inbound_id = ${first.id}`);
  expect(heard).toEqual([{ channel: "chat", customerId: null, automatic: false }]);
  const listening = hearLines(who, "Ann here");
  const messageId = await answer(first.id, "Ann here. https://harbour.example/help");
  const lines = await listening;
  expect([lines[0], lines.at(-1)]).toMatchObject([
    { id: first.id, from: "me", key: id },
    { id: messageId, from: "them", text: "Ann here. https://harbour.example/help" },
  ]);
  await becomes(messageId, "handed_over");
  expect((await ask("/received", { ids: [messageId, randomUUID()] }, who)).status).toBe(204);
  await becomes(messageId, "delivered");
});

test("what is said while nobody is connected waits, and a stream goes on where it broke off", async () => {
  const who = await begin();
  const { id } = (await (await say(who, "I come back later")).json()) as { id: string };
  const first = await answer(id, "We are here until five.");
  await becomes(first, "handed_over");
  const back = await linesFor(who);
  expect([back[0]!.text, back.at(-1)!.text]).toEqual([
    "I come back later",
    "We are here until five.",
  ]);
  await ask("/received", { ids: back.map((line) => line.id) }, who);
  await becomes(first, "delivered");
  const second = await answer(id, "Still there?");
  expect((await hearLines(who, "Still there?", first)).map((line) => line.id)).toEqual([second]);
  // Nobody reads what was said to others.
  expect(await linesFor(await begin())).toEqual([]);
});

test("a session of who has proved themselves is the customer's, on each of their devices", async () => {
  const { customerId } = await client.customer({ points: [] });
  const open = async () =>
    await client.within(async (tx) => {
      const opening = {
        routeId,
        config: { origins: [], sessionHours: 1 },
        language: "en",
        customerId,
      };
      return await openCustomerChat(tx, client.clientId, opening, await clockNow(tx));
    });
  const [phone, laptop] = [await open(), await open()];
  await say({ authorization: `Bearer ${phone.token}` }, "BALANCE");
  const [line] = await linesFor({ authorization: `Bearer ${laptop.token}` });
  expect(line!.text).toBe("BALANCE");
  const inbounds = await client.rows(sql<{ channel: string }>`
    select channel from dunlin.inbound where customer_id = ${customerId}`);
  expect(inbounds).toEqual([{ channel: "chat" }]);
  // What the session began with proves who writes: the balance is said there.
  const answers = async () =>
    await client.rows(sql<{
      template: string;
      state: string;
    }>`select template, state from dunlin.message
      where customer_id = ${customerId} and template like 'balance%'`);
  await until(async () => (await answers())[0]?.state === "handed_over");
  expect(await answers()).toMatchObject([{ template: "balance_nothing" }]);
});

test("too much, too long, too late and too strange is refused", async () => {
  const who = await begin();
  expect((await say(who, " ")).status).toBe(422);
  expect((await say(who, "x".repeat(2_001))).status).toBe(422);
  expect((await ask("/messages", "x".repeat(20_000), who)).status).toBe(413);
  expect((await ask("/messages", { id: "1", text: "Hi" }, who)).status).toBe(422);
  const statuses: number[] = [];
  for (let times = 0; times < 12; times += 1) statuses.push((await say(who, `Hi ${times}`)).status);
  expect(statuses).toContain(429);
  expect((await linesFor({ authorization: "Bearer nobody" })) ?? "refused").toBe("refused");
  await client.rows(sql`update dunlin.chat_session set expires_at = clock_timestamp() - interval '1 second'
    where session_id = (select session_id from dunlin.chat_session order by opened_at desc, session_id desc limit 1)`);
  expect((await ask("/messages", undefined, who)).status).toBe(401);
  const tokens = await client.rows(sql<{
    found: boolean;
  }>`select coalesce(bool_or(strpos(s::text, ${who["authorization"]!.slice(-22)}) > 0), false) as found
    from dunlin.chat_session s`);
  expect(tokens).toEqual([{ found: false }]);
});

test("without scripts: a form, a page that shows the answer, and that it was shown", async () => {
  const form = { "content-type": "application/x-www-form-urlencoded", origin: server };
  const foreign = await ask("", "text=Hi", { ...form, origin: SHOP });
  expect(foreign.status).toBe(403);
  const sent = await ask("", `text=${encodeURIComponent("Can I <b>pay</b> half?")}`, form);
  expect([sent.status, sent.headers.get("location")]).toEqual([303, `/chat/${routeId}`]);
  const cookie = sent.headers.get("set-cookie")!;
  expect(cookie).toMatch(/HttpOnly; SameSite=Lax/u);
  const headers = { cookie: cookie.split(";")[0]!, origin: server };
  const shown = await (await ask("", undefined, headers)).text();
  expect(shown).toContain("Can I &lt;b&gt;pay&lt;/b&gt; half?");
  expect(shown).not.toContain("<script");
  const messageId = await answer((await lastInbound()).inboundId, "Yes, you can.");
  await becomes(messageId, "handed_over");
  expect(await (await ask("", undefined, headers)).text()).toContain("Yes, you can.");
  await becomes(messageId, "delivered");
});

test("in a browser: written on a small phone, answered while it looks, there again after a reload", async () => {
  tag = `<script src="${server}/chat.js" data-site="${routeId}" defer></script>`;
  const browser = await openBrowser();
  try {
    const phone = await browser.newPage({ viewport: { width: 360, height: 640 } });
    const faults: string[] = [];
    phone.on("pageerror", (error) => faults.push(error.message));
    phone.on("console", (line) => line.type() === "error" && faults.push(line.text()));
    await phone.goto(pageUrl);
    await phone.getByRole("button", { name: "Chat" }).click();
    await phone.getByRole("textbox", { name: "Your message" }).fill("BALANCE <b>please</b>?");
    await phone.keyboard.press("Enter");
    const log = phone.getByRole("log");
    await log.getByText("BALANCE <b>please</b>?").waitFor();
    await until(async () => (await lastInbound()).body.startsWith("BALANCE <b>"));
    const messageId = await answer(
      (await lastInbound()).inboundId,
      "See https://harbour.example/a?b=c",
    );
    await log.getByRole("link", { name: "https://harbour.example/a?b=c" }).waitFor();
    await becomes(messageId, "delivered");
    expect(await log.locator("b").count()).toBe(0);
    expect(await phone.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    await phone.keyboard.press("Escape");
    expect(await phone.getByRole("dialog").count()).toBe(0);
    await phone.reload();
    await phone.getByRole("button", { name: "Chat" }).click();
    await log.getByText("BALANCE <b>please</b>?").waitFor();
    await log.getByText("See https").waitFor();
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
  }
});

test("the judge finds nothing wrong", async () => {
  const { invariants } = await judge(here.world.app, client.clientId);
  expect(invariants.filter(({ ok }) => !ok)).toEqual([]);
});

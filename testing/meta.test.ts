// WhatsApp and Messenger from end to end: heard, answered, reminded by an approved template once the day is over.
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { judge } from "#judge/judge.ts";
import { reply } from "#conversations/inbox/reply.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { LADDER, THURSDAY } from "./builders.ts";
import { until } from "./dispatch-world.ts";
import { openProviderWorld, remind } from "./provider-world.ts";
import { META, pageEvents, signed, startMeta, whatsAppEvents } from "./simulators/meta.ts";

const here = await openProviderWorld();
const meta = await startMeta();
const keys = `
      access_token: ${META.accessToken}
      app_secret: ${META.appSecret}
      verify_token: ${META.verifyToken}
      api_url: ${meta.url}
      rest_min_ms: 20
      rest_max_ms: 20`;
const client = await here.client(`
  - name: wa
    channel: whatsapp
    adapter: whatsapp
    sender: "+27600000001"
    config:${keys}
      phone_number_id: "${META.phoneNumberId}"
      templates:
        reminder:
          name: payment_reminder_2
          languages: { en: en_US, pl: pl }
          body: ["{{ customer.name }}", "{{ account.due | money }}"]
  - name: page
    channel: messenger
    adapter: messenger
    sender: Harbour
    config:${keys}
      page_id: "${META.pageId}"
`);
const [atWhatsApp, atPage] = [await client.addressOf("wa"), await client.addressOf("page")];
const NUMBER = "+27821230001";
const ID = NUMBER.slice(1);

let stop: () => Promise<void>;
beforeAll(async () => {
  const policy = LADDER.replaceAll("sms | email", "whatsapp | sms");
  await client.within(
    async (tx) => await applyPolicy(tx, client.clientId, policy, THURSDAY, "test"),
  );
  stop = await here.start();
});
afterAll(async () => {
  await stop();
  await meta.close();
});

const tell = async (url: string, body: string, headers = signed(body)): Promise<number> =>
  (await fetch(url, { method: "POST", body, headers, signal: AbortSignal.timeout(5_000) })).status;
const text = (id: string, body: string, from = ID) => ({
  from,
  id,
  timestamp: "1700000001",
  type: "text",
  text: { body },
});
const stateOf = async (messageId: string): Promise<string> => {
  const [message] = await client.messages(sql`message_id = ${messageId}`);
  return `${message?.state} ${message?.reason ?? ""}`.trim();
};
const becomes = async (messageId: string, state: string): Promise<void> =>
  await until(async () => (await stateOf(messageId)) === state, 10_000).catch(async () =>
    expect(await stateOf(messageId)).toBe(state),
  );
const heard = async () =>
  await client.rows(
    sql<{
      body: string;
      channel: string;
      conversationId: string;
      inboundId: string;
    }>`select body, channel, conversation_id, inbound_id from dunlin.inbound order by inbound_id`,
  );
const answer = async (conversationId: string, lastSeenId: string, words: string): Promise<string> =>
  await client.within(async (tx) => {
    const context = await loadContext(tx, client.clientId);
    const replying = { conversationId, by: "user:ann", lastSeenId, words: { text: words } };
    const done = await reply(tx, context, replying, await clockNow(tx));
    if ("refused" in done) throw new Error(JSON.stringify(done));
    return done.said.messageId;
  });

test("Meta finds its address, and settings hold no secret in plain", async () => {
  const query = new URLSearchParams({
    "hub.mode": "subscribe",
    "hub.verify_token": META.verifyToken,
    "hub.challenge": "42",
  });
  const asked = await fetch(`${atWhatsApp.events}?${query.toString()}`);
  expect([asked.status, await asked.text()]).toEqual([200, "42"]);
  query.set("hub.verify_token", "something-else");
  expect((await fetch(`${atWhatsApp.events}?${query.toString()}`)).status).toBe(403);
  const [stored] = await client.rows(sql<{ config: string }>`
    select string_agg(config::text, ' ') as config from dunlin.route`);
  for (const secret of [META.accessToken, META.appSecret, META.verifyToken])
    expect(stored!.config).not.toContain(secret);
});

test("a reminder to whom did not write is the approved template; its receipts count, in any order", async () => {
  const { messageId } = await remind(client, NUMBER);
  await becomes(messageId, "handed_over");
  const { id, body } = meta.taken.at(-1)!;
  expect(body).toMatchObject({
    to: ID,
    type: "template",
    template: {
      name: "payment_reminder_2",
      language: { code: "en_US" },
      components: [
        { type: "body", parameters: [{ type: "text" }, { type: "text", text: /250/u }] },
      ],
    },
  });
  const status = (said: string) => ({
    id,
    status: said,
    recipient_id: ID,
    biz_opaque_callback_data: body["biz_opaque_callback_data"],
  });
  const statuses = whatsAppEvents({ statuses: [status("read"), status("sent")] });
  expect(await tell(atWhatsApp.events, statuses)).toBe(200);
  expect(await tell(atWhatsApp.events, statuses)).toBe(200);
  await becomes(messageId, "delivered");
});

test("who writes is heard once, and answered in free words within the day", async () => {
  meta.open.add(ID);
  const event = whatsAppEvents({
    messages: [text("wamid.in.1", "My card is 4111 1111 1111 1111")],
  });
  expect(await tell(atWhatsApp.events, event, signed(event, "a wrong secret"))).toBe(403);
  for (let times = 0; times < 2; times += 1) expect(await tell(atWhatsApp.events, event)).toBe(200);
  const [one, ...more] = await heard();
  expect([one!.channel, one!.body, more]).toEqual([
    "whatsapp",
    expect.not.stringContaining("4111 1111"),
    [],
  ]);
  const messageId = await answer(one!.conversationId, one!.inboundId, "Please never send a card.");
  await becomes(messageId, "handed_over");
  expect(meta.taken.at(-1)!.body).toMatchObject({
    type: "text",
    text: { body: "Please never send a card." },
  });
});

test("Messenger: a stranger is heard and answered; STOP ends it there", async () => {
  const [sender, recipient] = [{ id: "6543210987" }, { id: META.pageId }];
  meta.open.add(sender.id);
  const say = async (mid: string, words: string) =>
    await tell(
      atPage.events,
      pageEvents({ sender, recipient, timestamp: 1, message: { mid, text: words } }),
    );
  expect(await say("m.in.1", "Is anybody there?")).toBe(200);
  const last = (await heard()).at(-1)!;
  const messageId = await answer(last.conversationId, last.inboundId, "Yes.");
  await becomes(messageId, "handed_over");
  expect(meta.taken.at(-1)!.body).toMatchObject({ recipient: sender, message: { text: "Yes." } });
  const mids = [meta.taken.at(-1)!.id];
  await tell(atPage.events, pageEvents({ sender, recipient, delivery: { mids, watermark: 2 } }));
  await becomes(messageId, "delivered");
  expect(await say("m.in.2", "STOP")).toBe(200);
  const stopped = await client.rows(sql<{ at: string }>`
    select channel || ' ' || address as at from dunlin.address where opted_out_at is not null`);
  expect(stopped).toEqual([{ at: `messenger ${sender.id}` }]);
  await until(
    async () => meta.taken.at(-1)!.body["messaging_type"] === "RESPONSE" && meta.taken.length >= 4,
  );
});

test("the judge finds nothing wrong", async () => {
  await until(
    async () => (await client.messages(sql`state in ('planned', 'queued')`)).length === 0,
  );
  const { invariants } = await judge(here.world.app, client.clientId);
  expect(invariants.flatMap(({ violations }) => violations)).toEqual([]);
});

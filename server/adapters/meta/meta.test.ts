// WhatsApp and Messenger as a route and a reader, against a Graph API that behaves as published.
import { afterEach, describe, expect, test } from "vitest";
import { type Outgoing, type Route, RouteError } from "#messages/route.ts";
import { silentLog } from "#platform/log.ts";
import {
  META,
  pageEvents,
  signed,
  startMeta,
  whatsAppEvents,
  type Meta,
  type MetaFailure,
} from "#testing/simulators/meta.ts";
import { MessengerConfig, WhatsAppConfig } from "./config.ts";
import { openMessengerRoute } from "./messenger.ts";
import { messengerReader } from "./messenger-reader.ts";
import { openWhatsAppRoute } from "./whatsapp.ts";
import { whatsAppReader } from "./whatsapp-reader.ts";

const { phoneNumberId, pageId, ...keys } = META;
const MESSAGE_ID = "0199a0b0-0000-7000-8000-000000000001";
const opened: { close(): Promise<void> }[] = [];
const optedOut: string[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
  optedOut.length = 0;
});

const limits = { ...keys, restMinMs: 1, restMaxMs: 2, closeTimeoutMs: 20, responseTimeoutMs: 100 };
const ports = {
  log: silentLog,
  optedOut: (address: string) => Promise.resolve(void optedOut.push(address)),
};

async function open(channel: "whatsapp" | "messenger"): Promise<{ meta: Meta; route: Route }> {
  const meta = await startMeta();
  const common = { ...limits, apiUrl: meta.url };
  const route =
    channel === "whatsapp"
      ? openWhatsAppRoute(WhatsAppConfig.parse({ ...common, phoneNumberId }), ports)
      : openMessengerRoute(MessengerConfig.parse({ ...common, pageId }), ports);
  opened.push(meta, route);
  return { meta, route };
}

const message = (change: Partial<Outgoing> = {}): Outgoing => ({
  clientId: "c1",
  messageId: MESSAGE_ID,
  attempt: 1,
  to: "+27821234567",
  sender: "+27600000001",
  text: "Dziękujemy 😀",
  ...change,
});

async function failureOf(handOver: Promise<unknown>): Promise<string> {
  const error = await handOver.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RouteError);
  return `${(error as RouteError).failure} ${(error as RouteError).code}`;
}

describe("handing over", () => {
  test("within the day WhatsApp gets free words, later the approved template, without either nothing", async () => {
    const { meta, route } = await open("whatsapp");
    meta.open.add("27821234567");
    const approved = {
      name: "reminder_2",
      language: "en_US",
      body: ["Thandi", "R 149,90"],
      button: "p/abc",
    };
    expect(await route.handOver(message({ windowOpen: true, approved }))).toEqual({
      providerIds: ["wamid.1"],
    });
    await route.handOver(message({ windowOpen: false, approved, attempt: 2 }));
    expect(await failureOf(route.handOver(message({ windowOpen: false })))).toBe(
      "rejected window_closed",
    );
    expect(meta.taken.map(({ path }) => path)).toEqual([
      `/v23.0/${phoneNumberId}/messages`,
      `/v23.0/${phoneNumberId}/messages`,
    ]);
    const common = {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: "27821234567",
    };
    const words = (...texts: string[]) => texts.map((text) => ({ type: "text", text }));
    expect(meta.taken.map(({ body }) => body)).toEqual([
      {
        ...common,
        type: "text",
        text: { body: "Dziękujemy 😀", preview_url: false },
        biz_opaque_callback_data: `${MESSAGE_ID}.1`,
      },
      {
        ...common,
        type: "template",
        template: {
          name: "reminder_2",
          language: { code: "en_US" },
          components: [
            { type: "body", parameters: words("Thandi", "R 149,90") },
            { type: "button", sub_type: "url", index: "0", parameters: words("p/abc") },
          ],
        },
        biz_opaque_callback_data: `${MESSAGE_ID}.2`,
      },
    ]);
  });

  test("Messenger answers within the day, and asks nothing later", async () => {
    const { meta, route } = await open("messenger");
    meta.open.add("6543");
    const to = "6543";
    expect(await route.handOver(message({ to, windowOpen: true }))).toEqual({
      providerIds: ["m.1"],
    });
    expect(await failureOf(route.handOver(message({ to, windowOpen: false })))).toBe(
      "rejected window_closed",
    );
    // The far side's clock may think otherwise.
    const late = route.handOver(message({ to: "99", windowOpen: true }));
    expect(await failureOf(late)).toBe("rejected 10/2018278");
    expect(meta.taken).toHaveLength(1);
    expect(meta.taken[0]!.body).toEqual({
      recipient: { id: to },
      messaging_type: "RESPONSE",
      message: { text: "Dziękujemy 😀" },
    });
  });

  test.each<[string, MetaFailure, string]>([
    ["too many messages of the number", { code: 130_429 }, "throttled 130429"],
    ["too many requests of the account", { code: 80_007 }, "throttled 80007"],
    ["too many to one person", { code: 131_056 }, "temporary 131056"],
    ["the service is away", { code: 131_016, status: 503 }, "temporary 131016"],
    ["the token has expired", { code: 190, status: 401 }, "unreachable 190"],
    ["a permission is missing", { code: 200, status: 403 }, "unreachable 200"],
    ["the account is locked", { code: 131_031, status: 403 }, "unreachable 131031"],
    ["the window has closed", { code: 131_047 }, "rejected 131047"],
    ["the template does not exist", { code: 132_001, status: 404 }, "rejected 132001"],
    ["nobody uses WhatsApp there", { code: 131_026 }, "rejected 131026"],
    ["a gateway stands between", "gateway", "uncertain HTTP 502"],
    ["the answer has no id", "no_id", "uncertain no_id"],
    ["there is no answer", "silent", "uncertain no_answer"],
  ])("%s", async (_what, failure, expected) => {
    const { meta, route } = await open("whatsapp");
    meta.fail(failure);
    expect(await failureOf(route.handOver(message({ windowOpen: true })))).toBe(expected);
    expect(meta.taken).toHaveLength(0);
  });

  test("who told WhatsApp to hear no more is opted out", async () => {
    const { meta, route } = await open("whatsapp");
    meta.fail({ code: 131_050 });
    expect(await failureOf(route.handOver(message({ windowOpen: true })))).toBe("rejected 131050");
    expect(optedOut).toEqual(["+27821234567"]);
  });
});

const ROUTE = "route-1";
const whatsapp = whatsAppReader(ROUTE, WhatsAppConfig.parse({ ...keys, phoneNumberId }));
const messenger = messengerReader(ROUTE, MessengerConfig.parse({ ...keys, pageId }));
const requestOf = (body: string, headers: Record<string, string> = signed(body)) => ({
  url: "https://dunlin.example/in/t/events",
  headers,
  body: Buffer.from(body),
});

describe("hearing", () => {
  test("the address is ours for whoever knows our word", () => {
    const ask = (token: string, challenge = "1158201444") =>
      whatsapp.greet!(
        new URLSearchParams({
          "hub.mode": "subscribe",
          "hub.verify_token": token,
          "hub.challenge": challenge,
        }),
      );
    expect(ask(keys.verifyToken)).toBe("1158201444");
    expect(ask("another-word-of-theirs")).toMatchObject({ refused: "forbidden" });
    expect(ask(keys.verifyToken, "<script>")).toMatchObject({ refused: "unreadable" });
  });

  test("the signature is over the bytes as they came", () => {
    const body = whatsAppEvents({ statuses: [{ id: "wamid.1", status: "sent" }] });
    expect(whatsapp.events!(requestOf(body))).toMatchObject({ receipts: [{ state: "accepted" }] });
    const same = JSON.stringify(JSON.parse(body), null, 1);
    for (const headers of [signed(body), signed(same, "another secret"), {}])
      expect(whatsapp.events!(requestOf(same, headers))).toMatchObject({ refused: "forbidden" });
    expect(whatsapp.events!(requestOf("[]"))).toMatchObject({ refused: "unreadable" });
    const page = pageEvents();
    expect(whatsapp.events!(requestOf(page))).toMatchObject({ refused: "unreadable" });
    expect(whatsapp.status(requestOf(body))).toMatchObject({ refused: "unreadable" });
  });

  test("messages of WhatsApp in the order in which they were written, whatever kind they are", () => {
    const from = "27821234567";
    const body = whatsAppEvents({
      messages: [
        {
          from,
          id: "wamid.B",
          timestamp: "1700000009",
          type: "button",
          button: { text: "Pay now", payload: "PAY" },
          context: { id: "wamid.9" },
        },
        {
          from,
          id: "wamid.A",
          timestamp: "1700000001",
          type: "text",
          text: { body: "Can I pay half?" },
        },
        {
          from,
          id: "wamid.C",
          timestamp: "1700000010",
          type: "interactive",
          interactive: { type: "list_reply", list_reply: { id: "2", title: "Half" } },
        },
        { from, id: "wamid.D", timestamp: "1700000011", type: "image", image: { caption: "slip" } },
        { from, id: "wamid.E", timestamp: "1700000012", type: "reaction", reaction: {} },
        { from, timestamp: "1700000013", type: "text", text: { body: "no id" } },
        "nonsense" as never,
      ],
    });
    const news = whatsapp.events!(requestOf(body));
    expect("inbounds" in news && news.inbounds).toEqual(
      [
        { text: "Can I pay half?", providerId: "wamid.A" },
        { text: "Pay now", providerId: "wamid.B", answers: ["wamid.9"] },
        { text: "Half", providerId: "wamid.C" },
        { text: "[image] slip", providerId: "wamid.D" },
      ].map((one) => ({
        routeId: ROUTE,
        channel: "whatsapp",
        from: "+27821234567",
        to: "27600000001",
        automatic: false,
        ...one,
      })),
    );
    const others = whatsapp.events!(requestOf(whatsAppEvents({ messages: [{}] }, "999999")));
    expect(others).toEqual({ receipts: [], inbounds: [], optedOut: [] });
  });

  test("statuses of WhatsApp become receipts that name the hand-over", () => {
    const status = (id: string, said: string, more: object = {}) => ({
      id,
      status: said,
      recipient_id: "27821234567",
      ...more,
    });
    const body = whatsAppEvents({
      statuses: [
        status("wamid.1", "read", { biz_opaque_callback_data: `${MESSAGE_ID}.1` }),
        status("wamid.1", "delivered"),
        status("wamid.2", "failed", { errors: [{ code: 131_026, title: "undeliverable" }] }),
        status("wamid.3", "failed", { errors: [{ code: 131_050 }] }),
        status("wamid.4", "invented"),
      ],
    });
    const news = whatsapp.events!(requestOf(body));
    expect(news).toMatchObject({
      receipts: [
        { state: "delivered", handOver: { messageId: MESSAGE_ID, attempt: 1 }, permanent: false },
        { state: "delivered", to: "+27821234567" },
        { state: "failed", permanent: true, error: "131026" },
        { state: "failed", permanent: false, error: "131050" },
        { state: "unknown" },
      ],
      optedOut: ["+27821234567"],
    });
  });

  test("a page's events: words, buttons and deliveries, not what the page said itself", () => {
    const [sender, recipient] = [{ id: "6543" }, { id: pageId }];
    const body = pageEvents(
      { sender, recipient, timestamp: 20, message: { mid: "m.B", text: "And now?" } },
      {
        sender,
        recipient,
        timestamp: 10,
        message: {
          mid: "m.A",
          text: "Hi",
          reply_to: { mid: "m.1" },
          attachments: [{ type: "image" }],
        },
      },
      { sender, recipient, timestamp: 30, postback: { mid: "m.C", title: "Pay", payload: "PAY" } },
      { sender: recipient, recipient: sender, message: { mid: "m.1", text: "Us", is_echo: true } },
      { sender, recipient, delivery: { mids: ["m.1", 7], watermark: 40 } },
      { sender, recipient, read: { watermark: 50 } },
    );
    const news = messenger.events!(requestOf(body));
    expect(news).toMatchObject({
      receipts: [{ providerId: "m.1", state: "delivered", permanent: false }],
      inbounds: [
        { from: "6543", to: pageId, text: "Hi [image]", providerId: "m.A", answers: ["m.1"] },
        { text: "And now?", providerId: "m.B" },
        { text: "Pay", providerId: "m.C" },
      ],
    });
    expect("receipts" in news && news.receipts).toHaveLength(1);
  });
});

import { createServer } from "node:net";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { type Outgoing, type Route, RouteError } from "#messages/route.ts";
import { silentLog } from "#platform/log.ts";
import { startTwilio, type Twilio, type TwilioOptions } from "#testing/simulators/twilio.ts";
import { TOO_MANY } from "#testing/simulators/twilio-behaviour.ts";
import { isLoopback } from "./limits.ts";
import { openTwilioRoute } from "./twilio.ts";
import { TwilioConfig } from "./twilio-config.ts";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

async function twilio(options: TwilioOptions = {}): Promise<Twilio> {
  const behaviour = { statuses: false, ...options.behaviour };
  const fake = await startTwilio({ ...options, behaviour });
  opened.push(fake);
  return fake;
}

const optedOut: [string, string][] = [];

function routeTo(
  { url, account }: Pick<Twilio, "url" | "account">,
  change: Record<string, unknown> = {},
): Route {
  const route = openTwilioRoute(
    TwilioConfig.parse({
      accountSid: account.sid,
      authToken: account.authToken,
      apiUrl: url,
      restMinMs: 20,
      restMaxMs: 40,
      closeTimeoutMs: 50,
      ...change,
    }),
    "http://127.0.0.1:1/in/token/status",
    {
      log: silentLog,
      optedOut: (address, code) => Promise.resolve(void optedOut.push([address, code])),
    },
  );
  opened.push(route);
  return route;
}

const MESSAGE_ID = "0199a0b0-0000-7000-8000-000000000001";

function sms(change: Partial<Outgoing> = {}): Outgoing {
  return {
    clientId: "c1",
    messageId: MESSAGE_ID,
    attempt: 1,
    to: "+15005550100",
    sender: "+15005550006",
    text: "Hello & goodbye, 100 % – ąę 😀",
    ...change,
  };
}

async function failureOf(handOver: Promise<unknown>): Promise<[string, string]> {
  const error = await handOver.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RouteError);
  return [(error as RouteError).failure, (error as RouteError).code];
}

test("a message is posted as a form, with validity and an address that names the hand-over", async () => {
  const fake = await twilio();
  const notAfter = Temporal.Now.instant().add({ seconds: 3_600 });
  const handed = await routeTo(fake).handOver(sms({ notAfter, attempt: 2 }));
  const [taken] = fake.taken;
  expect(handed).toEqual({ providerIds: [taken!.sid] });
  expect(taken!.form).toEqual({
    To: "+15005550100",
    From: "+15005550006",
    Body: "Hello & goodbye, 100 % – ąę 😀",
    ValidityPeriod: expect.stringMatching(/^3(5[0-9]{2}|600)$/) as string,
    StatusCallback: `http://127.0.0.1:1/in/token/status?m=${MESSAGE_ID}.2`,
  });
});

test("a messaging service stands in place of the sender; an API key in place of the token", async () => {
  const apiKey = { sid: `SK${"1".repeat(32)}`, secret: "of the key" };
  const fake = await twilio({ account: { apiKey } });
  const messagingServiceSid = `MG${"2".repeat(32)}`;
  const route = routeTo(fake, {
    messagingServiceSid,
    authToken: "another",
    apiKeySid: apiKey.sid,
    apiKeySecret: "of-the-key",
  });
  expect(await failureOf(route.handOver(sms()))).toEqual(["unreachable", "20003"]);
  const right = await twilio({ account: { apiKey: { ...apiKey, secret: "of-the-key" } } });
  await routeTo(right, {
    messagingServiceSid,
    apiKeySid: apiKey.sid,
    apiKeySecret: "of-the-key",
  }).handOver(sms());
  expect(right.taken[0]!.form).toMatchObject({ MessagingServiceSid: messagingServiceSid });
  expect(right.taken[0]!.form).not.toHaveProperty("From");
});

test.each([
  [-5, "5"],
  [2, "5"],
  [400_000, "36000"],
])(
  "what is left of the validity (%i s) is sent within Twilio's limits as %s",
  async (left, sent) => {
    const fake = await twilio();
    await routeTo(fake).handOver(sms({ notAfter: Temporal.Now.instant().add({ seconds: left }) }));
    expect(fake.taken[0]!.form["ValidityPeriod"]).toBe(sent);
  },
);

test.each([
  ["no number", { to: "12" }, ["rejected", "21211"]],
  ["a landline", { to: "+15005521614" }, ["rejected", "21614"]],
  ["too long", { text: "x".repeat(1_601) }, ["rejected", "21617"]],
  ["a sender of somebody else", { sender: "+15005559999" }, ["unreachable", "21659"]],
] as [string, Partial<Outgoing>, string[]][])("refused: %s", async (_, change, expected) => {
  const fake = await twilio();
  expect(await failureOf(routeTo(fake).handOver(sms(change)))).toEqual(expected);
  expect(fake.taken).toHaveLength(0);
});

test("who told Twilio to stop is rejected, and the opt-out is known", async () => {
  const fake = await twilio({ smsUrl: "http://127.0.0.1:1/" });
  await fake.text("+15005550777", fake.account.numbers[0]!, "STOP");
  const route = routeTo(fake);
  expect(await failureOf(route.handOver(sms({ to: "+15005550777" })))).toEqual([
    "rejected",
    "21610",
  ]);
  expect(optedOut).toEqual([["+15005550777", "21610"]]);
  expect(route.free).toBe(20); // the route is well
});

test.each([
  ["429 with Twilio's code", { ...TOO_MANY, retryAfterS: 1 }, ["throttled", "20429"]],
  ["a full queue", { status: 400, code: 21_611, message: "full" }, ["throttled", "21611"]],
  [
    "429 of a gateway",
    { status: 429, code: 0, message: "", bare: true },
    ["throttled", "HTTP 429"],
  ],
  ["not working now", { status: 503, code: 20_503, message: "later" }, ["unreachable", "20503"]],
  ["an error within Twilio", { status: 500, code: 20_500, message: "oh" }, ["uncertain", "20500"]],
  ["a gateway's 502", { status: 502, code: 0, message: "", bare: true }, ["uncertain", "HTTP 502"]],
  ["a gateway's 503", { status: 503, code: 0, message: "", bare: true }, ["uncertain", "HTTP 503"]],
  ["a suspended account", { status: 403, code: 20_005, message: "" }, ["unreachable", "20005"]],
  ["elsewhere", { status: 302, code: 0, message: "", bare: true }, ["unreachable", "HTTP 302"]],
  ["200 without an id", { status: 200, code: 1, message: "" }, ["uncertain", "no_id"]],
  [
    "200 that is no JSON",
    { status: 200, code: 1, message: "", bare: true },
    ["uncertain", "no_id"],
  ],
])("trouble: %s", async (_, next, expected) => {
  const fake = await twilio({ behaviour: { next: [next] } });
  const route = routeTo(fake);
  expect(await failureOf(route.handOver(sms()))).toEqual(expected);
  expect(route.free).toBe(0); // it rests
  expect((await failureOf(route.handOver(sms())))[0]).toBe("throttled");
});

test("Retry-After makes the rest longer; then one goes first to try", async () => {
  const fake = await twilio({ behaviour: { next: [{ ...TOO_MANY, retryAfterS: 1 }] } });
  const route = routeTo(fake);
  const error = (await route.handOver(sms()).catch((thrown: unknown) => thrown)) as RouteError;
  expect(error.retryAfterMs).toBe(1_000);
  const startedMs = performance.now();
  await route.whenFree(5_000);
  expect(performance.now() - startedMs).toBeGreaterThan(900);
  expect(route.free).toBe(1);
  await route.handOver(sms());
  expect(route.free).toBe(20);
});

test.each([
  ["stall", "no_answer"],
  ["lose", "ECONNRESET"],
  ["cut", "ECONNRESET"],
] as const)("taken and %s: uncertain, and sent only once", async (mood, code) => {
  const fake = await twilio({ behaviour: { next: [mood] } });
  const route = routeTo(fake, { responseTimeoutMs: 200 });
  expect(await failureOf(route.handOver(sms()))).toEqual(["uncertain", code]);
  expect(fake.taken).toHaveLength(1);
  expect(fake.requests).toBe(1);
});

test("a connection that is dropped after the request is uncertain too: nobody knows", async () => {
  const fake = await twilio({ behaviour: { next: ["drop"] } });
  expect((await failureOf(routeTo(fake).handOver(sms())))[0]).toBe("uncertain");
});

test("nobody listens, or there is no such name: unreachable", async () => {
  const fake = await twilio();
  await fake.close();
  opened.splice(0);
  expect(await failureOf(routeTo(fake).handOver(sms()))).toEqual(["unreachable", "ECONNREFUSED"]);
  const nowhere = routeTo({ ...fake, url: "https://twilio.invalid" }, { connectTimeoutMs: 5_000 });
  expect((await failureOf(nowhere.handOver(sms())))[0]).toBe("unreachable");
});

test("something that is no TLS, and a handshake that never ends: unreachable", async () => {
  const server = createServer((socket) => void socket.resume().on("error", () => undefined));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  opened.push({ close: async () => void (await new Promise((done) => server.close(done))) });
  const { account } = await twilio();
  const silent = routeTo({ url: `https://127.0.0.1:${port}`, account }, { connectTimeoutMs: 50 });
  expect(await failureOf(silent.handOver(sms()))).toEqual(["unreachable", "connect_timeout"]);
  const plain = await twilio();
  const wrong = routeTo({ ...plain, url: plain.url.replace("http:", "https:") });
  expect((await failureOf(wrong.handOver(sms())))[0]).toBe("unreachable");
});

test("an endless answer is cut, and memory stays bounded", async () => {
  const page = { status: 400, code: 0, message: "x".repeat(1_000_000), bare: true };
  const fake = await twilio({ behaviour: { next: [page] } });
  expect(await failureOf(routeTo(fake).handOver(sms()))).toEqual(["rejected", "HTTP 400"]);
});

test("the window bounds what is under way, and connections are used again", async () => {
  const fake = await twilio({ behaviour: { answerAfterMs: 5 } });
  const route = routeTo(fake, { window: 3 });
  const first = [1, 2, 3].map((attempt) => route.handOver(sms({ attempt })));
  expect(route.free).toBe(0);
  expect((await failureOf(route.handOver(sms())))[1]).toBe("no_window");
  await route.whenFree(5_000);
  expect(route.free).toBeGreaterThan(0);
  await Promise.all(first);
  for (let attempt = 4; attempt < 10; attempt += 1) await route.handOver(sms({ attempt }));
  expect(fake.taken).toHaveLength(9);
  expect(fake.widest).toBe(3);
  expect(fake.connections).toBeLessThanOrEqual(3);
});

test("closing waits for answers, then ends what is under way as uncertain", async () => {
  const fake = await twilio({ behaviour: { answerAfterMs: 20 } });
  const patient = routeTo(fake, { closeTimeoutMs: 5_000 });
  const answered = patient.handOver(sms());
  await patient.close();
  expect((await answered).providerIds).toHaveLength(1);
  const stalled = await twilio({ behaviour: { next: ["stall"] } });
  const route = routeTo(stalled, { closeTimeoutMs: 20 });
  const cut = failureOf(route.handOver(sms()));
  while (stalled.taken.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await route.close();
  expect(await cut).toEqual(["uncertain", "closed"]);
  expect(await failureOf(route.handOver(sms()))).toEqual(["unreachable", "closed"]);
});

test.each([
  [{ accountSid: "AC12" }, "AC"],
  [{ apiKeySid: `SK${"1".repeat(32)}` }, "together"],
  [{ apiUrl: "http://api.twilio.example" }, "https"],
  [{ authToken: "a\r\nb" }, "pattern"],
  [{ surprise: 1 }, "surprise"],
])("wrong settings %j are refused", (change, words) => {
  const right = { accountSid: `AC${"0".repeat(32)}`, authToken: "token" };
  expect(() => TwilioConfig.parse({ ...right, ...change })).toThrow(words);
});

test("what means this machine can't be called from elsewhere", () => {
  const here = [
    "http://127.0.0.1:8080",
    "http://0.0.0.0:80",
    "http://[::]/",
    "http://[::1]",
    "http://localhost",
  ];
  expect(here.filter((url) => !isLoopback(url))).toEqual([]);
  const there = [
    "https://dunlin.example",
    "http://10.0.0.7",
    "https://127.0.0.1.example",
    "nonsense",
  ];
  expect(there.filter(isLoopback)).toEqual([]);
});

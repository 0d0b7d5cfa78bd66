import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { type Outgoing, type Route, RouteError } from "#messages/route.ts";
import { silentLog } from "#platform/log.ts";
import { type HttpProvider, startHttpProvider } from "#testing/simulators/http-provider.ts";
import { compileBody } from "./body-template.ts";
import { openGenericRoute } from "./generic.ts";
import { HttpConfig } from "./generic-config.ts";
import { documentOf } from "./paths.ts";
import { textAt } from "#platform/json-path.ts";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

async function provider(): Promise<HttpProvider> {
  const fake = await startHttpProvider();
  opened.push(fake);
  return fake;
}

const BODY = {
  messages: [{ from: "{{ from }}", to: '{{ to | remove: "+" }}', text: "{{ text }}" }],
  reference: "{{ id }}",
  report: "{{ callbackUrl }}",
  ttl: "{{ validitySeconds }}",
  note: "for {{ validitySeconds }} s",
  fixed: { unicode: true, parts: 3, nothing: null },
};
const ANSWER = {
  id: "messages.0.id",
  error: "error.code",
  rules: [
    { field: "messages.0.status", values: [0], means: "sent" },
    { field: "messages.0.status", values: ["8"], means: "throttled" },
    { status: 400, field: "error.code", values: ["BLOCKED"], means: "opted_out" },
    { status: [500, 503], field: "error.code", values: ["LATER"], means: "temporary" },
  ],
};

const optedOut: string[] = [];
const STATUS_URL = "http://127.0.0.1:1/in/token/status";

function routeTo(url: string, change: Record<string, unknown> = {}): Route {
  const limits = { restMinMs: 20, restMaxMs: 40, closeTimeoutMs: 50 };
  const config = HttpConfig.parse({ url, body: BODY, answer: ANSWER, ...limits, ...change });
  const route = openGenericRoute(config, STATUS_URL, {
    log: silentLog,
    optedOut: (address) => Promise.resolve(void optedOut.push(address)),
  });
  opened.push(route);
  return route;
}

const ID = "0199a0b0-0000-7000-8000-000000000001";
const sms = (change: Partial<Outgoing> = {}): Outgoing => ({
  clientId: "c1",
  messageId: ID,
  attempt: 1,
  to: "+27825550100",
  sender: "Harbour",
  text: 'Say "hi" {{ to }}\n😀',
  ...change,
});

async function failureOf(handOver: Promise<unknown>): Promise<[string, string]> {
  const error = await handOver.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RouteError);
  return [(error as RouteError).failure, (error as RouteError).code];
}

test("the body is what the template says, and what customers' texts hold stays text", async () => {
  const fake = await provider();
  const notAfter = Temporal.Now.instant().add({ hours: 2 });
  expect(await routeTo(fake.url).handOver(sms({ notAfter }))).toEqual({ providerIds: ["p-1"] });
  const sent = fake.requests[0]!.json as { ttl: number };
  expect(sent).toEqual({
    messages: [{ from: "Harbour", to: "27825550100", text: 'Say "hi" {{ to }}\n😀' }],
    reference: `${ID}.1`,
    report: `${STATUS_URL}?m=${ID}.1`,
    ttl: expect.any(Number) as number,
    note: `for ${sent.ttl} s`,
    fixed: { unicode: true, parts: 3, nothing: null },
  });
  expect(sent.ttl).toBeGreaterThan(7_100);
});

test("what there is not is left out where it stands alone", async () => {
  const fake = await provider();
  await routeTo(fake.url).handOver(sms());
  const sent = fake.requests[0]!.json as Record<string, unknown>;
  expect(sent).not.toHaveProperty("ttl");
  expect(sent["note"]).toBe("for  s");
});

test.each([
  [{ kind: "bearer", token: "t-1" }, { authorization: "Bearer t-1" }],
  [{ kind: "basic", user: "ann", password: "secret" }, { authorization: "Basic YW5uOnNlY3JldA==" }],
  [{ kind: "header", name: "X-Api-Key", value: "k" }, { "x-api-key": "k" }],
])("signs in with %j", async (auth, headers) => {
  const fake = await provider();
  await routeTo(fake.url, { auth, headers: { "X-Tenant": "harbour" } }).handOver(sms());
  expect(fake.requests[0]!.headers).toMatchObject({ ...headers, "x-tenant": "harbour" });
});

const json = (status: number, body: unknown, headers = {}) => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

test.each([
  ["a code for too fast", json(200, { messages: [{ status: 8 }] }), ["throttled", "HTTP 200"]],
  ["429", json(429, {}), ["throttled", "HTTP 429"]],
  ["stopped", json(400, { error: { code: "BLOCKED" } }), ["rejected", "BLOCKED"]],
  ["a bad number", json(422, { error: { code: "NUMBER" } }), ["rejected", "NUMBER"]],
  ["later", json(503, { error: { code: "LATER" } }), ["temporary", "LATER"]],
  ["an error like any", json(500, { error: { code: 7 } }), ["uncertain", "7"]],
  ["a wrong key", json(401, {}), ["unreachable", "HTTP 401"]],
  [
    "success of which no rule speaks",
    json(200, { messages: [{ status: 3 }] }),
    ["uncertain", "HTTP 200"],
  ],
  ["success without an id", json(200, { messages: [{ status: "0" }] }), ["uncertain", "no_id"]],
  [
    "an id without end",
    json(200, { messages: [{ status: 0, id: "x".repeat(201) }] }),
    ["uncertain", "no_id"],
  ],
  ["no JSON at all", { status: 200, body: "<html>" }, ["uncertain", "HTTP 200"]],
  [
    "fields of the language, not of the answer",
    json(200, { messages: "constructor" }),
    ["uncertain", "HTTP 200"],
  ],
] as const)("the answer says: %s", async (_, mood, expected) => {
  const fake = await provider();
  fake.moods.push(mood);
  expect(await failureOf(routeTo(fake.url).handOver(sms()))).toEqual(expected);
});

test("a rule may mean that the customer told the provider to stop", () =>
  expect(optedOut).toEqual(["+27825550100"]));

test("Retry-After is read as seconds or as a date", async () => {
  const fake = await provider();
  const date = new Date(Date.now() + 60_000).toUTCString();
  fake.moods.push(json(429, {}, { "retry-after": "7" }), json(429, {}, { "retry-after": date }));
  for (const [least, most] of [
    [7_000, 7_000],
    [55_000, 60_000],
  ] as const) {
    const error = await routeTo(fake.url)
      .handOver(sms())
      .catch((thrown: unknown) => thrown);
    const { retryAfterMs } = error as RouteError;
    expect(retryAfterMs).toBeGreaterThanOrEqual(least);
    expect(retryAfterMs).toBeLessThanOrEqual(most);
  }
});

test("without a path to an id ours is the one to report by", async () => {
  const fake = await provider();
  const route = routeTo(fake.url, { answer: {} });
  expect(await route.handOver(sms({ attempt: 3 }))).toEqual({ providerIds: [`${ID}.3`] });
});

test("without a key that the provider knows again, a lost answer is uncertain and sent once", async () => {
  const fake = await provider();
  for (const mood of ["stall", "lose"] as const) {
    fake.moods.push(mood);
    const route = routeTo(fake.url, { responseTimeoutMs: 100 });
    expect((await failureOf(route.handOver(sms())))[0]).toBe("uncertain");
  }
  expect(fake.requests).toHaveLength(2);
});

test("with a key it is asked again, and the message goes out once", async () => {
  const fake = await provider();
  fake.moods.push("lose", "stall");
  const route = routeTo(fake.url, { idempotencyHeader: "Idempotency-Key", responseTimeoutMs: 600 });
  expect(await route.handOver(sms())).toEqual({ providerIds: ["p-1"] });
  expect(fake.taken).toHaveLength(1);
  expect(fake.requests.map(({ headers }) => headers["idempotency-key"])).toEqual([
    `${ID}.1`,
    `${ID}.1`,
    `${ID}.1`,
  ]);
  // A resend is another attempt: not a repetition.
  await route.handOver(sms({ attempt: 2 }));
  expect(fake.taken).toHaveLength(2);
});

test("with a key it gives up after three tries, within the time of one answer", async () => {
  const fake = await provider();
  fake.moods.push("stall", "stall", "stall");
  const route = routeTo(fake.url, { idempotencyHeader: "Idempotency-Key", responseTimeoutMs: 150 });
  expect(await failureOf(route.handOver(sms()))).toEqual(["uncertain", "no_answer"]);
  expect(fake.requests).toHaveLength(3);
});

test.each([
  [{ body: { text: "{{ name }}" } }, "name"],
  [{ body: { text: "{% include 'x' %}" } }, "include"],
  [{ body: { text: "{{ text | sort }}" } }, "sort"],
  [{ body: { text: "{{ text" } }, "{{ text"],
  [{ url: "http://provider.example/" }, "https"],
  [{ url: "file:///etc/passwd" }, "https"],
  [{ headers: { "X-A": "a\r\nX-B: b" } }, "ASCII"],
  [{ headers: { "X A": "a" } }, "header name"],
  [{ answer: { rules: [{ means: "sent" }] } }, "name a status"],
  [{ answer: { rules: [{ field: "a", means: "sent" }] } }, "belong together"],
  [{ answer: { id: "a..b" } }, "path"],
  [{ status: { state: "s", states: { x: "lost" } } }, "expected one of"],
  [{ status: { state: "s", states: {}, optedOut: ["9"] } }, "whose wish"],
])("wrong settings %j are refused", (change, words) => {
  const right = { url: "https://provider.example/", body: BODY };
  expect(() => HttpConfig.parse({ ...right, ...change })).toThrow(words);
});

test("settings read back are the same settings", () => {
  const once = HttpConfig.parse({ url: "https://provider.example/", body: BODY, answer: ANSWER });
  expect(HttpConfig.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
});

test("no text of a customer can change the shape of a body", () => {
  const write = compileBody(BODY);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (text, from) => {
      const vars = { to: "+1", from, text, id: "1", callbackUrl: undefined, validitySeconds: 60 };
      const written = JSON.parse(write(vars)) as typeof BODY;
      expect(written.messages).toEqual([{ from, to: "1", text }]);
      expect(Object.keys(written)).toEqual(["messages", "reference", "ttl", "note", "fixed"]);
    }),
    { numRuns: 100 },
  );
});

test("a number that a double can't hold is kept as it is written", () => {
  const document = documentOf('{"id": 12345678901234567890, "n": [1.5, true, null, {}]}');
  expect(textAt(document, "id")).toBe("12345678901234567890");
  expect(
    ["n.0", "n.1", "n.2", "n.3", "n.4", "n.length", "__proto__.x"].map((path) =>
      textAt(document, path),
    ),
  ).toEqual(["1.5", "true", undefined, undefined, undefined, "4", undefined]);
  expect(documentOf("a=1&b=%20", "application/x-www-form-urlencoded; charset=utf-8")).toEqual({
    a: "1",
    b: " ",
  });
  expect(documentOf("[".repeat(60_000))).toBeUndefined();
});

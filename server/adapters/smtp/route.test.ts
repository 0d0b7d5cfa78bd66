import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { type Outgoing, type Route, RouteError } from "#messages/route.ts";
import { silentLog } from "#platform/log.ts";
import {
  type MailboxOptions,
  type ReceivedMail,
  startMailbox,
} from "#testing/simulators/mailbox.ts";
import type { SmtpConfig } from "./config.ts";
import { dkimTags, dkimVerifies } from "./dkim-check.ts";
import { openSmtpRoute } from "./route.ts";
import { readReturnPath } from "./verp.ts";

const secret = "a secret of the test route";
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

function routeTo(port: number, change: Partial<SmtpConfig> = {}): Route {
  const route = openSmtpRoute(
    {
      routeId: "r1",
      host: "127.0.0.1",
      port,
      from: { name: "Harbour Fibre", address: "billing@harbour.example" },
      returnPathDomain: "bounce.harbour.example",
      returnPathSecret: secret,
      closeTimeoutMs: 100,
      pause: { firstMs: 20, longestMs: 40 },
      ...change,
    },
    silentLog,
  );
  opened.push(route);
  return route;
}

async function mailbox(options: Partial<MailboxOptions> = {}) {
  const mails: ReceivedMail[] = [];
  const box = await startMailbox({ onMail: (mail) => void mails.push(mail), ...options });
  opened.push(box);
  return { mails, ...box };
}

function mail(change: Partial<Outgoing> = {}): Outgoing {
  return {
    clientId: "c1",
    messageId: "0199a0b0-0000-7000-8000-000000000001",
    attempt: 1,
    to: "ann@example.org",
    sender: "",
    subject: "Your invoice — 12 €",
    text: "Dear Ann,\nplease pay 12.00.\n",
    ...change,
  };
}

async function failureOf(handOver: Promise<unknown>): Promise<RouteError> {
  const error = await handOver.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RouteError);
  return error as RouteError;
}

test("a mail arrives with text beside HTML, our Message-ID as provider id and a return path of its own", async () => {
  const { mails, port } = await mailbox();
  const handed = await routeTo(port).handOver(
    mail({
      html: "<p>Dear Ann</p>",
      headers: {
        "List-Unsubscribe": `https://pay.harbour.example/u/${"x".repeat(120)}`,
        "In-Reply-To": "<earlier@harbour.example>",
        References: "<first@harbour.example> <earlier@harbour.example>",
      },
    }),
  );
  expect(mails).toHaveLength(1);
  const [got] = mails as [ReceivedMail];
  expect(handed.providerIds).toEqual([got.messageId]);
  expect(got.messageId).toBe("0199a0b0000070008000000000000001.1@harbour.example");
  expect(got.subject).toBe("Your invoice — 12 €");
  expect(got.text.trim()).toBe("Dear Ann,\nplease pay 12.00.");
  expect(got.html).toContain("<p>Dear Ann</p>");
  expect(got.from).toBe("billing@harbour.example");
  expect(got.returnPath).toMatch(/^bounce\+[^@]{20,57}@bounce\.harbour\.example$/);
  expect(readReturnPath(got.returnPath, secret)).toEqual({
    messageId: "0199a0b0-0000-7000-8000-000000000001",
    attempt: 1,
  });
  expect(got.headers["in-reply-to"]).toBe("<earlier@harbour.example>");
  expect(got.headers["references"]).toBe("<first@harbour.example> <earlier@harbour.example>");
  expect(got.headers["list-unsubscribe"]).toBe(
    `<https://pay.harbour.example/u/${"x".repeat(120)}>`,
  );
  expect(got.headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
});

test("nothing of the library or the machine shows in the headers", async () => {
  const { mails, port } = await mailbox();
  await routeTo(port, { replyTo: "replies@harbour.example" }).handOver(mail());
  expect(Object.keys(mails[0]?.headers ?? {}).toSorted()).toEqual([
    "auto-submitted",
    "content-transfer-encoding",
    "content-type",
    "date",
    "from",
    "message-id",
    "mime-version",
    "reply-to",
    "subject",
    "to",
  ]);
});

test("the sender is the message's mailbox, or its name before the route's mailbox", async () => {
  const { mails, port } = await mailbox();
  const route = routeTo(port);
  await route.handOver(mail({ sender: "Dunning desk <desk@harbour.example>" }));
  await route.handOver(mail({ sender: "Service, desk" }));
  expect(mails.map((one) => one.headers["from"])).toEqual([
    "Dunning desk <desk@harbour.example>",
    '"Service, desk" <billing@harbour.example>',
  ]);
});

test("the DKIM signature verifies and covers the one-click headers", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { mails, port } = await mailbox();
  const dkim = {
    domain: "harbour.example",
    selector: "s1",
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
  const headers = { "List-Unsubscribe": "<https://pay.harbour.example/u/1>" };
  await routeTo(port, { dkim }).handOver(mail({ html: "<b>hello</b>", headers }));
  const raw = mails[0]?.raw.toString("latin1") ?? "";
  const tags = dkimTags(raw);
  expect(tags["d"]).toBe("harbour.example");
  expect(tags["s"]).toBe("s1");
  const signed = (tags["h"] ?? "").toLowerCase().split(":");
  expect(signed).toEqual(
    expect.arrayContaining([
      "from",
      "subject",
      "message-id",
      "list-unsubscribe",
      "list-unsubscribe-post",
    ]),
  );
  expect(dkimVerifies(raw, publicKey.export({ type: "spki", format: "pem" }) as string)).toBe(true);
  expect(
    dkimVerifies(
      raw.replace("hello", "hellO"),
      publicKey.export({ type: "spki", format: "pem" }) as string,
    ),
  ).toBe(false);
});

test.each([
  [{ subject: "Hello\r\nBcc: all@example.org" }],
  [{ to: "ann@example.org\r\nRCPT TO:<b@example.org>" }],
  [{ to: "ann@example.org, bob@example.org" }],
  [{ sender: "Desk\n<desk@harbour.example>" }],
  [{ headers: { "X-Ref": "1\r\n\r\nbody" } }],
  [{ headers: { "X-Ref\r\nBcc": "all@example.org" } }],
  [{ headers: { Bcc: "all@example.org" } }],
  [{ headers: { "List-Unsubscribe": "<https://x.example/\u0000>" } }],
] as [Partial<Outgoing>][])(
  "a field that could break out of its header is rejected: %j",
  async (change) => {
    const { mails, port } = await mailbox();
    const failure = await failureOf(routeTo(port).handOver(mail(change)));
    expect([failure.failure, failure.code]).toEqual(["rejected", "bad_field"]);
    expect(mails).toHaveLength(0);
  },
);

test("5xx is rejected and 4xx temporary, and the route goes on at once", async () => {
  const box = await mailbox();
  const route = routeTo(box.port, { connections: 1 });
  const rejected = await failureOf(route.handOver(mail({ to: "reject.me@example.org" })));
  expect([rejected.failure, rejected.code]).toEqual(["rejected", "550 5.1.1"]);
  box.behave({ greylistNext: 1 });
  const temporary = await failureOf(route.handOver(mail()));
  expect([temporary.failure, temporary.code]).toEqual(["temporary", "450 4.2.0"]);
  expect(route.free).toBe(1);
  await route.handOver(mail());
  expect(box.mails).toHaveLength(1);
});

test("421 throttles: the route rests, says how long, and comes back", async () => {
  const box = await mailbox();
  box.behave({ throttleNext: 1 });
  const route = routeTo(box.port);
  const failure = await failureOf(route.handOver(mail()));
  expect([failure.failure, failure.code]).toEqual(["throttled", "421 4.7.0"]);
  expect(failure.retryAfterMs).toBeGreaterThan(0);
  expect(route.free).toBe(0);
  expect((await failureOf(route.handOver(mail()))).failure).toBe("throttled");
  await route.whenFree(5_000);
  expect(route.free).toBe(1); // one goes first to try
  await route.handOver(mail());
  expect(route.free).toBe(5);
});

test("a connection lost after the content is uncertain, and the mail isn't sent again", async () => {
  const box = await mailbox();
  box.behave({ dropAfterDataNext: 1 });
  const route = routeTo(box.port);
  expect((await failureOf(route.handOver(mail()))).failure).toBe("uncertain");
  await route.whenFree(5_000);
  await route.handOver(mail({ attempt: 2 }));
  expect(box.mails.map((one) => one.messageId.split("@")[0]?.slice(-1))).toEqual(["1", "2"]);
});

test("no answer within the response timeout is uncertain after the content", async () => {
  const box = await mailbox();
  box.behave({ stallNext: 1 });
  const route = routeTo(box.port, { responseTimeoutMs: 2_000 });
  expect((await failureOf(route.handOver(mail()))).failure).toBe("uncertain");
});

test("closing waits for what is under way, then ends it as uncertain", async () => {
  const box = await mailbox();
  box.behave({ answerAfterMs: 30 });
  const patient = routeTo(box.port, { closeTimeoutMs: 5_000 });
  const finished = patient.handOver(mail());
  await patient.close();
  expect((await finished).providerIds).toHaveLength(1);
  box.behave({ answerAfterMs: 0, stallNext: 1 });
  const route = routeTo(box.port, { closeTimeoutMs: 30 });
  const cut = failureOf(route.handOver(mail()));
  await vi.waitFor(() => expect(box.mails).toHaveLength(2), { interval: 5 });
  await route.close();
  expect((await cut).failure).toBe("uncertain");
  expect((await failureOf(route.handOver(mail()))).failure).toBe("unreachable");
});

test("the window bounds what is under way and frees a place with each answer", async () => {
  const box = await mailbox({ behaviour: { answerAfterMs: 10 } });
  const route = routeTo(box.port, { connections: 2 });
  const first = route.handOver(mail({ attempt: 1 }));
  const second = route.handOver(mail({ attempt: 2 }));
  expect(route.free).toBe(0);
  await route.whenFree(5_000);
  expect(route.free).toBeGreaterThan(0);
  await Promise.all([first, second]);
  expect(route.free).toBe(2);
});

test("nobody listening is unreachable", async () => {
  const server = await relay(() => {});
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const failure = await failureOf(routeTo(port).handOver(mail()));
  expect(failure.failure).toBe("unreachable");
});

test("a wrong password makes the route sick, not the message", async () => {
  const box = await mailbox({ account: { user: "dunlin", password: "right" } });
  const wrong = routeTo(box.port, { auth: { user: "dunlin", password: "wrong" } });
  const failure = await failureOf(wrong.handOver(mail()));
  expect([failure.failure, failure.code]).toEqual(["unreachable", "535 5.7.8"]);
  await routeTo(box.port, { auth: { user: "dunlin", password: "right" } }).handOver(mail());
  expect(box.mails).toHaveLength(1);
});

// Each line is what the relay answers to the greeting and to the commands that follow; "" closes the connection.
test.each([
  ["a greeting that refuses", ["554 no service"], "unreachable"],
  ["closed at the greeting", [""], "unreachable"],
  ["closed before the content", ["220 hi", "250 relay", "250 ok", ""], "unreachable"],
  ["no TLS though required", ["220 hi", "250 relay", "500 what"], "unreachable"],
  ["sign-in wanted", ["220 hi", "250 relay", "530 5.7.0 authentication required"], "unreachable"],
  ["too fast", ["220 hi", "250 relay", "450 4.7.1 rate limit exceeded"], "throttled"],
  ["system full", ["220 hi", "250 relay", "452 4.3.1 no space"], "throttled"],
  [
    "refused after the content",
    ["220 hi", "250 relay", "250 ok", "250 ok", "354 go", "554 5.7.1 spam"],
    "rejected",
  ],
  [
    "put off after the content",
    ["220 hi", "250 relay", "250 ok", "250 ok", "354 go", "451 4.3.0 later"],
    "temporary",
  ],
  [
    "closed after the content",
    ["220 hi", "250 relay", "250 ok", "250 ok", "354 go", ""],
    "uncertain",
  ],
  ["nonsense", ["\u0000\u0001\u0002 hello", ""], "unreachable"],
] as const)("relay: %s", async (name, answers, expected) => {
  const server = await relay((socket) => speak(socket, answers));
  const tls = name.startsWith("no TLS") ? "required" : "off";
  const route = routeTo((server.address() as AddressInfo).port, {
    tls,
    responseTimeoutMs: 2_000,
    connectTimeoutMs: 2_000,
  });
  expect((await failureOf(route.handOver(mail()))).failure).toBe(expected);
});

test("a relay that never greets is bounded by the connect timeout", async () => {
  const server = await relay(() => {});
  const route = routeTo((server.address() as AddressInfo).port, { connectTimeoutMs: 50 });
  expect((await failureOf(route.handOver(mail()))).failure).toBe("unreachable");
});

test.each([
  ["port", { port: 0 }],
  ["connections", { connections: 1_000 }],
  ["tls", { host: "relay.example", auth: { user: "u", password: "p" }, tls: "off" }],
  ["from.address", { from: { address: "nobody" } }],
  ["returnPathDomain", { returnPathDomain: "not a domain" }],
  ["returnPathSecret", { returnPathSecret: "short" }],
  ["dkim.privateKey", { dkim: { domain: "a.example", selector: "s1", privateKey: "nonsense" } }],
  ["dkim.privateKey", { dkim: { domain: "a.example", selector: "s1", privateKey: ed25519() } }],
] as [string, Partial<SmtpConfig>][])("a wrong %s is named in one sentence", (key, change) => {
  expect(() => routeTo(25, change)).toThrow(`SMTP route: ${key} is `);
});

function ed25519(): string {
  return generateKeyPairSync("ed25519").privateKey.export({
    type: "pkcs8",
    format: "pem",
  }) as string;
}

async function relay(serve: (socket: Socket) => void): Promise<Server> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    serve(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  });
  return server;
}

/** Answers line by line, and after "354" once to the final dot. */
function speak(socket: Socket, answers: readonly string[]): void {
  let next = 0;
  let inContent = false;
  let pending = "";
  const say = () => {
    const line = answers[next++];
    if (line === undefined) return;
    if (line === "") return void socket.destroy();
    inContent = line.startsWith("354");
    socket.write(`${line}\r\n`);
  };
  say();
  socket.on("data", (chunk) => {
    pending += chunk.toString("latin1");
    for (let end = pending.indexOf("\r\n"); end >= 0; end = pending.indexOf("\r\n")) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 2);
      if (!inContent || line === ".") say();
    }
  });
}

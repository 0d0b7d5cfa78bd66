// Callbacks by the command line, as a developer tries them: add, listen, test, look, repeat.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newSecret, secretText, sign } from "#webhooks/signature.ts";
import { startReceiver, behaviours, type Receiver } from "#testing/receiver.ts";
import { CREATE_ACME, openConsole, type Console, type Json } from "./console.ts";

let console: Console;
let receiver: Receiver;
beforeAll(async () => {
  console = await openConsole();
  await console.run(...CREATE_ACME);
  receiver = await startReceiver();
});
afterAll(async () => {
  await console.close();
  await receiver.close();
});

const acme = ["--client", "acme"];
const add = async (...more: string[]) =>
  await console.run("webhook", "add", receiver.url, ...acme, ...more);
const rowsOf = (json: Json) => json["rows"] as Json[];

async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end;) {
    if (await condition().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("it did not happen within 20 s");
}

test("a test callback arrives, is told of, stands in the log, and can be sent again", async () => {
  const added = await add("--events", "promise.kept,message.*", "--description", "CRM");
  expect(added).toMatchObject({
    url: receiver.url,
    kinds: ["promise.kept", "message.*"],
    ordered: false,
    enabled: true,
    waiting: 0,
  });
  expect(added["secret"]).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const id = String(added["endpoint_id"]);
  const tested = await console.run("webhook", "test", id, ...acme);
  expect(tested).toMatchObject({ delivered: true, status: 204, error: null });
  const event = String(tested["event_id"]);
  expect(receiver.got.at(-1)!.headers["webhook-id"]).toBe(event);
  const log = rowsOf(await console.run("webhook", "log", ...acme));
  expect(log).toHaveLength(1);
  expect(log[0]).toMatchObject({
    event_id: event,
    kind: "webhook.test",
    state: "delivered",
    tries: 1,
  });
  const tries = rowsOf(
    await console.run("webhook", "log", ...acme, "--endpoint", id, "--event", event),
  );
  expect(tries).toHaveLength(1);
  expect(tries[0]).toMatchObject({ status: 204, url: receiver.url });
  expect(await console.run("webhook", "replay", event, ...acme)).toEqual({ deliveries: 1 });
  expect(
    await console.run("webhook", "replay", "--from", "2000-01-01", "--to", "2100-01-01", ...acme),
  ).toEqual({ deliveries: 1 });
  await console.run("webhook", "remove", id, ...acme);
});

test("what was not delivered is said, with exit code 1", async () => {
  receiver.behave = behaviours.status(503, {}, "closed for today");
  const id = String((await add())["endpoint_id"]);
  const { exit, json } = await console.attempt("webhook", "test", id, ...acme);
  expect(exit).toBe(1);
  expect(json).toMatchObject({
    delivered: false,
    status: 503,
    error: "http_503",
    response: "closed for today",
  });
  receiver.behave = behaviours.well;
  await console.run("webhook", "remove", id, ...acme);
});

test("an endpoint is listed, changed, disabled, enabled, and its secret replaced", async () => {
  const added = await add("--ordered");
  const id = String(added["endpoint_id"]);
  const set = await console.run(
    "webhook",
    "set",
    id,
    ...acme,
    "--unordered",
    "--events",
    "promise.*",
  );
  expect(set).toMatchObject({ ordered: false, kinds: ["promise.*"] });
  expect(await console.run("webhook", "disable", id, ...acme)).toMatchObject({ done: "disabled" });
  expect(await console.run("webhook", "show", id, ...acme)).toMatchObject({
    enabled: false,
    disabled_why: "person",
  });
  expect(await console.say("webhook", "list", ...acme)).toMatch(/disabled \(person\)/);
  expect(await console.run("webhook", "enable", id, ...acme, "--skip")).toMatchObject({
    done: "enabled",
  });
  const rotated = await console.run("webhook", "rotate", id, ...acme, "--keep-old", "1");
  expect(rotated["secret"]).toMatch(/^whsec_/);
  expect(rotated["secret"]).not.toBe(added["secret"]);
  expect(await console.run("webhook", "remove", id, ...acme)).toMatchObject({ done: "removed" });
  expect(rowsOf(await console.run("webhook", "list", ...acme))).toEqual([]);
});

test.each([
  [["add", "http://10.0.0.7/"], 1, /DUNLIN_ALLOW_PRIVATE_CALLBACKS/],
  [["add", "https://example.com/", "--events", "message.sent"], 1, /"message.sent" are unknown/],
  [["show", "nobody"], 1, /endpoint "nobody" does not exist/],
  [["replay"], 2, /--from is missing/],
  [["log", "--state", "lost"], 2, /--state "lost" is unknown/],
])("webhook %j is refused", async (words, exit, why) => {
  const said = await console.attempt("webhook", ...words, ...acme);
  expect(said.exit).toBe(exit);
  expect(said.text).toMatch(why);
});

test("listen receives, checks and counts; what is not signed right is refused", async () => {
  const secret = secretText(newSecret());
  const port = await freePort();
  const listening = console.attempt("listen", "--port", port, "--secret", secret, "--count", "2");
  await until(async () => (await fetch(`http://127.0.0.1:${port}/`)).status === 405);
  const id = String(
    (await console.run("webhook", "add", `http://127.0.0.1:${port}/`, ...acme, "--secret", secret))[
      "endpoint_id"
    ],
  );
  expect(await console.run("webhook", "test", id, ...acme)).toMatchObject({
    delivered: true,
    status: 204,
  });
  const forged = await fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    body: "{}",
    signal: AbortSignal.timeout(5_000),
  });
  expect(forged.status).toBe(401);
  expect(await listening).toMatchObject({ exit: 1, json: { received: 2, refused: 1 } });
  await console.run("webhook", "remove", id, ...acme);
});

test("the code that developers are given accepts what is genuine, and nothing else", async () => {
  const page = readFileSync(
    join(import.meta.dirname, "../../docs/integrating/callbacks.md"),
    "utf8",
  );
  const code = /```js\n([\s\S]*?)```/.exec(page)![1]!;
  const { isGenuine } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    isGenuine: (secret: string, headers: object, body: Buffer) => boolean;
  };
  const [secret, old] = [newSecret(), newSecret()];
  const body = Buffer.from('{"type":"message.delivered"}');
  const nowS = Math.floor(Date.now() / 1_000);
  const headers = sign([old, secret], "evt_1", nowS, body);
  expect(isGenuine(secretText(secret), headers, body)).toBe(true);
  expect(isGenuine(secretText(old), headers, body)).toBe(true);
  expect(isGenuine(secretText(newSecret()), headers, body)).toBe(false);
  expect(isGenuine(secretText(secret), headers, Buffer.from("{}"))).toBe(false);
  expect(isGenuine(secretText(secret), sign([secret], "evt_1", nowS - 400, body), body)).toBe(
    false,
  );
  expect(isGenuine(secretText(secret), {}, body)).toBe(false);
});

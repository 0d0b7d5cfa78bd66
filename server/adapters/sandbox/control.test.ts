import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSmtpRoute } from "#adapters/smtp/route.ts";
import { silentLog } from "#platform/log.ts";
import { type Sandbox, startSandbox } from "./client.ts";

let home: string;
let sandbox: Sandbox;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "dunlin-sandbox-"));
  sandbox = await startSandbox({ home, log: silentLog });
});
afterAll(async () => {
  await sandbox.stop();
  await rm(home, { recursive: true, force: true });
});

async function mail(to: string): Promise<void> {
  const route = openSmtpRoute(
    {
      routeId: "r1",
      host: "127.0.0.1",
      port: sandbox.ports().smtp,
      from: { address: "billing@harbour.example" },
      returnPathDomain: "bounce.harbour.example",
      returnPathSecret: "a secret of the test route",
    },
    silentLog,
  );
  const outgoing = {
    clientId: "c",
    messageId: "m1",
    attempt: 1,
    sender: "",
    subject: "Due",
    text: "Please <b>pay</b>",
  };
  await route.handOver({ ...outgoing, to });
  await route.close();
}

test("a second sandbox in the same home is refused in one sentence", async () => {
  await expect(startSandbox({ home, log: silentLog })).rejects.toThrow(
    `process id ${sandbox.pid} already runs`,
  );
});

test("a port that is taken is said so", async () => {
  const other = await mkdtemp(join(tmpdir(), "dunlin-sandbox-"));
  const ports = { smtp: sandbox.ports().smtp };
  await expect(startSandbox({ home: other, ports, log: silentLog })).rejects.toThrow(
    "didn't start",
  );
  await rm(other, { recursive: true });
});

test("the page shows and escapes what arrived, and its form answers", async () => {
  expect((await get("/")).body).toContain("No message has arrived yet");
  await mail(`o'neil@example.org`);
  const { body, headers } = await get("/");
  expect(body).toContain("Please &lt;b&gt;pay&lt;/b&gt;");
  expect(body).toContain("o&#39;neil@example.org");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  const token = /name="token" value="([0-9a-f]{32})"/.exec(body)?.[1] ?? "";
  const form = { from: "ann@example.org", to: "billing@harbour.example", text: "hello" };
  expect((await post(new URLSearchParams({ ...form, token: "0".repeat(32) }))).status).toBe(403);
  expect((await post(new URLSearchParams({ ...form, token: "é".repeat(32) }))).status).toBe(403);
  const sent = await post(new URLSearchParams({ ...form, token }));
  expect([sent.status, sent.headers["location"]]).toEqual([
    303,
    expect.stringContaining("said=not+sent"),
  ]);
  const narrowed = await post(new URLSearchParams({ ...form, token, only: "+27 82" }));
  expect(narrowed.headers["location"]).toContain("&to=%2B27+82");
});

test.each([
  ["another host name", { host: "evil.example" }, 403],
  ["another site's page", { origin: "https://evil.example" }, 403],
  ["a sandboxed page", { origin: "null" }, 403],
])("%s is refused", async (_name, headers, status) => {
  expect((await get("/inbox", headers)).status).toBe(status);
});

test("wrong requests are answered with a reason", async () => {
  expect((await get("/inbox?limit=x")).status).toBe(400);
  expect((await get("/nowhere")).status).toBe(404);
  expect((await post("{", "/reply", "application/json")).status).toBe(400);
  expect((await post("{}", "/reply", "text/plain")).status).toBe(415);
  expect((await post("x".repeat(70_000), "/reply", "application/json")).status).toBe(413);
  const unknown = await post('{"mail":{"explode":1}}', "/behave", "application/json");
  expect([unknown.status, unknown.body]).toEqual([400, expect.stringContaining("explode")]);
  expect(await readFile(join(home, "sandbox", "messages.jsonl"), "utf8")).not.toContain("written");
});

type Answer = {
  status: number;
  body: string;
  headers: Record<string, string | string[] | undefined>;
};

function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask("GET", path, headers);
}

function post(
  body: URLSearchParams | string,
  path = "/",
  type = "application/x-www-form-urlencoded",
): Promise<Answer> {
  return ask("POST", path, { "content-type": type }, String(body));
}

/** Not by fetch, which won't send a Host of one's choice. */
function ask(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = "",
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: "127.0.0.1", port: sandbox.ports().control, method, path, headers },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }),
        );
      },
    );
    asked.on("error", reject).end(body);
  });
}

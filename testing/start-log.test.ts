// A start that logs all it can: no token, key or password is in what it writes, and it ends in order.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, expect, inject, test } from "vitest";
import { cloneDatabase } from "#testing/database.ts";

const root = join(import.meta.dirname, "..");
const home = await mkdtemp("/tmp/dunlin-log-");
await chmod(home, 0o755);
const { at, drop } = await cloneDatabase();
afterAll(async () => {
  await drop();
  await rm(home, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

test("at trace the log of a start, requests and an end holds no secret", async () => {
  const port = await freePort();
  const key = Buffer.alloc(32, 0xa7).toString("base64");
  const password = "pa55-of-the-database";
  const socket = encodeURIComponent(inject("socketDir"));
  const child = spawn(process.execPath, [join(root, "server/main.ts")], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      DUNLIN_HOME: home,
      DUNLIN_DEMO: "0",
      DUNLIN_JUDGE: "0",
      DUNLIN_KEY: key,
      PORT: String(port),
      LOG_LEVEL: "trace",
      DATABASE_URL: `postgres://postgres:${password}@${socket}/${at.database}`,
    },
  });
  const ended = once(child, "exit");
  let log = "";
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  try {
    const ask = async (path: string, headers: Record<string, string> = {}) =>
      await fetch(`http://127.0.0.1:${port}${path}`, {
        headers,
        redirect: "manual",
        signal: AbortSignal.timeout(5_000),
      }).catch(() => undefined);
    const end = performance.now() + 45_000;
    while ((await ask("/readyz"))?.status !== 200) {
      if (child.exitCode !== null || performance.now() > end) throw new Error(log + output);
      await delay(50);
    }
    const token = (await readFile(join(home, "token"), "utf8")).trim();
    const authorization = `Bearer ${token}`;
    expect((await ask("/v1/clients", { authorization }))?.status).toBe(200);
    expect((await ask(`/?token=${token}`))?.status).toBe(303);
    expect((await ask("/metrics", { authorization }))?.status).toBe(200);
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    expect(log).toContain("GET /v1/clients");
    for (const secret of [token, key, password]) expect(log).not.toContain(secret);
    // Each line is a JSON object, for whatever collects them.
    for (const line of log.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("level");
  } finally {
    if (child.exitCode === null) child.kill("SIGKILL");
  }
});

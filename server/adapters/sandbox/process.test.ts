import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Inbound, Receipt, Route } from "#messages/route.ts";
import { SmppConfig } from "#adapters/smpp/config.ts";
import { openSmppRoute } from "#adapters/smpp/smpp.ts";
import { startMailListener } from "#adapters/smtp/listener.ts";
import { openSmtpRoute } from "#adapters/smtp/route.ts";
import { silentLog } from "#platform/log.ts";
import { connectSandbox, type Sandbox, startSandbox } from "./client.ts";

const secret = "a secret of the test route";
let home: string;
const opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "dunlin-sandbox-"));
});
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
  await rm(home, { recursive: true, force: true });
});

async function start(): Promise<Sandbox> {
  const sandbox = await startSandbox({ home, log: silentLog });
  opened.push({ close: () => sandbox.stop() });
  return sandbox;
}

function mailRoute(sandbox: Sandbox): Route {
  const route = openSmtpRoute(
    {
      routeId: "r1",
      host: "127.0.0.1",
      port: sandbox.ports().smtp,
      from: { address: "billing@harbour.example" },
      returnPathDomain: "bounce.harbour.example",
      returnPathSecret: secret,
    },
    silentLog,
  );
  opened.push(route);
  return route;
}

async function mail(sandbox: Sandbox, to: string, attempt = 1): Promise<string> {
  const outgoing = {
    clientId: "c",
    messageId: "m1",
    sender: "",
    subject: "Due",
    text: "Please <b>pay</b>",
  };
  const { providerIds } = await mailRoute(sandbox).handOver({ ...outgoing, to, attempt });
  return providerIds[0] ?? "";
}

test("what arrived is shown, kept across a restart, and answered in its thread", async () => {
  const first = await start();
  const providerId = await mail(first, "ann@example.org");
  await mail(first, "bob@example.org", 2);
  expect((await first.inbox({ to: "ANN@example.org" })).map(({ text }) => text.trim())).toEqual([
    "Please <b>pay</b>",
  ]);
  expect(await first.inbox({ limit: 1 })).toEqual([
    expect.objectContaining({ to: "bob@example.org" }),
  ]);
  await first.stop();

  const second = await start();
  expect(second.pid).not.toBe(first.pid);
  expect((await second.inbox()).map(({ to }) => to)).toEqual([
    "bob@example.org",
    "ann@example.org",
  ]);
  const inbounds: Inbound[] = [];
  const listener = await startMailListener({
    host: "127.0.0.1",
    port: 0,
    resolveRoute: () => ({ routeId: "r1", returnPathSecret: secret }),
    arrivals: { receipt: async () => {}, inbound: async (one) => void inbounds.push(one) },
    log: silentLog,
  });
  opened.push(listener);
  await expect(second.reply("ann@example.org", undefined, "BALANCE")).rejects.toThrow("mailTo");
  await second.behave({ mailTo: { host: "127.0.0.1", port: listener.port } });
  await second.reply("ann@example.org", undefined, "BALANCE");
  expect(inbounds).toEqual([
    expect.objectContaining({
      from: "ann@example.org",
      to: "billing@harbour.example",
      subject: "Re: Due",
      answers: [providerId],
      automatic: false,
    }),
  ]);
  expect(await second.inbox({ to: "ann@example.org", limit: 1 })).toHaveLength(1); // not the answer
  expect(await second.counts()).toEqual({ received: 0, written: 1 });
  await expect(second.reply("+27825550101", "Harbour", "STOP")).rejects.toThrow("a name");
  await expect(second.reply("nobody@example.org", undefined, "hm")).rejects.toThrow(
    "nobody wrote to",
  );
});

test("an SMS arrives whole, is reported, and answered", async () => {
  const sandbox = await start();
  const receipts: Receipt[] = [];
  const inbounds: Inbound[] = [];
  const route = openSmppRoute(
    {
      ...SmppConfig.parse({
        host: "127.0.0.1",
        port: sandbox.ports().smpp,
        systemId: "d",
        password: "p",
      }),
      routeId: "r2",
    },
    {
      receipt: async (one) => void receipts.push(one),
      inbound: async (one) => void inbounds.push(one),
    },
    silentLog,
  );
  opened.push(route);
  await route.whenFree(10_000);
  const outgoing = {
    clientId: "c",
    attempt: 1,
    sender: "27600000001",
    text: "Zażółć gęślą jaźń ".repeat(5),
  };
  await route.handOver({ ...outgoing, messageId: "m1", to: "+27825550101" });
  await route.handOver({ ...outgoing, messageId: "m2", to: "+27825550000", text: "hello" });
  expect(await sandbox.inbox({ to: "27 82 555 0101" })).toEqual([
    expect.objectContaining({
      channel: "sms",
      from: "+27600000001",
      text: outgoing.text,
      parts: 2,
    }),
  ]);
  // A receipt a part: two delivered, and 0000 never is.
  await vi.waitFor(() => expect(receipts).toHaveLength(3), { timeout: 5_000, interval: 10 });
  expect(receipts.filter(({ state }) => state === "failed")).toHaveLength(1);
  await sandbox.reply("+27825550101", undefined, "BALANCE");
  expect(inbounds).toEqual([
    expect.objectContaining({ from: "+27825550101", to: "+27600000001", text: "BALANCE" }),
  ]);
});

test("another process finds the running sandbox, and none after its end", async () => {
  const sandbox = await start();
  const found = await connectSandbox(home);
  expect(found?.pid).toBe(sandbox.pid);
  expect(found?.ports()).toEqual(sandbox.ports());
  expect(await found?.counts()).toEqual({ received: 0, written: 0 });
  await found?.stop();
  expect(await connectSandbox(home)).toBeUndefined();
  expect(isAlive(sandbox.pid)).toBe(false);
});

test("a stale or broken sandbox.json, and a line that a crash left half written, are recovered from", async () => {
  const first = await start();
  await mail(first, "ann@example.org");
  await first.stop();
  await appendFile(join(home, "sandbox", "messages.jsonl"), '{"id":"torn","at":"2026-');
  // Our own process id: alive, but no sandbox answers on that port.
  const stale = { pid: process.pid, ports: { ...first.ports() } };
  await writeFile(join(home, "sandbox", "sandbox.json"), JSON.stringify(stale));
  expect(await connectSandbox(home)).toBeUndefined();
  const second = await start();
  expect(await second.inbox()).toHaveLength(1);
  await mail(second, "bob@example.org", 2);
  await second.stop();
  await writeFile(join(home, "sandbox", "sandbox.json"), "{");
  const third = await start();
  expect(await third.inbox()).toHaveLength(2);
});

test("kill -9 of the parent leaves no orphan, and the next start goes on", async () => {
  const code = `
    const { startSandbox } = await import(${JSON.stringify(new URL("client.ts", import.meta.url).href)});
    const { silentLog } = await import(${JSON.stringify(new URL("../../platform/log.ts", import.meta.url).href)});
    const sandbox = await startSandbox({ home: ${JSON.stringify(home)}, log: silentLog });
    console.log(sandbox.pid);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(line.toString());
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  const next = await start();
  expect(next.pid).not.toBe(pid);
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5_000, interval: 20 });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

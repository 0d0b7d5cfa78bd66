// Commands without a server: each starts what it needs and stops what it started. Only what takes processes of their own is
// here; what the commands answer is tested in the other files.
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openConsoleAt, setUpAcme } from "./console.ts";
import {
  command,
  makeHome,
  processesOf,
  removeHome,
  startCommand,
  until,
  type Ended,
} from "./program.ts";

const acme = ["--client", "acme", "--json"];
// Processes are started one after another, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let home: string;

beforeAll(async () => {
  home = await makeHome();
});
afterAll(async () => await removeHome(home));

const good = (ended: Ended): Ended["json"] => {
  if (ended.code !== 0) throw new Error(`exit ${ended.code}: ${ended.stderr}${ended.stdout}`);
  return ended.json;
};

describe("on a fresh home", () => {
  test("two commands at once both work, and leave nothing running", async () => {
    const [one, other] = await Promise.all([
      command(home, "clock", "--json"),
      command(home, "--json", "clock", "set", "2026-11-23T08:00:00Z"),
    ]);
    expect(good(one!)).toMatchObject({ now: expect.any(String) as string });
    expect(good(other!)).toMatchObject({ now: "2026-11-23T08:00:00Z", frozen: true });
    expect(await processesOf(home)).toEqual([]);
  });

  test("run and drain at once start workers and simulators, and stop what they started", async () => {
    const console = openConsoleAt(home);
    await setUpAcme(console);
    await console.close();
    const [run, drain] = await Promise.all([
      command(home, "run", ...acme),
      command(home, "drain", ...acme),
    ]);
    expect(good(run!)).toMatchObject({ messages: 9, withdrawn: 0 });
    expect(good(drain!)).toMatchObject({ left: 0 });
    expect(await processesOf(home)).toEqual([]);
  });

  test("an answer is heard without a server; the inbox and the receipts of the last start are there", async () => {
    const answer = ["+27825550101", "27600000001", "BALANCE"];
    good(await command(home, "sandbox", "reply", ...answer, "--json"));
    const console = openConsoleAt(home);
    await console.run("drain", "--client", "acme");
    const { messages } = await console.run("sandbox", "inbox");
    const report = await until(
      async () => await console.run("report", "--client", "acme"),
      ({ delivered }) => delivered === 9,
      2_500,
    );
    await console.close();
    expect(messages).toHaveLength(10);
    expect(report).toMatchObject({ sent: 10, delivered: 9, replied: 1 });
  });

  test("Ctrl-C in the middle of clock advance ends everything within 10 s", async () => {
    const { child, ended } = startCommand(home, ["clock", "advance", "60d", "--json"]);
    await until(
      async () => await processesOf(home),
      (found) => found.some(({ args }) => args.includes("sandbox/main.ts")),
      30_000,
    );
    const at = performance.now();
    child.kill("SIGINT");
    child.kill("SIGINT");
    const { code, json, stderr } = await ended;
    expect(performance.now() - at).toBeLessThan(10_000);
    expect(code).toBe(1);
    expect(json).toEqual({ error: "stopped by SIGINT" });
    expect(stderr.split("\n")[0]).toBe("stopped by SIGINT");
    expect(await processesOf(home)).toEqual([]);
  });

  test("after kill -9 in the middle the next command goes on, and nothing is sent twice", async () => {
    const { child, ended } = startCommand(home, ["clock", "advance", "60d", "--json"]);
    await until(
      async () => await processesOf(home),
      (found) => found.some(({ args }) => args.includes("sandbox/main.ts")),
      30_000,
    );
    child.kill("SIGKILL");
    await ended;
    const console = openConsoleAt(home);
    await console.run("clock", "advance", "1d");
    const inbox = await console.run("sandbox", "inbox", "--limit", "1000");
    await console.close();
    const texts = (inbox["messages"] as { to: string; text: string; direction: string }[])
      .filter((one) => one.direction === "received")
      .map((one) => `${one.to} ${one.text}`);
    expect(new Set(texts).size).toBe(texts.length);
    expect(await processesOf(home)).toEqual([]);
  });
});

test("a home whose path is longer than a socket's may be", async () => {
  const long = await makeHome("deep/".repeat(22) + "home");
  await mkdir(dirname(long), { recursive: true, mode: 0o755 });
  expect(long.length).toBeGreaterThan(120);
  expect(good(await command(long, "clock", "--json"))).toMatchObject({ frozen: false });
  expect(await processesOf(long)).toEqual([]);
  await removeHome(long);
});

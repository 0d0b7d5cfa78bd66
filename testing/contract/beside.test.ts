// A server as a process: health, commands beside it, and every way in which it may have to end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openConsoleAt, setUpAcme } from "./console.ts";
import {
  command,
  descendants,
  endOf,
  environment,
  freePort,
  healthOf,
  makeHome,
  processesOf,
  removeHome,
  root,
  start,
  until,
  type Started,
} from "./program.ts";

const HEALTHY_MS = 60_000;
const STOP_MS = 10_000;

// Processes are started one after another, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let home: string;
let port: number;
let server: Started | undefined;

beforeAll(async () => {
  home = await makeHome();
  port = await freePort();
});
afterEach(() => server?.child.kill("SIGKILL"));
afterAll(async () => await removeHome(home));

const environmentOf = (more = {}) => ({
  DUNLIN_HOME: home,
  DUNLIN_TEST: "1",
  DUNLIN_DEMO: "0",
  LOG_LEVEL: "warn",
  PORT: String(port),
  ...more,
});

async function startServer(): Promise<Started> {
  server = start(join(root, "server/main.ts"), [], environmentOf());
  expect(
    await until(
      async () => await healthOf(port),
      (status) => status === 200,
      HEALTHY_MS,
    ),
  ).toBe(200);
  return server;
}

describe("beside a running server", () => {
  test("commands use its database, workers and simulators; a second server in its place says so and harms nobody", async () => {
    const { child, ended } = await startServer();
    const console = openConsoleAt(home);
    await setUpAcme(console);
    const run = await command(home, "run", "--client", "acme", "--json");
    expect(run.json).toMatchObject({ messages: 9, withdrawn: 0 });
    expect(await console.run("drain", "--client", "acme")).toMatchObject({ left: 0 });
    await console.run("sandbox", "reply", "+27825550101", "27600000001", "BALANCE");
    const mail = ["naledi.khumalo@example.com", "accounts@acme.example", "STOP"];
    await console.run("sandbox", "reply", ...mail);
    await console.run("drain", "--client", "acme");
    // Receipts come within 2 s; the confirmation of STOP by mail has none.
    const report = await until(
      async () => await console.run("report", "--client", "acme"),
      ({ delivered }) => delivered === 9,
      2_500,
    );
    expect(report).toMatchObject({ sent: 11, delivered: 9, replied: 2, opted_out: 1 });
    const second = await start(join(root, "server/main.ts"), [], environmentOf()).ended;
    expect(second.code).toBe(1);
    expect(second.stderr.trim()).toBe(
      `PORT ${port} on 127.0.0.1 is in use; stop what listens there, or start with PORT=${port + 1}`,
    );
    expect(await console.run("report", "--client", "acme")).toMatchObject({ sent: 11 });
    expect(await healthOf(port)).toBe(200);
    await console.close();

    const at = performance.now();
    child.kill("SIGTERM");
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(performance.now() - at).toBeLessThan(STOP_MS);
    expect(await processesOf(home)).toEqual([]);
  });

  test("after kill -9 the next start recovers with everything there", async () => {
    const { child, ended } = await startServer();
    child.kill("SIGKILL");
    await ended;
    await startServer();
    const console = openConsoleAt(home);
    expect(await console.run("report", "--client", "acme")).toMatchObject({ sent: 11 });
    const { messages } = await console.run("sandbox", "inbox");
    expect(messages).toHaveLength(11);
    await console.close();
  });

  test("a signal to npm's process group, which reaches the server twice, ends everything", async () => {
    // Without the scripts around `start`: they would install.
    const npm = spawn("npm", ["start", "--ignore-scripts"], {
      cwd: root,
      env: environment(environmentOf()),
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = endOf(npm);
    expect(
      await until(
        async () => await healthOf(port),
        (status) => status === 200,
        HEALTHY_MS,
      ),
    ).toBe(200);
    const family = await descendants(npm.pid!);
    const at = performance.now();
    process.kill(-npm.pid!, "SIGINT");
    await ended;
    const gone = await until(
      async () => family.filter(isAlive),
      (left) => left.length === 0,
      STOP_MS,
    );
    expect(gone).toEqual([]);
    expect(performance.now() - at).toBeLessThan(STOP_MS);
    expect(await processesOf(home)).toEqual([]);
    if (npm.exitCode === null && npm.signalCode === null) await once(npm, "exit");
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

// What a new user does, done by a program: npm start, a round by the command line, an end by signal, a crash, a new start.
// Linux only (it reads /proc). Prints what it did; the first thing that is not so ends it with exit code 1.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { assert, messageOf } from "#platform/errors.ts";
import { firstMessage, walk } from "./walkthrough.ts";

const root = join(import.meta.dirname, "..");
const START_MS = 240_000;
const COMMAND_MS = 180_000;
const STOP_MS = 10_000;
const CLIENT = ["--client", "harbour-fibre"];

type Json = Readonly<Record<string, unknown>>;
type Server = { readonly child: ChildProcess; readonly group: number; output: string };

const home = await mkdtemp("/tmp/dunlin-smoke-");
await chmod(home, 0o755); // as root PostgreSQL runs as another user, who must pass
const port = await freePort();
const env = { ...process.env, DUNLIN_HOME: home, PORT: String(port), HOST: "127.0.0.1" };
const groups = new Set<number>();

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const found = (server.address() as AddressInfo).port;
  server.close();
  await once(server, "close");
  return found;
}

async function start(): Promise<Server> {
  const child = spawn("npm", ["start"], { cwd: root, env, detached: true, stdio: "pipe" });
  assert(child.pid, "npm start did not start");
  const server: Server = { child, group: child.pid, output: "" };
  groups.add(server.group);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (server.output = (server.output + chunk).slice(-20_000)));
  }
  const end = performance.now() + START_MS;
  for (;;) {
    const health = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.timeout(5_000),
    }).catch(() => undefined);
    if (health?.status === 200) {
      const body = (await health.json()) as { status?: unknown };
      assert(body.status === "ok", `/healthz is 200 with status ${String(body.status)}`);
      return server;
    }
    await health?.body?.cancel();
    assert(child.exitCode === null, `npm start ended by itself:\n${server.output}`);
    assert(
      performance.now() < end,
      `/healthz was not 200 within ${START_MS} ms:\n${server.output}`,
    );
    await pause(100);
  }
}

/** The page at / is there without a redirect, and so is every script and style that it names. */
async function consoleIsServed(): Promise<void> {
  const ask = async (path: string) =>
    await fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: "error",
      signal: AbortSignal.timeout(10_000),
    });
  const page = await (await ask("/")).text();
  const named = [...page.matchAll(/(?:src|href)="(\/assets\/[\w.-]+\.(?:js|css))"/g)];
  assert(named.length >= 2, `the console names no scripts and styles:\n${page}`);
  for (const [, path] of named) {
    const { status, headers } = await ask(path!);
    const type = headers.get("content-type") ?? "";
    assert(status === 200 && /^text\/(javascript|css)/.test(type), `${path}: ${status} ${type}`);
  }
}

/** Runs a command as a script would: the last line of its output is one JSON object. */
async function dunlin(...words: string[]): Promise<Json> {
  const args = ["run", "-s", "dunlin", "--", ...words, "--json"];
  const { stdout } = await promisify(execFile)("npm", args, {
    cwd: root,
    env,
    timeout: COMMAND_MS,
    maxBuffer: 64 << 20,
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Json;
}

/** The processes of a group, with their command lines. */
async function processesOf(group: number): Promise<{ pid: number; command: string }[]> {
  const found: { pid: number; command: string }[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const [state, , groupId] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(groupId) !== group || state === "Z") continue;
    const command = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    found.push({ pid: Number(name), command: command.replaceAll("\0", " ").trim() });
  }
  return found;
}

async function databasePid(): Promise<number | undefined> {
  const path = join(home, "postgres/data/postmaster.pid");
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : Number(text.split("\n")[0]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(what: string, ms: number, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    assert(performance.now() < end, `${what}: not within ${ms} ms`);
    await pause(50);
  }
}

async function endsOn(server: Server, signal: NodeJS.Signals, times: number): Promise<void> {
  const database = await databasePid();
  assert(database !== undefined && isAlive(database), "the database does not run");
  // To the whole group, as a terminal does it: npm passes it on as well.
  for (let time = 0; time < times; time += 1) process.kill(-server.group, signal);
  await until(`an end by ${signal}`, STOP_MS, async () => {
    return (await processesOf(server.group)).length === 0 && !isAlive(database);
  });
  groups.delete(server.group);
}

async function crash(server: Server): Promise<void> {
  const main = (await processesOf(server.group)).find(({ command }) =>
    command.includes("server/main.ts"),
  );
  assert(main, "the process of the server is not there");
  process.kill(main.pid, "SIGKILL");
  await until("an end of the simulators with their server", STOP_MS, async () => {
    return (await processesOf(server.group)).length === 0;
  });
  groups.delete(server.group);
}

type Inbox = readonly { readonly to: string; readonly from: string; readonly text: string }[];

async function inbox(...more: string[]): Promise<Inbox> {
  return (await dunlin("sandbox", "inbox", ...more))["messages"] as Inbox;
}

// Nothing may be said on a Sunday or at night: the clock goes on until something is, whatever day it is today.
async function untilSaid(): Promise<Inbox> {
  await dunlin("run", ...CLIENT);
  for (let day = 0; day < 4; day += 1) {
    await dunlin("clock", "advance", "P1D");
    const messages = await inbox();
    if (messages.length > 0) return messages;
  }
  return [];
}

async function round(): Promise<void> {
  const simulated = await dunlin("simulate", ...CLIENT, "--days", "7");
  const days = simulated["days"] as { sms: number }[];
  assert(days.length === 7 && days.some((day) => day.sms > 0), "a week without a message");
  const sms = (await untilSaid()).find(({ from, to }) => !`${from}${to}`.includes("@"));
  assert(sms, "nothing arrived by SMS");
  await dunlin("sandbox", "reply", sms.to, sms.from, "BALANCE");
  await until("an answer to BALANCE", 60_000, async () => {
    await dunlin("drain", ...CLIENT);
    const arrived = await inbox("--to", sms.to);
    return arrived.length > 1 && arrived[0]!.text !== sms.text;
  });
  const report = await dunlin("report", ...CLIENT);
  assert(Number(report["delivered"]) > 0, "the report counts nothing delivered");
  assert(Number(report["replied"]) === 1, "the report does not count the reply");
}

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  console.log(`smoke: ${what} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return result;
}

try {
  const first = await step("npm start, until /healthz is 200", start);
  await step("the console and its scripts", consoleIsServed);
  await step("simulate, run, clock, sandbox, BALANCE, report beside it", round);
  await step("the README's first message by API", async () => await firstMessage(env));
  await step("the README's walk, literally", async () => await walk(env));
  // The walk ends on real time; from here on nothing may go out that is not counted.
  await dunlin("clock", "set", String((await dunlin("clock"))["now"]));
  await dunlin("drain", ...CLIENT);
  const sent = (await dunlin("report", ...CLIENT))["sent"];
  await step("SIGTERM twice ends everything", async () => await endsOn(first, "SIGTERM", 2));
  const second = await step("a second start", start);
  await step("kill -9", async () => await crash(second));
  const third = await step("a start after it, with the database left behind", start);
  assert((await dunlin("report", ...CLIENT))["sent"] === sent, "the crash changed the report");
  await step("Ctrl-C ends everything", async () => await endsOn(third, "SIGINT", 1));
  const alone = await step("a command alone", async () => await dunlin("report", ...CLIENT));
  assert(alone["sent"] === sent, "alone the report says something else");
  assert((await databasePid()) === undefined, "a command alone left the database running");
} catch (error) {
  console.error(`smoke: ${messageOf(error)}`);
  process.exitCode = 1;
} finally {
  for (const group of groups) for (const { pid } of await processesOf(group)) process.kill(pid, 9);
  const left = await databasePid();
  if (left !== undefined && isAlive(left)) process.kill(left, "SIGINT");
  await until("the database's end", STOP_MS, async () => (await databasePid()) === undefined).catch(
    (error: unknown) => console.error(messageOf(error)),
  );
  await rm(home, { recursive: true, force: true });
}

// The program as others meet it: processes with their own home, their output, their exit codes, and what they leave behind.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";

const run = promisify(execFile);
export const root = join(import.meta.dirname, "../..");
const commandLine = join(root, "server/cli/main.ts");

export type Ended = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of stdout as JSON; undefined when it is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
};

export type Started = { readonly child: ChildProcess; readonly ended: Promise<Ended> };

export type Environment = Readonly<Record<string, string>>;

/** A home of its own below /tmp, which PostgreSQL's user can reach; `below` makes it deeper. */
export async function makeHome(below = ""): Promise<string> {
  const folder = await mkdtemp("/tmp/dunlin-contract-");
  await chmod(folder, 0o755);
  return join(folder, below);
}

/** Ends what still belongs to the home and removes it. */
export async function removeHome(home: string): Promise<void> {
  for (const { pid } of await processesOf(home)) process.kill(pid, "SIGKILL");
  const folder = home.split("/").slice(0, 3).join("/");
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** Starts `node FILE …` with nothing in its environment but what a shell would have and `env`. */
export function start(file: string, words: readonly string[], env: Environment): Started {
  const child = spawn(process.execPath, [file, ...words], {
    cwd: root,
    env: environment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { child, ended: endOf(child) };
}

export function environment(env: Environment): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env };
}

export async function endOf(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr, json: lastJson(stdout) };
}

function lastJson(stdout: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** One command as a process of its own, for an installation that is no demo and has a test clock. */
export function startCommand(
  home: string,
  words: readonly string[],
  env: Environment = {},
): Started {
  const given = { DUNLIN_HOME: home, DUNLIN_TEST: "1", DUNLIN_DEMO: "0", ...env };
  return start(commandLine, words, given);
}

export async function command(home: string, ...words: string[]): Promise<Ended> {
  return await startCommand(home, words).ended;
}

/** The processes whose command line names the home: its database, its simulators. */
export async function processesOf(home: string): Promise<{ pid: number; args: string }[]> {
  const { stdout } = await run("ps", ["-eo", "pid=,args="], { maxBuffer: 16 * 1024 * 1024 });
  return stdout
    .split("\n")
    .filter((line) => line.includes(home))
    .map((line) => ({ pid: Number(line.trim().split(" ")[0]), args: line.trim() }));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Asks until the answer is what is waited for; the last answer when the time is up. */
export async function until<T>(
  ask: () => Promise<T>,
  good: (answer: T) => boolean,
  timeoutMs: number,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (good(answer) || performance.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Status of GET /healthz; 0 when nobody answers. */
export async function healthOf(port: number): Promise<number> {
  return await fetch(`http://127.0.0.1:${port}/healthz`, {
    signal: AbortSignal.timeout(2_000),
  }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => 0,
  );
}

/** The process ids below `pid`, itself among them: for killing npm's child without npm. */
export async function descendants(pid: number): Promise<number[]> {
  const all = [pid];
  for (const id of all) {
    const tasks = await readdir(`/proc/${id}/task`).catch(() => []);
    for (const task of tasks) {
      const line = await readFile(`/proc/${id}/task/${task}/children`, "utf8").catch(() => "");
      all.push(...line.split(" ").filter(Boolean).map(Number));
    }
  }
  return all;
}

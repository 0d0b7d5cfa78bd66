import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { UserError } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import type { InboxFilter, SandboxMessage, SandboxPorts } from "./messages.ts";
import type { SandboxBehaviour } from "./networks.ts";

export type Sandbox = {
  readonly pid: number;
  ports(): SandboxPorts;
  /** What customers received, newest first; `to` is a number or mailbox. */
  inbox(filter?: InboxFilter): Promise<SandboxMessage[]>;
  /** Answers as the customer `from`; resolves when Dunlin acknowledged it. Throws `UserError` when it didn't. */
  reply(
    from: string,
    to: string | undefined,
    text: string,
    subject?: string,
  ): Promise<SandboxMessage>;
  behave(change: SandboxBehaviour): Promise<void>;
  /** Since the process started. */
  counts(): Promise<{ received: number; written: number }>;
  /** Ends the process, by force after 5 s. */
  stop(): Promise<void>;
};

export type SandboxOptions = {
  /** Dunlin's home; the sandbox keeps its files in `sandbox/` below it. */
  readonly home: string;
  readonly ports?: Partial<SandboxPorts>;
  /** Dunlin's mail listener, for replies and bounces; can be told later by `behave`. */
  readonly mailTo?: { readonly host: string; readonly port: number };
  readonly log: Logger;
};

const START_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 5_000;
const PREDECESSOR_TIMEOUT_MS = 4_000;
const REQUEST_TIMEOUT_MS = 15_000;
const POLL_MS = 25;

const portsShape = z.object({ smpp: z.int(), smtp: z.int(), control: z.int() });
const noteShape = z.object({ pid: z.int().positive(), ports: portsShape });
const inboxShape = z.object({ messages: z.array(z.custom<SandboxMessage>()) });
const healthShape = z.object({
  status: z.literal("ok"),
  pid: z.int(),
  received: z.int(),
  written: z.int(),
});

/**
 * Starts the sandbox as a child of this process; it ends with it, also when this process is killed.
 * Throws `UserError` when one already runs in this home or a port is taken.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const folder = folderOf(options.home);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await waitForPredecessor(options.home);
  const child = spawn(process.execPath, [mainFile(), ...argumentsOf(folder, options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.on("error", (error) => options.log.error({ error: error.message }, "sandbox process"));
  const ports = await readiness(child);
  const pid = child.pid ?? 0;
  await writeNote(folder, { pid, ports });
  let stopping = false;
  child.on("exit", (code) => {
    if (!stopping) options.log.error({ code }, "the sandbox process ended by itself");
  });
  return {
    ...clientOf(pid, ports),
    async stop() {
      stopping = true;
      await endChild(child);
      await forget(folder, pid);
    },
  };
}

/** The sandbox that runs in this home, started by whichever process; undefined when there is none. */
export async function connectSandbox(home: string): Promise<Sandbox | undefined> {
  const folder = folderOf(home);
  const note = await readNote(folder);
  if (!note || !isAlive(note.pid)) return undefined;
  const client = clientOf(note.pid, note.ports);
  // A process id is soon given to another; only the sandbox itself can say that it is the one.
  const health = await call(note.ports.control, "/healthz", healthShape).catch(() => undefined);
  if (health?.pid !== note.pid) return undefined;
  return {
    ...client,
    async stop() {
      await endByPid(note.pid);
      await forget(folder, note.pid);
    },
  };
}

function clientOf(pid: number, ports: SandboxPorts): Omit<Sandbox, "stop"> {
  const { control } = ports;
  const post = <T>(path: string, body: unknown, shape: z.ZodType<T>): Promise<T> =>
    call(control, path, shape, body);
  return {
    pid,
    ports: () => ports,
    async inbox({ to, limit } = {}) {
      const query = new URLSearchParams({
        ...(to ? { to } : {}),
        ...(limit ? { limit: String(limit) } : {}),
      });
      const { messages } = await call(control, `/inbox?${query.toString()}`, inboxShape);
      return messages;
    },
    reply: (from, to, text, subject) =>
      post("/reply", { from, to, text, subject }, z.custom<SandboxMessage>()),
    async behave(change) {
      await post("/behave", change, z.object({ ok: z.literal(true) }));
    },
    async counts() {
      const { received, written } = await call(control, "/healthz", healthShape);
      return { received, written };
    },
  };
}

async function call<T>(
  port: number,
  path: string,
  shape: z.ZodType<T>,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...(body === undefined
      ? {}
      : {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
  });
  const answer: unknown = await response.json();
  if (response.ok) return shape.parse(answer);
  const refusal = z.object({ error: z.string() }).safeParse(answer);
  throw new UserError(`Sandbox: ${refusal.data?.error ?? `status ${response.status}`}`);
}

function argumentsOf(folder: string, { ports, mailTo }: SandboxOptions): string[] {
  const chosen = Object.entries(ports ?? {}).flatMap(([name, port]) => [`--${name}`, String(port)]);
  const mail = mailTo ? ["--mail-host", mailTo.host, "--mail-port", String(mailTo.port)] : [];
  return ["--folder", folder, ...chosen, ...mail];
}

/** The first line of its output has the ports. */
async function readiness(child: ChildProcess): Promise<SandboxPorts> {
  const stdout = child.stdout;
  if (!stdout) throw new Error("the sandbox has no output");
  const lines = createInterface({ input: stdout });
  const late = AbortSignal.timeout(START_TIMEOUT_MS);
  try {
    const [line] = (await Promise.race([
      once(lines, "line", { signal: late }),
      once(lines, "close", { signal: late }).then(() => [""]),
    ])) as [string];
    return portsShape.parse(JSON.parse(line));
  } catch (error) {
    child.kill("SIGKILL");
    throw new UserError(
      `The sandbox didn't start (${late.aborted ? `not ready within ${START_TIMEOUT_MS / 1_000} s` : "see its message above"}): free its ports or choose others.`,
      { cause: error },
    );
  } finally {
    stdout.resume();
  }
}

/** After a kill -9 the last sandbox needs a moment to notice and go. */
async function waitForPredecessor(home: string): Promise<void> {
  const end = performance.now() + PREDECESSOR_TIMEOUT_MS;
  let running = await connectSandbox(home);
  while (running && performance.now() < end) {
    await sleep(POLL_MS);
    running = await connectSandbox(home);
  }
  if (running)
    throw new UserError(
      `A sandbox with process id ${running.pid} already runs in ${home}: stop it, or use another DUNLIN_HOME.`,
    );
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  const force = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  child.kill("SIGTERM");
  await exited;
  clearTimeout(force);
}

async function endByPid(pid: number): Promise<void> {
  const end = performance.now() + STOP_TIMEOUT_MS;
  signal(pid, "SIGTERM");
  while (isAlive(pid) && performance.now() < end) await sleep(POLL_MS);
  if (isAlive(pid)) signal(pid, "SIGKILL");
}

function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

type Note = z.infer<typeof noteShape>;

async function writeNote(folder: string, note: Note): Promise<void> {
  const file = join(folder, "sandbox.json");
  await writeFile(`${file}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function readNote(folder: string): Promise<Note | undefined> {
  try {
    return noteShape.parse(JSON.parse(await readFile(join(folder, "sandbox.json"), "utf8")));
  } catch {
    return undefined; // none, or half written: as good as none
  }
}

async function forget(folder: string, pid: number): Promise<void> {
  if ((await readNote(folder))?.pid === pid)
    await rm(join(folder, "sandbox.json"), { force: true });
}

function folderOf(home: string): string {
  return join(home, "sandbox");
}

function mainFile(): string {
  return fileURLToPath(new URL("main.ts", import.meta.url));
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

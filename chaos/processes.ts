/** Processes as production runs them, and their ends. All that is started here is ended here. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { messageOf } from "#platform/errors.ts";

const root = join(import.meta.dirname, "..");
const START_MS = 60_000;
const STOP_MS = 12_000;
const COMMAND_MS = 300_000;

export type Json = Readonly<Record<string, unknown>>;
export type Role = "worker" | "api";
type Member = { readonly role: Role; readonly child: ChildProcess };

const READY: Readonly<Record<Role, string>> = {
  worker: "the worker runs",
  api: "Dunlin answers on",
};

export class Processes {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly #members = new Set<Member>();
  readonly #log: WriteStream;

  private constructor(home: string, port: number) {
    this.home = home;
    this.env = {
      ...process.env,
      DUNLIN_HOME: home,
      DUNLIN_DEMO: "0",
      DUNLIN_TEST: "1",
      PORT: String(port),
      DATABASE_URL: "",
    };
    this.#log = createWriteStream(join(home, "chaos.log"), { flags: "a" });
  }

  static async in(home: string): Promise<Processes> {
    return new Processes(home, await freePort());
  }

  /** A line of the log in which all processes of the run write. */
  note(text: string): void {
    this.#log.write(`${new Date().toISOString()} chaos: ${text}\n`);
  }

  /** Starts a process of that role; resolves when it says that it is ready. */
  async start(role: Role): Promise<void> {
    const args = [join(root, "server/main.ts"), "--role", role];
    const child = spawn(process.execPath, args, { env: this.env, stdio: "pipe" });
    const member = { role, child };
    this.#members.add(member);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.#log.write(`${role} ${child.pid}: ${chunk.toString()}`);
        if (chunk.includes(READY[role])) resolve();
      });
    }
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      this.note(`${role} ${child.pid} ended: ${code ?? signal}`);
      this.#members.delete(member);
      reject(new Error(`a process of role ${role} ended before it was ready`));
    });
    const timer = setTimeout(
      () => reject(new Error(`a process of role ${role} was not ready within ${START_MS} ms`)),
      START_MS,
    );
    await promise.finally(() => clearTimeout(timer));
  }

  count(role: Role): number {
    return this.#of(role).length;
  }

  /** kill -9 of the n-th process of that role (modulo their number); false when there was none. */
  async kill(role: Role, n: number): Promise<boolean> {
    const all = this.#of(role);
    const member = all[n % Math.max(1, all.length)];
    if (!member) return false;
    const ended = once(member.child, "exit");
    member.child.kill("SIGKILL");
    await ended;
    return true;
  }

  /** A command as a script runs it: the last line of its output is one JSON object. */
  async dunlin(...words: string[]): Promise<Json> {
    const args = [join(root, "server/cli/main.ts"), ...words, "--json"];
    const options = { env: this.env, timeout: COMMAND_MS, maxBuffer: 64 << 20 };
    const run = promisify(execFile)(process.execPath, args, options);
    const { stdout } = await run.catch((error: unknown) => {
      // Exit code 1 beside an answer is an answer: the judge's no.
      const { stdout: said, stderr } = error as { stdout?: string; stderr?: string };
      if (said?.trimEnd().endsWith("}")) return { stdout: said };
      throw new Error(`dunlin ${words.join(" ")}: ${stderr?.trim() || messageOf(error)}`);
    });
    return JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as Json;
  }

  /** Ends all as an operator would; by force what does not end in time. True when nothing had to be forced. */
  async stop(): Promise<boolean> {
    let orderly = true;
    const end = async ({ child }: Member): Promise<void> => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      const force = setTimeout(() => {
        orderly = false;
        child.kill("SIGKILL");
      }, STOP_MS);
      child.kill("SIGTERM");
      await ended;
      clearTimeout(force);
    };
    await Promise.all(this.#of("worker").map(end));
    await Promise.all(this.#of("api").map(end));
    return orderly;
  }

  async closeLog(): Promise<void> {
    await new Promise<void>((resolve) => this.#log.end(resolve));
  }

  #of(role: Role): readonly Member[] {
    return [...this.#members].filter((member) => member.role === role);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

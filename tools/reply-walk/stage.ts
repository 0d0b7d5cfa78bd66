// What a story is played on: `npm start` with a home and a port of its own, the command line and the API beside it.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { assert } from "#platform/errors.ts";
import { AUTHORITY, openFront } from "./front.ts";

const root = join(import.meta.dirname, "../..");
const START_MS = 120_000;
const COMMAND_MS = 60_000;
const REQUEST_MS = 10_000;
const STOP_MS = 12_000;
const MOST_OUTPUT = 20_000;
const WAIT_MS = 40_000; // the notices of debits are looked for every 5 s, on a machine that may be busy

export type Json = Readonly<Record<string, unknown>>;

export type Stage = {
  /** A folder that goes with the installation. */
  readonly home: string;
  readonly url: string;
  /** Runs a command as a script would: the last line of its output is one JSON object. */
  dunlin(...words: string[]): Promise<Json>;
  /** Asks the API, `/v1/…`, with a key; anything but 200 is thrown. */
  api(key: string, path: string): Promise<Json>;
  /** Asks the simulators: their networks and the payment provider. */
  sandbox(path: string, body?: Json): Promise<Json>;
  /** The last of what the server printed. */
  output(): string;
  close(): Promise<void>;
};

/** Polls until `find` gives something; throws the sentence, with what `seen` says, when it does not within the time. */
export async function waitFor<T>(
  sentence: string,
  find: () => Promise<T | undefined>,
  seen: () => string = () => "",
  ms = WAIT_MS,
): Promise<T> {
  const latest = performance.now() + ms;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    assert(performance.now() < latest, `${sentence}: not within ${ms / 1_000} s. ${seen()}`);
    await pause(40);
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

async function requested(url: string, options: RequestInit = {}): Promise<Json> {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(REQUEST_MS) });
  const text = await response.text();
  assert(response.ok, `${url} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as Json;
}

/** Starts an installation without the sample client; its simulators come with the first route that leads to them. */
export async function openStage(): Promise<Stage> {
  const home = await mkdtemp("/tmp/dunlin-reply-");
  await chmod(home, 0o755); // as root PostgreSQL runs as another user, who must pass
  const port = await freePort();
  const front = await openFront(port);
  const env = {
    ...process.env,
    DUNLIN_HOME: home,
    DUNLIN_DEMO: "0",
    DUNLIN_TEST: "1",
    PORT: String(port),
    HOST: "127.0.0.1",
    PUBLIC_URL: front.url,
    NODE_EXTRA_CA_CERTS: AUTHORITY,
  };
  const url = `http://127.0.0.1:${port}`;
  const child = spawn("npm", ["start"], { cwd: root, env, detached: true, stdio: "pipe" });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output = (output + chunk).slice(-MOST_OUTPUT)));
  }
  let closing: Promise<void> | undefined;
  const close = async () => {
    closing ??= Promise.all([end(child), front.close()]).then(
      async () => await rm(home, { recursive: true, force: true }),
    );
    await closing;
  };
  // The server has a process group of its own, which no signal to ours reaches.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void close().finally(() => process.exit(1)));
  const answers = async () => {
    assert(child.exitCode === null, `npm start ended by itself:\n${output}`);
    const signal = AbortSignal.timeout(REQUEST_MS);
    const health = await fetch(`${url}/healthz`, { signal }).catch(() => undefined);
    await health?.body?.cancel();
    return health?.status === 200 ? true : undefined;
  };
  await waitFor("npm start answers 200 on /healthz", answers, () => output, START_MS).catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  return {
    home,
    url,
    async dunlin(...words) {
      const args = [join(root, "server/cli/main.ts"), ...words, "--json"];
      const options = { cwd: root, env, timeout: COMMAND_MS, maxBuffer: 64 << 20 };
      const { stdout } = await promisify(execFile)(process.execPath, args, options);
      return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Json;
    },
    api: async (key, path) =>
      await requested(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } }),
    async sandbox(path, body) {
      const note = await readFile(join(home, "sandbox/sandbox.json"), "utf8");
      const { ports } = JSON.parse(note) as { ports: { control: number } };
      const sent = body && {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      };
      return await requested(`http://127.0.0.1:${ports.control}${path}`, sent);
    },
    output: () => output,
    close,
  };
}

/** Ctrl-C reaches the whole group, as a terminal does it; what has not gone by then is killed. */
async function end(child: ChildProcess): Promise<void> {
  const group = child.pid;
  if (group === undefined || child.exitCode !== null) return;
  const gone = once(child, "exit");
  process.kill(-group, "SIGINT");
  const late = setTimeout(() => process.kill(-group, "SIGKILL"), STOP_MS);
  await gone;
  clearTimeout(late);
}

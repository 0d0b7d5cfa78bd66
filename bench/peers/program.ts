// Programs of others: found, started, waited for, and ended whatever happens.
import { spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { UserError } from "#platform/errors.ts";

const LAST_WORDS = 4_000;
const STOP_TIMEOUT_MS = 15_000;
const READY_TIMEOUT_MS = 30_000;
const LOOK_MS = 50;
const ENDS = ["exit", "SIGINT", "SIGTERM"] as const;

export type Program = {
  /** What it printed, once it has ended well; rejects with its last words otherwise. */
  readonly output: Promise<string>;
  /** Ends it, politely first. */
  stop(): Promise<void>;
};

/** `home` is the folder it works in and the home it sees; nothing else of our environment reaches it. */
export function startProgram(path: string, args: readonly string[], home: string): Program {
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: home, LANG: "C.UTF-8" };
  const child = spawn(path, args, { cwd: home, env, stdio: ["ignore", "pipe", "pipe"] });
  // Also when this process is interrupted: nobody else would end it, and its files are removed then.
  const kill = (): void => void child.kill("SIGKILL");
  for (const end of ENDS) process.on(end, kill);
  let printed = "";
  let complained = "";
  child.stdout.on("data", (chunk: Buffer) => (printed = (printed + chunk).slice(-LAST_WORDS)));
  child.stderr.on(
    "data",
    (chunk: Buffer) => (complained = (complained + chunk).slice(-LAST_WORDS)),
  );
  const { promise: output, resolve, reject } = Promise.withResolvers<string>();
  output.catch(() => undefined);
  child.once("error", (cause) =>
    reject(new UserError(`${path} can't be started: ${cause.message}`)),
  );
  child.once("close", (code, signal) => {
    for (const end of ENDS) process.off(end, kill);
    if (code === 0) resolve(printed);
    else reject(new Error(`${path} ended with ${signal ?? code}: ${complained || printed}`));
  });
  return {
    output,
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(kill, STOP_TIMEOUT_MS);
      await output.catch(() => undefined).finally(() => clearTimeout(timer));
    },
  };
}

/** Waits until somebody listens on a port of loopback, while the program lives. */
export async function untilListening(program: Program, port: number): Promise<void> {
  const ended = program.output.then(() => {
    throw new Error("a program ended before it was ready");
  });
  ended.catch(() => undefined);
  const untilMs = performance.now() + READY_TIMEOUT_MS;
  while (!(await accepts(port))) {
    if (performance.now() > untilMs) throw new Error(`nothing listens on port ${port}`);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, LOOK_MS))]);
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = net.connect({ host: "127.0.0.1", port });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Ports of loopback that nobody listens on just now, each another. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => net.createServer());
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    ports.push((server.address() as net.AddressInfo).port);
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}

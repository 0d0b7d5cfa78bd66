// Kannel's two daemons over the simulator of the other benches: submitting through smsbox, and sending what is in the spool.
import { access, constants, mkdir, writeFile } from "node:fs/promises";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { SmppConfig } from "#adapters/smpp/config.ts";
import { numberOf, SENDER } from "../seed.ts";
import { forkSmsc, type SmscCounts, type SmscProcess } from "../smsc.ts";
import { kannelConfig, USER } from "./kannel-config.ts";
import { freePorts, startProgram, untilListening, type Program } from "./program.ts";

const FOLDERS = ["/usr/sbin", "/usr/local/sbin"];
const WARM_UP = 500;
/** Connections that submit at once. */
const CONNECTIONS = 16;
const LOOK_MS = 20;
const STUCK_MS = 120_000;
/** Only what ends it. */
const QUIET = ["-v", "4"];

export type KannelPrograms = { readonly bearerbox: string; readonly smsbox: string };

/** Where Kannel is installed, if it is. */
export async function findKannel(folders = FOLDERS): Promise<KannelPrograms | undefined> {
  for (const folder of folders) {
    const programs = { bearerbox: join(folder, "bearerbox"), smsbox: join(folder, "smsbox") };
    const found = await Promise.all(
      Object.values(programs).map(
        async (path) =>
          await access(path, constants.X_OK).then(
            () => true,
            () => false,
          ),
      ),
    );
    if (found.every(Boolean)) return programs;
  }
  return undefined;
}

export type KannelRates = {
  /** From the first submit over SMPP to the last receipt taken, all messages being in the spool before. */
  readonly spooledPerS: number;
  /** From the first request to smsbox to the last receipt taken. */
  readonly offeredPerS: number;
  readonly version: string;
};

/** Sends `size` SMS each way. `folder` is for its files. */
export async function sendThroughKannel(
  programs: KannelPrograms,
  folder: string,
  text: string,
  size: number,
): Promise<KannelRates> {
  const [adminPort = 0, boxPort = 0, sendPort = 0, smscPort = 0] = await freePorts(4);
  const { window } = SmppConfig.parse({ host: "x", port: 1, systemId: "x", password: "" });
  const place = { adminPort, boxPort, sendPort, smscPort, window, folder: join(folder, "spool") };
  await mkdir(place.folder, { recursive: true });
  const config = join(folder, "kannel.conf");
  await writeFile(config, kannelConfig(place));
  const running: Program[] = [];
  const start = async (path: string, port: number): Promise<void> => {
    const program = startProgram(path, [...QUIET, config], folder);
    running.unshift(program);
    await untilListening(program, port);
  };
  let smsc = await forkSmsc(smscPort);
  try {
    await start(programs.bearerbox, boxPort);
    await start(programs.smsbox, sendPort);
    const version = await versionOf(adminPort);
    await until(smsc, (counts) => counts.bound > 0);
    await offer(sendPort, text, WARM_UP);
    await until(smsc, (counts) => counts.delivered >= WARM_UP);
    const offeredS = await seconds(async () => {
      await offer(sendPort, text, size);
      await until(smsc, (counts) => counts.delivered >= WARM_UP + size);
    });
    // The SMSC goes away; what is offered meanwhile is in the spool when it comes back.
    await smsc.close();
    await offer(sendPort, text, size);
    smsc = await forkSmsc(smscPort);
    await until(smsc, (counts) => counts.submits > 0);
    const spooledS = await seconds(
      async () => await until(smsc, (counts) => counts.delivered >= size),
    );
    return { spooledPerS: size / spooledS, offeredPerS: size / offeredS, version };
  } finally {
    for (const program of running) await program.stop();
    await smsc.close();
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1_000;
}

/** Submits messages as fast as smsbox takes them: it answers when the message is in the spool. */
async function offer(port: number, text: string, size: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const common = new URLSearchParams({ ...USER, from: SENDER, text, "dlr-mask": "3" }).toString();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < size) {
      next += 1;
      const to = encodeURIComponent(numberOf(next));
      const { status, body } = await fetched(port, `/cgi-bin/sendsms?${common}&to=${to}`, agent);
      if (status !== 202) throw new Error(`Kannel answers ${status} to a message: ${body}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  } finally {
    agent.destroy();
  }
}

type Fetched = { readonly status: number; readonly body: string };

function fetched(port: number, path: string, agent?: Agent): Promise<Fetched> {
  const where = { host: "127.0.0.1", port, path, timeout: STUCK_MS, ...(agent && { agent }) };
  return new Promise((resolve, reject) => {
    const request = get(where, (response) => {
      let body = "";
      response.setEncoding("latin1").on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", reject);
    });
    request.on("error", reject);
    request.on("timeout", () => request.destroy(new Error("Kannel does not answer")));
  });
}

async function versionOf(adminPort: number): Promise<string> {
  const { body } = await fetched(adminPort, `/status.txt?password=${USER.password}`);
  return /version `([^']+)'/.exec(body)?.[1] ?? "unknown";
}

/** Looks at the simulator until it is so; fails when nothing changes any more. */
async function until(smsc: SmscProcess, isSo: (counts: SmscCounts) => boolean): Promise<void> {
  let counts = await smsc.counts();
  let movedAtMs = performance.now();
  while (!isSo(counts)) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const now = await smsc.counts();
    if (now.delivered !== counts.delivered || now.submits !== counts.submits)
      movedAtMs = performance.now();
    counts = now;
    if (performance.now() - movedAtMs > STUCK_MS)
      throw new Error(`Kannel moves nothing any more: ${JSON.stringify(counts)}`);
  }
}

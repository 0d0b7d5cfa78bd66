// One file from an address that a client named: from the public internet only, bounded in size and time, never redirected.
import http from "node:http";
import https from "node:https";
import { messageOf } from "#platform/errors.ts";
import { resolverFor } from "./names.ts";
import { checkLiteral, guardedLookup, hostOf, type Reach } from "./reach.ts";

/** For the whole of it: look-up, connection, answer, content. */
const TIMEOUT_MS = 15_000;

export type Fetched = { readonly bytes: Uint8Array } | { readonly refused: string };

/** The content, or why there is none, in words that follow the address. Never rejects. */
export async function fetchFile(
  reach: Reach,
  text: string,
  mostBytes: number,
  timeoutMs = TIMEOUT_MS,
): Promise<Fetched> {
  const within = AbortSignal.timeout(timeoutMs);
  try {
    const url = new URL(text);
    if (!["http:", "https:"].includes(url.protocol) || url.username !== "" || url.password !== "") {
      return { refused: "is no plain http or https address" };
    }
    checkLiteral(reach, url);
    return await read(await open(url, reach, within), mostBytes);
  } catch (error) {
    if (within.aborted) return { refused: "did not answer in time" };
    return { refused: `can't be fetched: ${messageOf(error).slice(0, 200)}` };
  }
}

async function open(url: URL, reach: Reach, signal: AbortSignal): Promise<http.IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const options = {
    host: hostOf(url),
    port: url.port === "" ? undefined : Number(url.port),
    path: url.pathname + url.search,
    headers: { accept: "application/pdf", "accept-encoding": "identity" },
    agent: false,
    lookup: guardedLookup(reach, resolverFor(reach)),
    signal,
  };
  const asked =
    url.protocol === "https:" ? https.get(options, resolve) : http.get(options, resolve);
  asked.on("error", reject);
  return await promise;
}

async function read(answer: http.IncomingMessage, mostBytes: number): Promise<Fetched> {
  try {
    if (answer.statusCode !== 200) return { refused: `answered ${answer.statusCode}` };
    const kept: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > mostBytes) return { refused: `holds more than ${mostBytes} bytes` };
      kept.push(chunk);
    }
    return { bytes: Buffer.concat(kept) };
  } finally {
    answer.destroy();
  }
}

// One request to a client's system: bounded in time and in what is read, never redirected.
import http from "node:http";
import https from "node:https";
import { messageOf } from "#platform/errors.ts";
import { resolverFor } from "./names.ts";
import { checkLiteral, guardedLookup, hostOf, type Reach } from "./reach.ts";
import { retryAfterMs } from "./schedule.ts";

/** For the whole of a try: look-up, connection, answer. */
export const TIMEOUT_MS = 15_000;
/** Of an answer this much is kept, and this much read, so that its connection can be used again. */
const KEPT_BYTES = 1_024;
const MOST_BYTES = 64 * 1_024;
/** The status decides; nobody waits long for the rest of an answer. */
const BODY_MS = 2_000;
const MOST_HEADERS = 50;
const HEADER_LENGTH = 500;

export type Answer = {
  readonly durationMs: number;
  /** Undefined when no answer came. */
  readonly status: number | undefined;
  /** Undefined when it counts as delivered (2xx); else a code: "http_500", "timeout", "ECONNREFUSED" … */
  readonly error: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of the body. */
  readonly text: string;
};

export type Poster = {
  post(url: string, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<Answer>;
  close(): void;
};

/** Connections to clients' systems, kept for a moment between requests. `post` never rejects. */
export function openPoster(reach: Reach, timeoutMs = TIMEOUT_MS): Poster {
  const options = {
    keepAlive: true,
    maxFreeSockets: 64,
    timeout: 4_000,
    lookup: guardedLookup(reach, resolverFor(reach)),
  };
  const agents = { "http:": new http.Agent(options), "https:": new https.Agent(options) };
  return {
    post: async (text, headers, body) => {
      const beganMs = performance.now();
      const within = AbortSignal.timeout(timeoutMs);
      const took = () => Math.max(0, Math.round(performance.now() - beganMs));
      try {
        const url = new URL(text);
        checkLiteral(reach, url);
        const send = async () => await request(url, agents, headers, body, within);
        // A kept connection may have been closed by the other side just as we used it: that is no failure of theirs.
        const answer = await send().catch(async (error: unknown) => {
          if (error instanceof StaleConnection) return await send();
          throw error;
        });
        return { ...answer, durationMs: took() };
      } catch (error) {
        const code = within.aborted ? "timeout" : codeOf(error);
        return { ...NOTHING, durationMs: took(), error: code };
      }
    },
    close: () => {
      agents["http:"].destroy();
      agents["https:"].destroy();
    },
  };
}

const NOTHING = { status: undefined, retryAfterMs: undefined, headers: {}, text: "" } as const;

class StaleConnection extends Error {}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return (typeof code === "string" ? code : messageOf(error)).slice(0, 200);
}

type Agents = { readonly "http:": http.Agent; readonly "https:": https.Agent };

async function request(
  url: URL,
  agents: Agents,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  signal: AbortSignal,
): Promise<Omit<Answer, "durationMs">> {
  const isTls = url.protocol === "https:";
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const options = {
    method: "POST",
    headers: { ...headers, "content-length": String(body.byteLength) },
    signal,
    host: hostOf(url),
    port: url.port === "" ? undefined : Number(url.port),
    path: url.pathname + url.search,
  };
  const sent = isTls
    ? https.request({ ...options, agent: agents["https:"] }, resolve)
    : http.request({ ...options, agent: agents["http:"] }, resolve);
  sent.on("error", (error: NodeJS.ErrnoException) => {
    const isStale = sent.reusedSocket && error.code === "ECONNRESET" && !signal.aborted;
    reject(isStale ? new StaleConnection() : error);
  });
  sent.end(body);
  const response = await promise;
  const status = response.statusCode ?? 0;
  const text = await beginningOf(response);
  return {
    status,
    error: status >= 200 && status < 300 ? undefined : `http_${status}`,
    retryAfterMs: retryAfterMs(response.headers["retry-after"], Date.now()),
    headers: shown(response.headers),
    text,
  };
}

/** Reads to the end when it is near; else the connection is closed. What breaks off has still said its status. */
async function beginningOf(response: http.IncomingMessage): Promise<string> {
  const kept: Buffer[] = [];
  let bytes = 0;
  const tooSlow = setTimeout(() => response.destroy(), BODY_MS);
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (bytes < KEPT_BYTES) kept.push(chunk.subarray(0, KEPT_BYTES - bytes));
      bytes += chunk.length;
      if (bytes > MOST_BYTES) break;
    }
  } catch {
    // Broken off.
  } finally {
    clearTimeout(tooSlow);
    if (!response.complete) response.destroy();
  }
  return storable(Buffer.concat(kept).toString("utf8"));
}

function shown(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .slice(0, MOST_HEADERS)
      .map(([name, value]) => [name, storable(String(value)).slice(0, HEADER_LENGTH)]),
  );
}

const NUL = String.fromCharCode(0);

// PostgreSQL keeps no NUL in a text.
function storable(text: string): string {
  return text.replaceAll(NUL, "");
}

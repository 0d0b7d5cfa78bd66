// Requests to other systems: paced, bounded, tried again where that makes sense, and never to where they must not go.
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { z } from "zod";
import { messageOf } from "#platform/errors.ts";
import { SourceError } from "#sources/source.ts";

/** What adapters know of the world outside; tests have one of their own. */
export type Web = {
  /** Resolves names, and refuses those that lead where no source may go. */
  readonly lookup: LookupFunction;
  /** Throws for an address that is no name and must not be called. */
  check(url: URL): void;
  readonly nowMs: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** The world itself; `lookup` and `check` say where sources may go. */
export function openWeb(lookup: LookupFunction, check: (url: URL) => void): Web {
  return {
    lookup,
    check,
    nowMs: () => Temporal.Now.instant().epochMilliseconds,
    wait: async (ms, signal) => await delay(ms, undefined, { signal }),
  };
}

export type WebRequest = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type WebAnswer = {
  readonly status: number;
  readonly headers: Readonly<http.IncomingHttpHeaders>;
  readonly text: string;
};

export type Limits = {
  readonly timeoutMs: number;
  readonly mostBytes: number;
  /** Requests in any minute. */
  readonly perMinute: number;
  readonly retries: number;
};

/** Longer waits are left to the next run; in this one the source would only be held. */
const LONGEST_WAIT_MS = 65_000;
const MINUTE_MS = 60_000;
const RETRY_MS = 1_000;

/** Asks one system. Throws `SourceError` for what stays wrong; answers below 500 but 429 are the caller's to read. */
export class WebClient {
  readonly #web: Web;
  readonly #limits: Limits;
  /** When the last requests went out, oldest first. */
  readonly #sent: number[] = [];

  constructor(web: Web, limits: Limits) {
    this.#web = web;
    this.#limits = limits;
  }

  /**
   * Sends a request until there is an answer. `once`: it is not repeated when it may have had an effect, that is, only after
   * a 429.
   */
  async send(
    request: WebRequest,
    signal: AbortSignal,
    { once = false }: { readonly once?: boolean } = {},
  ): Promise<WebAnswer> {
    for (let tries = 0; ; tries += 1) {
      await this.#takeTurn(signal);
      const answer = await this.#exchange(request, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        return error instanceof SourceError ? error : unreachable(request, error);
      });
      const failed = answer instanceof SourceError;
      if (!failed && answer.status < 500 && answer.status !== 429) return answer;
      const throttled = !failed && answer.status === 429;
      const error = failed ? answer : refusal(request, answer, this.#web.nowMs());
      const waitMs = error.retryAfterMs ?? RETRY_MS * 2 ** tries;
      const isLast = tries >= this.#limits.retries || (once && !throttled);
      if (isLast || waitMs > LONGEST_WAIT_MS || error.trouble === "settings") throw error;
      await this.#web.wait(waitMs, signal);
    }
  }

  async #takeTurn(signal: AbortSignal): Promise<void> {
    for (;;) {
      const now = this.#web.nowMs();
      while (this.#sent.length > 0 && this.#sent[0]! <= now - MINUTE_MS) this.#sent.shift();
      if (this.#sent.length < this.#limits.perMinute) {
        this.#sent.push(now);
        return;
      }
      await this.#web.wait(this.#sent[0]! + MINUTE_MS - now + 1, signal);
    }
  }

  async #exchange(request: WebRequest, signal: AbortSignal): Promise<WebAnswer> {
    const url = new URL(request.url);
    try {
      this.#web.check(url);
    } catch (cause) {
      throw new SourceError("settings", messageOf(cause), { cause });
    }
    const { timeoutMs, mostBytes } = this.#limits;
    const body = request.body === undefined ? undefined : Buffer.from(request.body);
    const { promise, resolve, reject } = Promise.withResolvers<WebAnswer>();
    const outgoing = (url.protocol === "https:" ? https : http).request(url, {
      method: request.method,
      lookup: this.#web.lookup,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        accept: "application/json",
        ...request.headers,
        ...(body && { "content-length": body.length }),
      },
    });
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= mostBytes) return void chunks.push(chunk);
        reject(new SourceError("answer", `${url.host} sent more than ${mostBytes} bytes`));
        response.destroy();
      });
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    outgoing.end(body);
    return await promise;
  }
}

function unreachable({ url }: WebRequest, cause: unknown): SourceError {
  if ((cause as { code?: string }).code === "address_forbidden") {
    return new SourceError("settings", messageOf(cause), { cause });
  }
  return new SourceError("unreachable", `${hostOf(url)} can't be reached: ${messageOf(cause)}`, {
    cause,
  });
}

function refusal({ url }: WebRequest, { status, headers }: WebAnswer, nowMs: number): SourceError {
  const retryAfterMs = retryAfter(headers["retry-after"], nowMs);
  const trouble = status === 429 ? "throttled" : "unreachable";
  return new SourceError(trouble, `${hostOf(url)} answered ${status}`, { retryAfterMs });
}

/** Milliseconds of a Retry-After (RFC 9110, 10.2.3): seconds, or a date. */
function retryAfter(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,6}$/.test(text.trim())) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? "the address";

/** The document of an answer; trouble says what kind of refusal a status is. Throws `SourceError`. */
export function documentOf({ status, text }: WebAnswer, url: string): unknown {
  if (status === 401 || status === 403) {
    throw new SourceError("sign_in", `${hostOf(url)} answered ${status}: the keys do not open it`);
  }
  if (status < 200 || status > 299) {
    throw new SourceError("refused", `${hostOf(url)} answered ${status}`);
  }
  try {
    return JSON.parse(text, exactly);
  } catch (cause) {
    throw new SourceError("answer", `${hostOf(url)} sent no JSON`, { cause });
  }
}

/** The document in the shape that is documented. Throws `SourceError` that names the first place where it is not. */
export function shaped<S extends z.ZodType>(schema: S, document: unknown, of: string): z.output<S> {
  const read = schema.safeParse(document);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.join(".").slice(0, 200) || "the answer";
  throw new SourceError("answer", `${of} sent something else than its API says: ${place}`);
}

/** Whole numbers too large for a double, such as ids, stay as they are written. */
function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isRounded = typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return isRounded ? (context?.source ?? value) : value;
}

// The HTTP API of Dunlin from TypeScript: typed by its document, tried again where that is safe.
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.ts";

export type DunlinOptions = {
  /** Such as "https://dunlin.example.org". */
  readonly baseUrl: string;
  /** A client's key, or the operator's token; left out by a page of ours, whose browser has signed in. */
  readonly key?: string;
  /** The client's slug, which the operator's token needs, and whoever works for several clients. */
  readonly client?: string;
  /** Tries of a request in all; 4 unless said otherwise. */
  readonly tries?: number;
  /** The longest wait before another try. */
  readonly longestWaitMs?: number;
  readonly fetch?: (request: Request) => Promise<Response>;
};

export type Dunlin = Client<paths>;

const TRIES = 4;
const LONGEST_WAIT_MS = 30_000;
const FIRST_WAIT_MS = 250;
const SAFE = new Set(["GET", "HEAD"]);

/**
 * A client of the API. Requests that change something get an Idempotency-Key unless they have one, so that all are tried
 * again after 429, 503 and a broken connection, as long after as Retry-After says.
 */
export function connect(options: DunlinOptions): Dunlin {
  const send = options.fetch ?? (async (request: Request) => await fetch(request));
  return createClient<paths>({
    baseUrl: options.baseUrl.replace(/\/$/, ""),
    headers: {
      ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
      ...(options.client === undefined ? {} : { "dunlin-client": options.client }),
    },
    fetch: async (request) => {
      if (!SAFE.has(request.method) && !request.headers.has("idempotency-key")) {
        request.headers.set("idempotency-key", crypto.randomUUID());
      }
      return await persist(request, send, options);
    },
  });
}

async function persist(
  request: Request,
  send: (request: Request) => Promise<Response>,
  { tries = TRIES, longestWaitMs = LONGEST_WAIT_MS }: DunlinOptions,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= tries;
    let waitMs = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
    try {
      const response = await send(isLast ? request : request.clone());
      if (isLast || (response.status !== 429 && response.status !== 503)) return response;
      const afterS = Number(response.headers.get("retry-after") ?? Number.NaN);
      if (Number.isFinite(afterS)) waitMs = afterS * 1_000;
      await response.body?.cancel();
    } catch (error) {
      if (isLast || request.signal.aborted) throw error;
    }
    await wait(Math.min(waitMs, longestWaitMs), request.signal);
  }
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const over = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", over);
      resolve();
    }, ms);
    signal.addEventListener("abort", over, { once: true });
  });
}

export type Problem = components["schemas"]["Problem"];

/** A refusal of the API: `problem` names the status and the fields. */
export class DunlinProblem extends Error {
  override readonly name = "DunlinProblem";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

type Result<Data> = { readonly data?: Data; readonly error?: unknown; readonly response: Response };

/** The data of an answer; throws a `DunlinProblem` for a refusal. */
export async function done<Data>(asked: Promise<Result<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await asked;
  if (error === undefined && data !== undefined && data !== null) return data;
  throw new DunlinProblem(
    isProblem(error)
      ? error
      : {
          type: "about:blank",
          title: response.statusText,
          status: response.status,
          detail: `the answer was ${response.status}`,
        },
  );
}

const isProblem = (error: unknown): error is Problem =>
  typeof error === "object" && error !== null && "detail" in error && "status" in error;

/**
 * Every page of a list, one after the other: `ask` gets the cursor of the next one, nothing for the first.
 *
 *     for await (const { messages } of pages((cursor) =>
 *       done(dunlin.GET("/v1/messages", { params: { query: { ...cursor } } })))) …
 */
export async function* pages<Page extends { readonly next_cursor: string | null }>(
  ask: (cursor: { readonly cursor?: string }) => Promise<Page>,
): AsyncGenerator<Page, void> {
  let cursor: { readonly cursor?: string } = {};
  for (;;) {
    const page = await ask(cursor);
    yield page;
    if (page.next_cursor === null) return;
    cursor = { cursor: page.next_cursor };
  }
}

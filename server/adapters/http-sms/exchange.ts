import http from "node:http";
import https from "node:https";
import { messageOf } from "#platform/errors.ts";

/** One request to the provider, in text. */
export type HttpRequest = {
  readonly url: string;
  readonly method: "POST" | "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The provider's answer. Of a long one only the beginning is kept. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<http.IncomingHttpHeaders>;
  readonly body: string;
};

/** No answer. `reached`: the request may have got there. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  readonly code: string;
  readonly reached: boolean;

  constructor(code: string, reached: boolean, cause?: unknown) {
    super(cause === undefined ? code : messageOf(cause), { cause });
    this.code = code;
    this.reached = reached;
  }
}

export type ExchangeLimits = {
  readonly connections: number;
  readonly connectTimeoutMs: number;
};

const MOST_ANSWER_BYTES = 65_536;
// Shorter than most servers keep an idle connection, so that a request seldom meets one that was just closed.
const IDLE_MS = 4_000;

/** Connections to one provider that are used again and again. */
export class Exchange {
  readonly #limits: ExchangeLimits;
  readonly #plain: http.Agent;
  readonly #secure: https.Agent;
  readonly #underWay = new Set<(code: string) => void>();

  constructor(limits: ExchangeLimits) {
    this.#limits = limits;
    const options = { keepAlive: true, maxSockets: limits.connections, timeout: IDLE_MS };
    this.#plain = new http.Agent(options);
    this.#secure = new https.Agent(options);
  }

  /** Sends a request once. Rejects with `NoAnswer` only; redirects are answers like others. */
  async send(request: HttpRequest, timeoutMs: number): Promise<HttpAnswer> {
    const secure = request.url.startsWith("https:");
    const outgoing = (secure ? https : http).request(request.url, {
      method: request.method,
      headers: { ...request.headers, "content-length": Buffer.byteLength(request.body) },
      agent: secure ? this.#secure : this.#plain,
    });
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    let reached = false;
    const fail = (code: string, cause?: unknown): void => {
      reject(new NoAnswer(code, reached, cause));
      outgoing.destroy();
    };
    const answerTimer = setTimeout(() => fail("no_answer"), timeoutMs);
    const connectTimer = setTimeout(() => fail("connect_timeout"), this.#limits.connectTimeoutMs);
    const connected = (): void => {
      clearTimeout(connectTimer);
      reached = true;
    };
    outgoing.on("socket", (socket) => {
      if (outgoing.reusedSocket) connected();
      else socket.once(secure ? "secureConnect" : "connect", connected);
    });
    outgoing.on("error", (error) => fail(codeOf(error), error));
    outgoing.on("response", (response) => readAnswer(response, resolve, fail));
    this.#underWay.add(fail);
    outgoing.end(request.body);
    try {
      return await promise;
    } finally {
      clearTimeout(answerTimer);
      clearTimeout(connectTimer);
      this.#underWay.delete(fail);
    }
  }

  /** Gives up what is under way and closes all connections. */
  close(): void {
    for (const fail of this.#underWay) fail("closed");
    this.#plain.destroy();
    this.#secure.destroy();
  }
}

function readAnswer(
  response: http.IncomingMessage,
  resolve: (answer: HttpAnswer) => void,
  fail: (code: string, cause?: unknown) => void,
): void {
  const { statusCode: status = 0, headers } = response;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const done = (): void =>
    resolve({ status, headers, body: Buffer.concat(chunks).toString("utf8") });
  response.on("data", (chunk: Buffer) => {
    chunks.push(chunk.subarray(0, MOST_ANSWER_BYTES - bytes));
    bytes += chunk.length;
    if (bytes <= MOST_ANSWER_BYTES) return;
    done();
    response.destroy();
  });
  response.on("end", done);
  response.on("error", (error) => {
    // A refusal is one without its explanation, too; what was taken is known only by its id.
    if (status >= 400) done();
    fail(codeOf(error), error);
  });
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : "connection_failed";
}

// Requests to payment providers: bounded, and never to where they must not go.
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { ProviderError } from "#payments/provider.ts";
import { messageOf } from "#platform/errors.ts";

/** Where requests may go. */
export type PayReach = {
  /** Resolves names, and refuses those that lead where no request may go. */
  readonly lookup: LookupFunction;
  /** Throws for an address that is no name and must not be called. */
  check(url: URL): void;
};

export type Ask = {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 256 * 1_024;

/** One request. Throws `ProviderError` "unavailable" when no whole answer came in time. */
export async function ask(
  reach: PayReach,
  { method, url: text, headers, body }: Ask,
  timeoutMs = TIMEOUT_MS,
): Promise<{ readonly status: number; readonly text: string }> {
  const url = new URL(text);
  try {
    reach.check(url);
    return await exchange(reach, url, { method, headers, body }, timeoutMs);
  } catch (cause) {
    throw new ProviderError("unavailable", `${url.host} can't be reached: ${messageOf(cause)}`, {
      cause,
    });
  }
}

async function exchange(
  { lookup }: PayReach,
  url: URL,
  { method, headers, body }: { method: string; headers: Ask["headers"]; body: string | undefined },
  timeoutMs: number,
): Promise<{ readonly status: number; readonly text: string }> {
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const request = (url.protocol === "https:" ? https : http).request(url, {
    method,
    lookup,
    signal: AbortSignal.timeout(timeoutMs),
    headers: { ...headers, ...(bytes && { "content-length": bytes.length }) },
  });
  request.on("error", reject);
  request.on("response", (response) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MOST_BYTES) {
        chunks.push(chunk);
        return;
      }
      reject(new Error(`more than ${MOST_BYTES} bytes`));
      response.destroy();
    });
    response.on("error", reject);
    response.on("end", () =>
      resolve({
        status: response.statusCode ?? 0,
        text: Buffer.concat(chunks).toString("utf8"),
      }),
    );
  });
  request.end(bytes);
  return await promise;
}

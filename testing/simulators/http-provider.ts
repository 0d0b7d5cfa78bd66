/** A provider of text messages with a JSON API of the usual kind: ids, idempotency keys, reports, incoming messages. */
import { createHmac } from "node:crypto";
import type { ServerResponse } from "node:http";
import { listenOnLoopback, post, type PeerRequest, type Posted } from "./http-peer.ts";

/** `stall` takes the message and never answers, `lose` takes it and resets, `drop` takes nothing and resets. */
export type ProviderMood =
  | "answer"
  | "stall"
  | "lose"
  | "drop"
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string;
    };

export type HttpProvider = {
  readonly url: string;
  /** All requests, with those that repeat a known key. */
  readonly requests: readonly (PeerRequest & { readonly json: unknown })[];
  /** Messages that it would send: each key once. */
  readonly taken: readonly { readonly id: string; readonly json: unknown }[];
  /** For the next requests, in order. */
  readonly moods: ProviderMood[];
  /** Sends a report or a message of a customer, signed over its bytes. */
  call(url: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Posted>;
  close(): Promise<void>;
};

export const PROVIDER_SECRET = "a secret of the two of us";

export async function startHttpProvider(): Promise<HttpProvider> {
  const requests: (PeerRequest & { json: unknown })[] = [];
  const taken: { id: string; json: unknown }[] = [];
  const byKey = new Map<string, string>();
  const moods: ProviderMood[] = [];
  const peer = await listenOnLoopback((request, response) => {
    const json = parsed(request.body);
    requests.push({ ...request, json });
    const mood = moods.shift() ?? "answer";
    if (mood === "drop") request.socket.destroy();
    else if (typeof mood === "object") response.writeHead(mood.status, mood.headers).end(mood.body);
    else take(request, json, mood, response);
  });

  function take(
    { headers, socket }: PeerRequest,
    json: unknown,
    mood: ProviderMood,
    response: ServerResponse,
  ): void {
    const key = String(headers["idempotency-key"] ?? `none ${requests.length}`);
    const id = byKey.get(key) ?? `p-${taken.length + 1}`;
    if (!byKey.has(key)) taken.push({ id, json });
    byKey.set(key, id);
    if (mood === "lose") socket.destroy();
    if (mood !== "answer") return;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ messages: [{ id, status: "0" }] }));
  }

  return {
    url: peer.url,
    requests,
    taken,
    moods,
    call: async (url, body, headers = {}) => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
      const signature = createHmac("sha256", PROVIDER_SECRET).update(bytes).digest("hex");
      const ours = { "content-type": "application/json", "x-signature": `sha256=${signature}` };
      return await post(url, bytes, { ...ours, ...headers });
    },
    close: async () => await peer.close(),
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

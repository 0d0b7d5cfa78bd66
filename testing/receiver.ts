// A client's system that receives callbacks on loopback, and behaves as badly as it is told.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Callback = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** The event's kind, and its data. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
};

type Behave = (callback: Callback, response: ServerResponse) => void;

/** How a receiver answers. */
export const behaviours = {
  well: ((_, response) => void response.writeHead(204).end()) as Behave,
  status:
    (code: number, headers: Readonly<Record<string, string>> = {}, body = ""): Behave =>
    (_, response) =>
      void response.writeHead(code, headers).end(body),
  hang: (() => undefined) as Behave,
  reset: ((_, response) => void response.socket?.resetAndDestroy()) as Behave,
  /** Says 200, and then never stops. */
  flood: ((_, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(16_384)));
    };
    response.on("drain", more);
    more();
  }) as Behave,
  after:
    (delayMs: number): Behave =>
    (_, response) =>
      void setTimeout(() => response.writeHead(200).end("late"), delayMs),
} as const;

export type Receiver = {
  readonly url: string;
  readonly port: number;
  /** What was received, in order; also what was answered badly. */
  readonly got: Callback[];
  /** Requests that are open now, and the most that were at once. */
  readonly open: { now: number; most: number };
  behave: Behave;
  close(): Promise<void>;
};

export async function startReceiver(behave: Behave = behaviours.well): Promise<Receiver> {
  const server = createServer((request, response) => {
    void receive(request, response);
  });
  server.keepAliveTimeout = 1_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/callbacks`,
    port,
    got: [],
    open: { now: 0, most: 0 },
    behave,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    receiver.open.now += 1;
    receiver.open.most = Math.max(receiver.open.most, receiver.open.now);
    response.on("close", () => (receiver.open.now -= 1));
    response.on("error", () => undefined);
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { type, data } = JSON.parse(body.toString("utf8")) as Pick<Callback, "type" | "data">;
    const headers = request.headers as Callback["headers"];
    const callback = { headers, body, type, data };
    receiver.got.push(callback);
    receiver.behave(callback, response);
  }
  return receiver;
}

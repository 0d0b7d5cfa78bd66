/** A server on loopback for simulators of providers, and what they call us with. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export type PeerRequest = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly socket: Socket;
};

export type Loopback = {
  readonly url: string;
  readonly requests: number;
  readonly widest: number;
  readonly connections: number;
  close(): Promise<void>;
};

/** Answers every request by `handle`, which may also destroy the socket or stay silent. */
export async function listenOnLoopback(
  handle: (request: PeerRequest, response: ServerResponse) => void | Promise<void>,
): Promise<Loopback> {
  let [requests, underWay, widest, connections] = [0, 0, 0, 0];
  const server = createServer((incoming, response) => {
    requests += 1;
    underWay += 1;
    widest = Math.max(widest, underWay);
    response.on("close", () => (underWay -= 1));
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      void handle(
        {
          method: incoming.method ?? "",
          path: incoming.url ?? "",
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString("utf8"),
          socket: incoming.socket,
        },
        response,
      );
    });
  });
  server.on("connection", () => (connections += 1));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    get widest() {
      return widest;
    },
    get connections() {
      return connections;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** What was answered; status 0: nothing. */
export type Posted = { readonly status: number; readonly type: string; readonly body: string };

const PATIENCE_MS = 15_000; // Twilio's own, and that of most

export async function post(
  url: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<Posted> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers,
      body: typeof body === "string" ? body : new Uint8Array(body),
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const type = answer.headers.get("content-type") ?? "";
    return { status: answer.status, type, body: await answer.text() };
  } catch {
    return { status: 0, type: "", body: "" };
  }
}

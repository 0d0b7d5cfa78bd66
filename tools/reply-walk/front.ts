// What stands before an installation that is for real: a proxy that speaks TLS to the world. Without it Dunlin makes no links.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const FIXTURES = join(import.meta.dirname, "../../testing/fixtures");
/** Who signed for it: itself. */
export const AUTHORITY = join(FIXTURES, "loopback-cert.pem");

export type Front = {
  readonly url: string;
  close(): Promise<void>;
};

/** Hands everything on to the port on loopback, and says for whom. */
export async function openFront(port: number): Promise<Front> {
  const [key, cert] = await Promise.all(
    [join(FIXTURES, "loopback-key.pem"), AUTHORITY].map(async (file) => await readFile(file)),
  );
  const server: Server = createServer({ key, cert }, (asked, answer) => {
    const { method, url, headers } = asked;
    const from = { "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https" };
    const options = {
      host: "127.0.0.1",
      port,
      method,
      path: url,
      headers: { ...headers, ...from },
    };
    const on = request(options, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    on.on("error", () => void answer.writeHead(502).end());
    asked.pipe(on);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

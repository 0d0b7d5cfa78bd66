import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Command } from "#cli/command.ts";
import { wholeOption } from "#cli/parse.ts";
import { UserError } from "#platform/errors.ts";
import { secretBytes, verify } from "#webhooks/signature.ts";

const MOST_BYTES = 1_048_576;
const USUAL_PORT = "8090";

type Received = {
  readonly verified: boolean | null;
  readonly why: string | null;
  readonly id: string | undefined;
  readonly payload: unknown;
};

async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}

/** Answers 204 to what is right, or to all when there is no secret to check with. */
async function receive(
  secret: Buffer | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Received | undefined> {
  const body = request.method === "POST" ? await read(request) : undefined;
  if (!body) return void response.writeHead(request.method === "POST" ? 413 : 405).end();
  const headers = request.headers as Record<string, string | undefined>;
  const checked = secret && verify(secret, headers, body, Math.floor(Date.now() / 1_000));
  response.writeHead(checked && !checked.ok ? 401 : 204).end();
  return {
    verified: checked?.ok ?? null,
    why: checked && !checked.ok ? checked.why : null,
    id: headers["webhook-id"],
    payload: parse(body),
  };
}

function lineOf({ verified, why, payload }: Received): string {
  const mark = verified === null ? "not checked" : verified ? "verified" : `REFUSED: ${why}`;
  const { type, timestamp, data } = (payload ?? {}) as Record<string, unknown>;
  return `${String(timestamp)}  ${mark}  ${String(type)}  ${JSON.stringify(data)}`;
}

const listen: Command = {
  words: ["listen"],
  usage: "[--port N] [--secret whsec_…] [--count N]",
  about:
    "Receives callbacks on this machine, prints them and checks their signatures; ends after N, or with Ctrl-C.",
  options: {
    port: { type: "string" },
    secret: { type: "string" },
    count: { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const port = wholeOption(args.text("port") ?? USUAL_PORT, "--port", 0, 65_535);
    const most = wholeOption(args.text("count") ?? "1000000", "--count", 1, 1_000_000);
    const given = args.text("secret");
    const secret = given === undefined ? undefined : secretBytes(given);
    let received = 0;
    let refused = 0;
    const done = Promise.withResolvers<void>();
    const server = createServer((request, response) => {
      receive(secret, request, response)
        .then((one) => {
          if (!one || received >= most) return;
          received += 1;
          if (one.verified === false) refused += 1;
          console.log(lineOf(one));
          if (received === most) response.on("close", () => done.resolve());
        })
        .catch((error: unknown) => session.log.debug({ error }, "a request broke off"));
    });
    server.requestTimeout = 10_000;
    server.listen(port, "127.0.0.1");
    await once(server, "listening").catch((cause: unknown) => {
      throw new UserError(
        `port ${port} can't be listened on (${(cause as { code?: string }).code}); choose another with --port`,
      );
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    console.log(`listening on ${url}${secret ? "" : "; without --secret nothing is checked"}`);
    await done.promise;
    server.closeAllConnections();
    server.close();
    return {
      json: { received, refused },
      text: `${received} received, ${refused} refused`,
      exit: refused === 0 ? 0 : 1,
    };
  },
};

export const listenCommands: readonly Command[] = [listen];

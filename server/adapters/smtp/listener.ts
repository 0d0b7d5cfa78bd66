import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { Arrivals } from "#messages/route.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import { store, type Target } from "./arrival.ts";
import { parseMail } from "./parse.ts";
import { looksLikeReturnPath, readReturnPath } from "./verp.ts";

/** The route that an address of ours belongs to, and the secret that its bounce addresses are signed with. */
type MailDestination = { readonly routeId: string; readonly returnPathSecret: string };

export type MailListenerOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Shown in the greeting. Default "dunlin". */
  readonly name?: string;
  /** PEM texts; with them STARTTLS is offered. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Default 10 MB. */
  readonly maxMailBytes?: number;
  /** Default 50. */
  readonly maxClients?: number;
  /** All mails being received together; beyond it senders are asked to come back. Default 64 MB. */
  readonly maxBufferedBytes?: number;
  /** Default 60 s without a byte. */
  readonly idleTimeoutMs?: number;
  /** A session ends after this, busy or not. Default 10 min. */
  readonly sessionTimeoutMs?: number;
  /** Undefined refuses the address: this listener relays for nobody. */
  readonly resolveRoute: (
    address: string,
  ) => MailDestination | undefined | Promise<MailDestination | undefined>;
  readonly arrivals: Arrivals;
  readonly log: Logger;
};

export type MailListener = { readonly port: number; close(): Promise<void> };

const MAX_RECIPIENTS = 20;
const SWEEP_MS = 5_000;
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Receives bounces (on signed return paths), complaints and replies (on the addresses that `resolveRoute` knows). A mail is
 * acknowledged once it is stored; 451 asks the sender to come back when storing fails or too much is under way.
 */
export async function startMailListener(options: MailListenerOptions): Promise<MailListener> {
  const { log, resolveRoute, arrivals } = options;
  const maxMailBytes = options.maxMailBytes ?? 10 * 1024 * 1024;
  const sessionTimeoutMs = options.sessionTimeoutMs ?? 600_000;
  const budget = { leftBytes: options.maxBufferedBytes ?? 64 * 1024 * 1024 };
  const startedAtMs = new Map<string, number>();

  const server = new SMTPServer({
    name: options.name ?? "dunlin",
    banner: "ready",
    size: maxMailBytes,
    ...options.tls,
    disabledCommands: options.tls ? ["AUTH"] : ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    maxClients: options.maxClients ?? 50,
    maxRecipients: MAX_RECIPIENTS,
    maxAllowedUnauthenticatedCommands: false,
    socketTimeout: options.idleTimeoutMs ?? 60_000,
    closeTimeout: CLOSE_TIMEOUT_MS,
    logger: false,
    onConnect(session, done) {
      startedAtMs.set(session.id, performance.now());
      done();
    },
    onClose(session) {
      startedAtMs.delete(session.id);
    },
    onRcptTo({ address }, _session, reply) {
      targetOf(address).then(
        (target) => reply(target ? null : answer(550, "5.1.1 no such mailbox here")),
        (error: unknown) => reply(unavailable("resolve", error)),
      );
    },
    onData(stream, session, reply) {
      receive(stream, session).then(
        (refusal) => reply(refusal),
        (error: unknown) => reply(unavailable("store", error)),
      );
    },
  });
  server.on("error", (error) => log.debug({ error: error.message }, "mail session failed"));

  async function targetOf(address: string): Promise<Target | undefined> {
    const destination = await resolveRoute(address);
    if (!destination) return undefined;
    const { routeId, returnPathSecret } = destination;
    if (!looksLikeReturnPath(address)) return { routeId, address, returnPathSecret };
    const returnPath = readReturnPath(address, returnPathSecret);
    if (!returnPath) log.warn({ routeId }, "bounce address with a wrong signature refused");
    return returnPath && { routeId, address, returnPathSecret, returnPath };
  }

  /** Null when all is stored, else the refusal. */
  async function receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<Error | null> {
    const content = await contentOf(stream, maxMailBytes, budget);
    try {
      if ("refusal" in content) return content.refusal;
      const { mailFrom, rcptTo } = session.envelope;
      const raw = Buffer.concat(content.chunks);
      const arrived = { raw, mail: await parseMail(raw), sender: mailFrom ? mailFrom.address : "" };
      let stored = 0;
      for (const { address } of rcptTo) {
        const target = await targetOf(address);
        if (target && (await store(arrivals, arrived, target))) stored += 1;
      }
      return stored > 0 ? null : answer(554, "5.6.0 this can't be read as a mail");
    } finally {
      budget.leftBytes += content.bytes;
    }
  }

  function unavailable(what: string, error: unknown): Error {
    log.warn({ error: messageOf(error) }, `mail put off: ${what} failed`);
    return answer(451, "4.3.0 not stored, please come back");
  }

  const sweep = setInterval(
    () => {
      const latestMs = performance.now() - sessionTimeoutMs;
      for (const connection of server.connections)
        if ((startedAtMs.get(connection.session.id) ?? Infinity) < latestMs)
          connection._socket.destroy();
    },
    Math.min(SWEEP_MS, sessionTimeoutMs),
  );
  sweep.unref();

  server.listen(options.port, options.host);
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    async close() {
      clearInterval(sweep);
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

type Content = { readonly bytes: number } & (
  | { readonly chunks: readonly Buffer[] }
  | { readonly refusal: Error }
);

/** Reads to the end in any case, keeps what the limits allow. `bytes` are taken from the budget and must be given back. */
async function contentOf(
  stream: SMTPServerDataStream,
  maxBytes: number,
  budget: { leftBytes: number },
): Promise<Content> {
  let chunks: Buffer[] = [];
  let bytes = 0;
  let refusal: Error | undefined;
  const giveBack = (): void => {
    budget.leftBytes += bytes;
    bytes = 0;
    chunks = [];
  };
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (refusal) continue;
      bytes += chunk.length;
      budget.leftBytes -= chunk.length;
      chunks.push(chunk);
      if (bytes > maxBytes) refusal = answer(552, "5.3.4 the mail is too large");
      else if (budget.leftBytes < 0) refusal = answer(451, "4.3.1 busy, please come back");
      if (refusal) giveBack();
    }
  } catch (error) {
    giveBack(); // the sender went away
    throw error;
  }
  return refusal ? { bytes, refusal } : { bytes, chunks };
}

function answer(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

// For tests: a listener that notes what arrives, and mails to hand to it.
import nodemailer, { type Transporter } from "nodemailer";
import type { Inbound, Receipt } from "#messages/route.ts";
import { silentLog } from "#platform/log.ts";
import { type MailListenerOptions, startMailListener } from "./listener.ts";
import { returnPathOf } from "./verp.ts";

export const secret = "the secret of route one";
export const messageId = "0199a0b0-0000-7000-8000-000000000001";
export const verp = returnPathOf({ messageId, attempt: 2 }, secret, "bounce.harbour.example");
export const replies = "replies@harbour.example";

export type Listening = {
  readonly port: number;
  readonly receipts: Receipt[];
  readonly inbounds: Inbound[];
  /** What storing fails with, while it is set. */
  failure: Error | undefined;
  /** The answer to one mail. */
  send(raw: string | Buffer, to?: string, from?: string): Promise<string>;
  close(): Promise<void>;
};

/** Listens for harbour.example, without its nobody@. */
export async function listening(change: Partial<MailListenerOptions> = {}): Promise<Listening> {
  const receipts: Receipt[] = [];
  const inbounds: Inbound[] = [];
  const note = async <T>(list: T[], arrived: T): Promise<void> => {
    if (fixture.failure) throw fixture.failure;
    list.push(arrived);
  };
  const listener = await startMailListener({
    host: "127.0.0.1",
    port: 0,
    resolveRoute: (address) =>
      address.endsWith("harbour.example") && !address.startsWith("nobody@")
        ? { routeId: "r1", returnPathSecret: secret }
        : undefined,
    arrivals: {
      receipt: (receipt) => note(receipts, receipt),
      inbound: (inbound) => note(inbounds, inbound),
    },
    log: silentLog,
    ...change,
  });
  const fixture: Listening = {
    port: listener.port,
    receipts,
    inbounds,
    failure: undefined,
    send: (raw, to = replies, from = "ann@example.org") =>
      sendBy(nodemailer.createTransport(connectionTo(listener.port)), raw, to, from),
    close: () => listener.close(),
  };
  return fixture;
}

export function connectionTo(port: number) {
  return { host: "127.0.0.1", port, ignoreTLS: true };
}

export async function sendBy(
  transport: Transporter,
  raw: string | Buffer,
  to: string,
  from: string,
): Promise<string> {
  const sent = await transport
    .sendMail({ raw, envelope: { from, to } })
    .catch((error: { response?: string; message: string }) => ({
      response: error.response ?? error.message,
    }));
  return String(sent.response);
}

export function plain(headers: Record<string, string>, text = "Hello"): string {
  const all = {
    From: "Ann <ann@example.org>",
    Subject: "Re: invoice",
    "Message-ID": "<a1@example.org>",
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [...lines, "", text, ""].join("\r\n");
}

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import nodemailer from "nodemailer";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { deliveryReport, type Undelivered } from "./delivery-report.ts";

/** A mail as it arrived at the customers' provider. */
export type ReceivedMail = {
  /** The mailbox that the From header shows. */
  readonly from: string;
  /** The envelope sender, where bounces go. */
  readonly returnPath: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | undefined;
  /** Without angle brackets. */
  readonly messageId: string;
  /** Names in lower case, the last one wins, unfolded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: Buffer;
};

type MailServer = { readonly host: string; readonly port: number };

/** What can be changed at runtime. Counters say how many of the next mails are treated so. */
export type MailboxBehaviour = {
  /** Answered 450 4.2.0 at RCPT. */
  greylistNext: number;
  /** Answered 421 4.7.0 at MAIL. */
  throttleNext: number;
  /** Taken in, and the connection closed instead of an answer. */
  dropAfterDataNext: number;
  /** Never answered at all. */
  stallNext: number;
  /** Wait before the answer to DATA. */
  answerAfterMs: number;
  /** Wait before a delivery report is sent. */
  bounceAfterMs: number;
  /** Where delivery reports and replies go: Dunlin's mail listener. */
  mailTo: MailServer | undefined;
};

type MailboxReply = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Message-IDs, with or without angle brackets. */
  readonly inReplyTo?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Mailbox = {
  readonly port: number;
  behave(change: Partial<MailboxBehaviour>): void;
  /** Sends what a customer wrote to Dunlin; resolves when Dunlin took it, throws when it refused. */
  reply(reply: MailboxReply): Promise<{ messageId: string }>;
  close(): Promise<void>;
};

export type MailboxOptions = {
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** The mail is acknowledged when this resolves. */
  readonly onMail: (mail: ReceivedMail) => void | Promise<void>;
  readonly behaviour?: Partial<MailboxBehaviour>;
  /** With it only these may send, and must sign in. */
  readonly account?: { readonly user: string; readonly password: string };
};

// By the first part of the address, so that a test or a demo can choose a customer's fate.
const UNDELIVERED: Readonly<Record<string, Undelivered>> = {
  bounce: { action: "failed", status: "5.1.1", diagnostic: "no such user here" },
  full: { action: "failed", status: "5.2.2", diagnostic: "mailbox is full" },
  delayed: { action: "delayed", status: "4.4.1", diagnostic: "host did not answer" },
};
const MAX_MAIL_BYTES = 10 * 1024 * 1024;
const MAX_BOUNCES_PENDING = 10_000;
const CLOSE_AFTER_MS = 200;

/**
 * The customers' mail provider: takes every mail, but refuses `reject.…` at once (550 5.1.1), and reports back for
 * `bounce.…` (5.1.1), `full.…` (5.2.2) and `delayed.…` (4.4.1) by a delivery report to the return path.
 */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const behaviour: MailboxBehaviour = {
    greylistNext: 0,
    throttleNext: 0,
    dropAfterDataNext: 0,
    stallNext: 0,
    answerAfterMs: 0,
    bounceAfterMs: 0,
    mailTo: undefined,
    ...options.behaviour,
  };
  const bounces = new Set<NodeJS.Timeout>();
  const host = options.host ?? "127.0.0.1";

  const server = new SMTPServer({
    name: "mailbox.example",
    size: MAX_MAIL_BYTES,
    disabledCommands: options.account ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: CLOSE_AFTER_MS,
    hideENHANCEDSTATUSCODES: true,
    onAuth({ username, password }, _session, done) {
      const known = options.account?.user === username && options.account?.password === password;
      done(known ? null : answer(535, "5.7.8 wrong user or password"), { user: username });
    },
    onMailFrom(_address, _session, done) {
      if (take("throttleNext")) return done(answer(421, "4.7.0 too many messages, slow down"));
      return done();
    },
    onRcptTo({ address }, _session, done) {
      if (address.startsWith("reject.")) return done(answer(550, "5.1.1 no such user here"));
      if (take("greylistNext")) return done(answer(450, "4.2.0 greylisted, come back later"));
      return done();
    },
    onData(stream, session, reply) {
      receive(stream, session).then(
        () => reply(),
        (error: unknown) => reply(answer(451, `4.3.0 ${String(error)}`)),
      );
    },
  });
  server.on("error", () => {}); // a client that goes away is no failure of the provider

  function take(
    counter: "greylistNext" | "throttleNext" | "dropAfterDataNext" | "stallNext",
  ): boolean {
    if (behaviour[counter] <= 0) return false;
    behaviour[counter] -= 1;
    return true;
  }

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const raw = await wholeOf(stream);
    const dropped = take("dropAfterDataNext");
    const stalled = !dropped && take("stallNext");
    for (const { address } of session.envelope.rcptTo) {
      const returnPath = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
      await options.onMail(await readMail(raw, address, returnPath));
      bounceLater(raw, address, returnPath);
    }
    if (dropped) drop(session);
    if (dropped || stalled) await new Promise<never>(() => {}); // the session ends by its own timeout or close
    if (behaviour.answerAfterMs > 0) await sleep(behaviour.answerAfterMs);
  }

  function drop(session: SMTPServerSession): void {
    for (const connection of server.connections)
      if (connection.session.id === session.id) connection._socket.destroy();
  }

  function bounceLater(raw: Buffer, recipient: string, returnPath: string): void {
    const undelivered = UNDELIVERED[recipient.split(".")[0] ?? ""];
    if (!undelivered || returnPath === "" || bounces.size >= MAX_BOUNCES_PENDING) return;
    const timer = setTimeout(() => {
      bounces.delete(timer);
      const originalHeaders = raw.toString("latin1").split("\r\n\r\n")[0] ?? "";
      const report = { returnPath, recipient, originalHeaders, undelivered, id: randomUUID() };
      send("", returnPath, { raw: deliveryReport(report) }).catch(() => {}); // as lost as a real one
    }, behaviour.bounceAfterMs);
    bounces.add(timer);
  }

  async function send(from: string, to: string, mail: object): Promise<{ messageId: string }> {
    const mailTo = behaviour.mailTo;
    if (!mailTo) throw new Error("The mailbox doesn't know where Dunlin listens: set mailTo.");
    const transport = nodemailer.createTransport({
      ...mailTo,
      ignoreTLS: true,
      connectionTimeout: 5_000,
      socketTimeout: 15_000,
      name: "mailbox.example",
    });
    const sent = await transport.sendMail({ ...mail, envelope: { from, to: [to] } });
    return { messageId: sent.messageId.replace(/^<|>$/g, "") };
  }

  server.listen(options.port ?? 0, host);
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    behave: (change) => void Object.assign(behaviour, change),
    reply: ({ from, to, subject, text, inReplyTo, headers }) => {
      const answered = inReplyTo === undefined ? {} : { inReplyTo, references: inReplyTo };
      return send(from, to, {
        from: { name: "", address: from },
        to: { name: "", address: to },
        subject,
        text,
        ...answered,
        messageId: `<${randomUUID()}@mailbox.example>`,
        headers: headers ?? {},
      });
    },
    async close() {
      for (const timer of bounces) clearTimeout(timer);
      for (const connection of server.connections) connection._socket.destroy();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

function answer(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

async function wholeOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function readMail(raw: Buffer, to: string, returnPath: string): Promise<ReceivedMail> {
  const mail = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true });
  const headers: Record<string, string> = {};
  for (const { key, line } of mail.headerLines)
    headers[key] = line
      .slice(line.indexOf(":") + 1)
      .replace(/\r?\n\s*/g, " ")
      .trim();
  return {
    from: mail.from?.value[0]?.address ?? "",
    returnPath,
    to,
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    html: mail.html === false ? undefined : mail.html,
    messageId: (mail.messageId ?? "").replace(/^<|>$/g, ""),
    headers,
    raw,
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

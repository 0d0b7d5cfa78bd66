import { randomUUID } from "node:crypto";
import { messageOf } from "#platform/errors.ts";
import {
  type Mailbox,
  type MailboxBehaviour,
  type ReceivedMail,
  startMailbox,
} from "#testing/simulators/mailbox.ts";
import type { PayBehaviour } from "#testing/simulators/pay-provider.ts";
import type { SmscBehaviour } from "#testing/simulators/smsc-behaviour.ts";
import { type Smsc, startSmsc } from "#testing/simulators/smsc.ts";
import {
  isMailbox,
  isNumber,
  sameAddress,
  type SandboxMessage,
  type SandboxPorts,
} from "./messages.ts";
import type { Store } from "./store.ts";

export type SandboxBehaviour = {
  readonly sms?: Partial<SmscBehaviour> | undefined;
  readonly mail?: Partial<Omit<MailboxBehaviour, "mailTo">> | undefined;
  /** Dunlin's mail listener. */
  readonly mailTo?: { readonly host: string; readonly port: number } | undefined;
  /** The payment provider. */
  readonly pay?: Partial<PayBehaviour> | undefined;
};

type Reply = {
  /** The customer. */
  readonly from: string;
  /** Default: who last wrote to this customer. */
  readonly to?: string | undefined;
  readonly subject?: string | undefined;
  readonly text: string;
};

/** The telephone network and the mail provider of the sandbox's customers. */
export type Networks = {
  readonly ports: Omit<SandboxPorts, "control">;
  behave(change: SandboxBehaviour): void;
  /** Resolves when Dunlin acknowledged it. */
  reply(reply: Reply): Promise<SandboxMessage>;
  close(): Promise<void>;
};

export async function startNetworks(
  options: { readonly smpp: number; readonly smtp: number } & Pick<SandboxBehaviour, "mailTo">,
  store: Store,
): Promise<Networks> {
  const smsc = await startSmsc({
    port: options.smpp,
    onMessage: ({ from, to, text, parts, encoding }) => {
      // The SMSC answers at once; the line is on the disk a moment later.
      store
        .add({ ...stamp("received", "sms"), from, to, text, parts, encoding })
        .catch((error: unknown) => process.stderr.write(`sandbox: ${messageOf(error)}\n`));
    },
  });
  const mailbox = await startMailbox({
    port: options.smtp,
    behaviour: { bounceAfterMs: 100, mailTo: options.mailTo },
    onMail: (mail) => store.add(receivedMail(mail)),
  });
  return {
    ports: { smpp: smsc.port, smtp: mailbox.port },
    behave({ sms, mail, mailTo }) {
      if (sms) smsc.behave(sms);
      mailbox.behave({ ...mail, ...(mailTo ? { mailTo } : {}) });
    },
    async reply(reply) {
      const last = store
        .list({ to: reply.from, limit: 100 }, "received")
        .find(({ from }) => !reply.to || sameAddress(from, reply.to));
      const to = reply.to ?? last?.replyTo ?? last?.from;
      if (!to) throw new Error(`nobody wrote to ${reply.from} yet: say whom to answer`);
      const message = isMailbox(reply.from)
        ? await sendMail(mailbox, reply, to, last)
        : await sendSms(smsc, reply, to);
      await store.add(message);
      return message;
    },
    async close() {
      await Promise.all([smsc.close(), mailbox.close()]);
    },
  };
}

async function sendSms(smsc: Smsc, reply: Reply, to: string): Promise<SandboxMessage> {
  if (!isNumber(to)) throw new Error(`${to} is a name, and a phone can't answer a name`);
  await smsc.deliver(reply.from, to, reply.text);
  return { ...stamp("written", "sms"), from: reply.from, to, text: reply.text };
}

async function sendMail(
  mailbox: Mailbox,
  { from, text, subject }: Reply,
  to: string,
  last: SandboxMessage | undefined,
): Promise<SandboxMessage> {
  const title =
    subject || (last?.subject ? `Re: ${last.subject.replace(/^Re: /i, "")}` : "(no subject)");
  const inReplyTo = last?.messageId ? `<${last.messageId}>` : undefined;
  const { messageId } = await mailbox.reply({ from, to, subject: title, text, inReplyTo });
  return { ...stamp("written", "email"), from, to, subject: title, text, messageId };
}

function receivedMail(mail: ReceivedMail): SandboxMessage {
  const { from, to, subject, text, messageId, headers } = mail;
  const [replyTo] = /[^\s<>]+@[^\s<>]+/.exec(headers["reply-to"] ?? "") ?? [];
  const answers = replyTo === undefined ? {} : { replyTo };
  return { ...stamp("received", "email"), from, to, subject, text, messageId, ...answers };
}

function stamp<D extends SandboxMessage["direction"], C extends SandboxMessage["channel"]>(
  direction: D,
  channel: C,
) {
  return {
    id: randomUUID(),
    at: Temporal.Now.instant().toString({ smallestUnit: "millisecond" }),
    direction,
    channel,
  };
}

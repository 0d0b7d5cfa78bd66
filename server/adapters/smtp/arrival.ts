import { createHash } from "node:crypto";
import type { Arrivals, Inbound, Receipt } from "#messages/route.ts";
import { isAutoReply, readBounce } from "./bounce.ts";
import { complaintOf } from "./complaint.ts";
import type { Mail } from "./parse.ts";
import { handOverName, type ReturnPath } from "./verp.ts";

/** Where one recipient of an arriving mail leads: a conversation, or, with `returnPath`, one hand-over of ours. */
export type Target = {
  readonly routeId: string;
  readonly address: string;
  /** Signs the return paths of the route. */
  readonly returnPathSecret: string;
  readonly returnPath?: ReturnPath;
};

export type Arrived = {
  readonly raw: Buffer;
  /** Undefined when it couldn't be read. */
  readonly mail: Mail | undefined;
  /** The envelope sender; empty for reports. */
  readonly sender: string;
};

/** Stores one mail for one target; false when there is nothing in it that could be stored. */
export async function store(
  arrivals: Arrivals,
  arrived: Arrived,
  target: Target,
): Promise<boolean> {
  const { mail, sender } = arrived;
  const { returnPath } = target;
  const complaint =
    mail?.feedbackReport === undefined ? undefined : complaintOf(arrived, mail, target);
  if (complaint && arrivals.complaint && (await arrivals.complaint(complaint))) return true;
  if (complaint && returnPath) return true; // no bounce: the mail had arrived
  if (returnPath && !(mail && isAutoReply(mail, sender !== ""))) {
    await arrivals.receipt(receiptOf(mail, target, returnPath));
    return true;
  }
  const from = mail?.from ?? sender;
  if (!mail || from === "") return false;
  await arrivals.inbound(inboundOf(arrived, mail, from, target));
  return true;
}

function receiptOf(mail: Mail | undefined, target: Target, returnPath: ReturnPath): Receipt {
  const bounce = mail && readBounce(mail);
  return {
    routeId: target.routeId,
    // The domain of the Message-ID is the route's own matter; the message id below is enough to match.
    providerId: undefined,
    messageId: returnPath.messageId,
    state: bounce?.state ?? "unknown",
    permanent: bounce?.permanent ?? false,
    error: bounce?.error,
    from: undefined,
    to: bounce?.recipient,
    doneAt: undefined,
  };
}

function inboundOf({ raw, sender }: Arrived, mail: Mail, from: string, target: Target): Inbound {
  // Who answers a return path answers the message that it names, even without a word of threading.
  const named = target.returnPath ? [handOverName(target.returnPath)] : [];
  return {
    routeId: target.routeId,
    channel: "email",
    from,
    to: target.address,
    subject: mail.subject,
    text: mail.text,
    // Without an id of its own a mail is known by its content, so that a second hand-in is still dropped.
    providerId: mail.messageId ?? `sha256:${createHash("sha256").update(raw).digest("hex")}`,
    answers: mail.answers.length > 0 ? mail.answers : named,
    automatic: isAutomatic(mail, sender),
  };
}

/** A program wrote it: by its headers alone (RFC 3834, RFC 2919, RFC 6522). */
function isAutomatic({ headers, from }: Mail, sender: string): boolean {
  const value = (name: string): string => (headers.get(name) ?? "").toLowerCase();
  return (
    sender === "" ||
    /^(mailer-daemon|postmaster)@/i.test(from ?? "") ||
    (value("auto-submitted") !== "" && !/^no\b/.test(value("auto-submitted"))) ||
    /^(bulk|list|junk|auto_reply)\b/.test(value("precedence")) ||
    [
      "list-id",
      "list-unsubscribe",
      "x-autoreply",
      "x-autorespond",
      "x-auto-response-suppress",
    ].some((name) => headers.has(name)) ||
    /^multipart\/report\b/.test(value("content-type"))
  );
}

import type { ReceiptState } from "#messages/route.ts";
import type { Mail } from "./parse.ts";

export type Bounce = {
  readonly state: ReceiptState;
  /** The address itself is dead. */
  readonly permanent: boolean;
  /** Codes only, for example "550 5.1.1": the words beside them name the recipient, and a reason is kept for good. */
  readonly error: string | undefined;
  readonly recipient: string | undefined;
};

// Only what says that this address doesn't exist or no longer takes mail (RFC 3463): bad mailbox, bad domain, bad
// syntax, moved, null MX, mailbox disabled. 5.1.7 and 5.1.8 speak of the sender. A full mailbox (5.2.2) is emptied one
// day, and a policy refusal (5.7.x) is about the mail or about us: both fail the message and leave the address alone.
const DEAD_STATUS = /^5\.(1\.(0|1|2|3|6|10)|2\.1)$/;
// Codes so general that the words beside them decide.
const VAGUE_STATUS = /^5\.(0\.0|3\.0|4\.4|5\.0|1\.9)$/;
const DEAD_WORDS =
  /\b(user|recipient|mailbox|account|address)\b.{0,40}\b(unknown|not (be )?found|does ?n[o']t exist|doesn't have|no longer (exists|valid)|disabled|deactivated)|\b(no such|unknown|invalid) (user|recipient|mailbox|address|account)\b|\b(host|domain)\b.{0,30}\bnot found\b/i;
const DELAY_WORDS =
  /\b(delayed|not yet been delivered|still being (tried|retried)|will (be )?(retry|retried|keep trying|continue to try)|temporar(y|ily))\b/i;
const FAILURE_WORDS =
  /\b(undeliver(able|ed)|could ?n[o']t be delivered|(delivery|message) (has )?(failed|failure)|failure notice|delivery status notification \(failure\)|returned (mail|to sender)|permanent (error|failure))/i;
const STATUS_IN_TEXT = /(?:^|[\s(#[])([245]\.\d{1,3}\.\d{1,3})(?=[\s):,;\].]|$)/;
const MAX_WORDS = 4_000;
const MAX_RECIPIENTS = 50;

/**
 * What a mail to a return path says of the message: by its machine-readable part, else by its words.
 * `accepted` means still on its way (a delay), `expired` that the far side gave up on temporary errors.
 */
export function readBounce(mail: Mail): Bounce {
  return fromReport(mail.deliveryStatus) ?? fromWords(`${mail.subject}\n${mail.text}`);
}

/** Whether a mail to a return path is a program's answer to what it received, and no news of the delivery. */
export function isAutoReply(mail: Mail, hasSender: boolean): boolean {
  if (mail.deliveryStatus !== undefined) return false;
  const postmaster = /^(mailer-daemon|postmaster)@/i.test(mail.from ?? "");
  return (
    !postmaster &&
    (hasSender || /^auto-(replied|generated)/i.test(mail.headers.get("auto-submitted") ?? ""))
  );
}

export type Fields = ReadonlyMap<string, string>;

function fromReport(deliveryStatus: string | undefined): Bounce | undefined {
  if (deliveryStatus === undefined) return undefined;
  const blocks = deliveryStatus.split(/\r?\n[ \t]*\r?\n/).slice(0, MAX_RECIPIENTS + 1);
  const recipients = blocks
    .map(fieldsOf)
    .filter((fields) => fields.has("action") || fields.has("status"));
  const bounces = recipients.map(bounceOf);
  // One message has one recipient; of a forwarder's several the worst counts.
  return (
    bounces.find(({ permanent }) => permanent) ??
    bounces.find(({ state }) => state === "failed") ??
    bounces[0]
  );
}

/** The fields of a block, by names in small letters, unfolded; the last of several. */
export function fieldsOf(block: string): Fields {
  const lines = block.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  return new Map(
    lines.flatMap((line) => {
      const colon = line.indexOf(":");
      return colon > 0
        ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const]
        : [];
    }),
  );
}

function bounceOf(fields: Fields): Bounce {
  const action = (fields.get("action") ?? "").toLowerCase().split(/\s/)[0] ?? "";
  const [status = ""] = /[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get("status") ?? "") ?? [];
  const diagnostic = afterType(fields.get("diagnostic-code"));
  return {
    ...verdict(action, status, diagnostic),
    error: codesOf(status, diagnostic),
    recipient:
      afterType(fields.get("final-recipient") ?? fields.get("original-recipient")) || undefined,
  };
}

function codesOf(status: string, diagnostic: string): string | undefined {
  const [answer = ""] = /^[245]\d\d(?=[\s-]|$)/.exec(diagnostic) ?? [];
  return [answer, status].filter(Boolean).join(" ") || undefined;
}

function verdict(
  action: string,
  status: string,
  words: string,
): Pick<Bounce, "state" | "permanent"> {
  if (action === "delivered") return { state: "delivered", permanent: false };
  if (["delayed", "relayed", "expanded"].includes(action))
    return { state: "accepted", permanent: false };
  if (status.startsWith("4"))
    return { state: action === "failed" ? "expired" : "accepted", permanent: false };
  if (action === "failed" || status.startsWith("5"))
    return { state: "failed", permanent: isDead(status, words) };
  return { state: "unknown", permanent: false };
}

function isDead(status: string, words: string): boolean {
  return (
    DEAD_STATUS.test(status) ||
    ((status === "" || VAGUE_STATUS.test(status)) && DEAD_WORDS.test(words))
  );
}

function fromWords(all: string): Bounce {
  const words = all.slice(0, MAX_WORDS);
  const status = STATUS_IN_TEXT.exec(words)?.[1] ?? "";
  const base = { error: status || undefined, recipient: undefined };
  if (status.startsWith("5")) return { ...base, state: "failed", permanent: isDead(status, words) };
  if (status.startsWith("4") || DELAY_WORDS.test(words))
    return { ...base, state: "accepted", permanent: false };
  if (DEAD_WORDS.test(words)) return { ...base, state: "failed", permanent: true };
  if (FAILURE_WORDS.test(words)) return { ...base, state: "failed", permanent: false };
  return { ...base, state: "unknown", permanent: false };
}

/** "rfc822; ann@example.org" without its type. */
export function afterType(value = ""): string {
  return value.replace(/^[\w-]+;\s*/, "");
}

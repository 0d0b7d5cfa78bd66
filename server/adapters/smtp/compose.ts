import type { SendMailOptions } from "nodemailer";
import { type Outgoing, type OutgoingFile, RouteError } from "#messages/route.ts";
import { isMailbox, type SmtpSettings } from "./config.ts";
import { handOverName, returnPathOf } from "./verp.ts";

const MAX_HEADER_LENGTH = 900; // a line may have 998 octets (RFC 5322 2.1.1)
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
// The route writes these itself; from elsewhere they could redirect, forge or unsign the mail.
const RESERVED =
  /^(from|sender|to|cc|bcc|subject|date|message-id|return-path|received|dkim-.*|mime-.*|content-.*|resent-.*|arc-.*|authentication-results|apparently-to)$/i;

/**
 * The mail for one hand-over: plain text beside the HTML, envelope sender per attempt, our own Message-ID.
 * Throws `RouteError` "rejected" when a field could break out of its header.
 */
export function mailOf(message: Outgoing, settings: SmtpSettings): SendMailOptions {
  const to = singleMailbox(message.to, "to");
  const replyTo = settings.replyTo;
  return {
    from: senderOf(message.sender, settings),
    to: { name: "", address: to },
    ...(replyTo === undefined ? {} : { replyTo: { name: "", address: replyTo } }),
    subject: singleLine(message.subject ?? "", "subject"),
    text: message.text,
    ...(message.html === undefined ? {} : { html: message.html }),
    ...(message.files === undefined ? {} : { attachments: message.files.map(attachmentOf) }),
    messageId: `<${providerIdOf(message, settings)}>`,
    headers: headersOf(message.headers ?? {}),
    envelope: {
      from: returnPathOf(message, settings.returnPathSecret, settings.returnPathDomain),
      to: [to],
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The Message-ID without its angle brackets: what In-Reply-To and References of an answer will name. */
export function providerIdOf(
  handOver: Pick<Outgoing, "messageId" | "attempt">,
  settings: Pick<SmtpSettings, "messageIdDomain">,
): string {
  return `${handOverName(handOver)}@${settings.messageIdDomain}`;
}

function attachmentOf({ name, type, bytes }: OutgoingFile) {
  return {
    filename: singleLine(name, "name of an attachment"),
    contentType: type,
    contentDisposition: "attachment" as const,
    content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  };
}

/** `sender` is a mailbox, `Name <mailbox>`, or only a name shown before the route's own mailbox. */
function senderOf(sender: string, settings: SmtpSettings): { name: string; address: string } {
  const line = singleLine(sender, "sender").trim();
  const own = { name: settings.from.name ?? "", address: settings.from.address };
  if (line === "") return own;
  if (!line.includes("@")) return { ...own, name: line };
  const [, name, address] = /^(.*?)\s*<([^<>]+)>$/.exec(line) ?? [undefined, "", line];
  return {
    name: (name ?? "").replace(/^"(.*)"$/, "$1"),
    address: singleMailbox(address ?? "", "sender"),
  };
}

type Header = { readonly prepared: true; readonly value: string };

function headersOf(given: Readonly<Record<string, string>>): Record<string, string | Header> {
  const headers: Record<string, string | Header> = {};
  const names = new Set<string>();
  for (const [name, value] of Object.entries(given)) {
    checkHeader(name, value);
    names.add(name.toLowerCase());
    headers[name] = /^list-/i.test(name) ? listHeader(value) : value;
    if (isOneClick(name, value) && !has(given, "list-unsubscribe-post"))
      headers["List-Unsubscribe-Post"] = listHeader("List-Unsubscribe=One-Click"); // RFC 8058 3.1
  }
  // RFC 3834: asks out-of-office programs not to answer.
  if (!names.has("auto-submitted")) headers["Auto-Submitted"] = "auto-generated";
  return headers;
}

/** As it is: a folded or encoded URL would no longer be one. A bare URL gets the angle brackets of RFC 2369. */
function listHeader(value: string): Header {
  return { prepared: true, value: /^(https?|mailto):\S+$/i.test(value) ? `<${value}>` : value };
}

function isOneClick(name: string, value: string): boolean {
  return name.toLowerCase() === "list-unsubscribe" && /(^|<)https:/i.test(value);
}

function has(headers: Readonly<Record<string, string>>, name: string): boolean {
  return Object.keys(headers).some((key) => key.toLowerCase() === name);
}

function checkHeader(name: string, value: string): void {
  if (!HEADER_NAME.test(name)) reject(`header name ${JSON.stringify(name)} isn't allowed`);
  if (RESERVED.test(name)) reject(`header ${name} is written by the route`);
  singleLine(value, name);
  if (/^list-/i.test(name) && !/^[\x20-\x7e]*$/.test(value)) reject(`${name} must be ASCII`);
}

function singleLine(value: string, field: string): string {
  if (/\p{Cc}|[\u2028\u2029]/u.test(value))
    reject(`${field} contains a line break or control character`);
  if (Buffer.byteLength(value) > MAX_HEADER_LENGTH)
    reject(`${field} is longer than a header may be`);
  return value;
}

function singleMailbox(address: string, field: string): string {
  if (!isMailbox(singleLine(address, field))) reject(`${field} isn't one mailbox`);
  return address;
}

function reject(message: string): never {
  throw new RouteError("rejected", { code: "bad_field", message });
}

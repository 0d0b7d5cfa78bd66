import { type Attachment, type ParsedMail as LibraryMail, simpleParser } from "mailparser";

/** What Dunlin reads of a mail. All texts are bounded and fit to be stored (no NUL, no lone surrogates). */
export type Mail = {
  /** The mailbox of the From header. */
  readonly from: string | undefined;
  readonly subject: string;
  /** The plain text; from the HTML where there is no other. */
  readonly text: string;
  /** Without angle brackets. */
  readonly messageId: string | undefined;
  /** In-Reply-To and References, without angle brackets, without repetition. */
  readonly answers: readonly string[];
  /** Names in lower case; the first of several. */
  readonly headers: ReadonlyMap<string, string>;
  /** The fields of the machine-readable part of a delivery report (RFC 3464). */
  readonly deliveryStatus: string | undefined;
  /** The fields of the machine-readable part of a complaint (RFC 5965). */
  readonly feedbackReport: string | undefined;
};

const MAX_TEXT = 100_000;
const MAX_FIELD = 998;
const MAX_ANSWERS = 50;
const MAX_STATUS_BYTES = 64 * 1024;
const PARSE_TIMEOUT_MS = 10_000;

const LIMITS = {
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  checksumAlgo: false,
  maxHtmlLengthToParse: 256 * 1024,
  maxHeadSize: 256 * 1024,
  maxChildNodes: 200,
} as const;

/** Undefined when it is no mail that can be read: beyond the limits, or the parser fails on it. */
export async function parseMail(raw: Buffer): Promise<Mail | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, PARSE_TIMEOUT_MS, undefined);
  try {
    const mail = await Promise.race([simpleParser(raw, LIMITS), late]);
    return mail && readMail(mail);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function readMail(mail: LibraryMail): Mail {
  const headers = new Map<string, string>();
  for (const { key, line } of mail.headerLines ?? [])
    if (!headers.has(key)) headers.set(key, valueOf(line));
  const ids = [headers.get("in-reply-to") ?? "", headers.get("references") ?? ""].join(" ");
  const messageId = bareId(headers.get("message-id") ?? "");
  return {
    from: clean(mail.from?.value?.[0]?.address ?? "", MAX_FIELD) || undefined,
    subject: clean(mail.subject ?? "", MAX_FIELD),
    text: clean(mail.text ?? "", MAX_TEXT),
    messageId: messageId || undefined,
    answers: [...new Set(ids.split(/[\s,]+/).map(bareId))].filter(Boolean).slice(0, MAX_ANSWERS),
    headers,
    deliveryStatus: partOf(mail.attachments, /^message\/(global-)?delivery-status$/i),
    feedbackReport: partOf(mail.attachments, /^message\/feedback-report$/i),
  };
}

function partOf(attachments: readonly Attachment[], type: RegExp): string | undefined {
  const part = attachments.find(({ contentType }) => type.test(contentType));
  if (!part || !Buffer.isBuffer(part.content)) return undefined;
  return clean(part.content.subarray(0, MAX_STATUS_BYTES).toString("utf8"), MAX_STATUS_BYTES);
}

function valueOf(line: string): string {
  const unfolded = line.slice(0, 64 * 1024).replace(/\r?\n[ \t]*/g, " ");
  return clean(unfolded.slice(unfolded.indexOf(":") + 1).trim(), 16 * 1024);
}

function bareId(id: string): string {
  return clean(id.trim().replace(/^<|>$/g, ""), MAX_FIELD);
}

function clean(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replaceAll("\0", "").toWellFormed();
}

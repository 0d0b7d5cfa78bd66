// Links to pay in messages. What lies in the database names the link and opens nothing; the token takes its place when the
// message is handed over, and is as long, so that the count of segments stays right.
import { createHash, createHmac } from "node:crypto";
import type { Approved, Outgoing } from "#messages/route.ts";
import { assert } from "#platform/errors.ts";

/** 128 bits. */
const TOKEN_BYTES = 16;
export const PAY_TOKEN = /^[A-Za-z0-9_-]{22}$/u;
/** A stand-in: the capital P tells it from an address that leads somewhere. */
const STAND_IN = /(https?:\/\/[^\s<>"'/]{1,255}\/)P\/([A-Za-z0-9_-]{22})(?![\w-])/gu;

/** The key of tokens to pay, made of the installation's secret. */
export function payKeyOf(secret: Buffer): Buffer {
  return createHmac("sha256", secret).update("pay-link").digest();
}

/** The token of a link: out of reach for guessing, and nothing that has to be kept. */
export function payTokenOf(key: Buffer, clientId: string, linkId: string): string {
  return createHmac("sha256", key)
    .update(`${clientId.toLowerCase()} ${linkId.toLowerCase()}`)
    .digest()
    .subarray(0, TOKEN_BYTES)
    .toString("base64url");
}

/** What is kept of a token. */
export function payDigestOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** What stands in messages for the address of the link until they are handed over. */
export function standInOf(publicUrl: string, linkId: string): string {
  const bytes = Buffer.from(linkId.replaceAll("-", ""), "hex");
  assert(bytes.length === TOKEN_BYTES, `${linkId} is no id`);
  return `${publicUrl}/P/${bytes.toString("base64url")}`;
}

/** The address of the link itself. */
export function payUrlOf(publicUrl: string, token: string): string {
  return `${publicUrl}/p/${token}`;
}

/** The text with the tokens of its links in the place of what stood for them. */
export function withTokens(key: Buffer, clientId: string, text: string): string {
  return text.replace(STAND_IN, (all: string, host: string, standIn: string) => {
    const linkId = linkIdIn(standIn);
    return linkId === undefined
      ? all
      : payUrlOf(host.slice(0, -1), payTokenOf(key, clientId, linkId));
  });
}

/** The id that the stand-in names; undefined where somebody else's address happens to look like one. */
function linkIdIn(standIn: string): string | undefined {
  const hex = Buffer.from(standIn, "base64url").toString("hex");
  if (hex[12] !== "7" || !/[89ab]/u.test(hex[16]!)) return undefined;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");
}

const HOST = "https://host.invalid/";

/** The message as it goes out: with the tokens of its links to pay. */
export function withPayTokens(key: Buffer, message: Outgoing): Outgoing {
  const put = (text: string): string => withTokens(key, message.clientId, text);
  const { text, html, approved } = message;
  const filled = approved && withTokensIn(approved, put);
  if (!text.includes("/P/") && html?.includes("/P/") !== true) {
    return filled ? { ...message, approved: filled } : message;
  }
  return {
    ...message,
    text: put(text),
    ...(html === undefined ? {} : { html: put(html) }),
    ...(filled === undefined ? {} : { approved: filled }),
  };
}

/** Behind a button stands only the end of an address: the host is the network's to keep. */
function withTokensIn(approved: Approved, put: (text: string) => string): Approved {
  const { header, body, button } = approved;
  const ending = (end: string): string =>
    end.startsWith("P/") ? put(`${HOST}${end}`).slice(HOST.length) : put(end);
  return {
    ...approved,
    body: body.map(put),
    ...(header === undefined ? {} : { header: put(header) }),
    ...(button === undefined ? {} : { button: ending(button) }),
  };
}

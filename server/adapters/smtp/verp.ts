import { createHmac, timingSafeEqual } from "node:crypto";
import { assert } from "#platform/errors.ts";

/**
 * A return path of its own for every attempt (variable envelope return path), so that a bounce names the message even
 * when it quotes nothing of it: `bounce+<message>.<attempt>.<signature>@domain`.
 */
export type ReturnPath = { readonly messageId: string; readonly attempt: number };

const PREFIX = "bounce+";
// 80 bits: out of reach for guessing by mail, and the local part stays under its 64 octets (RFC 5321 4.5.3.1.1).
const SIGNATURE_DIGITS = 20;
const LOCAL_PART = /^bounce\+([a-z0-9_-]{1,32})\.([1-9]\d{0,2})\.([0-9a-f]{20})$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BARE_UUID = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The name of one hand-over in addresses and Message-IDs: lower case, since relays may fold the case. */
export function handOverName({ messageId, attempt }: ReturnPath): string {
  const id = UUID.test(messageId) ? messageId.replaceAll("-", "") : messageId;
  assert(/^[a-z0-9_-]{1,32}$/.test(id), `message id ${messageId} doesn't fit a return path`);
  assert(Number.isInteger(attempt) && attempt >= 1 && attempt <= 999, `attempt ${attempt}`);
  return `${id}.${attempt}`;
}

export function returnPathOf(path: ReturnPath, secret: string, domain: string): string {
  const name = handOverName(path);
  return `${PREFIX}${name}.${signatureOf(name, secret)}@${domain}`;
}

/** Whether the address has the form of a return path, genuine or forged. */
export function looksLikeReturnPath(address: string): boolean {
  return address.toLowerCase().startsWith(PREFIX);
}

/** The hand-over that a return path names, or undefined when it isn't one that was signed with this secret. */
export function readReturnPath(address: string, secret: string): ReturnPath | undefined {
  const local = address.slice(0, Math.max(address.lastIndexOf("@"), 0)).toLowerCase();
  const [, id, attempt, signature] = LOCAL_PART.exec(local) ?? [];
  if (!id || !attempt || !signature) return undefined;
  const expected = Buffer.from(signatureOf(`${id}.${attempt}`, secret));
  if (!timingSafeEqual(expected, Buffer.from(signature))) return undefined;
  const parts = BARE_UUID.exec(id);
  return { messageId: parts ? parts.slice(1).join("-") : id, attempt: Number(attempt) };
}

function signatureOf(name: string, secret: string): string {
  return createHmac("sha256", secret)
    .update(`return-path:${name}`)
    .digest("hex")
    .slice(0, SIGNATURE_DIGITS);
}

// Tokens of addresses in messages. Each names its message and what it is for, and proves that it was made here: a link can be
// made by nobody else, so none leads to where no message led.
import { createHmac, timingSafeEqual } from "node:crypto";
import { assert } from "#platform/errors.ts";

/** `l`: a link, by its number; `o`: the picture that shows an opening; `u`: the way out of a mailing. */
export type Purpose = "l" | "o" | "u";

/** What a token names, before the client is known by more than the end of its id. */
export type Named = { readonly messageId: string; readonly link: number };

const TAIL_BYTES = 4;
const UUID_BYTES = 16;
/** 80 bits: out of reach for guessing over HTTP, and short enough for a text message. */
const MAC_BYTES = 10;
const BYTES = TAIL_BYTES + UUID_BYTES + 1 + MAC_BYTES;
const TOKEN = /^[A-Za-z0-9_-]{42}$/;
const MAC_AT = BYTES - MAC_BYTES;

/** Links of a message that can be named: one byte. */
export const MOST_LINKS = 256;

/** The key of an installation's tokens, made of its secret. */
export function tokenKeyOf(secret: Buffer): Buffer {
  return createHmac("sha256", secret).update("engagement").digest();
}

/** The token of a message of a client; `link` counts from 0. */
export function tokenOf(
  key: Buffer,
  purpose: Purpose,
  { clientId, messageId, link = 0 }: { clientId: string; messageId: string; link?: number },
): string {
  assert(link >= 0 && link < MOST_LINKS, `link ${link} can't be named`);
  const body = Buffer.concat([
    bytesOf(clientId).subarray(UUID_BYTES - TAIL_BYTES),
    bytesOf(messageId),
    Buffer.of(link),
  ]);
  return Buffer.concat([body, macOf(key, purpose, clientId, body)]).toString("base64url");
}

/** The bytes of a token; undefined for another spelling of them, since the last sign has room to spare. */
function bytesIn(token: string): Buffer | undefined {
  if (!TOKEN.test(token)) return undefined;
  const bytes = Buffer.from(token, "base64url");
  return bytes.toString("base64url") === token ? bytes : undefined;
}

/** The end of the client's id, in hexadecimal: by it the client is found. Undefined for what is no token at all. */
export function clientTailOf(token: string): string | undefined {
  return bytesIn(token)?.subarray(0, TAIL_BYTES).toString("hex");
}

/** What the token names when it was made with this key for this purpose and client; else undefined. */
export function readToken(
  key: Buffer,
  purpose: Purpose,
  clientId: string,
  token: string,
): Named | undefined {
  const bytes = bytesIn(token);
  if (!bytes) return undefined;
  const body = bytes.subarray(0, MAC_AT);
  if (!timingSafeEqual(bytes.subarray(MAC_AT), macOf(key, purpose, clientId, body))) {
    return undefined;
  }
  const id = body.subarray(TAIL_BYTES, TAIL_BYTES + UUID_BYTES).toString("hex");
  const messageId = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { messageId, link: body[TAIL_BYTES + UUID_BYTES]! };
}

function macOf(key: Buffer, purpose: Purpose, clientId: string, body: Buffer): Buffer {
  const mac = createHmac("sha256", key)
    .update(`${purpose} ${clientId.toLowerCase()} `)
    .update(body);
  return mac.digest().subarray(0, MAC_BYTES);
}

function bytesOf(uuid: string): Buffer {
  const bytes = Buffer.from(uuid.replaceAll("-", ""), "hex");
  assert(bytes.length === UUID_BYTES, `${uuid} is no id`);
  return bytes;
}

// Signatures after Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 over "id.timestamp.body".
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { UserError } from "#platform/errors.ts";

const PREFIX = "whsec_";
const LEAST_BYTES = 24;
const MOST_BYTES = 64;
/** How far a callback's timestamp may be from our clock. */
const TOLERANCE_S = 300;

export type Headers = Readonly<Record<string, string>>;

/** A new secret: 32 random bytes. */
export function newSecret(): Buffer {
  return randomBytes(32);
}

/** A secret as users hold it. */
export function secretText(bytes: Uint8Array): string {
  return PREFIX + Buffer.from(bytes).toString("base64");
}

/** The bytes of a secret that a user gave; throws a `UserError` when it is none. */
export function secretBytes(text: string): Buffer {
  const code = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : "";
  const bytes = Buffer.from(code, "base64");
  const isExact = bytes.toString("base64") === code;
  if (isExact && bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES) return bytes;
  throw new UserError(
    `the secret is not ${PREFIX} and ${LEAST_BYTES} to ${MOST_BYTES} bytes in base64; leave it out to have one made`,
  );
}

function macOf(secret: Uint8Array, id: string, timestampS: string, body: Uint8Array): Buffer {
  return createHmac("sha256", secret).update(`${id}.${timestampS}.`).update(body).digest();
}

/** The headers of one try. Several secrets (while one replaces another) give several signatures. */
export function sign(
  secrets: readonly Uint8Array[],
  id: string,
  epochS: number,
  body: Uint8Array,
): Headers {
  const timestamp = String(epochS);
  const signatures = secrets.map(
    (secret) => `v1,${macOf(secret, id, timestamp, body).toString("base64")}`,
  );
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

export type Verified = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** Checks what a receiver got. `headers` with names in lower case, `nowS` in seconds since 1970. */
export function verify(
  secret: Uint8Array,
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  nowS: number,
): Verified {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const given = headers["webhook-signature"];
  if (!id || !timestamp || !given) return { ok: false, why: "it has no signature" };
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowS - Number(timestamp)) > TOLERANCE_S) {
    return { ok: false, why: "its timestamp is more than 5 minutes from now" };
  }
  const expected = macOf(secret, id, timestamp, body);
  const matches = given.split(" ", 20).some((one) => {
    const [version, code = ""] = one.split(",", 2);
    const mac = Buffer.from(code, "base64");
    return version === "v1" && mac.length === expected.length && timingSafeEqual(mac, expected);
  });
  return matches ? { ok: true } : { ok: false, why: "its signature is another secret's" };
}

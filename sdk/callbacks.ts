// Whether a callback is Dunlin's: signatures after Standard Webhooks, HMAC-SHA256 over "id.timestamp.body".
import { createHmac, timingSafeEqual } from "node:crypto";

/** How far a callback's timestamp may be from our clock. */
const TOLERANCE_S = 300;
const PREFIX = "whsec_";

/** What a callback says. `data.seq` orders a client's events; pass over kinds and fields that you do not know. */
export type Callback = {
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly seq: string;
    readonly event_id: string;
    readonly customer: string | null;
    readonly currency: string | null;
    readonly message_id: string | null;
    readonly reference: string | null;
    readonly actor: string;
    readonly cause: string | null;
    readonly body: Readonly<Record<string, unknown>>;
  };
};

export type Received = {
  /** Names in lower case, as Node has them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came: JSON that was parsed and written again has another signature. */
  readonly body: string | Uint8Array;
};

/** Throws this when a callback must not be believed. */
export class NotSigned extends Error {
  override readonly name = "NotSigned";
}

/**
 * The callback, when its signature is of one of the secrets ("whsec_…") and not older than 5 minutes; throws `NotSigned`
 * otherwise. The header webhook-id is the same in every try: do once what it asks for.
 */
export function readCallback(
  { headers, body }: Received,
  secrets: string | readonly string[],
  nowS = Math.floor(Date.now() / 1_000),
): Callback {
  const [id, timestamp, given] = ["id", "timestamp", "signature"].map((name) =>
    String(headers[`webhook-${name}`] ?? ""),
  ) as [string, string, string];
  if (id === "" || timestamp === "" || given === "") throw new NotSigned("it has no signature");
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowS - Number(timestamp)) > TOLERANCE_S) {
    throw new NotSigned("its timestamp is more than 5 minutes from now");
  }
  const known = [secrets].flat().map((secret) => macOf(secret, id, timestamp, body));
  const signed = given.split(" ", 20).some((one) => {
    const [version, code = ""] = one.split(",", 2);
    const mac = Buffer.from(code, "base64");
    return (
      version === "v1" &&
      known.some((want) => want.length === mac.length && timingSafeEqual(want, mac))
    );
  });
  if (!signed) throw new NotSigned("its signature is another secret's");
  return JSON.parse(Buffer.from(body).toString("utf8")) as Callback;
}

function macOf(secret: string, id: string, timestamp: string, body: string | Uint8Array): Buffer {
  if (!secret.startsWith(PREFIX)) throw new TypeError(`a secret begins with ${PREFIX}`);
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  return createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
}

// What the audit may hold of values: numbers, codes and ids as they are, everything that may be of a person as a keyed digest.
import { createHmac, hkdfSync } from "node:crypto";
import type { Db, Tx } from "#platform/db.ts";

/** Makes one digest of the same text for the same client, which nobody can guess without the installation's secret. */
export type Digester = (text: string) => string;

const DEPTH = 6;
const MOST_ENTRIES = 50;
const LONGEST = 200;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Dates, instants and amounts. */
const MEASURE = /^(-?\d{1,15}(\.\d{1,6})?|\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?)$/;

/** Keys whose texts are codes of ours or of the client's set-up, never of a person. */
const PLAIN = new Set(
  `adapter anchor book_as_of channel class country currency disabled_why disclosure expires_at file_sha256 hint
  imported_disclosure kind kinds label language lane newest opted_out outcome policy priority reason_code revoked_at role
  scope scopes sender settings slug source_sha256 state status step_id template url version zone`.split(
    /\s+/,
  ),
);
/** Keys whose numbers are of a person all the same. */
const PERSONAL =
  /^(to|from|address|phone|email|mailbox|number|msisdn|reference|customer|payer|name|born_on|postcode|id_last4)$/;

const secrets = new WeakMap<Db, Promise<Buffer>>();

/**
 * The client's digester, from the secret of the installation; the secret is read once, by `tx` where one is open: whoever
 * holds a connection must not wait for a second one, since all may be held by those who wait for its locks.
 */
export async function digesterOf(db: Db, clientId: string, tx: Db | Tx = db): Promise<Digester> {
  const reading = secrets.get(db) ?? readSecret(tx);
  secrets.set(db, reading);
  reading.catch(() => secrets.delete(db));
  return digesterFrom(await reading, clientId);
}

/** The same for who has the secret already. */
export function digesterFrom(secret: Buffer, clientId: string): Digester {
  const key = Buffer.from(hkdfSync("sha256", secret, clientId, "audit", 32));
  return (text) => `#${createHmac("sha256", key).update(text).digest("hex").slice(0, 32)}`;
}

async function readSecret(db: Db | Tx): Promise<Buffer> {
  const row = await db.selectFrom("installation").select("secret").executeTakeFirst();
  // Tests and benches stand on databases that no installation has begun yet: digests of nobody.
  return row?.secret ?? Buffer.alloc(32);
}

/** The value without anything of a person in it, and bounded: at most 50 entries of a list or object. */
export function withoutPersons(value: unknown, digest: Digester, key = "", depth = 0): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (value === undefined) return undefined;
  if (typeof value === "string") return textOf(value, digest, key);
  if (typeof value === "number" || typeof value === "bigint") {
    if (PERSONAL.test(key)) return digest(String(value));
    return typeof value === "number" ? value : String(value);
  }
  if (typeof value !== "object") return undefined;
  if (depth >= DEPTH) return { deeper: true };
  if (Array.isArray(value)) {
    if (value.length > MOST_ENTRIES) return { count: value.length };
    return value.map((one) => withoutPersons(one, digest, key, depth + 1));
  }
  const entries = Object.entries(value).slice(0, MOST_ENTRIES);
  return Object.fromEntries(
    entries.map(([name, inner], at) => [
      // Names of fields are ours; those of free maps may be anything.
      /^[\w-]{1,60}$/.test(name) ? name : `field_${at}`,
      withoutPersons(inner, digest, name, depth + 1),
    ]),
  );
}

function textOf(text: string, digest: Digester, key: string): string {
  if (text === "" || UUID.test(text)) return text;
  if (PERSONAL.test(key)) return digest(text);
  // A long number may be a phone's; amounts are told by their key.
  if (MEASURE.test(text) && (!/^\d{7,}$/.test(text) || /minor$/i.test(key))) return text;
  return PLAIN.has(key) && text.length <= LONGEST && /^[\w.:/ -]*$/.test(text)
    ? text
    : digest(text);
}

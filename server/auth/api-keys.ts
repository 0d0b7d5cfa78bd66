// Keys with which a client's own systems use the API: random, shown once, kept as a digest, limited by scopes.
import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { isScope, SCOPES, type Principal, type Scope } from "#auth/permissions.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

/** 256 bits as base64url after a prefix that scanners for leaked secrets can look for. */
const SHAPE = /^dunlin_[A-Za-z0-9_-]{43}$/;
const HINT_CHARS = 12;
const MOST_KEYS = 1_000;

export type ApiKey = {
  readonly keyId: string;
  readonly name: string;
  /** How it begins. */
  readonly hint: string;
  readonly scopes: string[];
  readonly createdAt: Temporal.Instant;
  readonly createdBy: string;
  readonly expiresAt: Temporal.Instant | null;
  readonly lastUsedAt: Temporal.Instant | null;
  readonly revokedAt: Temporal.Instant | null;
};

export type NewApiKey = {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: Temporal.Instant | undefined;
};

const digestOf = (key: string): Buffer => createHash("sha256").update(key).digest();

function checkedScopes(scopes: readonly string[]): Scope[] {
  const wrong = scopes.find((scope) => !isScope(scope));
  if (wrong !== undefined) {
    throw new UserError(`scope "${wrong}" is unknown; use some of ${SCOPES.join(", ")}`);
  }
  if (scopes.length === 0) throw new UserError("a key needs at least one scope");
  return [...new Set(scopes.filter(isScope))];
}

/** Makes a key. What it returns as `key` is shown once: only its digest is kept. A `UserError` when a scope is unknown. */
export async function createApiKey(
  tx: Tx,
  clientId: string,
  { name, scopes, expiresAt }: NewApiKey,
  by: { readonly actor: string; readonly now: Temporal.Instant },
): Promise<{ key: string; keyId: string; scopes: readonly Scope[] }> {
  const granted = checkedScopes(scopes);
  if (expiresAt && Temporal.Instant.compare(expiresAt, by.now) <= 0) {
    throw new UserError(`expires_at ${expiresAt.toString()} has passed; give a later instant`);
  }
  const key = `dunlin_${randomBytes(32).toString("base64url")}`;
  const { rows } = await sql<{ keyId: string }>`
    insert into dunlin.api_key (client_id, label, hint, digest, scopes, created_at, created_by, expires_at)
    select ${clientId}, ${name}, ${key.slice(0, HINT_CHARS)}, ${digestOf(key)}, ${granted}, ${by.now}, ${by.actor},
      ${expiresAt ?? null}::timestamptz
    where (select count(*) from dunlin.api_key where client_id = ${clientId} and revoked_at is null) < ${MOST_KEYS}
    returning key_id
  `.execute(tx);
  const keyId = rows[0]?.keyId;
  if (keyId === undefined) {
    throw new UserError(
      `there are ${MOST_KEYS} keys in use already; revoke those that nobody needs`,
    );
  }
  return { key, keyId, scopes: granted };
}

/** All keys, live ones first, newest first. */
export async function listApiKeys(tx: Tx, clientId: string): Promise<ApiKey[]> {
  return await tx
    .selectFrom("apiKey")
    .select([
      "keyId",
      "label as name",
      "hint",
      "scopes",
      "createdAt",
      "createdBy",
      "expiresAt",
      "lastUsedAt",
      "revokedAt",
    ])
    .where("clientId", "=", clientId)
    .orderBy(sql`revoked_at is not null`)
    .orderBy("createdAt", "desc")
    .orderBy("keyId", "desc")
    .limit(MOST_KEYS)
    .execute();
}

/** Ends a key at once in this process, and within `KNOWN_FOR_MS` in others. False when there is no such live key. */
export async function revokeApiKey(
  tx: Tx,
  clientId: string,
  keyId: string,
  by: { readonly actor: string; readonly now: Temporal.Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("apiKey")
    .set({ revokedAt: by.now, revokedBy: by.actor })
    .where("clientId", "=", clientId)
    .where("keyId", "=", keyId)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  known.clear();
  return numUpdatedRows === 1n;
}

/** So long a process believes what it found of a key. */
const KNOWN_FOR_MS = 2_000;
const MOST_KNOWN = 10_000;
const known = new Map<string, { readonly principal: Principal; readonly untilMs: number }>();

/** Whose key it is; undefined when it is unknown, revoked or has expired. */
export async function principalOfKey(db: Db, key: string): Promise<Principal | undefined> {
  if (!SHAPE.test(key)) return undefined;
  const digest = digestOf(key);
  const name = digest.toString("base64");
  const found = known.get(name);
  if (found && found.untilMs > performance.now()) return found.principal;
  known.delete(name);
  const principal = await lookUp(db, digest);
  if (!principal) return undefined;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, { principal, untilMs: performance.now() + KNOWN_FOR_MS });
  return principal;
}

async function lookUp(db: Db, digest: Buffer): Promise<Principal | undefined> {
  const { rows } = await sql<{
    clientId: string;
    keyId: string;
    label: string;
    scopes: string[];
    stale: boolean;
  }>`select * from dunlin.api_key_by_digest(${digest})`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  if (row.stale) {
    await asClient(db, row.clientId, async (tx) => {
      await sql`update dunlin.api_key set last_used_at = dunlin.clock_now()
        where client_id = ${row.clientId} and key_id = ${row.keyId}`.execute(tx);
    });
  }
  return {
    kind: "key",
    actor: `key:${row.label}`,
    clientId: row.clientId,
    id: row.keyId,
    scopes: new Set(row.scopes.filter(isScope)),
  };
}

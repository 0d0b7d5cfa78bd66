// Secrets of endpoints: sealed in the database, told once, replaced without a moment in which callbacks can't be verified.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { assert, UserError } from "#platform/errors.ts";
import { open, seal, type SealKey } from "#platform/seal.ts";
import { newSecret, secretBytes, secretText } from "./signature.ts";

/** A signature for each: more would make headers long. */
const MOST_GOOD = 5;

const aboutOf = (clientId: string, endpointId: string, secretId: string) =>
  `webhook_secret ${clientId} ${endpointId} ${secretId}`;

/** Stores a secret, the given one or a new one, and tells it. */
export async function addSecret(
  tx: Tx,
  clientId: string,
  endpointId: string,
  key: SealKey,
  given?: string,
): Promise<string> {
  const bytes = given === undefined ? newSecret() : secretBytes(given);
  const secretId = randomUUIDv7();
  const sealed = seal(key, bytes, aboutOf(clientId, endpointId, secretId));
  await sql`insert into dunlin.webhook_secret (client_id, endpoint_id, secret_id, sealed)
    values (${clientId}, ${endpointId}, ${secretId}, ${sealed})`.execute(tx);
  return secretText(bytes);
}

/**
 * Replaces the secret of an endpoint that the caller has locked. Callbacks are signed with the old ones too until
 * `keepOldMs` of real time have passed, or as long as they were to be good anyway. Throws a `UserError` when too many are.
 */
export async function replaceSecret(
  tx: Tx,
  clientId: string,
  endpointId: string,
  key: SealKey,
  options: { readonly keepOldMs: number; readonly secret?: string | undefined },
): Promise<{ secret: string; oldGoodUntil: Temporal.Instant }> {
  const { rows } = await sql<{ until: Temporal.Instant; isGood: boolean }>`
    update dunlin.webhook_secret s
    set good_until = least(good_until, clock_timestamp() + ${options.keepOldMs} * interval '1 millisecond')
    where client_id = ${clientId} and endpoint_id = ${endpointId}
      and coalesce(good_until > clock_timestamp(), true)
    returning good_until as until, good_until > clock_timestamp() as is_good`.execute(tx);
  const good = rows.filter((row) => row.isGood);
  if (good.length >= MOST_GOOD) {
    throw new UserError(
      `${good.length} old secrets of the endpoint are still good; end them with the next change: keep the old for 0 hours`,
    );
  }
  const secret = await addSecret(tx, clientId, endpointId, key, options.secret);
  const until = rows
    .map((row) => row.until)
    .toSorted((a, b) => Temporal.Instant.compare(a, b))
    .at(-1);
  assert(until !== undefined, `endpoint ${endpointId} had no secret`);
  return { secret, oldGoodUntil: until };
}

/** The secrets to sign with, the newest first. */
export async function goodSecrets(
  tx: Tx,
  clientId: string,
  endpointId: string,
  key: SealKey,
): Promise<readonly Buffer[]> {
  const { rows } = await sql<{ id: string; sealed: Buffer }>`
    select secret_id as id, sealed from dunlin.webhook_secret
    where client_id = ${clientId} and endpoint_id = ${endpointId}
      and coalesce(good_until > clock_timestamp(), true)
    order by good_until desc nulls first limit ${MOST_GOOD + 1}`.execute(tx);
  return rows.map(({ id, sealed }) => open(key, sealed, aboutOf(clientId, endpointId, id)));
}

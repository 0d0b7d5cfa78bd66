// One process at a time runs a source: it claims the row, and what it writes counts only while the claim is its own.
import { sql } from "kysely";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import type { SealKey } from "#platform/seal.ts";
import type { StoredSource } from "./store.ts";
import { openSecrets, openTokens, sealTokens, withSecrets, type Of } from "./secrets.ts";
import type { Settings } from "./source.ts";

/** A process that says nothing for so long is gone. */
const LEASE_MS = 120_000;
const RENEW_MS = 20_000;

/** Somebody else has the source, or it was changed or removed: what was under way here no longer counts. */
export class ClaimLost extends Error {
  constructor() {
    super("the source was changed, removed or taken over by another process meanwhile");
  }
}

export type Claimed = StoredSource & {
  readonly claims: bigint;
  readonly writtenSeq: bigint;
  readonly sealed: Buffer | null;
  readonly tokens: Buffer | null;
  readonly cursor: string | null;
  readonly pullCursor: string | null;
  readonly pullBeganAt: Temporal.Instant | null;
  readonly pullFull: boolean;
};

const lapse = () => Temporal.Now.instant().add({ milliseconds: LEASE_MS });

/** Claims a source; undefined when it is not there or somebody runs it. */
export async function claim(db: Db, of: Of): Promise<Claimed | undefined> {
  return await asClient(db, of.clientId, async (tx) => {
    const { rows } = await sql<Claimed>`
      update dunlin.source set claims = claims + 1, claimed_until = ${lapse()}
      where client_id = ${of.clientId} and source_id = ${of.sourceId} and removed_at is null
        and coalesce(claimed_until, '-infinity') <= clock_timestamp()
      returning client_id, source_id, name, kind, settings, schedule, enabled, last_run_at, advanced_at, full_at, next_at,
        stale_at, failures, last_error, write_back, written_seq, claims, sealed, tokens, cursor, pull_cursor, pull_began_at, pull_full`.execute(
      tx,
    );
    return rows[0];
  });
}

/** Goes on only while the claim holds, and keeps it for longer. The row stays locked until the transaction ends. */
export async function holdClaim(tx: Tx, { clientId, sourceId, claims }: Claimed): Promise<void> {
  const { rows } = await sql`
    update dunlin.source set claimed_until = ${lapse()}
    where client_id = ${clientId} and source_id = ${sourceId} and claims = ${claims} returning 1`.execute(
    tx,
  );
  if (rows.length === 0) throw new ClaimLost();
}

/** Renews the claim from time to time; the signal tells when it is lost. */
export function keepClaim(db: Db, claimed: Claimed): { readonly lost: AbortSignal; stop(): void } {
  const losing = new AbortController();
  const timer = setInterval(() => {
    void asClient(db, claimed.clientId, async (tx) => await holdClaim(tx, claimed)).catch(
      // Trouble with the database is met by the work itself.
      (error: unknown) => error instanceof ClaimLost && losing.abort(error),
    );
  }, RENEW_MS);
  timer.unref();
  return { lost: losing.signal, stop: () => clearInterval(timer) };
}

/** The settings with their secrets, and the keys that were kept last. */
export function unsealed(
  key: SealKey,
  claimed: Claimed,
): { readonly settings: Settings; readonly tokens: string | undefined } {
  return {
    settings: withSecrets(claimed.settings.adapter, openSecrets(key, claimed.sealed, claimed)),
    tokens: openTokens(key, claimed.tokens, claimed),
  };
}

/** Keeps keys that the other side has just replaced. Durable when it resolves. */
export async function keepTokens(
  db: Db,
  key: SealKey,
  claimed: Claimed,
  tokens: string,
): Promise<void> {
  await asClient(db, claimed.clientId, async (tx) => {
    await holdClaim(tx, claimed);
    await sql`
      update dunlin.source set tokens = ${sealTokens(key, tokens, claimed)}
      where client_id = ${claimed.clientId} and source_id = ${claimed.sourceId}`.execute(tx);
  });
}

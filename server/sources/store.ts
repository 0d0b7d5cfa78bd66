// Sources as rows: set, listed, removed, and what their runs did.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { newestSeq } from "#ledger/event-order.ts";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { SealKey } from "#platform/seal.ts";
import { nextRunAt, type Definition, type FileOptions, type Schedule } from "./definition.ts";
import { openSecrets, sealSecrets, withoutSecrets, type Of } from "./secrets.ts";
import type { Settings, WriteKind } from "./source.ts";

const MOST_SOURCES = 50;

export type StoredSource = {
  readonly clientId: string;
  readonly sourceId: string;
  readonly name: string;
  readonly kind: string;
  /** Secrets are masked. */
  readonly settings: { readonly adapter: Settings; readonly files: FileOptions };
  readonly schedule: Schedule;
  readonly enabled: boolean;
  readonly lastRunAt: Temporal.Instant | null;
  readonly advancedAt: Temporal.Instant;
  readonly fullAt: Temporal.Instant | null;
  readonly nextAt: Temporal.Instant;
  /** Missed since then. */
  readonly staleAt: Temporal.Instant | null;
  readonly failures: number;
  readonly lastError: string | null;
  /** What is written back there. */
  readonly writeBack: readonly WriteKind[];
};

const COLUMNS = sql`client_id, source_id, name, kind, settings, schedule, enabled, last_run_at, advanced_at, full_at,
  next_at, stale_at, failures, last_error, write_back`;

/** The client's sources, by name. */
export async function listSources(tx: Tx, clientId: string): Promise<readonly StoredSource[]> {
  const { rows } = await sql<StoredSource>`
    select ${COLUMNS} from dunlin.source where client_id = ${clientId} and removed_at is null
    order by name limit ${MOST_SOURCES}`.execute(tx);
  return rows;
}

/** One source by its name. Throws a `UserError` when there is none. */
export async function getSource(tx: Tx, clientId: string, name: string): Promise<StoredSource> {
  const { rows } = await sql<StoredSource>`
    select ${COLUMNS} from dunlin.source
    where client_id = ${clientId} and removed_at is null and name = ${name}`.execute(tx);
  const [found] = rows;
  if (!found) throw new UserError(`there is no source "${name.slice(0, 70)}"; list the sources`);
  return found;
}

type By = { readonly actor: string; readonly now: Temporal.Instant };

/**
 * Makes a source, or changes the one of that name: how far it has come stays, unless it leads elsewhere now. Keys that the
 * other side has replaced meanwhile stay too, as long as the secrets given are the same.
 */
export async function setSource(
  tx: Tx,
  clientId: string,
  definition: Definition,
  key: SealKey,
  { actor, now }: By,
): Promise<StoredSource> {
  await sql`select from dunlin.client where client_id = ${clientId} for no key update`.execute(tx);
  const { zone } = await getClient(tx, clientId);
  const { rows } = await sql<Before>`
    select source_id, kind, settings, sealed from dunlin.source
    where client_id = ${clientId} and name = ${definition.name} and removed_at is null for no key update`.execute(
    tx,
  );
  const before = rows[0];
  if (!before) await refuseTooMany(tx, clientId);
  const sourceId = before?.sourceId ?? (await newId(tx));
  const { settings, secrets } = withoutSecrets(definition.settings);
  const of = { clientId, sourceId };
  const same =
    before?.kind === definition.kind &&
    sameJson(before.settings.adapter, settings) &&
    sameJson(openSecrets(key, before.sealed, of), secrets);
  const whole = JSON.stringify({ adapter: settings, files: definition.files });
  const schedule = JSON.stringify(definition.schedule);
  const sealed = sealSecrets(key, secrets, of);
  const nextAt = definition.enabled ? now : nextRunAt(definition.schedule, now, zone);
  if (before) {
    await sql`
      update dunlin.source set kind = ${definition.kind}, settings = ${whole}::jsonb, sealed = ${sealed},
        schedule = ${schedule}::jsonb, enabled = ${definition.enabled}, next_at = ${nextAt}, retry_at = null,
        claims = claims + 1, claimed_until = null,
        stale_at = case when ${definition.enabled} then stale_at end,
        tokens = case when ${same} then tokens end, cursor = case when ${same} then cursor end,
        full_at = case when ${same} then full_at end,
        pull_cursor = null, pull_began_at = null, pull_full = false
      where client_id = ${clientId} and source_id = ${sourceId}`.execute(tx);
    await sql`delete from dunlin.source_pulled where client_id = ${clientId} and source_id = ${sourceId}`.execute(
      tx,
    );
  } else {
    await sql`
      insert into dunlin.source (client_id, source_id, name, kind, settings, sealed, schedule, enabled, advanced_at,
        next_at, created_at, created_by)
      values (${clientId}, ${sourceId}, ${definition.name}, ${definition.kind}, ${whole}::jsonb, ${sealed},
        ${schedule}::jsonb, ${definition.enabled}, ${now}, ${nextAt}, ${now}, ${actor})`.execute(
      tx,
    );
  }
  await setWriteBack(tx, of, definition.writeBack);
  await tellSet(tx, of, definition, { actor, now });
  await sql`select pg_notify('dunlin_work', 'sources')`.execute(tx);
  return await getSource(tx, clientId, definition.name);
}

async function tellSet(
  tx: Tx,
  { clientId, sourceId }: Of,
  { name, kind }: Definition,
  { actor, now }: By,
): Promise<void> {
  const body = { source_id: sourceId, source: name, kind };
  await recordEvents(tx, clientId, now, [{ kind: "source.set", actor, cause: sourceId, body }]);
}

/** Only what happens from when it is switched on is written back. */
async function setWriteBack(
  tx: Tx,
  { clientId, sourceId }: Of,
  kinds: readonly WriteKind[],
): Promise<void> {
  const newest = await newestSeq(tx, clientId);
  await sql`
    update dunlin.source set write_back = ${[...kinds]}::text[],
      written_seq = case when write_back = '{}' then ${newest} else written_seq end
    where client_id = ${clientId} and source_id = ${sourceId}`.execute(tx);
}

type Before = {
  readonly sourceId: string;
  readonly kind: string;
  readonly settings: StoredSource["settings"];
  readonly sealed: Buffer | null;
};

async function newId(tx: Tx): Promise<string> {
  return (await sql<{ id: string }>`select uuidv7() as id`.execute(tx)).rows[0]!.id;
}

// jsonb keeps keys in an order of its own.
function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, inOrder(one)]));
}

async function refuseTooMany(tx: Tx, clientId: string): Promise<void> {
  if ((await listSources(tx, clientId)).length < MOST_SOURCES) return;
  throw new UserError(`a client has at most ${MOST_SOURCES} sources; remove one first`);
}

/** Ends a source; what it brought stays, and so does the list of its runs. A run under way loses its say. */
export async function removeSource(
  tx: Tx,
  clientId: string,
  name: string,
  { actor, now }: By,
): Promise<void> {
  const { sourceId } = await getSource(tx, clientId, name);
  await sql`
    update dunlin.source set removed_at = ${now}, enabled = false, claims = claims + 1, sealed = null, tokens = null
    where client_id = ${clientId} and source_id = ${sourceId}`.execute(tx);
  await sql`delete from dunlin.source_pulled where client_id = ${clientId} and source_id = ${sourceId}`.execute(
    tx,
  );
  await recordEvents(tx, clientId, now, [
    {
      kind: "source.removed",
      actor,
      cause: sourceId,
      body: { source_id: sourceId, source: name },
    },
  ]);
}

/** Has a source run now, by whichever process runs sources. */
export async function runSoon(tx: Tx, clientId: string, name: string, now: Temporal.Instant) {
  const { sourceId, enabled } = await getSource(tx, clientId, name);
  if (!enabled) throw new UserError(`source "${name}" is switched off; set it with enabled: true`);
  await sql`
    update dunlin.source set next_at = least(next_at, ${now}::timestamptz), retry_at = null
    where client_id = ${clientId} and source_id = ${sourceId}`.execute(tx);
  await sql`select pg_notify('dunlin_work', 'sources')`.execute(tx);
  return await getSource(tx, clientId, name);
}

export type StoredRun = {
  readonly runId: string;
  readonly name: string;
  readonly startedAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant;
  readonly state: "applied" | "nothing_new" | "failed";
  readonly fullBook: boolean;
  readonly pages: number;
  readonly records: number;
  readonly rejected: number;
  readonly batchId: string | null;
  readonly error: string | null;
  readonly result: Readonly<Record<string, unknown>>;
};

/** What the last runs did, newest first; of one source or of all. */
export async function listRuns(
  tx: Tx,
  clientId: string,
  { name, limit }: { readonly name?: string | undefined; readonly limit: number },
): Promise<readonly StoredRun[]> {
  const { rows } = await sql<StoredRun>`
    select r.run_id, s.name, r.started_at, r.ended_at, r.state, r.full_book, r.pages, r.records, r.rejected,
      r.batch_id, r.error, r.result
    from dunlin.source_run r join dunlin.source s on s.client_id = r.client_id and s.source_id = r.source_id
    where r.client_id = ${clientId} and (${name ?? null}::text is null or s.name = ${name ?? null})
    order by r.run_id desc limit ${limit}`.execute(tx);
  return rows;
}

// Fetching: pages are kept as they come, each with the cursor behind it, and applied together when the last one is there.
import { sql } from "kysely";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import { holdClaim, type Claimed } from "./claim.ts";
import { SourceError, type Page, type RecordSource } from "./source.ts";

/** A pull of more pages does not end by itself. */
const MOST_PAGES = 100_000;

export type Pulled = {
  readonly beganAt: Temporal.Instant;
  readonly full: boolean;
  readonly pages: number;
  /** Where the next pull begins; null: where this one did. */
  readonly cursor: string | null;
};

/**
 * Fetches all pages. What an earlier run fetched before it broke off counts: the pull goes on behind it, and what it
 * fetches twice is kept once. Throws `SourceError`; what has come until then stays.
 */
export async function pullPages(
  db: Db,
  claimed: Claimed,
  source: RecordSource,
  signal: AbortSignal,
): Promise<Pulled> {
  const { beganAt, full, cursor: from } = await begin(db, claimed, source);
  let cursor = from;
  let pages = 0;
  for await (const page of source.pull({ cursor: from ?? undefined, full, signal })) {
    signal.throwIfAborted();
    pages += 1;
    if (pages > MOST_PAGES) {
      throw new SourceError("answer", `more than ${MOST_PAGES} pages came, and no end`);
    }
    cursor = page.cursor;
    await keep(db, claimed, page);
  }
  signal.throwIfAborted();
  return { beganAt, full, pages, cursor };
}

async function begin(db: Db, claimed: Claimed, source: RecordSource) {
  const { pullBeganAt, pullFull, pullCursor, cursor } = claimed;
  if (pullBeganAt !== null) return { beganAt: pullBeganAt, full: pullFull, cursor: pullCursor };
  return await asClient(db, claimed.clientId, async (tx) => {
    await holdClaim(tx, claimed);
    const beganAt = await clockNow(tx);
    const full = isFullDue(claimed, source, beganAt);
    const start = full ? null : cursor;
    await sql`
      update dunlin.source set pull_began_at = ${beganAt}, pull_full = ${full}, pull_cursor = ${start}
      where client_id = ${claimed.clientId} and source_id = ${claimed.sourceId}`.execute(tx);
    return { beganAt, full, cursor: start };
  });
}

// The first pull of a source that tells changes begins at the beginning anyhow, and a first book can settle nothing.
function isFullDue(
  { schedule: { full_every_s }, fullAt, cursor }: Claimed,
  source: RecordSource,
  now: Temporal.Instant,
): boolean {
  if (full_every_s === null || !source.whole) return false;
  if (!source.changes || cursor === null || fullAt === null) return true;
  return Temporal.Instant.compare(fullAt.add({ seconds: full_every_s }), now) <= 0;
}

type Line = { readonly id: string; readonly kind: string; readonly body: unknown };

async function keep(db: Db, claimed: Claimed, page: Page): Promise<void> {
  const lines = new Map<string, Line>();
  for (const record of page.records) {
    const place = record.kind === "gone" ? "document" : record.kind;
    const id = `${place}/${record.id}`;
    lines.set(id, { id, kind: record.kind, body: record });
  }
  for (const one of page.unreadable ?? []) {
    const id = `document/${one.id}`;
    lines.set(id, { id, kind: "unreadable", body: one });
  }
  // In one order, whoever writes.
  const rows = [...lines.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await asClient(db, claimed.clientId, async (tx) => {
    await holdClaim(tx, claimed);
    await sql`
      insert into dunlin.source_pulled (client_id, source_id, record_id, kind, body)
      select ${claimed.clientId}, ${claimed.sourceId}, left(id, 300), kind, body
      from jsonb_to_recordset(${storable(rows)}::jsonb) as row (id text, kind text, body jsonb)
      on conflict (client_id, source_id, record_id) do update set kind = excluded.kind, body = excluded.body`.execute(
      tx,
    );
    await sql`
      update dunlin.source set pull_cursor = ${page.cursor}
      where client_id = ${claimed.clientId} and source_id = ${claimed.sourceId}`.execute(tx);
  });
}

// PostgreSQL has no place for U+0000.
const storable = (rows: readonly Line[]): string =>
  JSON.stringify(rows).replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, "$1");

/** Forgets what was fetched and not applied: the next pull begins where the last complete one ended. */
export async function dropPulled(db: Db, claimed: Claimed): Promise<void> {
  await asClient(db, claimed.clientId, async (tx) => {
    await holdClaim(tx, claimed);
    await sql`delete from dunlin.source_pulled
      where client_id = ${claimed.clientId} and source_id = ${claimed.sourceId}`.execute(tx);
    await sql`update dunlin.source set pull_cursor = null, pull_began_at = null, pull_full = false
      where client_id = ${claimed.clientId} and source_id = ${claimed.sourceId}`.execute(tx);
  });
}

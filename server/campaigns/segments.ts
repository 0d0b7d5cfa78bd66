// Segments: filters that somebody gave a name, so that they need not be made again.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { parseFilter, type Filter } from "./filter.ts";

export type Segment = {
  readonly segmentId: string;
  readonly name: string;
  readonly filter: Filter;
  readonly createdAt: Temporal.Instant;
  readonly createdBy: string;
  readonly changedAt: Temporal.Instant;
  readonly changedBy: string;
};

/** Who does it, and when. */
export type By = { readonly actor: string; readonly now: Temporal.Instant };

const COLUMNS = sql`segment_id, name, filter, created_at, created_by, changed_at, changed_by`;
const MOST = 1_000;

/** By name. */
export async function listSegments(tx: Tx, clientId: string): Promise<readonly Segment[]> {
  const { rows } = await sql<Segment>`
    select ${COLUMNS} from dunlin.segment
    where client_id = ${clientId} and removed_at is null order by lower(name) limit ${MOST}`.execute(
    tx,
  );
  return rows;
}

/** The segment with that id or name. Throws a `UserError` when there is none. */
export async function getSegment(tx: Tx, clientId: string, idOrName: string): Promise<Segment> {
  const { rows } = await sql<Segment>`
    select ${COLUMNS} from dunlin.segment
    where client_id = ${clientId} and removed_at is null
      and (segment_id::text = ${idOrName} or lower(name) = lower(${idOrName}))
    order by segment_id::text = ${idOrName} desc limit 1`.execute(tx);
  const [row] = rows;
  if (row) return row;
  throw new UserError(`there is no segment "${idOrName}"; list them: segment list`);
}

async function refuseSameName(tx: Tx, clientId: string, name: string, segmentId?: string) {
  const { rows } = await sql`
    select from dunlin.segment where client_id = ${clientId} and removed_at is null
      and lower(name) = lower(${name}) and segment_id is distinct from ${segmentId ?? null}`.execute(
    tx,
  );
  if (rows.length > 0)
    throw new UserError(`there is a segment "${name}" already; take another name`);
}

/** Saves a new segment. A `UserError` names what is wrong with name or filter. */
export async function saveSegment(
  tx: Tx,
  clientId: string,
  given: { readonly name: string; readonly filter: unknown },
  { actor, now }: By,
): Promise<Segment> {
  const filter = parseFilter(given.filter);
  await refuseSameName(tx, clientId, given.name);
  const { rows } = await sql<Segment>`
    insert into dunlin.segment (client_id, name, filter, created_at, created_by, changed_at, changed_by)
    values (${clientId}, ${given.name}, ${JSON.stringify(filter)}::jsonb, ${now}, ${actor}, ${now}, ${actor})
    returning ${COLUMNS}`.execute(tx);
  const segment = rows[0]!;
  await tell(tx, clientId, "segment.saved", segment.segmentId, { actor, now });
  return segment;
}

/** Changes name or filter; what is not named stays. Campaigns that are scheduled already keep the filter they have. */
export async function changeSegment(
  tx: Tx,
  clientId: string,
  segmentId: string,
  given: { readonly name?: string | undefined; readonly filter?: unknown },
  { actor, now }: By,
): Promise<Segment> {
  const before = await getSegment(tx, clientId, segmentId);
  const name = given.name ?? before.name;
  const filter = given.filter === undefined ? before.filter : parseFilter(given.filter);
  await refuseSameName(tx, clientId, name, before.segmentId);
  const { rows } = await sql<Segment>`
    update dunlin.segment set name = ${name}, filter = ${JSON.stringify(filter)}::jsonb, changed_at = ${now},
      changed_by = ${actor}
    where client_id = ${clientId} and segment_id = ${before.segmentId} returning ${COLUMNS}`.execute(
    tx,
  );
  await tell(tx, clientId, "segment.saved", before.segmentId, { actor, now });
  return rows[0]!;
}

/** Takes a segment out of the lists. */
export async function removeSegment(
  tx: Tx,
  clientId: string,
  segmentId: string,
  { actor, now }: By,
): Promise<void> {
  const { segmentId: id } = await getSegment(tx, clientId, segmentId);
  await sql`
    update dunlin.segment set removed_at = ${now}, changed_at = ${now}, changed_by = ${actor}
    where client_id = ${clientId} and segment_id = ${id}`.execute(tx);
  await tell(tx, clientId, "segment.removed", id, { actor, now });
}

async function tell(
  tx: Tx,
  clientId: string,
  kind: "segment.saved" | "segment.removed",
  segmentId: string,
  { actor, now }: By,
) {
  await recordEvents(tx, clientId, now, [
    { kind, actor, cause: segmentId, body: { segment_id: segmentId } },
  ]);
}

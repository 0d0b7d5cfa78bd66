// Sending again: one event, or those of a span of time; and a test.
import { sql, type RawBuilder } from "kysely";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { endpointIdOf, getEndpoint, lockEndpoint } from "./endpoints.ts";
import { reorder } from "./order.ts";

/** One transaction's worth. */
const MOST_REPLAYED = 100_000;

/** Who gets it again: one endpoint, or all that are enabled. */
export type ReplayTo = { readonly endpointId?: string | undefined };

/**
 * Sends an event again to those who wanted it, whatever became of it; the tries begin anew. How many endpoints get it.
 * Throws a `UserError` when there is no such event, or nobody wants it.
 */
export async function replayEvent(
  tx: Tx,
  clientId: string,
  eventId: string,
  to: ReplayTo,
): Promise<number> {
  const id = eventIdOf(eventId);
  const deliveries = await replay(tx, clientId, to, sql`e.event_id = ${id}`);
  if (deliveries > 0) return deliveries;
  throw new UserError(
    `no endpoint that is enabled wants event "${eventId}"; check its id and kind`,
  );
}

/** The id as the database knows it. Throws a `UserError` when it is none. */
export function eventIdOf(text: string): string {
  const id = text.replace(/^evt_/, "").toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw new UserError(`event "${text.slice(0, 60)}" does not exist; the log lists ids`);
}

/**
 * Sends the events from an instant up to another (the installation's clock) again; `onlyDead`: those that were given up.
 * How many deliveries that makes. Throws a `UserError` for a span with too many.
 */
export async function replayRange(
  tx: Tx,
  clientId: string,
  range: ReplayTo & {
    readonly from: Temporal.Instant;
    readonly to: Temporal.Instant;
    readonly onlyDead?: boolean | undefined;
  },
): Promise<number> {
  const { from, to, onlyDead = false } = range;
  if (Temporal.Instant.compare(from, to) >= 0) {
    throw new UserError(
      `the span from ${from.toString()} to ${to.toString()} is empty; begin it before it ends`,
    );
  }
  const which = sql`e.at >= ${from}::timestamptz and e.at < ${to}::timestamptz
    and (not ${onlyDead}::boolean or d.state = 'dead')`;
  return await replay(tx, clientId, range, which);
}

async function replay(
  tx: Tx,
  clientId: string,
  to: ReplayTo,
  which: RawBuilder<unknown>,
): Promise<number> {
  const endpointIds = await lockThem(tx, clientId, to);
  const { numAffectedRows } = await sql`
    insert into dunlin.webhook_delivery as d (client_id, endpoint_id, event_id, seq, customer_id, due_at)
    select e.client_id, w.endpoint_id, e.event_id, e.seq, e.customer_id, clock_timestamp()
    from dunlin.webhook_endpoint w
    join dunlin.event e on e.client_id = w.client_id
    left join dunlin.webhook_delivery d on d.client_id = e.client_id and d.endpoint_id = w.endpoint_id
      and d.event_id = e.event_id
    where w.client_id = ${clientId} and w.endpoint_id = any(${endpointIds}::uuid[])
      and (d.event_id is not null or dunlin.webhook_wants(w.kinds, e.kind)) and ${which}
    order by e.seq limit ${MOST_REPLAYED + 1}
    on conflict (client_id, endpoint_id, event_id) do update
    set state = 'pending', reason = null, behind = false, due_at = excluded.due_at, claimed_at = null,
      claims = d.claims + 1, tries = 0, ended_at = null`.execute(tx);
  const deliveries = Number(numAffectedRows ?? 0n);
  if (deliveries > MOST_REPLAYED) {
    throw new UserError(
      `that is more than ${MOST_REPLAYED} deliveries; replay a shorter span, one after the other`,
    );
  }
  for (const id of endpointIds) await reorder(tx, clientId, id);
  await sql`select pg_notify('dunlin_work', 'webhooks')`.execute(tx);
  return deliveries;
}

async function lockThem(tx: Tx, clientId: string, { endpointId }: ReplayTo): Promise<string[]> {
  if (endpointId !== undefined) {
    await refuseDisabled(tx, clientId, endpointId);
    return [await lockEndpoint(tx, clientId, endpointId)];
  }
  const { rows } = await sql<{ id: string }>`
    select endpoint_id as id from dunlin.webhook_endpoint
    where client_id = ${clientId} and enabled and removed_at is null
    order by endpoint_id for no key update`.execute(tx);
  return rows.map((row) => row.id);
}

async function refuseDisabled(tx: Tx, clientId: string, endpointId: string): Promise<void> {
  const { enabled } = await getEndpoint(tx, clientId, endpointId);
  if (enabled) return;
  throw new UserError(`endpoint "${endpointId}" is disabled; enable it first`);
}

/** Sends a test event to one endpoint, whatever kinds it asks for. The id of the event, to look up what came of it. */
export async function sendTest(
  tx: Tx,
  clientId: string,
  endpointId: string,
  by: string,
): Promise<{ eventId: string }> {
  await refuseDisabled(tx, clientId, endpointId);
  const id = endpointIdOf(endpointId);
  const now = await clockNow(tx);
  const { rows } = await sql<{ eventId: string }>`
    with event as (
      insert into dunlin.event (client_id, at, kind, actor, body)
      values (${clientId}, ${now}, 'webhook.test', ${by}, jsonb_build_object('endpoint_id', ${id}::text))
      returning event_id, seq
    )
    insert into dunlin.webhook_delivery (client_id, endpoint_id, event_id, seq, due_at)
    select ${clientId}, ${id}, event_id, seq, clock_timestamp() from event
    returning event_id`.execute(tx);
  await sql`select pg_notify('dunlin_work', 'webhooks')`.execute(tx);
  return rows[0]!;
}

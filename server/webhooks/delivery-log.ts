// What was sent to whom, and what they answered.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { endpointIdOf } from "./endpoints.ts";
import { eventIdOf } from "./replay.ts";

export type DeliveryState = "pending" | "delivered" | "dead";

export type DeliveryLine = {
  readonly seq: bigint;
  readonly eventId: string;
  readonly endpointId: string;
  readonly kind: string;
  readonly customer: string | null;
  readonly messageId: string | null;
  readonly state: DeliveryState;
  /** Why it is dead. */
  readonly reason: string | null;
  readonly tries: number;
  /** The next try; null when there is none, and while it stands behind an earlier event of its customer. */
  readonly nextAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
  /** Of the last try. */
  readonly status: number | null;
  readonly error: string | null;
};

export type DeliveryFilter = {
  readonly endpointId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly limit: number;
  /** Give those that come after this one: the last of the page before. */
  readonly after?: Pick<DeliveryLine, "seq" | "endpointId"> | undefined;
};

/** Deliveries, the newest events first. */
export async function listDeliveries(
  tx: Tx,
  clientId: string,
  filter: DeliveryFilter,
): Promise<readonly DeliveryLine[]> {
  const endpointId = filter.endpointId === undefined ? null : endpointIdOf(filter.endpointId);
  const eventId = filter.eventId === undefined ? null : eventIdOf(filter.eventId);
  const { after } = filter;
  const { rows } = await sql<DeliveryLine>`
    select d.seq, d.event_id, d.endpoint_id, e.kind, c.reference as customer, e.message_id, d.state, d.reason, d.tries,
      case when d.state = 'pending' and not d.behind then d.due_at end as next_at, d.ended_at,
      last.status, last.error
    from dunlin.webhook_delivery d
    join dunlin.event e on e.client_id = d.client_id and e.event_id = d.event_id
    left join dunlin.customer c on c.client_id = d.client_id and c.customer_id = e.customer_id
    left join lateral (
      select status, error from dunlin.webhook_attempt a
      where a.client_id = d.client_id and a.endpoint_id = d.endpoint_id and a.event_id = d.event_id
      order by a.attempt_id desc limit 1
    ) last on true
    where d.client_id = ${clientId}
      and (${endpointId}::uuid is null or d.endpoint_id = ${endpointId}::uuid)
      and (${eventId}::uuid is null or d.event_id = ${eventId}::uuid)
      and (${filter.state ?? null}::text is null or d.state = ${filter.state ?? null}::text)
      and (${after === undefined} or (d.seq, d.endpoint_id) < (${after?.seq ?? null}::bigint, ${after?.endpointId ?? null}::uuid))
    order by d.seq desc, d.endpoint_id desc limit ${filter.limit}`.execute(tx);
  return rows;
}

export type AttemptLine = {
  readonly startedAt: Temporal.Instant;
  readonly durationMs: number;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** SHA-256 of the request's body, in hex. */
  readonly requestSha256: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly responseHeaders: Readonly<Record<string, string>> | null;
  /** The first 1,024 bytes. */
  readonly responseText: string | null;
};

const MOST_TRIES = 100;

/** The tries of one delivery, the first first. Throws a `UserError` when the endpoint is not owed the event. */
export async function listAttempts(
  tx: Tx,
  clientId: string,
  endpointId: string,
  eventId: string,
): Promise<readonly AttemptLine[]> {
  const which = { endpointId, eventId, limit: 1 };
  if ((await listDeliveries(tx, clientId, which)).length === 0) {
    throw new UserError(`event "${eventId}" is not owed to endpoint "${endpointId}"`);
  }
  const { rows } = await sql<AttemptLine>`
    select started_at, duration_ms, url, request_headers, encode(request_sha256, 'hex') as request_sha256, status, error,
      response_headers, response_text
    from dunlin.webhook_attempt
    where client_id = ${clientId} and endpoint_id = ${endpointIdOf(endpointId)} and event_id = ${eventIdOf(eventId)}
    order by attempt_id limit ${MOST_TRIES}`.execute(tx);
  return rows;
}

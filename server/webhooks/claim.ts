// What is due to an endpoint, claimed in sets; and what became of it, written back.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { moveUp } from "./order.ts";
import type { CallbackEvent } from "./payload.ts";
import type { Answer } from "./post.ts";
import type { Headers } from "./signature.ts";

/** How long a claim keeps others away. Who has not begun by half of it gives the delivery back. */
export const LEASE_MS = 90_000;

/** The endpoint as a transaction found it, under its lock. */
export type Target = {
  readonly url: string;
  readonly ordered: boolean;
  readonly enabled: boolean;
  readonly isFailing: boolean;
  /** Real time for which it has been failing. */
  readonly failingMs: number;
};

export type Claimed = CallbackEvent & {
  readonly customerId: string | null;
  /** Which claim this is: one that lapsed meanwhile has no say. */
  readonly claims: number;
  /** Tries that were made before. */
  readonly tries: number;
};

/**
 * Locks the endpoint and reads it; undefined when it is gone. For the rest of the transaction what is due is read in the order
 * of its index: a planner that has seen few rows waiting would read and sort the whole backlog for each claim.
 */
export async function lockTarget(
  tx: Tx,
  clientId: string,
  endpointId: string,
): Promise<Target | undefined> {
  const { rows } = await sql<Target>`
    select url, ordered, enabled, failing_since is not null as is_failing,
      coalesce(1000 * extract(epoch from clock_timestamp() - failing_since), 0)::float8 as failing_ms,
      set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)
    from dunlin.webhook_endpoint
    where client_id = ${clientId} and endpoint_id = ${endpointId} and removed_at is null
    for no key update`.execute(tx);
  return rows[0];
}

/** Takes up to `most` of what is due, the longest due first. */
export async function claimDue(
  tx: Tx,
  clientId: string,
  endpointId: string,
  most: number,
): Promise<readonly Claimed[]> {
  if (most <= 0) return [];
  const { rows } = await sql<Claimed>`
    with due as materialized (
      select event_id from dunlin.webhook_delivery
      where client_id = ${clientId} and endpoint_id = ${endpointId} and state = 'pending' and not behind
        and due_at <= statement_timestamp()
      order by due_at, seq limit ${most} for update skip locked
    ), claimed as (
      update dunlin.webhook_delivery d
      set due_at = clock_timestamp() + ${LEASE_MS} * interval '1 millisecond', claimed_at = clock_timestamp(),
        claims = claims + 1
      from due
      where d.client_id = ${clientId} and d.endpoint_id = ${endpointId} and d.event_id = due.event_id
      returning d.event_id, d.customer_id, d.claims, d.tries
    )
    select d.event_id, d.customer_id, d.claims, d.tries, e.seq, e.at, e.kind, c.reference as customer, a.currency,
      e.message_id, m.reference, e.actor, e.cause, e.body
    from claimed d
    join dunlin.event e on e.client_id = ${clientId} and e.event_id = d.event_id
    left join dunlin.customer c on c.client_id = ${clientId} and c.customer_id = e.customer_id
    left join dunlin.account a on a.client_id = ${clientId} and a.account_id = e.account_id
    left join dunlin.message m on m.client_id = ${clientId} and m.message_id = e.message_id`.execute(
    tx,
  );
  return rows.toSorted((a, b) => (a.seq < b.seq ? -1 : 1));
}

/** Gives claimed deliveries back: they are due after the wait, and no try was made. */
export async function giveBack(
  tx: Tx,
  clientId: string,
  endpointId: string,
  claimed: readonly Claimed[],
  delayMs: number,
): Promise<void> {
  if (claimed.length === 0) return;
  await sql`
    update dunlin.webhook_delivery d
    set due_at = clock_timestamp() + ${delayMs} * interval '1 millisecond', claimed_at = null
    from unnest(${claimed.map((one) => one.eventId)}::uuid[], ${claimed.map((one) => one.claims)}::int[])
      as i (event_id, claims)
    where d.client_id = ${clientId} and d.endpoint_id = ${endpointId} and d.event_id = i.event_id
      and d.claims = i.claims and d.state = 'pending'`.execute(tx);
}

export type Tried = {
  readonly claimed: Claimed;
  readonly url: string;
  readonly startedAt: Temporal.Instant;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly answer: Answer;
  /** Undefined: there is no other try. */
  readonly nextDelayMs: number | undefined;
};

/** Writes down tries and what they led to. The caller holds the endpoint's lock. */
export async function settle(
  tx: Tx,
  clientId: string,
  endpointId: string,
  target: Target,
  tried: readonly Tried[],
): Promise<void> {
  if (tried.length === 0) return;
  const { rows } = await sql<{ customerId: string | null }>`
    update dunlin.webhook_delivery d
    set tries = tries + 1, claimed_at = null,
      state = i.state, reason = case when i.state = 'dead' then 'tries_used' end,
      due_at = clock_timestamp() + coalesce(i.delay_ms, 0) * interval '1 millisecond',
      ended_at = case when i.state <> 'pending' then clock_timestamp() end
    from unnest(${tried.map((one) => one.claimed.eventId)}::uuid[], ${tried.map((one) => one.claimed.claims)}::int[],
      ${tried.map(stateOf)}::text[], ${tried.map((one) => one.nextDelayMs ?? null)}::float8[])
      as i (event_id, claims, state, delay_ms)
    where d.client_id = ${clientId} and d.endpoint_id = ${endpointId} and d.event_id = i.event_id
      and d.claims = i.claims and d.state = 'pending'
    returning case when d.state <> 'pending' then d.customer_id end as customer_id`.execute(tx);
  await writeAttempts(tx, clientId, endpointId, tried);
  if (target.ordered) {
    const ended = rows.flatMap((row) => (row.customerId === null ? [] : [row.customerId]));
    await moveUp(tx, clientId, endpointId, ended);
  }
  await noteHealth(tx, clientId, endpointId, target, tried);
}

function stateOf({ answer, nextDelayMs }: Tried): "delivered" | "pending" | "dead" {
  if (answer.error === undefined) return "delivered";
  return nextDelayMs === undefined ? "dead" : "pending";
}

async function writeAttempts(
  tx: Tx,
  clientId: string,
  endpointId: string,
  tried: readonly Tried[],
): Promise<void> {
  const rows = tried.map(({ claimed, url, startedAt, headers, body, answer }) => ({
    event_id: claimed.eventId,
    started_at: startedAt.toString(),
    duration_ms: answer.durationMs,
    url,
    request_headers: headers,
    digest: createHash("sha256").update(body).digest("hex"),
    status: answer.status,
    error: answer.error,
    response_headers: answer.status === undefined ? undefined : answer.headers,
    response_text: answer.status === undefined ? undefined : answer.text,
  }));
  await sql`
    insert into dunlin.webhook_attempt (client_id, endpoint_id, event_id, started_at, duration_ms, url, request_headers,
      request_sha256, status, error, response_headers, response_text)
    select ${clientId}, ${endpointId}, event_id, started_at, duration_ms, url, request_headers,
      decode(digest, 'hex'), status, error, response_headers, response_text
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (event_id uuid, started_at timestamptz,
      duration_ms integer, url text, request_headers jsonb, digest text, status smallint, error text,
      response_headers jsonb, response_text text)`.execute(tx);
}

/** To the minute: a busy endpoint's row is not written with each set. */
async function noteHealth(
  tx: Tx,
  clientId: string,
  endpointId: string,
  target: Target,
  tried: readonly Tried[],
): Promise<void> {
  const works = tried.some(({ answer }) => answer.error === undefined);
  if (works) {
    await sql`
      update dunlin.webhook_endpoint set delivered_at = clock_timestamp(), failing_since = null
      where client_id = ${clientId} and endpoint_id = ${endpointId}
        and (failing_since is not null or delivered_at is null
          or delivered_at < clock_timestamp() - interval '1 minute')`.execute(tx);
  } else if (!target.isFailing) {
    await sql`
      update dunlin.webhook_endpoint set failing_since = clock_timestamp()
      where client_id = ${clientId} and endpoint_id = ${endpointId}`.execute(tx);
  }
}

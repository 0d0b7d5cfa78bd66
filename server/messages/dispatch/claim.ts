/** The two statements that a claim rests on: take the locks, then look again. */
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { SILENCING_HOLDS } from "#policies/gates.ts";
import type { Claimed } from "./ports.ts";
import { rowsOf } from "./transaction.ts";

type Taken = { readonly messageId: string; readonly customerId: string | null };

/**
 * Locks up to `limit` due messages in the order of their lanes, and their customers. Nothing is waited for: a customer whose
 * facts somebody is changing right now is busy, and so are its messages.
 */
export async function takeDue(
  tx: Tx,
  clientId: string,
  routeId: string,
  limit: number,
  busyCustomers: readonly string[],
): Promise<{ taken: readonly string[]; busy: readonly string[] }> {
  const rows = await rowsOf(
    tx,
    sql<Taken & { locked: boolean }>`
      with due as materialized (
        select m.message_id, m.customer_id, m.lane, m.not_before
        from dunlin.message m
        where m.client_id = ${clientId} and m.route_id = ${routeId} and m.indexed_as = 'planned'
          and m.not_before <= (select dunlin.clock_now())
          -- Whatever was planned before, or past the outbox: in shadow mode no customer hears anything.
          and (m.class = 'staff'
            or (select shadow_since is null from dunlin.client where client_id = ${clientId}))
          and (m.customer_id is null or m.customer_id <> all(${busyCustomers}::uuid[]))
        order by m.lane, m.not_before limit ${limit}
        for update skip locked
      ), held as materialized (
        select c.customer_id from dunlin.customer c
        where c.client_id = ${clientId} and c.customer_id = any(array(select customer_id from due))
        for no key update skip locked
      )
      select message_id as "messageId", customer_id as "customerId",
        customer_id is null or customer_id in (select customer_id from held) as locked
      from due order by lane, not_before`,
  );
  return {
    taken: rows.flatMap((row) => (row.locked ? [row.messageId] : [])),
    busy: rows.flatMap((row) => (row.locked || row.customerId === null ? [] : [row.customerId])),
  };
}

/**
 * Reads what was locked, in a statement of its own: its snapshot is younger than the locks, so it shows all that was
 * committed before they were granted. A single statement would miss what commits between its snapshot and its lock. The
 * lateral picks keep the planner to the keys, whatever it believes of the tables.
 */
export async function lookAgain(
  tx: Tx,
  clientId: string,
  messageIds: readonly string[],
): Promise<readonly Claimed[]> {
  return await rowsOf(
    tx,
    sql<Claimed>`
      with clock as materialized (select 1000 * extract(epoch from dunlin.clock_now())::float8 as now_ms)
      select m.message_id as "messageId", m.class, m.lane, m.channel, m.template, m.step_id as "stepId",
        m.address, m.sender, m.subject, m.body, m.html, m.segments, m.attempt,
        m.tracks_opens as "tracksOpens", m.tracks_clicks as "tracksClicks", m.approved,
        -- A little less than the day that the network grants: its clock is not ours.
        case when m.channel in ('whatsapp', 'messenger') then exists (select from dunlin.inbound i
          where i.client_id = ${clientId} and i.route_id = m.route_id and i.from_address = m.address
            and i.provider_id is not null
            and i.received_at > dunlin.clock_now() - interval '23 hours 55 minutes') end as "windowOpen",
        m.amount_minor::text as "amountMinor", m.customer_id as "customerId", m.account_id as "accountId",
        c.zone, c.country, numbers.list as numbers,
        1000 * extract(epoch from m.planned_for)::float8 as "plannedForMs",
        m.facts_version is not null and m.facts_version is distinct from c.facts_version as stale,
        -- What rests on no facts was decided by nobody here: holds are looked at as they stand now.
        case when m.class = 'notice' and m.facts_version is null and m.customer_id is not null then (
          select min(h.kind) from dunlin.hold h
          where h.client_id = ${clientId} and h.customer_id = m.customer_id and h.ended_at is null
            and h.kind = any(${SILENCING_HOLDS}::text[])
            -- A day more than it names: whichever zone the customer lives in, it is not over.
            and (h.until_on is null or h.until_on >= dunlin.clock_now()::date - 1)
        ) end as "holdKind",
        a.opted_out_at is not null as "optedOut", a.dead_at is not null as dead,
        1000 * extract(epoch from m.created_at)::float8 as "createdAtMs",
        1000 * extract(epoch from m.not_after)::float8 as "notAfterMs", clock.now_ms as "nowMs"
      from unnest(${messageIds}::uuid[]) with ordinality as i (message_id, at)
      cross join lateral (
        select * from dunlin.message
        where client_id = ${clientId} and message_id = i.message_id limit 1
      ) m
      left join lateral (
        select facts_version, zone, country from dunlin.customer
        where client_id = ${clientId} and customer_id = m.customer_id limit 1
      ) c on true
      -- Whose zone is not known may be wherever one of the numbers belongs.
      left join lateral (
        select array_agg(address) as list from dunlin.contact_point
        where client_id = ${clientId} and customer_id = m.customer_id and c.zone is null
          and kind = 'phone' and retired_at is null
      ) numbers on true
      left join lateral (
        select opted_out_at, dead_at from dunlin.address
        where client_id = ${clientId} and channel = m.channel and address = m.address limit 1
      ) a on true
      cross join clock
      order by i.at`,
  );
}

/** Writes that the messages go out, as of the moment they were judged at: state, attempt and event, before anything leaves. */
export async function markQueued(
  tx: Tx,
  clientId: string,
  routeId: string,
  processId: number,
  messageIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  if (messageIds.length === 0) return;
  await sql`
    with queued as (
      update dunlin.message m
      set state = 'queued', reason = null, attempt = attempt + 1
      where m.client_id = ${clientId} and m.message_id = any(${messageIds}::uuid[])
      returning m.message_id, m.attempt, m.customer_id, m.account_id
    ), begun as (
      insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at)
      select ${clientId}, message_id, attempt, ${routeId}::uuid, ${processId}, clock_timestamp() from queued
    )
    insert into dunlin.event (client_id, at, kind, customer_id, account_id, message_id, actor, body)
    select ${clientId}, ${now}::timestamptz, 'message.authorised', customer_id, account_id, message_id, 'dispatch',
      jsonb_build_object('attempt', attempt, 'route', ${routeId}::text)
    from queued
  `.execute(tx);
}

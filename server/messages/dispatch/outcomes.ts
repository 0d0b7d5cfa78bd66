/** Writing back what the far side answered, in sets. */
import { sql } from "kysely";
import type { RouteFailure } from "#messages/route.ts";
import type { Db, Tx } from "#platform/db.ts";
import { recordHealth } from "./health.ts";
import { matchWaiting } from "./receipts.ts";
import { afterFailure, type Failed } from "./retry.ts";
import { changeStates } from "./states.ts";
import { clean, inClient, rowsOf } from "./transaction.ts";

export type Outcome = {
  readonly routeId: string;
  readonly messageId: string;
  /** Fences: only the message's latest attempt may speak for it. */
  readonly attempt: number;
  readonly outcome: "sent" | RouteFailure;
  readonly code?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly providerIds: readonly string[];
};

/**
 * One transaction for the outcomes of one client. Writing the same outcome twice changes nothing. Receipts that came before
 * their answer are matched here. `random` spreads the retries.
 */
export async function writeOutcomes(
  db: Db,
  clientId: string,
  outcomes: readonly Outcome[],
  random: () => number = Math.random,
): Promise<void> {
  await inClient(db, clientId, async (tx) => {
    const sent = outcomes.filter((outcome) => outcome.outcome === "sent");
    const failed = outcomes.filter((outcome) => outcome.outcome !== "sent");
    // In one order, so that two processes never wait for each other; what is read after it is younger than the locks.
    await lock(tx, clientId, outcomes);
    const heard = [
      ...(await writeSent(tx, clientId, sent)),
      ...(await writeFailed(tx, clientId, failed, random)),
    ];
    await matchWaiting(tx, clientId, heard);
    await recordHealth(tx, clientId, outcomes);
  });
}

async function lock(tx: Tx, clientId: string, outcomes: readonly Outcome[]): Promise<void> {
  await sql`select 1 from dunlin.message
    where client_id = ${clientId} and message_id = any(${outcomes.map((one) => one.messageId)}::uuid[])
    order by message_id for update`.execute(tx);
}

/** A message of ours is open to its answer while it is queued, or uncertain because the answer was given up. */
async function writeSent(
  tx: Tx,
  clientId: string,
  sent: readonly Outcome[],
): Promise<readonly string[]> {
  if (sent.length === 0) return [];
  const parts = partsOf(sent);
  const rows = await rowsOf(
    tx,
    sql<{ message_id: string }>`
      with clock as materialized (select dunlin.clock_now() as at),
      open as materialized (
        select m.*, a.place as attempt_place
        from unnest(${sent.map((one) => one.messageId)}::uuid[], ${sent.map((one) => one.attempt)}::smallint[])
          as i (message_id, attempt)
        cross join lateral (
          select ctid as place, message_id, attempt, channel, customer_id, account_id from dunlin.message
          where client_id = ${clientId} and message_id = i.message_id and attempt = i.attempt
            and state in ('queued', 'uncertain') limit 1
        ) m
        left join lateral (
          select ctid as place from dunlin.attempt
          where client_id = ${clientId} and message_id = i.message_id and attempt = i.attempt limit 1
        ) a on true
      ), attempts as (
        -- By the rows' places, which the messages' locks keep: a join would read all rows where the planner knows too little.
        update dunlin.attempt a set finished_at = clock_timestamp(), outcome = 'sent', code = null
        from open o where a.client_id = ${clientId} and a.ctid = o.attempt_place
      ), messages as (
        -- The next server has a mail, and seldom says more: that is its end. Of a text message we expect a receipt.
        update dunlin.message m
        set state = 'handed_over', reason = null, handed_over_at = clock.at,
          ended_at = case when m.channel = 'email' then clock.at end
        from open o, clock where m.client_id = ${clientId} and m.ctid = o.place
      ), awaited as (
        insert into dunlin.awaited (client_id, handed_over_at, message_id)
        select ${clientId}, clock.at, message_id from open cross join clock where channel <> 'email'
        on conflict do nothing
      ), parts as (
        insert into dunlin.part (client_id, message_id, attempt, part, route_id, provider_id)
        select ${clientId}, p.message_id, p.attempt, p.part, p.route_id, p.provider_id
        from unnest(${parts.ids}::uuid[], ${parts.attempts}::smallint[], ${parts.numbers}::smallint[],
          ${parts.routes}::uuid[], ${parts.providers}::text[])
          as p (message_id, attempt, part, route_id, provider_id)
        join open o on o.message_id = p.message_id and o.attempt = p.attempt
        on conflict do nothing
      ), events as (
        insert into dunlin.event (client_id, at, kind, customer_id, account_id, message_id, actor, body)
        select ${clientId}, clock.at, 'message.handed_over', customer_id, account_id, message_id, 'dispatch',
          jsonb_build_object('attempt', attempt)
        from open cross join clock
      )
      select message_id from open`,
  );
  return rows.map((row) => row.message_id);
}

function partsOf(outcomes: readonly Outcome[]) {
  const parts = {
    ids: [] as string[],
    attempts: [] as number[],
    numbers: [] as number[],
    routes: [] as string[],
    providers: [] as string[],
  };
  for (const one of outcomes) {
    one.providerIds.forEach((providerId, index) => {
      parts.ids.push(one.messageId);
      parts.attempts.push(one.attempt);
      parts.numbers.push(index + 1);
      parts.routes.push(one.routeId);
      parts.providers.push(clean(providerId));
    });
  }
  return parts;
}

type Open = {
  readonly messageId: string;
  readonly attempt: number;
  readonly temporaryTries: number;
  readonly nowMs: number;
  readonly notAfterMs: number;
};

async function writeFailed(
  tx: Tx,
  clientId: string,
  failed: readonly Outcome[],
  random: () => number,
): Promise<readonly string[]> {
  if (failed.length === 0) return [];
  const open = new Map((await readOpen(tx, clientId, failed)).map((row) => [row.messageId, row]));
  const known = failed.filter((one) => open.get(one.messageId)?.attempt === one.attempt);
  if (known.length === 0) return [];
  await endAttempts(tx, clientId, known);
  const changes = known.flatMap((one) => {
    const row = open.get(one.messageId);
    const { outcome } = one;
    return row && outcome !== "sent" ? [afterFailure(failedOf(one, outcome, row), random())] : [];
  });
  const nowMs = open.values().next().value?.nowMs ?? 0;
  const now = Temporal.Instant.fromEpochMilliseconds(Math.floor(nowMs));
  await changeStates(tx, clientId, now, changes);
  return known.flatMap((one) => (one.providerIds.length > 0 ? [one.messageId] : []));
}

function failedOf(one: Outcome, failure: RouteFailure, row: Open): Failed {
  return {
    ...row,
    failure,
    code: clean(one.code ?? failure),
    retryAfterMs: one.retryAfterMs,
    temporaryTries: row.temporaryTries + (failure === "temporary" ? 1 : 0),
  };
}

async function readOpen(
  tx: Tx,
  clientId: string,
  failed: readonly Outcome[],
): Promise<readonly Open[]> {
  return await rowsOf(
    tx,
    sql<Open>`
      select m.message_id as "messageId", m.attempt,
        (select count(*) from dunlin.attempt a where a.client_id = ${clientId}
          and a.message_id = m.message_id and a.outcome = 'temporary')::int as "temporaryTries",
        1000 * extract(epoch from dunlin.clock_now())::float8 as "nowMs",
        1000 * extract(epoch from m.not_after)::float8 as "notAfterMs"
      from dunlin.message m
      where m.client_id = ${clientId} and m.state in ('queued', 'uncertain')
        and m.message_id = any(${failed.map((one) => one.messageId)}::uuid[])
      order by m.message_id for update of m`,
  );
}

async function endAttempts(tx: Tx, clientId: string, failed: readonly Outcome[]): Promise<void> {
  const parts = partsOf(failed);
  await sql`
    with attempts as (
      update dunlin.attempt a
      set finished_at = clock_timestamp(), outcome = i.outcome, code = i.code
      from unnest(${failed.map((one) => one.messageId)}::uuid[], ${failed.map((one) => one.attempt)}::smallint[],
        ${failed.map((one) => one.outcome)}::text[], ${failed.map((one) => clean(one.code ?? ""))}::text[])
        as i (message_id, attempt, outcome, code)
      where a.client_id = ${clientId} and a.message_id = i.message_id and a.attempt = i.attempt
    )
    insert into dunlin.part (client_id, message_id, attempt, part, route_id, provider_id)
    select ${clientId}, *
    from unnest(${parts.ids}::uuid[], ${parts.attempts}::smallint[], ${parts.numbers}::smallint[],
      ${parts.routes}::uuid[], ${parts.providers}::text[])
    on conflict do nothing
  `.execute(tx);
}

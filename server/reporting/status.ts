// How a client stands right now, for the status page: a few bounded queries over sets.
import { sql } from "kysely";
import type { Client } from "#clients/clients.ts";
import { listConversations, type ConversationLine } from "#conversations/conversations.ts";
import { lastJudgement, type Judgement } from "#judge/judgements.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";
import type { Tx } from "#platform/db.ts";
import { bankingDaysBetween } from "#policies/calendar.ts";
import { dayAt } from "#policies/day.ts";
import { recentMessages, type RecentMessage } from "#reporting/recent-messages.ts";

export type Status = {
  readonly client: Client;
  readonly policy: { readonly name: string; readonly version: number } | undefined;
  /** The books are older than the policy allows, so collection waits. */
  readonly stale: boolean;
  readonly customers: number;
  readonly money: readonly MoneyLine[];
  /** Messages that were or are to be said today, where the client is. */
  readonly today: readonly TodayLine[];
  readonly later: { readonly count: number; readonly firstAt: Temporal.Instant | null };
  readonly routes: readonly RouteLine[];
  readonly waiting: Waiting;
  readonly unread: readonly ConversationLine[];
  readonly recent: readonly RecentMessage[];
  readonly imports: readonly ImportLine[];
  /** Undefined when the client was never judged. */
  readonly judgement: Judgement | undefined;
};

export type MoneyLine = {
  readonly currency: string;
  readonly openMinor: bigint;
  readonly overdueMinor: bigint;
  /** Credit notes and money that pays no invoice yet. */
  readonly creditMinor: bigint;
  readonly overdueAccounts: number;
};

export type TodayLine = {
  readonly state: string;
  readonly reason: string | null;
  readonly count: number;
};

export type RouteLine = {
  readonly name: string;
  readonly channel: string;
  readonly adapter: string;
  readonly sender: string;
  readonly enabled: boolean;
  /** Real seconds for which the circuit breaker still keeps it at rest; null: it does not. */
  readonly restsForS: number | null;
  readonly pausedWhy: string | null;
  readonly failures: number;
  readonly workedAt: Temporal.Instant | null;
  readonly ratePerS: number;
  /** Due and not yet handed over. */
  readonly due: number;
};

/** What waits for a person: counts. */
export type Waiting = {
  readonly unread: number;
  readonly uncertain: number;
  readonly held: number;
  readonly unmatched: number;
  readonly callList: number;
  /** Sources that fail, or do not bring the books forward. */
  readonly sources: number;
};

export type ImportLine = {
  readonly kind: string;
  readonly file: string;
  readonly state: string;
  readonly startedAt: Temporal.Instant;
  readonly asOf: Temporal.Instant;
  readonly fullBook: boolean;
  readonly result: unknown;
};

const UNREAD_SHOWN = 5;

/** Reads the status of the client that the transaction is set to. */
export async function statusOf(tx: Tx, clientId: string, now: Temporal.Instant): Promise<Status> {
  const context = await loadContext(tx, clientId);
  const { client, policy } = context;
  const start = now.toZonedDateTimeISO(client.zone).startOfDay();
  const day = { from: start.toInstant(), to: start.add({ days: 1 }).toInstant() };
  return {
    client,
    policy: policy && { name: policy.name, version: policy.version },
    stale: booksAreStale(context, now),
    customers: await countCustomers(tx, clientId),
    money: await moneyLines(tx, clientId, start.toPlainDate()),
    today: await todayLines(tx, clientId, day),
    later: await plannedLater(tx, clientId, day.to),
    routes: await routeLines(tx, clientId, now),
    waiting: await waitingFor(tx, clientId),
    unread: await listConversations(tx, clientId, { unread: true, limit: UNREAD_SHOWN }),
    recent: await recentMessages(tx, clientId),
    imports: await lastImports(tx, clientId),
    judgement: await lastJudgement(tx, clientId),
  };
}

// As `decide` sees it, in the client's own zone.
export function booksAreStale({ client, policy }: PlanContext, now: Temporal.Instant): boolean {
  if (!policy || client.bookAsOf === null) return false;
  const asOf = client.bookAsOf.epochMilliseconds;
  const today = now.epochMilliseconds;
  if (asOf >= today) return false;
  const age = bankingDaysBetween(
    dayAt(asOf, client.zone),
    dayAt(today, client.zone),
    policy.calendar,
  );
  return age > policy.staleAfterBankingDays;
}

async function countCustomers(tx: Tx, clientId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from dunlin.customer where client_id = ${clientId}
  `.execute(tx);
  return rows[0]!.count;
}

async function moneyLines(
  tx: Tx,
  clientId: string,
  today: Temporal.PlainDate,
): Promise<MoneyLine[]> {
  const { rows } = await sql<MoneyLine>`
    with line as (
      select account_id, open_minor as minor, due_on < ${today}::date as late from dunlin.invoice
      where client_id = ${clientId} and open_minor > 0
      union all
      select account_id, open_minor, null from dunlin.credit where client_id = ${clientId} and open_minor > 0
      union all
      select account_id, unallocated_minor, null from dunlin.payment
      where client_id = ${clientId} and account_id is not null and unallocated_minor > 0
    )
    select a.currency,
      coalesce(sum(l.minor) filter (where l.late is not null), 0)::bigint as open_minor,
      coalesce(sum(l.minor) filter (where l.late), 0)::bigint as overdue_minor,
      coalesce(sum(l.minor) filter (where l.late is null), 0)::bigint as credit_minor,
      (count(distinct l.account_id) filter (where l.late))::int as overdue_accounts
    from line l join dunlin.account a on a.client_id = ${clientId} and a.account_id = l.account_id
    group by a.currency order by 5 desc, 1 limit 20
  `.execute(tx);
  return rows;
}

async function todayLines(
  tx: Tx,
  clientId: string,
  { from, to }: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
): Promise<TodayLine[]> {
  const { rows } = await sql<TodayLine>`
    select state, split_part(reason, ':', 1) as reason, count(*)::int as count
    from dunlin.message
    where client_id = ${clientId} and not_before < ${to}
      and (not_before >= ${from} or state in ('planned', 'queued'))
    group by 1, 2 order by 3 desc, 1, 2 limit 200
  `.execute(tx);
  return rows;
}

async function plannedLater(tx: Tx, clientId: string, from: Temporal.Instant) {
  const { rows } = await sql<{ count: number; firstAt: Temporal.Instant | null }>`
    select count(*)::int as count, min(not_before) as first_at from dunlin.message
    where client_id = ${clientId} and indexed_as = 'planned' and not_before >= ${from}
  `.execute(tx);
  return rows[0]!;
}

async function routeLines(tx: Tx, clientId: string, now: Temporal.Instant): Promise<RouteLine[]> {
  const { rows } = await sql<RouteLine>`
    select r.name, r.channel, r.adapter, r.sender, r.enabled, r.failures, r.worked_at, r.paused_why,
      r.rate_per_s, case when r.opens_at > clock_timestamp()
        then ceil(extract(epoch from r.opens_at - clock_timestamp()))::int end as rests_for_s,
      ((select count(*) from dunlin.message m
          where m.client_id = r.client_id and m.route_id = r.route_id
            and m.indexed_as = 'planned' and m.not_before <= ${now})
        + (select count(*) from dunlin.attempt a
          where a.client_id = r.client_id and a.route_id = r.route_id and a.finished_at is null))::int as due
    from dunlin.route r where r.client_id = ${clientId}
    order by r.channel desc, r.priority, r.name limit 50
  `.execute(tx);
  return rows;
}

async function waitingFor(tx: Tx, clientId: string): Promise<Waiting> {
  const { rows } = await sql<Waiting>`
    select
      (select count(*)::int from dunlin.conversation where client_id = ${clientId} and unread > 0) as unread,
      (select count(*)::int from dunlin.message where client_id = ${clientId} and indexed_as = 'uncertain') as uncertain,
      (select count(*)::int from dunlin.message where client_id = ${clientId} and state = 'held') as held,
      (select count(*)::int from dunlin.payment where client_id = ${clientId} and account_id is null) as unmatched,
      (select count(*)::int from dunlin.source where client_id = ${clientId} and enabled and removed_at is null
        and (failures > 0 or stale_at is not null)) as sources,
      (select count(*)::int from dunlin.episode e where e.client_id = ${clientId} and e.closed_at is null
        and exists (select from dunlin.rung r where r.client_id = e.client_id and r.account_id = e.account_id
          and r.anchor = e.episode_id::text and 'call_list' = any(r.exits))) as call_list
  `.execute(tx);
  return rows[0]!;
}

async function lastImports(tx: Tx, clientId: string): Promise<ImportLine[]> {
  const { rows } = await sql<ImportLine>`
    select kind, file, state, started_at, as_of, full_book, result from dunlin.batch
    where client_id = ${clientId} order by started_at desc, batch_id desc limit 5
  `.execute(tx);
  return rows;
}

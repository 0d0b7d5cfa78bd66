/** What Dunlin says of its messages, read by a connection of our own that comes back when PostgreSQL does. */
import pg from "pg";
import { connectionFor } from "#platform/db.ts";
import { socketIn } from "./postgres.ts";

/** A message with its last attempt. */
export type Said = {
  readonly messageId: string;
  readonly to: string;
  readonly state: string;
  readonly segments: number;
  readonly attempt: number;
  /** Of the last attempt: null while there is none, or nothing is written of its end. */
  readonly outcome: string | null;
  readonly code: string | null;
  readonly ended: boolean;
};

export type Tally = Readonly<Record<string, number>>;

const QUERY_MS = 20_000;

async function ask<T extends pg.QueryResultRow>(
  home: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({
    ...connectionFor({ host: socketIn(home) }, "owner"),
    connectionTimeoutMillis: QUERY_MS,
    query_timeout: QUERY_MS,
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text, [...values])).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Has the customers looked at in waves, each at its instant, instead of all at once. */
export async function spreadLooks(home: string, dueAt: readonly Temporal.Instant[]): Promise<void> {
  await ask(
    home,
    `update dunlin.customer c set look_at = (($1::text[])[1 + n * $2 / total])::timestamptz
     from (select customer_id, row_number() over (order by customer_id) - 1 as n, count(*) over () as total
       from dunlin.customer) one
     where one.customer_id = c.customer_id`,
    [dueAt.map(String), dueAt.length],
  );
}

export async function saidBy(home: string): Promise<readonly Said[]> {
  return await ask<Said>(
    home,
    `select m.message_id as "messageId", m.address as "to", m.state, m.segments, m.attempt,
       a.outcome, a.code, m.ended_at is not null as ended
     from dunlin.message m
     left join dunlin.attempt a
       on a.client_id = m.client_id and a.message_id = m.message_id and a.attempt = m.attempt
     where m.channel = 'sms' order by m.message_id`,
  );
}

/**
 * How many messages are in each state; as `unheard` how many still wait for the receipt of a hand-over, as `receipts` how
 * many receipts wait for their message, as `looks` how many customers are due to be looked at.
 */
export async function tally(home: string): Promise<Tally> {
  const rows = await ask<{ state: string; count: number }>(
    home,
    `select state, count(*)::int as count from dunlin.message group by state
     union all select 'unheard', count(*)::int from dunlin.message
       where state = 'handed_over' and ended_at is null
     union all select 'looks', count(*)::int from dunlin.customer where look_at <= dunlin.clock_now()
     union all select 'receipts', count(*)::int from dunlin.receipt
       where matched_at is null and dropped_at is null`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/**
 * How many hand-overs a process that died left open, in all and at the most of one process. What was only taken for lost
 * while PostgreSQL was away, and written later by its living process, is none of them.
 */
export async function lostByDeath(home: string): Promise<{ all: number; most: number }> {
  const [row] = await ask<{ all: number; most: number }>(
    home,
    `select coalesce(sum(n), 0)::int as all, coalesce(max(n), 0)::int as most
     from (select count(*) as n from dunlin.attempt where code = 'process_died' group by process_id) one`,
  );
  return row ?? { all: 0, most: 0 };
}

/** Ends that nobody tells us of: receipts that stay away, messages whose time runs out where nothing goes out. */
import { sql } from "kysely";
import { clockNow } from "#platform/clock.ts";
import type { Db } from "#platform/db.ts";
import { matchUncertain, matchWaiting } from "./receipts.ts";
import { changeStates } from "./states.ts";
import { inClient, rowsOf } from "./transaction.ts";

const SET = 1_000;
const MOST_SETS = 20;
/** Networks keep a text message for up to three days. */
const RECEIPT_WITHIN = { hours: 72 };

async function idsOf(db: Db, query: ReturnType<typeof sql<{ id: string }>>): Promise<string[]> {
  return (await rowsOf(db, query)).map((row) => row.id);
}

/** Matches receipts whose answer another process has written since, then those that only an address can place. */
export async function sweepReceipts(db: Db): Promise<void> {
  const clients = await idsOf(
    db,
    sql<{ id: string }>`select dunlin.clients_with_waiting_receipts() as id`,
  );
  for (const clientId of clients) {
    await inClient(db, clientId, async (tx) => {
      await matchWaiting(tx, clientId, "all");
      await matchUncertain(tx, clientId);
      await sql`update dunlin.receipt set dropped_at = clock_timestamp()
        where client_id = ${clientId} and matched_at is null and dropped_at is null
          and received_at < clock_timestamp() - interval '72 hours'`.execute(tx);
    });
  }
}

/** A text message of which nothing was heard in three days stays handed over, and that is its end. */
export async function sweepUnheard(db: Db): Promise<void> {
  const before = (await clockNow(db)).subtract(RECEIPT_WITHIN);
  const clients = await idsOf(
    db,
    sql<{ id: string }>`select dunlin.clients_with_unheard_messages(${before}::timestamptz) as id`,
  );
  for (const clientId of clients) {
    let found = SET;
    for (let sets = 0; found === SET && sets < MOST_SETS; sets += 1)
      found = await endUnheard(db, clientId, before);
  }
}

async function endUnheard(db: Db, clientId: string, before: Temporal.Instant): Promise<number> {
  return await inClient(db, clientId, async (tx) => {
    const over = await rowsOf(
      tx,
      sql<{ message_id: string }>`
        delete from dunlin.awaited a using (
          select handed_over_at, message_id from dunlin.awaited
          where client_id = ${clientId} and handed_over_at < ${before}::timestamptz
          order by handed_over_at, message_id limit ${SET}) o
        where a.client_id = ${clientId} and a.handed_over_at = o.handed_over_at and a.message_id = o.message_id
        returning a.message_id`,
    );
    if (over.length === 0) return 0;
    await sql`
      with unheard as (
        update dunlin.message m set ended_at = clock.at, reason = 'no_receipt'
        from (select dunlin.clock_now() as at) clock
        where m.client_id = ${clientId} and m.message_id in (
          select message_id from dunlin.message
          where client_id = ${clientId} and message_id = any(${over.map((row) => row.message_id)}::uuid[])
            and state = 'handed_over' and ended_at is null and handed_over_at < ${before}::timestamptz
          order by message_id for update)
        returning m.message_id, m.customer_id, m.account_id, clock.at
      )
      insert into dunlin.event (client_id, at, kind, customer_id, account_id, message_id, actor)
      select ${clientId}, at, 'message.unheard', customer_id, account_id, message_id, 'dispatch' from unheard
    `.execute(tx);
    return over.length;
  });
}

type Resting = { readonly client_id: string; readonly route_id: string | null };

/** Routes that are disabled or paused while messages are due on them; a null route stands for messages without one. */
export async function routesAtRest(db: Db): Promise<readonly Resting[]> {
  return await rowsOf(
    db,
    sql<Resting>`select client_id, route_id from dunlin.routes_at_rest(dunlin.clock_now())`,
  );
}

/** Where nothing goes out nobody claims, so nobody would notice that a message's time is over. */
export async function sweepExpired(db: Db, resting: readonly Resting[]): Promise<void> {
  for (const { client_id: clientId, route_id: routeId } of resting) {
    let found = SET;
    for (let sets = 0; found === SET && sets < MOST_SETS; sets += 1)
      found = await expire(db, clientId, routeId);
  }
}

async function expire(db: Db, clientId: string, routeId: string | null): Promise<number> {
  return await inClient(db, clientId, async (tx) => {
    const now = await clockNow(tx);
    const rows = await rowsOf(
      tx,
      sql<{ message_id: string; reason: string | null }>`
        select message_id, reason from dunlin.message
        where client_id = ${clientId} and indexed_as = 'planned' and not_after < ${now}::timestamptz
          and ${routeId === null ? sql`route_id is null` : sql`route_id = ${routeId}`}
          and not_before <= ${now}::timestamptz
        limit ${SET} for update skip locked`,
    );
    const fallback = routeId === null ? "no_route" : "route_at_rest";
    await changeStates(
      tx,
      clientId,
      now,
      rows.map((row) => ({
        messageId: row.message_id,
        state: "expired",
        reason: row.reason ?? fallback,
      })),
    );
    return rows.length;
  });
}

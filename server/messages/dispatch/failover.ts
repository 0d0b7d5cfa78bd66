/** Moving due messages from a route that is sick or switched off to the next one that serves them. */
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { clockNow } from "#platform/clock.ts";
import type { Db, Tx } from "#platform/db.ts";
import type { Quote, RouteRow } from "./ports.ts";
import { inClient, rowsOf } from "./transaction.ts";

/** Pauses in a row after which a route counts as sick: some seven seconds of trouble. */
const SICK_AFTER = 3;
const SET = 500;
const MOST_SETS = 20;

type Candidate = RouteRow & { readonly priority: number };

/** Columns of a `RouteRow`, for a select from dunlin.route r. */
export const ROUTE_COLUMNS = sql`r.client_id as "clientId", r.route_id as "routeId", r.name, r.channel, r.adapter,
  r.config, r.prices, r.sender, r.listens, r.rate_per_s as "ratePerS", r.burst, r.priority`;

/**
 * Moves what is due on a resting route, set by set, to enabled routes of the same channel by priority, with their senders
 * and prices. A message that may have left already in part or whole never moves. Returns how many moved.
 */
export async function failOver(
  db: Db,
  quote: Quote,
  clientId: string,
  routeId: string,
): Promise<number> {
  let moved = 0;
  for (let sets = 0; sets < MOST_SETS; sets += 1) {
    const count = await inClient(db, clientId, async (tx) => {
      const others = await alternatives(tx, clientId, routeId);
      return others.length === 0 ? 0 : await move(tx, quote, clientId, routeId, others);
    });
    moved += count;
    if (count < SET) break;
  }
  return moved;
}

/** Routes that are well and can hear an answer if the sick one can; none while that one's trouble is young. */
async function alternatives(tx: Tx, clientId: string, routeId: string) {
  return await rowsOf(
    tx,
    sql<Candidate>`
      select ${ROUTE_COLUMNS} from dunlin.route sick
      join dunlin.route r on r.client_id = sick.client_id and r.channel = sick.channel
        and r.route_id <> sick.route_id and r.enabled
        and r.failures = 0 and (r.opens_at is null or r.opens_at <= clock_timestamp())
        and (sick.listens = '{}' or r.listens <> '{}')
      where sick.client_id = ${clientId} and sick.route_id = ${routeId}
        and (not sick.enabled or sick.failures >= ${SICK_AFTER} and sick.opens_at > clock_timestamp())
      order by r.priority, r.route_id limit 20`,
  );
}

type Due = { readonly messageId: string; readonly to: string; readonly segments: number };

async function move(
  tx: Tx,
  quote: Quote,
  clientId: string,
  routeId: string,
  others: readonly Candidate[],
): Promise<number> {
  const due = await rowsOf(
    tx,
    sql<Due>`
      select m.message_id as "messageId", m.address as "to", m.segments
      from dunlin.message m
      where m.client_id = ${clientId} and m.route_id = ${routeId} and m.indexed_as = 'planned'
        and m.not_before <= (select dunlin.clock_now())
        and (m.attempt = 0 or not exists (select from dunlin.attempt a
          where a.client_id = ${clientId} and a.message_id = m.message_id and a.outcome in ('partial', 'uncertain')))
      order by m.lane, m.not_before limit ${SET} for update of m skip locked`,
  );
  const moves = due.flatMap((message) => {
    for (const route of others) {
      const price = quote(route, { channel: route.channel, ...message });
      if (price) return [{ message, route, price }];
    }
    return [];
  });
  if (moves.length === 0) return 0;
  await writeMoves(tx, clientId, routeId, moves);
  // What no other route serves stays, and would be read again for ever: then this set was the last.
  return moves.length === due.length ? moves.length : Math.min(moves.length, SET - 1);
}

type Move = {
  readonly message: Due;
  readonly route: Candidate;
  readonly price: { readonly priceMicros: bigint; readonly currency: string | null };
};

async function writeMoves(
  tx: Tx,
  clientId: string,
  routeId: string,
  moves: readonly Move[],
): Promise<void> {
  const moved = await rowsOf(
    tx,
    sql<{
      message_id: string;
      customer_id: string | null;
      account_id: string | null;
      route_id: string;
    }>`
      update dunlin.message m
      set route_id = i.route_id, sender = i.sender, price_micros = i.price_micros,
        currency = coalesce(i.currency, m.currency)
      from unnest(${moves.map((one) => one.message.messageId)}::uuid[], ${moves.map((one) => one.route.routeId)}::uuid[],
        ${moves.map((one) => one.route.sender)}::text[], ${moves.map((one) => String(one.price.priceMicros))}::bigint[],
        ${moves.map((one) => one.price.currency)}::text[])
        as i (message_id, route_id, sender, price_micros, currency)
      where m.client_id = ${clientId} and m.message_id = i.message_id
      returning m.message_id, m.customer_id, m.account_id, m.route_id`,
  );
  await recordEvents(
    tx,
    clientId,
    await clockNow(tx),
    moved.map((row) => ({
      kind: "message.rerouted",
      customerId: row.customer_id ?? undefined,
      accountId: row.account_id ?? undefined,
      messageId: row.message_id,
      actor: "dispatch",
      body: { from: routeId, to: row.route_id },
    })),
  );
}

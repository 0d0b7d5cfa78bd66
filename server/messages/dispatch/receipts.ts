/** Receipts: what becomes of a message by what the network says of its parts. In sets, for one client. */
import { sql } from "kysely";
import type { Receipt } from "#messages/route.ts";
import type { Db, Tx } from "#platform/db.ts";
import { markAddresses } from "./addresses.ts";
import { markBounces } from "./bounces.ts";
import { judgeMessages } from "./judge-parts.ts";
import { clean, inClient, rowsOf } from "./transaction.ts";

/** Where a receipt belongs. */
export type Match = {
  /** Place in the set. */
  readonly n: number;
  readonly messageId: string;
  readonly attempt: number;
  readonly part: number;
};

/** A receipt that names a part, with its outcome. */
export type PartNews = Omit<Match, "n"> & {
  readonly state: Receipt["state"];
  readonly permanent: boolean;
  readonly error: string | undefined;
};

/**
 * Stores a set of receipts in one transaction, in the order of their arrival. Applying one twice changes nothing. What
 * names no message that is known yet waits.
 */
export async function writeReceipts(
  db: Db,
  clientId: string,
  receipts: readonly Receipt[],
): Promise<void> {
  await inClient(db, clientId, async (tx) => {
    const bounces = receipts.filter((receipt) => UUID.test(receipt.messageId ?? ""));
    const rest = receipts.filter((receipt) => !UUID.test(receipt.messageId ?? ""));
    const matches = await findParts(tx, clientId, rest);
    const matched = new Set(matches.map((match) => match.n));
    const news = matches.flatMap((match) => newsOf(match, rest[match.n]));
    await markAddresses(tx, clientId, news, bounces);
    await applyNews(tx, clientId, news);
    await markBounces(tx, clientId, bounces);
    await keep(
      tx,
      clientId,
      rest.filter((_, n) => !matched.has(n)),
    );
  });
}

/** A return path is written by whoever bounces: it may say anything. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function newsOf({ messageId, attempt, part }: Match, receipt: Receipt | undefined): PartNews[] {
  if (!receipt) return [];
  const { state, permanent, error } = receipt;
  return [{ messageId, attempt, part, state, permanent, error: error ? clean(error) : undefined }];
}

/** By the id that the far side gave. It may give one again after a while, so the youngest message has it. */
async function findParts(
  tx: Tx,
  clientId: string,
  receipts: readonly Receipt[],
): Promise<readonly Match[]> {
  if (receipts.length === 0) return [];
  return await rowsOf(
    tx,
    sql<Match>`
      select distinct on (i.n) i.n::int as n, p.message_id as "messageId", p.attempt, p.part
      from unnest(${receipts.map((_, n) => n)}::int[], ${receipts.map((receipt) => receipt.routeId)}::uuid[],
        ${receipts.map((receipt) => clean(receipt.providerId ?? "") || null)}::text[])
        as i (n, route_id, provider_id)
      join dunlin.part p
        on p.client_id = ${clientId} and p.route_id = i.route_id and p.provider_id = i.provider_id
      order by i.n, p.message_id desc, p.attempt desc`,
  );
}

/**
 * Takes the messages' row locks in the order of their ids, writes the parts, then judges the messages by all their parts:
 * three statements, so that each sees what another process committed before it.
 */
async function applyNews(tx: Tx, clientId: string, news: readonly PartNews[]): Promise<void> {
  if (news.length === 0) return;
  const ids = [...new Set(news.map((one) => one.messageId))];
  await sql`select 1 from dunlin.message
    where client_id = ${clientId} and message_id = any(${ids}::uuid[])
    order by message_id for update`.execute(tx);
  const best = bestOf(news);
  // What is final stays, but for the proof that it arrived after all.
  await sql`
    with told as materialized (
      select p.place, i.state
      from unnest(${best.map((one) => one.messageId)}::uuid[], ${best.map((one) => one.attempt)}::smallint[],
        ${best.map((one) => one.part)}::smallint[], ${best.map((one) => one.state)}::text[])
        as i (message_id, attempt, part, state)
      cross join lateral (
        select ctid as place, state from dunlin.part
        where client_id = ${clientId} and message_id = i.message_id and attempt = i.attempt and part = i.part limit 1
      ) p
      where p.state is distinct from 'delivered'
        and (p.state is null or p.state not in ('failed', 'expired') or i.state = 'delivered')
    )
    update dunlin.part p set state = t.state from told t where p.client_id = ${clientId} and p.ctid = t.place
  `.execute(tx);
  await judgeMessages(tx, clientId, ids, news);
}

const RANK: Readonly<Record<Receipt["state"], number>> = {
  accepted: 0,
  unknown: 1,
  expired: 2,
  failed: 2,
  delivered: 3,
};

/** One line a part: the strongest of what came for it, the first among equals. */
function bestOf(news: readonly PartNews[]): readonly PartNews[] {
  const best = new Map<string, PartNews>();
  for (const one of news) {
    const key = `${one.messageId} ${one.attempt} ${one.part}`;
    const known = best.get(key);
    if (!known || RANK[one.state] > RANK[known.state]) best.set(key, one);
  }
  return [...best.values()];
}

async function keep(tx: Tx, clientId: string, receipts: readonly Receipt[]): Promise<void> {
  if (receipts.length === 0) return;
  const rows = receipts.map((receipt) => ({
    route_id: receipt.routeId,
    provider_id: receipt.providerId === undefined ? null : clean(receipt.providerId),
    state: receipt.state,
    permanent: receipt.permanent,
    error: receipt.error === undefined ? null : clean(receipt.error),
    from_address: receipt.from === undefined ? null : clean(receipt.from),
    to_address: receipt.to === undefined ? null : clean(receipt.to),
  }));
  await sql`
    insert into dunlin.receipt
      (client_id, route_id, provider_id, state, permanent, error, from_address, to_address, received_at)
    select ${clientId}, route_id, provider_id, state, permanent, error, from_address, to_address, clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (route_id uuid, provider_id text, state text,
      permanent boolean, error text, from_address text, to_address text)
  `.execute(tx);
}

type Waiting = PartNews & { readonly receiptId: string };

/**
 * Gives receipts without a known id to uncertain messages: an answer that never came left no id, so only route, sender,
 * address and time are there to match by, and only when they leave one message. While another message to the address is
 * under way its receipt may be the one, so nothing is matched. One snapshot decides all of it.
 */
export async function matchUncertain(tx: Tx, clientId: string): Promise<number> {
  const adopted = await rowsOf(
    tx,
    sql<{ message_id: string }>`
      with waiting as materialized (
        select r.receipt_id, r.route_id, coalesce(r.provider_id, 'receipt ' || r.receipt_id) as provider_id,
          '+' || ltrim(r.to_address, '+') as number, r.to_address, r.from_address, r.received_at
        from dunlin.receipt r
        where r.client_id = ${clientId} and r.matched_at is null and r.dropped_at is null
          and r.to_address is not null
          and not exists (select from dunlin.part p where p.client_id = ${clientId}
            and p.route_id = r.route_id and p.provider_id = r.provider_id)
        order by r.received_at limit 5000
      ), fitting as materialized (
        select w.*, f.message_id, f.attempt, f.segments
        from waiting w
        cross join lateral (
          select min(m.message_id::text)::uuid as message_id, min(m.attempt) as attempt, min(m.segments) as segments
          from dunlin.message m
          join dunlin.attempt a on a.client_id = ${clientId} and a.message_id = m.message_id and a.attempt = m.attempt
          where m.client_id = ${clientId} and m.route_id = w.route_id and m.state = 'uncertain'
            and m.address in (w.number, w.to_address) and a.outcome = 'uncertain'
            and (w.from_address is null or ltrim(m.sender, '+') = ltrim(w.from_address, '+'))
            and w.received_at between a.started_at and a.started_at + interval '72 hours'
          having count(*) = 1
        ) f
        where not exists (select from dunlin.message q
          where q.client_id = ${clientId} and q.route_id = w.route_id and q.state = 'queued'
            and q.address in (w.number, w.to_address))
      ), numbered as (
        select f.*, (select count(*) from dunlin.part p where p.client_id = ${clientId}
            and p.message_id = f.message_id and p.attempt = f.attempt)
          + dense_rank() over (partition by f.message_id order by f.provider_id) as part
        from fitting f
      ), named as (
        update dunlin.receipt r set provider_id = n.provider_id from numbered n
        where r.client_id = ${clientId} and r.receipt_id = n.receipt_id and r.provider_id is null
      )
      insert into dunlin.part (client_id, message_id, attempt, part, route_id, provider_id)
      select distinct ${clientId}::uuid, message_id, attempt, part, route_id, provider_id
      from numbered where part <= segments
      on conflict do nothing
      returning message_id`,
  );
  const ids = [...new Set(adopted.map((row) => row.message_id))];
  return await matchWaiting(tx, clientId, ids);
}

/** Applies receipts that came before the answer which names their message. `messageIds`: those just answered, or all. */
export async function matchWaiting(
  tx: Tx,
  clientId: string,
  messageIds: readonly string[] | "all",
): Promise<number> {
  if (messageIds.length === 0) return 0;
  const only = messageIds === "all" ? sql`` : sql`and p.message_id = any(${messageIds}::uuid[])`;
  const waiting = await rowsOf(
    tx,
    sql<Waiting>`
      select r.receipt_id as "receiptId", r.state, r.permanent, coalesce(r.error, '') as error,
        p.message_id as "messageId", p.attempt, p.part
      from dunlin.part p
      join dunlin.receipt r
        on r.client_id = ${clientId} and r.route_id = p.route_id and r.provider_id = p.provider_id
      where p.client_id = ${clientId} and r.matched_at is null and r.dropped_at is null ${only}
      order by r.received_at limit 5000`,
  );
  if (waiting.length === 0) return 0;
  await sql`update dunlin.receipt set matched_at = clock_timestamp()
    where client_id = ${clientId} and receipt_id = any(${waiting.map((one) => one.receiptId)}::uuid[])`.execute(
    tx,
  );
  await markAddresses(tx, clientId, waiting, []);
  await applyNews(tx, clientId, waiting);
  return waiting.length;
}

/** What a message is, by what is known of its parts. */
import { sql } from "kysely";
import { recordEvents, type NewEvent } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import type { PartNews } from "./receipts.ts";
import { rowsOf } from "./transaction.ts";

/** A message that stood delivered before. */
type Standing = {
  readonly message_id: string;
  readonly customer_id: string | null;
  readonly account_id: string | null;
  readonly now_ms: number;
};

/**
 * Delivered when all parts are. Failed or expired when one is and none is open. An uncertain message is resolved by the
 * receipts of all its segments; one that was handed over in part fails once the taken parts have ended. The caller holds the
 * messages' row locks since an earlier statement.
 */
export async function judgeMessages(
  tx: Tx,
  clientId: string,
  messageIds: readonly string[],
  news: readonly PartNews[],
): Promise<void> {
  const reasons = new Map(news.map((one) => [one.messageId, one.error]));
  const rows = await rowsOf(
    tx,
    sql<Standing>`
      with clock as materialized (select dunlin.clock_now() as at),
      standing as materialized (
        select m.*, a.outcome, p.*, i.error
        from unnest(${messageIds}::uuid[], ${messageIds.map((id) => reasons.get(id) || null)}::text[])
          as i (message_id, error)
        cross join lateral (
          select ctid as place, message_id, state as before, customer_id, account_id, segments, attempt, handed_over_at
          from dunlin.message
          where client_id = ${clientId} and message_id = i.message_id
            and state in ('handed_over', 'uncertain', 'delivered', 'failed', 'expired') limit 1
        ) m
        cross join lateral (
          select outcome from dunlin.attempt
          where client_id = ${clientId} and message_id = i.message_id and attempt = m.attempt limit 1
        ) a
        cross join lateral (
          select count(*) as known,
            bool_and(state = 'delivered') is true as delivered,
            bool_and(coalesce(state in ('delivered', 'failed', 'expired'), false)) as ended,
            bool_or(state = 'failed') is true as failed
          from dunlin.part
          where client_id = ${clientId} and message_id = i.message_id and attempt = m.attempt
        ) p
        where p.known > 0
      ), judged as materialized (
        select *, case
          when outcome = 'uncertain' and known < segments then before
          when not ended and before = 'uncertain' and outcome = 'uncertain' then 'handed_over'
          when not ended then before
          when outcome = 'partial' then 'failed'
          when delivered then 'delivered'
          when before = 'delivered' then before
          when failed then 'failed'
          else 'expired' end as state
        from standing
      ), written as (
        update dunlin.message m
        set state = j.state,
          reason = case when j.state in ('delivered', 'handed_over') then null when j.outcome = 'partial' then 'partial'
            else coalesce(j.error, 'receipt') end,
          handed_over_at = coalesce(m.handed_over_at, clock.at),
          delivered_at = case when j.state = 'delivered' then coalesce(m.delivered_at, clock.at) else m.delivered_at end,
          ended_at = case when j.state <> 'handed_over' then clock.at end
        from judged j cross join clock
        where m.client_id = ${clientId} and m.ctid = j.place and j.state <> j.before
      ), awaited as (
        insert into dunlin.awaited (client_id, handed_over_at, message_id)
        select ${clientId}, coalesce(handed_over_at, clock.at), message_id
        from judged cross join clock where state = 'handed_over' and before <> state
        on conflict do nothing
      ), events as (
        insert into dunlin.event (client_id, at, kind, customer_id, account_id, message_id, actor, body)
        select ${clientId}, clock.at, 'message.' || state, customer_id, account_id, message_id, 'network',
          jsonb_build_object('before', before)
            || case when state <> 'delivered' and error is not null then jsonb_build_object('reason', error) else '{}' end
        from judged cross join clock where state <> before
      )
      select message_id, customer_id, account_id, 1000 * extract(epoch from clock.at)::float8 as now_ms
      from judged cross join clock where before = 'delivered'`,
  );
  const nowMs = rows[0]?.now_ms;
  if (nowMs === undefined) return;
  const now = Temporal.Instant.fromEpochMilliseconds(Math.floor(nowMs));
  await recordEvents(tx, clientId, now, contradictions(rows, news));
}

/** The network takes back what it said of a delivered message: it stays delivered, and the record shows it. */
function contradictions(stood: readonly Standing[], news: readonly PartNews[]): NewEvent[] {
  const delivered = new Map(stood.map((row) => [row.message_id, row]));
  return news.flatMap((one) => {
    const row = delivered.get(one.messageId);
    if (!row || (one.state !== "failed" && one.state !== "expired")) return [];
    return [
      {
        kind: "message.receipt_ignored",
        customerId: row.customer_id ?? undefined,
        accountId: row.account_id ?? undefined,
        messageId: row.message_id,
        actor: "network",
        body: { state: one.state, part: one.part },
      },
    ];
  });
}

/** What a message is, by what is known of its parts. */
import { sql } from "kysely";
import { recordEvents, type NewEvent } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import type { PartNews } from "./receipts.ts";
import { rowsOf } from "./transaction.ts";

type Standing = {
  readonly message_id: string;
  readonly before: string;
  readonly state: string;
  readonly changed: boolean;
  readonly customer_id: string | null;
  readonly account_id: string | null;
  readonly now_ms: number;
};

/**
 * Delivered when all parts are. Failed or expired when one is and none is open. An uncertain message is resolved by the
 * receipts of all its segments; one that was handed over in part fails once the taken parts have ended.
 */
export async function judgeMessages(
  tx: Tx,
  clientId: string,
  messageIds: readonly string[],
  news: readonly PartNews[],
): Promise<void> {
  const reasons = new Map(news.map((one) => [one.messageId, one.error]));
  const failing = messageIds.filter((id) => reasons.get(id));
  const rows = await rowsOf(
    tx,
    sql<Standing>`
      with clock as materialized (select dunlin.clock_now() as at),
      standing as materialized (
        select m.message_id, m.state as before, m.customer_id, m.account_id, m.segments, a.outcome,
          count(*) as known,
          bool_and(p.state = 'delivered') is true as delivered,
          bool_and(coalesce(p.state in ('delivered', 'failed', 'expired'), false)) as ended,
          bool_or(p.state = 'failed') is true as failed
        from dunlin.message m
        join dunlin.part p
          on p.client_id = ${clientId} and p.message_id = m.message_id and p.attempt = m.attempt
        join dunlin.attempt a
          on a.client_id = ${clientId} and a.message_id = m.message_id and a.attempt = m.attempt
        where m.client_id = ${clientId} and m.message_id = any(${messageIds}::uuid[])
          and m.state in ('handed_over', 'uncertain', 'delivered', 'failed', 'expired')
        group by m.message_id, m.state, m.customer_id, m.account_id, m.segments, a.outcome
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
            else coalesce(i.error, 'receipt') end,
          handed_over_at = coalesce(m.handed_over_at, clock.at),
          delivered_at = case when j.state = 'delivered' then coalesce(m.delivered_at, clock.at) else m.delivered_at end,
          ended_at = case when j.state <> 'handed_over' then clock.at end
        from judged j
        left join unnest(${failing}::uuid[], ${failing.map((id) => reasons.get(id) ?? null)}::text[])
          as i (message_id, error) on i.message_id = j.message_id
        cross join clock
        where m.client_id = ${clientId} and m.message_id = j.message_id and j.state <> j.before
      )
      select message_id, before, state, state <> before as changed, customer_id, account_id,
        1000 * extract(epoch from clock.at)::float8 as now_ms
      from judged cross join clock`,
  );
  const nowMs = rows[0]?.now_ms;
  if (nowMs === undefined) return;
  const now = Temporal.Instant.fromEpochMilliseconds(Math.floor(nowMs));
  await recordEvents(tx, clientId, now, [
    ...rows.flatMap((row) => (row.changed ? [changeOf(row, reasons.get(row.message_id))] : [])),
    ...contradictions(rows, news),
  ]);
}

function changeOf(row: Standing, reason: string | undefined): NewEvent {
  return {
    kind: `message.${row.state}`,
    customerId: row.customer_id ?? undefined,
    accountId: row.account_id ?? undefined,
    messageId: row.message_id,
    actor: "network",
    body: {
      before: row.before,
      ...(row.state !== "delivered" && reason ? { reason } : {}),
    },
  };
}

/** The network takes back what it said of a delivered message: it stays delivered, and the record shows it. */
function contradictions(rows: readonly Standing[], news: readonly PartNews[]): NewEvent[] {
  const delivered = new Map(
    rows.flatMap((row) => (row.before === "delivered" ? [[row.message_id, row] as const] : [])),
  );
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

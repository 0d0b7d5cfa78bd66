// What the messages of a campaign are, by what the campaign is: held while it is paused, taken back when it is cancelled.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import type { Campaign } from "./campaign-row.ts";

const PAUSED = "campaign_paused";

/**
 * Brings the messages that wait into the state that the campaign asks for, with an event for each; how many. One that dispatch
 * has in its hands at this moment is not waited for: the next round finds it, should it come back.
 */
export async function settleMessages(
  tx: Tx,
  clientId: string,
  { campaignId, state }: Pick<Campaign, "campaignId" | "state">,
  now: Temporal.Instant,
  actor: string,
): Promise<number> {
  if (state === "paused") {
    const set = sql`state = 'held', reason = ${PAUSED}`;
    return await move(
      tx,
      clientId,
      campaignId,
      sql`m.state = 'planned'`,
      set,
      "message.held",
      now,
      actor,
    );
  }
  if (state === "running") {
    const from = sql`m.state = 'held' and m.reason = ${PAUSED}`;
    const set = sql`state = 'planned', reason = null`;
    return await move(tx, clientId, campaignId, from, set, "message.planned", now, actor);
  }
  if (state !== "cancelled") return 0;
  const from = sql`m.state in ('planned', 'held')`;
  const set = sql`state = 'cancelled', reason = 'campaign_cancelled', ended_at = ${now}`;
  return await move(tx, clientId, campaignId, from, set, "message.cancelled", now, actor);
}

type Part = ReturnType<typeof sql>;

async function move(
  tx: Tx,
  clientId: string,
  campaignId: string,
  from: Part,
  set: Part,
  kind: "message.held" | "message.planned" | "message.cancelled",
  now: Temporal.Instant,
  actor: string,
): Promise<number> {
  const { rows } = await sql<{ moved: number }>`
    with mine as materialized (
      select m.message_id from dunlin.message m
      where m.client_id = ${clientId} and m.anchor = ${campaignId} and m.step_id = 'campaign' and ${from}
      order by m.message_id for update skip locked
    ), moved as (
      update dunlin.message m set ${set} from mine
      where m.client_id = ${clientId} and m.message_id = mine.message_id
      returning m.message_id, m.customer_id, m.account_id, m.channel, m.reason
    ), told as (
      insert into dunlin.event (client_id, at, kind, customer_id, account_id, message_id, actor, cause, body)
      select ${clientId}, ${now}, ${kind}, customer_id, account_id, message_id, ${actor}, ${campaignId},
        jsonb_strip_nulls(jsonb_build_object('channel', channel, 'step', 'campaign', 'reason', reason))
      from moved
    ), woken as (
      select pg_notify('dunlin_work', 'messages') from moved where ${kind} = 'message.planned' limit 1
    )
    select count(*)::int as moved from moved left join woken on true`.execute(tx);
  return rows[0]?.moved ?? 0;
}

/**
 * Asks for a look at everybody whose turn came while the campaign was paused. Takes the customers' locks, so it comes before the
 * campaign's own: whoever decides takes them in that order too.
 */
export async function lookAtWaiting(
  tx: Tx,
  clientId: string,
  campaignId: string,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update dunlin.customer c set look_at = least(c.look_at, greatest(w.from_at, ${now}::timestamptz))
    from (
      select c.customer_id, t.from_at from dunlin.campaign_target t
      join dunlin.customer c on c.client_id = t.client_id and c.customer_id = t.customer_id
      where t.client_id = ${clientId} and t.campaign_id = ${campaignId}
        and not exists (select from dunlin.rung r where r.client_id = t.client_id and r.account_id = t.account_id
          and r.anchor = ${campaignId} and r.step_id = 'campaign')
      order by c.customer_id for no key update of c
    ) w
    where c.client_id = ${clientId} and c.customer_id = w.customer_id`.execute(tx);
}

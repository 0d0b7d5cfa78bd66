/** What must be true of campaigns: once to each contact point, only to whom they were for, and nothing behind their end. */
import { sql } from "kysely";

/** More than one message of a campaign to one contact point that was not taken back before it left. */
export const saidTwice = (clientId: string, left: ReturnType<typeof sql>) => sql`
  select array_agg('msg_' || m.message_id order by m.created_at, m.message_id) as rows,
    format('%s messages of campaign %s by %s to the same contact point', count(*), m.anchor, m.channel) as why
  from dunlin.message m
  where m.client_id = ${clientId} and m.step_id = 'campaign'
    and (m.state not in ('suppressed', 'cancelled') or exists (select from dunlin.attempt a
      where a.client_id = m.client_id and a.message_id = m.message_id and a.outcome in ${left}))
  group by m.anchor, m.channel, m.contact_point_id
  having count(*) > 1 and count(distinct m.account_id) > 1`;

/** Messages of campaigns that nobody asked for: to whom it was not for, or made after it was cancelled. */
export const unasked = (clientId: string) => sql`
  select array['msg_' || m.message_id] as rows,
    case when c.campaign_id is null then format('there is no campaign %s', m.anchor)
      when t.customer_id is null then format('campaign %s is not for its customer', m.anchor)
      else format('campaign %s was cancelled before it was made', m.anchor) end as why
  from dunlin.message m
  left join dunlin.campaign c on c.client_id = m.client_id and c.campaign_id::text = m.anchor
  left join dunlin.campaign_target t on t.client_id = m.client_id and t.campaign_id = c.campaign_id
    and t.customer_id = m.customer_id and t.account_id = m.account_id
  left join lateral (
    select min(e.seq) as seq from dunlin.event e
    where e.client_id = m.client_id and e.kind = 'campaign.cancelled' and e.cause = m.anchor
      and c.state = 'cancelled'
  ) over on true
  left join lateral (
    select min(e.seq) as seq from dunlin.event e
    where e.client_id = m.client_id and e.message_id = m.message_id
  ) made on true
  where m.client_id = ${clientId} and m.step_id = 'campaign'
    and (t.customer_id is null or made.seq > over.seq)`;

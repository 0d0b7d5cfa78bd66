/** Invariant 9: what was stopped is not debited, and every answer to a notice shows. */
import { sql } from "kysely";
import type { Invariant } from "./verdict.ts";

/** Stops with their debits, when they were told of and when they were lifted, by the log. */
const told = (clientId: string) => sql`
  select s.*, d.debit_id as about, d.state, d.amount_minor, d.cutoff_at, d.sent_at, d.customer_id as owner,
    said.seq as stop_seq, said.body as said, lifted.seq as lift_seq, r.stop_id is not null as is_lifted
  from dunlin.debit_stop s
  left join dunlin.debit_order d on d.client_id = s.client_id and d.end_to_end_id = s.end_to_end_id
  left join dunlin.debit_release r on r.client_id = s.client_id and r.stop_id = s.stop_id
  left join lateral (
    select e.seq, e.body from dunlin.event e where e.client_id = s.client_id
      and e.customer_id = s.customer_id
      and e.kind = case when s.after_cutoff then 'debit.stop_too_late' else 'debit.stopped' end
      and e.body ->> 'stop_id' = s.stop_id::text order by e.seq limit 1
  ) said on true
  left join lateral (
    select e.seq from dunlin.event e where e.client_id = s.client_id
      and e.customer_id = coalesce(s.customer_id, d.customer_id)
      and e.kind = 'debit.released' and e.body ->> 'stop_id' = s.stop_id::text order by e.seq limit 1
  ) lifted on true
  where s.client_id = ${clientId}`;

/** Sent or collected between an in-time stop and its end; or announced to the customer. */
const struck = (clientId: string) => sql`
  select array['deb_' || s.about, 'evt_' || e.event_id] as rows,
    format('%s after it was stopped at %s', replace(e.kind, 'debit.', ''), s.at) as why
  from (${told(clientId)}) s
  join dunlin.event e on e.client_id = s.client_id and e.customer_id = s.owner
    and e.kind in ('debit.sent', 'debit.collected') and e.body ->> 'debit_id' = s.about::text
    and e.seq > s.stop_seq and e.seq < coalesce(s.lift_seq, 9223372036854775807)
  where not s.after_cutoff
  union all
  select array['deb_' || s.about, 'msg_' || n.message_id],
    format('its notice was handed over after it was stopped at %s', s.at)
  from (${told(clientId)}) s
  join dunlin.debit_notice n on n.client_id = s.client_id and n.debit_id = s.about
  join dunlin.event e on e.client_id = s.client_id and e.customer_id = s.owner and e.message_id = n.message_id
    and e.kind = 'message.authorised' and e.seq > s.stop_seq and e.seq < coalesce(s.lift_seq, 9223372036854775807)
  where not s.after_cutoff`;

/** Each stop is told of as it is, and flagged too late exactly when it was. */
const flags = (clientId: string) => sql`
  select array['stp_' || s.stop_id] as rows, case
      when s.stop_seq is null and s.customer_id is not null then 'no event tells of it'
      when s.is_lifted and s.lift_seq is null and s.customer_id is not null then 'lifted, and no event says so'
      when not s.is_lifted and s.said ->> 'amount_minor' <> s.amount_minor::text
        then format('it was told of as %s, and the debit is of %s', s.said ->> 'amount_minor', s.amount_minor)
      when s.option is not null and not s.after_cutoff and s.at >= s.cutoff_at and not s.is_lifted
        and not exists (select from dunlin.debit_stop o where o.client_id = s.client_id
          and o.end_to_end_id = s.end_to_end_id and o.stop_id < s.stop_id and not o.after_cutoff
          and not exists (select from dunlin.debit_release x where x.client_id = o.client_id and x.stop_id = o.stop_id))
        then format('in time by its flag, but the cut-off was at %s', s.cutoff_at)
      when s.after_cutoff and s.at < s.cutoff_at and s.state = 'planned'
        then format('too late by its flag, but the cut-off was at %s', s.cutoff_at)
    end as why
  from (${told(clientId)}) s`;

/** Every debit that was answered about has the stop that the answer meant; every such stop has its answer. */
const answers = (clientId: string) => sql`
  select array['evt_' || e.event_id, 'deb_' || (a.id #>> '{}')] as rows,
    format('answered with %s, and no stop shows it', e.body ->> 'option') as why
  from dunlin.event e cross join lateral jsonb_array_elements(e.body -> 'debit_ids') a (id)
  where e.client_id = ${clientId} and e.kind = 'debit.answered'
    and not exists (select from dunlin.debit_order d join dunlin.debit_stop s
      on s.client_id = d.client_id and s.end_to_end_id = d.end_to_end_id
      where d.client_id = e.client_id and d.debit_id = (a.id #>> '{}')::uuid
        and s.meaning = e.body ->> 'meaning' and s.at <= e.at)
  union all
  select array['stp_' || s.stop_id], format('option %s, and no answer shows it', s.option)
  from dunlin.debit_stop s
  where s.client_id = ${clientId} and s.option is not null
    and not exists (select from dunlin.event e where e.client_id = s.client_id and e.customer_id = s.customer_id
      and e.kind = 'debit.answered' and e.at = s.at and e.body ->> 'option' = s.option::text)`;

const LIVE = sql`not exists (select from dunlin.debit_release r
  where r.client_id = s.client_id and r.stop_id = s.stop_id)`;
const OF_MANDATE = sql`s.end_to_end_id is null and s.mandate_reference = m.reference
  and (s.creditor_scheme_id is null or m.creditor_scheme_id is null or s.creditor_scheme_id = m.creditor_scheme_id)`;

/** States are what stops and results make of them. */
const states = (clientId: string) => sql`
  select array['deb_' || d.debit_id] as rows, case
      when d.state = 'stopped' and not st.own and not st.whole then 'stopped, and no stop stands'
      when d.state in ('planned', 'notified', 'sent') and st.own then format('%s, though a stop stands', d.state)
      when d.state in ('collected', 'failed', 'returned') and st.outcome is distinct from d.state
        then format('%s, and no result says so', d.state)
      when d.state not in ('collected', 'failed', 'returned') and st.outcome is not null
        then format('%s, though it was %s', d.state, st.outcome)
      when d.state = 'stopped' and st.waits then 'stopped, and its notice still waits'
    end as why
  from dunlin.debit_order d
  join dunlin.mandate m using (client_id, mandate_id)
  cross join lateral (
    select exists (select from dunlin.debit_stop s where s.client_id = d.client_id
        and s.end_to_end_id = d.end_to_end_id and not s.after_cutoff and ${LIVE}) as own,
      exists (select from dunlin.debit_stop s where s.client_id = d.client_id and ${OF_MANDATE} and ${LIVE}) as whole,
      (select r.outcome from dunlin.debit_result r where r.client_id = d.client_id and r.debit_id = d.debit_id
        order by r.result_id desc limit 1) as outcome,
      exists (select from dunlin.debit_notice n join dunlin.message x using (client_id, message_id)
        where n.client_id = d.client_id and n.debit_id = d.debit_id and x.state in ('planned', 'held')) as waits
  ) st
  where d.client_id = ${clientId}
  union all
  select array['man_' || m.mandate_id],
    case m.state when 'cancelled' then 'cancelled, and no stop stands' else 'active, though its agreement was cancelled' end
  from dunlin.mandate m
  where m.client_id = ${clientId} and (m.state = 'cancelled') <> exists (select from dunlin.debit_stop s
    where s.client_id = m.client_id and s.mandate_id = m.mandate_id and s.end_to_end_id is null
      and s.meaning = 'cancel_agreement' and ${LIVE})`;

/**
 * A debit that was stopped in time is neither sent nor collected nor announced before the stop is lifted; each option that was
 * answered has its stops, each stop its event with the amount; states are what stops and results make of them.
 */
export const debits: Invariant = {
  id: 9,
  name: "what was stopped is not debited",
  async judge({ tx, clientId }, found) {
    await found.count({ tx, clientId }, "debit_order", "debit_stop");
    for (const statement of [struck, flags, answers, states]) {
      await found.collect(tx, sql`select * from (${statement(clientId)}) x where why is not null`);
    }
  },
};

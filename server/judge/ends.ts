/** Invariant 3: every message ends with a reason or is rightly under way; none is lost. */
import { sql } from "kysely";
import { LOCK_CLASSES } from "#platform/locks.ts";
import { LEFT } from "./once.ts";
import type { Invariant, Scope } from "./verdict.ts";

/** Networks keep a text message for three days; the sweep that ends the wait runs every few seconds. */
const HEARD_WITHIN = sql`interval '73 hours'`;
const EXPIRES_WITHIN = sql`interval '10 minutes'`;
/** A queued message of a process that is gone is written off by the next one to look; on the real clock. */
const RECOVERED_WITHIN = sql`interval '2 minutes'`;

const alive = sql`exists (select from pg_locks l join pg_database d on d.oid = l.database
  where l.locktype = 'advisory' and l.classid = ${LOCK_CLASSES.processes} and l.objid = a.process_id and d.datname = current_database())`;

const ended = sql`m.state in ('failed', 'expired', 'suppressed', 'cancelled', 'shadow')`;

/** What is wrong with the state of a message, by its row and its last attempt. */
const stateFault = (now: Temporal.Instant) => sql`case
  when ${ended} and m.reason is null then format('%s without a reason', m.state)
  when ${ended} and m.ended_at is null then format('%s without the time of it', m.state)
  when m.state = 'delivered' and (m.handed_over_at is null or m.delivered_at is null or m.ended_at is null)
    then 'delivered without the time of it'
  when m.state = 'held' and m.reason is null then 'held without a reason'
  when m.state = 'planned' and m.not_after < ${now}::timestamptz - ${EXPIRES_WITHIN}
    then format('planned, but its time was over at %s', m.not_after)
  when m.attempt > 0 and a.message_id is null then format('attempt %s is not on record', m.attempt)
  when m.state = 'queued' and m.attempt = 0 then 'queued without an attempt'
  when m.state = 'queued' and a.finished_at is not null
    then format('queued, though its attempt ended as %s', a.outcome)
  when m.state = 'queued' and a.started_at < now() - ${RECOVERED_WITHIN} and not ${alive}
    then format('queued by process %s, which is gone', a.process_id)
  when m.state in ('handed_over', 'delivered') and coalesce(a.outcome, '') not in ${LEFT}
    then format('%s, though no attempt handed it over', m.state)
  when m.state = 'handed_over' and m.handed_over_at is null then 'handed over without the time of it'
  when m.state = 'handed_over' and m.ended_at is null and m.handed_over_at < ${now}::timestamptz - ${HEARD_WITHIN}
    then format('handed over at %s, nothing heard in 72 hours, and no end', m.handed_over_at)
  when m.state = 'uncertain' and coalesce(a.outcome, '') not in ('uncertain', 'partial')
    then format('uncertain, though its attempt says %s', coalesce(a.outcome, 'nothing'))
  when m.state in ('planned', 'held', 'suppressed', 'cancelled', 'shadow') and exists (
      select from dunlin.attempt b where b.client_id = m.client_id and b.message_id = m.message_id and b.outcome in ${LEFT})
    then format('%s, though it was handed over', m.state)
  end`;

function faulty({ clientId, now }: Scope) {
  return sql`
    select array['msg_' || message_id] as rows, why from (
      select m.message_id, ${stateFault(now)} as why
      from dunlin.message m
      left join dunlin.attempt a
        on a.client_id = m.client_id and a.message_id = m.message_id and a.attempt = m.attempt
      where m.client_id = ${clientId}
    ) looked where why is not null`;
}

/** What tells of a message for the first time. */
const MADE = sql`array['message.planned', 'message.held', 'message.suppressed', 'message.shadow']`;

/** The log tells the life of each message: its making, and the state in which it is. */
const unlogged = (clientId: string) => sql`
  select array['msg_' || m.message_id] as rows,
    case when l.kinds is null or not l.kinds && ${MADE}
      then 'no event tells of its making' else format('%s, and no event says so', m.state) end as why
  from dunlin.message m
  left join (
    select message_id, array_agg(distinct kind) as kinds from dunlin.event
    where client_id = ${clientId} and message_id is not null group by message_id
  ) l using (message_id)
  where m.client_id = ${clientId} and (l.kinds is null
    or not l.kinds && ${MADE}
    or case m.state when 'queued' then 'message.authorised' when 'planned' then 'message.planned'
      else 'message.' || m.state end <> all(l.kinds))`;

/** What was decided to be said, and is no message. */
const unsaid = (clientId: string) => sql`
  select array['dec_' || d.decision_id] as rows,
    format('step %s was to be said by %s, and there is no message', x ->> 'stepId', y ->> 'channel') as why
  from dunlin.decision d
  cross join lateral jsonb_path_query(d.answer, '$.decisions[*] ? (@.outcome == "send")') x
  cross join lateral jsonb_array_elements(x -> 'says') y
  left join dunlin.message m on m.client_id = d.client_id and m.decision_id = d.decision_id
    and m.step_id = x ->> 'stepId' and m.anchor = x ->> 'anchor' and m.channel = y ->> 'channel'
    and m.contact_point_id::text = y ->> 'contactPointId'
  where d.client_id = ${clientId} and d.outcome = 'send' and m.message_id is null`;

/**
 * A process that dies leaves no more uncertain hand-overs on a route than its windows hold: that of each bind. An outcome
 * that is not written keeps its place in them. Windows are those of the adapters where the route names none.
 */
const tooManyUncertain = (clientId: string) => sql`
  select array_agg('msg_' || a.message_id order by a.message_id) filter (where a.n <= 5) as rows,
    format('%s hand-overs are uncertain after the death of process %s, more than the window of %s on route %s',
      count(*), a.process_id, min(w.size), min(r.name)) as why
  from (
    select *, row_number() over (partition by process_id, route_id) as n from dunlin.attempt
    where client_id = ${clientId} and code = 'process_died'
  ) a
  join dunlin.route r on r.client_id = a.client_id and r.route_id = a.route_id
  cross join lateral (
    select case r.adapter
      when 'smpp' then coalesce((r.config ->> 'window')::int, 100) * coalesce((r.config ->> 'binds')::int, 1)
      else coalesce((r.config ->> 'connections')::int, 5) end as size
  ) w
  group by a.process_id, a.route_id having count(*) > min(w.size)`;

export const ends: Invariant = {
  id: 3,
  name: "every message ends with a reason, none is lost",
  async judge(scope, found) {
    const { tx, clientId } = scope;
    await found.count(scope, "message");
    await found.collect(tx, faulty(scope));
    await found.collect(tx, unlogged(clientId));
    await found.collect(tx, unsaid(clientId));
    await found.collect(tx, tooManyUncertain(clientId));
  },
};

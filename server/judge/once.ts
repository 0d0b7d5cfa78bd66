/** Invariant 1: nothing is said twice. */
import { sql } from "kysely";
import { saidTwice } from "./campaigns.ts";
import type { Invariant } from "./verdict.ts";

/** An attempt with one of these outcomes may have reached the customer. */
export const LEFT = sql`('sent', 'uncertain', 'partial')`;

/**
 * At most one message per (account, anchor, step, channel, contact point) that was not taken back before it left, one of each
 * campaign per contact point whatever the account, one answer per inbound message, one hand-over per message. A retry is another attempt of the same message, and only after one that is
 * known not to have left.
 */
export const once: Invariant = {
  id: 1,
  name: "nothing is said twice",
  async judge({ tx, clientId }, found) {
    await found.count({ tx, clientId }, "message", "attempt");
    await found.collect(
      tx,
      sql`
        select array_agg('msg_' || m.message_id order by m.created_at, m.message_id) as rows,
          format('%s messages for step %s of anchor %s by %s to the same contact point',
            count(*), m.step_id, m.anchor, m.channel) as why
        from dunlin.message m
        where m.client_id = ${clientId} and m.step_id is not null
          and (m.state not in ('suppressed', 'cancelled') or exists (select from dunlin.attempt a
            where a.client_id = m.client_id and a.message_id = m.message_id and a.outcome in ${LEFT}))
        group by m.account_id, m.anchor, m.step_id, m.channel, m.contact_point_id
        having count(*) > 1`,
    );
    await found.collect(tx, saidTwice(clientId, LEFT));
    await found.collect(
      tx,
      sql`
        select array_agg('msg_' || m.message_id order by m.message_id) as rows,
          format('%s answers to one inbound message', count(*)) as why
        from dunlin.message m
        where m.client_id = ${clientId} and m.answers_id is not null
        group by m.answers_id having count(*) > 1`,
    );
    await found.collect(
      tx,
      sql`
        select array['msg_' || a.message_id] as rows,
          format('handed over more than once: attempts %s',
            string_agg(a.attempt || ' ' || a.outcome, ', ' order by a.attempt)) as why
        from dunlin.attempt a
        where a.client_id = ${clientId} and a.outcome in ${LEFT}
        group by a.message_id having count(*) > 1`,
    );
    await found.collect(
      tx,
      sql`
        select array['msg_' || e.message_id] as rows,
          format('a message was handed over again as attempt %s after attempt %s had left',
            e.body ->> 'attempt', a.attempt) as why
        from dunlin.event e
        join dunlin.attempt a on a.client_id = e.client_id and a.message_id = e.message_id
          and a.attempt < (e.body ->> 'attempt')::smallint and a.outcome in ${LEFT}
        where e.client_id = ${clientId} and e.kind = 'message.authorised'
          and not exists (select from dunlin.attempt b where b.client_id = e.client_id
            and b.message_id = e.message_id and b.attempt > a.attempt and b.outcome in ${LEFT})`,
    );
  },
};

/** Invariant 7: what a client's callback was promised was delivered, waits for a try, or is marked dead. */
import { sql } from "kysely";
import type { Invariant } from "./verdict.ts";

/** The longest wait between two tries is 10 hours, and at most twice that when the receiver asks for it. */
const LONGEST_WAIT = sql`interval '21 hours'`;

const rowsOf = sql`array['whk_' || d.endpoint_id, 'evt_' || d.event_id]`;

/**
 * Promised are the events that an endpoint wants, from where its promise begins up to its cursor. The tables say of each what
 * became of it; a delivery that ended so must have the tries to show for it.
 */
export const callbacks: Invariant = {
  id: 7,
  name: "promised callbacks are delivered, retried or marked dead",
  async judge({ tx, clientId }, found) {
    await found.count({ tx, clientId }, "webhook_delivery");
    const { rows } = await sql<{ endpoints: number }>`
      select count(*)::int as endpoints from dunlin.webhook_endpoint where client_id = ${clientId}`.execute(
      tx,
    );
    if (rows[0]!.endpoints === 0) {
      found.note = "the client has no endpoints: nothing was promised";
      return;
    }
    await found.collect(
      tx,
      sql`
        select array['whk_' || w.endpoint_id, 'evt_' || e.event_id] as rows,
          format('%s was promised, and nothing was put down', e.kind) as why
        from dunlin.webhook_endpoint w
        join dunlin.event e on e.client_id = w.client_id and e.seq > w.promised_from_seq and e.seq <= w.cursor_seq
        where w.client_id = ${clientId} and w.removed_at is null and dunlin.webhook_wants(w.kinds, e.kind)
          and not exists (select from dunlin.webhook_delivery d where d.client_id = w.client_id
            and d.endpoint_id = w.endpoint_id and d.event_id = e.event_id)`,
    );
    await found.collect(
      tx,
      sql`
        select ${rowsOf} as rows, 'delivered, though no try was answered with 2xx' as why
        from dunlin.webhook_delivery d
        where d.client_id = ${clientId} and d.state = 'delivered' and not exists (
          select from dunlin.webhook_attempt a where a.client_id = d.client_id and a.endpoint_id = d.endpoint_id
            and a.event_id = d.event_id and a.status between 200 and 299)`,
    );
    await found.collect(
      tx,
      sql`
        select ${rowsOf} as rows, format('dead after %s tries, of which %s are in the log', d.tries, log.tries) as why
        from dunlin.webhook_delivery d
        cross join lateral (select count(*) as tries from dunlin.webhook_attempt a where a.client_id = d.client_id
          and a.endpoint_id = d.endpoint_id and a.event_id = d.event_id and a.error is not null) log
        where d.client_id = ${clientId} and d.state = 'dead' and d.reason = 'tries_used'
          and (d.tries = 0 or log.tries < d.tries)`,
    );
    await found.collect(
      tx,
      sql`
        select ${rowsOf} as rows, case when w.removed_at is not null then 'it waits for an endpoint that was removed'
          when d.behind then 'it waits for an earlier event of its customer, and there is none'
          else format('its next try is at %s, later than any retry', d.due_at) end as why
        from dunlin.webhook_delivery d
        join dunlin.webhook_endpoint w on w.client_id = d.client_id and w.endpoint_id = d.endpoint_id
        where d.client_id = ${clientId} and d.state = 'pending'
          and (w.removed_at is not null or d.due_at > clock_timestamp() + ${LONGEST_WAIT}
            or d.behind and not exists (select from dunlin.webhook_delivery b where b.client_id = d.client_id
              and b.endpoint_id = d.endpoint_id and b.customer_id = d.customer_id and b.state = 'pending'
              and not b.behind))`,
    );
  },
};

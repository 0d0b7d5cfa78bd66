// A clean life is judged as one, and a fault planted in a copy of it breaks the invariant that it is about, and no other.
import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#testing/database.ts";
import { onCopy, verdictOn } from "#testing/judge.ts";
import { liveThrough, type Lived } from "#testing/lived.ts";

let lived: Lived;
const { at, drop } = await cloneDatabase();
beforeAll(async () => {
  lived = await liveThrough(at);
});
afterAll(drop);

const columns = `client_id, class, lane, channel, customer_id, account_id, anchor, step_id, contact_point_id, decision_id,
  facts_version, answers_id, address, template, language, body, amount_minor, currency, route_id, not_before`;

/** A message to nobody in particular, in that state, with the event of its making. */
const made = (state: string, notAfter: string) => `with made as (
    insert into message (client_id, class, lane, channel, state, address, template, language, body, not_before, not_after, created_at, ended_at)
    select client_id, 'service', 1, 'sms', '${state}', '+27830000099', 'x', 'en', 'x', clock_now() - interval '2 days',
      clock_now() + interval '${notAfter}', clock_now() - interval '2 days', case when '${state}' <> 'planned' then clock_now() end
    from client returning client_id, message_id)
  insert into event (client_id, at, kind, message_id, actor)
  select client_id, clock_now(), 'message.${state}', message_id, 'test' from made`;

/** A planned copy of messages. */
const copied = (which: string) => `with copied as (
    insert into message (${columns}, state, not_after, created_at)
    select ${columns}, 'planned', clock_now() + interval '1 day', clock_now() from message where ${which}
    returning client_id, customer_id, message_id)
  insert into event (client_id, at, kind, customer_id, message_id, actor)
  select client_id, clock_now(), 'message.planned', customer_id, message_id, 'test' from copied`;

const of = (name: string, step: string, channel = "sms") => `(select m.message_id from message m
  join customer c using (client_id, customer_id)
  where c.name = '${name}' and m.step_id = '${step}' and m.channel = '${channel}' and m.attempt > 0)`;

/** An endpoint that wants what was planned, with a delivery for each such event, in that state. */
const owed = (state: string, more: string) => `with endpoint as (
    insert into webhook_endpoint (client_id, url, kinds, promised_from_seq, cursor_seq, created_by)
    select client_id, 'https://crm.example/', '{message.planned}', 0, (select max(seq) from event), 'test' from client
    returning client_id, endpoint_id)
  insert into webhook_delivery (client_id, endpoint_id, event_id, seq, customer_id, state, due_at, reason, ended_at, behind)
  select w.client_id, w.endpoint_id, e.event_id, e.seq, e.customer_id, '${state}', now(), ${more}
  from endpoint w join event e on e.client_id = w.client_id and e.kind = 'message.planned'`;

/** Leaves one of an endpoint's deliveries that were just made, so that one violation is seen. */
const onlyOf = (state: string) => `delete from webhook_delivery d where d.state = '${state}'
  and d.seq > (select min(seq) from webhook_delivery o where o.endpoint_id = d.endpoint_id);
  update webhook_endpoint w set promised_from_seq = cursor_seq where exists (select from webhook_delivery d
    where d.endpoint_id = w.endpoint_id and d.state = '${state}')`;

type Fault = { readonly plant: string; readonly why: RegExp };

const faults: Readonly<Record<string, readonly Fault[]>> = {
  "1 nothing is said twice": [
    {
      plant: `drop index message_once; ${copied(`message_id = ${of("Owing", "reminder")}`)}`,
      why: /^2 messages for step reminder of anchor \S+ by sms to the same contact point$/,
    },
    {
      plant: `drop index message_one_answer; ${copied("template like 'balance%'")}`,
      why: /^2 answers to one inbound message$/,
    },
    {
      plant: `insert into attempt (client_id, message_id, attempt, route_id, process_id, started_at, finished_at, outcome)
          select client_id, message_id, 2, route_id, process_id, now(), now(), 'sent' from attempt where message_id = ${of("Owing", "final_demand")};
        insert into event (client_id, at, kind, customer_id, account_id, message_id, actor, body)
          select client_id, at, kind, customer_id, account_id, message_id, actor, '{"attempt": 2}' from event
          where kind = 'message.authorised' and message_id = ${of("Owing", "final_demand")};
        update message set attempt = 2 where message_id = ${of("Owing", "final_demand")}`,
      why: /^handed over more than once: attempts 1 sent, 2 sent$/,
    },
  ],
  "2 no message passes a gate": [
    {
      plant: `delete from event where kind = 'message.authorised' and message_id = ${of("Owing", "reminder")}`,
      why: /^attempt 1 was never authorised$/,
    },
  ],
  "3 every message ends": [
    { plant: made("suppressed", "1 day"), why: /^suppressed without a reason$/ },
    { plant: made("planned", "-1 day"), why: /^planned, but its time was over at / },
    {
      plant: `update message set state = 'queued', ended_at = null where message_id = ${of("Owing", "reminder")};
        update attempt set finished_at = null, outcome = null, started_at = now() - interval '1 hour' where message_id = ${of("Owing", "reminder")}`,
      why: /^queued by process \d+, which is gone$/,
    },
    {
      plant: `update message set state = 'handed_over', ended_at = null where message_id = ${of("Payer", "reminder")}`,
      why: /^handed over at .*, nothing heard in 72 hours, and no end$/,
    },
    {
      plant: `update attempt set outcome = 'rejected' where message_id = ${of("Disputer", "reminder")}`,
      why: /^delivered, though no attempt handed it over$/,
    },
    {
      plant: `delete from event where kind = 'message.delivered' and message_id = ${of("Stopper", "reminder")}`,
      why: /^delivered, and no event says so$/,
    },
    {
      plant: `delete from event where kind = 'message.planned' and message_id = ${of("Promiser", "reminder")}`,
      why: /^no event tells of its making$/,
    },
    {
      plant: `create temporary table gone as select message_id from message where message_id = ${of("Owing", "final_demand")};
        delete from event where message_id in (select message_id from gone);
        delete from attempt where message_id in (select message_id from gone);
        delete from part where message_id in (select message_id from gone);
        delete from message where message_id in (select message_id from gone)`,
      why: /^step final_demand was to be said by sms, and there is no message$/,
    },
    {
      plant: `update route set config = '{"window": 1, "binds": 2}' where channel = 'sms';
        update attempt set outcome = 'uncertain', code = 'process_died'
        where message_id in (${of("Payer", "reminder")}, ${of("Stopper", "reminder")}, ${of("Owing", "reminder")})`,
      why: /^3 hand-overs are uncertain after the death of process \d+, more than the window of 2 on route sms$/,
    },
  ],
  "4 the ledger adds up": [
    {
      plant: `update payment set amount_minor = 900 where amount_minor = 1000`,
      why: /^1000 allocated of a payment of 900, of which 0 was reversed$/,
    },
    {
      plant: `update payment set unallocated_minor = unallocated_minor - 1 where unallocated_minor > 0`,
      why: /^1999 unallocated, but 12000 less 0 reversed less 10000 allocated is 2000$/,
    },
    {
      plant: `update invoice set open_minor = open_minor - 1 where open_minor = 9000`,
      why: /^8999 open, but 10000 less 1000 allocated is 9000$/,
    },
    {
      plant: `alter table invoice drop constraint invoice_check1;
        update invoice set settled_at = clock_now() where open_minor = 5000`,
      why: /^5000 open and settled$/,
    },
    {
      plant: `with other as (insert into account (client_id, customer_id, currency)
          select client_id, customer_id, 'USD' from customer where name = 'Payer' returning account_id)
        update payment set account_id = other.account_id from other where amount_minor = 12000`,
      why: /^allocated to an invoice of another account$/,
    },
  ],
  "5 isolation": [
    {
      plant: "alter table invoice disable row level security",
      why: /^row-level security is not forced$/,
    },
    { plant: "select 1", why: /^rows are visible under another client$/ },
    {
      plant: "create policy wide on credit to dunlin_app using (true)",
      why: /^another policy opens it$/,
    },
    {
      plant: `alter policy by_client on promise using (client_id = dunlin.current_client() or true)
        with check (client_id = dunlin.current_client() or true)`,
      why: /^rows can be changed from another client: [1-9]\d* rows were$/,
    },
    {
      plant:
        "alter policy by_client on receipt with check (client_id = dunlin.current_client() or true)",
      why: /^rows can be inserted for another client: null value in column /,
    },
    {
      plant: `alter policy by_client on hold_invoice using (client_id = dunlin.current_client() or true);
        grant delete on hold_invoice to dunlin_app`,
      why: /^rows can be deleted from another client: [1-9]\d* rows were$/,
    },
    {
      plant: `create unique index on account (account_id);
        alter table invoice add constraint loose foreign key (account_id) references account (account_id)`,
      why: /^a foreign key that may lead to another client$/,
    },
    {
      plant: "update message set answers_id = uuidv7() where template like 'balance%'",
      why: /^it answers an inbound message that the client does not have$/,
    },
  ],
  "6 every decision can be explained": [
    {
      plant: `update decision set facts = jsonb_set(facts, '{creditMinor}', '"1"')
        where outcome = 'send' and answer @> '{"decisions": [{"stepId": "final_demand"}]}'`,
      why: /^deciding again on its facts gives another answer \(.*decisions.*\)$/,
    },
    {
      plant: "update decision set reason = 'nothing_due' where reason = 'ladder_done'",
      why: /^it is recorded as person nothing_due, but its answer says person ladder_done$/,
    },
    {
      plant: `update message set amount_minor = amount_minor - 1 where message_id = ${of("Owing", "reminder")}`,
      why: /^its decision does not say step reminder of anchor \S+ by sms for 9999$/,
    },
  ],
  "7 promised callbacks are delivered, retried or marked dead": [
    {
      plant: `${owed("pending", "null, null, false")};
        delete from webhook_delivery where seq = (select min(seq) from webhook_delivery)`,
      why: /^message\.planned was promised, and nothing was put down$/,
    },
    {
      plant: `${owed("delivered", "null, now(), false")}; ${onlyOf("delivered")}`,
      why: /^delivered, though no try was answered with 2xx$/,
    },
    {
      plant: `${owed("dead", "'tries_used', now(), false")}; ${onlyOf("dead")}`,
      why: /^dead after 0 tries, of which 0 are in the log$/,
    },
    {
      plant: `update webhook_delivery set due_at = now() + interval '2 days' where seq = (
        select max(seq) from webhook_delivery where state = 'pending') and state = 'pending'`,
      why: /^its next try is at .*, later than any retry$/,
    },
    {
      plant: `${owed("pending", "null, null, true")}; delete from webhook_delivery d where behind
          and seq > (select min(seq) from webhook_delivery o where o.endpoint_id = d.endpoint_id);
        update webhook_endpoint w set promised_from_seq = cursor_seq where exists (select from webhook_delivery d
          where d.endpoint_id = w.endpoint_id and d.behind)`,
      why: /^it waits for an earlier event of its customer, and there is none$/,
    },
    {
      plant: `${owed("pending", "null, null, false")}; update webhook_endpoint w set removed_at = now()
          where created_at = (select max(created_at) from webhook_endpoint);
        delete from webhook_delivery d using webhook_endpoint w where w.endpoint_id = d.endpoint_id
          and w.removed_at is not null
          and d.seq > (select min(seq) from webhook_delivery o where o.endpoint_id = d.endpoint_id)`,
      why: /^it waits for an endpoint that was removed$/,
    },
  ],
  "8 promises and plans": [
    {
      plant: `update promise set state = 'kept' where instalment = 2;
        update event set kind = 'promise.kept' where kind = 'promise.part_kept'`,
      why: /^kept, but by what had come in it was part_kept$/,
    },
    {
      plant: `update promise set amount_minor = amount_minor + 1 where instalment = 3;
        update hold h set amount_minor = p.amount_minor from promise p where p.hold_id = h.hold_id and p.instalment = 3`,
      why: /^its instalments are 8401 together, but it is of 8400$/,
    },
    {
      plant: `update promise set received_minor = 2700 where instalment = 1`,
      why: /^2700 is said to have come in, but it was 2800$/,
    },
    {
      plant: `update hold h set ended_at = null from promise p where p.hold_id = h.hold_id and p.plan_id is null`,
      why: /^broken, though its hold stands$/,
    },
    {
      plant: `delete from event where kind = 'promise.cancelled'`,
      why: /^cancelled, and no event says so$/,
    },
  ],
  "9 stopped debits": [
    {
      plant: `insert into event (client_id, at, kind, customer_id, actor, body)
        select client_id, clock_now(), 'debit.sent', customer_id, 'test', jsonb_build_object('debit_id', debit_id)
        from debit_order where state = 'stopped'`,
      why: /^sent after it was stopped at /,
    },
    {
      plant: `delete from event where kind = 'debit.released'`,
      why: /^lifted, and no event says so$/,
    },
    {
      plant: `update event set body = body || '{"amount_minor": "2499"}' where kind = 'debit.stopped'`,
      why: /^it was told of as 2499, and the debit is of 2500$/,
    },
    {
      plant: `update debit_stop set option = null, meaning = 'manual' where option = 1 and not after_cutoff`,
      why: /^answered with 1, and no stop shows it$/,
    },
    {
      plant: `update debit_stop set after_cutoff = false where after_cutoff;
        update event set kind = 'debit.stopped' where kind = 'debit.stop_too_late'`,
      why: /^in time by its flag, but the cut-off was at /,
    },
    {
      plant: `update debit_order set state = 'collected' where state = 'stopped'`,
      why: /^collected, and no result says so$/,
    },
    {
      plant: `update mandate set state = 'active', cancelled_at = null where state = 'cancelled'`,
      why: /^active, though its agreement was cancelled$/,
    },
  ],
};

test("a clean life breaks nothing, and everything was looked at", async () => {
  const verdict = await onCopy(at, async (_, copy) => await verdictOn(copy, lived.clientId));
  expect(verdict.invariants.flatMap((one) => one.violations)).toEqual([]);
  expect(verdict.ok).toBe(true);
});

test.each(Object.entries(faults))(
  "%s: each planted fault is found, and breaks nothing else",
  async (name, planted) => {
    const { invariants, ok } = await onCopy(at, async (owner, copy) => {
      for (const { plant } of planted) await owner.query(plant);
      return await verdictOn(copy, lived.clientId);
    });
    const failed = invariants.filter((one) => !one.ok);
    expect(ok).toBe(false);
    expect(failed.map(({ id }) => id)).toEqual([Number(name[0])]);
    const violations = failed.flatMap((one) => one.violations);
    for (const { why } of planted) {
      expect(violations).toContainEqual({
        rows: expect.anything() as unknown,
        why: expect.stringMatching(why) as unknown,
      });
    }
    for (const row of violations.flatMap(({ rows }) => rows)) {
      expect(row).toMatch(
        /^(msg|evt|dec|inv|pay|whk|pro|pln|deb|stp|man)_[0-9a-f-]{36}$|^[a-z_.]+$/,
      );
    }
  },
);

test("what is tried leaves no trace, and a database that is read only is not written to", async () => {
  await onCopy(at, async (owner, copy) => {
    const state = async () =>
      (
        await owner.query<{ rows: string }>(
          `select (select string_agg(m::text, '' order by message_id) from message m)
            || (select string_agg(p::text, '' order by promise_id) from promise p) as rows`,
        )
      ).rows;
    const wide = "(client_id = dunlin.current_client() or true)";
    await owner.query(`alter policy by_client on promise using ${wide} with check ${wide}`);
    const before = await state();
    expect((await verdictOn(copy, lived.clientId)).ok).toBe(false);
    expect(await state()).toEqual(before);
    await owner.query(`alter database ${copy.database} set default_transaction_read_only = on`);
    const { invariants } = await verdictOn(copy, lived.clientId);
    expect(invariants[4]!.note).toBe("writing was not tried: this database is read only");
  });
});

test("of many violations twenty are shown, and all are counted", async () => {
  const finding = await onCopy(at, async (owner, copy) => {
    await owner.query(`insert into message (client_id, class, lane, channel, state, address, template, language, body, not_before, not_after, created_at)
      select client_id, 'service', 1, 'sms', 'failed', '+27830000099', 'x', 'en', 'x', clock_now(), clock_now(), clock_now()
      from client, generate_series(1, 50)`);
    const { invariants } = await verdictOn(copy, lived.clientId);
    return invariants.find(({ id }) => id === 3)!;
  });
  expect(finding.violations).toHaveLength(20);
  expect(finding.violationCount).toBe(100);
});

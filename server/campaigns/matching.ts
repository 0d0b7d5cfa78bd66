// A filter as one statement over the whole ledger: the accounts that are meant, one for each customer.
import { sql, type RawBuilder } from "kysely";
import { minorOf, namesAmounts, type Conditions, type Filter } from "./filter.ts";

/** What a filter is read against. */
export type Around = {
  readonly clientId: string;
  /** The client's own currency: that of amounts without one, and which account speaks for a customer of several. */
  readonly currency: string;
  /** The client's own day. */
  readonly today: Temporal.PlainDate;
  readonly now: Temporal.Instant;
};

type Condition = RawBuilder<unknown>;

const all = (parts: readonly Condition[]): Condition =>
  parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);

/**
 * One row for each customer that is meant: customer_id, account_id, currency, and what is open, overdue and since when. Of several
 * accounts that fit, the one in the client's currency speaks, else the one with the oldest debt.
 */
export function matched(around: Around, filter: Filter): Condition {
  const { clientId, currency, today } = around;
  const { except, ...flat } = filter;
  const meant = conditionsOf(around, flat);
  const not = except === undefined ? [] : conditionsOf(around, except);
  const where = all([...meant, ...(not.length === 0 ? [] : [sql`(${all(not)}) is not true`])]);
  return sql`
    select distinct on (c.customer_id) c.customer_id, a.account_id, a.currency,
      coalesce(s.open_minor, 0) as open_minor, coalesce(s.overdue_minor, 0) as overdue_minor, s.oldest_on
    from dunlin.account a
    join dunlin.customer c on c.client_id = a.client_id and c.customer_id = a.customer_id
    left join (
      select i.account_id, sum(i.open_minor)::bigint as open_minor, min(i.due_on) as oldest_on,
        (sum(i.open_minor) filter (where i.due_on < ${today}))::bigint as overdue_minor
      from dunlin.invoice i where i.client_id = ${clientId} and i.open_minor > 0 group by i.account_id
    ) s on s.account_id = a.account_id
    where a.client_id = ${clientId} and c.erased_at is null and (${where})
    order by c.customer_id, (a.currency = ${currency}) desc, s.oldest_on nulls last, a.account_id`;
}

function conditionsOf(around: Around, filter: Conditions): Condition[] {
  return [
    ...moneyOf(around, filter),
    ...datesOf(around, filter),
    ...personOf(around, filter),
    ...pastOf(around, filter),
    ...standingOf(around, filter),
    ...namedOf(around, filter),
  ];
}

const given = <T>(value: T | undefined, make: (value: T) => Condition): Condition[] =>
  value === undefined ? [] : [make(value)];

function moneyOf({ currency: own }: Around, filter: Conditions): Condition[] {
  const currency = filter.currency ?? own;
  const atLeast = (field: "owed_min" | "overdue_min", column: Condition): Condition[] =>
    given(
      filter[field],
      (text) => sql`coalesce(${column}, 0) >= ${minorOf(field, text, currency)}`,
    );
  const atMost = (field: "owed_max" | "overdue_max", column: Condition): Condition[] =>
    given(
      filter[field],
      (text) => sql`coalesce(${column}, 0) <= ${minorOf(field, text, currency)}`,
    );
  const named = filter.currency !== undefined || namesAmounts(filter);
  return [
    ...(named ? [sql`a.currency = ${currency}`] : []),
    ...atLeast("owed_min", sql`s.open_minor`),
    ...atMost("owed_max", sql`s.open_minor`),
    ...atLeast("overdue_min", sql`s.overdue_minor`),
    ...atMost("overdue_max", sql`s.overdue_minor`),
  ];
}

function datesOf({ clientId, today }: Around, filter: Conditions): Condition[] {
  return [
    ...given(filter.overdue, (yes) =>
      yes ? sql`s.overdue_minor > 0` : sql`coalesce(s.overdue_minor, 0) = 0`,
    ),
    ...given(filter.days_late_min, (days) => sql`s.oldest_on <= ${today.subtract({ days })}`),
    ...given(filter.days_late_max, (days) => sql`s.oldest_on >= ${today.subtract({ days })}`),
    ...given(
      filter.due_within_days,
      (days) => sql`exists (select from dunlin.invoice i where i.client_id = ${clientId}
        and i.account_id = a.account_id and i.open_minor > 0
        and i.due_on between ${today} and ${today.add({ days })})`,
    ),
  ];
}

const point = (clientId: string, kind: "phone" | "mailbox"): Condition =>
  sql`exists (select from dunlin.contact_point p where p.client_id = ${clientId} and p.customer_id = c.customer_id
    and p.kind = ${kind} and p.retired_at is null and p.wrong_person_at is null)`;

function personOf({ clientId }: Around, filter: Conditions): Condition[] {
  const among = (values: readonly string[] | undefined, column: Condition): Condition[] =>
    given(values, (names) => sql`${column} = any(${names}::text[])`);
  return [
    ...among(filter.languages, sql`c.language`),
    ...among(filter.countries, sql`c.country`),
    ...among(filter.zones, sql`c.zone`),
    ...among(filter.tags, sql`c.segment`),
    ...among(filter.kinds, sql`c.kind`),
    ...(filter.has ?? []).map((one) => point(clientId, one === "phone" ? "phone" : "mailbox")),
    ...given(filter.opted_out, (yes) => {
      const out = sql`exists (select from dunlin.contact_point p
        join dunlin.address d on d.client_id = p.client_id and d.address = p.address and d.opted_out_at is not null
        where p.client_id = ${clientId} and p.customer_id = c.customer_id and p.retired_at is null)`;
      return yes ? out : sql`not ${out}`;
    }),
  ];
}

function pastOf({ clientId, now, today }: Around, filter: Conditions): Condition[] {
  const since = (days: number): Temporal.Instant => now.subtract({ hours: 24 * days });
  const said = (days: number): Condition =>
    sql`exists (select from dunlin.message m where m.client_id = ${clientId} and m.customer_id = c.customer_id
      and m.class in ('collection', 'notice') and m.handed_over_at >= ${since(days)})`;
  const paid = (days: number): Condition =>
    sql`exists (select from dunlin.payment p where p.client_id = ${clientId} and p.account_id = a.account_id
      and p.kind in ('reported', 'inferred') and p.paid_on >= ${today.subtract({ days })})`;
  return [
    ...given(filter.contacted_within_days, said),
    ...given(filter.not_contacted_within_days, (days) => sql`not ${said(days)}`),
    ...given(filter.paid_within_days, paid),
    ...given(filter.not_paid_within_days, (days) => sql`not ${paid(days)}`),
    ...given(
      filter.replied_within_days,
      (days) => sql`c.customer_id in (select i.customer_id from dunlin.inbound i
        where i.client_id = ${clientId} and not i.automatic and i.received_at >= ${since(days)})`,
    ),
  ];
}

function standingOf({ clientId, today }: Around, filter: Conditions): Condition[] {
  const promised = (state: string): Condition =>
    sql`exists (select from dunlin.promise p where p.client_id = ${clientId} and p.account_id = a.account_id
      and p.state = ${state})`;
  const planned = sql`exists (select from dunlin.plan p where p.client_id = ${clientId}
    and p.account_id = a.account_id and p.state = 'open')`;
  const held = (kinds: Condition): Condition =>
    sql`exists (select from dunlin.hold h where h.client_id = ${clientId} and h.customer_id = c.customer_id
      and h.ended_at is null and (h.account_id is null or h.account_id = a.account_id)
      and (h.until_on is null or h.until_on >= ${today}) and ${kinds})`;
  const yesOrNo = (yes: boolean, condition: Condition): Condition =>
    yes ? condition : sql`not ${condition}`;
  return [
    ...given(filter.promise, (state) =>
      state === "none" ? sql`not ${promised("open")}` : promised(state),
    ),
    ...given(filter.plan, (state) => yesOrNo(state === "open", planned)),
    ...given(filter.disputed, (yes) => yesOrNo(yes, held(sql`h.kind = 'dispute'`))),
    ...given(filter.held, (yes) => yesOrNo(yes, held(sql`true`))),
    ...given(
      filter.steps,
      (steps) => sql`exists (select from dunlin.episode e
        join dunlin.rung r on r.client_id = e.client_id and r.account_id = e.account_id
          and r.anchor = e.episode_id::text
        where e.client_id = ${clientId} and e.account_id = a.account_id and e.closed_at is null
          and r.outcome = 'taken' and r.step_id = any(${steps}::text[]))`,
    ),
  ];
}

function namedOf({ clientId }: Around, filter: Conditions): Condition[] {
  return [
    ...given(filter.references, (names) => sql`c.reference = any(${names}::text[])`),
    ...given(filter.import, (batchId) => ofImport(clientId, batchId)),
    ...given(
      filter.campaign,
      (id) => sql`exists (select from dunlin.campaign_target t where t.client_id = ${clientId}
        and t.campaign_id = ${id} and t.customer_id = c.customer_id)`,
    ),
    ...given(filter.failed_in, (id) => unreachedBy(clientId, id)),
  ];
}

/** Whose invoices, credits, names or accounts the import made or changed, whatever has become of them since. */
function ofImport(clientId: string, batchId: string): Condition {
  return sql`c.customer_id in (
    select x.customer_id from dunlin.account x join dunlin.invoice i using (client_id, account_id)
    where x.client_id = ${clientId} and i.batch_id = ${batchId}
    union
    select b.entity_id from dunlin.batch_change b
    where b.client_id = ${clientId} and b.batch_id = ${batchId} and b.entity = 'customer'
    union
    select x.customer_id from dunlin.batch_change b
    join dunlin.invoice i on i.client_id = b.client_id and i.invoice_id = b.entity_id
    join dunlin.account x on x.client_id = i.client_id and x.account_id = i.account_id
    where b.client_id = ${clientId} and b.batch_id = ${batchId} and b.entity = 'invoice')`;
}

function unreachedBy(clientId: string, campaignId: string): Condition {
  return sql`c.customer_id in (
    select m.customer_id from dunlin.message m
    where m.client_id = ${clientId} and m.anchor = ${campaignId} and m.step_id = 'campaign'
      and m.state not in ('suppressed', 'cancelled')
    group by m.customer_id having bool_and(m.state in ('failed', 'expired')))`;
}

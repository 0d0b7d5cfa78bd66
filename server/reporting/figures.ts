// Figures over time: what came in, what was open, whom we reached and what they did; by day or week where the client is.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { asNamed, type Tx } from "#platform/db.ts";
import { dateOf } from "#policies/day.ts";
import { instantsOf, startsOf, type Span, type Step } from "./days.ts";
import { readLargely } from "./large.ts";
import { outstanding } from "./outstanding.ts";

export type MoneyDay = {
  /** The day, or the Monday of the week. */
  readonly date: Temporal.PlainDate;
  /** Payments that were reported, by the day on which they were made. */
  readonly collected_minor: bigint;
  /** What a book implied: open amounts that fell, and invoices that were gone from a whole book. */
  readonly inferred_minor: bigint;
  readonly absent_minor: bigint;
  /** Money that went back on that day: returned debits, refunds, chargebacks. */
  readonly returned_minor: bigint;
  /** Of the money of that day, what came within 48 hours of a reminder. */
  readonly paid_48h_minor: bigint;
  /** At the end of the day or week. */
  readonly outstanding_minor: bigint;
  readonly not_due_minor: bigint;
  readonly days_1_30_minor: bigint;
  readonly days_31_60_minor: bigint;
  readonly days_61_90_minor: bigint;
  readonly over_90_minor: bigint;
};

/** Accounts to which a reminder was handed over on that day or in that week, and what became of it. */
export type ContactDay = {
  readonly date: Temporal.PlainDate;
  readonly contacted: number;
  /** Of those, to whom one was delivered. */
  readonly reached: number;
  /** Of those, who wrote within 48 hours. */
  readonly replied: number;
  /** Of those, who paid within 48 hours. */
  readonly paid: number;
};

export type Figures = Span & {
  readonly by: Step;
  readonly zone: string;
  readonly money: readonly { readonly currency: string; readonly days: readonly MoneyDay[] }[];
  readonly contacts: readonly ContactDay[];
};

type Scope = {
  readonly tx: Tx;
  readonly clientId: string;
  readonly zone: string;
  readonly span: Span;
  readonly by: Step;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
};

/** Nothing is added over currencies. */
export async function figures(tx: Tx, clientId: string, span: Span, by: Step): Promise<Figures> {
  const { zone } = await getClient(tx, clientId);
  await readLargely(tx);
  const scope: Scope = { tx, clientId, zone, span, by, ...instantsOf(span, zone) };
  const open = await outstanding(tx, clientId, { zone, span, by });
  const flows = await flowsOf(scope);
  const starts = startsOf(span, by);
  const currencies = [...new Set([...open.keys(), ...flows.keys()])].toSorted();
  return {
    ...span,
    by,
    zone,
    money: currencies.map((currency) => ({
      currency,
      days: starts.map((start, at) => {
        const flow = flows.get(currency)?.get(start);
        const aged = open.get(currency)?.[at] ?? [0n, 0n, 0n, 0n, 0n];
        return {
          date: dateOf(start),
          collected_minor: flow?.collected ?? 0n,
          inferred_minor: flow?.inferred ?? 0n,
          absent_minor: flow?.absent ?? 0n,
          returned_minor: flow?.returned ?? 0n,
          paid_48h_minor: flow?.paid48h ?? 0n,
          outstanding_minor: aged.reduce((sum, minor) => sum + minor, 0n),
          not_due_minor: aged[0],
          days_1_30_minor: aged[1],
          days_31_60_minor: aged[2],
          days_61_90_minor: aged[3],
          over_90_minor: aged[4],
        };
      }),
    })),
    contacts: await contactsOf(scope),
  };
}

/** The first day of the day or week, as a number of days since 1970, of a date in SQL. */
const startIn = (date: ReturnType<typeof sql>, by: Step) =>
  by === "day"
    ? sql`(${date} - date '1970-01-01')`
    : sql`(date_trunc('week', ${date}::timestamp)::date - date '1970-01-01')`;

type Flow = {
  collected: bigint;
  inferred: bigint;
  absent: bigint;
  returned: bigint;
  paid48h: bigint;
};
type FlowRow = { currency: string; start: number; what: keyof Flow; minor: bigint };

/** A payment may be told of before its own day, but not long. */
const EARLIEST = Temporal.Duration.from({ hours: 24 * 10 });

async function flowsOf(scope: Scope): Promise<ReadonlyMap<string, ReadonlyMap<number, Flow>>> {
  const { tx, clientId, zone, span, by, from, to } = scope;
  const { rows } = await sql<FlowRow>`
    with superseded as materialized (
      -- Told of twice: what went back of the one is in the other.
      select cause::uuid as payment_id, sum((body ->> 'amount_minor')::bigint) as minor from dunlin.event
      where client_id = ${clientId} and kind = 'payment.reversed' and body ->> 'reason' = 'superseded' group by 1
    ), money as materialized (
      select p.currency, p.account_id, p.kind, p.paid_on, p.received_at,
        case p.kind when 'reported' then p.amount_minor - coalesce(s.minor, 0) else p.amount_minor - p.reversed_minor end as minor
      from dunlin.payment p left join superseded s using (payment_id)
      where p.client_id = ${clientId} and p.kind in ('reported', 'inferred', 'absence')
        and p.received_at >= ${from.subtract(EARLIEST)} and p.paid_on between ${span.from}::date and ${span.to}::date
    ), contact as materialized (
      select account_id, handed_over_at as at from dunlin.message
      where client_id = ${clientId} and class = 'collection' and account_id is not null
        and created_at >= ${from.subtract({ hours: 24 * 60 })} and created_at < ${to}
        and handed_over_at >= ${from.subtract({ hours: 24 * 4 })} and handed_over_at < ${to}
    ), flow as (
      select currency, ${startIn(sql`paid_on`, by)} as start,
        case kind when 'reported' then 'collected' when 'inferred' then 'inferred' else 'absent' end as what, minor
      from money
      union all
      select p.currency, ${startIn(sql`p.paid_on`, by)}, 'paid48h', p.minor
      from money p where exists (select from contact m where m.account_id = p.account_id
        and ${withinTwoDays(zone)})
      union all
      select body ->> 'currency', ${startIn(sql`(at at time zone ${zone})::date`, by)}, 'returned', (body ->> 'amount_minor')::bigint
      from dunlin.event where client_id = ${clientId} and kind = 'payment.reversed'
        and body ->> 'reason' <> 'superseded' and at >= ${from} and at < ${to}
    )
    select currency, start, what, sum(minor)::bigint as minor from flow where minor <> 0 group by 1, 2, 3
  `.execute(asNamed(tx));
  const flows = new Map<string, Map<number, Flow>>();
  for (const { currency, start, what, minor } of rows) {
    const days = flows.get(currency) ?? new Map<number, Flow>();
    flows.set(currency, days);
    const flow = days.get(start) ?? {
      collected: 0n,
      inferred: 0n,
      absent: 0n,
      returned: 0n,
      paid48h: 0n,
    };
    days.set(start, flow);
    flow[what] += minor;
  }
  return flows;
}

/**
 * The payment `p` was made at most 48 hours after the contact `m`. Of a payment that was told of later only its date is known:
 * it counts as made at the end of that day. Money that was on its way before is no effect of the contact.
 */
export const withinTwoDays = (zone: string) => sql`(
  m.at <= least(p.received_at, (p.paid_on + 1)::timestamp at time zone ${zone})
  and m.at >= least(p.received_at, (p.paid_on + 1)::timestamp at time zone ${zone}) - interval '48 hours'
  and (p.kind <> 'reported' or p.paid_on >= (m.at at time zone ${zone})::date))`;

/** Each account once a day or week, by the first contact of it. */
async function contactsOf(scope: Scope): Promise<ContactDay[]> {
  const { tx, clientId, zone, span, by, from, to } = scope;
  type Row = { start: number; contacted: number; reached: number; replied: number; paid: number };
  const { rows } = await sql<Row>`
    with contact as materialized (
      select account_id, customer_id, ${startIn(sql`(handed_over_at at time zone ${zone})::date`, by)} as start,
        min(handed_over_at) as first_at, max(handed_over_at) as last_at,
        bool_or(delivered_at is not null) as reached
      from dunlin.message
      where client_id = ${clientId} and class = 'collection' and account_id is not null
        and created_at >= ${from.subtract({ hours: 24 * 60 })} and created_at < ${to}
        and handed_over_at >= ${from} and handed_over_at < ${to}
      group by 1, 2, 3
    ), reply as materialized (
      select distinct m.account_id, m.start from contact m
      join dunlin.inbound i on i.client_id = ${clientId} and i.customer_id = m.customer_id and not i.automatic
        and i.received_at >= ${from} and i.received_at >= m.first_at and i.received_at <= m.last_at + interval '48 hours'
    ), paid as materialized (
      select distinct m.account_id, m.start
      from (select account_id, start, unnest(array[first_at, last_at]) as at from contact) m
      join dunlin.payment p on p.client_id = ${clientId} and p.account_id = m.account_id
      where p.kind in ('reported', 'inferred', 'absence') and p.amount_minor > p.reversed_minor
        and p.received_at >= ${from} and ${withinTwoDays(zone)}
    )
    select c.start, count(*)::int as contacted, (count(*) filter (where c.reached))::int as reached,
      count(r.start)::int as replied, count(p.start)::int as paid
    from contact c
    left join reply r using (account_id, start)
    left join paid p using (account_id, start)
    group by 1
  `.execute(asNamed(tx));
  const found = new Map(rows.map((row) => [row.start, row]));
  return startsOf(span, by).map((start) => {
    const { contacted = 0, reached = 0, replied = 0, paid = 0 } = found.get(start) ?? {};
    return { date: dateOf(start), contacted, reached, replied, paid };
  });
}

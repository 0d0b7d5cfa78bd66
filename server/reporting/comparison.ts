/**
 * Steps, templates, channels, hours and campaigns beside each other: what was said, what came of it, and what it cost.
 *
 * What a customer does counts for one contact: the last reminder that was handed over to the account at most 48 hours before
 * (of an opt-out, to the address). So nothing is counted twice in one comparison, and sums over its rows are sums.
 */
import { sql, type RawBuilder } from "kysely";
import { getClient } from "#clients/clients.ts";
import { CAMPAIGN_STEP_ID } from "#policies/campaign.ts";
import { roundToMinor } from "#messages/text/price.ts";
import { asNamed, type Tx } from "#platform/db.ts";
import { withinTwoDays } from "./figures.ts";
import { readLargely } from "./large.ts";
import type { Period } from "./report.ts";

export const COMPARED = [
  "step",
  "template",
  "channel",
  "campaign",
  "hour",
  "weekday",
  "language",
] as const;
export type Compared = (typeof COMPARED)[number];

export type ComparedPaid = {
  readonly currency: string;
  readonly accounts: number;
  readonly minor: bigint;
  /** Cost of the messages for each unit of that money; null where they cost another currency. */
  readonly cost_per_unit: number | null;
};

export type ComparedLine = {
  /** The step, the template, the channel, the id of the campaign; the hour as "08", the weekday as "1" (Monday) to "7". */
  readonly key: string;
  /** Of a campaign its name. */
  readonly label: string | null;
  readonly sent: number;
  readonly delivered: number;
  readonly failed: number;
  /** Accounts that were contacted, each once. */
  readonly accounts: number;
  readonly opened: number;
  readonly clicked: number;
  readonly replied: number;
  readonly opted_out: number;
  readonly complained: number;
  readonly promises_made: number;
  readonly promises_kept: number;
  readonly promises_broken: number;
  readonly cost: { readonly currency: string; readonly minor: bigint };
  readonly paid: readonly ComparedPaid[];
};

const keyOf = (by: Compared, zone: string): RawBuilder<unknown> =>
  ({
    step: sql`coalesce(step_id, '')`,
    template: sql`template`,
    channel: sql`channel`,
    campaign: sql`anchor`,
    language: sql`language`,
    hour: sql`to_char(handed_over_at at time zone ${zone}, 'HH24')`,
    weekday: sql`extract(isodow from handed_over_at at time zone ${zone})::text`,
  })[by];

const MOST_KEYS = 500;

type Counts = {
  -readonly [Name in Exclude<keyof ComparedLine, "key" | "label" | "cost" | "paid">]: number;
} & { readonly key: string; readonly micros: bigint };
type PaidRow = { key: string; currency: string; accounts: number; minor: bigint };

/** Reminders that were handed over in the period, of campaigns all they said; the most frequent of the keys, 500 at most. */
export async function comparison(
  tx: Tx,
  clientId: string,
  by: Compared,
  period: Period,
): Promise<readonly ComparedLine[]> {
  const { zone, currency } = await getClient(tx, clientId);
  await readLargely(tx);
  await makeContacts(tx, clientId, by, { key: keyOf(by, zone), ...period });
  const counts = await countsOf(tx, clientId, period);
  const names = by === "campaign" ? await namesOf(tx, clientId, counts) : new Map<string, string>();
  const paid = Map.groupBy(await paidOf(tx, clientId, zone, period), (row) => row.key);
  return counts.map(({ micros, ...line }) => {
    const minor = roundToMinor(micros, currency);
    return {
      ...line,
      label: names.get(line.key) ?? null,
      cost: { currency, minor },
      paid: (paid.get(line.key) ?? []).map(({ key: _key, ...one }) => ({
        ...one,
        cost_per_unit:
          one.currency === currency && one.minor > 0n ? Number(minor) / Number(one.minor) : null,
      })),
    };
  });
}

async function namesOf(
  tx: Tx,
  clientId: string,
  lines: readonly { readonly key: string }[],
): Promise<ReadonlyMap<string, string>> {
  const keys = lines.map(({ key }) => key);
  const { rows } = await sql<{ id: string; name: string }>`
    select campaign_id as id, name from dunlin.campaign
    where client_id = ${clientId} and campaign_id::text = any(${keys}::text[])`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The reminders of the period as a table of the transaction, so that each question finds them by an index. */
async function makeContacts(
  tx: Tx,
  clientId: string,
  by: Compared,
  { key, from, to }: Period & { readonly key: RawBuilder<unknown> },
): Promise<void> {
  const which =
    by === "campaign"
      ? sql`step_id = ${CAMPAIGN_STEP_ID} and anchor is not null`
      : sql`class = 'collection'`;
  await sql`drop table if exists compared_contact`.execute(tx);
  await sql`
    create temporary table compared_contact on commit drop as
    select message_id, account_id, channel, address, ${key} as key, handed_over_at as at,
      delivered_at is not null as delivered, state = 'failed' as failed, price_micros
    from dunlin.message
    where client_id = ${clientId} and ${which} and handed_over_at >= ${from} and handed_over_at < ${to}
      and created_at >= ${from.subtract({ hours: 24 * 60 })} and created_at < ${to}`.execute(tx);
  await sql`create index on compared_contact (account_id, at)`.execute(tx);
  await sql`create index on compared_contact (message_id)`.execute(tx);
  await sql`analyze compared_contact`.execute(tx);
}

/** The last contact `c` of the account that a row `x` belongs to, at most 48 hours before it; of which `key` is what we ask. */
const lastBefore = (at: string) => sql`
  cross join lateral (select c.key from compared_contact c
    where c.account_id = x.account_id and c.at <= ${sql.raw(at)} and c.at >= ${sql.raw(at)} - interval '48 hours'
    order by c.at desc, c.message_id desc limit 1) c`;

async function countsOf(tx: Tx, clientId: string, { from, to }: Period): Promise<Counts[]> {
  const later = to.add({ hours: 48 });
  const { rows } = await sql<Counts>`
    with said as (
      select key, count(*)::int as sent, (count(*) filter (where delivered))::int as delivered,
        (count(*) filter (where failed))::int as failed, count(distinct account_id)::int as accounts,
        coalesce(sum(price_micros), 0)::bigint as micros
      from compared_contact group by 1 order by 2 desc, 1 limit ${MOST_KEYS}
    ), engaged as (
      select c.key, count(distinct e.message_id) filter (where e.what = 'open' and e.kind = 'human') as opened,
        count(distinct e.message_id) filter (where e.what = 'click' and e.kind = 'human') as clicked,
        count(distinct e.message_id) filter (where e.what = 'complaint') as complained
      from compared_contact c join dunlin.engagement e on e.client_id = ${clientId} and e.message_id = c.message_id group by 1
    ), replied as (
      select c.key, count(distinct x.account_id) as n
      from (select i.received_at, a.account_id from dunlin.inbound i
        join dunlin.account a on a.client_id = i.client_id and a.customer_id = i.customer_id
        where i.client_id = ${clientId} and not i.automatic and i.received_at >= ${from} and i.received_at < ${later}) x
      ${lastBefore("x.received_at")} group by 1
    ), opted as (
      select key, count(*) as n from (
        select (select c.key from compared_contact c join dunlin.message m
            on m.client_id = o.client_id and m.message_id = c.message_id
          where m.channel = o.channel and m.address = o.address and m.created_at >= o.at - interval '60 days'
            and c.at <= o.at and c.at >= o.at - interval '48 hours' order by c.at desc limit 1) as key
        from dunlin.opting o where o.client_id = ${clientId} and o.opted_out and o.at >= ${from} and o.at < ${later}) o
      where key is not null group by 1
    ), promised as (
      select c.key, count(*) as made, count(*) filter (where x.state = 'kept') as kept,
        count(*) filter (where x.state in ('broken', 'part_kept')) as broken
      from (select account_id, made_at, state from dunlin.promise
        where client_id = ${clientId} and made_at >= ${from} and made_at < ${later} and coalesce(instalment, 1) = 1) x
      ${lastBefore("x.made_at")} group by 1
    )
    select s.*, coalesce(e.opened, 0)::int as opened, coalesce(e.clicked, 0)::int as clicked,
      coalesce(e.complained, 0)::int as complained, coalesce(r.n, 0)::int as replied, coalesce(o.n, 0)::int as opted_out,
      coalesce(p.made, 0)::int as promises_made, coalesce(p.kept, 0)::int as promises_kept,
      coalesce(p.broken, 0)::int as promises_broken
    from said s left join engaged e using (key) left join replied r using (key) left join opted o using (key)
      left join promised p using (key)
    order by s.key`.execute(asNamed(tx));
  return rows;
}

async function paidOf(
  tx: Tx,
  clientId: string,
  zone: string,
  { from, to }: Period,
): Promise<PaidRow[]> {
  const { rows } = await sql<PaidRow>`
    select c.key, p.currency, count(distinct p.account_id)::int as accounts,
      sum(p.amount_minor - p.reversed_minor)::bigint as minor
    from dunlin.payment p
    cross join lateral (select m.key from compared_contact m
      where m.account_id = p.account_id and ${withinTwoDays(zone)}
      order by m.at desc, m.message_id desc limit 1) c
    where p.client_id = ${clientId} and p.kind in ('reported', 'inferred', 'absence') and p.amount_minor > p.reversed_minor
      -- A payment may be told of long after its day.
      and p.received_at >= ${from} and p.paid_on <= (${to.add({ hours: 48 })}::timestamptz at time zone ${zone})::date
    group by 1, 2 order by 1, 2`.execute(asNamed(tx));
  return rows;
}

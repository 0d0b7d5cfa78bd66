// How a campaign goes: where each of its messages is, what came of it, what it costs, and how long it will take.
import { sql } from "kysely";
import { asNamed, type Tx } from "#platform/db.ts";
import type { Campaign } from "./campaign-row.ts";

/** What counts as an answer to it, or as paid because of it, comes within this. */
const HEARD_WITHIN_HOURS = 48;

export type Progress = {
  /** Customers it is for, as far as it has been made into rows. */
  readonly targets: number;
  /** Customers who have not had their turn: by a cap, a hold, stale books, or because it is paused or spread. */
  readonly waiting: number;
  readonly waitingWhy: Readonly<Record<string, number>>;
  /** Messages by state; of one that was replaced by a newer one only that is counted. */
  readonly messages: Readonly<Record<string, number>>;
  /** Customers and messages to whom nothing was said, by reason. */
  readonly notSaid: Readonly<Record<string, number>>;
  readonly segments: number;
  /** Of what was or will be handed over. */
  readonly priceMicros: bigint;
  readonly replied: number;
  readonly optedOut: number;
  readonly paid: number;
  /** What came in within 48 hours of a message, by currency. */
  readonly paidMinor: readonly { readonly currency: string; readonly minor: bigint }[];
  /** What is still to be handed over: messages and units by channel. */
  readonly left: readonly {
    readonly channel: string;
    readonly messages: number;
    readonly units: number;
  }[];
};

/** The last message to each contact point. */
const last = (clientId: string, campaignId: string) => sql`
  select distinct on (m.customer_id, m.channel, m.contact_point_id) m.*
  from dunlin.message m
  where m.client_id = ${clientId} and m.anchor = ${campaignId} and m.step_id = 'campaign'
  order by m.customer_id, m.channel, m.contact_point_id, m.message_id desc`;

/** Left, and so may have been read. */
const LEFT = sql`('handed_over', 'delivered', 'uncertain')`;

/** Counts everything, in four statements. */
export async function progressOf(
  tx: Tx,
  clientId: string,
  { campaignId, targets }: Pick<Campaign, "campaignId" | "targets">,
): Promise<Progress> {
  const states = await statesOf(tx, clientId, campaignId);
  const turns = await turnsOf(tx, clientId, campaignId);
  const heard = await heardOf(tx, clientId, campaignId);
  const messages: Record<string, number> = {};
  const notSaid: Record<string, number> = { ...turns.passed };
  const left = new Map<string, { messages: number; units: number }>();
  let segments = 0;
  let priceMicros = 0n;
  for (const row of states) {
    messages[row.state] = (messages[row.state] ?? 0) + row.messages;
    const ended = ["suppressed", "cancelled"].includes(row.state);
    if (ended)
      notSaid[row.reason ?? "unknown"] = (notSaid[row.reason ?? "unknown"] ?? 0) + row.messages;
    else segments += row.segments;
    if (!ended) priceMicros += row.priceMicros;
    if (!["planned", "queued"].includes(row.state)) continue;
    const sum = left.get(row.channel) ?? { messages: 0, units: 0 };
    const units = row.channel === "sms" ? row.segments : row.messages;
    left.set(row.channel, { messages: sum.messages + row.messages, units: sum.units + units });
  }
  return {
    targets,
    waiting: turns.waiting,
    waitingWhy: turns.why,
    messages,
    notSaid,
    segments,
    priceMicros,
    ...heard,
    left: [...left].map(([channel, sum]) => ({ channel, ...sum })),
  };
}

type StateRow = {
  readonly state: string;
  readonly reason: string | null;
  readonly channel: string;
  readonly messages: number;
  readonly segments: number;
  readonly priceMicros: bigint;
};

async function statesOf(
  tx: Tx,
  clientId: string,
  campaignId: string,
): Promise<readonly StateRow[]> {
  const { rows } = await sql<StateRow>`
    select l.state, case when l.state in ('suppressed', 'cancelled') then l.reason end as reason, l.channel,
      count(*)::int as messages, sum(l.segments)::int as segments, sum(l.price_micros)::bigint as "priceMicros"
    from (${last(clientId, campaignId)}) l
    group by 1, 2, 3`.execute(asNamed(tx));
  return rows;
}

/** Who has not had their turn and why, by the standing answer; and whose turn passed without a word. */
async function turnsOf(tx: Tx, clientId: string, campaignId: string) {
  const { rows } = await sql<{ waits: boolean; reason: string | null; customers: number }>`
    select r.anchor is null as waits,
      case when r.anchor is not null then r.reason else a.reason end as reason, count(*)::int as customers
    from dunlin.campaign_target t
    join dunlin.account a on a.client_id = t.client_id and a.account_id = t.account_id
    left join dunlin.rung r on r.client_id = t.client_id and r.account_id = t.account_id
      and r.anchor = t.campaign_id::text and r.step_id = 'campaign'
    where t.client_id = ${clientId} and t.campaign_id = ${campaignId}
      and (r.anchor is null or r.outcome = 'superseded')
    group by 1, 2`.execute(asNamed(tx));
  const passed: Record<string, number> = {};
  const why: Record<string, number> = {};
  let waiting = 0;
  for (const { waits, reason, customers } of rows) {
    const sums = waits ? why : passed;
    sums[reason ?? "not_yet"] = (sums[reason ?? "not_yet"] ?? 0) + customers;
    if (waits) waiting += customers;
  }
  return { passed, why, waiting };
}

async function heardOf(tx: Tx, clientId: string, campaignId: string) {
  const within = sql`interval '1 hour' * ${HEARD_WITHIN_HOURS}`;
  const { rows } = await sql<{ replied: number; optedOut: number }>`
    with told as materialized (
      select l.customer_id, l.channel, l.address, min(l.handed_over_at) as at from (${last(clientId, campaignId)}) l
      where l.state in ${LEFT} and l.handed_over_at is not null group by 1, 2, 3
    )
    select
      (select count(distinct t.customer_id)::int from told t
        join dunlin.inbound i on i.client_id = ${clientId} and i.customer_id = t.customer_id
          and i.received_at between t.at and t.at + ${within}
        where not i.automatic and i.received_at >= (select min(at) from told)) as replied,
      (select count(distinct t.customer_id)::int from told t
        join dunlin.address d on d.client_id = ${clientId} and d.channel = t.channel and d.address = t.address
          and d.opted_out_at between t.at and t.at + ${within}) as "optedOut"
  `.execute(asNamed(tx));
  const { rows: paid } = await sql<{ currency: string; customers: number; minor: bigint }>`
    with told as materialized (
      select l.account_id, min(l.handed_over_at) as at from (${last(clientId, campaignId)}) l
      where l.state in ${LEFT} and l.handed_over_at is not null group by 1
    )
    select p.currency, count(distinct t.account_id)::int as customers,
      sum(p.amount_minor - p.reversed_minor)::bigint as minor
    from told t join dunlin.payment p on p.client_id = ${clientId} and p.account_id = t.account_id
      and p.kind in ('reported', 'inferred') and p.received_at between t.at and t.at + ${within}
    group by p.currency order by p.currency`.execute(asNamed(tx));
  return {
    replied: rows[0]?.replied ?? 0,
    optedOut: rows[0]?.optedOut ?? 0,
    paid: paid.reduce((sum, one) => sum + one.customers, 0),
    paidMinor: paid.map(({ currency, minor }) => ({ currency, minor })),
  };
}

/** What the rows behind a number are asked for: a state, "waiting", "not_said", "replied", "opted_out" or "paid". */
export type RowsSearch = {
  readonly what: string;
  readonly reason?: string | undefined;
  readonly limit: number;
  /** The reference of the last one that was seen. */
  readonly after?: string | undefined;
};

export type CampaignLine = {
  readonly reference: string;
  readonly name: string;
  readonly channel: string | null;
  readonly state: string | null;
  readonly reason: string | null;
  readonly messageId: string | null;
  readonly body: string | null;
  readonly at: Temporal.Instant | null;
};

/** The customers behind a number, by reference; all of them with "all". */
export async function listLines(
  tx: Tx,
  clientId: string,
  campaignId: string,
  { what, reason, limit, after = "" }: RowsSearch,
): Promise<readonly CampaignLine[]> {
  const within = sql`interval '1 hour' * ${HEARD_WITHIN_HOURS}`;
  const left = sql`m.state in ${LEFT} and m.handed_over_at is not null`;
  const which = {
    all: sql`true`,
    waiting: sql`r.anchor is null`,
    not_said: sql`(r.outcome = 'superseded' or m.state in ('suppressed', 'cancelled'))`,
    replied: sql`${left} and exists (select from dunlin.inbound i where i.client_id = ${clientId}
      and i.customer_id = t.customer_id and not i.automatic
      and i.received_at between m.handed_over_at and m.handed_over_at + ${within})`,
    opted_out: sql`${left} and exists (select from dunlin.address d where d.client_id = ${clientId}
      and d.channel = m.channel and d.address = m.address
      and d.opted_out_at between m.handed_over_at and m.handed_over_at + ${within})`,
    paid: sql`${left} and exists (select from dunlin.payment p where p.client_id = ${clientId}
      and p.account_id = t.account_id and p.kind in ('reported', 'inferred')
      and p.received_at between m.handed_over_at and m.handed_over_at + ${within})`,
  }[what];
  const because =
    reason === undefined
      ? sql`true`
      : sql`coalesce(m.reason, r.reason, a.reason, 'not_yet') = ${reason}`;
  const { rows } = await sql<CampaignLine>`
    select c.reference, c.name, m.channel, m.state,
      coalesce(m.reason, case when r.outcome = 'superseded' then r.reason when r.anchor is null then a.reason end) as reason,
      m.message_id as "messageId", m.body,
      coalesce(m.delivered_at, m.handed_over_at, m.ended_at, m.not_before) as at
    from dunlin.campaign_target t
    join dunlin.customer c on c.client_id = t.client_id and c.customer_id = t.customer_id
    join dunlin.account a on a.client_id = t.client_id and a.account_id = t.account_id
    left join dunlin.rung r on r.client_id = t.client_id and r.account_id = t.account_id
      and r.anchor = t.campaign_id::text and r.step_id = 'campaign'
    left join (${last(clientId, campaignId)}) m on m.customer_id = t.customer_id
    where t.client_id = ${clientId} and t.campaign_id = ${campaignId} and c.reference > ${after}
      and ${which ?? sql`m.state = ${what}`} and ${because}
    order by c.reference limit ${limit}`.execute(asNamed(tx));
  return rows;
}

// What was said, what came of it, and what it cost; from messages, replies and payments of a period.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { roundToMinor } from "#messages/text/price.ts";
import type { Tx } from "#platform/db.ts";

export type Period = { readonly from: Temporal.Instant; readonly to: Temporal.Instant };

export type Report = {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  /** Messages that were decided on in the period; the next counts are of these. */
  readonly planned: number;
  readonly sent: number;
  readonly delivered: number;
  readonly failed: Record<string, number>;
  /** Messages that were taken back, and steps that could not be said at all, by reason. */
  readonly suppressed: Record<string, number>;
  readonly expired: number;
  readonly held: number;
  readonly uncertain: number;
  /** What customers sent; automatic answers do not count. */
  readonly replied: number;
  readonly opted_out: number;
  /** Messages of the period that were opened, and of which a link was followed, by who did: the same one may count in each. */
  readonly opened: Readers;
  readonly clicked: Omit<Readers, "proxy">;
  /** Messages of the period that a reader complained of to a mail provider. */
  readonly complained: number;
  /** Payments that came at most 48 hours after a collection message to the account, and were not made before its day. */
  readonly paid_48h: readonly Paid[];
  /** Promises and instalments: made in the period, and decided in it as what; what came in is of the decided ones. */
  readonly promises: readonly PromisesLine[];
  readonly cost: readonly { readonly currency: string; readonly minor: bigint }[];
  /** Cost for each unit of money that came within 48 hours, by currency. */
  readonly cost_per_unit: readonly { readonly currency: string; readonly ratio: number }[];
  readonly steps: readonly StepLine[];
  readonly aging: readonly AgingLine[];
};

type Readers = { readonly human: number; readonly proxy: number; readonly scanner: number };
type Paid = { currency: string; count: number; minor: bigint; inferred_minor: bigint };
type PromisesLine = {
  currency: string;
  made: number;
  kept: number;
  part_kept: number;
  broken: number;
  cancelled: number;
  promised_minor: bigint;
  received_minor: bigint;
};
type StepLine = {
  step: string;
  channel: string;
  planned: number;
  sent: number;
  delivered: number;
};
type AgingLine = {
  currency: string;
  not_due_minor: bigint;
  days_1_30_minor: bigint;
  days_31_60_minor: bigint;
  days_61_90_minor: bigint;
  over_90_minor: bigint;
  credit_minor: bigint;
};

/** The report of a period; aging is as of `now`. */
export async function report(
  tx: Tx,
  clientId: string,
  period: Period,
  now: Temporal.Instant,
): Promise<Report> {
  const client = await getClient(tx, clientId);
  const scope = { tx, clientId, ...period };
  const states = await countStates(scope);
  const count = (wanted: (row: StateRow) => boolean): number =>
    states.reduce((sum, row) => sum + (wanted(row) ? row.count : 0), 0);
  const paid = await paidWithin48h(scope, client.zone);
  const micros = states.reduce((sum, row) => sum + row.micros, 0n);
  const costMinor = roundToMinor(micros, client.currency);
  return {
    ...period,
    planned: count(() => true),
    sent: count((row) => row.sent),
    delivered: count((row) => row.state === "delivered"),
    failed: byReason(states.filter((row) => row.state === "failed")),
    suppressed: byReason([
      ...states.filter((row) => row.state === "suppressed"),
      ...(await passedOver(scope)),
    ]),
    expired: count((row) => row.state === "expired"),
    held: count((row) => row.state === "held"),
    uncertain: count((row) => row.state === "uncertain"),
    replied: await countReplies(scope),
    opted_out: await countOptOuts(scope),
    ...(await countReaders(scope)),
    paid_48h: paid,
    promises: await countPromises(scope),
    cost: micros > 0n ? [{ currency: client.currency, minor: costMinor }] : [],
    cost_per_unit: paid
      .filter((line) => line.currency === client.currency && line.minor > 0n)
      .map((line) => ({
        currency: line.currency,
        ratio: Number(costMinor) / Number(line.minor),
      })),
    steps: await countSteps(scope),
    aging: await aging(tx, clientId, client.zone, now),
  };
}

type Scope = Period & { readonly tx: Tx; readonly clientId: string };
type ReasonRow = { reason: string | null; count: number };
type StateRow = ReasonRow & { state: string; sent: boolean; micros: bigint };

function byReason(rows: readonly ReasonRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const reason = row.reason ?? "unknown";
    counts[reason] = (counts[reason] ?? 0) + row.count;
  }
  return counts;
}

async function countStates({ tx, clientId, from, to }: Scope): Promise<StateRow[]> {
  const { rows } = await sql<StateRow>`
    select state, split_part(reason, ':', 1) as reason, handed_over_at is not null as sent, count(*)::int as count,
      coalesce(sum(price_micros) filter (where handed_over_at is not null), 0)::bigint as micros
    from dunlin.message
    where client_id = ${clientId} and created_at >= ${from} and created_at < ${to}
    group by 1, 2, 3 order by 1, 2
  `.execute(tx);
  return rows;
}

// A step that found no way to speak left no message, only its rung.
async function passedOver({ tx, clientId, from, to }: Scope): Promise<ReasonRow[]> {
  const { rows } = await sql<ReasonRow>`
    select reason, count(*)::int as count from dunlin.rung
    where client_id = ${clientId} and outcome = 'superseded' and at >= ${from} and at < ${to}
    group by 1 order by 1
  `.execute(tx);
  return rows;
}

/** `promised_minor` and `received_minor` are of those that were decided on their merits: kept, part kept or broken. */
async function countPromises({ tx, clientId, from, to }: Scope): Promise<PromisesLine[]> {
  type Row = Omit<PromisesLine, "part_kept" | "promised_minor" | "received_minor"> & {
    readonly partKept: number;
    readonly promisedMinor: bigint;
    readonly receivedMinor: bigint;
  };
  const { rows } = await sql<Row>`
    with told as materialized (
      select a.currency, p.state, p.amount_minor, p.received_minor, p.made_at >= ${from} and p.made_at < ${to} as fresh,
        p.decided_at >= ${from} and p.decided_at < ${to} as decided
      from dunlin.promise p join dunlin.account a using (client_id, account_id)
      where p.client_id = ${clientId} and p.made_at < ${to}
        and (p.made_at >= ${from} or p.decided_at >= ${from} and p.decided_at < ${to})
    )
    select currency, count(*) filter (where fresh)::int as made,
      count(*) filter (where decided and state = 'kept')::int as kept,
      count(*) filter (where decided and state = 'part_kept')::int as part_kept,
      count(*) filter (where decided and state = 'broken')::int as broken,
      count(*) filter (where decided and state = 'cancelled')::int as cancelled,
      coalesce(sum(amount_minor) filter (where decided and state <> 'cancelled'), 0)::bigint as promised_minor,
      coalesce(sum(received_minor) filter (where decided and state <> 'cancelled'), 0)::bigint as received_minor
    from told group by currency order by currency
  `.execute(tx);
  return rows.map(({ partKept, promisedMinor, receivedMinor, ...row }) => ({
    ...row,
    part_kept: partKept,
    promised_minor: promisedMinor,
    received_minor: receivedMinor,
  }));
}

async function countReplies({ tx, clientId, from, to }: Scope): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from dunlin.inbound
    where client_id = ${clientId} and not automatic and received_at >= ${from} and received_at < ${to}
  `.execute(tx);
  return rows[0]!.count;
}

async function countOptOuts({ tx, clientId, from, to }: Scope): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct address)::int as count from dunlin.address
    where client_id = ${clientId} and opted_out_at >= ${from} and opted_out_at < ${to}
  `.execute(tx);
  return rows[0]!.count;
}

async function countReaders({ tx, clientId, from, to }: Scope) {
  const { rows } = await sql<{ what: string; kind: string; count: number }>`
    select e.what, e.kind, count(distinct e.message_id)::int as count
    from dunlin.engagement e
    join dunlin.message m on m.client_id = e.client_id and m.message_id = e.message_id
    where e.client_id = ${clientId} and m.created_at >= ${from} and m.created_at < ${to}
    group by 1, 2
  `.execute(tx);
  const of = (what: string, kind: string): number =>
    rows.find((row) => row.what === what && row.kind === kind)?.count ?? 0;
  return {
    opened: {
      human: of("open", "human"),
      proxy: of("open", "proxy"),
      scanner: of("open", "scanner"),
    },
    clicked: { human: of("click", "human"), scanner: of("click", "scanner") },
    complained: of("complaint", "human"),
  };
}

async function paidWithin48h({ tx, clientId, from, to }: Scope, zone: string): Promise<Paid[]> {
  const { rows } = await sql<{
    currency: string;
    count: number;
    minor: bigint;
    inferredMinor: bigint;
  }>`
    select currency, (count(*) filter (where kind = 'reported'))::int as count,
      coalesce(sum(amount_minor - reversed_minor) filter (where kind = 'reported'), 0)::bigint as minor,
      coalesce(sum(amount_minor - reversed_minor) filter (where kind <> 'reported'), 0)::bigint as inferred_minor
    from dunlin.payment p
    -- Of a payment that was told of later only its date is known: it counts as made at the end of that day.
    cross join lateral (select least(p.received_at, (p.paid_on + 1)::timestamp at time zone ${zone}) as at) paid
    where client_id = ${clientId} and kind in ('reported', 'inferred', 'absence')
      and amount_minor > reversed_minor and received_at >= ${from} and received_at < ${to}
      and exists (select from dunlin.message m
        where m.client_id = p.client_id and m.account_id = p.account_id and m.class = 'collection'
          and m.handed_over_at <= paid.at and m.handed_over_at >= paid.at - interval '48 hours'
          -- Money that was on its way before is no effect of the contact.
          and (p.kind <> 'reported' or p.paid_on >= (m.handed_over_at at time zone ${zone})::date))
    group by currency order by currency
  `.execute(tx);
  return rows.map(({ inferredMinor, ...row }) => ({ ...row, inferred_minor: inferredMinor }));
}

async function countSteps({ tx, clientId, from, to }: Scope): Promise<StepLine[]> {
  const { rows } = await sql<StepLine>`
    select step_id as step, channel, count(*)::int as planned,
      (count(*) filter (where handed_over_at is not null))::int as sent,
      (count(*) filter (where state = 'delivered'))::int as delivered
    from dunlin.message
    where client_id = ${clientId} and step_id is not null and created_at >= ${from} and created_at < ${to}
    group by 1, 2 order by 1, 2
  `.execute(tx);
  return rows;
}

async function aging(
  tx: Tx,
  clientId: string,
  zone: string,
  now: Temporal.Instant,
): Promise<AgingLine[]> {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const { rows } = await sql<{
    currency: string;
    notDue: bigint;
    to30: bigint;
    to60: bigint;
    to90: bigint;
    over: bigint;
    credit: bigint;
  }>`
    with line as (
      select a.currency, i.open_minor as minor, ${today}::date - i.due_on as late
      from dunlin.invoice i join dunlin.account a using (client_id, account_id)
      where i.client_id = ${clientId} and i.open_minor > 0
      union all
      select a.currency, c.open_minor, null from dunlin.credit c join dunlin.account a using (client_id, account_id)
      where c.client_id = ${clientId} and c.open_minor > 0
      union all
      select currency, unallocated_minor, null from dunlin.payment
      where client_id = ${clientId} and account_id is not null and unallocated_minor > 0
    )
    select currency,
      coalesce(sum(minor) filter (where late <= 0), 0)::bigint as not_due,
      coalesce(sum(minor) filter (where late between 1 and 30), 0)::bigint as to30,
      coalesce(sum(minor) filter (where late between 31 and 60), 0)::bigint as to60,
      coalesce(sum(minor) filter (where late between 61 and 90), 0)::bigint as to90,
      coalesce(sum(minor) filter (where late > 90), 0)::bigint as over,
      coalesce(sum(minor) filter (where late is null), 0)::bigint as credit
    from line group by currency order by currency
  `.execute(tx);
  return rows.map((row) => ({
    currency: row.currency,
    not_due_minor: row.notDue,
    days_1_30_minor: row.to30,
    days_31_60_minor: row.to60,
    days_61_90_minor: row.to90,
    over_90_minor: row.over,
    credit_minor: row.credit,
  }));
}

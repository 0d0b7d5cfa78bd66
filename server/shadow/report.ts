// What Dunlin would have sent beside what the other system sent, customer by customer, with the reasons.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { asNamed, type Tx } from "#platform/db.ts";
import { dateOf, dayOfDate } from "#policies/day.ts";
import { matchContacts, NEAR_DAYS, type Match } from "#policies/shadow-compare.ts";
import type { Day } from "#policies/types.ts";

export const SHADOW_KINDS = ["both", "other_channel", "other_day", "only_we", "only_they"] as const;
export type ShadowKind = (typeof SHADOW_KINDS)[number];

export type ShadowLine = {
  readonly kind: ShadowKind;
  readonly customer: string;
  readonly ours: {
    readonly day: Temporal.PlainDate;
    readonly channel: string;
    readonly step: string;
  } | null;
  readonly theirs: {
    readonly day: Temporal.PlainDate;
    readonly channel: string;
    readonly kind: string;
  } | null;
  /** Why Dunlin would have kept silent where only the other system spoke: its standing decision at the end of that day. */
  readonly reason: string | null;
};

export type ShadowReport = {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly counts: Readonly<Record<ShadowKind, number>>;
  /** Where only the other system spoke, by the reason of ours. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly customers: number;
  /** Rows of the other system whose customer is in no book. */
  readonly unknownCustomers: number;
};

export type ShadowPeriod = { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate };

type Ours = { customerId: string; on: Day; channel: string; step: string };
type Theirs = { customerId: string; on: Day; channel: string; kind: string };

/** Customers of one set. */
const PAGE = 500;

/** Counts over the whole period, in sets of 500 customers. */
export async function shadowReport(
  tx: Tx,
  clientId: string,
  period: ShadowPeriod,
): Promise<ShadowReport> {
  const counts: Record<ShadowKind, number> = {
    both: 0,
    other_channel: 0,
    other_day: 0,
    only_we: 0,
    only_they: 0,
  };
  const reasons: Record<string, number> = {};
  let customers = 0;
  for await (const page of pages(tx, clientId, period, "")) {
    customers += page.customers;
    for (const line of page.lines) {
      counts[line.kind] += 1;
      if (line.reason !== null) reasons[line.reason] = (reasons[line.reason] ?? 0) + 1;
    }
  }
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from dunlin.incumbent_contact i
    where i.client_id = ${clientId} and i.on_day between ${period.from} and ${period.to}
      and not exists (select from dunlin.customer c
        where c.client_id = i.client_id and c.reference = i.customer_reference)
  `.execute(tx);
  return { ...period, counts, reasons, customers, unknownCustomers: rows[0]!.n };
}

/** Lines of some kinds, by customer, from behind the reference `after` on; whole customers, about as many as asked. */
export async function shadowLines(
  tx: Tx,
  clientId: string,
  period: ShadowPeriod,
  {
    kinds,
    after = "",
    limit,
  }: {
    readonly kinds: readonly ShadowKind[];
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<{ readonly lines: readonly ShadowLine[]; readonly next: string | null }> {
  const found: ShadowLine[] = [];
  for await (const page of pages(tx, clientId, period, after)) {
    const wanted = page.lines.filter((line) => kinds.includes(line.kind));
    for (const [customer, lines] of Map.groupBy(wanted, (line) => line.customer)) {
      found.push(...lines);
      if (found.length >= limit) return { lines: found, next: customer };
    }
  }
  return { lines: found, next: null };
}

type Page = { readonly lines: readonly ShadowLine[]; readonly customers: number };

async function* pages(
  tx: Tx,
  clientId: string,
  period: ShadowPeriod,
  after: string,
): AsyncGenerator<Page> {
  const { zone } = await getClient(tx, clientId);
  // A day or two beyond the period may still be the other half of what lies in it.
  const from = period.from.subtract({ days: NEAR_DAYS });
  const to = period.to.add({ days: NEAR_DAYS });
  const startsAt = from.toZonedDateTime(zone).toInstant();
  const endsAt = to.add({ days: 1 }).toZonedDateTime(zone).toInstant();
  for (let behind = after; ;) {
    const { rows } = await sql<{ id: string; reference: string }>`
      select c.customer_id as id, c.reference from dunlin.customer c
      where c.client_id = ${clientId} and c.reference > ${behind}
        and (exists (select from dunlin.message m where m.client_id = c.client_id
            and m.customer_id = c.customer_id and m.state = 'shadow'
            and m.not_before >= ${startsAt} and m.not_before < ${endsAt} and m.not_before <= dunlin.clock_now())
          or exists (select from dunlin.incumbent_contact i where i.client_id = c.client_id
            and i.customer_reference = c.reference and i.on_day between ${from} and ${to}))
      order by c.reference limit ${PAGE}
    `.execute(tx);
    if (rows.length === 0) return;
    const ids = rows.map((row) => row.id);
    const ours = await loadOurs(tx, clientId, ids, zone, startsAt, endsAt);
    const theirs = await loadTheirs(tx, clientId, ids, from, to);
    const lines = rows.flatMap(({ id, reference }) =>
      matchContacts(ours.get(id) ?? [], theirs.get(id) ?? [])
        .filter((match) => isWithin(match, period))
        .map((match) => ({ id, line: lineOf(reference, match) })),
    );
    yield { lines: await reasoned(tx, clientId, zone, lines), customers: rows.length };
    behind = rows.at(-1)!.reference;
  }
}

async function loadOurs(
  tx: Tx,
  clientId: string,
  ids: readonly string[],
  zone: string,
  startsAt: Temporal.Instant,
  endsAt: Temporal.Instant,
): Promise<Map<string, Ours[]>> {
  const { rows } = await sql<Ours>`
    select distinct m.customer_id as "customerId", m.channel, m.step_id as step,
      (m.not_before at time zone ${zone})::date - date '1970-01-01' as "on"
    from dunlin.message m
    where m.client_id = ${clientId} and m.customer_id = any(${ids}::uuid[]) and m.state = 'shadow'
      and m.step_id is not null and m.not_before >= ${startsAt} and m.not_before < ${endsAt} and m.not_before <= dunlin.clock_now()
  `.execute(asNamed(tx));
  return Map.groupBy(rows, (row) => row.customerId);
}

async function loadTheirs(
  tx: Tx,
  clientId: string,
  ids: readonly string[],
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
): Promise<Map<string, Theirs[]>> {
  const { rows } = await sql<Theirs>`
    select c.customer_id as "customerId", i.channel, i.kind, i.on_day - date '1970-01-01' as "on"
    from dunlin.customer c join dunlin.incumbent_contact i
      on i.client_id = c.client_id and i.customer_reference = c.reference
    where c.client_id = ${clientId} and c.customer_id = any(${ids}::uuid[]) and i.on_day between ${from} and ${to}
  `.execute(asNamed(tx));
  return Map.groupBy(rows, (row) => row.customerId);
}

function isWithin(match: Match<Ours, Theirs>, { from, to }: ShadowPeriod): boolean {
  const on = "ours" in match ? match.ours.on : match.theirs.on;
  return on >= dayOfDate(from) && on <= dayOfDate(to);
}

function lineOf(customer: string, match: Match<Ours, Theirs>): ShadowLine {
  const ours = "ours" in match ? match.ours : undefined;
  const theirs = "theirs" in match ? match.theirs : undefined;
  return {
    kind: match.kind,
    customer,
    ours: ours ? { day: dateOf(ours.on), channel: ours.channel, step: ours.step } : null,
    theirs: theirs ? { day: dateOf(theirs.on), channel: theirs.channel, kind: theirs.kind } : null,
    reason: null,
  };
}

/** Adds why Dunlin was silent: what stood decided about the customer at the end of the day on which the other one spoke. */
async function reasoned(
  tx: Tx,
  clientId: string,
  zone: string,
  found: readonly { readonly id: string; readonly line: ShadowLine }[],
): Promise<ShadowLine[]> {
  const silent = found.flatMap(({ id, line }, index) =>
    line.kind === "only_they" ? [{ id, index, day: line.theirs!.day }] : [],
  );
  if (silent.length === 0) return found.map(({ line }) => line);
  const { rows } = await sql<{ index: number; reason: string | null }>`
    select asked.index, d.reason
    from unnest(${silent.map((one) => one.index)}::int[], ${silent.map((one) => one.id)}::uuid[],
      ${silent.map((one) => one.day.toString())}::date[]) as asked (index, customer_id, day)
    left join lateral (
      select d.reason from dunlin.account a
      cross join lateral (
        select reason, outcome, at from dunlin.decision
        where client_id = a.client_id and account_id = a.account_id
          and at < ((asked.day + 1)::timestamp at time zone ${zone}::text)
        order by at desc, decision_id desc limit 1
      ) d
      where a.client_id = ${clientId} and a.customer_id = asked.customer_id
      -- Of several accounts the one that had most to say.
      order by d.outcome <> 'send', d.reason = 'nothing_due' limit 1
    ) d on true
  `.execute(tx);
  const reasons = new Map(rows.map((row) => [row.index, row.reason ?? "not_decided"]));
  return found.map(({ line }, index) => ({ ...line, reason: reasons.get(index) ?? line.reason }));
}

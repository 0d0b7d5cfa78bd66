// How many a filter means, what they owe, whom of them can be reached, and the same as a list.
import { sql, type RawBuilder } from "kysely";
import type { Client } from "#clients/clients.ts";
import type { RouteChoice } from "#messages/routes/routes.ts";
import type { Channel } from "#messages/route.ts";
import { asNamed, type Tx } from "#platform/db.ts";
import { dateOf, dayAt } from "#policies/day.ts";
import { holdStops } from "#policies/gates.ts";
import type { HoldKind, MessageClass } from "#policies/types.ts";
import type { Filter } from "./filter.ts";
import { matched, type Around } from "./matching.ts";

/** Channels that a campaign may speak over. */
export const CAMPAIGN_CHANNELS = ["sms", "email", "whatsapp"] as const satisfies Channel[];
type Spoken = (typeof CAMPAIGN_CHANNELS)[number];

/** What a filter is read against, for a client now. */
export function aroundOf(client: Client, now: Temporal.Instant): Around {
  const { clientId, currency, zone } = client;
  return { clientId, currency, today: dateOf(dayAt(now.epochMilliseconds, zone)), now };
}

export type Asked = {
  readonly filter: Filter;
  readonly class: MessageClass;
  /** As a step names them. */
  readonly channels: readonly (readonly string[])[];
};

export type Counted = {
  readonly customers: number;
  readonly sums: readonly {
    readonly currency: string;
    readonly customers: number;
    readonly openMinor: bigint;
    readonly overdueMinor: bigint;
  }[];
  /** Customers that something can be said to over the channel. */
  readonly reachable: Readonly<Record<string, number>>;
  /** Customers to whom something would be said as things stand, by any channel of the campaign. */
  readonly told: number;
  /** The others, by why not. */
  readonly excluded: Readonly<Record<string, number>>;
};

const HOLD_REASONS: readonly (readonly [HoldKind, string])[] = [
  ["deceased", "deceased"],
  ["breathing_space", "breathing_space"],
  ["vulnerable", "vulnerable"],
  ["manual", "manual_hold"],
  ["dispute", "disputed"],
  ["promise", "promised"],
];

/** Usable channels of each customer of `picked`, and why nothing would be said to them; null where something would. */
function judged(
  around: Around,
  { class: messageClass, channels }: Asked,
  routes: readonly RouteChoice[],
): RawBuilder<unknown> {
  const { clientId, today } = around;
  const routed = CAMPAIGN_CHANNELS.filter((one) => routes.some(({ channel }) => channel === one));
  const wanted = CAMPAIGN_CHANNELS.filter((one) => channels.flat().includes(one));
  const usable = (channel: Spoken) => sql`
    coalesce(bool_or(p.kind = ${channel === "email" ? "mailbox" : "phone"} and not exists (
      select from dunlin.address d where d.client_id = p.client_id and d.channel = ${channel} and d.address = p.address
        and (d.opted_out_at is not null or d.dead_at is not null))), false) and ${routed.includes(channel)}`;
  const stops = HOLD_REASONS.filter(([kind]) => holdStops(messageClass, kind));
  const held = stops.length === 0 ? sql`null::text` : heldBy(clientId, today, stops);
  const owes = messageClass === "collection";
  const any = wanted.map((one) => sql`coalesce(u.${sql.ref(one)}, false)`);
  return sql`
    select k.*, coalesce(u.sms, false) as sms, coalesce(u.email, false) as email,
      coalesce(u.whatsapp, false) as whatsapp,
      case
        when ${owes} and k.open_minor <= coalesce(k.credit_minor, 0) then 'nothing_due'
        when k.held is not null then k.held
        when ${any.length === 0 ? sql`true` : sql`not (${sql.join(any, sql` or `)})`} then
          case when u.customer_id is null then 'no_contact_point'
            when u.opted_out then 'opted_out' when u.dead then 'address_dead'
            when not u.kinds && ${wanted.map((one) => (one === "email" ? "mailbox" : "phone"))}::text[]
              then 'no_contact_point'
            else 'no_route' end
      end as why
    from (
      select k.*, ${held} as held,
        (select sum(r.open_minor) from dunlin.credit r where r.client_id = ${clientId}
          and r.account_id = k.account_id and r.open_minor > 0)
          + coalesce((select sum(y.unallocated_minor) from dunlin.payment y where y.client_id = ${clientId}
            and y.account_id = k.account_id and y.unallocated_minor > 0), 0) as credit_minor
      from picked k
    ) k
    left join (
      select p.customer_id, ${usable("sms")} as sms, ${usable("email")} as email,
        ${usable("whatsapp")} as whatsapp, array_agg(distinct p.kind) as kinds,
        bool_or(exists (select from dunlin.address d where d.client_id = p.client_id and d.address = p.address
          and d.channel = any(${wanted}::text[]) and d.opted_out_at is not null)) as opted_out,
        bool_or(exists (select from dunlin.address d where d.client_id = p.client_id and d.address = p.address
          and d.channel = any(${wanted}::text[]) and d.dead_at is not null)) as dead
      from dunlin.contact_point p
      where p.client_id = ${clientId} and p.retired_at is null and p.wrong_person_at is null
        and p.kind in ('phone', 'mailbox') and p.customer_id in (select customer_id from picked)
      group by p.customer_id
    ) u on u.customer_id = k.customer_id`;
}

// What holds a part only leaves the rest to be asked for: counted are those that hold everything.
function heldBy(
  clientId: string,
  today: Temporal.PlainDate,
  stops: readonly (readonly [HoldKind, string])[],
): RawBuilder<unknown> {
  const kinds = stops.map(([kind]) => kind);
  const reasons = stops.map(([, reason]) => reason);
  return sql`(select (${reasons}::text[])[min(array_position(${kinds}::text[], h.kind))] from dunlin.hold h
    where h.client_id = ${clientId} and h.customer_id = k.customer_id and h.ended_at is null
      and (h.account_id is null or h.account_id = k.account_id) and h.amount_minor is null
      and (h.until_on is null or h.until_on >= ${today}) and h.kind = any(${kinds}::text[])
      and not exists (select from dunlin.hold_invoice x
        where x.client_id = h.client_id and x.hold_id = h.hold_id))`;
}

/** Counts everybody that is meant, in one statement. */
export async function countMatched(
  tx: Tx,
  around: Around,
  routes: readonly RouteChoice[],
  asked: Asked,
): Promise<Counted> {
  type Row = {
    readonly currency: string;
    readonly why: string | null;
    readonly customers: number;
    readonly openMinor: bigint;
    readonly overdueMinor: bigint;
    readonly sms: number;
    readonly email: number;
    readonly whatsapp: number;
  };
  const { rows } = await sql<Row>`
    with picked as materialized (${matched(around, asked.filter)})
    select currency, why, count(*)::int as customers, sum(open_minor)::bigint as "openMinor",
      sum(overdue_minor)::bigint as "overdueMinor", (count(*) filter (where sms))::int as sms,
      (count(*) filter (where email))::int as email, (count(*) filter (where whatsapp))::int as whatsapp
    from (${judged(around, asked, routes)}) j
    group by currency, why order by currency, why`.execute(asNamed(tx));
  const byCurrency = new Map<
    string,
    { customers: number; openMinor: bigint; overdueMinor: bigint }
  >();
  const excluded: Record<string, number> = {};
  const reachable: Record<string, number> = {};
  let told = 0;
  for (const row of rows) {
    const sum = byCurrency.get(row.currency) ?? { customers: 0, openMinor: 0n, overdueMinor: 0n };
    byCurrency.set(row.currency, {
      customers: sum.customers + row.customers,
      openMinor: sum.openMinor + row.openMinor,
      overdueMinor: sum.overdueMinor + row.overdueMinor,
    });
    for (const channel of CAMPAIGN_CHANNELS) {
      reachable[channel] = (reachable[channel] ?? 0) + row[channel];
    }
    if (row.why === null) told += row.customers;
    else excluded[row.why] = (excluded[row.why] ?? 0) + row.customers;
  }
  const sums = [...byCurrency].map(([currency, sum]) => ({ currency, ...sum }));
  const customers = sums.reduce((total, one) => total + one.customers, 0);
  return { customers, sums, reachable, told, excluded };
}

export type Line = {
  readonly customerId: string;
  readonly reference: string;
  readonly name: string;
  readonly language: string;
  readonly currency: string;
  readonly openMinor: bigint;
  readonly overdueMinor: bigint;
  readonly oldestOn: Temporal.PlainDate | null;
  readonly sms: boolean;
  readonly email: boolean;
  readonly whatsapp: boolean;
  /** Why nothing would be said to them as things stand; null: something would. */
  readonly why: string | null;
};

/** By reference, page by page; only those of one reason when `why` names one ("told": of none). */
export async function listMatched(
  tx: Tx,
  around: Around,
  routes: readonly RouteChoice[],
  asked: Asked,
  page: {
    readonly limit: number;
    readonly after?: string | undefined;
    readonly why?: string | undefined;
  },
): Promise<readonly Line[]> {
  const { limit, after = "", why } = page;
  const only =
    why === undefined ? sql`true` : why === "told" ? sql`j.why is null` : sql`j.why = ${why}`;
  const { rows } = await sql<Line>`
    with picked as materialized (${matched(around, asked.filter)})
    select j.customer_id as "customerId", c.reference, c.name, c.language, j.currency,
      j.open_minor::bigint as "openMinor", j.overdue_minor::bigint as "overdueMinor", j.oldest_on as "oldestOn",
      j.sms, j.email, j.whatsapp, j.why
    from (${judged(around, asked, routes)}) j
    join dunlin.customer c on c.client_id = ${around.clientId} and c.customer_id = j.customer_id
    where c.reference > ${after} and ${only}
    order by c.reference limit ${limit}`.execute(asNamed(tx));
  return rows;
}

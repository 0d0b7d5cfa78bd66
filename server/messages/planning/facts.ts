// Reads, in sets, everything that decisions rest on: one statement a table, whatever the number of customers.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Experiment, PlanContext } from "#messages/planning/context.ts";
import { groupBy, loadCredits, loadHolds, loadInvoices, loadPromises } from "#ledger/owing.ts";
import type { Channel } from "#messages/route.ts";
import { loadCampaigns } from "#messages/planning/campaign-facts.ts";
import { zonesOf } from "#messages/planning/zones.ts";
import { asNamed, type Tx } from "#platform/db.ts";
import { groupOf } from "#policies/assignment.ts";
import { LADDER_CHANNELS, pointKindOf, type PointKind } from "#policies/channels.ts";
import { disclosureAt } from "#policies/consent.ts";
import { dayAt } from "#policies/day.ts";
import type {
  ContactPointFact,
  Disclosure,
  DoneFact,
  EpisodeFact,
  Facts,
} from "#policies/types.ts";

/** One account with its facts, and what planning needs beside them. */
export type Subject = {
  readonly customerId: string;
  readonly factsVersion: bigint;
  /** The standing answer of the last look. */
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly facts: Facts;
};

type AccountRow = {
  accountId: string;
  customerId: string;
  currency: string;
  factsVersion: bigint;
  outcome: string | null;
  reason: string | null;
  language: string;
  zone: string | null;
  country: string;
  segment: string | null;
  kind: "person" | "firm";
};

/** How far back contacts count for caps, and rungs for the past. */
const LOOK_BACK_DAYS = 40;
/** Contacts of one address and channel in that time that are counted; no cap allows nearly as many. */
const MOST_CONTACTS = 100;

/**
 * Facts of all accounts of the customers, at most a few thousand at a time. Reads what the transaction sees. `hopeful` takes
 * what is under way to arrive, as a look ahead must.
 */
export async function loadSubjects(
  tx: Tx,
  { client, routes, experiment }: Pick<PlanContext, "client" | "routes" | "experiment">,
  customerIds: readonly string[],
  now: Temporal.Instant,
  { hopeful = false }: { readonly hopeful?: boolean } = {},
): Promise<Subject[]> {
  const { rows: accounts } = await sql<AccountRow>`
    select a.account_id as "accountId", a.customer_id as "customerId", a.currency,
      c.facts_version as "factsVersion", a.outcome, a.reason, c.language, c.zone, c.country, c.segment, c.kind
    from dunlin.account a join dunlin.customer c using (client_id, customer_id)
    where a.client_id = ${client.clientId} and a.customer_id = any(${customerIds}::uuid[])
    order by a.customer_id, a.currency
  `.execute(asNamed(tx));
  if (accounts.length === 0) return [];
  const scope = {
    tx,
    clientId: client.clientId,
    customerIds,
    accountIds: accounts.map((account) => account.accountId),
    now,
    hopeful,
    inShadow: client.shadowSince !== null,
    since: now.subtract({ hours: 24 * LOOK_BACK_DAYS }),
  };
  const invoices = await loadInvoices(scope);
  const credits = await loadCredits(scope);
  const holds = await loadHolds(scope);
  const promises = await loadPromises(scope);
  const campaigns = await loadCampaigns(scope);
  const contactPoints = await loadContactPoints(scope);
  const contacts = await loadContacts(scope);
  const episodes = await loadEpisodes(scope);
  const rungs = await loadRungs(scope);
  // What cannot be said through any route makes `decide` look for another channel.
  const routedChannels = [...new Set(routes.map((route) => route.channel))];
  const speaking = speakingOver(routedChannels);
  const bookAsOf = client.bookAsOf?.epochMilliseconds;

  return accounts.map((account) => {
    const points = contactPoints.get(account.customerId) ?? [];
    const zones = zonesOf(
      account.zone,
      account.country,
      points.filter((point) => point.kind === "phone").map((point) => point.address),
    );
    const zone = zones[0]!;
    return {
      customerId: account.customerId,
      factsVersion: account.factsVersion,
      outcome: account.outcome,
      reason: account.reason,
      facts: {
        accountId: account.accountId,
        currency: account.currency,
        language: account.language,
        segment: account.segment ?? undefined,
        kind: account.kind,
        zones,
        country: account.country,
        invoices: invoices.get(account.accountId) ?? [],
        creditMinor: credits.get(account.accountId) ?? 0n,
        holds: [...(holds.get(account.accountId) ?? []), ...(holds.get(account.customerId) ?? [])],
        promises: promises.get(account.accountId),
        ...(campaigns.has(account.accountId)
          ? { campaigns: campaigns.get(account.accountId) }
          : {}),
        contactPoints: points.flatMap((point) => channelsOf(point, contacts, zone, speaking)),
        episode: episodes.get(account.accountId),
        nextEpisodeId: randomUUIDv7(),
        done: (rungs.get(account.accountId) ?? []).map((rung) => doneFrom(rung, zone)),
        routedChannels,
        bookAsOf,
        ...drawnOf(experiment, account.customerId),
      },
    };
  });
}

function drawnOf(
  experiment: Experiment | undefined,
  customerId: string,
): Pick<Facts, "experiment"> {
  if (!experiment) return {};
  const { id, silences } = experiment;
  return { experiment: { id, group: groupOf(experiment, customerId), silences } };
}

type Scope = {
  readonly tx: Tx;
  readonly clientId: string;
  readonly customerIds: readonly string[];
  readonly accountIds: readonly string[];
  readonly now: Temporal.Instant;
  readonly hopeful: boolean;
  readonly inShadow: boolean;
  readonly since: Temporal.Instant;
};

type PointRow = {
  customerId: string;
  id: string;
  kind: PointKind;
  address: string;
  disclosure: Disclosure;
  /** Customers of the client that have the address. */
  customers: number;
  rank: number;
  optedOut: Channel[];
  dead: Channel[];
};

async function loadContactPoints({
  tx,
  clientId,
  customerIds,
}: Scope): Promise<Map<string, PointRow[]>> {
  const { rows } = await sql<PointRow>`
    select p.customer_id as "customerId", p.contact_point_id as id, p.kind, p.address, p.disclosure, p.rank,
      (select count(distinct o.customer_id)::int from dunlin.contact_point o
        where o.client_id = p.client_id and o.kind = p.kind and o.address = p.address
          and o.retired_at is null) as customers,
      coalesce(s.opted_out, '{}') as "optedOut", coalesce(s.dead, '{}') as dead
    from dunlin.contact_point p
    left join lateral (
      select array_agg(a.channel) filter (where a.opted_out_at is not null) as opted_out,
        array_agg(a.channel) filter (where a.dead_at is not null) as dead
      from dunlin.address a
      where a.client_id = p.client_id and a.address = p.address
        and a.channel = any(case p.kind when 'phone' then array['sms', 'voice', 'whatsapp']
          when 'mailbox' then array['email'] else array[p.kind] end)
    ) s on true
    where p.client_id = ${clientId} and p.customer_id = any(${customerIds}::uuid[]) and p.retired_at is null
      -- Whoever reads there said that they are not the customer.
      and p.wrong_person_at is null
    order by p.rank, p.created_at, p.contact_point_id
  `.execute(asNamed(tx));
  return groupBy(
    rows,
    (row) => row.customerId,
    // Who reads what is sent to a shared address is not known: it is told as little as in an answer.
    (row) => ({ ...row, disclosure: disclosureAt(row.disclosure, row.customers) }),
  );
}

/** Instants (ms) at which capped messages went, or will go, by channel and address: whoever shares one shares its caps. */
async function loadContacts({
  tx,
  clientId,
  customerIds,
  since,
}: Scope): Promise<Map<string, number[]>> {
  const { rows } = await sql<{ key: string; at: number }>`
    select m.channel || ' ' || m.address as key,
      extract(epoch from coalesce(m.handed_over_at, m.not_before))::float8 * 1000 as at
    from (
      select distinct unnest(case kind when 'phone' then array['sms', 'voice', 'whatsapp']
          when 'mailbox' then array['email'] else array[kind] end) as channel,
        address
      from dunlin.contact_point
      where client_id = ${clientId} and customer_id = any(${customerIds}::uuid[]) and retired_at is null
    ) p
    cross join lateral (
      -- The limit keeps it one look into the index for each address, whatever the planner thinks of a young table.
      select handed_over_at, not_before, channel, address from dunlin.message
      where client_id = ${clientId} and channel = p.channel and address = p.address
        and created_at > ${since} and class = 'collection'
        and state in ('planned', 'queued', 'handed_over', 'delivered', 'uncertain', 'shadow')
      order by created_at desc limit ${MOST_CONTACTS}
    ) m
    order by at
  `.execute(tx);
  return groupBy(
    rows,
    (row) => row.key,
    (row) => row.at,
  );
}

type Speaking = Readonly<Record<PointKind, readonly Channel[]>>;

/** By kind of contact point, what a ladder can say there. Most clients have no WhatsApp: their facts are the shorter. */
function speakingOver(routed: readonly Channel[]): Speaking {
  const at = (kind: PointKind) =>
    LADDER_CHANNELS.filter(
      (channel) =>
        pointKindOf(channel) === kind && (channel !== "whatsapp" || routed.includes(channel)),
    );
  return { phone: at("phone"), mailbox: at("mailbox"), messenger: [], chat: [] };
}

function channelsOf(
  point: PointRow,
  contacts: ReadonlyMap<string, number[]>,
  zone: string,
  speaking: Speaking,
): ContactPointFact[] {
  return speaking[point.kind].map((channel) => ({
    id: point.id,
    channel,
    address: point.address,
    disclosure: point.disclosure,
    optedOut: point.optedOut.includes(channel),
    dead: point.dead.includes(channel),
    rank: point.rank,
    contactedOn: (contacts.get(`${channel} ${point.address}`) ?? []).map((at) => dayAt(at, zone)),
  }));
}

async function loadEpisodes({
  tx,
  clientId,
  accountIds,
}: Scope): Promise<Map<string, EpisodeFact>> {
  const { rows } = await sql<{
    accountId: string;
    id: string;
    anchorOn: number;
    shiftDays: number;
  }>`
    select account_id, episode_id as id, anchor_on - date '1970-01-01' as anchor_on, shift_days
    from dunlin.episode
    where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and closed_at is null
  `.execute(tx);
  return new Map(
    rows.map(({ accountId, id, anchorOn, shiftDays }) => [accountId, { id, anchorOn, shiftDays }]),
  );
}

type RungRow = {
  accountId: string;
  stepId: string;
  anchor: string;
  onDay: number;
  outcome: "taken" | "superseded";
  deliveredAt: number | null;
};

/** Rungs of open episodes, of due dates to come, and of those not long past. */
async function loadRungs({
  tx,
  clientId,
  accountIds,
  now,
  hopeful,
  inShadow,
  since,
}: Scope): Promise<Map<string, RungRow[]>> {
  const { rows } = await sql<RungRow>`
    select r.account_id, r.step_id, r.anchor, r.on_day - date '1970-01-01' as on_day, r.outcome,
      (select extract(epoch from min(coalesce(m.delivered_at,
          -- A mail server's acceptance is all that mail ever tells, unless it bounces.
          case when m.channel = 'email' and m.state = 'handed_over' then m.handed_over_at
            when ${hopeful} and m.state in ('planned', 'queued', 'handed_over')
              then coalesce(m.handed_over_at, m.not_before)
            -- As if it had gone out and arrived, for as long as nothing does.
            when ${inShadow} and m.state = 'shadow' then m.not_before end)))::float8 * 1000
        from dunlin.message m where m.client_id = r.client_id and m.account_id = r.account_id
          and m.anchor = r.anchor and m.step_id = r.step_id) as delivered_at
    from dunlin.rung r
    where r.client_id = ${clientId} and r.account_id = any(${accountIds}::uuid[])
      and (r.at > ${since}
        -- A reminder may be said long before its due date; a date is shorter than the id of an episode.
        or length(r.anchor) = 10 and r.anchor >= to_char(${now}::timestamptz - interval '2 days', 'YYYY-MM-DD')
        or exists (select from dunlin.episode e
        where e.client_id = r.client_id and e.account_id = r.account_id
          and e.closed_at is null and e.episode_id::text = r.anchor))
    order by r.at, r.step_id
  `.execute(tx);
  return groupBy(
    rows,
    (row) => row.accountId,
    (row) => row,
  );
}

function doneFrom(rung: RungRow, zone: string): DoneFact {
  return {
    stepId: rung.stepId,
    anchor: rung.anchor,
    on: rung.onDay,
    outcome: rung.outcome,
    deliveredOn: rung.deliveredAt === null ? undefined : dayAt(rung.deliveredAt, zone),
  };
}

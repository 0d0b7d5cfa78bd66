// The contact points of a customer with what is known of each: consent, health, and what may be told there by which rule.
import { sql } from "kysely";
import { provenThere, type Point } from "#conversations/correspondent.ts";
import { known } from "#conversations/identity.ts";
import type { Channel } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";
import { CHANNELS, pointKindOf, type PointKind } from "#policies/channels.ts";
import type { Tells, WhyTold } from "#policies/identity.ts";

/** What is known of one way to reach somebody at an address. */
export type WayShown = {
  readonly channel: Channel;
  readonly optedOutAt: string | null;
  readonly consentSource: string | null;
  readonly consentAt: string | null;
  readonly deadAt: string | null;
  readonly deadWhy: string | null;
  readonly deliveredAt: string | null;
  readonly failedCount: number;
};

export type PointShown = {
  readonly contactPointId: string;
  readonly kind: PointKind;
  readonly address: string;
  readonly disclosure: "unverified" | "name" | "full";
  readonly source: string;
  readonly person: string | null;
  readonly createdAt: Temporal.Instant;
  readonly retiredAt: Temporal.Instant | null;
  /** How many customers of the client have the address. */
  readonly shared: number;
  readonly tells: Tells;
  readonly why: WhyTold;
  readonly ways: readonly WayShown[];
};

const MOST = 100;

type Row = Omit<PointShown, "tells" | "why" | "shared"> &
  Point & { readonly customersAtAddress: number };

/** Live ones in the order in which they are tried, then retired ones. */
export async function contactPointsOf(
  tx: Tx,
  clientId: string,
  customerId: string,
  now: Temporal.Instant,
): Promise<readonly PointShown[]> {
  const { rows } = await sql<Row>`
    select p.contact_point_id, p.customer_id, p.kind, p.address, p.disclosure, p.source, n.name as person, p.created_at,
      p.retired_at, p.heard_at, p.wrong_person_at, proven.at as proven_at, l.silence_days,
      (select count(*)::int from dunlin.contact_point o where o.client_id = p.client_id and o.kind = p.kind
        and o.address = p.address and o.retired_at is null) as customers_at_address,
      coalesce((select jsonb_agg(jsonb_build_object('channel', a.channel, 'optedOutAt', a.opted_out_at,
          'consentSource', a.consent_source, 'consentAt', a.consent_at, 'deadAt', a.dead_at, 'deadWhy', a.dead_why,
          'deliveredAt', a.delivered_at, 'failedCount', a.failed_count) order by a.channel)
        from dunlin.address a where a.client_id = p.client_id and a.address = p.address), '[]') as ways
    from dunlin.contact_point p
    left join dunlin.person n on n.client_id = p.client_id and n.person_id = p.person_id
    left join dunlin.arrangement_limits l on l.client_id = p.client_id
    left join lateral (${provenThere}) proven on true
    where p.client_id = ${clientId} and p.customer_id = ${customerId}
    order by p.retired_at is not null, p.rank, p.created_at, p.contact_point_id limit ${MOST}`.execute(
    tx,
  );
  return rows.map((row) => shown(row, now));
}

function shown(row: Row, now: Temporal.Instant): PointShown {
  const { customersAtAddress, ways, ...point } = row;
  const channels = CHANNELS.filter((channel) => pointKindOf(channel) === row.kind);
  const nobody = { candidates: [], answered: undefined, isExplicit: false };
  const who = { ...nobody, customerId: row.customerId, point, customersAtAddress };
  const { tells, why } = known(who, channels[0] ?? "sms", now);
  const { contactPointId, kind, address, disclosure, source, person, createdAt, retiredAt } = point;
  return {
    contactPointId,
    kind,
    address,
    disclosure,
    source,
    person,
    createdAt,
    retiredAt,
    shared: customersAtAddress,
    tells,
    why,
    ways: ways.filter(({ channel }) => channels.includes(channel)),
  };
}

// Numbers and mailboxes that people add, change and retire; the book leaves those alone. Who calls evaluates the customer
// afterwards, in the same transaction.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { factsChanged } from "#ledger/facts-changed.ts";
import type { Tx } from "#platform/db.ts";
import type { PointKind } from "#policies/channels.ts";
import { UserError } from "#platform/errors.ts";

export const DISCLOSURES = ["unverified", "name", "full"] as const;
/** What may be said there: nothing about a debt, the name, or all. */
export type Disclosure = (typeof DISCLOSURES)[number];

export type ContactPoint = {
  readonly contactPointId: string;
  readonly kind: PointKind;
  readonly address: string;
  readonly disclosure: Disclosure;
  readonly source: string;
  readonly createdAt: Temporal.Instant;
  readonly retiredAt: Temporal.Instant | null;
  readonly retiredBy: string | null;
  /** Channels to which the person at the address said no. */
  readonly optedOut: readonly string[];
  /** The newest word that says yes, and whose it was. */
  readonly consentSource: string | null;
  readonly consentAt: Temporal.Instant | null;
};

type Changing = { readonly customerId: string; readonly actor: string };

const MOST = 200;

/** Live and retired ones, in the order in which they are tried. */
export async function listContactPoints(
  tx: Tx,
  clientId: string,
  customerId: string,
): Promise<readonly ContactPoint[]> {
  const { rows } = await sql<ContactPoint>`
    select p.contact_point_id, p.kind, p.address, p.disclosure, p.source, p.created_at, p.retired_at, p.retired_by,
      coalesce(s.opted_out, '{}') as opted_out, s.consent_source, s.consent_at
    from dunlin.contact_point p
    left join lateral (
      select array_agg(a.channel order by a.channel) filter (where a.opted_out_at is not null) as opted_out,
        (array_agg(a.consent_source order by a.consent_at desc nulls last))[1] as consent_source,
        max(a.consent_at) as consent_at
      from dunlin.address a
      where a.client_id = p.client_id and a.address = p.address
        and a.channel = any(case p.kind when 'phone' then array['sms', 'voice', 'whatsapp']
          when 'mailbox' then array['email'] else array[p.kind] end)
    ) s on true
    where p.client_id = ${clientId} and p.customer_id = ${customerId}
    order by p.retired_at is not null, p.rank, p.created_at, p.contact_point_id limit ${MOST}`.execute(
    tx,
  );
  return rows;
}

/** Adds one, or brings a retired one back, behind the others. `address` is as `phoneReader` and `readEmail` give it. */
export async function addContactPoint(
  tx: Tx,
  clientId: string,
  point: Changing & Pick<ContactPoint, "kind" | "address" | "disclosure">,
  now: Temporal.Instant,
): Promise<{ readonly customerId: string; readonly contactPointId: string }> {
  const { customerId, kind, address, disclosure } = point;
  await changed(tx, clientId, point, now);
  const { rows } = await sql<{ id: string; few: boolean }>`
    insert into dunlin.contact_point as p (client_id, customer_id, kind, address, disclosure, rank, source, created_at)
    select ${clientId}, ${customerId}, ${kind}, ${address}, ${disclosure},
      coalesce(max(rank) + 1, 0), 'api', ${now}
    from dunlin.contact_point where client_id = ${clientId} and customer_id = ${customerId}
    having count(*) < ${MOST}
    on conflict (client_id, customer_id, kind, address) do update
    set disclosure = excluded.disclosure, source = 'api', retired_at = null, retired_by = null,
      wrong_person_at = null, heard_at = ${now}
    returning contact_point_id as id`.execute(tx);
  const [row] = rows;
  if (!row) throw new UserError(`a customer has at most ${MOST} contact points`);
  return { customerId, contactPointId: row.id };
}

/** Says what may be said there from now on, and so that it is the customer's, whoever said otherwise before. A `UserError` when the customer has no such live contact point. */
export async function setDisclosure(
  tx: Tx,
  clientId: string,
  point: Changing & Pick<ContactPoint, "contactPointId" | "disclosure">,
  now: Temporal.Instant,
): Promise<{ readonly customerId: string }> {
  await changed(tx, clientId, point, now);
  const { numAffectedRows } = await sql`
    update dunlin.contact_point
    set disclosure = ${point.disclosure}, wrong_person_at = null,
      heard_at = case when ${point.disclosure} = 'unverified' then heard_at else ${now} end
    where client_id = ${clientId} and customer_id = ${point.customerId}
      and contact_point_id = ${point.contactPointId} and retired_at is null`.execute(tx);
  if (numAffectedRows !== 1n) throw unknown(point.contactPointId);
  return { customerId: point.customerId };
}

/** Nothing goes there any more for this customer. A `UserError` when there is no such live contact point. */
export async function retireContactPoint(
  tx: Tx,
  clientId: string,
  point: Changing & Pick<ContactPoint, "contactPointId">,
  now: Temporal.Instant,
): Promise<{ readonly customerId: string }> {
  await changed(tx, clientId, point, now);
  const { numAffectedRows } = await sql`
    update dunlin.contact_point set retired_at = ${now}, retired_by = ${point.actor}
    where client_id = ${clientId} and customer_id = ${point.customerId}
      and contact_point_id = ${point.contactPointId} and retired_at is null`.execute(tx);
  if (numAffectedRows !== 1n) throw unknown(point.contactPointId);
  return { customerId: point.customerId };
}

const unknown = (id: string): UserError =>
  new UserError(`the customer has no live contact point ${id}; list them`);

// Takes the customer's lock first, like everything that changes what is decided on.
async function changed(
  tx: Tx,
  clientId: string,
  { customerId, actor }: Changing,
  now: Temporal.Instant,
): Promise<void> {
  await factsChanged(tx, clientId, [customerId], now);
  await recordEvents(tx, clientId, now, [{ kind: "customer.updated", customerId, actor }]);
}

// What the notice of a debit rests on, read in a set: the debit, who it is to be told to, and by which way that is possible.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import type { Disclosure } from "#policies/types.ts";

export type NoticePoint = {
  readonly id: string;
  readonly channel: "sms" | "email";
  readonly address: string;
  readonly disclosure: Disclosure;
  /** Customers of the client that have the address. */
  readonly customers: number;
  readonly person: string | null;
  readonly optedOut: boolean;
  readonly dead: boolean;
  /** A notice of this debit failed there. */
  readonly failed: boolean;
};

export type NoticeFacts = {
  readonly debitId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly customerReference: string;
  readonly language: string;
  readonly zone: string | null;
  readonly country: string;
  readonly factsVersion: bigint;
  readonly product: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly strikeOn: Temporal.PlainDate;
  readonly cutoffAt: Temporal.Instant;
  readonly noticeBy: Temporal.PlainDate;
  readonly noticeLate: boolean;
  /** Breathing space or death: nobody is told of a debt. */
  readonly heldBy: string | null;
  readonly points: readonly NoticePoint[];
};

const SET = 500;

/**
 * Locks customers to whom something is due to be told, at most 500 debits' worth; somebody busy comes again. What is read in
 * a later statement holds until the end.
 */
export async function lockDue(
  tx: Tx,
  clientId: string,
  now: Temporal.Instant,
): Promise<readonly string[]> {
  const { rows } = await sql<{ customerId: string }>`
    with due as materialized (
      select customer_id from dunlin.debit_order
      where client_id = ${clientId} and state = 'planned' and notice_at <= ${now} order by notice_at limit ${SET}
    )
    select c.customer_id from dunlin.customer c
    where c.client_id = ${clientId} and c.customer_id in (select customer_id from due)
    order by c.customer_id for no key update skip locked
  `.execute(tx);
  return rows.map((row) => row.customerId);
}

/** The notices that are due of these customers, the most urgent first. */
export async function dueNotices(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<readonly NoticeFacts[]> {
  const { rows } = await sql<NoticeFacts>`
    select d.debit_id, d.customer_id, c.name as customer_name, c.reference as customer_reference, c.language, c.zone,
      c.country, c.facts_version, d.product, d.amount_minor, d.currency, d.strike_on, d.cutoff_at, d.notice_by,
      d.notice_late,
      (select min(h.kind) from dunlin.hold h where h.client_id = d.client_id and h.customer_id = d.customer_id
        and h.ended_at is null and h.kind in ('breathing_space', 'deceased')
        and (h.until_on is null or h.until_on >= ${now}::timestamptz::date - 1)) as held_by,
      coalesce(points.list, '[]') as points
    from dunlin.debit_order d
    join dunlin.customer c on c.client_id = d.client_id and c.customer_id = d.customer_id
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', p.contact_point_id, 'address', p.address, 'disclosure', p.disclosure,
          'channel', case p.kind when 'phone' then 'sms' else 'email' end, 'person', n.name,
          'customers', (select count(distinct o.customer_id) from dunlin.contact_point o where o.client_id = p.client_id
            and o.kind = p.kind and o.address = p.address and o.retired_at is null),
          'optedOut', a.opted_out_at is not null, 'dead', a.dead_at is not null,
          'failed', exists (select from dunlin.debit_notice x join dunlin.message m using (client_id, message_id)
            where x.client_id = d.client_id and x.debit_id = d.debit_id and m.state = 'failed'
              and m.address = p.address)) order by p.rank, p.created_at, p.contact_point_id) as list
      from dunlin.contact_point p
      left join dunlin.person n on n.client_id = p.client_id and n.person_id = p.person_id
      left join dunlin.address a on a.client_id = p.client_id and a.address = p.address
        and a.channel = case p.kind when 'phone' then 'sms' else 'email' end
      where p.client_id = d.client_id and p.customer_id = d.customer_id and p.retired_at is null
        and p.kind in ('phone', 'mailbox')
    ) points on true
    where d.client_id = ${clientId} and d.customer_id = any(${customerIds}::uuid[]) and d.state = 'planned'
      and d.notice_at <= ${now}
    order by d.notice_at, d.debit_id limit ${SET}
  `.execute(tx);
  return rows;
}

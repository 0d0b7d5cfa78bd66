import { sql, type RawBuilder } from "kysely";
import type { Tx } from "#platform/db.ts";
import { one } from "./job.ts";
import { restoreFactors } from "./write-factors.ts";

type Done = { readonly removed: number; readonly restored: number };

/** Invoices, credits and payments as they were; allocations of the batch go with them. */
export async function restoreEntries(
  tx: Tx,
  clientId: string,
  batchId: string,
): Promise<{ invoices: Done; credits: Done }> {
  const mine = sql`client_id = ${clientId} and batch_id = ${batchId}`;
  const before = (entity: string, table: string) => sql`
    from dunlin.batch_change b
    cross join lateral jsonb_populate_record(null::dunlin.${sql.id(table)}, b.before) as s
    where b.client_id = ${clientId} and b.batch_id = ${batchId} and b.entity = ${entity}
      and b.before is not null and r.client_id = b.client_id`;
  await sql`delete from dunlin.allocation where ${mine}`.execute(tx);
  await sql`
    update dunlin.payment r
    set reversed_minor = s.reversed_minor, unallocated_minor = s.unallocated_minor
    ${before("payment", "payment")} and r.payment_id = b.entity_id`.execute(tx);
  await sql`delete from dunlin.payment where ${mine}`.execute(tx);
  const invoices = {
    restored: await affected(
      tx,
      sql`update dunlin.invoice r
        set amount_minor = s.amount_minor, open_minor = s.open_minor, due_on = s.due_on,
          issued_on = s.issued_on, settled_at = s.settled_at, settled_by = s.settled_by
        ${before("invoice", "invoice")} and r.invoice_id = b.entity_id`,
    ),
    removed: await affected(tx, sql`delete from dunlin.invoice where ${mine}`),
  };
  const credits = {
    restored: await affected(
      tx,
      sql`update dunlin.credit r
        set amount_minor = s.amount_minor, open_minor = s.open_minor, issued_on = s.issued_on
        ${before("credit", "credit")} and r.credit_id = b.entity_id`,
    ),
    removed: await affected(tx, sql`delete from dunlin.credit where ${mine}`),
  };
  return { invoices, credits };
}

async function affected(tx: Tx, query: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await query.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/**
 * Customers, people and contact points as they were, except for what was changed again since. Who came with the batch goes,
 * unless something that must not be forgotten refers to them. All whom it touched are looked at again.
 */
export async function restoreCustomers(
  tx: Tx,
  clientId: string,
  batchId: string,
  now: Temporal.Instant,
): Promise<{ removed: number; kept: number }> {
  await restorePoints(tx, clientId, batchId, now);
  await restoreFactors(tx, clientId, batchId);
  await sql`
    update dunlin.customer r
    set name = s.name, kind = s.kind, language = s.language, zone = s.zone, country = s.country,
      segment = s.segment,
      -- Batches from before there were paydays say nothing of them.
      payday_day = case when b.before ? 'payday_day' then s.payday_day else r.payday_day end
    from dunlin.batch_change b
    cross join lateral jsonb_populate_record(null::dunlin.customer, b.before) as s
    where b.client_id = ${clientId} and b.batch_id = ${batchId} and b.entity = 'customer'
      and b.before is not null and r.client_id = b.client_id and r.customer_id = b.entity_id
      and jsonb_build_object('payday_day', r.payday_day) || b.after = jsonb_build_object('name', r.name, 'kind', r.kind, 'language', r.language,
        'zone', r.zone, 'country', r.country, 'segment', r.segment, 'payday_day', r.payday_day)`.execute(
    tx,
  );
  await removeAccounts(tx, clientId, batchId);
  const removed = await removeCustomers(tx, clientId);
  await sql`
    update dunlin.customer c
    set facts_version = c.facts_version + 1, look_at = least(c.look_at, ${now}::timestamptz)
    from undo_customer u where c.client_id = ${clientId} and c.customer_id = u.customer_id`.execute(
    tx,
  );
  const { kept } = await one<{ kept: number }>(
    tx,
    sql`select count(*)::int as kept from undo_customer u
      join dunlin.customer c on c.client_id = ${clientId} and c.customer_id = u.customer_id
      where u.created`,
  );
  return { removed, kept };
}

async function restorePoints(
  tx: Tx,
  clientId: string,
  batchId: string,
  now: Temporal.Instant,
): Promise<void> {
  const mine = sql`b.client_id = ${clientId} and b.batch_id = ${batchId}`;
  await sql`
    update dunlin.contact_point r
    set rank = s.rank, retired_at = s.retired_at, retired_by = s.retired_by
    from dunlin.batch_change b
    cross join lateral jsonb_populate_record(null::dunlin.contact_point, b.before) as s
    where ${mine} and b.entity = 'contact_point' and b.before is not null
      and r.client_id = b.client_id and r.contact_point_id = b.entity_id
      and r.retired_by is not distinct from b.after ->> 'retired_by'
      and (r.retired_at is null) = (b.after ->> 'retired_at' is null)`.execute(tx);
  // A point that a message went to must still be there to be read.
  await sql`
    update dunlin.contact_point r
    set retired_at = ${now}::timestamptz, retired_by = 'import'
    from dunlin.batch_change b
    where ${mine} and b.entity = 'contact_point' and b.before is null
      and r.client_id = b.client_id and r.contact_point_id = b.entity_id and r.retired_at is null`.execute(
    tx,
  );
  await sql`
    delete from dunlin.contact_point r
    using dunlin.batch_change b
    where ${mine} and b.entity = 'contact_point' and b.before is null
      and r.client_id = b.client_id and r.contact_point_id = b.entity_id
      and not exists (
        select from dunlin.message m
        where m.client_id = r.client_id and m.customer_id = r.customer_id
          and m.contact_point_id = r.contact_point_id)`.execute(tx);
  await sql`
    delete from dunlin.person r
    using dunlin.batch_change b
    where ${mine} and b.entity = 'person' and r.client_id = b.client_id and r.person_id = b.entity_id
      and not exists (
        select from dunlin.contact_point c
        where c.client_id = r.client_id and c.person_id = r.person_id)`.execute(tx);
}

/** Nothing refers to the row of this table by that column. */
const unused = (table: string, column: "account_id" | "customer_id") => sql`not exists (
  select from dunlin.${sql.id(table)} t
  where t.client_id = r.client_id and t.${sql.id(column)} = r.${sql.id(column)})`;

const all = (tables: readonly string[], column: "account_id" | "customer_id") =>
  sql.join(
    tables.map((table) => unused(table, column)),
    sql` and `,
  );

const accountUsers = ["invoice", "credit", "payment", "decision", "rung", "message", "hold"];

async function removeAccounts(tx: Tx, clientId: string, batchId: string): Promise<void> {
  await sql`
    delete from dunlin.account r
    where r.client_id = ${clientId}
      and (r.customer_id in (select customer_id from undo_customer where created)
        or r.account_id in (
          select entity_id from dunlin.batch_change
          where client_id = ${clientId} and batch_id = ${batchId} and entity = 'account'))
      and ${all([...accountUsers, "promise", "episode"], "account_id")}`.execute(tx);
}

async function removeCustomers(tx: Tx, clientId: string): Promise<number> {
  return await affected(
    tx,
    sql`delete from dunlin.customer r
      where r.client_id = ${clientId}
        and r.customer_id in (select customer_id from undo_customer where created)
        and not exists (
          select from dunlin.customer t where t.client_id = r.client_id and t.parent_id = r.customer_id)
        and ${all(["account", "hold", "mandate", "message", "conversation", "inbound"], "customer_id")}`,
  );
}

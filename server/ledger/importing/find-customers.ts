import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { BOOK, CUSTOMERS, temporary, type Job, type Scope } from "./job.ts";

/** What the last line that fills a column says, the file of customers first. */
const last = (column: string) => sql`(array_agg(${sql.id(column)} order by source desc, line desc)
  filter (where ${sql.id(column)} is not null))[1]`;

/**
 * Makes `book_customer`: each customer of whom at least one line stands, with our id (a new one for who is `fresh`) and what
 * the files say of them (null: nothing). The file of customers is heard first, and of several lines the last.
 */
export async function findCustomers(tx: Tx, job: Job): Promise<void> {
  const covers = (kind: "phones" | "emails") => sql`bool_or(case source
    when ${CUSTOMERS} then ${job.columns.customers[kind]}::boolean
    when ${BOOK} then ${job.columns.book[kind]}::boolean end)`;
  await temporary(
    tx,
    job,
    "book_told",
    sql`select customer, ${last("name")} as name, ${last("kind")} as kind, ${last("language")} as language,
        ${last("zone")} as zone, ${last("country")} as country, ${last("segment")} as segment,
        ${last("payday_day")} as payday_day,
        ${last("person")} as person, ${last("born_on")} as born_on, ${last("postcode")} as postcode,
        ${last("id_last4")} as id_last4, ${covers("phones")} as phones, ${covers("emails")} as emails
      from book_staged where speaks group by customer`,
  );
  // A value that could not be read is no sign that the old one is gone.
  await sql`
    update book_told t set phones = false, emails = false
    from (
      select s.customer from book_rejected r join book_staged s using (source, line)
      union select customer from book_rejected
    ) r where r.customer = t.customer`.execute(tx);
  await temporary(
    tx,
    job,
    "book_customer",
    sql`select b.customer as reference, t.name, t.kind, t.language, t.zone, t.country, t.segment, t.payday_day, t.person,
        t.born_on, t.postcode, t.id_last4,
        coalesce(t.phones, false) as phones, coalesce(t.emails, false) as emails,
        coalesce(c.customer_id, uuidv7()) as customer_id, c.customer_id is null as fresh
      from (
        select distinct customer from book_staged where entry is null or entry in ('invoice', 'credit')
      ) b
      left join book_told t using (customer)
      left join dunlin.customer c on c.client_id = ${job.clientId} and c.reference = b.customer`,
  );
  await findPoints(tx, job);
}

/** Makes `book_point`: the phone numbers and mailboxes of those customers, in the order of preference. */
async function findPoints(tx: Tx, job: Job): Promise<void> {
  await temporary(
    tx,
    job,
    "book_point",
    sql`select k.customer_id, k.fresh, k.person, p.kind, p.address, min(p.rank)::smallint as rank
      from book_staged s
      join book_customer k on k.reference = s.customer
      cross join lateral (
        select 'phone' as kind, address, place - 1 as rank
          from unnest(s.phones) with ordinality as u (address, place)
        union all
        select 'mailbox', lower(address), place - 1
          from unnest(s.emails) with ordinality as u (address, place)
      ) p
      where s.speaks
      group by k.customer_id, k.fresh, k.person, p.kind, p.address`,
  );
}

/** Makes `book_renamed`: our customers of whom the files say something else than we know. */
export async function findRenamed(tx: Tx, job: Job, scope: Scope): Promise<void> {
  await temporary(
    tx,
    job,
    "book_renamed",
    sql`select c.customer_id from book_customer k
      join dunlin.customer c on c.client_id = ${job.clientId} and c.customer_id = k.customer_id
      where not k.fresh and ${scope(sql`c.customer_id`)}
        and (coalesce(k.name, c.name), coalesce(k.kind, c.kind), coalesce(k.language, c.language),
             coalesce(k.zone, c.zone), coalesce(k.country, c.country), coalesce(k.segment, c.segment),
             coalesce(k.payday_day, c.payday_day))
          is distinct from (c.name, c.kind, c.language, c.zone, c.country, c.segment, c.payday_day)
      union
      select k.customer_id from book_customer k
      where not k.fresh and k.person is not null and ${scope(sql`k.customer_id`)}
        and not exists (
          select from dunlin.person p
          where p.client_id = ${job.clientId} and p.customer_id = k.customer_id and p.name = k.person)`,
  );
}

/**
 * Makes `book_point_change` for our customers: points to add, to change (another rank, named again) and to retire. A point
 * that came from elsewhere, or that somebody else retired, is left alone.
 */
export async function findPointChanges(tx: Tx, job: Job, scope: Scope): Promise<void> {
  await temporary(
    tx,
    job,
    "book_point_change",
    sql`select p.customer_id, p.kind, p.address, p.rank, c.contact_point_id, false as retire
      from book_point p
      left join dunlin.contact_point c on c.client_id = ${job.clientId}
        and c.customer_id = p.customer_id and c.kind = p.kind and c.address = p.address
      where not p.fresh and ${scope(sql`p.customer_id`)}
        and (c.contact_point_id is null
          or (c.source = 'import' and (c.retired_at is null or c.retired_by = 'import')
            and (c.rank <> p.rank or c.retired_at is not null)))
      union all
      select c.customer_id, c.kind, c.address, c.rank, c.contact_point_id, true
      from book_customer k
      join dunlin.contact_point c on c.client_id = ${job.clientId} and c.customer_id = k.customer_id
      where not k.fresh and ${scope(sql`c.customer_id`)}
        and c.source = 'import' and c.retired_at is null
        and case c.kind when 'phone' then k.phones else k.emails end
        and not exists (
          select from book_point p
          where p.customer_id = c.customer_id and p.kind = c.kind and p.address = c.address)`,
  );
}

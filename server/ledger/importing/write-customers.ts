import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { change } from "./change.ts";
import type { Job } from "./job.ts";
import { writeFactors } from "./write-factors.ts";

/** New customers with their people and contact points; what changed of the others. */
export async function writeCustomers(tx: Tx, job: Job): Promise<void> {
  await createCustomers(tx, job);
  await updateCustomers(tx, job);
  await addPeople(tx, job);
  await writePoints(tx, job);
  await writeFactors(tx, job);
}

async function createCustomers(tx: Tx, job: Job): Promise<void> {
  await sql`
    insert into dunlin.customer (client_id, customer_id, reference, name, kind, language, zone,
      country, segment, payday_day, look_at, created_at)
    select ${job.clientId}, customer_id, reference, coalesce(name, reference), coalesce(kind, 'person'),
      coalesce(language, ${job.client.language}), zone, coalesce(country, ${job.client.country}), segment, payday_day,
      ${job.lookAt}::timestamptz, ${job.now}::timestamptz
    from book_customer where fresh`.execute(tx);
  await sql`
    insert into dunlin.batch_change (client_id, batch_id, entity, entity_id)
    select ${job.clientId}, ${job.batchId}, 'customer', customer_id from book_customer where fresh`.execute(
    tx,
  );
}

/** One statement bumps the facts of all whom the book touched and writes what it says of them. */
async function updateCustomers(tx: Tx, job: Job): Promise<void> {
  const columns = ["name", "kind", "language", "zone", "country", "segment", "payday_day"];
  await change(
    tx,
    job,
    { entity: "customer", columns, known: ["facts_version"] },
    sql`update dunlin.customer c
      set name = coalesce(k.name, c.name), kind = coalesce(k.kind, c.kind),
        language = coalesce(k.language, c.language), zone = coalesce(k.zone, c.zone),
        country = coalesce(k.country, c.country), segment = coalesce(k.segment, c.segment),
        payday_day = coalesce(k.payday_day, c.payday_day),
        facts_version = c.facts_version + 1, look_at = least(c.look_at, ${job.lookAt}::timestamptz)
      from book_touched t left join book_customer k using (customer_id)
      where c.client_id = ${job.clientId} and c.customer_id = t.customer_id`,
  );
  // Nothing about them changed, but the books they waited for are here.
  await sql`
    update dunlin.customer c set look_at = least(c.look_at, ${job.lookAt}::timestamptz)
    from book_waiting w
    where c.client_id = ${job.clientId} and c.customer_id = w.customer_id
      and not exists (select from book_touched t where t.customer_id = w.customer_id)`.execute(tx);
}

async function addPeople(tx: Tx, job: Job): Promise<void> {
  await sql`
    with added as (
      insert into dunlin.person (client_id, customer_id, name, role, created_at)
      select ${job.clientId}, customer_id, person, 'payer', ${job.now}::timestamptz
      from book_customer where person is not null
      on conflict do nothing
      returning person_id, customer_id)
    insert into dunlin.batch_change (client_id, batch_id, entity, entity_id)
    select ${job.clientId}, ${job.batchId}, 'person', a.person_id
    from added a join book_customer k using (customer_id) where not k.fresh`.execute(tx);
}

async function writePoints(tx: Tx, job: Job): Promise<void> {
  await sql`
    with wanted as (
      select customer_id, kind, address, rank from book_point where fresh
      union all
      select customer_id, kind, address, rank from book_point_change where contact_point_id is null
    ), added as (
      insert into dunlin.contact_point (client_id, customer_id, person_id, kind, address, disclosure,
        rank, source, created_at)
      select ${job.clientId}, w.customer_id, p.person_id, w.kind, w.address,
        ${job.client.importedDisclosure}, w.rank, 'import', ${job.now}::timestamptz
      from wanted w
      join book_customer k using (customer_id)
      left join dunlin.person p on p.client_id = ${job.clientId}
        and p.customer_id = w.customer_id and p.name = k.person
      returning contact_point_id, customer_id)
    insert into dunlin.batch_change (client_id, batch_id, entity, entity_id)
    select ${job.clientId}, ${job.batchId}, 'contact_point', a.contact_point_id
    from added a join book_customer k using (customer_id) where not k.fresh`.execute(tx);
  await change(
    tx,
    job,
    { entity: "contact_point", columns: ["rank", "retired_at", "retired_by"] },
    sql`update dunlin.contact_point c
      set rank = n.rank, retired_at = case when n.retire then ${job.now}::timestamptz end,
        retired_by = case when n.retire then 'import' end
      from book_point_change n
      where c.client_id = ${job.clientId} and c.contact_point_id = n.contact_point_id`,
  );
}

import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import type { Job } from "./job.ts";

/** New customers with their people and contact points; what changed of the others. */
export async function writeCustomers(tx: Tx, job: Job): Promise<void> {
  await createCustomers(tx, job);
  await updateCustomers(tx, job);
  await addPeople(tx, job);
  await writePoints(tx, job);
}

async function createCustomers(tx: Tx, job: Job): Promise<void> {
  await sql`
    insert into dunlin.customer (client_id, customer_id, reference, name, kind, language, zone,
      country, segment, look_at, created_at)
    select ${job.clientId}, customer_id, reference, coalesce(name, reference), coalesce(kind, 'person'),
      coalesce(language, ${job.client.language}), zone, coalesce(country, ${job.client.country}), segment,
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
  const image = sql`jsonb_build_object('name', c.name, 'kind', c.kind, 'language', c.language,
    'zone', c.zone, 'country', c.country, 'segment', c.segment)`;
  const told = sql`jsonb_build_object('name', coalesce(k.name, c.name), 'kind', coalesce(k.kind, c.kind),
    'language', coalesce(k.language, c.language), 'zone', coalesce(k.zone, c.zone),
    'country', coalesce(k.country, c.country), 'segment', coalesce(k.segment, c.segment))`;
  await sql`
    insert into dunlin.batch_change (client_id, batch_id, entity, entity_id, before, after)
    select ${job.clientId}, ${job.batchId}, 'customer', c.customer_id,
      ${image} || jsonb_build_object('facts_version', c.facts_version), ${told}
    from book_touched t
    join dunlin.customer c on c.client_id = ${job.clientId} and c.customer_id = t.customer_id
    left join book_customer k on k.customer_id = t.customer_id`.execute(tx);
  await sql`
    update dunlin.customer c
    set name = s.name, kind = s.kind, language = s.language, zone = s.zone, country = s.country,
      segment = s.segment, facts_version = c.facts_version + 1,
      look_at = least(c.look_at, ${job.lookAt}::timestamptz)
    from dunlin.batch_change b
    cross join lateral jsonb_to_record(b.after) as s
      (name text, kind text, language text, zone text, country text, segment text)
    where b.client_id = ${job.clientId} and b.batch_id = ${job.batchId} and b.entity = 'customer'
      and b.before is not null
      and c.client_id = b.client_id and c.customer_id = b.entity_id`.execute(tx);
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
  await sql`
    insert into dunlin.batch_change (client_id, batch_id, entity, entity_id, before, after)
    select ${job.clientId}, ${job.batchId}, 'contact_point', c.contact_point_id,
      jsonb_build_object('rank', c.rank, 'retired_at', c.retired_at, 'retired_by', c.retired_by),
      case when n.retire
        then jsonb_build_object('rank', c.rank, 'retired_at', ${job.now}::timestamptz, 'retired_by', 'import')
        else jsonb_build_object('rank', n.rank, 'retired_at', null, 'retired_by', null) end
    from book_point_change n
    join dunlin.contact_point c on c.client_id = ${job.clientId}
      and c.contact_point_id = n.contact_point_id`.execute(tx);
  await sql`
    update dunlin.contact_point c
    set rank = s.rank, retired_at = s.retired_at, retired_by = s.retired_by
    from dunlin.batch_change b
    cross join lateral jsonb_to_record(b.after) as s
      (rank smallint, retired_at timestamptz, retired_by text)
    where b.client_id = ${job.clientId} and b.batch_id = ${job.batchId} and b.entity = 'contact_point'
      and b.after is not null
      and c.client_id = b.client_id and c.contact_point_id = b.entity_id`.execute(tx);
}

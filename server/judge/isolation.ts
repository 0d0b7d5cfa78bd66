/** Invariant 5: no row of one client is readable or writable under another. Both are tried. */
import { sql } from "kysely";
import { setClient } from "#platform/db.ts";
import type { Found, Invariant, Scope } from "./verdict.ts";
import { probeWriting } from "./write-probe.ts";

/** Tables of the installation, not of a client. */
const SHARED = ["migration", "clock", "installation", "process"];

type Table = { readonly name: string; readonly fault: string | null };

/** The client's tables, with what is wrong in the way they are closed. */
const closedTables = sql<Table>`
  select c.relname as name, case
    when not exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'client_id' and t.attnotnull)
      then 'rows may have no client'
    when not c.relrowsecurity or not c.relforcerowsecurity then 'row-level security is not forced'
    when not exists (select from pg_policies p where p.schemaname = 'dunlin' and p.tablename = c.relname
      and p.policyname = 'by_client' and p.qual like '%current_client()%' and p.with_check like '%current_client()%')
      then 'no policy keeps it to one client'
    when exists (select from pg_policies p where p.schemaname = 'dunlin' and p.tablename = c.relname
      and p.policyname <> 'by_client' and p.roles && array['dunlin_app', 'dunlin_worker', 'public']::name[])
      then 'another policy opens it' end as fault
  from pg_class c
  where c.relnamespace = 'dunlin'::regnamespace and c.relkind in ('r', 'p') and c.relname <> all(${SHARED}::text[])
  order by c.relname`;

/**
 * Foreign keys between clients' tables that do not carry the client on both sides. People (schema auth) belong to no client:
 * what leads to somebody leads to no client's row.
 */
const loose = sql`
  select array[c.relname || '.' || k.conname] as rows, 'a foreign key that may lead to another client' as why
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_class t on t.oid = k.confrelid
  where k.contype = 'f' and c.relnamespace = 'dunlin'::regnamespace and t.relnamespace = 'dunlin'::regnamespace
    and (c.relname <> all(${SHARED}::text[]))
    and not exists (select from generate_subscripts(k.conkey, 1) n
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[n] and a.attname = 'client_id'
      join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[n] and b.attname = 'client_id')`;

/** What refers without a foreign key must find its row with the same client too. */
const dangling = (clientId: string) => sql`
  select array['msg_' || m.message_id] as rows, 'it answers an inbound message that the client does not have' as why
  from dunlin.message m
  where m.client_id = ${clientId} and m.answers_id is not null and not exists (
    select from dunlin.inbound i where i.client_id = m.client_id and i.inbound_id = m.answers_id)
  union all
  select array['evt_' || e.event_id], 'it tells of a message that the client does not have'
  from dunlin.event e
  where e.client_id = ${clientId} and e.message_id is not null and not exists (
    select from dunlin.message m where m.client_id = e.client_id and m.message_id = e.message_id)
  union all
  select array['msg_' || a.message_id], 'there is an attempt at a message that the client does not have'
  from dunlin.attempt a
  where a.client_id = ${clientId} and not exists (
    select from dunlin.message m where m.client_id = a.client_id and m.message_id = a.message_id)
  union all
  select array['msg_' || p.message_id], 'there is a part of an attempt that the client did not make'
  from dunlin.part p
  where p.client_id = ${clientId} and not exists (
    select from dunlin.attempt a
    where a.client_id = p.client_id and a.message_id = p.message_id and a.attempt = p.attempt)`;

/** Asks each table, under another client and under none, for rows of this one: as the role that HTTP signs in as. */
async function probe({ db, clientId }: Scope, tables: readonly Table[], found: Found) {
  for (const as of ["another client", "no client"] as const) {
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ other: string; above: boolean }>`
        select uuidv7() as other, r.rolsuper or r.rolbypassrls as above
        from pg_roles r where r.rolname = current_user`.execute(tx);
      const { other, above } = rows[0]!;
      if (above) await sql`set local role dunlin_app`.execute(tx);
      await setClient(tx, as === "another client" ? other : "");
      for (const { name } of tables) {
        const { rows: seen } = await sql<{ seen: boolean }>`
          select exists (select from dunlin.${sql.id(name)} where client_id = ${clientId}) as seen
        `.execute(tx);
        if (seen[0]!.seen) found.add([name], `rows are visible under ${as}`);
      }
    });
  }
}

export const isolation: Invariant = {
  id: 5,
  name: "no row of one client is readable or writable under another",
  async judge(scope, found) {
    const { rows: tables } = await closedTables.execute(scope.tx);
    found.checked = tables.length;
    for (const { name, fault } of tables) if (fault !== null) found.add([name], fault);
    await found.collect(scope.tx, loose);
    await found.collect(scope.tx, dangling(scope.clientId));
    await probe(scope, tables, found);
    const sound = tables.flatMap(({ name, fault }) => (fault === null ? [name] : []));
    const { holes, note } = await probeWriting(scope.db, scope.clientId, sound);
    for (const { table, why } of holes) found.add([table], why);
    found.note = note;
  },
};

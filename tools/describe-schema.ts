import type pg from "pg";

const query = `
with relation as (
  select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity from pg_class c
  where c.relnamespace = 'dunlin'::regnamespace and c.relkind = 'r'
)
select relname as name, 'table' as kind, concat_ws(E'\\n',
  'table ' || relname || case when relforcerowsecurity then '  -- forced row-level security' else '' end,
  (select string_agg('  ' || attname || ' ' || format_type(atttypid, atttypmod)
      || case when attnotnull then ' not null' else '' end
      || case when attidentity <> '' then ' generated always as identity' else '' end
      || coalesce(' default ' || pg_get_expr(adbin, adrelid), ''), E'\\n' order by attnum)
    from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attrelid = r.oid and attnum > 0 and not attisdropped),
  (select string_agg('  constraint ' || conname || ' ' || pg_get_constraintdef(oid), E'\\n' order by conname)
    from pg_constraint where conrelid = r.oid and contype <> 'n'),
  (select string_agg('  ' || pg_get_indexdef(indexrelid), E'\\n' order by indexrelid::regclass::text)
    from pg_index where indrelid = r.oid and not exists
      (select from pg_constraint where conindid = indexrelid and conrelid = r.oid)),
  (select string_agg('  policy ' || policyname || ' for ' || lower(cmd) || ' to ' || array_to_string(roles, ', ')
      || coalesce(' using ' || qual, '') || coalesce(' with check ' || with_check, ''), E'\\n' order by policyname)
    from pg_policies where schemaname = 'dunlin' and tablename = r.relname),
  (select string_agg('  grant ' || privileges || ' to ' || grantee, E'\\n' order by grantee)
    from (select grantee, string_agg(lower(privilege_type), ', ' order by privilege_type) as privileges
      from information_schema.role_table_grants
      where table_schema = 'dunlin' and table_name = r.relname and grantee like 'dunlin%'
      group by grantee) g)
) as text
from relation r
union all
select p.proname, 'function', pg_get_functiondef(p.oid) || '-- owner ' || pg_get_userbyid(p.proowner)
from pg_proc p where p.pronamespace = 'dunlin'::regnamespace
order by 2 desc, 1`;

/** Everything in schema `dunlin` as text, in a stable order: what pg_dump would show, without pg_dump. */
export async function describeSchema(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ text: string }>(query);
  return `-- Made by npm run schema from migrations/; do not edit.\n\n${rows.map((r) => r.text.trim()).join("\n\n")}\n`;
}

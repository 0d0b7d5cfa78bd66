-- Dispatch: what its upkeep asks for.

-- When a hand-over over this route last succeeded, to the second: a process whose own bind is down does not pause a route
-- that works for others.
alter table dunlin.route add column worked_at timestamptz;

-- A receipt that never found its message: from a message of another system on the same bind, or long after its time.
alter table dunlin.receipt add column dropped_at timestamptz;
drop index dunlin.receipt_waiting;
create index receipt_waiting on dunlin.receipt (client_id, route_id, provider_id)
  where matched_at is null and dropped_at is null;
create policy queue on dunlin.receipt for select to dunlin_queue using (true);
grant select (client_id, matched_at, dropped_at) on dunlin.receipt to dunlin_queue;

-- Handed over, and nothing heard yet.
create index message_unheard on dunlin.message (client_id, handed_over_at)
  where state = 'handed_over' and ended_at is null;
grant select (handed_over_at, ended_at) on dunlin.message to dunlin_queue;

-- Routes with due messages that nobody hands over: disabled or paused; with a null route, messages that have none.
create function dunlin.routes_at_rest(until timestamptz)
returns table (client_id uuid, route_id uuid)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.client_id, r.route_id from dunlin.route r
  where (not r.enabled or r.opens_at > clock_timestamp())
    and exists (select from dunlin.message m
      where m.client_id = r.client_id and m.route_id = r.route_id
        and m.state = 'planned' and m.not_before <= until)
  union all
  select c.client_id, null::uuid from dunlin.client c
  where exists (select from dunlin.message m
    where m.client_id = c.client_id and m.route_id is null
      and m.state = 'planned' and m.not_before <= until)
  limit 1000;
end;

create function dunlin.clients_with_waiting_receipts() returns setof uuid
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.client_id from dunlin.client c
  where exists (select from dunlin.receipt r
    where r.client_id = c.client_id and r.matched_at is null and r.dropped_at is null)
  limit 1000;
end;

create function dunlin.clients_with_unheard_messages(before timestamptz) returns setof uuid
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.client_id from dunlin.client c
  where exists (select from dunlin.message m
    where m.client_id = c.client_id and m.state = 'handed_over' and m.ended_at is null
      and m.handed_over_at < before)
  limit 1000;
end;

do $$
declare door regprocedure;
begin
  grant create on schema dunlin to dunlin_queue;
  foreach door in array array[
    'dunlin.routes_at_rest(timestamptz)'::regprocedure,
    'dunlin.clients_with_waiting_receipts()'::regprocedure,
    'dunlin.clients_with_unheard_messages(timestamptz)'::regprocedure
  ] loop
    execute format('revoke all on function %s from public', door);
    execute format('grant execute on function %s to dunlin_app, dunlin_worker', door);
    execute format('alter function %s owner to dunlin_queue', door);
  end loop;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

-- What the planner believes until it has read the tables for the first time: one client has all rows, and an id is one of a
-- kind. Without any statistics it takes a client for one in two hundred, and reads all of its rows to find five hundred by
-- their ids; in a new database the first run of 20,000 messages would be over before they are gathered.
do $$
declare place record;
begin
  for place in
    select c.relname, a.attname, case when a.attname = 'client_id' then 1 else -1 end as n_distinct
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = 'dunlin'::regnamespace and c.relkind = 'r' and c.relname <> 'client'
      and (a.attname = 'client_id' or a.attname = c.relname || '_id')
      and a.atttypid = 'uuid'::regtype
  loop
    perform pg_restore_attribute_stats(
      'schemaname', 'dunlin', 'relname', place.relname::text, 'attname', place.attname::text, 'inherited', false,
      'null_frac', 0::real, 'avg_width', 16, 'n_distinct', place.n_distinct::real);
  end loop;
  for place in select unnest(array['attempt', 'part']) as relname loop
    perform pg_restore_attribute_stats(
      'schemaname', 'dunlin', 'relname', place.relname::text, 'attname', 'message_id', 'inherited', false,
      'null_frac', 0::real, 'avg_width', 16, 'n_distinct', (-1)::real);
  end loop;
end
$$;

-- Dispatch writes several rows for each message: no checks of keys that hold by construction, and room to change rows in place.

-- A row of these names a message, or a client, that the writing statement has in hand, and neither is ever deleted. The judge
-- looks for rows that name nothing (server/judge/isolation.ts); row-level security keeps the client.
alter table dunlin.event drop constraint if exists event_client_id_fkey;
alter table dunlin.attempt drop constraint if exists attempt_client_id_message_id_fkey;
alter table dunlin.part drop constraint if exists part_client_id_message_id_fkey;

-- Parts change soon after they are written, all of a page at once: with half of it free they stay on it, and their indexes as
-- they are.
alter table dunlin.part set (fillfactor = 50);

-- A message changes its state four times. PostgreSQL leaves the indexes of a row alone only when no column changes that any
-- index knows, and the conditions of partial indexes count: every change of state was written to all of them. They know no
-- more of the state than they need now; queued, handed over and delivered are one to them.
drop index dunlin.message_once;
drop index dunlin.message_due;
drop index dunlin.message_uncertain;
drop index dunlin.message_under_way;
drop index dunlin.message_unheard;
alter table dunlin.message
  add column indexed_as text generated always as (case state when 'planned' then 'planned' when 'uncertain' then 'uncertain'
    when 'suppressed' then 'withdrawn' when 'cancelled' then 'withdrawn' end) stored;
alter table dunlin.message set (fillfactor = 50);
-- Exactly one message per customer, step and anchor. A withdrawn one leaves the place to the next decision.
create unique index message_once on dunlin.message
  (client_id, account_id, anchor, step_id, channel, contact_point_id)
  where step_id is not null and indexed_as is distinct from 'withdrawn';
create index message_due on dunlin.message (client_id, route_id, lane, not_before) where indexed_as = 'planned';
create index message_uncertain on dunlin.message (client_id, route_id, address) where indexed_as = 'uncertain';
grant select (indexed_as) on dunlin.message to dunlin_queue;

-- Messages of which a receipt is expected, by when they were handed over. A row stays until its time is over, whether or not
-- the receipt came: it is looked at once, then.
create table dunlin.awaited (
  client_id uuid not null,
  handed_over_at timestamptz not null,
  message_id uuid not null,
  primary key (client_id, handed_over_at, message_id)
);
call dunlin.protect('dunlin.awaited', 'select, insert, delete');
create policy queue on dunlin.awaited for select to dunlin_queue using (true);
grant select (client_id, handed_over_at) on dunlin.awaited to dunlin_queue;
insert into dunlin.awaited (client_id, handed_over_at, message_id)
select client_id, handed_over_at, message_id from dunlin.message
where state = 'handed_over' and ended_at is null and handed_over_at is not null;

create or replace function dunlin.routes_with_work(until timestamptz)
returns table (client_id uuid, route_id uuid, lane smallint)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.client_id, r.route_id, first.lane
  from dunlin.route r
  cross join lateral (
    select m.lane from dunlin.message m
    where m.client_id = r.client_id and m.route_id = r.route_id
      and m.indexed_as = 'planned' and m.not_before <= until
    order by m.lane, m.not_before limit 1
  ) first
  where r.enabled and (r.opens_at is null or r.opens_at <= clock_timestamp())
  order by first.lane
  limit 1000;
end;

create or replace function dunlin.next_message_at() returns timestamptz
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select min(first.not_before)
  from dunlin.route r
  cross join lateral (
    select m.not_before from dunlin.message m
    where m.client_id = r.client_id and m.route_id = r.route_id and m.indexed_as = 'planned'
    order by m.not_before limit 1
  ) first
  where r.enabled;
end;

create or replace function dunlin.routes_at_rest(until timestamptz)
returns table (client_id uuid, route_id uuid)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.client_id, r.route_id from dunlin.route r
  where (not r.enabled or r.opens_at > clock_timestamp())
    and exists (select from dunlin.message m
      where m.client_id = r.client_id and m.route_id = r.route_id
        and m.indexed_as = 'planned' and m.not_before <= until)
  union all
  select c.client_id, null::uuid from dunlin.client c
  where exists (select from dunlin.message m
    where m.client_id = c.client_id and m.route_id is null
      and m.indexed_as = 'planned' and m.not_before <= until)
  limit 1000;
end;

create or replace function dunlin.clients_with_unheard_messages(before timestamptz) returns setof uuid
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.client_id from dunlin.client c
  where exists (select from dunlin.awaited a where a.client_id = c.client_id and a.handed_over_at < before)
  limit 1000;
end;

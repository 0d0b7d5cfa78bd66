-- What operating asks for: statistics after a large import, and figures for monitoring that no client's rows are read for.

-- The application does not own the tables, and a client who is new has no statistics until autovacuum comes by. Whoever may
-- only maintain can't read.
grant maintain on dunlin.customer, dunlin.contact_point, dunlin.account, dunlin.invoice, dunlin.credit to dunlin_queue;

-- Gathers the statistics of the books, all clients'. A table that somebody else is gathering is passed over.
create function dunlin.analyze_books() returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  analyze (skip_locked) dunlin.customer, dunlin.contact_point, dunlin.account, dunlin.invoice, dunlin.credit;
end
$$;

-- Whether a process and its database are of one version.
grant select on dunlin.migration to dunlin_app, dunlin_worker;

-- The queue by channel and lane: due now, planned for later, and since when the oldest is due. Of one route and lane at most
-- 100,000 are counted, the earliest. Messages without a route have no channel here. Reads the index of what is planned, no more.
create function dunlin.queue_depth(until timestamptz)
returns table (channel text, lane smallint, due bigint, later bigint, due_since timestamptz)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with lanes as (select lane::smallint from generate_series(0, 2) as one (lane)),
  counted as (
    select r.channel, lanes.lane, few.*
    from (select client_id, route_id, channel from dunlin.route limit 10000) r
    cross join lanes
    cross join lateral (
      select count(*) filter (where m.not_before <= until) as due, count(*) filter (where m.not_before > until) as later,
        min(m.not_before) as first_at
      from (select not_before from dunlin.message
        where client_id = r.client_id and route_id = r.route_id and lane = lanes.lane and indexed_as = 'planned'
        order by not_before limit 100000) m
    ) few
    union all
    select null::text, lanes.lane, few.*
    from (select client_id from dunlin.client limit 10000) c
    cross join lanes
    cross join lateral (
      select count(*) filter (where m.not_before <= until) as due, count(*) filter (where m.not_before > until) as later,
        min(m.not_before) as first_at
      from (select not_before from dunlin.message
        where client_id = c.client_id and route_id is null and lane = lanes.lane and indexed_as = 'planned'
        order by not_before limit 100000) m
    ) few
  )
  select counted.channel, counted.lane, sum(counted.due)::bigint, sum(counted.later)::bigint,
    min(counted.first_at) filter (where counted.first_at <= until)
  from counted
  group by counted.channel, counted.lane;
end;

-- How the circuit breaker of each route stands, by real time.
grant select (failures, worked_at) on dunlin.route to dunlin_queue;
create function dunlin.route_health()
returns table (client_id uuid, route_id uuid, channel text, enabled boolean, resting boolean, failures integer, worked_at timestamptz)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.client_id, r.route_id, r.channel, r.enabled, coalesce(r.opens_at > clock_timestamp(), false), r.failures, r.worked_at
  from dunlin.route r order by r.client_id, r.route_id limit 2000;
end;

-- How far the logs of each client have come, so that only what is new is read: two looks at the end of an index a client.
create policy queue on dunlin.decision for select to dunlin_queue using (true);
grant select (client_id, decision_id) on dunlin.decision to dunlin_queue;
create function dunlin.log_heads()
returns table (client_id uuid, slug text, newest_seq bigint, newest_decision uuid)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.client_id, c.slug,
    (select e.seq from dunlin.event e where e.client_id = c.client_id order by e.seq desc limit 1),
    (select d.decision_id from dunlin.decision d where d.client_id = c.client_id order by d.decision_id desc limit 1)
  from dunlin.client c order by c.client_id limit 10000;
end;

do $$
declare door regprocedure;
begin
  grant create on schema dunlin to dunlin_queue;
  foreach door in array array[
    'dunlin.analyze_books()'::regprocedure,
    'dunlin.queue_depth(timestamptz)'::regprocedure,
    'dunlin.route_health()'::regprocedure,
    'dunlin.log_heads()'::regprocedure
  ] loop
    execute format('revoke all on function %s from public', door);
    execute format('grant execute on function %s to dunlin_app, dunlin_worker', door);
    execute format('alter function %s owner to dunlin_queue', door);
  end loop;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

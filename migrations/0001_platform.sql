-- Roles, the clock, processes and clients. Every later table leads with client_id and is closed by dunlin.protect().

do $$
begin
  -- Roles belong to the cluster, not the database: another database of this cluster may have made them.
  if not exists (select from pg_roles where rolname = 'dunlin_app') then
    create role dunlin_app login nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
  if not exists (select from pg_roles where rolname = 'dunlin_worker') then
    create role dunlin_worker login nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
  -- Owns the few functions that look across clients; sees queue columns only.
  if not exists (select from pg_roles where rolname = 'dunlin_queue') then
    create role dunlin_queue nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
  -- A migration owner that is no superuser must be able to act as the roles it hands things to.
  execute format('grant dunlin_app, dunlin_worker, dunlin_queue to %I', current_user);
end
$$;

grant usage on schema dunlin to dunlin_app, dunlin_worker, dunlin_queue;

-- The client that this transaction works for; null when none is set, and then no row is visible.
create function dunlin.current_client() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('dunlin.client_id', true), '')::uuid;

-- Closes a table: forced row-level security by client, and the rights that both roles have on it.
create procedure dunlin.protect(relation regclass, rights text)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', relation);
  execute format('alter table %s force row level security', relation);
  execute format(
    'create policy by_client on %s to dunlin_app, dunlin_worker
       using (client_id = (select dunlin.current_client()))
       with check (client_id = (select dunlin.current_client()))', relation);
  execute format('grant %s on %s to dunlin_app, dunlin_worker', rights, relation);
end
$$;

-- The clock of the installation: real time, or frozen by a test or a demo. One row.
create table dunlin.clock (
  only_row boolean primary key default true check (only_row),
  frozen_at timestamptz,
  changed_at timestamptz not null default clock_timestamp(),
  changed_by text not null default 'migration'
);
insert into dunlin.clock default values;
grant select, update on dunlin.clock to dunlin_app;
grant select on dunlin.clock to dunlin_worker, dunlin_queue;

-- What time it is for decisions, contact hours, validity and reports. Leases and budgets use clock_timestamp().
create function dunlin.clock_now() returns timestamptz
  language sql volatile
  return coalesce((select frozen_at from dunlin.clock), clock_timestamp());

-- Processes that hand messages over. Whether one still lives is asked of its advisory lock (class 7001, key process_id).
create table dunlin.process (
  process_id integer generated always as identity primary key,
  role text not null,
  pid integer not null,
  host text not null,
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz
);
grant select, insert, update on dunlin.process to dunlin_app, dunlin_worker;

create table dunlin.client (
  client_id uuid primary key default uuidv7(),
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null check (length(name) between 1 and 200),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  country text not null check (country ~ '^[A-Z]{2}$'),
  zone text not null,
  language text not null default 'en',
  phone text,
  email text,
  site text,
  -- How the client's files look, as learned or corrected at the last import.
  mapping jsonb not null default '{}',
  -- How far contact points from its own book may be told what is owed.
  imported_disclosure text not null default 'full'
    check (imported_disclosure in ('unverified', 'name', 'full')),
  -- The books speak as of this instant; null until the first import.
  book_as_of timestamptz,
  created_at timestamptz not null
);
call dunlin.protect('dunlin.client', 'select, insert, update');
create policy queue on dunlin.client for select to dunlin_queue using (true);
grant select (client_id, slug) on dunlin.client to dunlin_queue;

create function dunlin.client_by_slug(wanted text) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return (select client_id from dunlin.client where slug = wanted);

create function dunlin.client_ids() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select client_id from dunlin.client order by client_id;
end;

-- What happened, to whom, by whom and why: append-only. Events of one customer are written under that customer's row lock,
-- so for one customer the order of seq is the order of commit.
create table dunlin.event (
  client_id uuid not null references dunlin.client,
  event_id uuid not null default uuidv7(),
  seq bigint not null generated always as identity,
  at timestamptz not null,
  kind text not null,
  customer_id uuid,
  account_id uuid,
  message_id uuid,
  actor text not null,
  cause text,
  body jsonb not null default '{}',
  primary key (client_id, event_id)
);
create index event_by_customer on dunlin.event (client_id, customer_id, seq);
create index event_by_seq on dunlin.event (client_id, seq);
call dunlin.protect('dunlin.event', 'select, insert');

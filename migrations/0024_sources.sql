-- Books and payments that Dunlin fetches itself: from where, how far it has come, and what each run did.

create table dunlin.source (
  client_id uuid not null references dunlin.client,
  source_id uuid not null default uuidv7(),
  name text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  kind text not null,
  -- Without what is secret.
  settings jsonb not null,
  -- What is secret of the settings, sealed with the key of the installation (server/platform/seal.ts).
  sealed bytea,
  -- Keys that the other side replaces at each use (OAuth), sealed as well.
  tokens bytea,
  schedule jsonb not null,
  enabled boolean not null default true,
  -- How far complete runs have come; the adapter's own words.
  cursor text,
  -- The same within a run that is not complete, when it began by the clock of the installation, and whether it fetches all.
  pull_cursor text,
  pull_began_at timestamptz,
  pull_full boolean not null default false,
  -- By the clock of the installation: when the last run ended, when one last brought the books forward, when all was fetched.
  last_run_at timestamptz,
  advanced_at timestamptz not null,
  full_at timestamptz,
  next_at timestamptz not null,
  stale_at timestamptz,
  -- Trouble since the last run that went well. Real time: when it is tried again, when a claim lapses.
  failures integer not null default 0,
  last_error text,
  retry_at timestamptz,
  claimed_until timestamptz,
  -- Fences what a run writes: a claim that lapsed has lost its say.
  claims bigint not null default 0,
  created_at timestamptz not null,
  created_by text not null,
  removed_at timestamptz,
  primary key (client_id, source_id)
);
create unique index source_name on dunlin.source (client_id, name) where removed_at is null;
call dunlin.protect('dunlin.source', 'select, insert, update');
create policy queue on dunlin.source for select to dunlin_queue using (true);
grant select (client_id, source_id, enabled, removed_at, next_at, retry_at, claimed_until, advanced_at, stale_at, schedule)
  on dunlin.source to dunlin_queue;

-- What one run did: append-only.
create table dunlin.source_run (
  client_id uuid not null,
  run_id uuid not null default uuidv7(),
  source_id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  state text not null check (state in ('applied', 'nothing_new', 'failed')),
  full_book boolean not null default false,
  pages integer not null default 0,
  records integer not null default 0,
  rejected integer not null default 0,
  batch_id uuid,
  error text,
  result jsonb not null default '{}',
  primary key (client_id, run_id),
  foreign key (client_id, source_id) references dunlin.source
);
create index source_run_of on dunlin.source_run (client_id, source_id, run_id);
call dunlin.protect('dunlin.source_run', 'select, insert');

-- Records of a run that is under way, kept with the cursor behind them: a run that dies is taken up where it was.
create table dunlin.source_pulled (
  client_id uuid not null,
  source_id uuid not null,
  record_id text not null check (length(record_id) between 1 and 300),
  kind text not null check (kind in ('customer', 'document', 'payment', 'gone', 'unreadable')),
  body jsonb not null,
  primary key (client_id, source_id, record_id),
  foreign key (client_id, source_id) references dunlin.source
);
call dunlin.protect('dunlin.source_pulled', 'select, insert, update, delete');

-- By what number we know a document of the other side: of what is deleted there it often says no more than its id.
create table dunlin.source_document (
  client_id uuid not null,
  source_id uuid not null,
  record_id text not null,
  type text not null check (type in ('invoice', 'credit')),
  reference text not null,
  primary key (client_id, source_id, record_id),
  foreign key (client_id, source_id) references dunlin.source
);
call dunlin.protect('dunlin.source_document', 'select, insert, update, delete');

-- Sources whose time has come and that nobody runs. Real time is that of the statement.
create function dunlin.sources_due() returns table (client_id uuid, source_id uuid)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.client_id, s.source_id from dunlin.source s
  where s.enabled and s.removed_at is null and s.next_at <= dunlin.clock_now()
    and coalesce(s.retry_at, '-infinity') <= statement_timestamp()
    and coalesce(s.claimed_until, '-infinity') <= statement_timestamp()
  order by s.next_at limit 1000;
end;

-- Sources that have not brought their books forward for longer than they say is right.
create function dunlin.sources_stale() returns table (client_id uuid, source_id uuid)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.client_id, s.source_id from dunlin.source s
  where s.enabled and s.removed_at is null and s.stale_at is null
    and s.advanced_at + make_interval(secs => (s.schedule ->> 'stale_after_s')::double precision) < dunlin.clock_now()
  limit 1000;
end;

do $$
declare door regprocedure;
begin
  grant create on schema dunlin to dunlin_queue;
  foreach door in array array['dunlin.sources_due()'::regprocedure, 'dunlin.sources_stale()'::regprocedure] loop
    execute format('revoke all on function %s from public', door);
    execute format('grant execute on function %s to dunlin_app, dunlin_worker', door);
    execute format('alter function %s owner to dunlin_queue', door);
  end loop;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

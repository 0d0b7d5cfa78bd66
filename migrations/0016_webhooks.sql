-- Callbacks to clients' own systems: endpoints with their secrets, what each is owed, and every try.

create table dunlin.webhook_endpoint (
  client_id uuid not null references dunlin.client,
  endpoint_id uuid not null default uuidv7(),
  url text not null check (length(url) between 1 and 2000),
  description text not null default '' check (length(description) <= 500),
  -- Kinds of events: "message.failed", all of a noun as "message.*", or "*".
  kinds text[] not null check (cardinality(kinds) between 1 and 100),
  -- Events of one customer are delivered one after the other.
  ordered boolean not null default false,
  enabled boolean not null default true,
  disabled_at timestamptz,
  disabled_why text check (disabled_why in ('person', 'failing', 'gone')),
  -- Events behind the first number and up to the second are promised: each that is wanted has its row of webhook_delivery.
  promised_from_seq bigint not null,
  cursor_seq bigint not null,
  -- Real time of the first failure since something was last delivered.
  failing_since timestamptz,
  delivered_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  created_by text not null,
  -- A removed endpoint stays for its log.
  removed_at timestamptz,
  primary key (client_id, endpoint_id),
  check (enabled = (disabled_why is null)),
  check (promised_from_seq <= cursor_seq)
) with (fillfactor = 70);
call dunlin.protect('dunlin.webhook_endpoint', 'select, insert, update');
create policy queue on dunlin.webhook_endpoint for select to dunlin_queue using (true);
grant select (client_id, endpoint_id, enabled, removed_at, cursor_seq) on dunlin.webhook_endpoint to dunlin_queue;

-- Keys that callbacks are signed with: the newest, and those that it replaced, for as long as they are good.
create table dunlin.webhook_secret (
  client_id uuid not null,
  endpoint_id uuid not null,
  secret_id uuid not null default uuidv7(),
  -- Sealed with the key of the installation (server/platform/seal.ts).
  sealed bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  -- Real time; null: until it is replaced.
  good_until timestamptz,
  primary key (client_id, endpoint_id, secret_id),
  foreign key (client_id, endpoint_id) references dunlin.webhook_endpoint
);
create unique index webhook_secret_current on dunlin.webhook_secret (client_id, endpoint_id) where good_until is null;
call dunlin.protect('dunlin.webhook_secret', 'select, insert, update');

-- One event owed to one endpoint. All times are real ones.
create table dunlin.webhook_delivery (
  client_id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  seq bigint not null,
  -- For the order of one customer's events.
  customer_id uuid,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  -- Why it is dead.
  reason text check (reason in ('tries_used', 'endpoint_removed', 'dropped')),
  -- Waits for an earlier event of the same customer.
  behind boolean not null default false,
  -- The next try; while it is claimed, when the claim lapses, so that a lost process keeps nothing back.
  due_at timestamptz not null,
  claimed_at timestamptz,
  -- Fences what is written back: a claim that lapsed has lost its say.
  claims integer not null default 0,
  tries smallint not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (client_id, endpoint_id, event_id),
  foreign key (client_id, endpoint_id) references dunlin.webhook_endpoint,
  foreign key (client_id, event_id) references dunlin.event,
  check ((state = 'pending') = (ended_at is null)),
  check ((state = 'dead') = (reason is not null)),
  check (not behind or state = 'pending')
) with (fillfactor = 70);
create index webhook_delivery_due on dunlin.webhook_delivery (client_id, endpoint_id, due_at, seq)
  where state = 'pending' and not behind;
create index webhook_delivery_open on dunlin.webhook_delivery (client_id, endpoint_id, customer_id, seq)
  where state = 'pending';
create index webhook_delivery_log on dunlin.webhook_delivery (client_id, endpoint_id, seq);
call dunlin.protect('dunlin.webhook_delivery', 'select, insert, update');
create policy queue on dunlin.webhook_delivery for select to dunlin_queue using (true);
grant select (client_id, endpoint_id, state, behind, due_at) on dunlin.webhook_delivery to dunlin_queue;

-- One request that was made, or could not be: append-only.
create table dunlin.webhook_attempt (
  client_id uuid not null,
  attempt_id uuid not null default uuidv7(),
  endpoint_id uuid not null,
  event_id uuid not null,
  -- Real time of the request.
  started_at timestamptz not null,
  duration_ms integer not null check (duration_ms >= 0),
  url text not null,
  request_headers jsonb not null,
  request_sha256 bytea not null,
  -- Null when no answer came.
  status smallint,
  -- Why it did not count as delivered: a code such as "timeout".
  error text,
  response_headers jsonb,
  -- The beginning.
  response_text text,
  primary key (client_id, attempt_id),
  foreign key (client_id, endpoint_id, event_id) references dunlin.webhook_delivery
);
create index webhook_attempt_of on dunlin.webhook_attempt (client_id, endpoint_id, event_id, attempt_id);
call dunlin.protect('dunlin.webhook_attempt', 'select, insert');

create policy queue on dunlin.event for select to dunlin_queue using (true);
grant select (client_id, seq) on dunlin.event to dunlin_queue;

-- Whether an endpoint that asked for these kinds gets an event of this one. Test events are addressed, not filtered.
create function dunlin.webhook_wants(kinds text[], kind text) returns boolean
  language sql immutable parallel safe
  return kind <> 'webhook.test'
    and (kind = any(kinds) or '*' = any(kinds) or split_part(kind, '.', 1) || '.*' = any(kinds));

-- Endpoints whose client has events that they have not been asked about.
create function dunlin.webhooks_behind() returns table (client_id uuid, endpoint_id uuid)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select w.client_id, w.endpoint_id from dunlin.webhook_endpoint w
  where w.enabled and w.removed_at is null
    and exists (select from dunlin.event e where e.client_id = w.client_id and e.seq > w.cursor_seq)
  limit 10000;
end;

-- Endpoints to which something is due now. The time of the statement, since one that moves can't be looked up in an index.
create function dunlin.webhooks_due() returns table (client_id uuid, endpoint_id uuid)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select w.client_id, w.endpoint_id from dunlin.webhook_endpoint w
  where w.enabled and w.removed_at is null
    and exists (select from dunlin.webhook_delivery d
      where d.client_id = w.client_id and d.endpoint_id = w.endpoint_id
        and d.state = 'pending' and not d.behind and d.due_at <= statement_timestamp())
  limit 10000;
end;

-- What waits, for the metrics: a client's deliveries that are open, and since when the oldest of them is due.
create function dunlin.webhook_backlog() returns table (client_id uuid, waiting bigint, due_since timestamptz)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select d.client_id, count(*), min(d.due_at) filter (where d.due_at <= clock_timestamp() and not d.behind)
  from dunlin.webhook_delivery d where d.state = 'pending'
  group by d.client_id limit 10000;
end;

do $$
declare door regprocedure;
begin
  grant create on schema dunlin to dunlin_queue;
  foreach door in array array[
    'dunlin.webhooks_behind()'::regprocedure,
    'dunlin.webhooks_due()'::regprocedure,
    'dunlin.webhook_backlog()'::regprocedure
  ] loop
    execute format('revoke all on function %s from public', door);
    execute format('grant execute on function %s to dunlin_app, dunlin_worker', door);
    execute format('alter function %s owner to dunlin_queue', door);
  end loop;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

-- What the planner believes until it has read the tables for the first time, as in 0007_dispatch.sql: one endpoint has all
-- rows, and an event is one of a kind. Without it the set after the first reads all rows of the endpoint for each event.
do $$
declare place record;
begin
  for place in
    select * from (values
      ('webhook_delivery', 'client_id', 1.0), ('webhook_delivery', 'endpoint_id', 1.0),
      ('webhook_delivery', 'event_id', -1.0), ('webhook_delivery', 'seq', -1.0),
      ('webhook_delivery', 'customer_id', -0.2),
      ('webhook_attempt', 'client_id', 1.0), ('webhook_attempt', 'endpoint_id', 1.0),
      ('webhook_attempt', 'event_id', -0.8), ('webhook_attempt', 'attempt_id', -1.0)
    ) as guess (relname, attname, n_distinct)
  loop
    perform pg_restore_attribute_stats(
      'schemaname', 'dunlin', 'relname', place.relname, 'attname', place.attname, 'inherited', false,
      'null_frac', 0::real, 'avg_width', 16, 'n_distinct', place.n_distinct::real);
  end loop;
end
$$;

-- Deciding and saying: policies, decisions, rungs; the outbox that is also the queue.

create table dunlin.policy (
  client_id uuid not null references dunlin.client,
  version integer not null check (version > 0),
  name text not null,
  source text not null,
  applied_at timestamptz not null,
  applied_by text not null,
  primary key (client_id, version)
);
call dunlin.protect('dunlin.policy', 'select, insert');

create table dunlin.template (
  client_id uuid not null references dunlin.client,
  name text not null,
  language text not null,
  channel text not null check (channel in ('sms', 'email', 'voice')),
  version integer not null check (version > 0),
  source text not null,
  applied_at timestamptz not null,
  applied_by text not null,
  primary key (client_id, name, language, channel, version)
);
call dunlin.protect('dunlin.template', 'select, insert');

-- A decision that led to something, or that changed the standing answer, with the facts it rests on (no personal data).
create table dunlin.decision (
  client_id uuid not null,
  decision_id uuid not null default uuidv7(),
  account_id uuid not null,
  at timestamptz not null,
  policy_version integer not null,
  facts_version bigint not null,
  outcome text not null,
  reason text not null,
  facts jsonb not null,
  answer jsonb not null,
  primary key (client_id, decision_id),
  foreign key (client_id, account_id) references dunlin.account
);
create index decision_account on dunlin.decision (client_id, account_id, at);
call dunlin.protect('dunlin.decision', 'select, insert');

-- Rungs that are behind an account: taken, or passed over with a reason.
create table dunlin.rung (
  client_id uuid not null,
  account_id uuid not null,
  -- The episode's id, or the due date.
  anchor text not null,
  step_id text not null,
  on_day date not null,
  outcome text not null check (outcome in ('taken', 'superseded')),
  reason text not null,
  exits text[] not null default '{}',
  decision_id uuid,
  at timestamptz not null,
  primary key (client_id, account_id, anchor, step_id),
  foreign key (client_id, account_id) references dunlin.account
);
call dunlin.protect('dunlin.rung', 'select, insert, update, delete');

create table dunlin.route (
  client_id uuid not null references dunlin.client,
  route_id uuid not null default uuidv7(),
  name text not null,
  channel text not null check (channel in ('sms', 'email', 'voice')),
  adapter text not null check (adapter in ('smpp', 'smtp')),
  config jsonb not null,
  -- Lower is tried first among routes of equal price.
  priority smallint not null default 100,
  prices jsonb not null default '[]',
  sender text not null,
  -- Addresses on which answers arrive; empty: this sender can't be answered.
  listens text[] not null default '{}',
  rate_per_s double precision not null check (rate_per_s > 0),
  burst integer not null check (burst > 0),
  enabled boolean not null default true,
  changed_at timestamptz not null default clock_timestamp(),
  -- Budget (generic cell rate algorithm): the theoretical arrival time of the next unit, on the database's clock.
  arrival_at timestamptz not null default '-infinity',
  -- Circuit breaker.
  failures integer not null default 0,
  opens_at timestamptz,
  paused_why text,
  primary key (client_id, route_id),
  unique (client_id, name)
) with (fillfactor = 50);
call dunlin.protect('dunlin.route', 'select, insert, update');
create policy queue on dunlin.route for select to dunlin_queue using (true);
grant select (client_id, route_id, channel, enabled, changed_at, opens_at, listens, adapter)
  on dunlin.route to dunlin_queue;

create table dunlin.message (
  client_id uuid not null references dunlin.client,
  message_id uuid not null default uuidv7(),
  class text not null check (class in ('collection', 'notice', 'service', 'otp', 'reply', 'staff')),
  -- 0 pins and replies, 1 urgent and normal single messages, 2 bulk.
  lane smallint not null check (lane between 0 and 2),
  channel text not null check (channel in ('sms', 'email', 'voice')),
  state text not null check (state in
    ('planned', 'queued', 'handed_over', 'delivered', 'failed', 'suppressed', 'held', 'expired',
     'uncertain', 'cancelled')),
  -- Why it is in that state, where the state does not say it.
  reason text,
  customer_id uuid,
  account_id uuid,
  anchor text,
  step_id text,
  contact_point_id uuid,
  decision_id uuid,
  -- The facts it was decided on; null: no fact can make it wrong.
  facts_version bigint,
  -- The inbound message it answers.
  answers_id uuid,
  address text not null,
  sender text not null default '',
  template text not null,
  language text not null,
  subject text,
  body text not null,
  html text,
  segments smallint not null default 1,
  encoding text,
  -- Millionths of the currency's major unit.
  price_micros bigint not null default 0,
  currency text,
  -- What was asked for.
  amount_minor bigint,
  route_id uuid,
  attempt smallint not null default 0,
  not_before timestamptz not null,
  not_after timestamptz not null,
  created_at timestamptz not null,
  handed_over_at timestamptz,
  delivered_at timestamptz,
  -- When it reached a terminal state.
  ended_at timestamptz,
  primary key (client_id, message_id),
  foreign key (client_id, customer_id) references dunlin.customer,
  foreign key (client_id, account_id) references dunlin.account,
  foreign key (client_id, route_id) references dunlin.route
) with (fillfactor = 70);
-- Exactly one message per customer, step and anchor. A withdrawn one leaves the place to the next decision.
create unique index message_once on dunlin.message
  (client_id, account_id, anchor, step_id, channel, contact_point_id)
  where step_id is not null and state not in ('suppressed', 'cancelled');
create unique index message_one_answer on dunlin.message (client_id, answers_id)
  where answers_id is not null;
create index message_due on dunlin.message (client_id, route_id, lane, not_before)
  where state = 'planned';
create index message_under_way on dunlin.message (client_id, route_id) where state = 'queued';
create index message_account on dunlin.message (client_id, account_id, created_at);
create index message_customer on dunlin.message (client_id, customer_id, created_at);
create index message_address on dunlin.message (client_id, channel, address, created_at);
create index message_uncertain on dunlin.message (client_id, route_id, address) where state = 'uncertain';
call dunlin.protect('dunlin.message', 'select, insert, update');
create policy queue on dunlin.message for select to dunlin_queue using (true);
grant select (client_id, message_id, route_id, lane, state, not_before) on dunlin.message to dunlin_queue;

-- One try to hand a message over. Written before, completed after; the number fences late answers.
create table dunlin.attempt (
  client_id uuid not null,
  message_id uuid not null,
  attempt smallint not null,
  route_id uuid not null,
  process_id integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text check (outcome in
    ('sent', 'throttled', 'unreachable', 'temporary', 'rejected', 'uncertain', 'partial')),
  code text,
  primary key (client_id, message_id, attempt),
  foreign key (client_id, message_id) references dunlin.message
) with (fillfactor = 70);
create index attempt_under_way on dunlin.attempt (client_id, process_id) where finished_at is null;
call dunlin.protect('dunlin.attempt', 'select, insert, update');
create policy queue on dunlin.attempt for select to dunlin_queue using (true);
grant select (client_id, process_id, finished_at) on dunlin.attempt to dunlin_queue;

-- The ids that the far side gave, one a part. A message is delivered when all its parts are.
create table dunlin.part (
  client_id uuid not null,
  message_id uuid not null,
  attempt smallint not null,
  part smallint not null,
  route_id uuid not null,
  provider_id text not null,
  state text check (state in ('accepted', 'delivered', 'failed', 'expired', 'unknown')),
  primary key (client_id, message_id, attempt, part),
  foreign key (client_id, message_id) references dunlin.message
) with (fillfactor = 70);
create index part_provider on dunlin.part (client_id, route_id, provider_id);
call dunlin.protect('dunlin.part', 'select, insert, update');

-- Receipts that named no message that we know yet: the answer to our hand-over may still be on its way.
create table dunlin.receipt (
  client_id uuid not null,
  receipt_id uuid not null default uuidv7(),
  route_id uuid not null,
  provider_id text,
  state text not null,
  permanent boolean not null,
  error text,
  from_address text,
  to_address text,
  received_at timestamptz not null,
  matched_at timestamptz,
  primary key (client_id, receipt_id),
  foreign key (client_id, route_id) references dunlin.route
);
create index receipt_waiting on dunlin.receipt (client_id, route_id, provider_id) where matched_at is null;
call dunlin.protect('dunlin.receipt', 'select, insert, update');

-- Where something can be handed over now.
create function dunlin.routes_with_work(until timestamptz)
returns table (client_id uuid, route_id uuid, lane smallint)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.client_id, r.route_id, first.lane
  from dunlin.route r
  cross join lateral (
    select m.lane from dunlin.message m
    where m.client_id = r.client_id and m.route_id = r.route_id
      and m.state = 'planned' and m.not_before <= until
    order by m.lane, m.not_before limit 1
  ) first
  where r.enabled and (r.opens_at is null or r.opens_at <= clock_timestamp())
  order by first.lane
  limit 1000;
end;

create function dunlin.all_routes()
returns table (client_id uuid, route_id uuid, channel text, adapter text, listens text[],
  enabled boolean, changed_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.client_id, r.route_id, r.channel, r.adapter, r.listens, r.enabled, r.changed_at
  from dunlin.route r order by r.client_id, r.route_id limit 10000;
end;

-- Attempts without an end, with the process that began them.
create function dunlin.attempts_under_way()
returns table (client_id uuid, process_id integer)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select distinct a.client_id, a.process_id from dunlin.attempt a
  where a.finished_at is null limit 10000;
end;

create function dunlin.next_message_at() returns timestamptz
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select min(first.not_before)
  from dunlin.route r
  cross join lateral (
    select m.not_before from dunlin.message m
    where m.client_id = r.client_id and m.route_id = r.route_id and m.state = 'planned'
    order by m.not_before limit 1
  ) first
  where r.enabled;
end;

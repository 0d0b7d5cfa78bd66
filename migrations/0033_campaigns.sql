-- Campaigns: one message to everybody of a segment, at a time, by the rules that hold for the ladder's messages too.

-- A saved filter over the ledger. Who is in it is worked out when it is asked.
create table dunlin.segment (
  client_id uuid not null references dunlin.client,
  segment_id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 100),
  filter jsonb not null check (pg_column_size(filter) <= 65536),
  created_at timestamptz not null,
  created_by text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  -- Campaigns keep the filter that they were scheduled with, so that one that is gone is only gone from lists.
  removed_at timestamptz,
  primary key (client_id, segment_id)
);
create unique index segment_name on dunlin.segment (client_id, lower(name)) where removed_at is null;
call dunlin.protect('dunlin.segment', 'select, insert, update');

create table dunlin.campaign (
  client_id uuid not null references dunlin.client,
  campaign_id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 200),
  state text not null default 'draft' check (state in
    ('draft', 'waiting', 'scheduled', 'running', 'paused', 'done', 'cancelled')),
  class text not null default 'collection' check (class in ('collection', 'notice', 'service')),
  -- Who: a saved segment, or a filter of its own; from the schedule on the filter stands here in any case.
  segment_id uuid,
  filter jsonb check (pg_column_size(filter) <= 1048576),
  -- As a step of a ladder names them: all of the outer list, of an inner one the first that works.
  channels jsonb not null default '[["sms", "email"]]',
  -- What: a template by its name, or words by channel and language.
  template text,
  words jsonb check (pg_column_size(words) <= 262144),
  -- When: from, to, and over how many minutes it is spread.
  starts_at timestamptz,
  ends_at timestamptz,
  spread_minutes integer not null default 0 check (spread_minutes between 0 and 43200),
  repeats text check (repeats in ('weekly', 'monthly', 'quarterly')),
  -- Runs of one series share its id: run k begins k periods after the first one.
  series_id uuid not null,
  series_starts_at timestamptz,
  run integer not null default 0 check (run >= 0),
  -- The campaign whose failures it says again.
  resend_of uuid,
  -- Raised by each change: who changes what somebody else has changed meanwhile is told so.
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  scheduled_at timestamptz,
  scheduled_by text,
  approved_at timestamptz,
  approved_by text,
  started_at timestamptz,
  -- How far the segment has been made into rows: the last customer, and how many there were.
  expanded_to uuid,
  expanded_at timestamptz,
  targets integer not null default 0,
  paused_at timestamptz,
  paused_by text,
  ended_at timestamptz,
  ended_by text,
  primary key (client_id, campaign_id),
  -- A series has each run once, however many processes plan the next one.
  unique (client_id, series_id, run),
  foreign key (client_id, segment_id) references dunlin.segment,
  foreign key (client_id, resend_of) references dunlin.campaign (client_id, campaign_id),
  check (state in ('draft', 'cancelled') or (starts_at is not null and ends_at > starts_at and filter is not null
    and (template is null) <> (words is null))),
  check ((state in ('done', 'cancelled')) = (ended_at is not null))
);
create index campaign_state on dunlin.campaign (client_id, state, starts_at);
call dunlin.protect('dunlin.campaign', 'select, insert, update');
create policy queue on dunlin.campaign for select to dunlin_queue using (true);
grant select (client_id, campaign_id, state, starts_at, ended_at) on dunlin.campaign to dunlin_queue;

-- Whom a campaign was made for, one account of each customer. What became of it is the rung with the campaign as its anchor.
create table dunlin.campaign_target (
  client_id uuid not null,
  campaign_id uuid not null,
  customer_id uuid not null,
  account_id uuid not null,
  -- Its turn, within the time over which the campaign is spread.
  from_at timestamptz not null,
  primary key (client_id, campaign_id, customer_id),
  foreign key (client_id, campaign_id) references dunlin.campaign,
  foreign key (client_id, customer_id) references dunlin.customer on delete cascade,
  foreign key (client_id, account_id) references dunlin.account on delete cascade
);
create index campaign_target_customer on dunlin.campaign_target (client_id, customer_id);
call dunlin.protect('dunlin.campaign_target', 'select, insert');

-- How a client wants campaigns to be treated. No row: nobody has to approve.
create table dunlin.campaign_rules (
  client_id uuid not null references dunlin.client,
  needs_approval boolean not null default false,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (client_id)
);
call dunlin.protect('dunlin.campaign_rules', 'select, insert, update');

-- Never twice to one contact point in a campaign, whichever account it is about.
create unique index message_campaign_once on dunlin.message (client_id, anchor, channel, contact_point_id)
  where step_id = 'campaign' and indexed_as is distinct from 'withdrawn';
create index message_campaign on dunlin.message (client_id, anchor, customer_id) where step_id = 'campaign';

-- Clients whose campaigns have work to do: those under way, those whose time has come, and those that were just cancelled,
-- of which a message may have been in somebody's hands.
create function dunlin.clients_with_campaigns() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select distinct c.client_id from dunlin.campaign c
  where c.state in ('running', 'paused') or c.state = 'scheduled' and c.starts_at <= dunlin.clock_now()
    or c.state = 'cancelled' and c.ended_at > dunlin.clock_now() - interval '10 minutes'
  order by c.client_id limit 10000;
end;

-- When the next campaign begins: where a test clock stops on its way.
create function dunlin.next_campaign_at() returns timestamptz
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select min(c.starts_at) from dunlin.campaign c where c.state = 'scheduled';
end;

do $$
begin
  grant create on schema dunlin to dunlin_queue;
  revoke all on function dunlin.next_campaign_at() from public;
  grant execute on function dunlin.next_campaign_at() to dunlin_worker;
  alter function dunlin.next_campaign_at() owner to dunlin_queue;
  revoke all on function dunlin.clients_with_campaigns() from public;
  grant execute on function dunlin.clients_with_campaigns() to dunlin_worker;
  alter function dunlin.clients_with_campaigns() owner to dunlin_queue;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

-- Policies compared: who is held out or treated by another version, and what the past would have been under one.

-- A version that an experiment tries on a part of the customers: kept like every other, and never in force by itself.
alter table dunlin.policy add column candidate boolean not null default false;

create table dunlin.experiment (
  client_id uuid not null references dunlin.client,
  experiment_id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 100),
  -- With the customer's id it draws the group: server/policies/assignment.ts.
  salt text not null check (length(salt) between 16 and 100),
  -- Shares of all customers, basis points.
  held_out_share integer not null check (held_out_share between 0 and 5000),
  -- What is kept from those who are held out.
  silences text not null check (silences in ('collection', 'ladder')),
  challenger_version integer,
  challenger_share integer not null check (challenger_share between 0 and 9000),
  -- The version in force when it began.
  policy_version integer not null,
  started_at timestamptz not null,
  started_by text not null,
  ended_at timestamptz,
  ended_by text,
  primary key (client_id, experiment_id),
  foreign key (client_id, challenger_version) references dunlin.policy,
  foreign key (client_id, policy_version) references dunlin.policy,
  check (held_out_share + challenger_share between 1 and 9500),
  check ((challenger_version is null) = (challenger_share = 0)),
  check ((ended_at is null) = (ended_by is null))
);
create unique index experiment_running on dunlin.experiment (client_id) where ended_at is null;
call dunlin.protect('dunlin.experiment', 'select, insert, update');
create trigger settings_changed after insert or update on dunlin.experiment
  for each row execute function dunlin.settings_changed();

-- An account from its first look with something overdue while the experiment ran: counted from then on, whatever becomes of it.
create table dunlin.experiment_account (
  client_id uuid not null,
  experiment_id uuid not null,
  account_id uuid not null,
  group_name text not null check (group_name in ('control', 'held_out', 'challenger')),
  entered_at timestamptz not null,
  -- Overdue then.
  owed_minor bigint not null check (owed_minor > 0),
  primary key (client_id, experiment_id, account_id),
  foreign key (client_id, experiment_id) references dunlin.experiment,
  foreign key (client_id, account_id) references dunlin.account on delete cascade
);
create index experiment_account_of on dunlin.experiment_account (client_id, account_id);
call dunlin.protect('dunlin.experiment_account', 'select, insert');

-- The last days decided again under another policy: work of minutes, which says how far it is.
create table dunlin.policy_replay (
  client_id uuid not null references dunlin.client,
  replay_id uuid not null default uuidv7(),
  source text not null,
  days integer not null check (days between 1 and 400),
  from_at timestamptz not null,
  to_at timestamptz not null,
  state text not null default 'running' check (state in ('running', 'done', 'failed')),
  -- Customers decided so far, of how many.
  customers integer not null default 0,
  customers_in_all integer not null default 0,
  reason text,
  result jsonb,
  actor text not null,
  created_at timestamptz not null,
  -- Real time: one that is running says so every few seconds.
  touched_at timestamptz not null default clock_timestamp(),
  primary key (client_id, replay_id)
);
call dunlin.protect('dunlin.policy_replay', 'select, insert, update, delete');

-- What differs, message by message, at most as many as the program keeps.
create table dunlin.policy_replay_line (
  client_id uuid not null,
  replay_id uuid not null,
  line integer not null,
  account_id uuid not null,
  change text not null check (change in ('same', 'added', 'dropped', 'moved', 'other_channel', 'other_words')),
  said jsonb,
  would jsonb,
  -- Why the policy would not have said it; null where it would.
  reason text,
  primary key (client_id, replay_id, line),
  foreign key (client_id, replay_id) references dunlin.policy_replay on delete cascade,
  foreign key (client_id, account_id) references dunlin.account on delete cascade
);
create index policy_replay_line_account on dunlin.policy_replay_line (client_id, account_id);
call dunlin.protect('dunlin.policy_replay_line', 'select, insert, delete');

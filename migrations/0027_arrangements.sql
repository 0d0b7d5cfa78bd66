-- What customers agree to: limits, plans of several promises, and how much of a promise has come in.

-- What a client lets its customers agree to. No row: as `server/policies/arrangements.ts` says.
create table dunlin.arrangement_limits (
  client_id uuid not null references dunlin.client,
  offers_part boolean not null,
  offers_promise boolean not null,
  offers_plan boolean not null,
  promise_days smallint not null check (promise_days between 0 and 366),
  open_promises smallint not null check (open_promises between 1 and 20),
  least_part_percent smallint not null check (least_part_percent between 0 and 100),
  least_part_minor bigint not null check (least_part_minor >= 0),
  plan_instalments smallint not null check (plan_instalments between 2 and 60),
  plan_days smallint not null check (plan_days between 1 and 1830),
  least_instalment_minor bigint not null check (least_instalment_minor >= 0),
  tolerance_days smallint not null check (tolerance_days between 0 and 30),
  tolerance_percent smallint not null check (tolerance_percent between 0 and 50),
  paid_hold_days smallint not null check (paid_hold_days between 1 and 60),
  silence_days smallint not null check (silence_days between 1 and 3650),
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (client_id)
);
call dunlin.protect('dunlin.arrangement_limits', 'select, insert, update');

-- A promise in instalments, each of which is a promise of its own.
create table dunlin.plan (
  client_id uuid not null,
  plan_id uuid not null default uuidv7(),
  account_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  instalments smallint not null check (instalments between 2 and 60),
  -- Completed: every instalment was kept, or nothing was left to keep it for. Broken: one was not.
  state text not null default 'open' check (state in ('open', 'completed', 'broken', 'cancelled')),
  made_at timestamptz not null,
  made_by text not null,
  decided_at timestamptz,
  primary key (client_id, plan_id),
  foreign key (client_id, account_id) references dunlin.account,
  check ((state = 'open') = (decided_at is null))
);
create unique index plan_open on dunlin.plan (client_id, account_id) where state = 'open';
create index plan_account on dunlin.plan (client_id, account_id);
call dunlin.protect('dunlin.plan', 'select, insert, update');

alter table dunlin.promise
  add column plan_id uuid,
  add column instalment smallint check (instalment between 1 and 60),
  -- Broken when so many days after its own are over.
  add column tolerance_days smallint not null default 0 check (tolerance_days between 0 and 30),
  -- How much of it has come in, as far as its state tells: money counts for one promise only.
  add column received_minor bigint not null default 0 check (received_minor between 0 and amount_minor),
  add foreign key (client_id, plan_id) references dunlin.plan,
  add check ((plan_id is null) = (instalment is null)),
  add unique (client_id, plan_id, instalment),
  drop constraint promise_state_check,
  add constraint promise_state_check check (state in ('open', 'kept', 'part_kept', 'broken', 'cancelled'));
-- What was kept counted with its amount less its tolerance.
update dunlin.promise set received_minor = amount_minor - tolerance_minor where state = 'kept';

-- The day of the month on which the customer is paid; 31: the last.
alter table dunlin.customer add column payday_day smallint check (payday_day between 1 and 31);

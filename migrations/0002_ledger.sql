-- The ledger: who owes what to whom, and everything that changes it.

create table dunlin.batch (
  client_id uuid not null references dunlin.client,
  batch_id uuid not null default uuidv7(),
  kind text not null check (kind in ('book', 'payments')),
  file text not null,
  digest text not null,
  as_of timestamptz not null,
  full_book boolean not null default false,
  state text not null default 'applying' check (state in ('applying', 'applied', 'undone', 'refused')),
  result jsonb not null default '{}',
  actor text not null,
  started_at timestamptz not null,
  applied_at timestamptz,
  undone_at timestamptz,
  undone_by text,
  -- The as-of instant of the books before this batch, for undo.
  previous_as_of timestamptz,
  primary key (client_id, batch_id)
);
call dunlin.protect('dunlin.batch', 'select, insert, update');

create table dunlin.customer (
  client_id uuid not null references dunlin.client,
  customer_id uuid not null default uuidv7(),
  reference text not null check (length(reference) between 1 and 200),
  name text not null,
  kind text not null default 'person' check (kind in ('person', 'firm')),
  language text not null,
  -- Own zone; null: worked out from the number and the country.
  zone text,
  country text not null check (country ~ '^[A-Z]{2}$'),
  segment text,
  parent_id uuid,
  -- Bumped, under the row's lock, by every fact that can change a decision.
  facts_version bigint not null default 1,
  -- When to decide again; null: only a new fact can change the answer.
  look_at timestamptz,
  created_at timestamptz not null,
  primary key (client_id, customer_id),
  unique (client_id, reference),
  foreign key (client_id, parent_id) references dunlin.customer
) with (fillfactor = 80);
create index customer_look on dunlin.customer (client_id, look_at) where look_at is not null;
call dunlin.protect('dunlin.customer', 'select, insert, update, delete');
create policy queue on dunlin.customer for select to dunlin_queue using (true);
grant select (client_id, customer_id, look_at) on dunlin.customer to dunlin_queue;

-- The people of a customer: who pays, who decides, who gets copies.
create table dunlin.person (
  client_id uuid not null,
  person_id uuid not null default uuidv7(),
  customer_id uuid not null,
  name text not null,
  role text not null default 'payer' check (role in ('payer', 'decider', 'copy')),
  created_at timestamptz not null,
  primary key (client_id, person_id),
  unique (client_id, customer_id, name),
  foreign key (client_id, customer_id) references dunlin.customer on delete cascade
);
call dunlin.protect('dunlin.person', 'select, insert, update, delete');

create table dunlin.contact_point (
  client_id uuid not null,
  contact_point_id uuid not null default uuidv7(),
  customer_id uuid not null,
  person_id uuid,
  kind text not null check (kind in ('phone', 'mailbox')),
  -- E.164, or a mailbox in lower case.
  address text not null,
  disclosure text not null check (disclosure in ('unverified', 'name', 'full')),
  -- Lower is preferred.
  rank smallint not null default 0,
  source text not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  primary key (client_id, contact_point_id),
  unique (client_id, customer_id, kind, address),
  foreign key (client_id, customer_id) references dunlin.customer on delete cascade,
  foreign key (client_id, person_id) references dunlin.person
);
create index contact_point_address on dunlin.contact_point (client_id, kind, address);
call dunlin.protect('dunlin.contact_point', 'select, insert, update, delete');

-- What is known of an address, whoever uses it: numbers are shared and change hands.
create table dunlin.address (
  client_id uuid not null references dunlin.client,
  channel text not null check (channel in ('sms', 'email', 'voice')),
  address text not null,
  opted_out_at timestamptz,
  opted_out_by text,
  consent_source text,
  consent_at timestamptz,
  -- The address does not work (hard bounce, unknown subscriber).
  dead_at timestamptz,
  dead_why text,
  delivered_at timestamptz,
  failed_count integer not null default 0,
  primary key (client_id, channel, address)
);
call dunlin.protect('dunlin.address', 'select, insert, update');

-- What one customer owes in one currency: the unit that is decided on.
create table dunlin.account (
  client_id uuid not null,
  account_id uuid not null default uuidv7(),
  customer_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- The standing answer of the last look.
  outcome text,
  reason text,
  decided_at timestamptz,
  next_look_at timestamptz,
  next_step_id text,
  primary key (client_id, account_id),
  unique (client_id, customer_id, currency),
  foreign key (client_id, customer_id) references dunlin.customer on delete cascade
) with (fillfactor = 80);
call dunlin.protect('dunlin.account', 'select, insert, update, delete');

create table dunlin.invoice (
  client_id uuid not null,
  invoice_id uuid not null default uuidv7(),
  account_id uuid not null,
  reference text not null check (length(reference) between 1 and 200),
  issued_on date,
  due_on date not null,
  amount_minor bigint not null check (amount_minor >= 0),
  open_minor bigint not null check (open_minor between 0 and amount_minor),
  settled_at timestamptz,
  settled_by text check (settled_by in ('payment', 'inferred', 'absence', 'credit', 'opening')),
  batch_id uuid,
  created_at timestamptz not null,
  primary key (client_id, invoice_id),
  unique (client_id, reference),
  check ((open_minor = 0) = (settled_at is not null)),
  foreign key (client_id, account_id) references dunlin.account,
  foreign key (client_id, batch_id) references dunlin.batch
) with (fillfactor = 85);
create index invoice_open on dunlin.invoice (client_id, account_id, due_on) where open_minor > 0;
create index invoice_account on dunlin.invoice (client_id, account_id);
call dunlin.protect('dunlin.invoice', 'select, insert, update, delete');

-- Credit notes: they reduce what is asked for.
create table dunlin.credit (
  client_id uuid not null,
  credit_id uuid not null default uuidv7(),
  account_id uuid not null,
  reference text not null,
  issued_on date,
  amount_minor bigint not null check (amount_minor > 0),
  open_minor bigint not null check (open_minor between 0 and amount_minor),
  batch_id uuid,
  created_at timestamptz not null,
  primary key (client_id, credit_id),
  unique (client_id, reference),
  foreign key (client_id, account_id) references dunlin.account,
  foreign key (client_id, batch_id) references dunlin.batch
);
create index credit_account on dunlin.credit (client_id, account_id) where open_minor > 0;
call dunlin.protect('dunlin.credit', 'select, insert, update, delete');

-- Money that came in. `reported` was told to us; `inferred` is an open amount that fell from one book to the next;
-- `absence` an invoice that vanished from a full book; `opening` what was paid before we first saw the invoice.
create table dunlin.payment (
  client_id uuid not null references dunlin.client,
  payment_id uuid not null default uuidv7(),
  -- Null while nobody knows whose it is.
  account_id uuid,
  kind text not null check (kind in ('reported', 'inferred', 'absence', 'opening')),
  reference text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor > 0),
  -- What turned out not to be money after all (a corrected book, a returned payment).
  reversed_minor bigint not null default 0 check (reversed_minor between 0 and amount_minor),
  unallocated_minor bigint not null,
  paid_on date not null,
  received_at timestamptz not null,
  payer text,
  remittance text,
  customer_reference text,
  invoice_reference text,
  batch_id uuid,
  primary key (client_id, payment_id),
  unique (client_id, reference),
  check (unallocated_minor between 0 and amount_minor - reversed_minor),
  foreign key (client_id, account_id) references dunlin.account,
  foreign key (client_id, batch_id) references dunlin.batch
);
create index payment_account on dunlin.payment (client_id, account_id, received_at);
create index payment_unmatched on dunlin.payment (client_id, received_at) where account_id is null;
call dunlin.protect('dunlin.payment', 'select, insert, update, delete');

-- Which money paid which invoice. A negative line takes back an earlier one.
create table dunlin.allocation (
  client_id uuid not null,
  allocation_id uuid not null default uuidv7(),
  payment_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor <> 0),
  at timestamptz not null,
  batch_id uuid,
  primary key (client_id, allocation_id),
  foreign key (client_id, payment_id) references dunlin.payment,
  foreign key (client_id, invoice_id) references dunlin.invoice,
  foreign key (client_id, batch_id) references dunlin.batch
);
create index allocation_payment on dunlin.allocation (client_id, payment_id);
create index allocation_invoice on dunlin.allocation (client_id, invoice_id);
call dunlin.protect('dunlin.allocation', 'select, insert, delete');

-- What stops or changes collection: state as a fact with an author.
create table dunlin.hold (
  client_id uuid not null,
  hold_id uuid not null default uuidv7(),
  customer_id uuid not null,
  -- Null: all accounts of the customer.
  account_id uuid,
  kind text not null
    check (kind in ('dispute', 'promise', 'breathing_space', 'vulnerable', 'deceased', 'manual')),
  -- Covers so much of the account, oldest first; null: all that it is about.
  amount_minor bigint check (amount_minor > 0),
  -- Last day it holds; null: until ended.
  until_on date,
  reason text,
  placed_at timestamptz not null,
  placed_by text not null,
  ended_at timestamptz,
  ended_by text,
  ended_why text,
  primary key (client_id, hold_id),
  foreign key (client_id, customer_id) references dunlin.customer,
  foreign key (client_id, account_id) references dunlin.account
);
create index hold_live on dunlin.hold (client_id, customer_id) where ended_at is null;
call dunlin.protect('dunlin.hold', 'select, insert, update');

create table dunlin.hold_invoice (
  client_id uuid not null,
  hold_id uuid not null,
  invoice_id uuid not null,
  primary key (client_id, hold_id, invoice_id),
  foreign key (client_id, hold_id) references dunlin.hold,
  foreign key (client_id, invoice_id) references dunlin.invoice
);
call dunlin.protect('dunlin.hold_invoice', 'select, insert');

create table dunlin.promise (
  client_id uuid not null,
  promise_id uuid not null default uuidv7(),
  account_id uuid not null,
  hold_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  due_on date not null,
  -- Kept when at least amount minus tolerance came in by the end of the due day.
  tolerance_minor bigint not null default 0 check (tolerance_minor >= 0),
  state text not null default 'open' check (state in ('open', 'kept', 'broken', 'cancelled')),
  made_at timestamptz not null,
  made_by text not null,
  decided_at timestamptz,
  primary key (client_id, promise_id),
  foreign key (client_id, account_id) references dunlin.account,
  foreign key (client_id, hold_id) references dunlin.hold
);
create index promise_open on dunlin.promise (client_id, account_id) where state = 'open';
call dunlin.protect('dunlin.promise', 'select, insert, update');

-- One stretch of being overdue.
create table dunlin.episode (
  client_id uuid not null,
  episode_id uuid not null default uuidv7(),
  account_id uuid not null,
  anchor_on date not null,
  -- How far the ladder was moved: old debt at the start, rungs taken late.
  shift_days integer not null default 0,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (client_id, episode_id),
  foreign key (client_id, account_id) references dunlin.account
);
create unique index episode_open on dunlin.episode (client_id, account_id) where closed_at is null;
create index episode_account on dunlin.episode (client_id, account_id);
call dunlin.protect('dunlin.episode', 'select, insert, update');

-- For undo: what each row was before a batch touched it, in the order of the changes.
create table dunlin.batch_change (
  client_id uuid not null,
  batch_id uuid not null,
  seq bigint not null generated always as identity,
  entity text not null,
  entity_id uuid not null,
  -- The changed columns before; null: the batch created the row.
  before jsonb,
  primary key (client_id, batch_id, seq),
  foreign key (client_id, batch_id) references dunlin.batch
);
call dunlin.protect('dunlin.batch_change', 'select, insert, delete');

-- Clients with somebody to look at, the one that waited longest first.
create function dunlin.clients_to_look_at(until timestamptz) returns setof uuid
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.client_id
  from dunlin.client c
  cross join lateral (
    select look_at from dunlin.customer u
    where u.client_id = c.client_id and u.look_at <= until
    order by look_at limit 1
  ) first
  order by first.look_at
  limit 1000;
end;

create function dunlin.next_look_at() returns timestamptz
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select min(first.look_at)
  from dunlin.client c
  cross join lateral (
    select look_at from dunlin.customer u
    where u.client_id = c.client_id and u.look_at is not null
    order by look_at limit 1
  ) first;
end;

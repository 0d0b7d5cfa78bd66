-- Debits: who may be debited, what is to be debited when, the notice before it, the answers, and what must not be processed.

-- The authority to debit.
create table dunlin.mandate (
  client_id uuid not null,
  mandate_id uuid not null default uuidv7(),
  reference text not null check (length(reference) between 1 and 70),
  -- Whose authority: the creditor's number with the scheme.
  creditor_scheme_id text check (length(creditor_scheme_id) between 1 and 70),
  scheme text not null
    check (scheme in ('sepa_core', 'sepa_b2b', 'bacs', 'debicheck', 'za_eft', 'other')),
  customer_id uuid not null,
  product text not null default '' check (length(product) <= 200),
  state text not null default 'active' check (state in ('active', 'cancelled')),
  -- Days before the strike that were agreed with this payer; null: as the settings or the scheme say.
  notice_days smallint check (notice_days between 0 and 60),
  signed_on date,
  created_at timestamptz not null,
  created_by text not null,
  cancelled_at timestamptz,
  cancelled_by text,
  primary key (client_id, mandate_id),
  unique nulls not distinct (client_id, reference, creditor_scheme_id),
  foreign key (client_id, customer_id) references dunlin.customer,
  check ((state = 'cancelled') = (cancelled_at is not null))
);
create index mandate_customer on dunlin.mandate (client_id, customer_id);
call dunlin.protect('dunlin.mandate', 'select, insert, update');

-- One instruction to debit.
create table dunlin.debit_order (
  client_id uuid not null,
  debit_id uuid not null default uuidv7(),
  mandate_id uuid not null,
  customer_id uuid not null,
  payment_info_id text check (length(payment_info_id) between 1 and 70),
  end_to_end_id text not null check (length(end_to_end_id) between 1 and 70),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  strike_on date not null,
  -- Until then it can be taken out.
  cutoff_at timestamptz not null,
  product text not null default '' check (length(product) <= 200),
  -- File, campaign or run that it came with.
  campaign text not null default '' check (length(campaign) <= 200),
  -- The invoices that it is to pay, where it was made of them; by their references.
  invoices text[] not null default '{}',
  state text not null default 'planned' check (state in
    ('planned', 'notified', 'stopped', 'sent', 'collected', 'failed', 'returned', 'cancelled')),
  reason_code text check (length(reason_code) <= 40),
  -- When the customer is to be told; null: has been, or nobody needs to.
  notice_at timestamptz,
  -- The last day on which the notice period is kept.
  notice_by date not null,
  -- The notice period could not be kept.
  notice_late boolean not null default false,
  -- Why nobody could be told so far.
  notice_problem text,
  -- 0 for the first presentation.
  attempt smallint not null default 0 check (attempt between 0 and 20),
  retry_of uuid,
  -- The strike day of the first presentation.
  first_strike_on date not null,
  source text not null check (source in ('file', 'api', 'invoices', 'retry')),
  created_at timestamptz not null,
  created_by text not null,
  changed_at timestamptz not null,
  sent_at timestamptz,
  settled_at timestamptz,
  primary key (client_id, debit_id),
  unique (client_id, end_to_end_id),
  foreign key (client_id, mandate_id) references dunlin.mandate,
  foreign key (client_id, customer_id) references dunlin.customer,
  foreign key (client_id, retry_of) references dunlin.debit_order
) with (fillfactor = 80);
create index debit_order_customer on dunlin.debit_order (client_id, customer_id, strike_on);
create index debit_order_mandate on dunlin.debit_order (client_id, mandate_id, strike_on);
create index debit_order_notice on dunlin.debit_order (client_id, notice_at) where state = 'planned';
create index debit_order_told on dunlin.debit_order (client_id, strike_on) where state = 'notified';
create index debit_order_strike on dunlin.debit_order (client_id, strike_on, debit_id);
create index debit_order_campaign on dunlin.debit_order (client_id, campaign, debit_id);
call dunlin.protect('dunlin.debit_order', 'select, insert, update');
create policy queue on dunlin.debit_order for select to dunlin_queue using (true);
grant select (client_id, state, notice_at, notice_problem, strike_on) on dunlin.debit_order to dunlin_queue;

-- What was said before a debit, and of which amount and day: append-only.
create table dunlin.debit_notice (
  client_id uuid not null,
  debit_id uuid not null,
  message_id uuid not null,
  amount_minor bigint not null,
  strike_on date not null,
  at timestamptz not null,
  primary key (client_id, debit_id, message_id),
  foreign key (client_id, debit_id) references dunlin.debit_order,
  foreign key (client_id, message_id) references dunlin.message
);
create index debit_notice_message on dunlin.debit_notice (client_id, message_id);
call dunlin.protect('dunlin.debit_notice', 'select, insert');

-- "Do not process": a fact with an author, never changed. It names its debit by keys, so that it also stands for one that is
-- not known here yet; without an end-to-end id it is about every debit of the mandate.
create table dunlin.debit_stop (
  client_id uuid not null references dunlin.client,
  stop_id uuid not null default uuidv7(),
  debit_id uuid,
  mandate_id uuid,
  customer_id uuid,
  creditor_scheme_id text,
  mandate_reference text,
  payment_info_id text,
  end_to_end_id text,
  -- The digit that was answered; null: nobody answered a notice.
  option smallint check (option between 1 and 4),
  meaning text not null
    check (meaning in ('cancel_debit', 'cancel_agreement', 'call_me', 'wrong_amount', 'manual')),
  -- Stops of one act: an answer, a command.
  act_id uuid not null,
  at timestamptz not null,
  by text not null,
  -- The inbound message that said so.
  inbound_id uuid,
  reason text check (length(reason) <= 500),
  after_cutoff boolean not null,
  -- What it placed as well.
  hold_id uuid,
  primary key (client_id, stop_id),
  foreign key (client_id, debit_id) references dunlin.debit_order,
  foreign key (client_id, mandate_id) references dunlin.mandate,
  foreign key (client_id, customer_id) references dunlin.customer,
  foreign key (client_id, inbound_id) references dunlin.inbound,
  foreign key (client_id, hold_id) references dunlin.hold,
  check (end_to_end_id is not null or mandate_reference is not null),
  check (debit_id is null or end_to_end_id is not null)
);
create index debit_stop_debit on dunlin.debit_stop (client_id, debit_id);
create index debit_stop_end_to_end on dunlin.debit_stop (client_id, end_to_end_id);
create index debit_stop_mandate on dunlin.debit_stop (client_id, mandate_reference) where end_to_end_id is null;
create index debit_stop_inbound on dunlin.debit_stop (client_id, inbound_id) where inbound_id is not null;
call dunlin.protect('dunlin.debit_stop', 'select, insert');
-- Words of people go when the customer is erased; the stop stays.
grant update (reason) on dunlin.debit_stop to dunlin_app;

-- A stop that a person lifted: append-only as well.
create table dunlin.debit_release (
  client_id uuid not null,
  stop_id uuid not null,
  at timestamptz not null,
  by text not null,
  why text not null check (length(why) between 1 and 500),
  primary key (client_id, stop_id),
  foreign key (client_id, stop_id) references dunlin.debit_stop
);
call dunlin.protect('dunlin.debit_release', 'select, insert');
grant update (why) on dunlin.debit_release to dunlin_app;

-- What the bank said of a debit: append-only.
create table dunlin.debit_result (
  client_id uuid not null,
  result_id uuid not null default uuidv7(),
  debit_id uuid not null,
  outcome text not null check (outcome in ('collected', 'failed', 'returned')),
  reason_code text check (length(reason_code) <= 40),
  amount_minor bigint not null,
  currency text not null,
  on_day date not null,
  cause text not null check (length(cause) between 1 and 200),
  at timestamptz not null,
  by text not null,
  primary key (client_id, result_id),
  unique (client_id, debit_id, outcome, cause),
  foreign key (client_id, debit_id) references dunlin.debit_order
);
call dunlin.protect('dunlin.debit_result', 'select, insert');

-- How a client debits; checked as a whole (server/debits/settings.ts). No row: as the defaults there.
create table dunlin.debit_settings (
  client_id uuid not null references dunlin.client,
  settings jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (client_id)
);
call dunlin.protect('dunlin.debit_settings', 'select, insert, update');

-- Clients with somebody to tell of a debit, or with something told that may not have arrived.
create function dunlin.clients_with_debits(until timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.client_id from dunlin.client c
  where exists (select from dunlin.debit_order d
    where d.client_id = c.client_id and d.state = 'planned'
      and (d.notice_at <= until or d.notice_at is null and d.notice_problem is null))
    or exists (select from dunlin.debit_order d
      where d.client_id = c.client_id and d.state = 'notified' and d.strike_on >= (until at time zone 'UTC')::date)
  order by c.client_id limit 10000;
end;

do $$
begin
  grant create on schema dunlin to dunlin_queue;
  revoke all on function dunlin.clients_with_debits(timestamptz) from public;
  grant execute on function dunlin.clients_with_debits(timestamptz) to dunlin_worker;
  alter function dunlin.clients_with_debits(timestamptz) owner to dunlin_queue;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

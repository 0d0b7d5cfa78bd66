-- What happened here is written back to the systems that the books come from, each event once.

alter table dunlin.source
  -- Of payments, promises and notes; empty: nothing is written back.
  add column write_back text[] not null default '{}'
    check (write_back <@ array['payments', 'promises', 'notes']),
  -- All events up to here have been looked at.
  add column written_seq bigint not null default 0;

create table dunlin.source_writing (
  client_id uuid not null,
  source_id uuid not null,
  event_id uuid not null,
  seq bigint not null,
  kind text not null check (kind in ('payments', 'promises', 'notes')),
  customer_id uuid not null,
  -- Skipped: by its turn there was nothing left to write, for example because the customer had been erased.
  state text not null default 'waits' check (state in ('waits', 'written', 'skipped', 'given_up')),
  tries integer not null default 0,
  -- Real time.
  next_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  error text,
  primary key (client_id, source_id, event_id),
  foreign key (client_id, source_id) references dunlin.source
);
create index source_writing_waits on dunlin.source_writing (client_id, source_id, seq) where state = 'waits';
create index source_writing_ahead on dunlin.source_writing (client_id, source_id, customer_id, seq) where state = 'waits';
call dunlin.protect('dunlin.source_writing', 'select, insert, update, delete');

-- Payments that a source told us of: it is not told of them again.
create table dunlin.source_payment (
  client_id uuid not null,
  source_id uuid not null,
  reference text not null,
  primary key (client_id, source_id, reference),
  foreign key (client_id, source_id) references dunlin.source
);
call dunlin.protect('dunlin.source_payment', 'select, insert');

-- What callbacks left behind is forgotten in time, and what names an erased person goes at once.
grant delete on dunlin.webhook_delivery to dunlin_app, dunlin_worker;
grant delete on dunlin.webhook_attempt to dunlin_app, dunlin_worker;
grant update (response_headers, response_text) on dunlin.webhook_attempt to dunlin_app, dunlin_worker;
grant update (result) on dunlin.source_run to dunlin_app, dunlin_worker;

-- The audit: who did what to which record, from where, before and after; what an erased customer leaves; how long data is kept.

-- Append-only. Names, addresses and texts stand here only as keyed digests, so that erasing a person changes no row.
create table dunlin.audit (
  client_id uuid not null references dunlin.client,
  audit_id uuid not null default uuidv7(),
  seq bigint not null generated always as identity,
  -- Real time, whatever the clock of the installation says.
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  -- Where the request came from; null on the command line.
  ip text,
  -- The method and path of the operation, or the words of the command.
  action text not null,
  record_kind text not null,
  -- An id, or a name that says nothing of a person; null: not one record.
  record_id text,
  -- What was asked for.
  asked jsonb,
  -- The record before and after; null where it is not there, or not one record.
  before jsonb,
  after jsonb,
  primary key (client_id, audit_id)
);
create unique index audit_seq on dunlin.audit (client_id, seq);
create index audit_record on dunlin.audit (client_id, record_kind, record_id, seq);
call dunlin.protect('dunlin.audit', 'select, insert');

-- A set of rows that can't be changed any more without being found out: each seal holds the hash of the one before it.
create table dunlin.audit_seal (
  client_id uuid not null references dunlin.client,
  number integer not null check (number > 0),
  from_seq bigint not null,
  to_seq bigint not null check (to_seq >= from_seq),
  -- The rows of the set and their SHA-256, one after the other: they tell which row was touched.
  seqs bigint[] not null check (cardinality(seqs) between 1 and 1000),
  leaves bytea not null,
  -- SHA-256 of the two.
  digest bytea not null check (length(digest) = 32),
  previous bytea not null check (length(previous) = 32),
  hash bytea not null check (length(hash) = 32),
  at timestamptz not null default clock_timestamp(),
  primary key (client_id, number),
  check (octet_length(leaves) = 32 * cardinality(seqs))
);
call dunlin.protect('dunlin.audit_seal', 'select, insert');

-- Erasing: when, and a keyed digest of the reference, so that asking again for the same customer is answered.
alter table dunlin.customer
  add column erased_at timestamptz,
  add column erased_as bytea check (length(erased_as) = 32),
  add check ((erased_at is null) = (erased_as is null));
create index customer_erased on dunlin.customer (client_id, erased_as) where erased_as is not null;
-- The history of consent is not changed but for the address itself, which becomes a digest.
grant update (address) on dunlin.opting to dunlin_app, dunlin_worker;
grant delete on dunlin.address to dunlin_app, dunlin_worker;
grant update (name, bytes, sha256), delete on dunlin.attachment to dunlin_app, dunlin_worker;
grant delete on dunlin.message_attachment to dunlin_app, dunlin_worker;
grant delete on dunlin.engagement to dunlin_app, dunlin_worker;
grant delete on dunlin.receipt to dunlin_app, dunlin_worker;

-- How many days a kind of data is kept, where the client wants something else than the defaults of the program.
create table dunlin.retention (
  client_id uuid not null references dunlin.client,
  kind text not null,
  keep_days integer not null check (keep_days between 1 and 36500),
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (client_id, kind)
);
call dunlin.protect('dunlin.retention', 'select, insert, update, delete');

-- What was forgotten each day, by the client's zone and the clock of the installation.
create table dunlin.retention_run (
  client_id uuid not null references dunlin.client,
  day date not null,
  forgotten jsonb not null,
  finished_at timestamptz not null,
  primary key (client_id, day)
);
call dunlin.protect('dunlin.retention_run', 'select, insert');

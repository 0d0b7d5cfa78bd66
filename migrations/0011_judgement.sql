-- What the judge said each day, and the history of who wants to be written to, on which it judges.

-- One row an invariant and day: the day is that of the client's zone, by the clock of the installation.
create table dunlin.judgement (
  client_id uuid not null references dunlin.client,
  day date not null,
  invariant smallint not null,
  name text not null,
  ok boolean not null,
  checked bigint not null,
  violations bigint not null,
  -- Some of them: [{"rows": [...], "why": "..."}].
  sample jsonb not null default '[]',
  note text,
  judged_at timestamptz not null,
  -- Of all invariants together, real time.
  took_ms integer not null,
  primary key (client_id, day, invariant)
);
call dunlin.protect('dunlin.judgement', 'select, insert');

-- Every opting out and in. `address` says how it stands; this says how it stood, and is never changed.
create table dunlin.opting (
  client_id uuid not null references dunlin.client,
  opting_id uuid not null default uuidv7(),
  -- Drawn with the numbers of the events, so that both stand in one order. Null: from before this table.
  seq bigint default nextval('dunlin.event_seq_seq'),
  channel text not null check (channel in ('sms', 'email', 'voice')),
  address text not null,
  opted_out boolean not null,
  at timestamptz not null,
  by text not null,
  -- What consent rests on; null for an opting out.
  source text,
  cause text,
  primary key (client_id, opting_id)
);
create index opting_address on dunlin.opting (client_id, channel, address, opting_id);
call dunlin.protect('dunlin.opting', 'select, insert');
grant usage on sequence dunlin.event_seq_seq to dunlin_app, dunlin_worker;

-- Files that came over the API, and what became of them: the caller asks again while a large one is being applied.
create table dunlin.upload (
  client_id uuid not null references dunlin.client,
  upload_id uuid not null default uuidv7(),
  file text not null check (length(file) between 1 and 200),
  bytes bigint not null,
  state text not null default 'applying' check (state in ('applying', 'applied', 'dry_run', 'refused', 'failed')),
  -- Lines read so far.
  lines integer not null default 0,
  -- Why it was refused or failed.
  reason text,
  -- Counts, and the first rejected rows.
  result jsonb,
  batch_id uuid,
  actor text not null,
  created_at timestamptz not null,
  -- Real time: an upload that is being applied says so every few seconds.
  touched_at timestamptz not null default clock_timestamp(),
  primary key (client_id, upload_id),
  foreign key (client_id, batch_id) references dunlin.batch
);
call dunlin.protect('dunlin.upload', 'select, insert, update');

-- Single entries that came over the API: a batch like a book, which says nothing of all the others.
alter table dunlin.batch drop constraint batch_kind_check;
alter table dunlin.batch add constraint batch_kind_check check (kind in ('book', 'entries', 'payments')) not valid;
alter table dunlin.batch validate constraint batch_kind_check;

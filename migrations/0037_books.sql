-- What the pages of imports and debits stand on: files that wait to be applied, problems line by line, how files of one
-- shape are read, and debit files as they left.

-- A book that was sent once and is looked at, corrected and applied from here.
create table dunlin.import_file (
  client_id uuid not null references dunlin.client,
  file_id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 200),
  bytes bigint not null check (bytes > 0),
  actor text not null,
  created_at timestamptz not null,
  -- Real time: nothing of it is left afterwards.
  kept_until timestamptz not null default clock_timestamp() + interval '1 day',
  primary key (client_id, file_id)
);
create index import_file_kept on dunlin.import_file (client_id, kept_until);
call dunlin.protect('dunlin.import_file', 'select, insert, update, delete');

create table dunlin.import_file_part (
  client_id uuid not null,
  file_id uuid not null,
  nth integer not null check (nth >= 0),
  data bytea not null,
  primary key (client_id, file_id, nth),
  foreign key (client_id, file_id) references dunlin.import_file on delete cascade
);
call dunlin.protect('dunlin.import_file_part', 'select, insert, delete');

-- How files with these columns are read, as a person said.
create table dunlin.file_shape (
  client_id uuid not null references dunlin.client,
  -- SHA-256 of the names of the columns.
  shape bytea not null check (length(shape) = 32),
  mapping jsonb not null,
  used_at timestamptz not null,
  used_by text not null,
  primary key (client_id, shape)
);
call dunlin.protect('dunlin.file_shape', 'select, insert, update, delete');

alter table dunlin.upload
  add column file_id uuid,
  add column phase text not null default 'reading' check (phase in ('reading', 'comparing', 'writing', 'done')),
  add column bytes_read bigint not null default 0 check (bytes_read >= 0),
  -- What would change, and who would hear of it.
  add column changes jsonb;

-- What could not be taken of a file, line by line.
create table dunlin.upload_problem (
  client_id uuid not null,
  upload_id uuid not null,
  nth integer not null,
  kind text not null,
  severity text not null check (severity in ('field', 'row')),
  -- Where two files were read together.
  file text,
  line integer not null,
  "column" text not null,
  value text not null,
  reason text not null,
  primary key (client_id, upload_id, nth),
  foreign key (client_id, upload_id) references dunlin.upload on delete cascade
);
create index upload_problem_kind on dunlin.upload_problem (client_id, upload_id, kind, nth);
call dunlin.protect('dunlin.upload_problem', 'select, insert, delete');

-- A debit file that went through the filter: what left, what stayed behind, and why.
create table dunlin.filtered_file (
  client_id uuid not null references dunlin.client,
  filter_id uuid not null default uuidv7(),
  file text not null check (length(file) between 1 and 200),
  layout text not null,
  kept integer not null check (kept >= 0),
  removed integer not null check (removed >= 0),
  -- Decimal amounts, as the file writes them.
  sum_before text not null,
  sum_after text not null,
  sent integer check (sent >= 0),
  warnings text[] not null,
  -- Null: nothing was left, or it is so old that it was thrown away.
  output bytea,
  report bytea not null,
  actor text not null,
  created_at timestamptz not null,
  primary key (client_id, filter_id)
);
create index filtered_file_created on dunlin.filtered_file (client_id, created_at);
call dunlin.protect('dunlin.filtered_file', 'select, insert, update');

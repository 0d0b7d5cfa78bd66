-- What the installation is, decided when its database was empty.
create table dunlin.installation (
  only_row boolean primary key default true check (only_row),
  -- Makes a sample client, runs the sandboxes and lets the clock be set.
  demo boolean not null,
  -- When the sample client was complete.
  demo_ready_at timestamptz,
  -- Keys of the installation are derived from it (return paths of mail).
  secret bytea not null check (length(secret) = 32),
  -- SHA-256 of the token of the HTTP API.
  token_hash bytea,
  created_at timestamptz not null default clock_timestamp()
);
grant select, insert, update on dunlin.installation to dunlin_app;
grant select on dunlin.installation to dunlin_worker;

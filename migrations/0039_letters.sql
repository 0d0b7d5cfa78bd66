-- What the installation itself writes to those who sign in: invitations, links to choose a new password, and what was changed.

-- A link to choose a new password: good once, and not for long.
create table auth.reset (
  reset_id uuid primary key default uuidv7(),
  user_id uuid not null references auth."user" ("id") on delete cascade,
  -- SHA-256 of the token in the link.
  digest bytea not null unique check (length(digest) = 32),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index reset_by_user on auth.reset (user_id);

-- An outbox of its own: it belongs to no client, obeys no contact rules and is gone a day after it was sent.
create table auth.letter (
  letter_id uuid primary key default uuidv7(),
  kind text not null check (kind in ('invitation', 'reset', 'password_changed')),
  address text not null check (length(address) between 3 and 254),
  language text not null,
  about jsonb not null default '{}',
  -- Sealed by the key of the installation; null as soon as it is sent, and where there is none.
  link bytea,
  created_at timestamptz not null default clock_timestamp(),
  -- Of no use later.
  good_until timestamptz not null,
  -- Tried next; ahead of now while somebody is trying.
  due_at timestamptz not null default clock_timestamp(),
  tries smallint not null default 0,
  -- Sent, or given up with what was wrong.
  ended_at timestamptz,
  fault text
);
create index letter_due on auth.letter (due_at) where ended_at is null;

grant select, insert, update, delete on auth.reset, auth.letter to dunlin_app;

-- Whether the process that hands over on a route had a connection when it last looked, and when that was.
alter table dunlin.route add column connected boolean, add column looked_at timestamptz;

-- The front door: API keys of clients, and the answers that a repeated request gets again.

create table dunlin.api_key (
  client_id uuid not null references dunlin.client,
  key_id uuid not null default uuidv7(),
  label text not null check (length(label) between 1 and 100),
  -- The first characters, by which people recognise it.
  hint text not null,
  -- SHA-256 of a random key of 256 bits.
  digest bytea not null check (length(digest) = 32),
  scopes text[] not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  primary key (client_id, key_id),
  unique (client_id, digest)
);
create index api_key_digest on dunlin.api_key (digest);
call dunlin.protect('dunlin.api_key', 'select, insert, update');
create policy queue on dunlin.api_key for select to dunlin_queue using (true);
grant select (client_id, key_id, label, digest, scopes, expires_at, last_used_at, revoked_at)
  on dunlin.api_key to dunlin_queue;

-- Whose key it is, before the client is known. Nobody lists keys by this: it wants the digest.
create function dunlin.api_key_by_digest(wanted bytea)
returns table (client_id uuid, key_id uuid, label text, scopes text[], stale boolean)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select k.client_id, k.key_id, k.label, k.scopes,
    k.last_used_at is null or k.last_used_at < dunlin.clock_now() - interval '1 minute'
  from dunlin.api_key k
  where k.digest = wanted and k.revoked_at is null
    and (k.expires_at is null or k.expires_at > dunlin.clock_now());
end;
do $$
begin
  grant create on schema dunlin to dunlin_queue;
  revoke all on function dunlin.api_key_by_digest(bytea) from public;
  grant execute on function dunlin.api_key_by_digest(bytea) to dunlin_app, dunlin_worker;
  alter function dunlin.api_key_by_digest(bytea) owner to dunlin_queue;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

-- Answers to requests that carried an Idempotency-Key, kept for 7 days. Without an answer: the work is under way.
create table dunlin.idempotency (
  client_id uuid not null references dunlin.client,
  key text not null check (length(key) between 1 and 255),
  -- SHA-256 of method, path and body.
  digest bytea not null check (length(digest) = 32),
  status smallint,
  answer text,
  -- Real time: they bound waiting and keeping, not decisions.
  created_at timestamptz not null default clock_timestamp(),
  primary key (client_id, key)
);
create index idempotency_age on dunlin.idempotency (client_id, created_at);
call dunlin.protect('dunlin.idempotency', 'select, insert, update, delete');

-- What the client's own system calls the message.
alter table dunlin.message add column reference text check (length(reference) between 1 and 200);
create index message_reference on dunlin.message (client_id, reference) where reference is not null;

-- The thread of one message.
create index event_by_message on dunlin.event (client_id, message_id, seq) where message_id is not null;

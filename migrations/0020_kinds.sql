-- What other systems have said: questions to the client's own people and their answers, welcomes, caps of an address.

-- The client's own people, by what they do: "to" of a message may name a role instead of an address.
create table dunlin.staff_contact (
  client_id uuid not null references dunlin.client,
  role text not null check (role ~ '^[a-z][a-z0-9_-]{0,39}$'),
  channel text not null check (channel in ('sms', 'email')),
  address text not null check (length(address) between 3 and 320),
  name text not null default '' check (length(name) <= 200),
  language text,
  changed_at timestamptz not null,
  changed_by text not null,
  -- One address: a duty phone, a mailbox that several read.
  primary key (client_id, role, channel)
);
call dunlin.protect('dunlin.staff_contact', 'select, insert, update, delete');

-- A question that a message asks; it is answered once.
create table dunlin.approval (
  client_id uuid not null,
  message_id uuid not null,
  -- SHA-256 of the 128-bit token in the link.
  digest bytea not null check (length(digest) = 32),
  -- Written behind APPROVE or REJECT in a reply; good only from the address that was asked.
  code text not null check (code ~ '^[2-9A-HJ-NP-Z]{8}$'),
  question text not null check (length(question) between 1 and 2000),
  expires_at timestamptz not null,
  answer text check (answer in ('approved', 'rejected')),
  answered_at timestamptz,
  answered_by text,
  answered_how text check (answered_how in ('link', 'sms', 'email')),
  created_at timestamptz not null,
  primary key (client_id, message_id),
  unique (client_id, digest),
  foreign key (client_id, message_id) references dunlin.message,
  check ((answer is null) = (answered_at is null)),
  check ((answer is null) = (answered_how is null))
);
create index approval_digest on dunlin.approval (digest);
create index approval_code on dunlin.approval (client_id, code);
call dunlin.protect('dunlin.approval', 'select, insert, update');
create policy queue on dunlin.approval for select to dunlin_queue using (true);
grant select (client_id, message_id, digest) on dunlin.approval to dunlin_queue;

-- Whose question it is, before the client is known. Nobody lists questions by this: it wants the digest.
create function dunlin.approval_by_digest(wanted bytea)
returns table (client_id uuid, message_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select a.client_id, a.message_id from dunlin.approval a where a.digest = wanted;
end;

-- How a client wants single messages to be treated. No row: as the defaults of the columns say.
create table dunlin.sending_rules (
  client_id uuid not null references dunlin.client,
  -- Of class otp to one address within an hour; null: any number.
  pins_per_hour integer default 5 check (pins_per_hour > 0),
  -- Of class service to one address within 24 hours; null: any number.
  service_per_day integer check (service_per_day > 0),
  -- What a new customer is told; null: nothing.
  welcome_template text check (length(welcome_template) between 1 and 40),
  -- Who came before is not welcomed.
  welcome_since timestamptz,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (client_id),
  check ((welcome_template is null) = (welcome_since is null))
);
call dunlin.protect('dunlin.sending_rules', 'select, insert, update');
create policy queue on dunlin.sending_rules for select to dunlin_queue using (true);
grant select (client_id, welcome_template) on dunlin.sending_rules to dunlin_queue;
create trigger settings_changed after insert or update on dunlin.sending_rules
  for each row execute function dunlin.settings_changed();

create function dunlin.clients_that_welcome() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.client_id from dunlin.sending_rules r where r.welcome_template is not null
  order by r.client_id limit 10000;
end;

-- Each customer is welcomed once; without a message where there was no way to say it.
create table dunlin.welcome (
  client_id uuid not null,
  customer_id uuid not null,
  message_id uuid,
  at timestamptz not null,
  primary key (client_id, customer_id),
  foreign key (client_id, customer_id) references dunlin.customer on delete cascade,
  foreign key (client_id, message_id) references dunlin.message
);
call dunlin.protect('dunlin.welcome', 'select, insert');
create index customer_new on dunlin.customer (client_id, created_at);

do $$
begin
  grant create on schema dunlin to dunlin_queue;
  revoke all on function dunlin.approval_by_digest(bytea) from public;
  revoke all on function dunlin.clients_that_welcome() from public;
  grant execute on function dunlin.approval_by_digest(bytea) to dunlin_app, dunlin_worker;
  grant execute on function dunlin.clients_that_welcome() to dunlin_worker;
  alter function dunlin.approval_by_digest(bytea) owner to dunlin_queue;
  alter function dunlin.clients_that_welcome() owner to dunlin_queue;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

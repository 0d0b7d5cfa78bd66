-- WhatsApp, Messenger and web chat beside SMS, e-mail and voice; the inbox of the people who answer.

do $$
declare place record;
begin
  for place in
    select unnest(array['address', 'template', 'message', 'route', 'inbound', 'opting']) as name
  loop
    execute format('alter table dunlin.%I drop constraint %I', place.name, place.name || '_channel_check');
    execute format('alter table dunlin.%I add constraint %I check (channel in '
      '(''sms'', ''email'', ''voice'', ''whatsapp'', ''messenger'', ''chat''))', place.name, place.name || '_channel_check');
  end loop;
end
$$;

-- A number serves SMS, calls and WhatsApp. Messenger knows people by an id of its own, web chat by their session.
alter table dunlin.contact_point drop constraint contact_point_kind_check;
alter table dunlin.contact_point add constraint contact_point_kind_check
  check (kind in ('phone', 'mailbox', 'messenger', 'chat'));

alter table dunlin.route drop constraint route_adapter_check;
alter table dunlin.route add constraint route_adapter_check
  check (adapter in ('smpp', 'smtp', 'twilio', 'http', 'whatsapp', 'messenger', 'chat'));

-- What a network lets us say to whom has not written of late: its approved template that stands for the words, filled in.
alter table dunlin.message add column approved jsonb check (pg_column_size(approved) <= 16384);

-- Working a conversation. It is open unless closed; a snooze is over when its time is.
alter table dunlin.conversation
  -- The user of a member.
  add column assigned_to uuid,
  add column assigned_at timestamptz,
  add column snoozed_until timestamptz,
  add column closed_at timestamptz,
  add column closed_by text,
  -- Somebody took it over: no dialogue answers until it is handed back.
  add column held_by_person text,
  add column held_since timestamptz,
  -- A thread of an address that somebody gave to a customer: what was in it stands there now.
  add column merged_into uuid,
  add check ((closed_at is null) = (closed_by is null)),
  add check ((held_by_person is null) = (held_since is null)),
  add check (merged_into is null or customer_id is null),
  add foreign key (client_id, merged_into) references dunlin.conversation;
drop index dunlin.conversation_address;
create unique index conversation_address on dunlin.conversation (client_id, channel, address)
  where customer_id is null and merged_into is null;
create index conversation_last on dunlin.conversation (client_id, last_at, conversation_id)
  where merged_into is null;
create index conversation_assigned on dunlin.conversation (client_id, assigned_to, last_at)
  where assigned_to is not null;

-- What people tell each other about a conversation. Nobody outside sees it.
create table dunlin.conversation_note (
  client_id uuid not null,
  note_id uuid not null default uuidv7(),
  conversation_id uuid not null,
  body text not null check (length(body) between 1 and 4000),
  by text not null,
  at timestamptz not null,
  primary key (client_id, note_id),
  foreign key (client_id, conversation_id) references dunlin.conversation
);
create index conversation_note_of on dunlin.conversation_note (client_id, conversation_id, note_id);
call dunlin.protect('dunlin.conversation_note', 'select, insert, update');

-- Who is writing an answer, on the real clock: a sign for the others, no lock.
create table dunlin.conversation_writing (
  client_id uuid not null,
  conversation_id uuid not null,
  who text not null,
  until timestamptz not null,
  primary key (client_id, conversation_id, who),
  foreign key (client_id, conversation_id) references dunlin.conversation
) with (fillfactor = 70);
call dunlin.protect('dunlin.conversation_writing', 'select, insert, update, delete');

-- Answers that are written once and used often; with variables, like a template, and never more open than they say.
create table dunlin.canned_answer (
  client_id uuid not null references dunlin.client,
  name text not null check (name ~ '^[a-z][a-z0-9_-]{0,39}$'),
  language text not null check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  body text not null check (length(body) between 1 and 2000),
  -- To whom it may be said at least.
  disclosure text not null check (disclosure in ('unverified', 'name', 'full')),
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (client_id, name, language)
);
call dunlin.protect('dunlin.canned_answer', 'select, insert, update, delete');

-- Web chat: who holds the token may read and write under the address. A visitor has an address of their own; a customer who
-- proved who they are has one for all of their sessions.
create table dunlin.chat_session (
  client_id uuid not null,
  session_id uuid not null default uuidv7(),
  route_id uuid not null,
  -- SHA-256 of the token's 128 random bits.
  digest bytea not null check (length(digest) = 32),
  address text not null check (length(address) between 1 and 100),
  customer_id uuid,
  language text not null,
  -- How many messages were written in it: there is an end to them.
  written integer not null default 0 check (written >= 0),
  -- The newest message that was received there.
  received_id uuid,
  opened_at timestamptz not null,
  -- On the real clock, as sessions of browsers are.
  expires_at timestamptz not null,
  primary key (client_id, session_id),
  unique (client_id, digest),
  foreign key (client_id, route_id) references dunlin.route,
  foreign key (client_id, customer_id) references dunlin.customer on delete cascade
) with (fillfactor = 80);
create index chat_session_expires on dunlin.chat_session (client_id, expires_at);
create index chat_session_customer on dunlin.chat_session (client_id, customer_id) where customer_id is not null;
create index chat_session_route on dunlin.chat_session (client_id, route_id);
call dunlin.protect('dunlin.chat_session', 'select, insert, update, delete');

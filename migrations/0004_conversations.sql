-- Hearing: what customers send.

-- One thread with one customer; or with an address that no customer is known for.
create table dunlin.conversation (
  client_id uuid not null references dunlin.client,
  conversation_id uuid not null default uuidv7(),
  customer_id uuid,
  channel text,
  address text,
  unread integer not null default 0 check (unread >= 0),
  last_at timestamptz not null,
  primary key (client_id, conversation_id),
  check ((customer_id is null) = (address is not null)),
  foreign key (client_id, customer_id) references dunlin.customer
);
create unique index conversation_customer on dunlin.conversation (client_id, customer_id)
  where customer_id is not null;
create unique index conversation_address on dunlin.conversation (client_id, channel, address)
  where customer_id is null;
create index conversation_unread on dunlin.conversation (client_id, last_at) where unread > 0;
call dunlin.protect('dunlin.conversation', 'select, insert, update');

create table dunlin.inbound (
  client_id uuid not null,
  inbound_id uuid not null default uuidv7(),
  conversation_id uuid not null,
  route_id uuid not null,
  channel text not null check (channel in ('sms', 'email', 'voice')),
  from_address text not null,
  to_address text not null,
  provider_id text,
  subject text,
  body text not null,
  customer_id uuid,
  -- A shared number gives candidates, not a guess.
  candidates uuid[] not null default '{}',
  -- The message it answers, where that is known.
  answers_id uuid,
  keyword text,
  automatic boolean not null default false,
  incomplete boolean not null default false,
  received_at timestamptz not null,
  read_at timestamptz,
  primary key (client_id, inbound_id),
  foreign key (client_id, conversation_id) references dunlin.conversation,
  foreign key (client_id, route_id) references dunlin.route
);
create unique index inbound_once on dunlin.inbound (client_id, route_id, from_address, provider_id)
  where provider_id is not null;
create index inbound_conversation on dunlin.inbound (client_id, conversation_id, received_at);
create index inbound_received on dunlin.inbound (client_id, received_at);
call dunlin.protect('dunlin.inbound', 'select, insert, update');

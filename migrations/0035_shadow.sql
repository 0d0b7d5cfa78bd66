-- Shadow mode: everything is decided, nothing is sent, and what another system sent is laid beside it.

-- Since when the client is in shadow mode; null: it is not.
alter table dunlin.client add column shadow_since timestamptz;

-- What would have been sent: a state of its own, from the beginning and for good, which nothing ever hands over.
alter table dunlin.message drop constraint message_state_check;
alter table dunlin.message add constraint message_state_check check (state in
  ('planned', 'queued', 'handed_over', 'delivered', 'failed', 'suppressed', 'held', 'expired',
   'uncertain', 'cancelled', 'shadow')) not valid;
alter table dunlin.message validate constraint message_state_check;
create index message_shadow on dunlin.message (client_id, customer_id, not_before) where state = 'shadow';

-- What the other system really sent.
create table dunlin.incumbent_contact (
  client_id uuid not null references dunlin.client,
  contact_id uuid not null default uuidv7(),
  -- The customer's reference in the book, as it was given: it may come before the book does.
  customer_reference text not null check (length(customer_reference) between 1 and 200),
  on_day date not null,
  channel text not null check (channel in ('sms', 'email', 'voice', 'whatsapp', 'letter', 'other')),
  -- What it was, in the words of the other system.
  kind text not null default '' check (length(kind) <= 100),
  imported_at timestamptz not null,
  imported_by text not null,
  primary key (client_id, contact_id),
  -- The same row again changes nothing.
  unique (client_id, customer_reference, on_day, channel, kind)
);
create index incumbent_contact_day on dunlin.incumbent_contact (client_id, on_day);
call dunlin.protect('dunlin.incumbent_contact', 'select, insert, delete');

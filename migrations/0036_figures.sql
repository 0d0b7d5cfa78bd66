-- Figures over time are counted backwards from how the books stand now: that asks for what changed since a day, by its time.

create index allocation_at on dunlin.allocation (client_id, at);
create index invoice_created on dunlin.invoice (client_id, created_at);
-- Money that went back, by day; there is little of it among all events.
create index event_reversed on dunlin.event (client_id, at) where kind = 'payment.reversed';
create index opting_at on dunlin.opting (client_id, at) where opted_out;

-- How people arrange the console for themselves: cards, views, columns. Nothing here says anything about customers.
create table dunlin.user_preference (
  client_id uuid not null references dunlin.client,
  -- Whose: the id of a user, of a key, or "operator".
  holder text not null check (length(holder) between 1 and 100),
  name text not null check (name ~ '^[a-z][a-z0-9_.-]{0,63}$'),
  value jsonb not null check (pg_column_size(value) <= 32768),
  changed_at timestamptz not null,
  primary key (client_id, holder, name)
);
call dunlin.protect('dunlin.user_preference', 'select, insert, update, delete');

-- Engagement: what is opened and clicked, complaints, and why an address is suppressed and until when.

-- Where the HTTP side is found from outside, as the server said when it last started: links in messages lead there, whichever
-- process writes them.
alter table dunlin.installation add column public_url text;

-- What the client wants to know of its readers. Off unless somebody switches it on.
alter table dunlin.client
  add column track_opens boolean not null default false,
  add column track_clicks boolean not null default false,
  add column track_sms_clicks boolean not null default false;

-- What is watched of this message, as decided when it was written; and when a person first opened it and followed a link.
alter table dunlin.message
  add column tracks_opens boolean not null default false,
  add column tracks_clicks boolean not null default false,
  add column opened_at timestamptz,
  add column clicked_at timestamptz;

-- One row a message, link and kind of reader, with a count: however often an address is asked for, the rows are few. Nothing
-- of the reader is kept, neither address nor program.
create table dunlin.engagement (
  client_id uuid not null,
  message_id uuid not null,
  what text not null check (what in ('open', 'click', 'complaint')),
  -- Which link of the message, from 0; 0 for all else.
  link smallint not null default 0 check (link between 0 and 255),
  kind text not null check (kind in ('human', 'proxy', 'scanner')),
  count integer not null default 1 check (count > 0),
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (client_id, message_id, what, link, kind),
  foreign key (client_id, message_id) references dunlin.message
) with (fillfactor = 70);
call dunlin.protect('dunlin.engagement', 'select, insert, update');

-- Why nothing goes to an address, and until when; null: until somebody lifts it.
alter table dunlin.address
  add column opted_out_why text check (opted_out_why in ('opted_out', 'complaint', 'manual')),
  add column opted_out_until timestamptz,
  add column dead_until timestamptz,
  -- What a customer wants has no end but the customer's word.
  add check (opted_out_until is null or opted_out_at is not null and opted_out_why = 'manual'),
  add check (dead_until is null or dead_at is not null);
create index address_ends on dunlin.address (client_id, least(opted_out_until, dead_until))
  where opted_out_until is not null or dead_until is not null;

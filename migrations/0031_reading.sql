-- Misreadings of replies that people set right: examples for the next training, once they are reviewed.

create table dunlin.reading_correction (
  client_id uuid not null,
  correction_id uuid not null default uuidv7(),
  -- What was misread, without card numbers; what was said through no message of ours has no inbound.
  inbound_id uuid,
  customer_id uuid,
  text text not null check (length(text) between 1 and 1000),
  language text not null check (length(language) between 2 and 3),
  guessed text not null,
  confidence real not null check (confidence between 0 and 1),
  -- What it means.
  intent text not null,
  corrected_at timestamptz not null,
  corrected_by text not null,
  -- Only what was approved is given out for training.
  state text not null default 'open' check (state in ('open', 'approved', 'refused')),
  reviewed_at timestamptz,
  reviewed_by text,
  primary key (client_id, correction_id),
  foreign key (client_id, inbound_id) references dunlin.inbound,
  foreign key (client_id, customer_id) references dunlin.customer,
  check ((state = 'open') = (reviewed_at is null)),
  check ((reviewed_at is null) = (reviewed_by is null))
);
create index reading_correction_state on dunlin.reading_correction (client_id, state, correction_id);
create unique index reading_correction_once on dunlin.reading_correction (client_id, inbound_id) where inbound_id is not null;
create index reading_correction_customer on dunlin.reading_correction (client_id, customer_id) where customer_id is not null;
call dunlin.protect('dunlin.reading_correction', 'select, insert, update');

-- Dialogues: what a conversation waits for, what was understood of each reply, and who is told what.

-- One a conversation, kept after its end: a late "yes" is told that the question is closed. No texts stand in it.
create table dunlin.dialogue_session (
  client_id uuid not null,
  conversation_id uuid not null,
  -- Of the shape of `data`; another one than the program's ends the dialogue gently.
  version smallint not null check (version > 0),
  state text not null check (state ~ '^[a-z_]{1,40}$'),
  data jsonb not null check (pg_column_size(data) <= 16384),
  -- Null once it has ended.
  expires_at timestamptz,
  changed_at timestamptz not null,
  primary key (client_id, conversation_id),
  foreign key (client_id, conversation_id) references dunlin.conversation
) with (fillfactor = 70);
create index dialogue_session_ends on dunlin.dialogue_session (client_id, expires_at) where expires_at is not null;
call dunlin.protect('dunlin.dialogue_session', 'select, insert, update, delete');

alter table dunlin.inbound
  -- What the whole reply was taken for, how certainly (0 to 1), and by what.
  add column intent text check (intent ~ '^[a-z_]{1,40}$'),
  add column confidence real check (confidence between 0 and 1),
  add column understood_by text check (understood_by in ('keyword', 'rule', 'model', 'none')),
  -- Why a person must look at it; null: nobody must.
  add column for_person text check (for_person ~ '^[a-z_]{1,40}$');

alter table dunlin.contact_point
  -- When the customer was last heard there; not moved by whoever writes after a silence until they say who they are.
  add column heard_at timestamptz,
  -- When somebody there last said that they are not the customer: the ladder leaves it alone until somebody knows better.
  add column wrong_person_at timestamptz;

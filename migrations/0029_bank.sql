-- What banks report: files, the money that moved by them, and proposals for a person.

-- A reference without what people leave out or put in: spaces, dashes, case.
create function dunlin.squeezed(reference text) returns text
  language sql immutable strict parallel safe
return upper(regexp_replace(reference, '[^[:alnum:]]', '', 'g'));

create index invoice_squeezed on dunlin.invoice (client_id, dunlin.squeezed(reference));
create index customer_squeezed on dunlin.customer (client_id, dunlin.squeezed(reference));
create index debit_order_payment_info on dunlin.debit_order (client_id, payment_info_id)
  where payment_info_id is not null;

create table dunlin.bank_file (
  client_id uuid not null references dunlin.client,
  file_id uuid not null default uuidv7(),
  batch_id uuid not null,
  kind text not null check (kind in ('camt.053', 'camt.054', 'pain.002')),
  version text not null check (length(version) <= 20),
  -- SHA-256 of its bytes: the same file is imported once.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  -- By which the bank names it.
  message_id text not null check (length(message_id) <= 140),
  state text not null default 'importing' check (state in ('importing', 'imported')),
  result jsonb not null default '{}',
  warnings text[] not null default '{}',
  begun_at timestamptz not null,
  begun_by text not null,
  imported_at timestamptz,
  primary key (client_id, file_id),
  unique (client_id, digest),
  foreign key (client_id, batch_id) references dunlin.batch,
  check ((state = 'imported') = (imported_at is not null))
);
call dunlin.protect('dunlin.bank_file', 'select, insert, update');

-- Money that came, or went back. What the client pays to others is not kept.
create table dunlin.bank_entry (
  client_id uuid not null,
  entry_id uuid not null default uuidv7(),
  -- The file that told it first, and the statement in it.
  file_id uuid not null,
  -- Where in it: the entry, and the transaction within; an import that broke off goes on behind what it had posted.
  ordinal integer not null check (ordinal >= 0),
  part integer not null check (part >= 0),
  statement integer not null check (statement >= 0),
  statement_id text not null check (length(statement_id) <= 140),
  account text not null check (length(account) between 1 and 70),
  what text not null check (what in ('credit', 'return', 'reversal')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  booked_on date not null,
  -- Its entry was told transaction by transaction.
  is_detail boolean not null,
  -- Before charges.
  instructed_minor bigint check (instructed_minor > 0),
  servicer_reference text,
  payment_info_id text,
  end_to_end_id text,
  mandate_reference text,
  reason_code text,
  -- Names of who paid and for whom, with " / " between.
  payer text,
  -- Digest of the account that it came from.
  payer_key text,
  -- Structured references, and the text.
  named text[] not null default '{}',
  remittance text,
  -- By which the same money is known again when another file tells it: by the bank's number of the entry, of the transaction,
  -- else by what is alike.
  entry_key text,
  transaction_key text,
  likeness text not null,
  -- Kinds of files that have told it.
  told_by text[] not null,
  -- posted: the payment says whose it is; done: what it took back is taken back; doubtful: told before, perhaps; superseded:
  -- told in parts since.
  state text not null check (state in ('posted', 'done', 'open', 'doubtful', 'superseded')),
  payment_id uuid,
  debit_id uuid,
  -- What made it known whose it is: end_to_end, mandate, batch, reference, text, claim, person.
  matched_how text check (length(matched_how) <= 20),
  created_at timestamptz not null,
  primary key (client_id, entry_id),
  unique (client_id, file_id, ordinal, part),
  foreign key (client_id, file_id) references dunlin.bank_file,
  foreign key (client_id, payment_id) references dunlin.payment,
  foreign key (client_id, debit_id) references dunlin.debit_order,
  check (state <> 'done' or what <> 'credit')
);
create index bank_entry_entry on dunlin.bank_entry (client_id, entry_key) where entry_key is not null;
create index bank_entry_transaction on dunlin.bank_entry (client_id, transaction_key) where transaction_key is not null;
create index bank_entry_likeness on dunlin.bank_entry (client_id, likeness);
create index bank_entry_end_to_end on dunlin.bank_entry (client_id, end_to_end_id) where end_to_end_id is not null;
create index bank_entry_payment on dunlin.bank_entry (client_id, payment_id) where payment_id is not null;
create index bank_entry_servicer on dunlin.bank_entry (client_id, servicer_reference) where servicer_reference is not null;
create index bank_entry_payer on dunlin.bank_entry (client_id, payer_key) where payer_key is not null;
create index bank_entry_debit on dunlin.bank_entry (client_id, debit_id) where debit_id is not null;
create index bank_entry_open on dunlin.bank_entry (client_id, entry_id) where state in ('open', 'doubtful');
call dunlin.protect('dunlin.bank_entry', 'select, insert, update');

-- Whose money it may be: nothing is posted before a person says so.
create table dunlin.bank_proposal (
  client_id uuid not null,
  proposal_id uuid not null default uuidv7(),
  entry_id uuid not null,
  customer_id uuid not null,
  account_id uuid not null,
  -- Out of 100.
  score smallint not null check (score between 1 and 100),
  -- amount, name, payer, reference, claim.
  reasons text[] not null check (cardinality(reasons) between 1 and 10),
  state text not null default 'open' check (state in ('open', 'accepted', 'rejected')),
  created_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  primary key (client_id, proposal_id),
  unique (client_id, entry_id, account_id),
  foreign key (client_id, entry_id) references dunlin.bank_entry,
  foreign key (client_id, customer_id) references dunlin.customer,
  foreign key (client_id, account_id) references dunlin.account,
  check ((state = 'open') = (decided_at is null))
);
create index bank_proposal_open on dunlin.bank_proposal (client_id, proposal_id) where state = 'open';
create index bank_proposal_customer on dunlin.bank_proposal (client_id, customer_id);
call dunlin.protect('dunlin.bank_proposal', 'select, insert, update');

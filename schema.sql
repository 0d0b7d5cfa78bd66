-- Made by npm run schema from migrations/; do not edit.

table account  -- forced row-level security
  client_id uuid not null
  account_id uuid not null default uuidv7()
  customer_id uuid not null
  currency text not null
  outcome text
  reason text
  decided_at timestamp with time zone
  next_look_at timestamp with time zone
  next_step_id text
  constraint account_client_id_customer_id_currency_key UNIQUE (client_id, customer_id, currency)
  constraint account_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id) ON DELETE CASCADE
  constraint account_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
  constraint account_pkey PRIMARY KEY (client_id, account_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table address  -- forced row-level security
  client_id uuid not null
  channel text not null
  address text not null
  opted_out_at timestamp with time zone
  opted_out_by text
  consent_source text
  consent_at timestamp with time zone
  dead_at timestamp with time zone
  dead_why text
  delivered_at timestamp with time zone
  failed_count integer not null default 0
  opted_out_why text
  opted_out_until timestamp with time zone
  dead_until timestamp with time zone
  constraint address_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'voice'::text, 'whatsapp'::text, 'messenger'::text, 'chat'::text])))
  constraint address_check CHECK (((opted_out_until IS NULL) OR ((opted_out_at IS NOT NULL) AND (opted_out_why = 'manual'::text))))
  constraint address_check1 CHECK (((dead_until IS NULL) OR (dead_at IS NOT NULL)))
  constraint address_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint address_opted_out_why_check CHECK ((opted_out_why = ANY (ARRAY['opted_out'::text, 'complaint'::text, 'manual'::text])))
  constraint address_pkey PRIMARY KEY (client_id, channel, address)
  CREATE INDEX address_ends ON dunlin.address USING btree (client_id, LEAST(opted_out_until, dead_until)) WHERE ((opted_out_until IS NOT NULL) OR (dead_until IS NOT NULL))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table allocation  -- forced row-level security
  client_id uuid not null
  allocation_id uuid not null default uuidv7()
  payment_id uuid not null
  invoice_id uuid not null
  amount_minor bigint not null
  at timestamp with time zone not null
  batch_id uuid
  constraint allocation_amount_minor_check CHECK ((amount_minor <> 0))
  constraint allocation_client_id_batch_id_fkey FOREIGN KEY (client_id, batch_id) REFERENCES batch(client_id, batch_id)
  constraint allocation_client_id_invoice_id_fkey FOREIGN KEY (client_id, invoice_id) REFERENCES invoice(client_id, invoice_id)
  constraint allocation_client_id_payment_id_fkey FOREIGN KEY (client_id, payment_id) REFERENCES payment(client_id, payment_id)
  constraint allocation_pkey PRIMARY KEY (client_id, allocation_id)
  CREATE INDEX allocation_at ON dunlin.allocation USING btree (client_id, at)
  CREATE INDEX allocation_invoice ON dunlin.allocation USING btree (client_id, invoice_id)
  CREATE INDEX allocation_payment ON dunlin.allocation USING btree (client_id, payment_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select to dunlin_app
  grant delete, insert, select to dunlin_worker

table api_key  -- forced row-level security
  client_id uuid not null
  key_id uuid not null default uuidv7()
  label text not null
  hint text not null
  digest bytea not null
  scopes text[] not null
  created_at timestamp with time zone not null
  created_by text not null
  expires_at timestamp with time zone
  last_used_at timestamp with time zone
  revoked_at timestamp with time zone
  revoked_by text
  constraint api_key_client_id_digest_key UNIQUE (client_id, digest)
  constraint api_key_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint api_key_digest_check CHECK ((length(digest) = 32))
  constraint api_key_label_check CHECK (((length(label) >= 1) AND (length(label) <= 100)))
  constraint api_key_pkey PRIMARY KEY (client_id, key_id)
  CREATE INDEX api_key_digest ON dunlin.api_key USING btree (digest)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table approval  -- forced row-level security
  client_id uuid not null
  message_id uuid not null
  digest bytea not null
  code text not null
  question text not null
  expires_at timestamp with time zone not null
  answer text
  answered_at timestamp with time zone
  answered_by text
  answered_how text
  created_at timestamp with time zone not null
  constraint approval_answer_check CHECK ((answer = ANY (ARRAY['approved'::text, 'rejected'::text])))
  constraint approval_answered_how_check CHECK ((answered_how = ANY (ARRAY['link'::text, 'sms'::text, 'email'::text])))
  constraint approval_check CHECK (((answer IS NULL) = (answered_at IS NULL)))
  constraint approval_check1 CHECK (((answer IS NULL) = (answered_how IS NULL)))
  constraint approval_client_id_digest_key UNIQUE (client_id, digest)
  constraint approval_client_id_message_id_fkey FOREIGN KEY (client_id, message_id) REFERENCES message(client_id, message_id)
  constraint approval_code_check CHECK ((code ~ '^[2-9A-HJ-NP-Z]{8}$'::text))
  constraint approval_digest_check CHECK ((length(digest) = 32))
  constraint approval_pkey PRIMARY KEY (client_id, message_id)
  constraint approval_question_check CHECK (((length(question) >= 1) AND (length(question) <= 2000)))
  CREATE INDEX approval_code ON dunlin.approval USING btree (client_id, code)
  CREATE INDEX approval_digest ON dunlin.approval USING btree (digest)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table arrangement_limits  -- forced row-level security
  client_id uuid not null
  offers_part boolean not null
  offers_promise boolean not null
  offers_plan boolean not null
  promise_days smallint not null
  open_promises smallint not null
  least_part_percent smallint not null
  least_part_minor bigint not null
  plan_instalments smallint not null
  plan_days smallint not null
  least_instalment_minor bigint not null
  tolerance_days smallint not null
  tolerance_percent smallint not null
  paid_hold_days smallint not null
  silence_days smallint not null
  changed_at timestamp with time zone not null
  changed_by text not null
  constraint arrangement_limits_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint arrangement_limits_least_instalment_minor_check CHECK ((least_instalment_minor >= 0))
  constraint arrangement_limits_least_part_minor_check CHECK ((least_part_minor >= 0))
  constraint arrangement_limits_least_part_percent_check CHECK (((least_part_percent >= 0) AND (least_part_percent <= 100)))
  constraint arrangement_limits_open_promises_check CHECK (((open_promises >= 1) AND (open_promises <= 20)))
  constraint arrangement_limits_paid_hold_days_check CHECK (((paid_hold_days >= 1) AND (paid_hold_days <= 60)))
  constraint arrangement_limits_pkey PRIMARY KEY (client_id)
  constraint arrangement_limits_plan_days_check CHECK (((plan_days >= 1) AND (plan_days <= 1830)))
  constraint arrangement_limits_plan_instalments_check CHECK (((plan_instalments >= 2) AND (plan_instalments <= 60)))
  constraint arrangement_limits_promise_days_check CHECK (((promise_days >= 0) AND (promise_days <= 366)))
  constraint arrangement_limits_silence_days_check CHECK (((silence_days >= 1) AND (silence_days <= 3650)))
  constraint arrangement_limits_tolerance_days_check CHECK (((tolerance_days >= 0) AND (tolerance_days <= 30)))
  constraint arrangement_limits_tolerance_percent_check CHECK (((tolerance_percent >= 0) AND (tolerance_percent <= 50)))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table attachment  -- forced row-level security
  client_id uuid not null
  attachment_id uuid not null default uuidv7()
  name text not null
  type text not null
  sha256 bytea not null
  bytes bytea not null
  created_at timestamp with time zone not null
  created_by text not null
  constraint attachment_bytes_check CHECK (((octet_length(bytes) >= 5) AND (octet_length(bytes) <= 5242880)))
  constraint attachment_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint attachment_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint attachment_pkey PRIMARY KEY (client_id, attachment_id)
  constraint attachment_sha256_check CHECK ((length(sha256) = 32))
  constraint attachment_type_check CHECK ((type = 'application/pdf'::text))
  CREATE INDEX attachment_same ON dunlin.attachment USING btree (client_id, sha256)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select to dunlin_app
  grant delete, insert, select to dunlin_worker

table attempt  -- forced row-level security
  client_id uuid not null
  message_id uuid not null
  attempt smallint not null
  route_id uuid not null
  process_id integer not null
  started_at timestamp with time zone not null
  finished_at timestamp with time zone
  outcome text
  code text
  constraint attempt_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'throttled'::text, 'unreachable'::text, 'temporary'::text, 'rejected'::text, 'uncertain'::text, 'partial'::text])))
  constraint attempt_pkey PRIMARY KEY (client_id, message_id, attempt)
  CREATE INDEX attempt_under_way ON dunlin.attempt USING btree (client_id, process_id) WHERE (finished_at IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table audit  -- forced row-level security
  client_id uuid not null
  audit_id uuid not null default uuidv7()
  seq bigint not null generated always as identity
  at timestamp with time zone not null default clock_timestamp()
  actor text not null
  ip text
  action text not null
  record_kind text not null
  record_id text
  asked jsonb
  before jsonb
  after jsonb
  constraint audit_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint audit_pkey PRIMARY KEY (client_id, audit_id)
  CREATE INDEX audit_record ON dunlin.audit USING btree (client_id, record_kind, record_id, seq)
  CREATE UNIQUE INDEX audit_seq ON dunlin.audit USING btree (client_id, seq)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table audit_seal  -- forced row-level security
  client_id uuid not null
  number integer not null
  from_seq bigint not null
  to_seq bigint not null
  seqs bigint[] not null
  leaves bytea not null
  digest bytea not null
  previous bytea not null
  hash bytea not null
  at timestamp with time zone not null default clock_timestamp()
  constraint audit_seal_check CHECK ((to_seq >= from_seq))
  constraint audit_seal_check1 CHECK ((octet_length(leaves) = (32 * cardinality(seqs))))
  constraint audit_seal_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint audit_seal_digest_check CHECK ((length(digest) = 32))
  constraint audit_seal_hash_check CHECK ((length(hash) = 32))
  constraint audit_seal_number_check CHECK ((number > 0))
  constraint audit_seal_pkey PRIMARY KEY (client_id, number)
  constraint audit_seal_previous_check CHECK ((length(previous) = 32))
  constraint audit_seal_seqs_check CHECK (((cardinality(seqs) >= 1) AND (cardinality(seqs) <= 1000)))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table awaited  -- forced row-level security
  client_id uuid not null
  handed_over_at timestamp with time zone not null
  message_id uuid not null
  constraint awaited_pkey PRIMARY KEY (client_id, handed_over_at, message_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant delete, insert, select to dunlin_app
  grant delete, insert, select to dunlin_worker

table bank_entry  -- forced row-level security
  client_id uuid not null
  entry_id uuid not null default uuidv7()
  file_id uuid not null
  ordinal integer not null
  part integer not null
  statement integer not null
  statement_id text not null
  account text not null
  what text not null
  amount_minor bigint not null
  currency text not null
  booked_on date not null
  is_detail boolean not null
  instructed_minor bigint
  servicer_reference text
  payment_info_id text
  end_to_end_id text
  mandate_reference text
  reason_code text
  payer text
  payer_key text
  named text[] not null default '{}'::text[]
  remittance text
  entry_key text
  transaction_key text
  likeness text not null
  told_by text[] not null
  state text not null
  payment_id uuid
  debit_id uuid
  matched_how text
  created_at timestamp with time zone not null
  constraint bank_entry_account_check CHECK (((length(account) >= 1) AND (length(account) <= 70)))
  constraint bank_entry_amount_minor_check CHECK ((amount_minor > 0))
  constraint bank_entry_check CHECK (((state <> 'done'::text) OR (what <> 'credit'::text)))
  constraint bank_entry_client_id_debit_id_fkey FOREIGN KEY (client_id, debit_id) REFERENCES debit_order(client_id, debit_id)
  constraint bank_entry_client_id_file_id_fkey FOREIGN KEY (client_id, file_id) REFERENCES bank_file(client_id, file_id)
  constraint bank_entry_client_id_file_id_ordinal_part_key UNIQUE (client_id, file_id, ordinal, part)
  constraint bank_entry_client_id_payment_id_fkey FOREIGN KEY (client_id, payment_id) REFERENCES payment(client_id, payment_id)
  constraint bank_entry_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
  constraint bank_entry_instructed_minor_check CHECK ((instructed_minor > 0))
  constraint bank_entry_matched_how_check CHECK ((length(matched_how) <= 20))
  constraint bank_entry_ordinal_check CHECK ((ordinal >= 0))
  constraint bank_entry_part_check CHECK ((part >= 0))
  constraint bank_entry_pkey PRIMARY KEY (client_id, entry_id)
  constraint bank_entry_state_check CHECK ((state = ANY (ARRAY['posted'::text, 'done'::text, 'open'::text, 'doubtful'::text, 'superseded'::text])))
  constraint bank_entry_statement_check CHECK ((statement >= 0))
  constraint bank_entry_statement_id_check CHECK ((length(statement_id) <= 140))
  constraint bank_entry_what_check CHECK ((what = ANY (ARRAY['credit'::text, 'return'::text, 'reversal'::text])))
  CREATE INDEX bank_entry_debit ON dunlin.bank_entry USING btree (client_id, debit_id) WHERE (debit_id IS NOT NULL)
  CREATE INDEX bank_entry_end_to_end ON dunlin.bank_entry USING btree (client_id, end_to_end_id) WHERE (end_to_end_id IS NOT NULL)
  CREATE INDEX bank_entry_entry ON dunlin.bank_entry USING btree (client_id, entry_key) WHERE (entry_key IS NOT NULL)
  CREATE INDEX bank_entry_likeness ON dunlin.bank_entry USING btree (client_id, likeness)
  CREATE INDEX bank_entry_open ON dunlin.bank_entry USING btree (client_id, entry_id) WHERE (state = ANY (ARRAY['open'::text, 'doubtful'::text]))
  CREATE INDEX bank_entry_payer ON dunlin.bank_entry USING btree (client_id, payer_key) WHERE (payer_key IS NOT NULL)
  CREATE INDEX bank_entry_payment ON dunlin.bank_entry USING btree (client_id, payment_id) WHERE (payment_id IS NOT NULL)
  CREATE INDEX bank_entry_servicer ON dunlin.bank_entry USING btree (client_id, servicer_reference) WHERE (servicer_reference IS NOT NULL)
  CREATE INDEX bank_entry_transaction ON dunlin.bank_entry USING btree (client_id, transaction_key) WHERE (transaction_key IS NOT NULL)
  CREATE INDEX bank_entry_words ON dunlin.bank_entry USING btree (client_id, created_at) WHERE ((payer IS NOT NULL) OR (remittance IS NOT NULL) OR (payer_key IS NOT NULL))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table bank_file  -- forced row-level security
  client_id uuid not null
  file_id uuid not null default uuidv7()
  batch_id uuid not null
  kind text not null
  version text not null
  digest text not null
  message_id text not null
  state text not null default 'importing'::text
  result jsonb not null default '{}'::jsonb
  warnings text[] not null default '{}'::text[]
  begun_at timestamp with time zone not null
  begun_by text not null
  imported_at timestamp with time zone
  constraint bank_file_check CHECK (((state = 'imported'::text) = (imported_at IS NOT NULL)))
  constraint bank_file_client_id_batch_id_fkey FOREIGN KEY (client_id, batch_id) REFERENCES batch(client_id, batch_id)
  constraint bank_file_client_id_digest_key UNIQUE (client_id, digest)
  constraint bank_file_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint bank_file_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
  constraint bank_file_kind_check CHECK ((kind = ANY (ARRAY['camt.053'::text, 'camt.054'::text, 'pain.002'::text])))
  constraint bank_file_message_id_check CHECK ((length(message_id) <= 140))
  constraint bank_file_pkey PRIMARY KEY (client_id, file_id)
  constraint bank_file_state_check CHECK ((state = ANY (ARRAY['importing'::text, 'imported'::text])))
  constraint bank_file_version_check CHECK ((length(version) <= 20))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table bank_proposal  -- forced row-level security
  client_id uuid not null
  proposal_id uuid not null default uuidv7()
  entry_id uuid not null
  customer_id uuid not null
  account_id uuid not null
  score smallint not null
  reasons text[] not null
  state text not null default 'open'::text
  created_at timestamp with time zone not null
  decided_at timestamp with time zone
  decided_by text
  constraint bank_proposal_check CHECK (((state = 'open'::text) = (decided_at IS NULL)))
  constraint bank_proposal_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint bank_proposal_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id)
  constraint bank_proposal_client_id_entry_id_account_id_key UNIQUE (client_id, entry_id, account_id)
  constraint bank_proposal_client_id_entry_id_fkey FOREIGN KEY (client_id, entry_id) REFERENCES bank_entry(client_id, entry_id)
  constraint bank_proposal_pkey PRIMARY KEY (client_id, proposal_id)
  constraint bank_proposal_reasons_check CHECK (((cardinality(reasons) >= 1) AND (cardinality(reasons) <= 10)))
  constraint bank_proposal_score_check CHECK (((score >= 1) AND (score <= 100)))
  constraint bank_proposal_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'rejected'::text])))
  CREATE INDEX bank_proposal_customer ON dunlin.bank_proposal USING btree (client_id, customer_id)
  CREATE INDEX bank_proposal_open ON dunlin.bank_proposal USING btree (client_id, proposal_id) WHERE (state = 'open'::text)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table bank_retry  -- forced row-level security
  client_id uuid not null
  news text not null
  cursor uuid
  changed_at timestamp with time zone not null
  constraint bank_retry_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint bank_retry_pkey PRIMARY KEY (client_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table batch  -- forced row-level security
  client_id uuid not null
  batch_id uuid not null default uuidv7()
  kind text not null
  file text not null
  digest text not null
  as_of timestamp with time zone not null
  full_book boolean not null default false
  state text not null default 'applying'::text
  result jsonb not null default '{}'::jsonb
  actor text not null
  started_at timestamp with time zone not null
  applied_at timestamp with time zone
  undone_at timestamp with time zone
  undone_by text
  previous_as_of timestamp with time zone
  constraint batch_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint batch_kind_check CHECK ((kind = ANY (ARRAY['book'::text, 'entries'::text, 'payments'::text])))
  constraint batch_pkey PRIMARY KEY (client_id, batch_id)
  constraint batch_state_check CHECK ((state = ANY (ARRAY['applying'::text, 'applied'::text, 'undone'::text, 'refused'::text])))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table batch_change  -- forced row-level security
  client_id uuid not null
  batch_id uuid not null
  seq bigint not null generated always as identity
  entity text not null
  entity_id uuid not null
  before jsonb
  after jsonb
  constraint batch_change_client_id_batch_id_fkey FOREIGN KEY (client_id, batch_id) REFERENCES batch(client_id, batch_id)
  constraint batch_change_pkey PRIMARY KEY (client_id, batch_id, seq)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select to dunlin_app
  grant delete, insert, select to dunlin_worker

table campaign  -- forced row-level security
  client_id uuid not null
  campaign_id uuid not null default uuidv7()
  name text not null
  state text not null default 'draft'::text
  class text not null default 'collection'::text
  segment_id uuid
  filter jsonb
  channels jsonb not null default '[["sms", "email"]]'::jsonb
  template text
  words jsonb
  starts_at timestamp with time zone
  ends_at timestamp with time zone
  spread_minutes integer not null default 0
  repeats text
  series_id uuid not null
  series_starts_at timestamp with time zone
  run integer not null default 0
  resend_of uuid
  version integer not null default 1
  created_at timestamp with time zone not null
  created_by text not null
  changed_at timestamp with time zone not null
  changed_by text not null
  scheduled_at timestamp with time zone
  scheduled_by text
  approved_at timestamp with time zone
  approved_by text
  started_at timestamp with time zone
  expanded_to uuid
  expanded_at timestamp with time zone
  targets integer not null default 0
  paused_at timestamp with time zone
  paused_by text
  ended_at timestamp with time zone
  ended_by text
  constraint campaign_check CHECK (((state = ANY (ARRAY['draft'::text, 'cancelled'::text])) OR ((starts_at IS NOT NULL) AND (ends_at > starts_at) AND (filter IS NOT NULL) AND ((template IS NULL) <> (words IS NULL)))))
  constraint campaign_check1 CHECK (((state = ANY (ARRAY['done'::text, 'cancelled'::text])) = (ended_at IS NOT NULL)))
  constraint campaign_class_check CHECK ((class = ANY (ARRAY['collection'::text, 'notice'::text, 'service'::text])))
  constraint campaign_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint campaign_client_id_resend_of_fkey FOREIGN KEY (client_id, resend_of) REFERENCES campaign(client_id, campaign_id)
  constraint campaign_client_id_segment_id_fkey FOREIGN KEY (client_id, segment_id) REFERENCES segment(client_id, segment_id)
  constraint campaign_client_id_series_id_run_key UNIQUE (client_id, series_id, run)
  constraint campaign_filter_check CHECK ((pg_column_size(filter) <= 1048576))
  constraint campaign_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint campaign_pkey PRIMARY KEY (client_id, campaign_id)
  constraint campaign_repeats_check CHECK ((repeats = ANY (ARRAY['weekly'::text, 'monthly'::text, 'quarterly'::text])))
  constraint campaign_run_check CHECK ((run >= 0))
  constraint campaign_spread_minutes_check CHECK (((spread_minutes >= 0) AND (spread_minutes <= 43200)))
  constraint campaign_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'waiting'::text, 'scheduled'::text, 'running'::text, 'paused'::text, 'done'::text, 'cancelled'::text])))
  constraint campaign_words_check CHECK ((pg_column_size(words) <= 262144))
  CREATE INDEX campaign_state ON dunlin.campaign USING btree (client_id, state, starts_at)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table campaign_rules  -- forced row-level security
  client_id uuid not null
  needs_approval boolean not null default false
  changed_at timestamp with time zone not null
  changed_by text not null
  constraint campaign_rules_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint campaign_rules_pkey PRIMARY KEY (client_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table campaign_target  -- forced row-level security
  client_id uuid not null
  campaign_id uuid not null
  customer_id uuid not null
  account_id uuid not null
  from_at timestamp with time zone not null
  constraint campaign_target_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id) ON DELETE CASCADE
  constraint campaign_target_client_id_campaign_id_fkey FOREIGN KEY (client_id, campaign_id) REFERENCES campaign(client_id, campaign_id)
  constraint campaign_target_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id) ON DELETE CASCADE
  constraint campaign_target_pkey PRIMARY KEY (client_id, campaign_id, customer_id)
  CREATE INDEX campaign_target_customer ON dunlin.campaign_target USING btree (client_id, customer_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table canned_answer  -- forced row-level security
  client_id uuid not null
  name text not null
  language text not null
  body text not null
  disclosure text not null
  changed_at timestamp with time zone not null
  changed_by text not null
  constraint canned_answer_body_check CHECK (((length(body) >= 1) AND (length(body) <= 2000)))
  constraint canned_answer_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint canned_answer_disclosure_check CHECK ((disclosure = ANY (ARRAY['unverified'::text, 'name'::text, 'full'::text])))
  constraint canned_answer_language_check CHECK ((language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'::text))
  constraint canned_answer_name_check CHECK ((name ~ '^[a-z][a-z0-9_-]{0,39}$'::text))
  constraint canned_answer_pkey PRIMARY KEY (client_id, name, language)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table chat_session  -- forced row-level security
  client_id uuid not null
  session_id uuid not null default uuidv7()
  route_id uuid not null
  digest bytea not null
  address text not null
  customer_id uuid
  language text not null
  written integer not null default 0
  received_id uuid
  opened_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  constraint chat_session_address_check CHECK (((length(address) >= 1) AND (length(address) <= 100)))
  constraint chat_session_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id) ON DELETE CASCADE
  constraint chat_session_client_id_digest_key UNIQUE (client_id, digest)
  constraint chat_session_client_id_route_id_fkey FOREIGN KEY (client_id, route_id) REFERENCES route(client_id, route_id)
  constraint chat_session_digest_check CHECK ((length(digest) = 32))
  constraint chat_session_pkey PRIMARY KEY (client_id, session_id)
  constraint chat_session_written_check CHECK ((written >= 0))
  CREATE INDEX chat_session_customer ON dunlin.chat_session USING btree (client_id, customer_id) WHERE (customer_id IS NOT NULL)
  CREATE INDEX chat_session_expires ON dunlin.chat_session USING btree (client_id, expires_at)
  CREATE INDEX chat_session_route ON dunlin.chat_session USING btree (client_id, route_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table checkout  -- forced row-level security
  client_id uuid not null
  checkout_id uuid not null default uuidv7()
  link_id uuid
  customer_id uuid not null
  account_id uuid not null
  provider text not null
  state text not null
  reason text
  amount_minor bigint not null
  currency text not null
  promise_id uuid
  session_ref text
  payment_ref text
  expires_at timestamp with time zone not null
  created_at timestamp with time zone not null
  opened_at timestamp with time zone
  ended_at timestamp with time zone
  payment_id uuid
  excess_minor bigint not null default 0
  excess_settled_at timestamp with time zone
  excess_settled_by text
  constraint checkout_amount_minor_check CHECK ((amount_minor > 0))
  constraint checkout_check CHECK (((state = ANY (ARRAY['paid'::text, 'failed'::text, 'expired'::text])) = (ended_at IS NOT NULL)))
  constraint checkout_check1 CHECK (((payment_id IS NULL) OR (state = 'paid'::text)))
  constraint checkout_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint checkout_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id)
  constraint checkout_client_id_link_id_fkey FOREIGN KEY (client_id, link_id) REFERENCES pay_link(client_id, link_id) ON DELETE SET NULL (link_id)
  constraint checkout_client_id_payment_id_fkey FOREIGN KEY (client_id, payment_id) REFERENCES payment(client_id, payment_id)
  constraint checkout_client_id_promise_id_fkey FOREIGN KEY (client_id, promise_id) REFERENCES promise(client_id, promise_id)
  constraint checkout_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
  constraint checkout_excess_minor_check CHECK ((excess_minor >= 0))
  constraint checkout_payment_ref_check CHECK (((length(payment_ref) >= 1) AND (length(payment_ref) <= 300)))
  constraint checkout_pkey PRIMARY KEY (client_id, checkout_id)
  constraint checkout_reason_check CHECK ((length(reason) <= 200))
  constraint checkout_session_ref_check CHECK (((length(session_ref) >= 1) AND (length(session_ref) <= 300)))
  constraint checkout_state_check CHECK ((state = ANY (ARRAY['creating'::text, 'open'::text, 'pending'::text, 'paid'::text, 'failed'::text, 'expired'::text])))
  CREATE INDEX checkout_customer ON dunlin.checkout USING btree (client_id, customer_id, checkout_id)
  CREATE INDEX checkout_excess ON dunlin.checkout USING btree (client_id, ended_at) WHERE ((excess_minor > 0) AND (excess_settled_at IS NULL))
  CREATE UNIQUE INDEX checkout_live ON dunlin.checkout USING btree (client_id, account_id) WHERE (state = ANY (ARRAY['creating'::text, 'open'::text, 'pending'::text]))
  CREATE UNIQUE INDEX checkout_payment ON dunlin.checkout USING btree (client_id, provider, payment_ref) WHERE (payment_ref IS NOT NULL)
  CREATE INDEX checkout_payment_squeezed ON dunlin.checkout USING btree (client_id, squeezed(payment_ref)) WHERE (payment_ref IS NOT NULL)
  CREATE UNIQUE INDEX checkout_session ON dunlin.checkout USING btree (client_id, provider, session_ref) WHERE (session_ref IS NOT NULL)
  CREATE INDEX checkout_session_squeezed ON dunlin.checkout USING btree (client_id, squeezed(session_ref)) WHERE (session_ref IS NOT NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table claim_proof  -- forced row-level security
  client_id uuid not null
  proof_id uuid not null default uuidv7()
  customer_id uuid not null
  account_id uuid not null
  link_id uuid
  hold_id uuid
  paid_on date
  amount_minor bigint
  type text
  sha256 bytea
  bytes bytea
  given_at timestamp with time zone not null
  verdict text
  judged_at timestamp with time zone
  judged_by text
  constraint claim_proof_amount_minor_check CHECK ((amount_minor > 0))
  constraint claim_proof_bytes_check CHECK (((octet_length(bytes) >= 5) AND (octet_length(bytes) <= 5242880)))
  constraint claim_proof_check CHECK (((type IS NULL) = (bytes IS NULL)))
  constraint claim_proof_check1 CHECK (((type IS NULL) = (sha256 IS NULL)))
  constraint claim_proof_check2 CHECK (((verdict IS NULL) = (judged_at IS NULL)))
  constraint claim_proof_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint claim_proof_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id) ON DELETE CASCADE
  constraint claim_proof_client_id_hold_id_fkey FOREIGN KEY (client_id, hold_id) REFERENCES hold(client_id, hold_id)
  constraint claim_proof_client_id_link_id_fkey FOREIGN KEY (client_id, link_id) REFERENCES pay_link(client_id, link_id) ON DELETE SET NULL (link_id)
  constraint claim_proof_pkey PRIMARY KEY (client_id, proof_id)
  constraint claim_proof_sha256_check CHECK ((length(sha256) = 32))
  constraint claim_proof_type_check CHECK ((type = ANY (ARRAY['application/pdf'::text, 'image/jpeg'::text, 'image/png'::text])))
  constraint claim_proof_verdict_check CHECK ((verdict = ANY (ARRAY['accepted'::text, 'refused'::text])))
  CREATE INDEX claim_proof_customer ON dunlin.claim_proof USING btree (client_id, customer_id)
  CREATE INDEX claim_proof_open ON dunlin.claim_proof USING btree (client_id, given_at) WHERE (verdict IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table client  -- forced row-level security
  client_id uuid not null default uuidv7()
  slug text not null
  name text not null
  currency text not null
  country text not null
  zone text not null
  language text not null default 'en'::text
  phone text
  email text
  site text
  mapping jsonb not null default '{}'::jsonb
  imported_disclosure text not null default 'full'::text
  book_as_of timestamp with time zone
  created_at timestamp with time zone not null
  settings_stamp uuid not null default uuidv7()
  track_opens boolean not null default false
  track_clicks boolean not null default false
  track_sms_clicks boolean not null default false
  shadow_since timestamp with time zone
  constraint client_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
  constraint client_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
  constraint client_imported_disclosure_check CHECK ((imported_disclosure = ANY (ARRAY['unverified'::text, 'name'::text, 'full'::text])))
  constraint client_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint client_pkey PRIMARY KEY (client_id)
  constraint client_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text))
  constraint client_slug_key UNIQUE (slug)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table clock
  only_row boolean not null default true
  frozen_at timestamp with time zone
  changed_at timestamp with time zone not null default clock_timestamp()
  changed_by text not null default 'migration'::text
  constraint clock_only_row_check CHECK (only_row)
  constraint clock_pkey PRIMARY KEY (only_row)
  grant select, update to dunlin_app
  grant select to dunlin_queue
  grant select to dunlin_worker

table contact_point  -- forced row-level security
  client_id uuid not null
  contact_point_id uuid not null default uuidv7()
  customer_id uuid not null
  person_id uuid
  kind text not null
  address text not null
  disclosure text not null
  rank smallint not null default 0
  source text not null
  created_at timestamp with time zone not null
  retired_at timestamp with time zone
  retired_by text
  heard_at timestamp with time zone
  wrong_person_at timestamp with time zone
  constraint contact_point_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id) ON DELETE CASCADE
  constraint contact_point_client_id_customer_id_kind_address_key UNIQUE (client_id, customer_id, kind, address)
  constraint contact_point_client_id_person_id_fkey FOREIGN KEY (client_id, person_id) REFERENCES person(client_id, person_id)
  constraint contact_point_disclosure_check CHECK ((disclosure = ANY (ARRAY['unverified'::text, 'name'::text, 'full'::text])))
  constraint contact_point_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'mailbox'::text, 'messenger'::text, 'chat'::text])))
  constraint contact_point_pkey PRIMARY KEY (client_id, contact_point_id)
  CREATE INDEX contact_point_address ON dunlin.contact_point USING btree (client_id, kind, address)
  CREATE INDEX contact_point_of_person ON dunlin.contact_point USING btree (client_id, person_id) WHERE (person_id IS NOT NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table conversation  -- forced row-level security
  client_id uuid not null
  conversation_id uuid not null default uuidv7()
  customer_id uuid
  channel text
  address text
  unread integer not null default 0
  last_at timestamp with time zone not null
  assigned_to uuid
  assigned_at timestamp with time zone
  snoozed_until timestamp with time zone
  closed_at timestamp with time zone
  closed_by text
  held_by_person text
  held_since timestamp with time zone
  merged_into uuid
  language text
  constraint conversation_check CHECK (((customer_id IS NULL) = (address IS NOT NULL)))
  constraint conversation_check1 CHECK (((closed_at IS NULL) = (closed_by IS NULL)))
  constraint conversation_check2 CHECK (((held_by_person IS NULL) = (held_since IS NULL)))
  constraint conversation_check3 CHECK (((merged_into IS NULL) OR (customer_id IS NULL)))
  constraint conversation_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id)
  constraint conversation_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint conversation_client_id_merged_into_fkey FOREIGN KEY (client_id, merged_into) REFERENCES conversation(client_id, conversation_id)
  constraint conversation_language_check CHECK ((language ~ '^[a-z]{2}$'::text))
  constraint conversation_pkey PRIMARY KEY (client_id, conversation_id)
  constraint conversation_unread_check CHECK ((unread >= 0))
  CREATE UNIQUE INDEX conversation_address ON dunlin.conversation USING btree (client_id, channel, address) WHERE ((customer_id IS NULL) AND (merged_into IS NULL))
  CREATE INDEX conversation_assigned ON dunlin.conversation USING btree (client_id, assigned_to, last_at) WHERE (assigned_to IS NOT NULL)
  CREATE UNIQUE INDEX conversation_customer ON dunlin.conversation USING btree (client_id, customer_id) WHERE (customer_id IS NOT NULL)
  CREATE INDEX conversation_last ON dunlin.conversation USING btree (client_id, last_at, conversation_id) WHERE (merged_into IS NULL)
  CREATE INDEX conversation_open ON dunlin.conversation USING btree (client_id, last_at, conversation_id) WHERE ((merged_into IS NULL) AND (closed_at IS NULL))
  CREATE INDEX conversation_unread ON dunlin.conversation USING btree (client_id, last_at) WHERE (unread > 0)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table conversation_note  -- forced row-level security
  client_id uuid not null
  note_id uuid not null default uuidv7()
  conversation_id uuid not null
  body text not null
  by text not null
  at timestamp with time zone not null
  constraint conversation_note_body_check CHECK (((length(body) >= 1) AND (length(body) <= 4000)))
  constraint conversation_note_client_id_conversation_id_fkey FOREIGN KEY (client_id, conversation_id) REFERENCES conversation(client_id, conversation_id)
  constraint conversation_note_pkey PRIMARY KEY (client_id, note_id)
  CREATE INDEX conversation_note_of ON dunlin.conversation_note USING btree (client_id, conversation_id, note_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table conversation_writing  -- forced row-level security
  client_id uuid not null
  conversation_id uuid not null
  who text not null
  until timestamp with time zone not null
  constraint conversation_writing_client_id_conversation_id_fkey FOREIGN KEY (client_id, conversation_id) REFERENCES conversation(client_id, conversation_id)
  constraint conversation_writing_pkey PRIMARY KEY (client_id, conversation_id, who)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table credit  -- forced row-level security
  client_id uuid not null
  credit_id uuid not null default uuidv7()
  account_id uuid not null
  reference text not null
  issued_on date
  amount_minor bigint not null
  open_minor bigint not null
  batch_id uuid
  created_at timestamp with time zone not null
  constraint credit_amount_minor_check CHECK ((amount_minor > 0))
  constraint credit_check CHECK (((open_minor >= 0) AND (open_minor <= amount_minor)))
  constraint credit_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint credit_client_id_batch_id_fkey FOREIGN KEY (client_id, batch_id) REFERENCES batch(client_id, batch_id)
  constraint credit_client_id_reference_key UNIQUE (client_id, reference)
  constraint credit_pkey PRIMARY KEY (client_id, credit_id)
  CREATE INDEX credit_account ON dunlin.credit USING btree (client_id, account_id) WHERE (open_minor > 0)
  CREATE INDEX credit_of_account ON dunlin.credit USING btree (client_id, account_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table customer  -- forced row-level security
  client_id uuid not null
  customer_id uuid not null default uuidv7()
  reference text not null
  name text not null
  kind text not null default 'person'::text
  language text not null
  zone text
  country text not null
  segment text
  parent_id uuid
  facts_version bigint not null default 1
  look_at timestamp with time zone
  created_at timestamp with time zone not null
  erased_at timestamp with time zone
  erased_as bytea
  payday_day smallint
  sort_name text default folded(name)
  constraint customer_check CHECK (((erased_at IS NULL) = (erased_as IS NULL)))
  constraint customer_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint customer_client_id_parent_id_fkey FOREIGN KEY (client_id, parent_id) REFERENCES customer(client_id, customer_id)
  constraint customer_client_id_reference_key UNIQUE (client_id, reference)
  constraint customer_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
  constraint customer_erased_as_check CHECK ((length(erased_as) = 32))
  constraint customer_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'firm'::text])))
  constraint customer_payday_day_check CHECK (((payday_day >= 1) AND (payday_day <= 31)))
  constraint customer_pkey PRIMARY KEY (client_id, customer_id)
  constraint customer_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 200)))
  CREATE INDEX customer_by_name ON dunlin.customer USING btree (client_id, sort_name, customer_id)
  CREATE INDEX customer_erased ON dunlin.customer USING btree (client_id, erased_as) WHERE (erased_as IS NOT NULL)
  CREATE INDEX customer_look ON dunlin.customer USING btree (client_id, look_at) WHERE (look_at IS NOT NULL)
  CREATE INDEX customer_new ON dunlin.customer USING btree (client_id, created_at)
  CREATE INDEX customer_of_parent ON dunlin.customer USING btree (client_id, parent_id) WHERE (parent_id IS NOT NULL)
  CREATE INDEX customer_squeezed ON dunlin.customer USING btree (client_id, squeezed(reference))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table customer_factor  -- forced row-level security
  client_id uuid not null
  customer_id uuid not null
  kind text not null
  digest bytea not null
  set_at timestamp with time zone not null
  set_by text not null
  constraint customer_factor_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id) ON DELETE CASCADE
  constraint customer_factor_digest_check CHECK ((length(digest) = 32))
  constraint customer_factor_kind_check CHECK ((kind = ANY (ARRAY['born_on'::text, 'postcode'::text, 'id_last4'::text])))
  constraint customer_factor_pkey PRIMARY KEY (client_id, customer_id, kind)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table customer_word  -- forced row-level security
  client_id uuid not null
  customer_id uuid not null
  source text not null
  word text not null
  constraint customer_word_pkey PRIMARY KEY (client_id, word, customer_id, source)
  constraint customer_word_source_check CHECK ((source = ANY (ARRAY['customer'::text, 'person'::text, 'point'::text])))
  constraint customer_word_word_check CHECK (((length(word) >= 1) AND (length(word) <= 120)))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select to dunlin_app
  grant delete, insert, select to dunlin_worker

table debit_notice  -- forced row-level security
  client_id uuid not null
  debit_id uuid not null
  message_id uuid not null
  amount_minor bigint not null
  strike_on date not null
  at timestamp with time zone not null
  constraint debit_notice_client_id_debit_id_fkey FOREIGN KEY (client_id, debit_id) REFERENCES debit_order(client_id, debit_id)
  constraint debit_notice_client_id_message_id_fkey FOREIGN KEY (client_id, message_id) REFERENCES message(client_id, message_id)
  constraint debit_notice_pkey PRIMARY KEY (client_id, debit_id, message_id)
  CREATE INDEX debit_notice_message ON dunlin.debit_notice USING btree (client_id, message_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table debit_order  -- forced row-level security
  client_id uuid not null
  debit_id uuid not null default uuidv7()
  mandate_id uuid not null
  customer_id uuid not null
  payment_info_id text
  end_to_end_id text not null
  amount_minor bigint not null
  currency text not null
  strike_on date not null
  cutoff_at timestamp with time zone not null
  product text not null default ''::text
  campaign text not null default ''::text
  invoices text[] not null default '{}'::text[]
  state text not null default 'planned'::text
  reason_code text
  notice_at timestamp with time zone
  notice_by date not null
  notice_late boolean not null default false
  notice_problem text
  attempt smallint not null default 0
  retry_of uuid
  first_strike_on date not null
  source text not null
  created_at timestamp with time zone not null
  created_by text not null
  changed_at timestamp with time zone not null
  sent_at timestamp with time zone
  settled_at timestamp with time zone
  constraint debit_order_amount_minor_check CHECK ((amount_minor > 0))
  constraint debit_order_attempt_check CHECK (((attempt >= 0) AND (attempt <= 20)))
  constraint debit_order_campaign_check CHECK ((length(campaign) <= 200))
  constraint debit_order_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id)
  constraint debit_order_client_id_end_to_end_id_key UNIQUE (client_id, end_to_end_id)
  constraint debit_order_client_id_mandate_id_fkey FOREIGN KEY (client_id, mandate_id) REFERENCES mandate(client_id, mandate_id)
  constraint debit_order_client_id_retry_of_fkey FOREIGN KEY (client_id, retry_of) REFERENCES debit_order(client_id, debit_id)
  constraint debit_order_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
  constraint debit_order_end_to_end_id_check CHECK (((length(end_to_end_id) >= 1) AND (length(end_to_end_id) <= 70)))
  constraint debit_order_payment_info_id_check CHECK (((length(payment_info_id) >= 1) AND (length(payment_info_id) <= 70)))
  constraint debit_order_pkey PRIMARY KEY (client_id, debit_id)
  constraint debit_order_product_check CHECK ((length(product) <= 200))
  constraint debit_order_reason_code_check CHECK ((length(reason_code) <= 40))
  constraint debit_order_source_check CHECK ((source = ANY (ARRAY['file'::text, 'api'::text, 'invoices'::text, 'retry'::text])))
  constraint debit_order_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'notified'::text, 'stopped'::text, 'sent'::text, 'collected'::text, 'failed'::text, 'returned'::text, 'cancelled'::text])))
  CREATE INDEX debit_order_campaign ON dunlin.debit_order USING btree (client_id, campaign, debit_id)
  CREATE INDEX debit_order_customer ON dunlin.debit_order USING btree (client_id, customer_id, strike_on)
  CREATE INDEX debit_order_mandate ON dunlin.debit_order USING btree (client_id, mandate_id, strike_on)
  CREATE INDEX debit_order_notice ON dunlin.debit_order USING btree (client_id, notice_at) WHERE (state = 'planned'::text)
  CREATE INDEX debit_order_payment_info ON dunlin.debit_order USING btree (client_id, payment_info_id) WHERE (payment_info_id IS NOT NULL)
  CREATE INDEX debit_order_strike ON dunlin.debit_order USING btree (client_id, strike_on, debit_id)
  CREATE INDEX debit_order_told ON dunlin.debit_order USING btree (client_id, strike_on) WHERE (state = 'notified'::text)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table debit_release  -- forced row-level security
  client_id uuid not null
  stop_id uuid not null
  at timestamp with time zone not null
  by text not null
  why text not null
  constraint debit_release_client_id_stop_id_fkey FOREIGN KEY (client_id, stop_id) REFERENCES debit_stop(client_id, stop_id)
  constraint debit_release_pkey PRIMARY KEY (client_id, stop_id)
  constraint debit_release_why_check CHECK (((length(why) >= 1) AND (length(why) <= 500)))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table debit_result  -- forced row-level security
  client_id uuid not null
  result_id uuid not null default uuidv7()
  debit_id uuid not null
  outcome text not null
  reason_code text
  amount_minor bigint not null
  currency text not null
  on_day date not null
  cause text not null
  at timestamp with time zone not null
  by text not null
  constraint debit_result_cause_check CHECK (((length(cause) >= 1) AND (length(cause) <= 200)))
  constraint debit_result_client_id_debit_id_fkey FOREIGN KEY (client_id, debit_id) REFERENCES debit_order(client_id, debit_id)
  constraint debit_result_client_id_debit_id_outcome_cause_key UNIQUE (client_id, debit_id, outcome, cause)
  constraint debit_result_outcome_check CHECK ((outcome = ANY (ARRAY['collected'::text, 'failed'::text, 'returned'::text])))
  constraint debit_result_pkey PRIMARY KEY (client_id, result_id)
  constraint debit_result_reason_code_check CHECK ((length(reason_code) <= 40))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table debit_settings  -- forced row-level security
  client_id uuid not null
  settings jsonb not null
  changed_at timestamp with time zone not null
  changed_by text not null
  constraint debit_settings_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint debit_settings_pkey PRIMARY KEY (client_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table debit_stop  -- forced row-level security
  client_id uuid not null
  stop_id uuid not null default uuidv7()
  debit_id uuid
  mandate_id uuid
  customer_id uuid
  creditor_scheme_id text
  mandate_reference text
  payment_info_id text
  end_to_end_id text
  option smallint
  meaning text not null
  act_id uuid not null
  at timestamp with time zone not null
  by text not null
  inbound_id uuid
  reason text
  after_cutoff boolean not null
  hold_id uuid
  constraint debit_stop_check CHECK (((end_to_end_id IS NOT NULL) OR (mandate_reference IS NOT NULL)))
  constraint debit_stop_check1 CHECK (((debit_id IS NULL) OR (end_to_end_id IS NOT NULL)))
  constraint debit_stop_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id)
  constraint debit_stop_client_id_debit_id_fkey FOREIGN KEY (client_id, debit_id) REFERENCES debit_order(client_id, debit_id)
  constraint debit_stop_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint debit_stop_client_id_hold_id_fkey FOREIGN KEY (client_id, hold_id) REFERENCES hold(client_id, hold_id)
  constraint debit_stop_client_id_inbound_id_fkey FOREIGN KEY (client_id, inbound_id) REFERENCES inbound(client_id, inbound_id)
  constraint debit_stop_client_id_mandate_id_fkey FOREIGN KEY (client_id, mandate_id) REFERENCES mandate(client_id, mandate_id)
  constraint debit_stop_meaning_check CHECK ((meaning = ANY (ARRAY['cancel_debit'::text, 'cancel_agreement'::text, 'call_me'::text, 'wrong_amount'::text, 'manual'::text])))
  constraint debit_stop_option_check CHECK (((option >= 1) AND (option <= 4)))
  constraint debit_stop_pkey PRIMARY KEY (client_id, stop_id)
  constraint debit_stop_reason_check CHECK ((length(reason) <= 500))
  CREATE INDEX debit_stop_debit ON dunlin.debit_stop USING btree (client_id, debit_id)
  CREATE INDEX debit_stop_end_to_end ON dunlin.debit_stop USING btree (client_id, end_to_end_id)
  CREATE INDEX debit_stop_inbound ON dunlin.debit_stop USING btree (client_id, inbound_id) WHERE (inbound_id IS NOT NULL)
  CREATE INDEX debit_stop_mandate ON dunlin.debit_stop USING btree (client_id, mandate_reference) WHERE (end_to_end_id IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table decision  -- forced row-level security
  client_id uuid not null
  decision_id uuid not null default uuidv7()
  account_id uuid not null
  at timestamp with time zone not null
  policy_version integer not null
  facts_version bigint not null
  outcome text not null
  reason text not null
  facts jsonb not null
  answer jsonb not null
  constraint decision_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint decision_pkey PRIMARY KEY (client_id, decision_id)
  CREATE INDEX decision_account ON dunlin.decision USING btree (client_id, account_id, at)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table dialogue_session  -- forced row-level security
  client_id uuid not null
  conversation_id uuid not null
  version smallint not null
  state text not null
  data jsonb not null
  expires_at timestamp with time zone
  changed_at timestamp with time zone not null
  constraint dialogue_session_client_id_conversation_id_fkey FOREIGN KEY (client_id, conversation_id) REFERENCES conversation(client_id, conversation_id)
  constraint dialogue_session_data_check CHECK ((pg_column_size(data) <= 16384))
  constraint dialogue_session_pkey PRIMARY KEY (client_id, conversation_id)
  constraint dialogue_session_state_check CHECK ((state ~ '^[a-z_]{1,40}$'::text))
  constraint dialogue_session_version_check CHECK ((version > 0))
  CREATE INDEX dialogue_session_ends ON dunlin.dialogue_session USING btree (client_id, expires_at) WHERE (expires_at IS NOT NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table engagement  -- forced row-level security
  client_id uuid not null
  message_id uuid not null
  what text not null
  link smallint not null default 0
  kind text not null
  count integer not null default 1
  first_at timestamp with time zone not null
  last_at timestamp with time zone not null
  constraint engagement_client_id_message_id_fkey FOREIGN KEY (client_id, message_id) REFERENCES message(client_id, message_id)
  constraint engagement_count_check CHECK ((count > 0))
  constraint engagement_kind_check CHECK ((kind = ANY (ARRAY['human'::text, 'proxy'::text, 'scanner'::text])))
  constraint engagement_link_check CHECK (((link >= 0) AND (link <= 255)))
  constraint engagement_pkey PRIMARY KEY (client_id, message_id, what, link, kind)
  constraint engagement_what_check CHECK ((what = ANY (ARRAY['open'::text, 'click'::text, 'complaint'::text])))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table episode  -- forced row-level security
  client_id uuid not null
  episode_id uuid not null default uuidv7()
  account_id uuid not null
  anchor_on date not null
  shift_days integer not null default 0
  opened_at timestamp with time zone not null
  closed_at timestamp with time zone
  constraint episode_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint episode_pkey PRIMARY KEY (client_id, episode_id)
  CREATE INDEX episode_account ON dunlin.episode USING btree (client_id, account_id)
  CREATE UNIQUE INDEX episode_open ON dunlin.episode USING btree (client_id, account_id) WHERE (closed_at IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table event  -- forced row-level security
  client_id uuid not null
  event_id uuid not null default uuidv7()
  seq bigint not null generated always as identity
  at timestamp with time zone not null
  kind text not null
  customer_id uuid
  account_id uuid
  message_id uuid
  actor text not null
  cause text
  body jsonb not null default '{}'::jsonb
  constraint event_pkey PRIMARY KEY (client_id, event_id)
  CREATE INDEX event_by_customer ON dunlin.event USING btree (client_id, customer_id, seq)
  CREATE INDEX event_by_message ON dunlin.event USING btree (client_id, message_id, seq) WHERE (message_id IS NOT NULL)
  CREATE INDEX event_by_seq ON dunlin.event USING btree (client_id, seq)
  CREATE INDEX event_reversed ON dunlin.event USING btree (client_id, at) WHERE (kind = 'payment.reversed'::text)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table experiment  -- forced row-level security
  client_id uuid not null
  experiment_id uuid not null default uuidv7()
  name text not null
  salt text not null
  held_out_share integer not null
  silences text not null
  challenger_version integer
  challenger_share integer not null
  policy_version integer not null
  started_at timestamp with time zone not null
  started_by text not null
  ended_at timestamp with time zone
  ended_by text
  constraint experiment_challenger_share_check CHECK (((challenger_share >= 0) AND (challenger_share <= 9000)))
  constraint experiment_check CHECK ((((held_out_share + challenger_share) >= 1) AND ((held_out_share + challenger_share) <= 9500)))
  constraint experiment_check1 CHECK (((challenger_version IS NULL) = (challenger_share = 0)))
  constraint experiment_check2 CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
  constraint experiment_client_id_challenger_version_fkey FOREIGN KEY (client_id, challenger_version) REFERENCES policy(client_id, version)
  constraint experiment_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint experiment_client_id_policy_version_fkey FOREIGN KEY (client_id, policy_version) REFERENCES policy(client_id, version)
  constraint experiment_held_out_share_check CHECK (((held_out_share >= 0) AND (held_out_share <= 5000)))
  constraint experiment_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
  constraint experiment_pkey PRIMARY KEY (client_id, experiment_id)
  constraint experiment_salt_check CHECK (((length(salt) >= 16) AND (length(salt) <= 100)))
  constraint experiment_silences_check CHECK ((silences = ANY (ARRAY['collection'::text, 'ladder'::text])))
  CREATE UNIQUE INDEX experiment_running ON dunlin.experiment USING btree (client_id) WHERE (ended_at IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table experiment_account  -- forced row-level security
  client_id uuid not null
  experiment_id uuid not null
  account_id uuid not null
  group_name text not null
  entered_at timestamp with time zone not null
  owed_minor bigint not null
  constraint experiment_account_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id) ON DELETE CASCADE
  constraint experiment_account_client_id_experiment_id_fkey FOREIGN KEY (client_id, experiment_id) REFERENCES experiment(client_id, experiment_id)
  constraint experiment_account_group_name_check CHECK ((group_name = ANY (ARRAY['control'::text, 'held_out'::text, 'challenger'::text])))
  constraint experiment_account_owed_minor_check CHECK ((owed_minor > 0))
  constraint experiment_account_pkey PRIMARY KEY (client_id, experiment_id, account_id)
  CREATE INDEX experiment_account_of ON dunlin.experiment_account USING btree (client_id, account_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table factor_lock  -- forced row-level security
  client_id uuid not null
  customer_id uuid not null
  failures smallint not null
  counted_since timestamp with time zone not null
  locked_until timestamp with time zone
  constraint factor_lock_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id) ON DELETE CASCADE
  constraint factor_lock_failures_check CHECK ((failures >= 0))
  constraint factor_lock_pkey PRIMARY KEY (client_id, customer_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table file_shape  -- forced row-level security
  client_id uuid not null
  shape bytea not null
  mapping jsonb not null
  used_at timestamp with time zone not null
  used_by text not null
  constraint file_shape_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint file_shape_pkey PRIMARY KEY (client_id, shape)
  constraint file_shape_shape_check CHECK ((length(shape) = 32))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table filtered_file  -- forced row-level security
  client_id uuid not null
  filter_id uuid not null default uuidv7()
  file text not null
  layout text not null
  kept integer not null
  removed integer not null
  sum_before text not null
  sum_after text not null
  sent integer
  warnings text[] not null
  output bytea
  report bytea not null
  actor text not null
  created_at timestamp with time zone not null
  constraint filtered_file_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint filtered_file_file_check CHECK (((length(file) >= 1) AND (length(file) <= 200)))
  constraint filtered_file_kept_check CHECK ((kept >= 0))
  constraint filtered_file_pkey PRIMARY KEY (client_id, filter_id)
  constraint filtered_file_removed_check CHECK ((removed >= 0))
  constraint filtered_file_sent_check CHECK ((sent >= 0))
  CREATE INDEX filtered_file_created ON dunlin.filtered_file USING btree (client_id, created_at)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table hold  -- forced row-level security
  client_id uuid not null
  hold_id uuid not null default uuidv7()
  customer_id uuid not null
  account_id uuid
  kind text not null
  amount_minor bigint
  until_on date
  reason text
  placed_at timestamp with time zone not null
  placed_by text not null
  ended_at timestamp with time zone
  ended_by text
  ended_why text
  constraint hold_amount_minor_check CHECK ((amount_minor > 0))
  constraint hold_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint hold_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id)
  constraint hold_kind_check CHECK ((kind = ANY (ARRAY['dispute'::text, 'promise'::text, 'breathing_space'::text, 'vulnerable'::text, 'deceased'::text, 'manual'::text])))
  constraint hold_pkey PRIMARY KEY (client_id, hold_id)
  CREATE INDEX hold_live ON dunlin.hold USING btree (client_id, customer_id) WHERE (ended_at IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table hold_invoice  -- forced row-level security
  client_id uuid not null
  hold_id uuid not null
  invoice_id uuid not null
  constraint hold_invoice_client_id_hold_id_fkey FOREIGN KEY (client_id, hold_id) REFERENCES hold(client_id, hold_id)
  constraint hold_invoice_client_id_invoice_id_fkey FOREIGN KEY (client_id, invoice_id) REFERENCES invoice(client_id, invoice_id)
  constraint hold_invoice_pkey PRIMARY KEY (client_id, hold_id, invoice_id)
  CREATE INDEX hold_invoice_of_invoice ON dunlin.hold_invoice USING btree (client_id, invoice_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table idempotency  -- forced row-level security
  client_id uuid not null
  key text not null
  digest bytea not null
  status smallint
  answer text
  created_at timestamp with time zone not null default clock_timestamp()
  constraint idempotency_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint idempotency_digest_check CHECK ((length(digest) = 32))
  constraint idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
  constraint idempotency_pkey PRIMARY KEY (client_id, key)
  CREATE INDEX idempotency_age ON dunlin.idempotency USING btree (client_id, created_at)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table import_file  -- forced row-level security
  client_id uuid not null
  file_id uuid not null default uuidv7()
  name text not null
  bytes bigint not null
  actor text not null
  created_at timestamp with time zone not null
  kept_until timestamp with time zone not null default (clock_timestamp() + '1 day'::interval)
  constraint import_file_bytes_check CHECK ((bytes > 0))
  constraint import_file_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint import_file_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint import_file_pkey PRIMARY KEY (client_id, file_id)
  CREATE INDEX import_file_kept ON dunlin.import_file USING btree (client_id, kept_until)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table import_file_part  -- forced row-level security
  client_id uuid not null
  file_id uuid not null
  nth integer not null
  data bytea not null
  constraint import_file_part_client_id_file_id_fkey FOREIGN KEY (client_id, file_id) REFERENCES import_file(client_id, file_id) ON DELETE CASCADE
  constraint import_file_part_nth_check CHECK ((nth >= 0))
  constraint import_file_part_pkey PRIMARY KEY (client_id, file_id, nth)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select to dunlin_app
  grant delete, insert, select to dunlin_worker

table inbound  -- forced row-level security
  client_id uuid not null
  inbound_id uuid not null default uuidv7()
  conversation_id uuid not null
  route_id uuid not null
  channel text not null
  from_address text not null
  to_address text not null
  provider_id text
  subject text
  body text not null
  customer_id uuid
  candidates uuid[] not null default '{}'::uuid[]
  answers_id uuid
  keyword text
  automatic boolean not null default false
  incomplete boolean not null default false
  received_at timestamp with time zone not null
  read_at timestamp with time zone
  intent text
  confidence real
  understood_by text
  for_person text
  constraint inbound_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'voice'::text, 'whatsapp'::text, 'messenger'::text, 'chat'::text])))
  constraint inbound_client_id_conversation_id_fkey FOREIGN KEY (client_id, conversation_id) REFERENCES conversation(client_id, conversation_id)
  constraint inbound_client_id_route_id_fkey FOREIGN KEY (client_id, route_id) REFERENCES route(client_id, route_id)
  constraint inbound_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision)))
  constraint inbound_for_person_check CHECK ((for_person ~ '^[a-z_]{1,40}$'::text))
  constraint inbound_intent_check CHECK ((intent ~ '^[a-z_]{1,40}$'::text))
  constraint inbound_pkey PRIMARY KEY (client_id, inbound_id)
  constraint inbound_understood_by_check CHECK ((understood_by = ANY (ARRAY['keyword'::text, 'rule'::text, 'model'::text, 'proposal'::text, 'none'::text])))
  CREATE INDEX inbound_conversation ON dunlin.inbound USING btree (client_id, conversation_id, received_at)
  CREATE UNIQUE INDEX inbound_once ON dunlin.inbound USING btree (client_id, route_id, from_address, provider_id) WHERE (provider_id IS NOT NULL)
  CREATE INDEX inbound_received ON dunlin.inbound USING btree (client_id, received_at)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table incumbent_contact  -- forced row-level security
  client_id uuid not null
  contact_id uuid not null default uuidv7()
  customer_reference text not null
  on_day date not null
  channel text not null
  kind text not null default ''::text
  imported_at timestamp with time zone not null
  imported_by text not null
  constraint incumbent_contact_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'voice'::text, 'whatsapp'::text, 'letter'::text, 'other'::text])))
  constraint incumbent_contact_client_id_customer_reference_on_day_chann_key UNIQUE (client_id, customer_reference, on_day, channel, kind)
  constraint incumbent_contact_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint incumbent_contact_customer_reference_check CHECK (((length(customer_reference) >= 1) AND (length(customer_reference) <= 200)))
  constraint incumbent_contact_kind_check CHECK ((length(kind) <= 100))
  constraint incumbent_contact_pkey PRIMARY KEY (client_id, contact_id)
  CREATE INDEX incumbent_contact_day ON dunlin.incumbent_contact USING btree (client_id, on_day)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select to dunlin_app
  grant delete, insert, select to dunlin_worker

table installation
  only_row boolean not null default true
  demo boolean not null
  demo_ready_at timestamp with time zone
  secret bytea not null
  token_hash bytea
  created_at timestamp with time zone not null default clock_timestamp()
  public_url text
  constraint installation_only_row_check CHECK (only_row)
  constraint installation_pkey PRIMARY KEY (only_row)
  constraint installation_secret_check CHECK ((length(secret) = 32))
  grant insert, select, update to dunlin_app
  grant select to dunlin_worker

table invitation  -- forced row-level security
  client_id uuid not null
  invitation_id uuid not null default uuidv7()
  email text not null
  role text not null
  digest bytea not null
  created_at timestamp with time zone not null default clock_timestamp()
  created_by text not null
  expires_at timestamp with time zone not null
  ended_at timestamp with time zone
  accepted_by uuid
  constraint invitation_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES auth."user"(id)
  constraint invitation_client_id_digest_key UNIQUE (client_id, digest)
  constraint invitation_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint invitation_digest_check CHECK ((length(digest) = 32))
  constraint invitation_email_check CHECK ((((length(email) >= 3) AND (length(email) <= 254)) AND (email = lower(email))))
  constraint invitation_pkey PRIMARY KEY (client_id, invitation_id)
  constraint invitation_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'finance'::text, 'account_manager'::text, 'supervisor'::text, 'agent'::text, 'provider'::text, 'bureau'::text, 'auditor'::text])))
  CREATE INDEX invitation_digest ON dunlin.invitation USING btree (digest)
  CREATE UNIQUE INDEX invitation_open ON dunlin.invitation USING btree (client_id, email) WHERE (ended_at IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table invoice  -- forced row-level security
  client_id uuid not null
  invoice_id uuid not null default uuidv7()
  account_id uuid not null
  reference text not null
  issued_on date
  due_on date not null
  amount_minor bigint not null
  open_minor bigint not null
  settled_at timestamp with time zone
  settled_by text
  batch_id uuid
  created_at timestamp with time zone not null
  constraint invoice_amount_minor_check CHECK ((amount_minor >= 0))
  constraint invoice_check CHECK (((open_minor >= 0) AND (open_minor <= amount_minor)))
  constraint invoice_check1 CHECK (((open_minor = 0) = (settled_at IS NOT NULL)))
  constraint invoice_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint invoice_client_id_batch_id_fkey FOREIGN KEY (client_id, batch_id) REFERENCES batch(client_id, batch_id)
  constraint invoice_client_id_reference_key UNIQUE (client_id, reference)
  constraint invoice_pkey PRIMARY KEY (client_id, invoice_id)
  constraint invoice_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 200)))
  constraint invoice_settled_by_check CHECK ((settled_by = ANY (ARRAY['payment'::text, 'inferred'::text, 'absence'::text, 'credit'::text, 'opening'::text])))
  CREATE INDEX invoice_account ON dunlin.invoice USING btree (client_id, account_id)
  CREATE INDEX invoice_created ON dunlin.invoice USING btree (client_id, created_at)
  CREATE INDEX invoice_open ON dunlin.invoice USING btree (client_id, account_id, due_on) INCLUDE (open_minor) WHERE (open_minor > 0)
  CREATE INDEX invoice_squeezed ON dunlin.invoice USING btree (client_id, squeezed(reference))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table judgement  -- forced row-level security
  client_id uuid not null
  day date not null
  invariant smallint not null
  name text not null
  ok boolean not null
  checked bigint not null
  violations bigint not null
  sample jsonb not null default '[]'::jsonb
  note text
  judged_at timestamp with time zone not null
  took_ms integer not null
  constraint judgement_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint judgement_pkey PRIMARY KEY (client_id, day, invariant)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table mandate  -- forced row-level security
  client_id uuid not null
  mandate_id uuid not null default uuidv7()
  reference text not null
  creditor_scheme_id text
  scheme text not null
  customer_id uuid not null
  product text not null default ''::text
  state text not null default 'active'::text
  notice_days smallint
  signed_on date
  created_at timestamp with time zone not null
  created_by text not null
  cancelled_at timestamp with time zone
  cancelled_by text
  constraint mandate_check CHECK (((state = 'cancelled'::text) = (cancelled_at IS NOT NULL)))
  constraint mandate_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id)
  constraint mandate_client_id_reference_creditor_scheme_id_key UNIQUE NULLS NOT DISTINCT (client_id, reference, creditor_scheme_id)
  constraint mandate_creditor_scheme_id_check CHECK (((length(creditor_scheme_id) >= 1) AND (length(creditor_scheme_id) <= 70)))
  constraint mandate_notice_days_check CHECK (((notice_days >= 0) AND (notice_days <= 60)))
  constraint mandate_pkey PRIMARY KEY (client_id, mandate_id)
  constraint mandate_product_check CHECK ((length(product) <= 200))
  constraint mandate_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 70)))
  constraint mandate_scheme_check CHECK ((scheme = ANY (ARRAY['sepa_core'::text, 'sepa_b2b'::text, 'bacs'::text, 'debicheck'::text, 'za_eft'::text, 'other'::text])))
  constraint mandate_state_check CHECK ((state = ANY (ARRAY['active'::text, 'cancelled'::text])))
  CREATE INDEX mandate_customer ON dunlin.mandate USING btree (client_id, customer_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table member  -- forced row-level security
  client_id uuid not null
  member_id uuid not null default uuidv7()
  user_id uuid not null
  role text not null
  since timestamp with time zone not null
  added_by text not null
  ended_at timestamp with time zone
  ended_by text
  constraint member_check CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
  constraint member_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint member_pkey PRIMARY KEY (client_id, member_id)
  constraint member_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'finance'::text, 'account_manager'::text, 'supervisor'::text, 'agent'::text, 'provider'::text, 'bureau'::text, 'auditor'::text])))
  constraint member_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth."user"(id)
  CREATE INDEX member_by_user ON dunlin.member USING btree (user_id) WHERE (ended_at IS NULL)
  CREATE UNIQUE INDEX member_now ON dunlin.member USING btree (client_id, user_id) WHERE (ended_at IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table message  -- forced row-level security
  client_id uuid not null
  message_id uuid not null default uuidv7()
  class text not null
  lane smallint not null
  channel text not null
  state text not null
  reason text
  customer_id uuid
  account_id uuid
  anchor text
  step_id text
  contact_point_id uuid
  decision_id uuid
  facts_version bigint
  answers_id uuid
  address text not null
  sender text not null default ''::text
  template text not null
  language text not null
  subject text
  body text not null
  html text
  segments smallint not null default 1
  encoding text
  price_micros bigint not null default 0
  currency text
  amount_minor bigint
  route_id uuid
  attempt smallint not null default 0
  not_before timestamp with time zone not null
  not_after timestamp with time zone not null
  created_at timestamp with time zone not null
  handed_over_at timestamp with time zone
  delivered_at timestamp with time zone
  ended_at timestamp with time zone
  planned_for timestamp with time zone
  indexed_as text default 
CASE state
    WHEN 'planned'::text THEN 'planned'::text
    WHEN 'uncertain'::text THEN 'uncertain'::text
    WHEN 'suppressed'::text THEN 'withdrawn'::text
    WHEN 'cancelled'::text THEN 'withdrawn'::text
    ELSE NULL::text
END
  reference text
  tracks_opens boolean not null default false
  tracks_clicks boolean not null default false
  opened_at timestamp with time zone
  clicked_at timestamp with time zone
  approved jsonb
  constraint message_approved_check CHECK ((pg_column_size(approved) <= 16384))
  constraint message_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'voice'::text, 'whatsapp'::text, 'messenger'::text, 'chat'::text])))
  constraint message_class_check CHECK ((class = ANY (ARRAY['collection'::text, 'notice'::text, 'service'::text, 'otp'::text, 'reply'::text, 'staff'::text])))
  constraint message_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint message_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id)
  constraint message_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint message_client_id_route_id_fkey FOREIGN KEY (client_id, route_id) REFERENCES route(client_id, route_id)
  constraint message_lane_check CHECK (((lane >= 0) AND (lane <= 2)))
  constraint message_pkey PRIMARY KEY (client_id, message_id)
  constraint message_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 200)))
  constraint message_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'queued'::text, 'handed_over'::text, 'delivered'::text, 'failed'::text, 'suppressed'::text, 'held'::text, 'expired'::text, 'uncertain'::text, 'cancelled'::text, 'shadow'::text])))
  CREATE INDEX message_account ON dunlin.message USING btree (client_id, account_id, created_at)
  CREATE INDEX message_address ON dunlin.message USING btree (client_id, channel, address, created_at)
  CREATE INDEX message_campaign ON dunlin.message USING btree (client_id, anchor, customer_id) WHERE (step_id = 'campaign'::text)
  CREATE UNIQUE INDEX message_campaign_once ON dunlin.message USING btree (client_id, anchor, channel, contact_point_id) WHERE ((step_id = 'campaign'::text) AND (indexed_as IS DISTINCT FROM 'withdrawn'::text))
  CREATE INDEX message_created ON dunlin.message USING btree (client_id, created_at)
  CREATE INDEX message_customer ON dunlin.message USING btree (client_id, customer_id, created_at)
  CREATE INDEX message_due ON dunlin.message USING btree (client_id, route_id, lane, not_before) WHERE (indexed_as = 'planned'::text)
  CREATE UNIQUE INDEX message_once ON dunlin.message USING btree (client_id, account_id, anchor, step_id, channel, contact_point_id) WHERE ((step_id IS NOT NULL) AND (indexed_as IS DISTINCT FROM 'withdrawn'::text))
  CREATE UNIQUE INDEX message_one_answer ON dunlin.message USING btree (client_id, answers_id) WHERE (answers_id IS NOT NULL)
  CREATE INDEX message_reference ON dunlin.message USING btree (client_id, reference) WHERE (reference IS NOT NULL)
  CREATE INDEX message_shadow ON dunlin.message USING btree (client_id, customer_id, not_before) WHERE (state = 'shadow'::text)
  CREATE INDEX message_uncertain ON dunlin.message USING btree (client_id, route_id, address) WHERE (indexed_as = 'uncertain'::text)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table message_attachment  -- forced row-level security
  client_id uuid not null
  message_id uuid not null
  place smallint not null
  attachment_id uuid not null
  constraint message_attachment_client_id_attachment_id_fkey FOREIGN KEY (client_id, attachment_id) REFERENCES attachment(client_id, attachment_id)
  constraint message_attachment_client_id_message_id_fkey FOREIGN KEY (client_id, message_id) REFERENCES message(client_id, message_id)
  constraint message_attachment_pkey PRIMARY KEY (client_id, message_id, place)
  constraint message_attachment_place_check CHECK (((place >= 1) AND (place <= 10)))
  CREATE INDEX message_attachment_file ON dunlin.message_attachment USING btree (client_id, attachment_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select to dunlin_app
  grant delete, insert, select to dunlin_worker

table migration
  name text not null
  applied_at timestamp with time zone not null default now()
  constraint migration_pkey PRIMARY KEY (name)
  grant select to dunlin_app
  grant select to dunlin_worker

table opting  -- forced row-level security
  client_id uuid not null
  opting_id uuid not null default uuidv7()
  seq bigint default nextval('event_seq_seq'::regclass)
  channel text not null
  address text not null
  opted_out boolean not null
  at timestamp with time zone not null
  by text not null
  source text
  cause text
  constraint opting_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'voice'::text, 'whatsapp'::text, 'messenger'::text, 'chat'::text])))
  constraint opting_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint opting_pkey PRIMARY KEY (client_id, opting_id)
  CREATE INDEX opting_address ON dunlin.opting USING btree (client_id, channel, address, opting_id)
  CREATE INDEX opting_at ON dunlin.opting USING btree (client_id, at) WHERE opted_out
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table part  -- forced row-level security
  client_id uuid not null
  message_id uuid not null
  attempt smallint not null
  part smallint not null
  route_id uuid not null
  provider_id text not null
  state text
  constraint part_pkey PRIMARY KEY (client_id, message_id, attempt, part)
  constraint part_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'delivered'::text, 'failed'::text, 'expired'::text, 'unknown'::text])))
  CREATE INDEX part_provider ON dunlin.part USING btree (client_id, route_id, provider_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table pay_link  -- forced row-level security
  client_id uuid not null
  link_id uuid not null default uuidv7()
  customer_id uuid not null
  account_id uuid not null
  digest bytea not null
  action text not null
  amount_minor bigint
  promise_id uuid
  cause text not null
  created_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  failures smallint not null default 0
  proven_at timestamp with time zone
  good_from timestamp with time zone
  constraint pay_link_action_check CHECK ((action = ANY (ARRAY['pay'::text, 'page'::text, 'proof'::text])))
  constraint pay_link_amount_minor_check CHECK ((amount_minor > 0))
  constraint pay_link_cause_check CHECK (((length(cause) >= 1) AND (length(cause) <= 200)))
  constraint pay_link_check CHECK (((expires_at > created_at) AND (expires_at <= (GREATEST(created_at, good_from) + '72:00:00'::interval))))
  constraint pay_link_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint pay_link_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id)
  constraint pay_link_client_id_digest_key UNIQUE (client_id, digest)
  constraint pay_link_client_id_promise_id_fkey FOREIGN KEY (client_id, promise_id) REFERENCES promise(client_id, promise_id)
  constraint pay_link_digest_check CHECK ((length(digest) = 32))
  constraint pay_link_failures_check CHECK (((failures >= 0) AND (failures <= 5)))
  constraint pay_link_pkey PRIMARY KEY (client_id, link_id)
  CREATE INDEX pay_link_customer ON dunlin.pay_link USING btree (client_id, customer_id, created_at)
  CREATE INDEX pay_link_digest ON dunlin.pay_link USING btree (digest)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table payment  -- forced row-level security
  client_id uuid not null
  payment_id uuid not null default uuidv7()
  account_id uuid
  kind text not null
  reference text not null
  currency text not null
  amount_minor bigint not null
  reversed_minor bigint not null default 0
  unallocated_minor bigint not null
  paid_on date not null
  received_at timestamp with time zone not null
  payer text
  remittance text
  customer_reference text
  invoice_reference text
  batch_id uuid
  constraint payment_amount_minor_check CHECK ((amount_minor > 0))
  constraint payment_check CHECK (((reversed_minor >= 0) AND (reversed_minor <= amount_minor)))
  constraint payment_check1 CHECK (((unallocated_minor >= 0) AND (unallocated_minor <= (amount_minor - reversed_minor))))
  constraint payment_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint payment_client_id_batch_id_fkey FOREIGN KEY (client_id, batch_id) REFERENCES batch(client_id, batch_id)
  constraint payment_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint payment_client_id_reference_key UNIQUE (client_id, reference)
  constraint payment_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
  constraint payment_kind_check CHECK ((kind = ANY (ARRAY['reported'::text, 'inferred'::text, 'absence'::text, 'opening'::text])))
  constraint payment_pkey PRIMARY KEY (client_id, payment_id)
  CREATE INDEX payment_account ON dunlin.payment USING btree (client_id, account_id, received_at)
  CREATE INDEX payment_received ON dunlin.payment USING btree (client_id, received_at)
  CREATE INDEX payment_unmatched ON dunlin.payment USING btree (client_id, received_at) WHERE (account_id IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table payment_provider  -- forced row-level security
  client_id uuid not null
  kind text not null
  enabled boolean not null default true
  priority smallint not null default 100
  currencies text[] not null default '{}'::text[]
  least_minor bigint not null default 1
  settings jsonb not null default '{}'::jsonb
  sealed bytea
  changed_at timestamp with time zone not null
  changed_by text not null
  constraint payment_provider_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint payment_provider_kind_check CHECK ((kind = ANY (ARRAY['sandbox'::text, 'stripe'::text, 'payfast'::text])))
  constraint payment_provider_least_minor_check CHECK ((least_minor > 0))
  constraint payment_provider_pkey PRIMARY KEY (client_id, kind)
  constraint payment_provider_priority_check CHECK (((priority >= 1) AND (priority <= 1000)))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table payment_reversal  -- forced row-level security
  client_id uuid not null
  reversal_id uuid not null default uuidv7()
  payment_id uuid not null
  kind text not null
  reference text not null
  amount_minor bigint not null
  at timestamp with time zone not null
  by text not null
  constraint payment_reversal_amount_minor_check CHECK ((amount_minor > 0))
  constraint payment_reversal_client_id_payment_id_fkey FOREIGN KEY (client_id, payment_id) REFERENCES payment(client_id, payment_id)
  constraint payment_reversal_client_id_reference_key UNIQUE (client_id, reference)
  constraint payment_reversal_kind_check CHECK ((kind = ANY (ARRAY['refund'::text, 'chargeback'::text])))
  constraint payment_reversal_pkey PRIMARY KEY (client_id, reversal_id)
  constraint payment_reversal_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 300)))
  CREATE INDEX payment_reversal_of ON dunlin.payment_reversal USING btree (client_id, payment_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table person  -- forced row-level security
  client_id uuid not null
  person_id uuid not null default uuidv7()
  customer_id uuid not null
  name text not null
  role text not null default 'payer'::text
  created_at timestamp with time zone not null
  constraint person_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id) ON DELETE CASCADE
  constraint person_client_id_customer_id_name_key UNIQUE (client_id, customer_id, name)
  constraint person_pkey PRIMARY KEY (client_id, person_id)
  constraint person_role_check CHECK ((role = ANY (ARRAY['payer'::text, 'decider'::text, 'copy'::text])))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table plan  -- forced row-level security
  client_id uuid not null
  plan_id uuid not null default uuidv7()
  account_id uuid not null
  amount_minor bigint not null
  instalments smallint not null
  state text not null default 'open'::text
  made_at timestamp with time zone not null
  made_by text not null
  decided_at timestamp with time zone
  constraint plan_amount_minor_check CHECK ((amount_minor > 0))
  constraint plan_check CHECK (((state = 'open'::text) = (decided_at IS NULL)))
  constraint plan_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint plan_instalments_check CHECK (((instalments >= 2) AND (instalments <= 60)))
  constraint plan_pkey PRIMARY KEY (client_id, plan_id)
  constraint plan_state_check CHECK ((state = ANY (ARRAY['open'::text, 'completed'::text, 'broken'::text, 'cancelled'::text])))
  CREATE INDEX plan_account ON dunlin.plan USING btree (client_id, account_id)
  CREATE UNIQUE INDEX plan_open ON dunlin.plan USING btree (client_id, account_id) WHERE (state = 'open'::text)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table policy  -- forced row-level security
  client_id uuid not null
  version integer not null
  name text not null
  source text not null
  applied_at timestamp with time zone not null
  applied_by text not null
  candidate boolean not null default false
  constraint policy_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint policy_pkey PRIMARY KEY (client_id, version)
  constraint policy_version_check CHECK ((version > 0))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table policy_replay  -- forced row-level security
  client_id uuid not null
  replay_id uuid not null default uuidv7()
  source text not null
  days integer not null
  from_at timestamp with time zone not null
  to_at timestamp with time zone not null
  state text not null default 'running'::text
  customers integer not null default 0
  customers_in_all integer not null default 0
  reason text
  result jsonb
  actor text not null
  created_at timestamp with time zone not null
  touched_at timestamp with time zone not null default clock_timestamp()
  constraint policy_replay_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint policy_replay_days_check CHECK (((days >= 1) AND (days <= 400)))
  constraint policy_replay_pkey PRIMARY KEY (client_id, replay_id)
  constraint policy_replay_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table policy_replay_line  -- forced row-level security
  client_id uuid not null
  replay_id uuid not null
  line integer not null
  account_id uuid not null
  change text not null
  said jsonb
  would jsonb
  reason text
  constraint policy_replay_line_change_check CHECK ((change = ANY (ARRAY['same'::text, 'added'::text, 'dropped'::text, 'moved'::text, 'other_channel'::text, 'other_words'::text])))
  constraint policy_replay_line_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id) ON DELETE CASCADE
  constraint policy_replay_line_client_id_replay_id_fkey FOREIGN KEY (client_id, replay_id) REFERENCES policy_replay(client_id, replay_id) ON DELETE CASCADE
  constraint policy_replay_line_pkey PRIMARY KEY (client_id, replay_id, line)
  CREATE INDEX policy_replay_line_account ON dunlin.policy_replay_line USING btree (client_id, account_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select to dunlin_app
  grant delete, insert, select to dunlin_worker

table process
  process_id integer not null generated always as identity
  role text not null
  pid integer not null
  host text not null
  started_at timestamp with time zone not null default clock_timestamp()
  ended_at timestamp with time zone
  constraint process_pkey PRIMARY KEY (process_id)
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table promise  -- forced row-level security
  client_id uuid not null
  promise_id uuid not null default uuidv7()
  account_id uuid not null
  hold_id uuid not null
  amount_minor bigint not null
  due_on date not null
  tolerance_minor bigint not null default 0
  state text not null default 'open'::text
  made_at timestamp with time zone not null
  made_by text not null
  decided_at timestamp with time zone
  plan_id uuid
  instalment smallint
  tolerance_days smallint not null default 0
  received_minor bigint not null default 0
  constraint promise_amount_minor_check CHECK ((amount_minor > 0))
  constraint promise_check CHECK (((received_minor >= 0) AND (received_minor <= amount_minor)))
  constraint promise_check1 CHECK (((plan_id IS NULL) = (instalment IS NULL)))
  constraint promise_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint promise_client_id_hold_id_fkey FOREIGN KEY (client_id, hold_id) REFERENCES hold(client_id, hold_id)
  constraint promise_client_id_plan_id_fkey FOREIGN KEY (client_id, plan_id) REFERENCES plan(client_id, plan_id)
  constraint promise_client_id_plan_id_instalment_key UNIQUE (client_id, plan_id, instalment)
  constraint promise_instalment_check CHECK (((instalment >= 1) AND (instalment <= 60)))
  constraint promise_pkey PRIMARY KEY (client_id, promise_id)
  constraint promise_state_check CHECK ((state = ANY (ARRAY['open'::text, 'kept'::text, 'part_kept'::text, 'broken'::text, 'cancelled'::text])))
  constraint promise_tolerance_days_check CHECK (((tolerance_days >= 0) AND (tolerance_days <= 30)))
  constraint promise_tolerance_minor_check CHECK ((tolerance_minor >= 0))
  CREATE INDEX promise_account ON dunlin.promise USING btree (client_id, account_id)
  CREATE INDEX promise_open ON dunlin.promise USING btree (client_id, account_id) WHERE (state = 'open'::text)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table provider_event  -- forced row-level security
  client_id uuid not null
  provider text not null
  event_ref text not null
  what text not null
  checkout_id uuid
  received_at timestamp with time zone not null
  constraint provider_event_client_id_checkout_id_fkey FOREIGN KEY (client_id, checkout_id) REFERENCES checkout(client_id, checkout_id)
  constraint provider_event_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint provider_event_event_ref_check CHECK (((length(event_ref) >= 1) AND (length(event_ref) <= 300)))
  constraint provider_event_pkey PRIMARY KEY (client_id, provider, event_ref)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table reading_correction  -- forced row-level security
  client_id uuid not null
  correction_id uuid not null default uuidv7()
  inbound_id uuid
  customer_id uuid
  text text not null
  language text not null
  guessed text not null
  confidence real not null
  intent text not null
  corrected_at timestamp with time zone not null
  corrected_by text not null
  state text not null default 'open'::text
  reviewed_at timestamp with time zone
  reviewed_by text
  constraint reading_correction_check CHECK (((state = 'open'::text) = (reviewed_at IS NULL)))
  constraint reading_correction_check1 CHECK (((reviewed_at IS NULL) = (reviewed_by IS NULL)))
  constraint reading_correction_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id)
  constraint reading_correction_client_id_inbound_id_fkey FOREIGN KEY (client_id, inbound_id) REFERENCES inbound(client_id, inbound_id)
  constraint reading_correction_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision)))
  constraint reading_correction_language_check CHECK (((length(language) >= 2) AND (length(language) <= 3)))
  constraint reading_correction_pkey PRIMARY KEY (client_id, correction_id)
  constraint reading_correction_state_check CHECK ((state = ANY (ARRAY['open'::text, 'approved'::text, 'refused'::text])))
  constraint reading_correction_text_check CHECK (((length(text) >= 1) AND (length(text) <= 1000)))
  CREATE INDEX reading_correction_customer ON dunlin.reading_correction USING btree (client_id, customer_id) WHERE (customer_id IS NOT NULL)
  CREATE UNIQUE INDEX reading_correction_once ON dunlin.reading_correction USING btree (client_id, inbound_id) WHERE (inbound_id IS NOT NULL)
  CREATE INDEX reading_correction_state ON dunlin.reading_correction USING btree (client_id, state, correction_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table receipt  -- forced row-level security
  client_id uuid not null
  receipt_id uuid not null default uuidv7()
  route_id uuid not null
  provider_id text
  state text not null
  permanent boolean not null
  error text
  from_address text
  to_address text
  received_at timestamp with time zone not null
  matched_at timestamp with time zone
  dropped_at timestamp with time zone
  constraint receipt_client_id_route_id_fkey FOREIGN KEY (client_id, route_id) REFERENCES route(client_id, route_id)
  constraint receipt_pkey PRIMARY KEY (client_id, receipt_id)
  CREATE INDEX receipt_waiting ON dunlin.receipt USING btree (client_id, route_id, provider_id) WHERE ((matched_at IS NULL) AND (dropped_at IS NULL))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table refund_order  -- forced row-level security
  client_id uuid not null
  refund_id uuid not null default uuidv7()
  checkout_id uuid not null
  amount_minor bigint not null
  state text not null default 'asked'::text
  reason text
  ordered_at timestamp with time zone not null
  ordered_by text not null
  refund_ref text
  constraint refund_order_amount_minor_check CHECK ((amount_minor > 0))
  constraint refund_order_client_id_checkout_id_fkey FOREIGN KEY (client_id, checkout_id) REFERENCES checkout(client_id, checkout_id)
  constraint refund_order_pkey PRIMARY KEY (client_id, refund_id)
  constraint refund_order_reason_check CHECK ((length(reason) <= 200))
  constraint refund_order_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'done'::text, 'failed'::text])))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table retention  -- forced row-level security
  client_id uuid not null
  kind text not null
  keep_days integer not null
  changed_at timestamp with time zone not null
  changed_by text not null
  constraint retention_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint retention_keep_days_check CHECK (((keep_days >= 1) AND (keep_days <= 36500)))
  constraint retention_pkey PRIMARY KEY (client_id, kind)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table retention_run  -- forced row-level security
  client_id uuid not null
  day date not null
  forgotten jsonb not null
  finished_at timestamp with time zone not null
  constraint retention_run_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint retention_run_pkey PRIMARY KEY (client_id, day)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table route  -- forced row-level security
  client_id uuid not null
  route_id uuid not null default uuidv7()
  name text not null
  channel text not null
  adapter text not null
  config jsonb not null
  priority smallint not null default 100
  prices jsonb not null default '[]'::jsonb
  sender text not null
  listens text[] not null default '{}'::text[]
  rate_per_s double precision not null
  burst integer not null
  enabled boolean not null default true
  changed_at timestamp with time zone not null default clock_timestamp()
  arrival_at timestamp with time zone not null default '-infinity'::timestamp with time zone
  failures integer not null default 0
  opens_at timestamp with time zone
  paused_why text
  worked_at timestamp with time zone
  connected boolean
  looked_at timestamp with time zone
  constraint route_adapter_check CHECK ((adapter = ANY (ARRAY['smpp'::text, 'smtp'::text, 'twilio'::text, 'http'::text, 'whatsapp'::text, 'messenger'::text, 'chat'::text])))
  constraint route_burst_check CHECK ((burst > 0))
  constraint route_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'voice'::text, 'whatsapp'::text, 'messenger'::text, 'chat'::text])))
  constraint route_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint route_client_id_name_key UNIQUE (client_id, name)
  constraint route_pkey PRIMARY KEY (client_id, route_id)
  constraint route_rate_per_s_check CHECK ((rate_per_s > (0)::double precision))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table rung  -- forced row-level security
  client_id uuid not null
  account_id uuid not null
  anchor text not null
  step_id text not null
  on_day date not null
  outcome text not null
  reason text not null
  exits text[] not null default '{}'::text[]
  decision_id uuid
  at timestamp with time zone not null
  constraint rung_client_id_account_id_fkey FOREIGN KEY (client_id, account_id) REFERENCES account(client_id, account_id)
  constraint rung_outcome_check CHECK ((outcome = ANY (ARRAY['taken'::text, 'superseded'::text])))
  constraint rung_pkey PRIMARY KEY (client_id, account_id, anchor, step_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table segment  -- forced row-level security
  client_id uuid not null
  segment_id uuid not null default uuidv7()
  name text not null
  filter jsonb not null
  created_at timestamp with time zone not null
  created_by text not null
  changed_at timestamp with time zone not null
  changed_by text not null
  removed_at timestamp with time zone
  constraint segment_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint segment_filter_check CHECK ((pg_column_size(filter) <= 65536))
  constraint segment_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
  constraint segment_pkey PRIMARY KEY (client_id, segment_id)
  CREATE UNIQUE INDEX segment_name ON dunlin.segment USING btree (client_id, lower(name)) WHERE (removed_at IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table sending_rules  -- forced row-level security
  client_id uuid not null
  pins_per_hour integer default 5
  service_per_day integer
  welcome_template text
  welcome_since timestamp with time zone
  changed_at timestamp with time zone not null
  changed_by text not null
  constraint sending_rules_check CHECK (((welcome_template IS NULL) = (welcome_since IS NULL)))
  constraint sending_rules_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint sending_rules_pins_per_hour_check CHECK ((pins_per_hour > 0))
  constraint sending_rules_pkey PRIMARY KEY (client_id)
  constraint sending_rules_service_per_day_check CHECK ((service_per_day > 0))
  constraint sending_rules_welcome_template_check CHECK (((length(welcome_template) >= 1) AND (length(welcome_template) <= 40)))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table single_sign_on  -- forced row-level security
  client_id uuid not null
  issuer text not null
  oidc_client_id text not null
  secret bytea not null
  endpoints jsonb not null
  domains text[] not null
  default_role text
  changed_at timestamp with time zone not null
  changed_by text not null
  constraint single_sign_on_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint single_sign_on_default_role_check CHECK ((default_role = ANY (ARRAY['finance'::text, 'account_manager'::text, 'supervisor'::text, 'agent'::text, 'provider'::text, 'bureau'::text, 'auditor'::text])))
  constraint single_sign_on_domains_check CHECK (((cardinality(domains) >= 1) AND (cardinality(domains) <= 50)))
  constraint single_sign_on_pkey PRIMARY KEY (client_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table source  -- forced row-level security
  client_id uuid not null
  source_id uuid not null default uuidv7()
  name text not null
  kind text not null
  settings jsonb not null
  sealed bytea
  tokens bytea
  schedule jsonb not null
  enabled boolean not null default true
  cursor text
  pull_cursor text
  pull_began_at timestamp with time zone
  pull_full boolean not null default false
  last_run_at timestamp with time zone
  advanced_at timestamp with time zone not null
  full_at timestamp with time zone
  next_at timestamp with time zone not null
  stale_at timestamp with time zone
  failures integer not null default 0
  last_error text
  retry_at timestamp with time zone
  claimed_until timestamp with time zone
  claims bigint not null default 0
  created_at timestamp with time zone not null
  created_by text not null
  removed_at timestamp with time zone
  write_back text[] not null default '{}'::text[]
  written_seq bigint not null default 0
  constraint source_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint source_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text))
  constraint source_pkey PRIMARY KEY (client_id, source_id)
  constraint source_write_back_check CHECK ((write_back <@ ARRAY['payments'::text, 'promises'::text, 'notes'::text]))
  CREATE UNIQUE INDEX source_name ON dunlin.source USING btree (client_id, name) WHERE (removed_at IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table source_document  -- forced row-level security
  client_id uuid not null
  source_id uuid not null
  record_id text not null
  type text not null
  reference text not null
  constraint source_document_client_id_source_id_fkey FOREIGN KEY (client_id, source_id) REFERENCES source(client_id, source_id)
  constraint source_document_pkey PRIMARY KEY (client_id, source_id, record_id)
  constraint source_document_type_check CHECK ((type = ANY (ARRAY['invoice'::text, 'credit'::text])))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table source_payment  -- forced row-level security
  client_id uuid not null
  source_id uuid not null
  reference text not null
  constraint source_payment_client_id_source_id_fkey FOREIGN KEY (client_id, source_id) REFERENCES source(client_id, source_id)
  constraint source_payment_pkey PRIMARY KEY (client_id, source_id, reference)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table source_pulled  -- forced row-level security
  client_id uuid not null
  source_id uuid not null
  record_id text not null
  kind text not null
  body jsonb not null
  constraint source_pulled_client_id_source_id_fkey FOREIGN KEY (client_id, source_id) REFERENCES source(client_id, source_id)
  constraint source_pulled_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'document'::text, 'payment'::text, 'gone'::text, 'unreadable'::text])))
  constraint source_pulled_pkey PRIMARY KEY (client_id, source_id, record_id)
  constraint source_pulled_record_id_check CHECK (((length(record_id) >= 1) AND (length(record_id) <= 300)))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table source_run  -- forced row-level security
  client_id uuid not null
  run_id uuid not null default uuidv7()
  source_id uuid not null
  started_at timestamp with time zone not null
  ended_at timestamp with time zone not null
  state text not null
  full_book boolean not null default false
  pages integer not null default 0
  records integer not null default 0
  rejected integer not null default 0
  batch_id uuid
  error text
  result jsonb not null default '{}'::jsonb
  constraint source_run_client_id_source_id_fkey FOREIGN KEY (client_id, source_id) REFERENCES source(client_id, source_id)
  constraint source_run_pkey PRIMARY KEY (client_id, run_id)
  constraint source_run_state_check CHECK ((state = ANY (ARRAY['applied'::text, 'nothing_new'::text, 'failed'::text])))
  CREATE INDEX source_run_of ON dunlin.source_run USING btree (client_id, source_id, run_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table source_writing  -- forced row-level security
  client_id uuid not null
  source_id uuid not null
  event_id uuid not null
  seq bigint not null
  kind text not null
  customer_id uuid not null
  state text not null default 'waits'::text
  tries integer not null default 0
  next_at timestamp with time zone not null default clock_timestamp()
  ended_at timestamp with time zone
  error text
  constraint source_writing_client_id_source_id_fkey FOREIGN KEY (client_id, source_id) REFERENCES source(client_id, source_id)
  constraint source_writing_kind_check CHECK ((kind = ANY (ARRAY['payments'::text, 'promises'::text, 'notes'::text])))
  constraint source_writing_pkey PRIMARY KEY (client_id, source_id, event_id)
  constraint source_writing_state_check CHECK ((state = ANY (ARRAY['waits'::text, 'written'::text, 'skipped'::text, 'given_up'::text])))
  CREATE INDEX source_writing_ahead ON dunlin.source_writing USING btree (client_id, source_id, customer_id, seq) WHERE (state = 'waits'::text)
  CREATE INDEX source_writing_waits ON dunlin.source_writing USING btree (client_id, source_id, seq) WHERE (state = 'waits'::text)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table staff_contact  -- forced row-level security
  client_id uuid not null
  role text not null
  channel text not null
  address text not null
  name text not null default ''::text
  language text
  changed_at timestamp with time zone not null
  changed_by text not null
  constraint staff_contact_address_check CHECK (((length(address) >= 3) AND (length(address) <= 320)))
  constraint staff_contact_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text])))
  constraint staff_contact_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint staff_contact_name_check CHECK ((length(name) <= 200))
  constraint staff_contact_pkey PRIMARY KEY (client_id, role, channel)
  constraint staff_contact_role_check CHECK ((role ~ '^[a-z][a-z0-9_-]{0,39}$'::text))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table template  -- forced row-level security
  client_id uuid not null
  name text not null
  language text not null
  channel text not null
  version integer not null
  source text not null
  applied_at timestamp with time zone not null
  applied_by text not null
  constraint template_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'voice'::text, 'whatsapp'::text, 'messenger'::text, 'chat'::text])))
  constraint template_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint template_pkey PRIMARY KEY (client_id, name, language, channel, version)
  constraint template_version_check CHECK ((version > 0))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

table upload  -- forced row-level security
  client_id uuid not null
  upload_id uuid not null default uuidv7()
  file text not null
  bytes bigint not null
  state text not null default 'applying'::text
  lines integer not null default 0
  reason text
  result jsonb
  batch_id uuid
  actor text not null
  created_at timestamp with time zone not null
  touched_at timestamp with time zone not null default clock_timestamp()
  file_id uuid
  phase text not null default 'reading'::text
  bytes_read bigint not null default 0
  changes jsonb
  constraint upload_bytes_read_check CHECK ((bytes_read >= 0))
  constraint upload_client_id_batch_id_fkey FOREIGN KEY (client_id, batch_id) REFERENCES batch(client_id, batch_id)
  constraint upload_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint upload_file_check CHECK (((length(file) >= 1) AND (length(file) <= 200)))
  constraint upload_phase_check CHECK ((phase = ANY (ARRAY['reading'::text, 'comparing'::text, 'writing'::text, 'done'::text])))
  constraint upload_pkey PRIMARY KEY (client_id, upload_id)
  constraint upload_state_check CHECK ((state = ANY (ARRAY['applying'::text, 'applied'::text, 'dry_run'::text, 'refused'::text, 'failed'::text])))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table upload_problem  -- forced row-level security
  client_id uuid not null
  upload_id uuid not null
  nth integer not null
  kind text not null
  severity text not null
  file text
  line integer not null
  column text not null
  value text not null
  reason text not null
  constraint upload_problem_client_id_upload_id_fkey FOREIGN KEY (client_id, upload_id) REFERENCES upload(client_id, upload_id) ON DELETE CASCADE
  constraint upload_problem_pkey PRIMARY KEY (client_id, upload_id, nth)
  constraint upload_problem_severity_check CHECK ((severity = ANY (ARRAY['field'::text, 'row'::text])))
  CREATE INDEX upload_problem_kind ON dunlin.upload_problem USING btree (client_id, upload_id, kind, nth)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select to dunlin_app
  grant delete, insert, select to dunlin_worker

table user_preference  -- forced row-level security
  client_id uuid not null
  holder text not null
  name text not null
  value jsonb not null
  changed_at timestamp with time zone not null
  constraint user_preference_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint user_preference_holder_check CHECK (((length(holder) >= 1) AND (length(holder) <= 100)))
  constraint user_preference_name_check CHECK ((name ~ '^[a-z][a-z0-9_.-]{0,63}$'::text))
  constraint user_preference_pkey PRIMARY KEY (client_id, holder, name)
  constraint user_preference_value_check CHECK ((pg_column_size(value) <= 32768))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table webhook_attempt  -- forced row-level security
  client_id uuid not null
  attempt_id uuid not null default uuidv7()
  endpoint_id uuid not null
  event_id uuid not null
  started_at timestamp with time zone not null
  duration_ms integer not null
  url text not null
  request_headers jsonb not null
  request_sha256 bytea not null
  status smallint
  error text
  response_headers jsonb
  response_text text
  constraint webhook_attempt_client_id_endpoint_id_event_id_fkey FOREIGN KEY (client_id, endpoint_id, event_id) REFERENCES webhook_delivery(client_id, endpoint_id, event_id)
  constraint webhook_attempt_duration_ms_check CHECK ((duration_ms >= 0))
  constraint webhook_attempt_pkey PRIMARY KEY (client_id, attempt_id)
  CREATE INDEX webhook_attempt_of ON dunlin.webhook_attempt USING btree (client_id, endpoint_id, event_id, attempt_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant delete, insert, select to dunlin_app
  grant delete, insert, select to dunlin_worker

table webhook_delivery  -- forced row-level security
  client_id uuid not null
  endpoint_id uuid not null
  event_id uuid not null
  seq bigint not null
  customer_id uuid
  state text not null default 'pending'::text
  reason text
  behind boolean not null default false
  due_at timestamp with time zone not null
  claimed_at timestamp with time zone
  claims integer not null default 0
  tries smallint not null default 0
  created_at timestamp with time zone not null default clock_timestamp()
  ended_at timestamp with time zone
  constraint webhook_delivery_check CHECK (((state = 'pending'::text) = (ended_at IS NULL)))
  constraint webhook_delivery_check1 CHECK (((state = 'dead'::text) = (reason IS NOT NULL)))
  constraint webhook_delivery_check2 CHECK (((NOT behind) OR (state = 'pending'::text)))
  constraint webhook_delivery_client_id_endpoint_id_fkey FOREIGN KEY (client_id, endpoint_id) REFERENCES webhook_endpoint(client_id, endpoint_id)
  constraint webhook_delivery_client_id_event_id_fkey FOREIGN KEY (client_id, event_id) REFERENCES event(client_id, event_id)
  constraint webhook_delivery_pkey PRIMARY KEY (client_id, endpoint_id, event_id)
  constraint webhook_delivery_reason_check CHECK ((reason = ANY (ARRAY['tries_used'::text, 'endpoint_removed'::text, 'dropped'::text])))
  constraint webhook_delivery_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'dead'::text])))
  CREATE INDEX webhook_delivery_due ON dunlin.webhook_delivery USING btree (client_id, endpoint_id, due_at, seq) WHERE ((state = 'pending'::text) AND (NOT behind))
  CREATE INDEX webhook_delivery_log ON dunlin.webhook_delivery USING btree (client_id, endpoint_id, seq)
  CREATE INDEX webhook_delivery_open ON dunlin.webhook_delivery USING btree (client_id, endpoint_id, customer_id, seq) WHERE (state = 'pending'::text)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant delete, insert, select, update to dunlin_app
  grant delete, insert, select, update to dunlin_worker

table webhook_endpoint  -- forced row-level security
  client_id uuid not null
  endpoint_id uuid not null default uuidv7()
  url text not null
  description text not null default ''::text
  kinds text[] not null
  ordered boolean not null default false
  enabled boolean not null default true
  disabled_at timestamp with time zone
  disabled_why text
  promised_from_seq bigint not null
  cursor_seq bigint not null
  failing_since timestamp with time zone
  delivered_at timestamp with time zone
  created_at timestamp with time zone not null default clock_timestamp()
  created_by text not null
  removed_at timestamp with time zone
  constraint webhook_endpoint_check CHECK ((enabled = (disabled_why IS NULL)))
  constraint webhook_endpoint_check1 CHECK ((promised_from_seq <= cursor_seq))
  constraint webhook_endpoint_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(client_id)
  constraint webhook_endpoint_description_check CHECK ((length(description) <= 500))
  constraint webhook_endpoint_disabled_why_check CHECK ((disabled_why = ANY (ARRAY['person'::text, 'failing'::text, 'gone'::text])))
  constraint webhook_endpoint_kinds_check CHECK (((cardinality(kinds) >= 1) AND (cardinality(kinds) <= 100)))
  constraint webhook_endpoint_pkey PRIMARY KEY (client_id, endpoint_id)
  constraint webhook_endpoint_url_check CHECK (((length(url) >= 1) AND (length(url) <= 2000)))
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  policy queue for select to dunlin_queue using true
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table webhook_secret  -- forced row-level security
  client_id uuid not null
  endpoint_id uuid not null
  secret_id uuid not null default uuidv7()
  sealed bytea not null
  created_at timestamp with time zone not null default clock_timestamp()
  good_until timestamp with time zone
  constraint webhook_secret_client_id_endpoint_id_fkey FOREIGN KEY (client_id, endpoint_id) REFERENCES webhook_endpoint(client_id, endpoint_id)
  constraint webhook_secret_pkey PRIMARY KEY (client_id, endpoint_id, secret_id)
  CREATE UNIQUE INDEX webhook_secret_current ON dunlin.webhook_secret USING btree (client_id, endpoint_id) WHERE (good_until IS NULL)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select, update to dunlin_app
  grant insert, select, update to dunlin_worker

table welcome  -- forced row-level security
  client_id uuid not null
  customer_id uuid not null
  message_id uuid
  at timestamp with time zone not null
  constraint welcome_client_id_customer_id_fkey FOREIGN KEY (client_id, customer_id) REFERENCES customer(client_id, customer_id) ON DELETE CASCADE
  constraint welcome_client_id_message_id_fkey FOREIGN KEY (client_id, message_id) REFERENCES message(client_id, message_id)
  constraint welcome_pkey PRIMARY KEY (client_id, customer_id)
  policy by_client for all to dunlin_app, dunlin_worker using (client_id = ( SELECT current_client() AS current_client)) with check (client_id = ( SELECT current_client() AS current_client))
  grant insert, select to dunlin_app
  grant insert, select to dunlin_worker

CREATE OR REPLACE FUNCTION dunlin.all_routes()
 RETURNS TABLE(client_id uuid, route_id uuid, channel text, adapter text, listens text[], enabled boolean, changed_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT r.client_id,
     r.route_id,
     r.channel,
     r.adapter,
     r.listens,
     r.enabled,
     r.changed_at
    FROM route r
   ORDER BY r.client_id, r.route_id
  LIMIT 10000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.analyze_books()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  analyze (skip_locked) dunlin.customer, dunlin.contact_point, dunlin.account, dunlin.invoice, dunlin.credit;
end
$function$
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.api_key_by_digest(wanted bytea)
 RETURNS TABLE(client_id uuid, key_id uuid, label text, scopes text[], stale boolean)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT k.client_id,
     k.key_id,
     k.label,
     k.scopes,
     ((k.last_used_at IS NULL) OR (k.last_used_at < (clock_now() - '00:01:00'::interval)))
    FROM api_key k
   WHERE ((k.digest = api_key_by_digest.wanted) AND (k.revoked_at IS NULL) AND ((k.expires_at IS NULL) OR (k.expires_at > clock_now())));
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.approval_by_digest(wanted bytea)
 RETURNS TABLE(client_id uuid, message_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT a.client_id,
     a.message_id
    FROM approval a
   WHERE (a.digest = approval_by_digest.wanted);
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.attempts_under_way()
 RETURNS TABLE(client_id uuid, process_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT a.client_id,
     a.process_id
    FROM attempt a
   WHERE (a.finished_at IS NULL)
  LIMIT 10000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.client_by_slug(wanted text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (SELECT client.client_id FROM client WHERE (client.slug = client_by_slug.wanted))
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.client_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT client.client_id
    FROM client
   ORDER BY client.client_id;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.clients_that_welcome()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT r.client_id
    FROM sending_rules r
   WHERE (r.welcome_template IS NOT NULL)
   ORDER BY r.client_id
  LIMIT 10000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.clients_to_look_at(until timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT c.client_id
    FROM (client c
      CROSS JOIN LATERAL ( SELECT u.look_at
            FROM customer u
           WHERE ((u.client_id = c.client_id) AND (u.look_at <= clients_to_look_at.until))
           ORDER BY u.look_at
          LIMIT 1) first)
   ORDER BY first.look_at
  LIMIT 1000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.clients_with_campaigns()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT c.client_id
    FROM campaign c
   WHERE ((c.state = ANY (ARRAY['running'::text, 'paused'::text])) OR ((c.state = 'scheduled'::text) AND (c.starts_at <= clock_now())) OR ((c.state = 'cancelled'::text) AND (c.ended_at > (clock_now() - '00:10:00'::interval))))
   ORDER BY c.client_id
  LIMIT 10000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.clients_with_debits(until timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT c.client_id
    FROM client c
   WHERE ((EXISTS ( SELECT
            FROM debit_order d
           WHERE ((d.client_id = c.client_id) AND (d.state = 'planned'::text) AND ((d.notice_at <= clients_with_debits.until) OR ((d.notice_at IS NULL) AND (d.notice_problem IS NULL)))))) OR (EXISTS ( SELECT
            FROM debit_order d
           WHERE ((d.client_id = c.client_id) AND (d.state = 'notified'::text) AND (d.strike_on >= ((clients_with_debits.until AT TIME ZONE 'UTC'::text))::date)))))
   ORDER BY c.client_id
  LIMIT 10000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.clients_with_unheard_messages(before timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT c.client_id
    FROM client c
   WHERE (EXISTS ( SELECT
            FROM awaited a
           WHERE ((a.client_id = c.client_id) AND (a.handed_over_at < clients_with_unheard_messages.before))))
  LIMIT 1000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.clients_with_waiting_receipts()
 RETURNS SETOF uuid
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT c.client_id
    FROM client c
   WHERE (EXISTS ( SELECT
            FROM receipt r
           WHERE ((r.client_id = c.client_id) AND (r.matched_at IS NULL) AND (r.dropped_at IS NULL))))
  LIMIT 1000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.clock_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
RETURN COALESCE((SELECT clock.frozen_at FROM clock), clock_timestamp())
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.current_client()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('dunlin.client_id'::text, true), ''::text))::uuid
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.customer_found_anew()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from dunlin.customer_word
  where client_id = old.client_id and customer_id = old.customer_id and source = 'customer' and word = any(array(
    select word from dunlin.words_of_name(old.name) word
    union all select word from dunlin.words_of_reference(old.reference) word));
  if tg_op = 'UPDATE' then
    insert into dunlin.customer_word (client_id, word, customer_id, source)
    select new.client_id, w.word, new.customer_id, 'customer' from (
      select word from dunlin.words_of_name(new.name) word
      union all select word from dunlin.words_of_reference(new.reference) word) w
    on conflict do nothing;
  end if;
  return null;
end
$function$
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.customers_found()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into dunlin.customer_word (client_id, word, customer_id, source)
  select n.client_id, w.word, n.customer_id, 'customer'
  from new_rows n cross join lateral (
    select word from dunlin.words_of_name(n.name) word
    union all select word from dunlin.words_of_reference(n.reference) word) w
  on conflict do nothing;
  return null;
end
$function$
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.folded(written text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN translate(replace(replace(replace(replace(lower(regexp_replace(NORMALIZE(written, NFKD), '[\u0300-\u036f]'::text, ''::text, 'g'::text)), 'ß'::text, 'ss'::text), 'æ'::text, 'ae'::text), 'œ'::text, 'oe'::text), 'þ'::text, 'th'::text), 'łøđðħıŧ'::text, 'loddhit'::text)
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.invitation_by_digest(wanted bytea)
 RETURNS TABLE(client_id uuid, invitation_id uuid)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT i.client_id,
     i.invitation_id
    FROM invitation i
   WHERE ((i.digest = invitation_by_digest.wanted) AND (i.ended_at IS NULL) AND (i.expires_at > clock_timestamp()));
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.log_heads()
 RETURNS TABLE(client_id uuid, slug text, newest_seq bigint, newest_decision uuid)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT c.client_id,
     c.slug,
     ( SELECT e.seq
            FROM event e
           WHERE (e.client_id = c.client_id)
           ORDER BY e.seq DESC
          LIMIT 1) AS seq,
     ( SELECT d.decision_id
            FROM decision d
           WHERE (d.client_id = c.client_id)
           ORDER BY d.decision_id DESC
          LIMIT 1) AS decision_id
    FROM client c
   ORDER BY c.client_id
  LIMIT 10000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.memberships_of(wanted uuid)
 RETURNS TABLE(client_id uuid, slug text, name text, role text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT m.client_id,
     c.slug,
     c.name,
     m.role
    FROM (member m
      JOIN client c USING (client_id))
   WHERE ((m.user_id = memberships_of.wanted) AND (m.ended_at IS NULL))
   ORDER BY c.slug
  LIMIT 1000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.next_campaign_at()
 RETURNS timestamp with time zone
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT min(c.starts_at) AS min
    FROM campaign c
   WHERE (c.state = 'scheduled'::text);
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.next_look_at()
 RETURNS timestamp with time zone
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT min(first.look_at) AS min
    FROM (client c
      CROSS JOIN LATERAL ( SELECT u.look_at
            FROM customer u
           WHERE ((u.client_id = c.client_id) AND (u.look_at IS NOT NULL))
           ORDER BY u.look_at
          LIMIT 1) first);
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.next_message_at()
 RETURNS timestamp with time zone
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT min(first.not_before) AS min
    FROM (route r
      CROSS JOIN LATERAL ( SELECT m.not_before
            FROM message m
           WHERE ((m.client_id = r.client_id) AND (m.route_id = r.route_id) AND (m.indexed_as = 'planned'::text))
           ORDER BY m.not_before
          LIMIT 1) first)
   WHERE r.enabled;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.next_notice_at(after timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT min(first.notice_at) AS min
    FROM (client c
      CROSS JOIN LATERAL ( SELECT d.notice_at
            FROM debit_order d
           WHERE ((d.client_id = c.client_id) AND (d.state = 'planned'::text) AND (d.notice_at > next_notice_at.after))
           ORDER BY d.notice_at
          LIMIT 1) first);
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.pay_link_by_digest(wanted bytea)
 RETURNS TABLE(client_id uuid, link_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT l.client_id,
     l.link_id
    FROM pay_link l
   WHERE (l.digest = pay_link_by_digest.wanted);
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.people_found()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into dunlin.customer_word (client_id, word, customer_id, source)
  select n.client_id, w.word, n.customer_id, 'person'
  from new_rows n cross join lateral dunlin.words_of_name(n.name) w(word)
  on conflict do nothing;
  return null;
end
$function$
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.person_found_anew()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from dunlin.customer_word
  where client_id = old.client_id and customer_id = old.customer_id and source = 'person'
    and word = any(array(select word from dunlin.words_of_name(old.name) word));
  insert into dunlin.customer_word (client_id, word, customer_id, source)
  select p.client_id, w.word, p.customer_id, 'person'
  from dunlin.person p cross join lateral dunlin.words_of_name(p.name) w(word)
  where p.client_id = old.client_id and p.customer_id = old.customer_id
  on conflict do nothing;
  return null;
end
$function$
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.point_found_anew()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from dunlin.customer_word
  where client_id = old.client_id and customer_id = old.customer_id and source = 'point'
    and word = any(array(select word from dunlin.words_of_point(old.kind, old.address) word));
  insert into dunlin.customer_word (client_id, word, customer_id, source)
  select p.client_id, w.word, p.customer_id, 'point'
  from dunlin.contact_point p cross join lateral dunlin.words_of_point(p.kind, p.address) w(word)
  where p.client_id = old.client_id and p.customer_id = old.customer_id and p.retired_at is null
  on conflict do nothing;
  return null;
end
$function$
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.points_found()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into dunlin.customer_word (client_id, word, customer_id, source)
  select n.client_id, w.word, n.customer_id, 'point'
  from new_rows n cross join lateral dunlin.words_of_point(n.kind, n.address) w(word)
  where n.retired_at is null
  on conflict do nothing;
  return null;
end
$function$
-- owner postgres

CREATE OR REPLACE PROCEDURE dunlin.protect(IN relation regclass, IN rights text)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', relation);
  execute format('alter table %s force row level security', relation);
  execute format(
    'create policy by_client on %s to dunlin_app, dunlin_worker
       using (client_id = (select dunlin.current_client()))
       with check (client_id = (select dunlin.current_client()))', relation);
  execute format('grant %s on %s to dunlin_app, dunlin_worker', rights, relation);
end
$procedure$
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.queue_depth(until timestamp with time zone)
 RETURNS TABLE(channel text, lane smallint, due bigint, later bigint, due_since timestamp with time zone)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 WITH lanes AS (
          SELECT (one.lane)::smallint AS lane
            FROM generate_series(0, 2) one(lane)
         ), counted AS (
          SELECT r.channel,
             lanes.lane,
             few.due,
             few.later,
             few.first_at
            FROM ((( SELECT route.client_id,
                     route.route_id,
                     route.channel
                    FROM route
                  LIMIT 10000) r
              CROSS JOIN lanes)
              CROSS JOIN LATERAL ( SELECT count(*) FILTER (WHERE (m.not_before <= queue_depth.until)) AS due,
                     count(*) FILTER (WHERE (m.not_before > queue_depth.until)) AS later,
                     min(m.not_before) AS first_at
                    FROM ( SELECT message.not_before
                            FROM message
                           WHERE ((message.client_id = r.client_id) AND (message.route_id = r.route_id) AND (message.lane = lanes.lane) AND (message.indexed_as = 'planned'::text))
                           ORDER BY message.not_before
                          LIMIT 100000) m) few)
         UNION ALL
          SELECT NULL::text AS text,
             lanes.lane,
             few.due,
             few.later,
             few.first_at
            FROM ((( SELECT client.client_id
                    FROM client
                  LIMIT 10000) c
              CROSS JOIN lanes)
              CROSS JOIN LATERAL ( SELECT count(*) FILTER (WHERE (m.not_before <= queue_depth.until)) AS due,
                     count(*) FILTER (WHERE (m.not_before > queue_depth.until)) AS later,
                     min(m.not_before) AS first_at
                    FROM ( SELECT message.not_before
                            FROM message
                           WHERE ((message.client_id = c.client_id) AND (message.route_id IS NULL) AND (message.lane = lanes.lane) AND (message.indexed_as = 'planned'::text))
                           ORDER BY message.not_before
                          LIMIT 100000) m) few)
         )
  SELECT counted.channel,
     counted.lane,
     (sum(counted.due))::bigint AS sum,
     (sum(counted.later))::bigint AS sum,
     min(counted.first_at) FILTER (WHERE (counted.first_at <= queue_depth.until)) AS min
    FROM counted
   GROUP BY counted.channel, counted.lane;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.route_health()
 RETURNS TABLE(client_id uuid, route_id uuid, channel text, enabled boolean, resting boolean, failures integer, worked_at timestamp with time zone)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT r.client_id,
     r.route_id,
     r.channel,
     r.enabled,
     COALESCE((r.opens_at > clock_timestamp()), false) AS "coalesce",
     r.failures,
     r.worked_at
    FROM route r
   ORDER BY r.client_id, r.route_id
  LIMIT 2000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.routes_at_rest(until timestamp with time zone)
 RETURNS TABLE(client_id uuid, route_id uuid)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT r.client_id,
     r.route_id
    FROM route r
   WHERE (((NOT r.enabled) OR (r.opens_at > clock_timestamp())) AND (EXISTS ( SELECT
            FROM message m
           WHERE ((m.client_id = r.client_id) AND (m.route_id = r.route_id) AND (m.indexed_as = 'planned'::text) AND (m.not_before <= routes_at_rest.until)))))
 UNION ALL
  SELECT c.client_id,
     NULL::uuid AS uuid
    FROM client c
   WHERE (EXISTS ( SELECT
            FROM message m
           WHERE ((m.client_id = c.client_id) AND (m.route_id IS NULL) AND (m.indexed_as = 'planned'::text) AND (m.not_before <= routes_at_rest.until))))
 LIMIT 1000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.routes_with_work(until timestamp with time zone)
 RETURNS TABLE(client_id uuid, route_id uuid, lane smallint)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT r.client_id,
     r.route_id,
     first.lane
    FROM (route r
      CROSS JOIN LATERAL ( SELECT m.lane
            FROM message m
           WHERE ((m.client_id = r.client_id) AND (m.route_id = r.route_id) AND (m.indexed_as = 'planned'::text) AND (m.not_before <= routes_with_work.until))
           ORDER BY m.lane, m.not_before
          LIMIT 1) first)
   WHERE (r.enabled AND ((r.opens_at IS NULL) OR (r.opens_at <= clock_timestamp())))
   ORDER BY first.lane
  LIMIT 1000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.settings_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update dunlin.client set settings_stamp = uuidv7() where client_id = new.client_id;
  return null;
end
$function$
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.sources_due()
 RETURNS TABLE(client_id uuid, source_id uuid)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT s.client_id,
     s.source_id
    FROM source s
   WHERE (s.enabled AND (s.removed_at IS NULL) AND (s.next_at <= clock_now()) AND (COALESCE(s.retry_at, '-infinity'::timestamp with time zone) <= statement_timestamp()) AND (COALESCE(s.claimed_until, '-infinity'::timestamp with time zone) <= statement_timestamp()))
   ORDER BY s.next_at
  LIMIT 1000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.sources_stale()
 RETURNS TABLE(client_id uuid, source_id uuid)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT s.client_id,
     s.source_id
    FROM source s
   WHERE (s.enabled AND (s.removed_at IS NULL) AND (s.stale_at IS NULL) AND ((s.advanced_at + make_interval(secs => ((s.schedule ->> 'stale_after_s'::text))::double precision)) < clock_now()))
  LIMIT 1000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.squeezed(reference text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN upper(regexp_replace(reference, '[^[:alnum:]]'::text, ''::text, 'g'::text))
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.webhook_backlog()
 RETURNS TABLE(client_id uuid, waiting bigint, due_since timestamp with time zone)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT d.client_id,
     count(*) AS count,
     min(d.due_at) FILTER (WHERE ((d.due_at <= clock_timestamp()) AND (NOT d.behind))) AS min
    FROM webhook_delivery d
   WHERE (d.state = 'pending'::text)
   GROUP BY d.client_id
  LIMIT 10000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.webhook_wants(kinds text[], kind text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((kind <> 'webhook.test'::text) AND ((kind = ANY (kinds)) OR ('*'::text = ANY (kinds)) OR ((split_part(kind, '.'::text, 1) || '.*'::text) = ANY (kinds))))
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.webhooks_behind()
 RETURNS TABLE(client_id uuid, endpoint_id uuid)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT w.client_id,
     w.endpoint_id
    FROM webhook_endpoint w
   WHERE (w.enabled AND (w.removed_at IS NULL) AND (EXISTS ( SELECT
            FROM event e
           WHERE ((e.client_id = w.client_id) AND (e.seq > w.cursor_seq)))))
  LIMIT 10000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.webhooks_due()
 RETURNS TABLE(client_id uuid, endpoint_id uuid)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT w.client_id,
     w.endpoint_id
    FROM webhook_endpoint w
   WHERE (w.enabled AND (w.removed_at IS NULL) AND (EXISTS ( SELECT
            FROM webhook_delivery d
           WHERE ((d.client_id = w.client_id) AND (d.endpoint_id = w.endpoint_id) AND (d.state = 'pending'::text) AND (NOT d.behind) AND (d.due_at <= statement_timestamp())))))
  LIMIT 10000;
END
-- owner dunlin_queue

CREATE OR REPLACE FUNCTION dunlin.words_of_name(written text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT "left"(part.part, 60) AS "left"
    FROM regexp_split_to_table(folded(words_of_name.written), '[^[:alnum:]]+'::text) part(part)
   WHERE (part.part <> ''::text);
END
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.words_of_point(kind text, address text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT "left"(one.one, 120) AS "left"
    FROM unnest(
         CASE words_of_point.kind
             WHEN 'phone'::text THEN ARRAY[words_of_point.address, ('~'::text || reverse(ltrim(words_of_point.address, '+'::text)))]
             WHEN 'mailbox'::text THEN ARRAY[folded(words_of_point.address), split_part(folded(words_of_point.address), '@'::text, 2)]
             ELSE NULL::text[]
         END) one(one)
   WHERE (one.one <> ''::text)
 UNION ALL
  SELECT "left"(part.part, 60) AS "left"
    FROM regexp_split_to_table(folded(split_part(words_of_point.address, '@'::text, 1)), '[^[:alnum:]]+'::text) part(part)
   WHERE ((words_of_point.kind = 'mailbox'::text) AND (part.part <> ''::text));
END
-- owner postgres

CREATE OR REPLACE FUNCTION dunlin.words_of_reference(written text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT "left"(part.part, 60) AS "left"
    FROM regexp_split_to_table(folded(words_of_reference.written), '[^[:alnum:]]+'::text) part(part)
   WHERE (length(part.part) > 1)
 UNION ALL
  SELECT "left"(joined.joined, 60) AS "left"
    FROM regexp_replace(folded(words_of_reference.written), '[^[:alnum:]]+'::text, ''::text, 'g'::text) joined(joined)
   WHERE (joined.joined <> ''::text);
END
-- owner postgres

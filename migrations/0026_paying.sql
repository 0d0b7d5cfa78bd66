-- Paying inside the conversation: links, what proves who somebody is, providers, checkouts and what providers say of them.

-- A link in a message. The token itself is nowhere: it is made anew when the message is handed over.
create table dunlin.pay_link (
  client_id uuid not null,
  link_id uuid not null default uuidv7(),
  customer_id uuid not null,
  account_id uuid not null,
  -- SHA-256 of the 128-bit token.
  digest bytea not null check (length(digest) = 32),
  action text not null check (action in ('pay', 'page', 'proof')),
  -- Of 'pay': how much is offered first; null: all that is open.
  amount_minor bigint check (amount_minor > 0),
  promise_id uuid,
  -- The inbound message, message or person that led to it.
  cause text not null check (length(cause) between 1 and 200),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Wrong answers to the question of who it is.
  failures smallint not null default 0 check (failures between 0 and 5),
  proven_at timestamptz,
  primary key (client_id, link_id),
  unique (client_id, digest),
  foreign key (client_id, customer_id) references dunlin.customer,
  foreign key (client_id, account_id) references dunlin.account,
  foreign key (client_id, promise_id) references dunlin.promise,
  check (expires_at > created_at and expires_at <= created_at + interval '72 hours')
);
create index pay_link_digest on dunlin.pay_link (digest);
create index pay_link_customer on dunlin.pay_link (client_id, customer_id, created_at);
call dunlin.protect('dunlin.pay_link', 'select, insert, update, delete');
create policy queue on dunlin.pay_link for select to dunlin_queue using (true);
grant select (client_id, link_id, digest) on dunlin.pay_link to dunlin_queue;

-- Whose link it is, before the client is known. Nobody lists links by this: it wants the digest.
create function dunlin.pay_link_by_digest(wanted bytea)
returns table (client_id uuid, link_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select l.client_id, l.link_id from dunlin.pay_link l where l.digest = wanted;
end;

-- What a customer knows and a message does not say. Digests under the key of the installation, which is not in the database.
create table dunlin.customer_factor (
  client_id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('born_on', 'postcode', 'id_last4')),
  digest bytea not null check (length(digest) = 32),
  set_at timestamptz not null,
  set_by text not null,
  primary key (client_id, customer_id, kind),
  foreign key (client_id, customer_id) references dunlin.customer on delete cascade
);
call dunlin.protect('dunlin.customer_factor', 'select, insert, update, delete');

-- Wrong answers for a customer over all links, and until when nobody is asked again.
create table dunlin.factor_lock (
  client_id uuid not null,
  customer_id uuid not null,
  failures smallint not null check (failures >= 0),
  counted_since timestamptz not null,
  locked_until timestamptz,
  primary key (client_id, customer_id),
  foreign key (client_id, customer_id) references dunlin.customer on delete cascade
);
call dunlin.protect('dunlin.factor_lock', 'select, insert, update, delete');

-- Who takes the money. One of each kind for a client.
create table dunlin.payment_provider (
  client_id uuid not null references dunlin.client,
  kind text not null check (kind in ('sandbox', 'stripe', 'payfast')),
  enabled boolean not null default true,
  -- The lowest is asked first.
  priority smallint not null default 100 check (priority between 1 and 1000),
  -- Empty: any that the provider takes.
  currencies text[] not null default '{}',
  -- The least that is taken in one payment.
  least_minor bigint not null default 1 check (least_minor > 0),
  -- Without what is secret.
  settings jsonb not null default '{}',
  -- What is secret of the settings, sealed with the key of the installation (server/platform/seal.ts).
  sealed bytea,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (client_id, kind)
);
call dunlin.protect('dunlin.payment_provider', 'select, insert, update');

-- One try to pay, at a provider. Its id is the key under which the provider does it once.
create table dunlin.checkout (
  client_id uuid not null,
  checkout_id uuid not null default uuidv7(),
  -- Null when the client's own system opened it.
  link_id uuid,
  customer_id uuid not null,
  account_id uuid not null,
  provider text not null,
  -- creating: written down, and the provider is being asked; pending: paid by a way that takes days, not confirmed yet.
  state text not null check (state in ('creating', 'open', 'pending', 'paid', 'failed', 'expired')),
  reason text check (length(reason) <= 200),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  promise_id uuid,
  -- What the provider calls the session, and the payment once there is one.
  session_ref text check (length(session_ref) between 1 and 300),
  payment_ref text check (length(payment_ref) between 1 and 300),
  -- Real time, by which the provider ends it.
  expires_at timestamptz not null,
  created_at timestamptz not null,
  opened_at timestamptz,
  ended_at timestamptz,
  -- What was posted to the ledger, and how much of it no invoice was left for.
  payment_id uuid,
  excess_minor bigint not null default 0 check (excess_minor >= 0),
  -- Who took care of what was paid twice.
  excess_settled_at timestamptz,
  excess_settled_by text,
  primary key (client_id, checkout_id),
  foreign key (client_id, link_id) references dunlin.pay_link on delete set null (link_id),
  foreign key (client_id, customer_id) references dunlin.customer,
  foreign key (client_id, account_id) references dunlin.account,
  foreign key (client_id, promise_id) references dunlin.promise,
  foreign key (client_id, payment_id) references dunlin.payment,
  check ((state in ('paid', 'failed', 'expired')) = (ended_at is not null)),
  check (payment_id is null or state = 'paid')
);
-- Two open payments can't both be taken for the same debt.
create unique index checkout_live on dunlin.checkout (client_id, account_id) where state in ('creating', 'open', 'pending');
create unique index checkout_session on dunlin.checkout (client_id, provider, session_ref) where session_ref is not null;
create unique index checkout_payment on dunlin.checkout (client_id, provider, payment_ref) where payment_ref is not null;
create index checkout_customer on dunlin.checkout (client_id, customer_id, checkout_id);
create index checkout_excess on dunlin.checkout (client_id, ended_at)
  where excess_minor > 0 and excess_settled_at is null;
call dunlin.protect('dunlin.checkout', 'select, insert, update');

-- What providers said: each event counts once, whenever and however often it comes. Append-only.
create table dunlin.provider_event (
  client_id uuid not null references dunlin.client,
  provider text not null,
  event_ref text not null check (length(event_ref) between 1 and 300),
  what text not null,
  checkout_id uuid,
  received_at timestamptz not null,
  primary key (client_id, provider, event_ref),
  foreign key (client_id, checkout_id) references dunlin.checkout
);
call dunlin.protect('dunlin.provider_event', 'select, insert');

-- A refund that somebody asked for: written down before the provider is asked, under its own key.
create table dunlin.refund_order (
  client_id uuid not null,
  refund_id uuid not null default uuidv7(),
  checkout_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null default 'asked' check (state in ('asked', 'done', 'failed')),
  reason text check (length(reason) <= 200),
  ordered_at timestamptz not null,
  ordered_by text not null,
  refund_ref text,
  primary key (client_id, refund_id),
  foreign key (client_id, checkout_id) references dunlin.checkout
);
call dunlin.protect('dunlin.refund_order', 'select, insert, update');

-- Money that went back: refunds and chargebacks. Append-only.
create table dunlin.payment_reversal (
  client_id uuid not null,
  reversal_id uuid not null default uuidv7(),
  payment_id uuid not null,
  kind text not null check (kind in ('refund', 'chargeback')),
  -- What the provider calls it: it counts once.
  reference text not null check (length(reference) between 1 and 300),
  amount_minor bigint not null check (amount_minor > 0),
  at timestamptz not null,
  by text not null,
  primary key (client_id, reversal_id),
  unique (client_id, reference),
  foreign key (client_id, payment_id) references dunlin.payment
);
create index payment_reversal_of on dunlin.payment_reversal (client_id, payment_id);
call dunlin.protect('dunlin.payment_reversal', 'select, insert');

-- "I have paid", with what shows it.
create table dunlin.claim_proof (
  client_id uuid not null,
  proof_id uuid not null default uuidv7(),
  customer_id uuid not null,
  account_id uuid not null,
  link_id uuid,
  hold_id uuid,
  paid_on date,
  amount_minor bigint check (amount_minor > 0),
  type text check (type in ('application/pdf', 'image/jpeg', 'image/png')),
  sha256 bytea check (length(sha256) = 32),
  bytes bytea check (octet_length(bytes) between 5 and 5242880),
  given_at timestamptz not null,
  -- A person looked at it.
  verdict text check (verdict in ('accepted', 'refused')),
  judged_at timestamptz,
  judged_by text,
  primary key (client_id, proof_id),
  foreign key (client_id, customer_id) references dunlin.customer on delete cascade,
  foreign key (client_id, account_id) references dunlin.account,
  foreign key (client_id, link_id) references dunlin.pay_link on delete set null (link_id),
  foreign key (client_id, hold_id) references dunlin.hold,
  check ((type is null) = (bytes is null)),
  check ((type is null) = (sha256 is null)),
  check ((verdict is null) = (judged_at is null))
);
alter table dunlin.claim_proof alter column bytes set storage external;
create index claim_proof_open on dunlin.claim_proof (client_id, given_at) where verdict is null;
create index claim_proof_customer on dunlin.claim_proof (client_id, customer_id);
call dunlin.protect('dunlin.claim_proof', 'select, insert, update, delete');

do $$
begin
  grant create on schema dunlin to dunlin_queue;
  revoke all on function dunlin.pay_link_by_digest(bytea) from public;
  grant execute on function dunlin.pay_link_by_digest(bytea) to dunlin_app, dunlin_worker;
  alter function dunlin.pay_link_by_digest(bytea) owner to dunlin_queue;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

-- Indexes for what is read by set or by period.

-- Kept and broken promises of an account: the test of its open ones, and the ranking of the call list.
create index promise_account on dunlin.promise (client_id, account_id);

-- Reports go by period.
create index message_created on dunlin.message (client_id, created_at);
create index payment_received on dunlin.payment (client_id, received_at);

-- The language in which the customer last wrote here, where that was certain: answers go in it. What is stored of the
-- customer stays what it is.
alter table dunlin.conversation add column language text check (language ~ '^[a-z]{2}$');

-- What a text means may be proposed from outside, where the operator has set somebody to ask.
alter table dunlin.inbound drop constraint inbound_understood_by_check;
alter table dunlin.inbound add constraint inbound_understood_by_check
  check (understood_by in ('keyword', 'rule', 'model', 'proposal', 'none'));

-- When the next notice of a debit is due after an instant: where a test clock stops on its way.
create function dunlin.next_notice_at(after timestamptz) returns timestamptz
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select min(first.notice_at)
  from dunlin.client c
  cross join lateral (
    select d.notice_at from dunlin.debit_order d
    where d.client_id = c.client_id and d.state = 'planned' and d.notice_at > after
    order by d.notice_at limit 1
  ) first;
end;

do $$
begin
  grant create on schema dunlin to dunlin_queue;
  revoke all on function dunlin.next_notice_at(timestamptz) from public;
  grant execute on function dunlin.next_notice_at(timestamptz) to dunlin_worker;
  alter function dunlin.next_notice_at(timestamptz) owner to dunlin_queue;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

-- Unmatched money of the bank is tried again when the books have news: up to which news it was, and how far a look that goes
-- on has come.
create table dunlin.bank_retry (
  client_id uuid not null references dunlin.client,
  -- The newest customer, invoice, debit and payment when the last look began.
  news text not null,
  -- Entries up to this one were looked at; null: all were.
  cursor uuid,
  changed_at timestamptz not null,
  primary key (client_id)
);
call dunlin.protect('dunlin.bank_retry', 'select, insert, update');

-- Banks write in capitals and leave out what is no letter or digit.
create index checkout_session_squeezed on dunlin.checkout (client_id, dunlin.squeezed(session_ref)) where session_ref is not null;
create index checkout_payment_squeezed on dunlin.checkout (client_id, dunlin.squeezed(payment_ref)) where payment_ref is not null;

-- What of the bank's lines is forgotten after a time: names and words.
create index bank_entry_words on dunlin.bank_entry (client_id, created_at)
  where payer is not null or remittance is not null or payer_key is not null;

-- The language in which the customer last wrote here, where that was certain: answers go in it. What is stored of the
-- customer stays what it is.
alter table dunlin.conversation add column language text check (language ~ '^[a-z]{2}$');

-- What a text means may be proposed from outside, where the operator has set somebody to ask.
alter table dunlin.inbound drop constraint inbound_understood_by_check;
alter table dunlin.inbound add constraint inbound_understood_by_check
  check (understood_by in ('keyword', 'rule', 'model', 'proposal', 'none'));

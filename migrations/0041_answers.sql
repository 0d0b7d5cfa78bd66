-- The language in which the customer last wrote here, where that was certain: answers go in it. What is stored of the
-- customer stays what it is.
alter table dunlin.conversation add column language text check (language ~ '^[a-z]{2}$');

-- What applying a book and taking it back need.

-- Who retired it: a point that the book itself retired comes back when the book names it again, any other does not.
alter table dunlin.contact_point add column retired_by text;

-- The changed columns as the batch left them: undo refuses, or leaves alone, what was changed again since.
alter table dunlin.batch_change add column after jsonb;

-- Undo deletes rows; these let the foreign keys be checked without reading whole tables.
create index credit_of_account on dunlin.credit (client_id, account_id);
create index hold_invoice_of_invoice on dunlin.hold_invoice (client_id, invoice_id);
create index customer_of_parent on dunlin.customer (client_id, parent_id) where parent_id is not null;
create index contact_point_of_person on dunlin.contact_point (client_id, person_id) where person_id is not null;

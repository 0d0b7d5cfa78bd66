-- Finding customers by what people know of them, forgivingly and fast; and lists of them and of conversations in other orders.

-- A text without case and marks: what is written Łódź, LODZ or lodz is the same.
create function dunlin.folded(written text) returns text
  language sql immutable strict parallel safe
return translate(
  replace(replace(replace(replace(
    lower(regexp_replace(normalize(written, NFKD), '[\u0300-\u036f]', '', 'g')),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
  'łøđðħıŧ', 'loddhit');

-- The words by which a customer is found. Row-level security lets an index be used only by comparisons that give nothing away:
-- equal, less and greater. So words stand in rows, and what is similar is asked for word by word.
-- A number is there twice: '+27821234567', and from its end, '~76543212872', for whoever knows the last digits.
create table dunlin.customer_word (
  client_id uuid not null,
  customer_id uuid not null,
  -- From where: the customer itself, its people, its contact points.
  source text not null check (source in ('customer', 'person', 'point')),
  word text collate "C" not null check (length(word) between 1 and 120),
  primary key (client_id, word, customer_id, source)
);
call dunlin.protect('dunlin.customer_word', 'select, insert, delete');

create function dunlin.words_of_name(written text) returns setof text
  language sql immutable parallel safe
begin atomic
  select left(part, 60) from regexp_split_to_table(dunlin.folded(written), '[^[:alnum:]]+') part where part <> '';
end;

-- Also the whole of it without its signs: C/1044 is found as 1044 and c1044.
create function dunlin.words_of_reference(written text) returns setof text
  language sql immutable parallel safe
begin atomic
  select left(part, 60) from regexp_split_to_table(dunlin.folded(written), '[^[:alnum:]]+') part where length(part) > 1
  union all
  select left(joined, 60) from regexp_replace(dunlin.folded(written), '[^[:alnum:]]+', '', 'g') joined where joined <> '';
end;

create function dunlin.words_of_point(kind text, address text) returns setof text
  language sql immutable parallel safe
begin atomic
  select left(one, 120) from unnest(case kind
    when 'phone' then array[address, '~' || reverse(ltrim(address, '+'))]
    when 'mailbox' then array[dunlin.folded(address), split_part(dunlin.folded(address), '@', 2)]
  end) one where one <> ''
  union all
  select left(part, 60) from regexp_split_to_table(dunlin.folded(split_part(address, '@', 1)), '[^[:alnum:]]+') part
  where kind = 'mailbox' and part <> '';
end;

-- The words follow their rows, whoever writes those: many at once when they are new, one by one when they change.
create function dunlin.customers_found() returns trigger language plpgsql as $$
begin
  insert into dunlin.customer_word (client_id, word, customer_id, source)
  select n.client_id, w.word, n.customer_id, 'customer'
  from new_rows n cross join lateral (
    select word from dunlin.words_of_name(n.name) word
    union all select word from dunlin.words_of_reference(n.reference) word) w
  on conflict do nothing;
  return null;
end
$$;
create trigger customers_found after insert on dunlin.customer
  referencing new table as new_rows for each statement execute function dunlin.customers_found();

create function dunlin.people_found() returns trigger language plpgsql as $$
begin
  insert into dunlin.customer_word (client_id, word, customer_id, source)
  select n.client_id, w.word, n.customer_id, 'person'
  from new_rows n cross join lateral dunlin.words_of_name(n.name) w(word)
  on conflict do nothing;
  return null;
end
$$;
create trigger people_found after insert on dunlin.person
  referencing new table as new_rows for each statement execute function dunlin.people_found();

create function dunlin.points_found() returns trigger language plpgsql as $$
begin
  insert into dunlin.customer_word (client_id, word, customer_id, source)
  select n.client_id, w.word, n.customer_id, 'point'
  from new_rows n cross join lateral dunlin.words_of_point(n.kind, n.address) w(word)
  where n.retired_at is null
  on conflict do nothing;
  return null;
end
$$;
create trigger points_found after insert on dunlin.contact_point
  referencing new table as new_rows for each statement execute function dunlin.points_found();

-- What a row was found by is taken out; what others of the customer still say is put back.
create function dunlin.customer_found_anew() returns trigger language plpgsql as $$
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
$$;
create trigger customer_renamed after update of name, reference on dunlin.customer for each row
  when (old.name <> new.name or old.reference <> new.reference) execute function dunlin.customer_found_anew();
create trigger customer_gone after delete on dunlin.customer
  for each row execute function dunlin.customer_found_anew();

create function dunlin.person_found_anew() returns trigger language plpgsql as $$
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
$$;
create trigger person_renamed after update of name on dunlin.person for each row
  when (old.name <> new.name) execute function dunlin.person_found_anew();
create trigger person_gone after delete on dunlin.person
  for each row execute function dunlin.person_found_anew();

create function dunlin.point_found_anew() returns trigger language plpgsql as $$
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
$$;
create trigger point_changed after update of address, retired_at on dunlin.contact_point for each row
  when (old.address <> new.address or (old.retired_at is null) <> (new.retired_at is null))
  execute function dunlin.point_found_anew();
create trigger point_gone after delete on dunlin.contact_point
  for each row execute function dunlin.point_found_anew();

-- Those who are there already. Policies hold for the owner of the tables too: they are lifted for this one statement.
alter table dunlin.customer no force row level security;
alter table dunlin.person no force row level security;
alter table dunlin.contact_point no force row level security;
alter table dunlin.customer_word no force row level security;
insert into dunlin.customer_word (client_id, word, customer_id, source)
select c.client_id, w.word, c.customer_id, 'customer' from dunlin.customer c cross join lateral (
  select word from dunlin.words_of_name(c.name) word
  union all select word from dunlin.words_of_reference(c.reference) word) w
union all
select p.client_id, w.word, p.customer_id, 'person'
from dunlin.person p cross join lateral dunlin.words_of_name(p.name) w(word)
union all
select p.client_id, w.word, p.customer_id, 'point'
from dunlin.contact_point p cross join lateral dunlin.words_of_point(p.kind, p.address) w(word)
where p.retired_at is null
on conflict do nothing;
alter table dunlin.customer force row level security;
alter table dunlin.person force row level security;
alter table dunlin.contact_point force row level security;
alter table dunlin.customer_word force row level security;

-- Lists by name: a column, since an index over a function may not be searched under row-level security.
alter table dunlin.customer
  add column sort_name text collate "C" generated always as (dunlin.folded(name)) stored;
create index customer_by_name on dunlin.customer (client_id, sort_name, customer_id);

-- Sums of what is open, over a whole book, out of the index alone.
drop index dunlin.invoice_open;
create index invoice_open on dunlin.invoice (client_id, account_id, due_on) include (open_minor) where open_minor > 0;

-- The inbox: what waits for a person, newest first, whatever came before.
create index conversation_open on dunlin.conversation (client_id, last_at, conversation_id)
  where merged_into is null and closed_at is null;

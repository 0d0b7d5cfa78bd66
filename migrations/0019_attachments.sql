-- Files that go with e-mails: invoices and statements as PDF.

create table dunlin.attachment (
  client_id uuid not null references dunlin.client,
  attachment_id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 200),
  type text not null check (type = 'application/pdf'),
  sha256 bytea not null check (length(sha256) = 32),
  bytes bytea not null check (octet_length(bytes) between 5 and 5242880),
  created_at timestamptz not null,
  created_by text not null,
  primary key (client_id, attachment_id)
);
-- A PDF is compressed already.
alter table dunlin.attachment alter column bytes set storage external;
-- The same file for many messages is kept once.
create index attachment_same on dunlin.attachment (client_id, sha256);
call dunlin.protect('dunlin.attachment', 'select, insert');

create table dunlin.message_attachment (
  client_id uuid not null,
  message_id uuid not null,
  place smallint not null check (place between 1 and 10),
  attachment_id uuid not null,
  primary key (client_id, message_id, place),
  foreign key (client_id, message_id) references dunlin.message,
  foreign key (client_id, attachment_id) references dunlin.attachment
);
create index message_attachment_file on dunlin.message_attachment (client_id, attachment_id);
call dunlin.protect('dunlin.message_attachment', 'select, insert');

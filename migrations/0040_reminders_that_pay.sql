-- Reminders carry a link to pay where somebody takes the client's money; who does is read with the client's other settings.
create trigger settings_changed
  after insert or update of enabled, priority, currencies, least_minor on dunlin.payment_provider
  for each row execute function dunlin.settings_changed();

-- When the message goes out that the link stands in, where that is not at once: the hours of the link count from there.
alter table dunlin.pay_link add column good_from timestamptz;
alter table dunlin.pay_link drop constraint pay_link_check;
alter table dunlin.pay_link add constraint pay_link_check
  check (expires_at > created_at and expires_at <= greatest(created_at, good_from) + interval '72 hours');

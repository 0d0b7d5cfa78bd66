-- What a client says and through what changes seldom and is read all the time: a stamp tells whether what a process has
-- in memory still holds. It is never the same twice, so that what was read in a transaction that failed is not taken for it.

alter table dunlin.client add column settings_stamp uuid not null default uuidv7();

create function dunlin.settings_changed() returns trigger language plpgsql as $$
begin
  update dunlin.client set settings_stamp = uuidv7() where client_id = new.client_id;
  return null;
end
$$;

create trigger settings_changed after insert on dunlin.policy
  for each row execute function dunlin.settings_changed();
create trigger settings_changed after insert on dunlin.template
  for each row execute function dunlin.settings_changed();
create trigger settings_changed after insert on dunlin.route
  for each row execute function dunlin.settings_changed();
-- Not the budget nor the circuit breaker, which change with every set of messages.
create trigger settings_changed_later
  after update of name, channel, adapter, config, priority, prices, sender, listens, enabled on dunlin.route
  for each row execute function dunlin.settings_changed();

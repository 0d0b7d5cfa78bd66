-- WhatsApp, Messenger and web chat beside SMS, e-mail and voice; the inbox of the people who answer.

do $$
declare place record;
begin
  for place in
    select unnest(array['address', 'template', 'message', 'route', 'inbound', 'opting']) as name
  loop
    execute format('alter table dunlin.%I drop constraint %I', place.name, place.name || '_channel_check');
    execute format('alter table dunlin.%I add constraint %I check (channel in '
      '(''sms'', ''email'', ''voice'', ''whatsapp'', ''messenger'', ''chat''))', place.name, place.name || '_channel_check');
  end loop;
end
$$;

-- A number serves SMS, calls and WhatsApp. Messenger knows people by an id of its own, web chat by their session.
alter table dunlin.contact_point drop constraint contact_point_kind_check;
alter table dunlin.contact_point add constraint contact_point_kind_check
  check (kind in ('phone', 'mailbox', 'messenger', 'chat'));

-- Text messages also leave over HTTP: by Twilio, or by a provider that the route's settings describe.
alter table dunlin.route drop constraint route_adapter_check;
alter table dunlin.route add constraint route_adapter_check
  check (adapter in ('smpp', 'smtp', 'twilio', 'http'));

-- Whoever works for several clients chooses among them by name.

drop function dunlin.memberships_of(uuid);

grant select (name) on dunlin.client to dunlin_queue;

create function dunlin.memberships_of(wanted uuid)
returns table (client_id uuid, slug text, name text, role text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.client_id, c.slug, c.name, m.role
  from dunlin.member m join dunlin.client c using (client_id)
  where m.user_id = wanted and m.ended_at is null
  order by c.slug limit 1000;
end;

do $$
begin
  grant create on schema dunlin to dunlin_queue;
  revoke all on function dunlin.memberships_of(uuid) from public;
  grant execute on function dunlin.memberships_of(uuid) to dunlin_app;
  alter function dunlin.memberships_of(uuid) owner to dunlin_queue;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

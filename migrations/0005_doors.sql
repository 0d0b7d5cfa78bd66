-- The functions that look across clients belong to a role that sees queue columns only.
do $$
declare door regprocedure;
begin
  -- Handing a function over asks that its new owner may create in the schema; only for as long as that takes.
  grant create on schema dunlin to dunlin_queue;
  for door in
    select p.oid::regprocedure from pg_proc p
    where p.pronamespace = 'dunlin'::regnamespace and p.prosecdef
  loop
    execute format('revoke all on function %s from public', door);
    execute format('grant execute on function %s to dunlin_app, dunlin_worker', door);
    execute format('alter function %s owner to dunlin_queue', door);
  end loop;
  revoke create on schema dunlin from dunlin_queue;
end
$$;

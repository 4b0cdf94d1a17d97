-- Three database roles. The one that runs migrations owns the tables. `clouddail_app` serves requests: it sees one
-- reseller at a time and cannot bypass row-level security. `clouddail_worker` runs jobs: the same, plus it may look
-- across resellers when it says so (`app.system = on`). Passwords are the operator's to set; none is set here.
do $$
begin
    perform pg_advisory_xact_lock(727274);
    if not exists (select from pg_roles where rolname = 'clouddail_app') then
        create role clouddail_app login nosuperuser nobypassrls nocreatedb nocreaterole;
    end if;
    if not exists (select from pg_roles where rolname = 'clouddail_worker') then
        create role clouddail_worker login nosuperuser nobypassrls nocreatedb nocreaterole;
    end if;
end $$;

grant clouddail_app, clouddail_worker to current_user;
grant usage on schema public to clouddail_app, clouddail_worker;

-- The reseller this transaction works for. A reused connection reads '', which is nobody.
create function current_reseller() returns uuid language sql stable as
$$ select nullif(current_setting('app.reseller_id', true), '')::uuid $$;

-- True in a worker's transaction that works across resellers.
create function is_system() returns boolean language sql stable as
$$ select coalesce(current_setting('app.system', true), '') = 'on' $$;

-- Every table that belongs to a reseller is closed by this: forced row-level security, and grants.
create procedure close_tenant_table(name text, privileges text) language plpgsql as
$$
begin
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I to clouddail_app, clouddail_worker '
        'using (reseller_id = current_reseller()) with check (reseller_id = current_reseller())', name);
    execute format('create policy system on %I to clouddail_worker using (is_system()) with check (is_system())', name);
    execute format('create policy owner on %I to current_user using (true) with check (true)', name);
    execute format('grant %s on %I to clouddail_app, clouddail_worker', privileges, name);
end $$;

-- What is written once and never changed: entries of the ledger, the timeline of an order, the audit log.
create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation'; end $$;

create procedure make_append_only(name text) language plpgsql as
$$
begin
    execute format('create trigger append_only before update or delete on %I '
        'for each row execute function refuse_change()', name);
    execute format('create trigger append_only_whole before truncate on %I '
        'for each statement execute function refuse_change()', name);
end $$;

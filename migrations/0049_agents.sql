-- The vendor whose AI agents answer calls, as operators steer and watch it.
alter table providers drop constraint providers_kind_check,
    add constraint providers_kind_check check (kind in ('numbers', 'esims', 'lines', 'payments', 'agents'));
insert into providers (name, kind) values ('vapi', 'agents');

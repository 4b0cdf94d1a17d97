-- A thousand or so lines of the demo's company, for the time usage takes. psql variable: lines. Ids as in setup.sql.
\set ON_ERROR_STOP on
set session_replication_role = replica; -- nobody ordered these lines
set client_min_messages = warning;

create or replace function bench_id(kind text, n bigint) returns uuid language sql immutable parallel safe as
$$ select (kind || '0000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
select id as company, reseller_id as shop from organizations where name = 'Northwind' \gset
select make_usage_months((now() - interval '395 days')::date, (now() + interval '2 months')::date);

truncate usage_events, usage_counters, usage_days, usage_groups, alerts;
delete from lines where organization_id = :'company';
delete from employees where organization_id = :'company' and email like '%@bench.test';
insert into employees (id, reseller_id, organization_id, email, first_name, last_name, cost_centre, team_id, starts_on,
                       created_at)
select bench_id('a', n), :'shop', :'company', 'person' || n || '@bench.test', 'Kim', 'Person' || n, 'CC-' || n % 10,
       (select id from teams where organization_id = :'company' order by name offset n % 3 limit 1),
       current_date - 400, now() - interval '400 days'
from generate_series(0::bigint, :lines - 1) n;
insert into lines (id, reseller_id, organization_id, employee_id, order_id, provider, provider_line_id, iccid,
                   activation_code_sealed, state, plan_id, as_of, issued_at)
select bench_id('b', n), :'shop', :'company', bench_id('a', n), bench_id('c', n), 'telna', 'bench-' || n,
       '89' || lpad(n::text, 17, '0'), '\x00', 'active', (select id from esim_data_plans order by id limit 1), now(),
       now() - interval '396 days'
from generate_series(0::bigint, :lines - 1) n;
analyze lines, employees;

-- What the lines of usage_lines.sql used in 390 days, as if it had been read; and three orders for each.
-- psql variables: lines, events.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;
set work_mem = '256MB';
set client_min_messages = warning;
select id as company, reseller_id as shop from organizations where name = 'Northwind' \gset
select greatest(1, :events / :lines) as steps \gset

insert into usage_events (reseller_id, organization_id, line_id, counter, at, event, provider, employee_id, team_id,
                          cost_centre, country, day, total_bytes, bytes, received_at)
select :'shop', :'company', l.id, 'plan-1', at, '', 'telna', l.employee_id, e.team_id, e.cost_centre,
       (array['FR', 'DE', 'ES', 'IT', 'US'])[n % 5 + 1], (at at time zone o.timezone)::date, (step + 1) * 1000000, 1000000, at
from generate_series(0::bigint, :steps - 1) step
cross join generate_series(0::bigint, :lines - 1) n
cross join lateral (select date_trunc('second', now() - interval '390 days' + step * (interval '390 days' / :steps)) as at) t
join lines l on l.id = bench_id('b', n)
join employees e on e.id = l.employee_id
join organizations o on o.id = l.organization_id;
insert into usage_days (reseller_id, organization_id, day, line_id, team_id, cost_centre, country, employee_id, bytes, events)
select reseller_id, organization_id, day, line_id, team_id, cost_centre, country, employee_id, sum(bytes), count(*)
from usage_events group by 1, 2, 3, 4, 5, 6, 7, 8 order by day, line_id; -- as they come
insert into usage_groups
select reseller_id, organization_id, day, team_id, cost_centre, country, sum(bytes), sum(events)
from usage_days group by 1, 2, 3, 4, 5, 6;
insert into usage_counters
select distinct on (line_id) reseller_id, organization_id, line_id, counter, at, event, total_bytes
from usage_events order by line_id, at desc;
update lines l set used_bytes = c.total_bytes from usage_counters c where c.line_id = l.id;

delete from order_events where order_id in (select id from orders where organization_id = :'company');
delete from order_lines where order_id in (select id from orders where organization_id = :'company');
delete from orders where organization_id = :'company';
create temp table wish as
select n, bench_id('b', n % :lines) as line,
       now() - interval '390 days' + n * (interval '390 days' / (:lines * 3)) as at
from generate_series(0::bigint, :lines * 3 - 1) n;
insert into orders (id, reseller_id, user_id, wallet_id, quote_id, kind, state, settlement_mode, charged_micros, currency,
                    provider, reference, submitted_at, created_at, updated_at, payer, organization_id, employee_id, team_id,
                    cost_centre)
select bench_id('c', n), :'shop', m.user_id, w.id, bench_id('d', n), 'esim', 'fulfilled', 'platform_collects', 3000000,
       'USD', 'telna', 'bench-usage-' || n, at, at, at, 'organization', :'company', e.id, e.team_id, e.cost_centre
from wish
join lines l on l.id = wish.line
join employees e on e.id = l.employee_id
cross join (select user_id from organization_members where organization_id = :'company' and role = 'owner' limit 1) m
cross join (select id from wallets where owner_kind = 'organization' and owner_id = :'company' limit 1) w;
insert into order_lines (reseller_id, order_id, position, item, price_stack)
select :'shop', bench_id('c', n), 1, jsonb_build_object('name', 'France ' || n % 4 + 1 || ' GB', 'country', 'FR'), '{}'
from wish;
insert into order_events (reseller_id, order_id, kind, amount_micros, at)
select :'shop', bench_id('c', n), kind, 3000000, at
from wish, unnest(array['held', 'submitted', 'bought', 'captured']) as kind;
vacuum (analyze) usage_events, usage_days, usage_groups, usage_counters, lines, orders, order_lines, order_events;

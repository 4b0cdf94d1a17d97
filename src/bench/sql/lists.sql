-- A shop with many customers and orders, for the time its lists take. psql variables: shop (slug), customers, orders.
-- A year of it, each order with its line, its timeline, its eSIM, its mail and its sale. Ids as in setup.sql.
\set ON_ERROR_STOP on
set session_replication_role = replica; -- nobody moved this money
set synchronous_commit = off;
set work_mem = '256MB';
set maintenance_work_mem = '512MB';

create or replace function bench_id(kind text, n bigint) returns uuid language sql immutable parallel safe as
$$ select (kind || '0000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
create or replace function bench_money(amount text) returns jsonb language sql immutable parallel safe as
$$ select jsonb_build_object('amount', amount, 'currency', 'USD') $$;
select id as shop_id from resellers where slug = :'shop' \gset

insert into users (id, reseller_id, email, password_hash, first_name, last_name, email_verified_at, created_at, last_seen_at)
select bench_id('3', c), :'shop_id', substr(md5(c::text), 1, 8) || c || '@bench.test', '',
       (array['Ann', 'Ben', 'Cora', 'Dev', 'Eve', 'Finn', 'Gus', 'Hana'])[c % 8 + 1], initcap(substr(md5('last' || c), 1, 7)),
       now(), now() - interval '365 days' + c * (interval '364 days' / :customers),
       now() - (c * 7919 % 31536000) * interval '1 second'
from generate_series(0::bigint, :customers - 1) c;
insert into wallets (id, reseller_id, owner_kind, owner_id, currency, balance_micros, created_at)
select bench_id('2', c), :'shop_id', 'customer', bench_id('3', c), 'USD', 1000000000, now()
from generate_series(0::bigint, :customers - 1) c;
insert into audit_logs (id, reseller_id, actor_id, action, entity, address, at)
select bench_id('a', s), :'shop_id', bench_id('3', s % :customers), 'session.started', 'ses_' || s, '192.0.2.1',
       now() - interval '365 days' + s * (interval '364 days' / (3 * :customers))
from generate_series(0::bigint, 3 * :customers - 1) s;
insert into payments (id, reseller_id, user_id, wallet_id, provider, reference, key, amount_micros, currency, state,
                      created_at, settled_at, transfer_id)
select bench_id('b', p), :'shop_id', bench_id('3', p % :customers), bench_id('2', p % :customers), 'flutterwave',
       'bench-' || p, 'bench:' || p, 20000000, 'USD', 'paid', at, at, bench_id('7', p)
from generate_series(0::bigint, 2 * :customers - 1) p,
     lateral (select now() - interval '365 days' + p * (interval '364 days' / (2 * :customers)) as at) t;

-- One in fifty is not delivered, one in a hundred given back.
create temp table wish as
select n, n * 7919 % :customers as c, now() - interval '365 days' + n * (interval '364 days' / :orders) as at,
       case when n % 50 = 7 then 'released' when n % 100 = 3 then 'refunded' else 'fulfilled' end as state,
       (array['FR', 'ES', 'IT', 'DE', 'GB', 'US', 'JP', 'TH', 'TR', 'PT'])[width_bucket(n * 31 % 1000, array[0, 300, 500,
           650, 760, 850, 910, 950, 980, 998])] as country
from generate_series(0::bigint, :orders - 1) n;
insert into orders (id, reseller_id, user_id, wallet_id, quote_id, kind, state, settlement_mode, charged_micros, currency,
                    provider, reference, refusal, created_at, updated_at, refunded_micros)
select bench_id('4', n), :'shop_id', bench_id('3', c), bench_id('2', c), bench_id('5', n), 'esim', state,
       'platform_collects', 3000000, 'USD', 'telna', 'bench-' || n, case state when 'released' then 'Sold out.' end, at, at,
       case state when 'refunded' then 3000000 else 0 end
from wish;
insert into order_lines (reseller_id, order_id, position, item, price_stack)
select :'shop_id', bench_id('4', n), 1,
       jsonb_build_object('kind', 'esim', 'provider', 'telna', 'plan', 'pln_' || replace(bench_id('8', 1)::text, '-', ''),
           'product', 'bench', 'name', country || ' 5 GB', 'place', country, 'country', country, 'data_mb', 5000,
           'validity_days', 30),
       jsonb_build_object('provider_cost', bench_money('2.00'), 'fx', null, 'cost', bench_money('2.00'), 'platform_price',
           bench_money('2.50'), 'retail', bench_money('3.00'), 'discount', bench_money('0.00'), 'charged',
           bench_money('3.00'), 'commission_percent', '10', 'trace',
           jsonb_build_array(jsonb_build_object('what', 'cost', 'stage', 'cost', 'result', bench_money('2.00'))))
from wish;
insert into order_events (reseller_id, order_id, kind, amount_micros, at)
select :'shop_id', bench_id('4', n), kind, 3000000, at
from wish, unnest(array['held', case state when 'released' then 'released' else 'captured' end]) kind;
insert into esim_data_plans (id, provider, provider_product_id, name, coverage, place, place_slug, countries, data_mb,
                             validity_days, cost_micros, cost_currency, is_active, synced_at)
values (bench_id('8', 1), 'bench', 'bench', 'Bench 5 GB', 'local', 'France', 'fr', '{FR}', 5000, 30, 2000000, 'USD', false,
        now());
insert into esim_activations (id, reseller_id, user_id, order_id, plan_id, provider, provider_order_id, iccid,
                              activation_code_sealed, state, purchased_at)
select bench_id('9', n), :'shop_id', bench_id('3', c), bench_id('4', n), bench_id('8', 1), 'telna', 'bench-' || n,
       '8' || lpad(n::text, 18, '0'), 'sealed', 'ready', at
from wish where state <> 'released';
insert into mails (id, reseller_id, user_id, recipient, template, subject, state, created_at, sent_at)
select bench_id('c', n), :'shop_id', bench_id('3', c), 'bench-' || c || '@bench.test', 'order_delivered',
       'Your order', 'sent', at, at
from wish where state <> 'released';
insert into ledger_transfers (id, reseller_id, kind, key, fingerprint, description, reference_type, reference_id, currency,
                              at)
select bench_id('6', n), :'shop_id', 'sale', 'bench:' || n, sha256('sale'), 'eSIM', 'order', bench_id('4', n), 'USD', at
from wish where state <> 'released';
insert into ledger_entries (reseller_id, transfer_id, account, wallet_id, currency, amount_micros, balance_before_micros,
                            balance_after_micros)
select :'shop_id', bench_id('6', n), leg.account, leg.wallet, 'USD', leg.amount, leg.before, leg.before + leg.amount
from wish, lateral (values ('wallet', bench_id('2', c), -3000000, 1003000000), ('provider_payable', null, 3000000, null))
    as leg (account, wallet, amount, before)
where state <> 'released';
drop table wish;

set session_replication_role = origin;
vacuum (analyze) users, wallets, audit_logs, payments, orders, order_lines, order_events, esim_activations, mails,
    ledger_transfers, ledger_entries;
checkpoint;

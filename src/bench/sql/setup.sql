-- A ledger of a given size for the benchmarks. psql variables: resellers, wallets, entries, orders.
-- Ids are made of numbers, so that a pgbench script can name them: the first digit says what it is (1 reseller,
-- 2 wallet, 3 customer, 4 order, 6 transfer), the last twelve which one.
\set ON_ERROR_STOP on
set session_replication_role = replica; -- rows of before need no proof; the measured ones get it
set synchronous_commit = off;
set work_mem = '256MB';
set maintenance_work_mem = '512MB';

create or replace function bench_id(kind text, n bigint) returns uuid language sql immutable parallel safe as
$$ select (kind || '0000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

truncate holds, orders, order_lines, order_events, quotes, earnings, ledger_entries, ledger_transfers, wallets, refunds,
         withdrawals, disputes, payments, virtual_numbers, esim_activations
cascade; -- and whatever later tables refer to them
delete from resellers where slug like 'bench-%';

insert into resellers (id, slug, name, status, currency, settlement_mode, commission_percent, support_email, sender_name,
                       sender_email, created_at)
select bench_id('1', r), 'bench-' || r, 'Bench ' || r, 'active', 'USD', 'platform_collects', 10, 'help@bench.test',
       'Bench', 'shop@bench.test', now()
from generate_series(0, :resellers - 1) r;

-- Every wallet has a history of its share of the entries, five to a transfer, the first of them its own leg.
\set transfers (:entries / 5)
insert into wallets (id, reseller_id, owner_kind, owner_id, currency, balance_micros, created_at)
select bench_id('2', w), bench_id('1', w % :resellers), 'customer', bench_id('3', w), 'USD',
       1000000000000 + (case when w < :transfers % :wallets then 1 else 0 end + :transfers / :wallets) * 1000, now()
from generate_series(0::bigint, :wallets - 1) w;

insert into ledger_transfers (id, reseller_id, kind, key, fingerprint, description, reference_type, reference_id, currency, at)
select bench_id('6', w), bench_id('1', w % :resellers), 'opening', 'opening:' || w, sha256('opening'), 'Opening balance',
       'seed', bench_id('2', w), 'USD', now()
from generate_series(0::bigint, :wallets - 1) w;
insert into ledger_entries (reseller_id, transfer_id, account, wallet_id, currency, amount_micros, balance_before_micros,
                            balance_after_micros)
select bench_id('1', w % :resellers), bench_id('6', w), leg.account, leg.wallet, 'USD', leg.amount, leg.before, leg.after
from generate_series(0::bigint, :wallets - 1) w,
     lateral (values ('wallet', bench_id('2', w), 1000000000000, 0::bigint, 1000000000000),
                     ('adjustments', null, -1000000000000, null, null)) as leg (account, wallet, amount, before, after);

insert into ledger_transfers (id, reseller_id, kind, key, fingerprint, description, reference_type, reference_id, currency, at)
select bench_id('6', :wallets + t), bench_id('1', t % :wallets % :resellers), 'adjustment', 'before:' || t, sha256('before'),
       'Before', 'seed', bench_id('2', t % :wallets), 'USD', now()
from generate_series(0::bigint, :transfers - 1) t;
insert into ledger_entries (reseller_id, transfer_id, account, wallet_id, currency, amount_micros, balance_before_micros,
                            balance_after_micros)
select bench_id('1', t % :wallets % :resellers), bench_id('6', :wallets + t), leg.account, leg.wallet, 'USD', leg.amount,
       leg.after - leg.amount, leg.after
from generate_series(0::bigint, :transfers - 1) t,
     lateral (values ('wallet', bench_id('2', t % :wallets), 1000::bigint, 1000000000000 + (t / :wallets + 1) * 1000),
                     ('provider_payable', null, -400, null), ('platform_revenue', null, -300, null),
                     ('commission', null, -200, null), ('adjustments', null, -100, null))
         as leg (account, wallet, amount, after);

-- Orders to hold money for; each is used once.
insert into orders (id, reseller_id, user_id, wallet_id, quote_id, kind, state, settlement_mode, charged_micros, currency,
                    provider, reference, created_at, updated_at)
select bench_id('4', n), bench_id('1', n % :wallets % :resellers), bench_id('3', n % :wallets), bench_id('2', n % :wallets),
       bench_id('5', n), 'esim', 'held', 'platform_collects', 1000, 'USD', 'telna', 'bench-' || n, now(), now()
from generate_series(0::bigint, :orders - 1) n;

set session_replication_role = origin;
vacuum (analyze) wallets;
vacuum (analyze) ledger_transfers;
vacuum (analyze) ledger_entries;
vacuum (analyze) orders;
vacuum (analyze) holds;
checkpoint;

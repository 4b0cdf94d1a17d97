-- The floor of a hold and its capture: the rows and commits that `wallet::hold` and `wallet::capture` write, by hand, as
-- the tables' owner. pgbench variables: first (number of the first order), clients, wallets, resellers.
\set turn :turn + 1
\set n :first + :turn * :clients + :client_id
\set w :n % :wallets
\set r :w % :resellers
begin;
update wallets set held_micros = held_micros + 1000 where reseller_id = bench_id('1', :r) and id = bench_id('2', :w);
insert into holds (id, reseller_id, wallet_id, order_id, key, amount_micros, currency, created_at) values (bench_id('7', :n), bench_id('1', :r), bench_id('2', :w), bench_id('4', :n), 'hold-ord_0000000000000000000000000000' || :n::bigint, 1000, 'USD', now());
commit;
begin;
insert into ledger_transfers (id, reseller_id, kind, key, fingerprint, description, reference_type, reference_id, currency, at) values (bench_id('8', :n), bench_id('1', :r), 'sale', 'sale-ord_0000000000000000000000000000' || :n::bigint, '\x0000000000000000000000000000000000000000000000000000000000000000', 'eSIM France 1 GB', 'order', bench_id('4', :n), 'USD', now());
with paid as (update wallets set balance_micros = balance_micros - 1000, held_micros = held_micros - 1000 where reseller_id = bench_id('1', :r) and id = bench_id('2', :w) returning balance_micros) insert into ledger_entries (reseller_id, transfer_id, account, wallet_id, currency, amount_micros, balance_before_micros, balance_after_micros) select bench_id('1', :r), bench_id('8', :n), account, wallet, 'USD', amount, after - amount, after from paid, lateral (values ('wallet', bench_id('2', :w), -1000, paid.balance_micros), ('reseller_earnings', null, 200, null), ('provider_payable', null, 500, null), ('platform_revenue', null, 200, null), ('commission', null, 100, null)) as leg (account, wallet, amount, after);
update holds set state = 'captured', transfer_id = bench_id('8', :n), closed_at = now() where reseller_id = bench_id('1', :r) and id = bench_id('7', :n);
commit;

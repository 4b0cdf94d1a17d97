-- Customers with money for the purchases, at the demo's Aurora. psql variable: wallets. Ids as in setup.sql.
\set ON_ERROR_STOP on
set session_replication_role = replica;
create or replace function bench_id(kind text, n bigint) returns uuid language sql immutable parallel safe as
$$ select (kind || '0000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

insert into users (id, reseller_id, email, password_hash, first_name, email_verified_at, created_at)
select bench_id('3', w), r.id, 'bench-' || w || '@bench.test', '', 'Bench', now(), now()
from generate_series(0::bigint, :wallets - 1) w, resellers r where r.slug = 'aurora';
insert into wallets (id, reseller_id, owner_kind, owner_id, currency, balance_micros, created_at)
select bench_id('2', w), r.id, 'customer', bench_id('3', w), 'USD', 1000000000000, now()
from generate_series(0::bigint, :wallets - 1) w, resellers r where r.slug = 'aurora';
insert into ledger_transfers (id, reseller_id, kind, key, fingerprint, description, reference_type, reference_id, currency, at)
select bench_id('6', w), r.id, 'opening', 'bench:' || w, sha256('opening'), 'Opening balance', 'seed', bench_id('2', w), 'USD',
       now()
from generate_series(0::bigint, :wallets - 1) w, resellers r where r.slug = 'aurora';
insert into ledger_entries (reseller_id, transfer_id, account, wallet_id, currency, amount_micros, balance_before_micros,
                            balance_after_micros)
select r.id, bench_id('6', w), leg.account, leg.wallet, 'USD', leg.amount, leg.before, leg.after
from generate_series(0::bigint, :wallets - 1) w, resellers r,
     lateral (values ('wallet', bench_id('2', w), 1000000000000, 0::bigint, 1000000000000),
                     ('adjustments', null, -1000000000000, null, null)) as leg (account, wallet, amount, before, after)
where r.slug = 'aurora';
set session_replication_role = origin;

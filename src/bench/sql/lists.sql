-- A shop with many customers and orders, for the time its lists take; two hundred small shops beside it share a tenth as
-- much again. psql variables: shop (slug), customers, orders.
-- A year until now. Each order with everything a real one leaves behind, so that no page is quick because its table is
-- empty. Ids as in setup.sql.
\set ON_ERROR_STOP on
set session_replication_role = replica; -- nobody moved this money
set synchronous_commit = off;
set work_mem = '256MB';
set maintenance_work_mem = '512MB';
set client_min_messages = warning;

create or replace function bench_id(kind text, n bigint) returns uuid language sql immutable parallel safe as
$$ select (kind || '0000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
select id as shop_id from resellers where slug = :'shop' \gset
select id as owner_id from users where reseller_id = :'shop_id' and role = 'reseller' order by id limit 1 \gset
select :customers * 11 / 10 as all_customers, :orders * 11 / 10 as all_orders \gset

-- Indexes are made when the rows are there: half the time.
create temp table later as
select i.tablename, i.indexname, i.indexdef from pg_indexes i
where i.schemaname = 'public' and not exists (select from pg_constraint c where c.conname = i.indexname)
  and i.tablename in ('audit_logs', 'esim_activations', 'earnings', 'holds', 'ledger_entries', 'ledger_transfers', 'mails',
      'order_events', 'order_lines', 'orders', 'payments', 'promo_uses', 'quotes', 'users', 'virtual_numbers', 'wallets',
      'webhook_events', 'webhook_deliveries', 'webhook_tries', 'provider_bill_lines');
select format('drop index %I', indexname) from later \gexec

insert into resellers (id, slug, name, currency, settlement_mode, commission_percent, support_email, sender_name,
                       sender_email, status, created_at)
select bench_id('1', s), 'bench-' || s, 'Bench ' || s, 'USD', 'platform_collects', 10, 'help@bench.test', 'Bench',
       'shop@bench.test', (array['active', 'active', 'trial', 'suspended'])[s % 4 + 1], now() - s * interval '1 day'
from generate_series(0::bigint, 199) s;

create temp table person as
select c, case when c < :customers then :'shop_id'::uuid else bench_id('1', c % 200) end as shop,
       substr(md5(c::text), 1, 8) || c || '@bench.test' as email,
       (array['Ann', 'Ben', 'Cora', 'Dev', 'Eve', 'Finn', 'Gus', 'Hana'])[c % 8 + 1] as first_name,
       now() - interval '365 days' + c % :customers * (interval '365 days' / :customers) as joined_at
from generate_series(0::bigint, :all_customers - 1) c;
insert into users (id, reseller_id, email, password_hash, first_name, last_name, status, email_verified_at, created_at,
                   last_seen_at)
select bench_id('3', c), shop, case when c % 4 = 0 then lower(first_name) || '.' else '' end || email, '', first_name,
       initcap(substr(md5('last' || c), 1, 7)), case when c % 500 = 9 then 'suspended' else 'active' end,
       joined_at, joined_at, now() - (c * 7919 % 31536000) * interval '1 second'
from person;
insert into wallets (id, reseller_id, owner_kind, owner_id, currency, balance_micros, created_at)
select bench_id('2', c), shop, 'customer', bench_id('3', c), 'USD', 1000000000, joined_at from person;
insert into sessions (id, reseller_id, user_id, token_hash, address, created_at, last_seen_at, expires_at)
select bench_id('5', c), shop, bench_id('3', c), sha256(('bench' || c)::bytea), '192.0.2.1', now(), now(),
       now() + interval '30 days'
from person;
insert into audit_logs (id, reseller_id, actor_id, action, entity, address, at)
select bench_id('a', s), p.shop, bench_id('3', p.c), 'session.started', 'ses_' || s, '192.0.2.1',
       now() - interval '365 days' + s * (interval '365 days' / (3 * :all_customers))
from generate_series(0::bigint, 3 * :all_customers - 1) s join person p on p.c = s % :all_customers;
insert into audit_logs (id, reseller_id, actor_id, action, entity, after, address, at)
select bench_id('f', s), :'shop_id', :'owner_id',
       (array['customer.suspended', 'customer.reactivated', 'order.refunded', 'price_rule.saved', 'credit.given'])[s % 5 + 1],
       'usr_' || replace(bench_id('3', s)::text, '-', ''), '{"reason": "Asked by phone."}', '192.0.2.1',
       now() - interval '365 days' + s * (interval '365 days' / (:customers / 5))
from generate_series(0::bigint, :customers / 5 - 1) s;
insert into customer_notes (id, reseller_id, user_id, author_id, text, at)
select bench_id('a', c), shop, bench_id('3', c), :'owner_id', 'Called about roaming.', joined_at
from person where c < :customers and c % 5 = 0;
insert into payments (id, reseller_id, user_id, wallet_id, provider, reference, key, amount_micros, currency, state,
                      created_at, settled_at, transfer_id, provider_payment_id, fee_micros)
select bench_id('b', n), p.shop, bench_id('3', p.c), bench_id('2', p.c), 'flutterwave', 'bench-' || n, 'bench:' || n,
       20000000, 'USD', case when n % 20 = 3 then 'failed' else 'paid' end, t.at, t.at,
       case when n % 20 <> 3 then bench_id('7', n) end, 'bench-' || n, 600000
from generate_series(0::bigint, 2 * :all_customers - 1) n join person p on p.c = n % :all_customers,
     lateral (select now() - interval '365 days' + n * (interval '365 days' / (2 * :all_customers)) as at) t;
insert into ledger_transfers (id, reseller_id, kind, key, fingerprint, description, reference_type, reference_id, currency,
                              at)
select transfer_id, reseller_id, 'top_up', 'top-up:' || key, sha256('top_up'), 'Top-up', 'payment', id, 'USD', created_at
from payments where state = 'paid' and key like 'bench:%';
insert into ledger_entries (reseller_id, transfer_id, account, wallet_id, currency, amount_micros, balance_before_micros,
                            balance_after_micros)
select p.reseller_id, p.transfer_id, leg.account, leg.wallet, 'USD', leg.amount, leg.before, leg.before + leg.amount
from payments p, lateral (values ('wallet', p.wallet_id, 20000000, 1000000000), ('gateway_clearing', null, -20000000, null))
    as leg (account, wallet, amount, before)
where p.state = 'paid' and p.key like 'bench:%';
insert into webhook_events (id, provider, event_id, raw_body, received_at, processed_at, outcome)
select bench_id('b', n), 'flutterwave', 'bench-' || n, '{"event": "charge.completed"}', at, at,
       case when n % 1000 = 5 then 'unknown' when n % 50 = 5 then 'unchanged' else 'applied' end
from generate_series(0::bigint, 2 * :all_customers - 1) n,
     lateral (select now() - interval '365 days' + n * (interval '365 days' / (2 * :all_customers)) as at) t;
insert into webhook_rejections (id, provider, reason, size_bytes, received_at)
select bench_id('b', n), 'stripe', 'The signature is wrong.', 500, now() - n * interval '20 minutes'
from generate_series(0::bigint, 20000) n;

-- One in fifty is not delivered, one in a hundred given back, a few wait for an answer; every fifth is a number.
create temp table wish as
select n, p.c, p.shop, p.email, now() - interval '365 days' + n * (interval '365 days' / :all_orders) as at,
       case when n % 50 = 7 then 'released' when n % 100 = 3 then 'refunded' when n % 20000 = 11 then 'unknown'
            when n % 20000 = 12 then 'submitted' else 'fulfilled' end as state,
       case when n % 5 = 4 then 'number' else 'esim' end as kind,
       (array['FR', 'ES', 'IT', 'DE', 'GB', 'US', 'JP', 'TH', 'TR', 'PT'])[width_bucket(n * 31 % 1000, array[0, 300, 500,
           650, 760, 850, 910, 950, 980, 998])] as country
from generate_series(0::bigint, :all_orders - 1) n join person p on p.c = n * 7919 % :all_customers;
analyze wish;
insert into orders (id, reseller_id, user_id, wallet_id, quote_id, kind, state, settlement_mode, charged_micros, currency,
                    provider, reference, refusal, submitted_at, created_at, updated_at, refunded_micros)
select bench_id('4', n), shop, bench_id('3', c), bench_id('2', c), bench_id('5', n), kind, state, 'platform_collects', 3000000,
       'USD', case kind when 'number' then 'twilio' else 'telna' end, 'bench-' || n,
       case state when 'released' then 'Sold out.' end, at, at, at, case state when 'refunded' then 3000000 else 0 end
from wish order by n;
insert into quotes (id, reseller_id, user_id, subject, item, stack, charged_micros, currency, created_at, expires_at)
select bench_id('5', n), shop, bench_id('3', c), 'bench', '{}', '{}', 3000000, 'USD', at, at + interval '15 minutes'
from wish where at > now() - interval '30 days' order by n;
insert into order_lines (reseller_id, order_id, position, item, price_stack)
select shop, bench_id('4', n), 1,
       case kind when 'number' then
           jsonb_build_object('kind', kind, 'provider', 'twilio', 'e164', '+1' || 2000000000 + n, 'country', 'US',
               'number_type', (array['local', 'mobile', 'toll_free'])[n % 3 + 1], 'capabilities',
               '{"voice": true, "sms": true, "mms": false}'::jsonb, 'needs_address', false, 'monthly_cost', two, 'monthly',
               three)
       else
           jsonb_build_object('kind', kind, 'provider', 'telna', 'plan', 'pln_' || replace(bench_id('8', 1)::text, '-', ''),
               'product', 'bench', 'name', country || ' ' || n % 4 + 1 || ' GB', 'place', country, 'country', country,
               'data_mb', 5000, 'validity_days', 30)
       end,
       jsonb_build_object('provider_cost', two, 'fx', null, 'cost', two, 'platform_price', '{"amount": "2.50",
           "currency": "USD"}'::jsonb, 'retail', three, 'discount', '{"amount": "0.00", "currency": "USD"}'::jsonb, 'charged',
           three, 'commission_percent', '10', 'trace',
           jsonb_build_array(jsonb_build_object('what', 'cost', 'stage', 'cost', 'result', two)))
from wish, (values ('{"amount": "2.00", "currency": "USD"}'::jsonb, '{"amount": "3.00", "currency": "USD"}'::jsonb))
    as money (two, three)
order by n;
insert into order_events (reseller_id, order_id, kind, amount_micros, at)
select shop, bench_id('4', n), event.kind, 3000000, at
from wish, unnest(case state when 'released' then array['held', 'submitted', 'refused', 'released']
                             when 'unknown' then array['held', 'submitted', 'unknown']
                             when 'submitted' then array['held', 'submitted']
                             when 'refunded' then array['held', 'submitted', 'bought', 'captured', 'refunded']
                             else array['held', 'submitted', 'bought', 'captured'] end) as event (kind)
order by n;
insert into holds (id, reseller_id, wallet_id, order_id, key, amount_micros, currency, state, created_at, closed_at,
                   transfer_id)
select bench_id('d', n), shop, bench_id('2', c), bench_id('4', n), 'bench:' || n, 3000000, 'USD',
       case state when 'released' then 'released' when 'unknown' then 'open' when 'submitted' then 'open' else 'captured' end,
       at, case when state not in ('unknown', 'submitted') then at end,
       case when state in ('fulfilled', 'refunded') then bench_id('6', n) end
from wish order by n;
insert into esim_data_plans (id, provider, provider_product_id, name, coverage, place, place_slug, countries, data_mb,
                             validity_days, cost_micros, cost_currency, is_active, synced_at)
values (bench_id('8', 1), 'bench', 'bench', 'Bench 5 GB', 'local', 'France', 'fr', '{FR}', 5000, 30, 2000000, 'USD', false,
        now());
insert into esim_activations (id, reseller_id, user_id, order_id, plan_id, provider, provider_order_id, iccid,
                              activation_code_sealed, state, purchased_at)
select bench_id('9', n), shop, bench_id('3', c), bench_id('4', n), bench_id('8', 1), 'telna', 'bench-' || n,
       '8' || lpad(n::text, 18, '0'), 'sealed', 'ready', at
from wish where kind = 'esim' and state in ('fulfilled', 'refunded') order by n;
insert into virtual_numbers (id, reseller_id, user_id, order_id, e164, country, kind, has_voice, has_sms, has_mms, provider,
                             provider_number_id, cost_micros, cost_currency, monthly_micros, currency, renewal_day, state,
                             purchased_at, expires_at)
select bench_id('9', n), shop, bench_id('3', c), bench_id('4', n), '+1' || 2000000000 + n, 'US', 'local', true, true, false,
       'twilio', 'bench-' || n, 2000000, 'USD', 3000000, 'USD', 1, 'active', at, now() + interval '20 days'
from wish where kind = 'number' and state in ('fulfilled', 'refunded') order by n;
insert into mails (id, reseller_id, user_id, recipient, template, subject, state, created_at, sent_at)
select bench_id('c', n), shop, bench_id('3', c), email, 'order_delivered', 'Your order',
       case when n % 5000 = 6 then 'failed' else 'sent' end, at, at
from wish where state in ('fulfilled', 'refunded') order by n;
insert into ledger_transfers (id, reseller_id, kind, key, fingerprint, description, reference_type, reference_id, currency,
                              at)
select bench_id('6', n), shop, 'sale', 'sale:' || n, sha256('sale'), 'eSIM', 'order', bench_id('4', n), 'USD', at
from wish where state in ('fulfilled', 'refunded') order by n;
insert into ledger_entries (reseller_id, transfer_id, account, wallet_id, currency, amount_micros, balance_before_micros,
                            balance_after_micros)
select shop, bench_id('6', n), leg.account, leg.wallet, 'USD', leg.amount, leg.before, leg.before + leg.amount
from wish, lateral (values ('wallet', bench_id('2', c), -3000000, 1003000000), ('provider_payable', null, 2000000, null),
        ('platform_revenue', null, 500000, null), ('commission', null, 300000, null),
        ('reseller_earnings', null, 200000, null)) as leg (account, wallet, amount, before)
where state in ('fulfilled', 'refunded') order by n;
insert into earnings (reseller_id, id, kind, order_id, transfer_id, amount_micros, currency, available_at, created_at,
                      payout_id)
select shop, bench_id('9', n), 'sale', bench_id('4', n), bench_id('6', n), 200000, 'USD', at + interval '14 days', at,
       case when shop = :'shop_id' and n < :all_orders * 11 / 12 then bench_id('0', n * 12 / :all_orders) end
from wish where state in ('fulfilled', 'refunded') order by n;
insert into payouts (id, reseller_id, key, amount_micros, currency, state, destination_sealed, destination_hint, requested_at,
                     decided_at, exported_at, paid_at)
select payout_id, reseller_id, 'bench:' || payout_id, sum(amount_micros), 'USD', 'paid', 'sealed', '0123', max(created_at),
       max(created_at), max(created_at), max(created_at)
from earnings where payout_id is not null and reseller_id = :'shop_id' group by reseller_id, payout_id;
insert into ledger_transfers (id, reseller_id, kind, key, fingerprint, description, reference_type, reference_id, currency,
                              at)
select id, reseller_id, 'payout', 'payout:' || id, sha256('payout'), 'Payout', 'payout', id, 'USD', decided_at
from payouts where key like 'bench:%';
insert into ledger_entries (reseller_id, transfer_id, account, currency, amount_micros)
select p.reseller_id, p.id, leg.account, 'USD', leg.amount
from payouts p, lateral (values ('reseller_earnings', -p.amount_micros), ('bank', p.amount_micros)) as leg (account, amount)
where p.key like 'bench:%';

insert into refunds (id, reseller_id, order_id, key, fingerprint, amount_micros, currency, destination, reason, transfer_id,
                     actor_id, at)
select bench_id('d', n), shop, bench_id('4', n), 'bench:' || n, sha256('refund'), 3000000, 'USD', 'wallet', 'Did not work.',
       bench_id('d', n), :'owner_id', at
from wish where state = 'refunded' order by n;
insert into ledger_transfers (id, reseller_id, kind, key, fingerprint, description, reference_type, reference_id, currency,
                              at)
select bench_id('d', n), shop, 'refund', 'refund:' || n, sha256('refund'), 'Refund', 'order', bench_id('4', n), 'USD', at
from wish where state = 'refunded' order by n;
insert into ledger_entries (reseller_id, transfer_id, account, wallet_id, currency, amount_micros, balance_before_micros,
                            balance_after_micros)
select shop, bench_id('d', n), leg.account, leg.wallet, 'USD', leg.amount, leg.before, leg.before + leg.amount
from wish, lateral (values ('wallet', bench_id('2', c), 3000000, 1000000000), ('platform_revenue', null, -2500000, null),
        ('commission', null, -300000, null), ('reseller_earnings', null, -200000, null)) as leg (account, wallet, amount, before)
where state = 'refunded' order by n;
insert into earnings (reseller_id, id, kind, order_id, transfer_id, amount_micros, currency, available_at, created_at)
select shop, bench_id('d', n), 'clawback', bench_id('4', n), bench_id('d', n), -200000, 'USD', at, at
from wish where state = 'refunded' order by n;

insert into promo_codes (id, reseller_id, code, name, percent, currency, valid_from, funded_by, uses, created_at)
select bench_id('c', p), :'shop_id', 'BENCH-' || p, 'Bench ' || p, 10, 'USD', now() - interval '366 days', 'reseller',
       :orders / 200, now() - interval '366 days'
from generate_series(0::bigint, 19) p;
insert into promo_uses (reseller_id, order_id, promo_id, user_id, state, discount_micros, currency, at, settled_at)
select shop, bench_id('4', n), bench_id('c', n / 10 % 20), bench_id('3', c), 'counted', 300000, 'USD', at, at
from wish where shop = :'shop_id' and n % 10 = 1 order by n;
insert into webhook_endpoints (id, reseller_id, url, events, secret_sealed, created_at)
select bench_id('c', e), :'shop_id', 'https://bench.test/hooks/' || e, '{order.fulfilled}', 'sealed', now()
from generate_series(0::bigint, 2) e;
insert into webhook_deliveries (id, reseller_id, endpoint_id, event, body, state, tries, created_at, settled_at)
select bench_id('c', n), shop, bench_id('c', n % 3), 'order.fulfilled', '{"type": "order.fulfilled"}',
       case when n % 300 = 5 then 'failed' else 'delivered' end, 1, at, at
from wish where shop = :'shop_id' and at > now() - interval '30 days' order by n;
insert into webhook_tries (id, reseller_id, delivery_id, at, duration_ms, status, answer)
select id, reseller_id, id, created_at, 80, 200, 'ok' from webhook_deliveries where event = 'order.fulfilled';
insert into operator_cases (id, reseller_id, kind, reference, summary, opened_at, closed_at, provider, resolution)
select bench_id('c', n), shop, case when n % 3 = 0 then 'order_unknown' else 'price_differs' end, 'bench-' || n,
       'The provider has not answered.', at, case when state <> 'unknown' then at end, 'telna',
       case when state <> 'unknown' then 'settled' end
from wish where state = 'unknown' or n % 300 = 8;
insert into operator_entries (id, reseller_id, operator_id, operator_name, staff_id, reason, token_hash, created_at,
                              expires_at)
select bench_id('c', e), :'shop_id', :'owner_id', 'Bench', :'owner_id', 'Asked for help.', sha256(('entry' || e)::bytea),
       now() - e * interval '4 hours', now() - e * interval '4 hours'
from generate_series(1::bigint, 2000) e;
insert into provider_bills (id, provider, name, digest, period_from, period_until, currency, imported_at)
select bench_id('c', b), 'telna', 'bench-' || b || '.csv', sha256(('bill' || b)::bytea), date '2020-01-01' + b::int * 31,
       date '2020-01-01' + b::int * 31 + 31, 'USD', now() - b * interval '31 days'
from generate_series(0::bigint, 11) b;
insert into provider_bill_lines (bill_id, position, reference, description, amount_micros, outcome, reseller_id, order_id,
                                 our_micros)
select bench_id('c', n * 12 / :all_orders), n, 'bench-' || n, 'eSIM', 2000000,
       case when n % 1000 = 1 then 'amount_differs' else 'matched' end, shop, bench_id('4', n), 2000000
from wish where kind = 'esim' and state = 'fulfilled' and n % 4 = 1;
insert into comparison_runs (id, began_at, ended_at, found, opened, parts)
select bench_id('c', d), now() - d * interval '1 day', now() - d * interval '1 day', 2, 1, '[]'
from generate_series(1::bigint, 365) d;
insert into catalogue_syncs (id, provider, at, products, added, gone, changed)
select bench_id('c', s), 'telna', now() - s * interval '1 hour', 2000, 1, 0, 3 from generate_series(1::bigint, 5000) s;
insert into catalogue_changes (sync_id, position, kind, product, name, before_micros, after_micros, currency)
select bench_id('c', s), p, 'cost', 'bench-' || p, 'Bench', 2000000, 2100000, 'USD'
from generate_series(1::bigint, 5000) s, generate_series(1, 4) p;
insert into provider_health (provider, minute, ok, refused, busy, failed, buckets)
select p, date_trunc('minute', now()) - m * interval '1 minute', 20, 1, 0, 0, '{0,5,5,5,5,1,0,0,0,0,0,0}'
from unnest(array['twilio', 'telna', 'flutterwave']) p, generate_series(1::bigint, 10000) m;
insert into announcements (id, title, body, is_for_all, shown_from, shown_until, created_at)
select bench_id('c', a), 'Bench ' || a, 'Something changes.', true, now() - (a + 2) * interval '7 days',
       now() - a * interval '7 days', now() - (a + 2) * interval '7 days'
from generate_series(1::bigint, 200) a;
drop table wish, person;

select indexdef from later order by tablename \gexec
set session_replication_role = origin;
vacuum (analyze);

-- Days that are over, as the nightly job closes them.
insert into figures_daily
select f.* from resellers r, lateral figures_of_ledger(r.id, '-infinity',
    (now() at time zone r.timezone)::date::timestamp at time zone r.timezone, r.timezone) f;
insert into account_days
select d.* from resellers r, lateral account_days_of_ledger(r.id, '-infinity',
    (now() at time zone 'UTC')::date::timestamp at time zone 'UTC') d;
insert into figures_closed (reseller_id, timezone, open_from, closed_at, accounts_open_from)
select id, timezone, (now() at time zone timezone)::date, now(), (now() at time zone 'UTC')::date from resellers;
analyze figures_daily, account_days, figures_closed;
checkpoint;

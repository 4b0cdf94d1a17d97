-- A number for each customer of purchase_setup.sql, messages that wait to be sent and calls that wait to be rated, each with
-- its money set aside. psql variables: wallets, uses, and the prices held in micro units: message, call. The prices come
-- from table bench_prices. Ids as in setup.sql: b a number, c a message, d a call, 7 and e their holds.
\set ON_ERROR_STOP on
set session_replication_role = replica; -- nobody ordered these numbers
set synchronous_commit = off;

insert into virtual_numbers (id, reseller_id, user_id, order_id, e164, country, kind, has_voice, has_sms, has_mms, provider,
                             provider_number_id, cost_micros, cost_currency, monthly_micros, currency, renewal_day,
                             purchased_at, expires_at)
select bench_id('b', w), r.id, bench_id('3', w), bench_id('b', w), '+1415' || lpad(w::text, 7, '0'), 'US', 'local', true, true,
       false, 'twilio', 'PN' || w, 1150000, 'USD', 2000000, 'USD', 1, now(), now() + interval '1 month'
from generate_series(0::bigint, :wallets - 1) w, resellers r where r.slug = 'aurora';

insert into messages (id, reseller_id, user_id, number_id, direction, peer, country, body, encoding, segments, state, provider,
                      payer, wallet_id, settlement_mode, price_stack, charged_micros, currency, created_at, updated_at)
select bench_id('c', n), r.id, bench_id('3', n % :wallets), bench_id('b', n % :wallets), 'out', '+14155550123', 'US',
       'See you at the gate at seven', 'GSM-7', 1, 'queued', 'twilio', 'customer', bench_id('2', n % :wallets),
       'platform_collects', p.segment, :message, 'USD', now(), now()
from generate_series(0::bigint, :uses - 1) n, resellers r, bench_prices p where r.slug = 'aurora';

insert into call_detail_records (id, reseller_id, user_id, number_id, direction, peer, country, phone, state, provider,
                                 provider_call_id, payer, wallet_id, settlement_mode, first_rate, second_rate, limit_seconds,
                                 held_seconds, held_micros, watch_at, currency, created_at, submitted_at, answered_at,
                                 updated_at)
select bench_id('d', n), r.id, bench_id('3', n % :wallets), bench_id('b', n % :wallets), 'out', '+14155550123', 'US',
       '+14155550199', 'in_progress', 'twilio', 'CA' || n, 'customer', bench_id('2', n % :wallets), 'platform_collects',
       p.minute, p.minute, 600, 120, :call, now() + interval '1 hour', 'USD', now(), now(), now(), now()
from generate_series(0::bigint, :uses - 1) n, resellers r, bench_prices p where r.slug = 'aurora';

insert into holds (id, reseller_id, wallet_id, message_id, key, amount_micros, currency, created_at)
select bench_id('7', n), r.id, bench_id('2', n % :wallets), bench_id('c', n), 'hold:msg_' || n, :message, 'USD', now()
from generate_series(0::bigint, :uses - 1) n, resellers r where r.slug = 'aurora';
insert into holds (id, reseller_id, wallet_id, call_id, key, amount_micros, currency, created_at)
select bench_id('e', n), r.id, bench_id('2', n % :wallets), bench_id('d', n), 'hold:cal_' || n, :call, 'USD', now()
from generate_series(0::bigint, :uses - 1) n, resellers r where r.slug = 'aurora';
update wallets w set held_micros = held.sum
from (select wallet_id, sum(amount_micros) from holds where state = 'open' group by wallet_id) held
where w.id = held.wallet_id;

set session_replication_role = origin;
vacuum (analyze) wallets;
vacuum (analyze) virtual_numbers;
vacuum (analyze) messages;
vacuum (analyze) call_detail_records;
vacuum (analyze) holds;
checkpoint;

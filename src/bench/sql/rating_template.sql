-- What a real message and a real call wrote, for the floor to write again: message and call 0.
\set ON_ERROR_STOP on
create table bench_rated as
select u.service, u.reseller_id, u.price_micros, u.cost_micros, u.platform_micros, u.share_micros, u.quantity, u.country,
       t.description, t.fingerprint, c.price_stack,
       (select amount_micros from ledger_entries e
        where e.reseller_id = u.reseller_id and e.transfer_id = u.transfer_id and account = 'platform_revenue') as margin_micros
from usage_logs u
join ledger_transfers t on t.reseller_id = u.reseller_id and t.id = u.transfer_id
left join call_detail_records c on c.reseller_id = u.reseller_id and c.id = u.source_id
where u.source_id in (bench_id('c', 0), bench_id('d', 0));
create unique index on bench_rated (service);
vacuum (analyze) bench_rated;
do $$ begin assert (select count(*) from bench_rated) = 2, 'the first message and call left no complete trace'; end $$;

-- What a real purchase wrote, for the floor to write again: the same item, price stack, mail and stored answer.
\set ON_ERROR_STOP on
create table bench_template as
select o.reseller_id, o.api_key_id, o.charged_micros, q.item, q.stack, e.plan_id, e.activation_code_sealed, m.subject,
       m.text_body, m.html_body, k.body as answer, l.amount_micros as earned_micros,
       u.country, u.quantity,
       (q.stack -> 'cost' ->> 'amount')::numeric * 1000000 as cost_micros,
       (q.stack -> 'platform_price' ->> 'amount')::numeric * 1000000 as platform_micros
from orders o
join quotes q on q.reseller_id = o.reseller_id and q.id = o.quote_id
join esim_activations e on e.reseller_id = o.reseller_id and e.order_id = o.id
join mails m on m.reseller_id = o.reseller_id and m.user_id = o.user_id and m.template = 'order_delivered'
join idempotency_keys k on k.reseller_id = o.reseller_id
join usage_logs u on u.reseller_id = o.reseller_id and u.source_id = o.id
join earnings l on l.reseller_id = o.reseller_id and l.order_id = o.id
where o.user_id = bench_id('3', 0)
limit 1;
alter table bench_template alter cost_micros type bigint, alter platform_micros type bigint;
vacuum (analyze) bench_template;
do $$ begin assert (select count(*) from bench_template) = 1, 'the first purchase left no complete trace'; end $$;

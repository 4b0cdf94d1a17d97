-- Every service has rules; two rules never match the same thing equally well at the same time; floors and rounding.
create extension if not exists btree_gist;

alter table platform_pricing_rules drop constraint platform_pricing_rules_service_check;
alter table platform_pricing_rules add constraint platform_pricing_rules_service_check
    check (service in ('number_purchase', 'number_month', 'sms', 'voice_minute', 'data_plan', 'package'));
alter table pricing_rules drop constraint pricing_rules_service_check;
alter table pricing_rules add constraint pricing_rules_service_check
    check (service in ('number_purchase', 'number_month', 'sms', 'voice_minute', 'data_plan', 'package'));

-- Until now only the seed wrote rules, all with one open window, so none of them overlap.
drop index platform_rule_once;
alter table platform_pricing_rules add constraint platform_rules_never_tie exclude using gist (
    coalesce(service, '') with =, coalesce(country, '') with =, coalesce(provider, '') with =,
    coalesce(plan_id, '00000000-0000-0000-0000-000000000000') with =,
    tstzrange(valid_from, valid_until) with &&) where (is_active);
drop index reseller_rule_once;
alter table pricing_rules add constraint reseller_rules_never_tie exclude using gist (
    reseller_id with =,
    coalesce(service, '') with =, coalesce(country, '') with =, coalesce(provider, '') with =,
    coalesce(plan_id, '00000000-0000-0000-0000-000000000000') with =,
    tstzrange(valid_from, valid_until) with &&) where (is_active);
grant insert, update on platform_pricing_rules to clouddail_worker;
grant insert on fx_rates to clouddail_worker;

-- How prices end in a currency, and the least the platform and a reseller want to earn per sale.
create table platform_price_settings (
    currency char(3) primary key,
    rounding text not null default 'none' check (rounding in ('none', 'five_cents', 'ninety_nine')),
    minimum_margin_micros bigint not null default 0 check (minimum_margin_micros >= 0),
    minimum_margin_percent numeric(7, 3) not null default 0 check (minimum_margin_percent between 0 and 1000)
);
grant select on platform_price_settings to clouddail_app;
grant select, insert, update on platform_price_settings to clouddail_worker;
create table price_settings (
    reseller_id uuid not null references resellers,
    currency char(3) not null,
    rounding text not null default 'none' check (rounding in ('none', 'five_cents', 'ninety_nine')),
    minimum_margin_micros bigint not null default 0 check (minimum_margin_micros >= 0),
    minimum_margin_percent numeric(7, 3) not null default 0 check (minimum_margin_percent between 0 and 1000),
    updated_at timestamptz not null,
    primary key (reseller_id, currency)
);
call close_tenant_table('price_settings', 'select, insert, update');

-- The least the supplier lets anybody sell a plan for (Airalo's minimum_selling_price, for one).
alter table esim_data_plans
    add column minimum_price_micros bigint check (minimum_price_micros > 0),
    add column minimum_price_currency char(3),
    add constraint minimum_price_has_currency check ((minimum_price_micros is null) = (minimum_price_currency is null));

-- Rules of both levels in one shape; the platform's have no reseller. Whoever asks sees what the tables show them.
create view every_pricing_rule with (security_invoker = true) as
    select null::uuid as reseller_id, id, name, service, country, provider, plan_id, markup_kind, markup_value,
           markup_currency, valid_from, valid_until, is_active
    from platform_pricing_rules
    union all
    select reseller_id, id, name, service, country, provider, plan_id, markup_kind, markup_value, markup_currency,
           valid_from, valid_until, is_active
    from pricing_rules;
grant select on every_pricing_rule to clouddail_app, clouddail_worker;

alter table platform_pricing_rules add constraint platform_rule_has_name check (length(name) between 1 and 80),
    add constraint platform_rule_markup_is_sane check (markup_kind <> 'percent' or markup_value <= 1000);
alter table pricing_rules add constraint reseller_rule_has_name check (length(name) between 1 and 80),
    add constraint reseller_rule_markup_is_sane check (markup_kind <> 'percent' or markup_value <= 1000);

-- Prices kept before this migration get the new fields: the retail price was what was charged, nothing was discounted,
-- and the exchange rate says where it came from.
create function pg_temp.present_shape(stack jsonb, at timestamptz) returns jsonb language sql as
$$
    select stack - 'fx_rate' || jsonb_build_object(
        'retail', stack -> 'charged',
        'discount', jsonb_build_object('amount', '0.00', 'currency', stack #>> '{charged,currency}'),
        'fx', case when stack #>> '{provider_cost,currency}' <> stack #>> '{cost,currency}' then (
            select jsonb_build_object('rate', stack ->> 'fx_rate',
                'as_of', to_char(coalesce(max(f.as_of), at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'source', coalesce((array_agg(f.source order by f.as_of desc))[1], 'unknown'))
            from fx_rates f
            where f.base = stack #>> '{provider_cost,currency}' and f.quote = stack #>> '{cost,currency}'
              and f.rate = (stack ->> 'fx_rate')::numeric and f.as_of <= at) end,
        'trace', (
            select jsonb_agg(step || jsonb_build_object('stage', case
                when step ->> 'what' like 'platform rule%' then 'platform'
                when step ->> 'what' like 'reseller rule%' or step ->> 'what' like 'rounded up%' then 'shop'
                else 'cost' end) order by position)
            from jsonb_array_elements(stack -> 'trace') with ordinality as steps (step, position)))
$$;
update quotes set stack = pg_temp.present_shape(stack, created_at) where stack ? 'fx_rate';
-- A line never changes; here only its shape does.
alter table order_lines disable trigger append_only;
update order_lines l set price_stack = pg_temp.present_shape(l.price_stack, o.created_at)
from orders o where o.reseller_id = l.reseller_id and o.id = l.order_id and l.price_stack ? 'fx_rate';
alter table order_lines enable trigger append_only;
drop function pg_temp.present_shape(jsonb, timestamptz);

-- Every service has rules; two rules never match the same thing equally well at the same time; floors and rounding.
create extension if not exists btree_gist;

alter table platform_pricing_rules drop constraint platform_pricing_rules_service_check;
alter table platform_pricing_rules add constraint platform_pricing_rules_service_check
    check (service in ('number_purchase', 'number_month', 'sms', 'voice_minute', 'data_plan', 'package'));
alter table pricing_rules drop constraint pricing_rules_service_check;
alter table pricing_rules add constraint pricing_rules_service_check
    check (service in ('number_purchase', 'number_month', 'sms', 'voice_minute', 'data_plan', 'package'));

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
    minimum_margin_percent numeric(6, 3) not null default 0 check (minimum_margin_percent between 0 and 1000)
);
grant select on platform_price_settings to clouddail_app;
grant select, insert, update on platform_price_settings to clouddail_worker;
create table price_settings (
    reseller_id uuid not null references resellers,
    currency char(3) not null,
    rounding text not null default 'none' check (rounding in ('none', 'five_cents', 'ninety_nine')),
    minimum_margin_micros bigint not null default 0 check (minimum_margin_micros >= 0),
    minimum_margin_percent numeric(6, 3) not null default 0 check (minimum_margin_percent between 0 and 1000),
    updated_at timestamptz not null,
    primary key (reseller_id, currency)
);
call close_tenant_table('price_settings', 'select, insert, update');

-- The least the supplier lets anybody sell a plan for (Airalo's minimum_selling_price, for one).
alter table esim_data_plans
    add column minimum_price_micros bigint check (minimum_price_micros > 0),
    add column minimum_price_currency char(3),
    add constraint minimum_price_has_currency check ((minimum_price_micros is null) = (minimum_price_currency is null));

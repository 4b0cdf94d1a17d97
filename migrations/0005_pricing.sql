-- Markup rules of the platform and of each reseller, exchange rates, the catalogue of data plans, quotes.
create table platform_pricing_rules (
    id uuid primary key,
    name text not null,
    service text check (service in ('number_purchase', 'number_month', 'data_plan')),
    country char(2),
    provider text,
    plan_id uuid,
    markup_kind text not null check (markup_kind in ('percent', 'fixed')),
    markup_value numeric(20, 6) not null check (markup_value >= 0),
    -- Of a fixed markup; a percentage has none.
    markup_currency char(3),
    valid_from timestamptz not null,
    valid_until timestamptz,
    is_active boolean not null default true,
    check ((markup_kind = 'fixed') = (markup_currency is not null)),
    check (valid_until is null or valid_until > valid_from)
);
grant select on platform_pricing_rules to clouddail_app, clouddail_worker;

create table pricing_rules (
    id uuid not null,
    reseller_id uuid not null references resellers,
    name text not null,
    service text check (service in ('number_purchase', 'number_month', 'data_plan')),
    country char(2),
    provider text,
    plan_id uuid,
    markup_kind text not null check (markup_kind in ('percent', 'fixed')),
    markup_value numeric(20, 6) not null check (markup_value >= 0),
    markup_currency char(3),
    valid_from timestamptz not null,
    valid_until timestamptz,
    is_active boolean not null default true,
    primary key (reseller_id, id),
    check ((markup_kind = 'fixed') = (markup_currency is not null)),
    check (valid_until is null or valid_until > valid_from)
);
call close_tenant_table('pricing_rules', 'select, insert, update, delete');

-- Two active rules that match the same thing equally well would make the price a matter of chance.
create unique index platform_rule_once on platform_pricing_rules
    (coalesce(service, ''), coalesce(country, ''), coalesce(provider, ''),
     coalesce(plan_id, '00000000-0000-0000-0000-000000000000'), valid_from) where is_active;
create unique index reseller_rule_once on pricing_rules
    (reseller_id, coalesce(service, ''), coalesce(country, ''), coalesce(provider, ''),
     coalesce(plan_id, '00000000-0000-0000-0000-000000000000'), valid_from) where is_active;

create table fx_rates (
    base char(3) not null,
    quote char(3) not null,
    rate numeric(20, 10) not null check (rate > 0),
    as_of timestamptz not null,
    source text not null,
    primary key (base, quote, as_of)
);
grant select on fx_rates to clouddail_app, clouddail_worker;

-- The platform's copy of the providers' catalogues. `data_mb` null is unlimited.
create table esim_data_plans (
    id uuid primary key,
    provider text not null,
    provider_product_id text not null,
    name text not null,
    coverage text not null check (coverage in ('local', 'regional', 'global')),
    place text not null,
    place_slug text not null,
    countries char(2)[] not null check (cardinality(countries) > 0),
    data_mb bigint check (data_mb > 0),
    fair_use text not null default '',
    speed text not null default '',
    validity_days integer not null check (validity_days > 0),
    can_top_up boolean not null default false,
    cost_micros bigint not null check (cost_micros > 0),
    cost_currency char(3) not null,
    is_active boolean not null default true,
    synced_at timestamptz not null,
    unique (provider, provider_product_id)
);
create index plans_by_place on esim_data_plans (place_slug) where is_active;
create index plans_by_country on esim_data_plans using gin (countries) where is_active;
grant select on esim_data_plans to clouddail_app;
grant select, insert, update on esim_data_plans to clouddail_worker;

create table quotes (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    -- What is quoted, as text that two equal wishes share: `number:+14155550100`, `esim:<plan>`.
    subject text not null,
    item jsonb not null,
    stack jsonb not null,
    charged_micros bigint not null check (charged_micros > 0),
    monthly_micros bigint,
    currency char(3) not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
create index live_quotes on quotes (reseller_id, user_id, subject, expires_at);
call close_tenant_table('quotes', 'select, insert');

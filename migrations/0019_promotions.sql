-- What a shop does not sell; its promotion codes and who used them.
create table switched_off (
    reseller_id uuid not null references resellers,
    kind text not null check (kind in ('plan', 'place', 'number_country', 'number')),
    -- A plan's id, the slug of its place, `US`, or `US:local`.
    key text not null check (length(key) between 1 and 80),
    at timestamptz not null,
    primary key (reseller_id, kind, key)
);
call close_tenant_table('switched_off', 'select, insert, delete');

create table promo_codes (
    id uuid not null,
    reseller_id uuid not null references resellers,
    code text not null check (code ~ '^[A-Z0-9-]{3,32}$'),
    name text not null check (length(name) between 1 and 80),
    percent numeric(6, 3) check (percent > 0 and percent <= 100),
    amount_micros bigint check (amount_micros > 0),
    currency char(3) not null,
    minimum_micros bigint not null default 0 check (minimum_micros >= 0),
    maximum_discount_micros bigint check (maximum_discount_micros > 0),
    -- What it is for; null is everything.
    service text check (service in ('number_purchase', 'data_plan')),
    country char(2),
    plan_id uuid,
    valid_from timestamptz not null,
    valid_until timestamptz,
    limit_total integer check (limit_total > 0),
    limit_per_customer integer check (limit_per_customer > 0),
    funded_by text not null check (funded_by in ('reseller', 'platform')),
    is_paused boolean not null default false,
    -- Held and counted uses. Whoever takes one waits here for the one before.
    uses integer not null default 0 check (uses >= 0),
    created_at timestamptz not null,
    primary key (reseller_id, id),
    constraint promo_code_once unique (reseller_id, code),
    check ((percent is null) <> (amount_micros is null)),
    check (valid_until is null or valid_until > valid_from)
);
call close_tenant_table('promo_codes', 'select, insert, update');

create table promo_uses (
    reseller_id uuid not null,
    order_id uuid not null,
    promo_id uuid not null,
    user_id uuid not null,
    state text not null default 'held' check (state in ('held', 'counted', 'released')),
    discount_micros bigint not null check (discount_micros > 0),
    currency char(3) not null,
    at timestamptz not null,
    settled_at timestamptz,
    primary key (reseller_id, order_id),
    foreign key (reseller_id, order_id) references orders (reseller_id, id),
    foreign key (reseller_id, promo_id) references promo_codes (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    check ((state = 'held') = (settled_at is null))
);
create index uses_of_promo on promo_uses (reseller_id, promo_id, order_id);
create index uses_of_customer on promo_uses (reseller_id, user_id, promo_id) where state <> 'released';
call close_tenant_table('promo_uses', 'select, insert, update');

create index audit_of_prices on audit_logs (reseller_id, at desc, id)
    where action in ('price_rule.saved', 'price_rule.ended', 'price_settings.saved', 'fx_rate.set');

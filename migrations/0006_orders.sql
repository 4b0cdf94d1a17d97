-- Orders and what they bring: numbers and eSIMs. The states are those of `domain::orders::state`.
create table orders (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    wallet_id uuid not null,
    -- A quote is bought once: the second click finds the first order.
    quote_id uuid not null,
    kind text not null check (kind in ('number', 'esim')),
    state text not null check (state in ('held', 'submitted', 'unknown', 'fulfilled', 'released', 'refunded')),
    settlement_mode text not null check (settlement_mode in ('platform_collects', 'reseller_collects')),
    charged_micros bigint not null check (charged_micros > 0),
    currency char(3) not null,
    provider text not null,
    -- Our reference at the provider, by which an unknown outcome is asked about.
    reference text not null unique,
    refusal text,
    -- How often the provider was asked, and when to ask next.
    attempts integer not null default 0,
    submitted_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (reseller_id, id),
    constraint order_once_per_quote unique (reseller_id, quote_id),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    foreign key (reseller_id, wallet_id) references wallets (reseller_id, id),
    foreign key (reseller_id, quote_id) references quotes (reseller_id, id),
    check ((state = 'released') = (refusal is not null))
);
create index orders_of_user on orders (reseller_id, user_id, created_at desc);
create index orders_in_flight on orders (created_at) where state in ('held', 'submitted', 'unknown');
call close_tenant_table('orders', 'select, insert, update');
alter table holds add foreign key (reseller_id, order_id) references orders (reseller_id, id)
    deferrable initially deferred;

-- What was bought, at what price and how the price came about; immutable.
create table order_lines (
    reseller_id uuid not null,
    order_id uuid not null,
    position smallint not null,
    item jsonb not null,
    price_stack jsonb not null,
    losing_offers jsonb not null default '[]',
    primary key (reseller_id, order_id, position),
    foreign key (reseller_id, order_id) references orders (reseller_id, id)
);
call close_tenant_table('order_lines', 'select, insert');
call make_append_only('order_lines');

create table order_events (
    reseller_id uuid not null,
    seq bigint generated always as identity,
    order_id uuid not null,
    kind text not null check (kind in ('held', 'submitted', 'bought', 'refused', 'unknown', 'asked', 'captured',
        'released', 'refunded', 'case_opened')),
    detail text not null default '',
    amount_micros bigint,
    at timestamptz not null,
    primary key (reseller_id, seq),
    foreign key (reseller_id, order_id) references orders (reseller_id, id)
);
create index events_of_order on order_events (reseller_id, order_id, seq);
call close_tenant_table('order_events', 'select, insert');
call make_append_only('order_events');

create table virtual_numbers (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    order_id uuid not null,
    e164 text not null check (e164 ~ '^\+[1-9][0-9]{6,14}$'),
    country char(2) not null,
    kind text not null check (kind in ('local', 'toll_free', 'mobile')),
    has_voice boolean not null,
    has_sms boolean not null,
    has_mms boolean not null,
    provider text not null,
    provider_number_id text not null,
    cost_micros bigint not null,
    cost_currency char(3) not null,
    monthly_micros bigint not null,
    currency char(3) not null,
    label text not null default '' check (length(label) <= 60),
    state text not null default 'active'
        check (state in ('active', 'suspended', 'grace', 'released', 'quarantined')),
    auto_renew boolean not null default true,
    renewal_day smallint not null check (renewal_day between 1 and 28),
    purchased_at timestamptz not null,
    expires_at timestamptz not null,
    released_at timestamptz,
    primary key (reseller_id, id),
    unique (reseller_id, order_id),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    foreign key (reseller_id, order_id) references orders (reseller_id, id)
);
-- One holder at a time in the whole installation; free again once released.
create unique index number_held_once on virtual_numbers (e164) where state in ('active', 'suspended', 'grace');
create index numbers_of_user on virtual_numbers (reseller_id, user_id, purchased_at desc);
call close_tenant_table('virtual_numbers', 'select, insert, update');

create table esim_activations (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    order_id uuid not null,
    plan_id uuid not null references esim_data_plans,
    provider text not null,
    provider_order_id text not null,
    iccid text not null check (iccid ~ '^[0-9]{17,22}$'),
    -- XChaCha20-Poly1305; see backend::seal.
    activation_code_sealed bytea not null,
    state text not null check (state in ('ordered', 'ready', 'downloaded', 'active', 'depleted', 'expired',
        'suspended', 'terminated', 'recycled')),
    used_mb bigint not null default 0,
    as_of timestamptz,
    purchased_at timestamptz not null,
    activated_at timestamptz,
    expires_at timestamptz,
    primary key (reseller_id, id),
    unique (reseller_id, order_id),
    unique (provider, iccid),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    foreign key (reseller_id, order_id) references orders (reseller_id, id)
);
create index esims_of_user on esim_activations (reseller_id, user_id, purchased_at desc);
call close_tenant_table('esim_activations', 'select, insert, update');

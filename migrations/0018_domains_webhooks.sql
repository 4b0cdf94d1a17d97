-- Domains: how ownership is proven, what the last look found and when the next one is. Any shop may wish for a host;
-- only one has it verified.
alter table reseller_domains drop constraint reseller_domains_host_key;
alter table reseller_domains
    add constraint one_wish_per_host unique (reseller_id, host),
    add column token text not null default replace(gen_random_uuid()::text, '-', '') check (token ~ '^[0-9a-f]{32}$'),
    add column found text not null default '' check (length(found) <= 500),
    add column checks integer not null default 0,
    add column checked_at timestamptz,
    add column next_check_at timestamptz,
    add column failing_since timestamptz,
    add constraint reason_known check (reason in ('', 'no_record', 'no_proof', 'wrong_target', 'other_owner', 'caa',
                                                  'not_propagated', 'server_failure', 'taken'));
create unique index one_shop_per_verified_host on reseller_domains (host) where state = 'verified';

-- Where a shop's own systems hear what happened. Secrets are sealed; a replaced one signs beside the new one for a day.
create table webhook_endpoints (
    id uuid not null,
    reseller_id uuid not null references resellers,
    url text not null check (length(url) between 8 and 500),
    events text[] not null check (cardinality(events) between 1 and 20),
    state text not null default 'active' check (state in ('active', 'off', 'failed')),
    secret_sealed bytea not null,
    secret_shown boolean not null default false,
    previous_secret_sealed bytea,
    previous_until timestamptz,
    failing_since timestamptz,
    created_at timestamptz not null,
    primary key (reseller_id, id)
);
call close_tenant_table('webhook_endpoints', 'select, insert, update, delete');

-- An event for an endpoint, written in the transaction of the fact. The id is the `webhook-id`: the same at every try.
create table webhook_deliveries (
    id uuid not null,
    reseller_id uuid not null,
    endpoint_id uuid not null,
    event text not null,
    body text not null check (length(body) <= 65536),
    state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
    tries integer not null default 0,
    next_try_at timestamptz,
    created_at timestamptz not null,
    settled_at timestamptz,
    primary key (reseller_id, id),
    foreign key (reseller_id, endpoint_id) references webhook_endpoints (reseller_id, id) on delete cascade
);
create index deliveries_of_endpoint on webhook_deliveries (reseller_id, endpoint_id, id desc);
create index old_deliveries on webhook_deliveries (created_at);
call close_tenant_table('webhook_deliveries', 'select, insert, update, delete');

create table webhook_tries (
    id uuid not null,
    reseller_id uuid not null,
    delivery_id uuid not null,
    at timestamptz not null,
    duration_ms integer not null,
    status integer,
    answer text not null check (length(answer) <= 2000),
    primary key (reseller_id, id),
    foreign key (reseller_id, delivery_id) references webhook_deliveries (reseller_id, id) on delete cascade
);
create index tries_of_delivery on webhook_tries (reseller_id, delivery_id, id);
call close_tenant_table('webhook_tries', 'select, insert, delete');

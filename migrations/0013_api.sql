-- Keys of the REST interface, and what a request with an idempotency key answered.

create table api_keys (
    id uuid not null,
    reseller_id uuid not null references resellers,
    name text not null check (length(name) between 1 and 80),
    -- The first characters, so that people recognise it.
    prefix text not null,
    -- SHA-256 of the whole key: it has 64 random bits or more, so no slow hash is needed.
    hash bytea not null unique check (length(hash) = 32),
    scopes text[] not null check (cardinality(scopes) > 0
        and scopes <@ array['catalogue', 'customers:read', 'customers:write', 'orders:read', 'orders:write',
                            'wallets:read', 'numbers:read', 'numbers:write', 'esims:read', 'organizations:read',
                            'organizations:write', 'billing:write']),
    -- Empty: any address.
    allowed_networks cidr[] not null default '{}',
    -- What orders with this key may take in a calendar day (UTC), in the shop's currency; null: no cap.
    daily_cap_micros bigint check (daily_cap_micros > 0),
    created_by uuid,
    created_at timestamptz not null,
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz,
    primary key (reseller_id, id)
);
call close_tenant_table('api_keys', 'select, insert, update');
alter table orders add foreign key (reseller_id, api_key_id) references api_keys (reseller_id, id);
create index orders_of_api_key on orders (reseller_id, api_key_id, created_at) where api_key_id is not null;

create table idempotency_keys (
    reseller_id uuid not null references resellers,
    api_key_id uuid not null,
    key text not null check (length(key) between 1 and 200),
    -- SHA-256 of method, path and body.
    fingerprint bytea not null check (length(fingerprint) = 32),
    -- While somebody works on it, until when others wait; a process that died lets go by this.
    locked_until timestamptz,
    status smallint,
    body bytea check (length(body) <= 262144),
    created_at timestamptz not null,
    primary key (reseller_id, api_key_id, key),
    foreign key (reseller_id, api_key_id) references api_keys (reseller_id, id)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
call close_tenant_table('idempotency_keys', 'select, insert, update, delete');

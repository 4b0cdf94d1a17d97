-- Where customers live, for numbers whose law asks for it. Forgetting empties the row: an order may name it for ever.
create table addresses (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    name text not null check (length(name) <= 100),
    street text not null check (length(street) <= 120),
    city text not null check (length(city) <= 80),
    region text not null check (length(region) <= 60),
    postal_code text not null check (length(postal_code) <= 12),
    country char(2) not null,
    created_at timestamptz not null,
    forgotten_at timestamptz,
    primary key (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
create index addresses_of_user on addresses (reseller_id, user_id, created_at) where forgotten_at is null;
call close_tenant_table('addresses', 'select, insert, update');

-- What a vendor calls an address: it is told each one once.
create table address_registrations (
    reseller_id uuid not null,
    address_id uuid not null,
    provider text not null references providers,
    provider_address_id text not null check (length(provider_address_id) between 1 and 100),
    at timestamptz not null,
    primary key (reseller_id, address_id, provider),
    foreign key (reseller_id, address_id) references addresses (reseller_id, id)
);
call close_tenant_table('address_registrations', 'select, insert, delete');

alter table virtual_numbers add column address_id uuid;
alter table virtual_numbers add foreign key (reseller_id, address_id) references addresses (reseller_id, id);
create index numbers_of_address on virtual_numbers (reseller_id, address_id) where address_id is not null;
-- The buyer chooses an address for what is quoted.
grant update (item) on quotes to clouddail_app, clouddail_worker;

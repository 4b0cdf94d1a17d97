-- Where customers and companies are, for numbers whose law asks for it. `owner_id` is whose it is: the company's, or the
-- user's own. Forgetting empties the row: an order may name it for ever.
create table addresses (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    organization_id uuid,
    owner_id uuid not null generated always as (coalesce(organization_id, user_id)) stored,
    name text not null check (length(name) <= 100),
    street text not null check (length(street) <= 120),
    city text not null check (length(city) <= 80),
    region text not null check (length(region) <= 60),
    postal_code text not null check (length(postal_code) <= 12),
    country char(2) not null,
    created_at timestamptz not null,
    forgotten_at timestamptz,
    primary key (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id)
);
create index addresses_of_owner on addresses (reseller_id, owner_id, created_at) where forgotten_at is null;
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

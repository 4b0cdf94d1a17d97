-- The life of a number: paid month by month, in grace, suspended, given back, kept from others for a while.

alter table virtual_numbers
    -- When it is looked at next; null once nobody holds it.
    add column next_at timestamptz,
    -- What its owner was told of this month: 1 it renews in a week, 2 tomorrow, 3 not paid, 4 last day, 5 suspended, 6 ends.
    add column told smallint not null default 0 check (told between 0 and 6),
    add column grace_until timestamptz,
    add column suspended_for text check (suspended_for in ('owner', 'money', 'end')),
    add column release_at timestamptz,
    add column quarantined_until timestamptz,
    -- Messages that come in are mailed to the owner too.
    add column mails_messages boolean not null default false,
    add constraint grace_has_an_end check (state <> 'grace' or grace_until is not null);
-- Months nobody asked to be paid for are not charged afterwards.
update virtual_numbers
   set expires_at = expires_at
       + make_interval(months => 1 + (extract(year from age(now(), expires_at)) * 12
                                      + extract(month from age(now(), expires_at)))::integer)
 where state in ('active', 'suspended', 'grace') and expires_at < now();
update virtual_numbers set next_at = expires_at - interval '7 days' where state in ('active', 'suspended', 'grace');
create index numbers_to_look_at on virtual_numbers (next_at) where next_at is not null;
create index numbers_in_quarantine on virtual_numbers (e164) where quarantined_until is not null;

-- Further months that were paid, each by an order of its own and each once.
create table number_months (
    reseller_id uuid not null,
    order_id uuid not null,
    number_id uuid not null,
    from_at timestamptz not null,
    until_at timestamptz not null check (until_at > from_at),
    primary key (reseller_id, order_id),
    constraint month_paid_once unique (reseller_id, number_id, from_at),
    foreign key (reseller_id, order_id) references orders (reseller_id, id),
    foreign key (reseller_id, number_id) references virtual_numbers (reseller_id, id)
);
call close_tenant_table('number_months', 'select, insert');
call make_append_only('number_months');

-- Days a customer of the shop has to pay for a number that could not be renewed.
alter table resellers add column grace_days smallint not null default 7 check (grace_days between 1 and 14);
grant update (grace_days) on resellers to clouddail_worker;

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

-- Groups of contacts, and what a customer or a company wants to know of each of them.
create table contact_fields (
    reseller_id uuid not null,
    id uuid not null,
    user_id uuid,
    organization_id uuid,
    owner_id uuid not null generated always as (coalesce(organization_id, user_id)) stored,
    name text not null check (length(name) between 1 and 40),
    created_at timestamptz not null,
    primary key (reseller_id, id),
    check (num_nonnulls(user_id, organization_id) = 1),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id)
);
create unique index contact_field_once on contact_fields (reseller_id, owner_id, lower(name));
call close_tenant_table('contact_fields', 'select, insert, delete');

alter table contacts
    add column groups text[] not null default '{}' check (cardinality(groups) <= 10),
    -- What the owner's fields say, by the field's id.
    add column custom jsonb not null default '{}' check (jsonb_typeof(custom) = 'object');

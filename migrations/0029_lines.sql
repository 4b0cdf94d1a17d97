-- Lines: an eSIM of a company's employee, its plans, and what was spent on whom.

-- A vendor of lines alone: its plans are not in the shop.
alter table providers drop constraint providers_kind_check,
    add constraint providers_kind_check check (kind in ('numbers', 'esims', 'lines', 'payments'));
insert into providers (name, kind) values ('1global', 'lines');

-- For whom a company bought: kept on the order, since people change teams and what was spent does not.
alter table orders
    add column employee_id uuid,
    add column team_id uuid,
    add column cost_centre text not null default '' check (length(cost_centre) <= 40),
    -- A further plan for a line that exists.
    add column line_id uuid,
    add foreign key (reseller_id, organization_id, employee_id) references employees (reseller_id, organization_id, id),
    add foreign key (reseller_id, organization_id, team_id) references teams (reseller_id, organization_id, id)
        on delete set null (team_id),
    add check (employee_id is null or organization_id is not null);
create index orders_of_employee on orders (reseller_id, organization_id, employee_id, created_at)
    where employee_id is not null;

create table lines (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    employee_id uuid not null,
    -- The order it came by.
    order_id uuid not null,
    provider text not null references providers (name),
    -- The vendor's id: what its verbs are asked by.
    provider_line_id text not null check (length(provider_line_id) between 1 and 200),
    iccid text not null check (iccid ~ '^[0-9]{17,22}$'),
    -- XChaCha20-Poly1305; see backend::seal.
    activation_code_sealed bytea not null,
    state text not null check (state in ('ordered', 'ready', 'downloaded', 'active', 'depleted', 'expired', 'suspended',
        'terminated', 'recycled')),
    -- The plan it has now.
    plan_id uuid not null references esim_data_plans,
    -- Why it is stopped: somebody asked, it used up its cap, or its employee left.
    suspended_for text check (suspended_for in ('asked', 'cap', 'leaver')),
    -- The line it took the place of: a lost phone.
    replaces_id uuid,
    -- Bytes used since it was made, and what its plans give; none is unlimited or untold.
    used_bytes bigint not null default 0 check (used_bytes >= 0),
    allowance_bytes bigint check (allowance_bytes >= 0),
    -- When the vendor last told.
    as_of timestamptz,
    issued_at timestamptz not null,
    activated_at timestamptz,
    expires_at timestamptz,
    ended_at timestamptz,
    primary key (reseller_id, organization_id, id),
    unique (provider, provider_line_id),
    unique (provider, iccid),
    unique (reseller_id, order_id),
    foreign key (reseller_id, organization_id, employee_id) references employees (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id, replaces_id) references lines (reseller_id, organization_id, id),
    foreign key (reseller_id, order_id) references orders (reseller_id, id)
);
create index lines_of_company on lines (reseller_id, organization_id, issued_at desc, id desc);
create index lines_of_employee on lines (reseller_id, organization_id, employee_id);
call close_tenant_table('lines', 'select, insert, update');
alter table orders add foreign key (reseller_id, organization_id, line_id)
    references lines (reseller_id, organization_id, id);

-- Every plan a line was given, in turn.
create table line_plans (
    reseller_id uuid not null,
    organization_id uuid not null,
    line_id uuid not null,
    order_id uuid not null,
    plan_id uuid not null references esim_data_plans,
    how text not null check (how in ('issued', 'added', 'changed')),
    at timestamptz not null,
    primary key (reseller_id, organization_id, line_id, order_id),
    foreign key (reseller_id, organization_id, line_id) references lines (reseller_id, organization_id, id),
    foreign key (reseller_id, order_id) references orders (reseller_id, id)
);
call close_tenant_table('line_plans', 'select, insert');

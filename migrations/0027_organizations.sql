-- Companies: what one is, who belongs to it, its teams, and the employees it buys for.

alter table organizations
    add column plan_tier text not null default 'starter' check (plan_tier in ('starter', 'growth', 'enterprise')),
    -- Its months and days begin and end in it.
    add column timezone text not null default 'UTC' check (length(timezone) between 1 and 64),
    add column state text not null default 'active' check (state in ('active', 'deactivated'));

-- A member signs in with an account of the shop. One person may belong to several companies.
create table organization_members (
    reseller_id uuid not null,
    organization_id uuid not null,
    user_id uuid not null,
    role text not null check (role in ('owner', 'admin', 'finance', 'manager', 'viewer', 'standard')),
    state text not null default 'active' check (state in ('active', 'deactivated')),
    created_at timestamptz not null,
    primary key (reseller_id, organization_id, user_id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
create index companies_of_user on organization_members (reseller_id, user_id);
call close_tenant_table('organization_members', 'select, insert, update, delete');

-- The company a signed-in person works in, when there are several.
alter table sessions add column organization_id uuid;
alter table sessions add foreign key (reseller_id, organization_id) references organizations (reseller_id, id);

create table teams (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    name text not null check (length(name) between 1 and 80),
    name_key text generated always as (lower(name)) stored,
    created_at timestamptz not null,
    primary key (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id)
);
create unique index one_team_of_a_name on teams (reseller_id, organization_id, name_key);
call close_tenant_table('teams', 'select, insert, update, delete');

create table team_managers (
    reseller_id uuid not null,
    organization_id uuid not null,
    team_id uuid not null,
    user_id uuid not null,
    primary key (reseller_id, organization_id, team_id, user_id),
    foreign key (reseller_id, organization_id, team_id) references teams (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id, user_id)
        references organization_members (reseller_id, organization_id, user_id)
);
create index teams_of_manager on team_managers (reseller_id, organization_id, user_id);
call close_tenant_table('team_managers', 'select, insert, delete');

-- Only a hash of the mailed link is kept.
create table organization_invitations (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    email text not null check (email = lower(email) and length(email) <= 254),
    role text not null check (role in ('owner', 'admin', 'finance', 'manager', 'viewer', 'standard')),
    -- The team a manager is to lead.
    team_id uuid,
    token_hash bytea not null unique,
    invited_by uuid not null,
    created_at timestamptz not null,
    mailed_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    revoked_at timestamptz,
    primary key (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, organization_id, team_id) references teams (reseller_id, organization_id, id),
    foreign key (reseller_id, invited_by) references users (reseller_id, id)
);
create unique index one_open_invitation_to_company on organization_invitations (reseller_id, organization_id, email)
    where accepted_at is null and revoked_at is null;
call close_tenant_table('organization_invitations', 'select, insert, update');

-- People of the company's personnel records. They do not sign in; lines are theirs. Somebody who left stays, with an end
-- date, since what was spent on them was.
create table employees (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    email text not null check (email = lower(email) and length(email) <= 254),
    first_name text not null check (length(first_name) between 1 and 80),
    last_name text not null check (length(last_name) between 1 and 80),
    phone_model text not null default '' check (length(phone_model) <= 80),
    cost_centre text not null default '' check (length(cost_centre) <= 40),
    team_id uuid,
    starts_on date not null,
    -- The last day.
    ends_on date,
    created_at timestamptz not null,
    name_key text collate "C" not null generated always as (lower(first_name || ' ' || last_name)) stored,
    surname_key text collate "C" not null generated always as (lower(last_name || ' ' || first_name)) stored,
    primary key (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, organization_id, team_id) references teams (reseller_id, organization_id, id),
    check (ends_on is null or ends_on >= starts_on)
);
create unique index one_employee_of_an_address on employees (reseller_id, organization_id, (email collate "C"));
create index employees_by_surname on employees (reseller_id, organization_id, surname_key, id);
create index employees_by_name on employees (reseller_id, organization_id, name_key);
create index employees_of_team on employees (reseller_id, organization_id, team_id, surname_key, id);
call close_tenant_table('employees', 'select, insert, update');

-- A file of employees between its preview and its use. The text goes when it is used or replaced.
create table employee_imports (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    created_by uuid not null,
    name text not null check (length(name) <= 200),
    text text check (length(text) <= 1000000),
    added integer,
    -- Rows that were not taken: line, who and why.
    refused jsonb,
    created_at timestamptz not null,
    applied_at timestamptz,
    primary key (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, created_by) references users (reseller_id, id),
    check ((applied_at is null) = (text is not null))
);
create index imports_waiting on employee_imports (reseller_id, organization_id, created_by) where applied_at is null;
call close_tenant_table('employee_imports', 'select, insert, update, delete');

-- What was done in or to a company, for its own people.
alter table audit_logs add column organization_id uuid;
alter table audit_logs add foreign key (reseller_id, organization_id) references organizations (reseller_id, id);
create index audit_of_company on audit_logs (reseller_id, organization_id, at desc, id desc)
    where organization_id is not null;

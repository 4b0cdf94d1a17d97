-- A company's own sign-in (OpenID Connect) and its directory (SCIM).

create table organization_sign_ins (
    reseller_id uuid not null,
    organization_id uuid not null,
    -- What its people type to be led to it.
    short_name text not null check (short_name ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    issuer text not null check (length(issuer) between 1 and 500),
    client_id text not null check (length(client_id) between 1 and 200),
    -- Sealed.
    client_secret bytea not null,
    groups_claim text not null check (length(groups_claim) between 1 and 60),
    -- Of whoever is in no group of the list; without it they are refused.
    default_role text check (default_role in ('admin', 'finance', 'manager', 'viewer', 'standard')),
    is_on boolean not null,
    is_enforced boolean not null default false,
    -- When somebody last came through with these settings: before that, nobody is kept from their password.
    proven_at timestamptz,
    -- What the last test found.
    last_test jsonb,
    updated_at timestamptz not null,
    primary key (reseller_id, organization_id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    check (not is_enforced or (is_on and proven_at is not null))
);
create unique index one_company_of_a_short_name on organization_sign_ins (reseller_id, short_name);
call close_tenant_table('organization_sign_ins', 'select, insert, update');

-- Which group of the company's provider is which role here.
create table organization_sign_in_groups (
    reseller_id uuid not null,
    organization_id uuid not null,
    value text not null check (length(value) between 1 and 200),
    role text not null check (role in ('admin', 'finance', 'manager', 'viewer', 'standard')),
    -- The team its managers lead.
    team_id uuid,
    primary key (reseller_id, organization_id, value),
    foreign key (reseller_id, organization_id) references organization_sign_ins (reseller_id, organization_id),
    foreign key (reseller_id, organization_id, team_id) references teams (reseller_id, organization_id, id)
        on delete set null (team_id)
);
call close_tenant_table('organization_sign_in_groups', 'select, insert, update, delete');

-- Domains of e-mail addresses. Only for one that is proven by the DNS are accounts made without a mailed link: otherwise
-- anybody could make a company and accounts in other people's names.
create table organization_email_domains (
    reseller_id uuid not null,
    organization_id uuid not null,
    domain text not null check (domain = lower(domain) and length(domain) between 3 and 253),
    -- What the DNS has to say.
    proof text not null,
    created_at timestamptz not null,
    checked_at timestamptz,
    verified_at timestamptz,
    primary key (reseller_id, organization_id, domain),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id)
);
create unique index one_company_of_an_email_domain on organization_email_domains (reseller_id, domain)
    where verified_at is not null;
call close_tenant_table('organization_email_domains', 'select, insert, update, delete');

-- Who somebody is at the company's provider. Goes with the membership.
create table organization_identities (
    reseller_id uuid not null,
    organization_id uuid not null,
    issuer text not null check (length(issuer) <= 500),
    subject text not null check (length(subject) between 1 and 255),
    user_id uuid not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    primary key (reseller_id, organization_id, issuer, subject),
    foreign key (reseller_id, organization_id, user_id)
        references organization_members (reseller_id, organization_id, user_id) on delete cascade
);
create unique index one_identity_of_a_member on organization_identities (reseller_id, organization_id, user_id);
call close_tenant_table('organization_identities', 'select, insert, update');

-- Sign-ins under way at a company's provider. Used once; only hashes of what the browser holds.
create table sign_in_attempts (
    reseller_id uuid not null,
    state_hash bytea not null,
    organization_id uuid not null,
    -- The owner who tries the settings out; null for somebody who signs in.
    tested_by uuid,
    browser_hash bytea not null,
    nonce text not null,
    verifier text not null,
    host text not null,
    next text check (length(next) <= 500),
    address inet not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (reseller_id, state_hash),
    foreign key (reseller_id, organization_id) references organization_sign_ins (reseller_id, organization_id),
    foreign key (reseller_id, tested_by) references users (reseller_id, id)
);
create index sign_in_attempts_by_address on sign_in_attempts (reseller_id, address, created_at);
call close_tenant_table('sign_in_attempts', 'select, insert, delete');

-- The company whose provider somebody came from; null for a password. Such a session works in that company alone.
alter table sessions add column signed_in_by uuid;
alter table sessions add foreign key (reseller_id, signed_in_by) references organizations (reseller_id, id);

-- What a company decided about its directory; without a row, the default.
create table organization_directories (
    reseller_id uuid not null,
    organization_id uuid not null,
    -- What becomes of the lines of an employee whom the directory deactivates.
    leavers_lines text not null default 'suspend' check (leavers_lines in ('keep', 'suspend', 'terminate')),
    primary key (reseller_id, organization_id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id)
);
call close_tenant_table('organization_directories', 'select, insert, update');

-- What a company's directory shows to be let in. Only a hash is kept.
create table directory_tokens (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    prefix text not null,
    hash bytea not null unique,
    created_by uuid not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz,
    primary key (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, created_by) references users (reseller_id, id)
);
call close_tenant_table('directory_tokens', 'select, insert, update');

-- Members as the company's directory knows them.
create table directory_entries (
    reseller_id uuid not null,
    organization_id uuid not null,
    user_id uuid not null,
    -- The directory's own id.
    external_id text check (length(external_id) between 1 and 200),
    -- The account was made for the company, by its sign-in or its directory, which may change it then.
    is_made_here boolean not null,
    primary key (reseller_id, organization_id, user_id),
    foreign key (reseller_id, organization_id, user_id)
        references organization_members (reseller_id, organization_id, user_id) on delete cascade
);
call close_tenant_table('directory_entries', 'select, insert, update');

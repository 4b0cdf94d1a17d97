-- The page by which an employee gets a line onto a phone, and how many messages a company sends in a month.

alter table organizations
    -- How long a link to the page works.
    add column pickup_days integer not null default 14 check (pickup_days between 1 and 90),
    -- What the page asks for besides the link.
    add column pickup_check text not null default 'none' check (pickup_check in ('none', 'pin', 'code')),
    -- Whom an employee asks for a new link.
    add column pickup_contact text not null default '' check (length(pickup_contact) <= 120);

-- A link. Found by the hash of its token; the token is sealed beside it, so that the same link can be printed and mailed
-- again. A PIN of six digits would be no secret behind a hash, so it is sealed too.
create table line_pickups (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    line_id uuid not null,
    token_hash bytea not null unique,
    -- XChaCha20-Poly1305; see backend::seal.
    token_sealed bytea not null,
    asks_for text not null check (asks_for in ('none', 'pin', 'code')),
    pin_sealed bytea,
    -- The code that was mailed last, and until when it is good.
    code_sealed bytea,
    code_mailed_at timestamptz,
    code_expires_at timestamptz,
    codes_mailed integer not null default 0 check (codes_mailed between 0 and 10),
    -- Wrong PINs and codes in a row; the fifth closes the page.
    attempts integer not null default 0 check (attempts between 0 and 5),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    mailed_at timestamptz,
    revoked_at timestamptz,
    opened_at timestamptz,
    -- When the page first saw that the line is on a phone.
    installed_at timestamptz,
    -- When the page last asked the vendor.
    looked_at timestamptz,
    primary key (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id, line_id) references lines (reseller_id, organization_id, id),
    check ((asks_for = 'pin') = (pin_sealed is not null)),
    check ((code_sealed is null) = (code_expires_at is null))
);
create unique index one_link_of_a_line on line_pickups (reseller_id, organization_id, line_id)
    where revoked_at is null;
call close_tenant_table('line_pickups', 'select, insert, update');

-- What a company may send in a month of its own time zone. Without a row, or without a limit, as much as it pays for.
create table sms_pools (
    reseller_id uuid not null,
    organization_id uuid not null,
    -- Segments; none is no limit.
    month_limit bigint check (month_limit between 0 and 100000000),
    -- Above a limit, of the company, a team or a member: sent all the same.
    is_overage_allowed boolean not null default false,
    primary key (reseller_id, organization_id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id)
);
call close_tenant_table('sms_pools', 'select, insert, update');

create table sms_team_limits (
    reseller_id uuid not null,
    organization_id uuid not null,
    team_id uuid not null,
    month_limit bigint not null check (month_limit between 0 and 100000000),
    primary key (reseller_id, organization_id, team_id),
    foreign key (reseller_id, organization_id, team_id) references teams (reseller_id, organization_id, id)
        on delete cascade
);
call close_tenant_table('sms_team_limits', 'select, insert, update, delete');

create table sms_member_limits (
    reseller_id uuid not null,
    organization_id uuid not null,
    user_id uuid not null,
    month_limit bigint not null check (month_limit between 0 and 100000000),
    primary key (reseller_id, organization_id, user_id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
call close_tenant_table('sms_member_limits', 'select, insert, update, delete');

-- What one message took. Kept for good, also of members and teams that are gone.
create table sms_takes (
    reseller_id uuid not null,
    organization_id uuid not null,
    message_id uuid not null,
    user_id uuid not null,
    team_id uuid,
    segments integer not null check (segments between 1 and 1000),
    -- First day of the month it counts for.
    month date not null,
    taken_at timestamptz not null,
    given_back_at timestamptz,
    primary key (reseller_id, organization_id, message_id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
call close_tenant_table('sms_takes', 'select, insert, update');

-- The sums of `sms_takes`. The company's own row is locked by whoever takes, so that no limit is outrun.
create table sms_used (
    reseller_id uuid not null,
    organization_id uuid not null,
    month date not null,
    whose text not null check (whose in ('company', 'team', 'member')),
    -- Id of the company, the team or the member.
    whose_id uuid not null,
    used bigint not null default 0 check (used >= 0),
    primary key (reseller_id, organization_id, month, whose, whose_id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id)
);
call close_tenant_table('sms_used', 'select, insert, update');

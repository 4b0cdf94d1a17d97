-- Staff of a reseller, people invited to become it, and operators who entered a shop.
create table staff_members (
    reseller_id uuid not null,
    user_id uuid not null,
    role text not null check (role in ('owner', 'manager', 'support', 'finance', 'read_only')),
    created_at timestamptz not null,
    primary key (reseller_id, user_id),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
call close_tenant_table('staff_members', 'select, insert, update, delete');
insert into staff_members select reseller_id, id, 'owner', created_at from users where role in ('reseller', 'super_admin');

-- Only a hash of the mailed link is kept.
create table staff_invitations (
    id uuid not null,
    reseller_id uuid not null,
    email text not null check (email = lower(email) and length(email) <= 254),
    role text not null check (role in ('owner', 'manager', 'support', 'finance', 'read_only')),
    token_hash bytea not null unique,
    invited_by uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    revoked_at timestamptz,
    primary key (reseller_id, id),
    foreign key (reseller_id, invited_by) references users (reseller_id, id)
);
create unique index one_open_invitation on staff_invitations (reseller_id, email)
    where accepted_at is null and revoked_at is null;
call close_tenant_table('staff_invitations', 'select, insert, update');

-- An operator's look into a shop: why, for how long, and whose place was taken. The operator is an account of the
-- platform's own shop. The link is opened once, within a minute, on the shop's host; the session ends with the entry.
create table operator_entries (
    id uuid not null,
    reseller_id uuid not null,
    operator_id uuid not null,
    operator_name text not null,
    staff_id uuid not null,
    reason text not null check (length(reason) between 5 and 500),
    token_hash bytea not null unique,
    created_at timestamptz not null,
    opened_at timestamptz,
    expires_at timestamptz not null,
    ended_at timestamptz,
    primary key (reseller_id, id),
    foreign key (reseller_id, staff_id) references users (reseller_id, id)
);
call close_tenant_table('operator_entries', 'select, insert, update');

alter table sessions add column entry_id uuid;
alter table sessions add foreign key (reseller_id, entry_id) references operator_entries (reseller_id, id);

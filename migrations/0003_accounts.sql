-- Customers and staff, their sessions and mailed links. An e-mail is unique per reseller: the same person may shop
-- at two resellers and they never meet.
create table users (
    id uuid not null,
    reseller_id uuid not null references resellers,
    email text not null check (email = lower(email) and length(email) <= 254),
    password_hash text not null,
    first_name text not null default '' check (length(first_name) <= 80),
    last_name text not null default '' check (length(last_name) <= 80),
    role text not null default 'user' check (role in ('super_admin', 'admin', 'reseller', 'user')),
    status text not null default 'active' check (status in ('active', 'suspended', 'deleted')),
    email_verified_at timestamptz,
    locale text not null default 'en',
    timezone text not null default 'UTC',
    created_at timestamptz not null,
    primary key (reseller_id, id),
    constraint users_email_once_per_reseller unique (reseller_id, email)
);
call close_tenant_table('users', 'select, insert, update');

-- Only a hash of the cookie is kept, so a copy of this table signs nobody in.
create table sessions (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    token_hash bytea not null unique,
    device text not null default '' check (length(device) <= 200),
    address inet not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
create index sessions_of_user on sessions (reseller_id, user_id);
call close_tenant_table('sessions', 'select, insert, update, delete');

create table email_verifications (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    token_hash bytea not null unique,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
call close_tenant_table('email_verifications', 'select, insert, update');

create table password_resets (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    token_hash bytea not null unique,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
call close_tenant_table('password_resets', 'select, insert, update');

-- Attempts, kept for the throttle. `subject` says what is counted: sign_in, register, reset, verify.
create table throttled_attempts (
    id bigint generated always as identity,
    reseller_id uuid not null references resellers,
    subject text not null check (subject in ('sign_in', 'register', 'reset', 'verify')),
    account text not null,
    address inet not null,
    succeeded boolean not null,
    at timestamptz not null,
    primary key (reseller_id, id)
);
create index attempts_by_account on throttled_attempts (reseller_id, subject, account, at);
create index attempts_by_address on throttled_attempts (reseller_id, subject, address, at);
call close_tenant_table('throttled_attempts', 'select, insert, delete');

create table audit_logs (
    id uuid not null,
    reseller_id uuid not null references resellers,
    actor_id uuid,
    on_behalf_of uuid,
    action text not null,
    entity text not null,
    before jsonb,
    after jsonb,
    request_id text,
    address inet,
    at timestamptz not null,
    primary key (reseller_id, id)
);
create index audit_by_time on audit_logs (reseller_id, at desc);
call close_tenant_table('audit_logs', 'select, insert');
call make_append_only('audit_logs');

-- Mail on its way out, and after that a log without the text: a text may carry a reset link.
create table mails (
    id uuid not null,
    reseller_id uuid not null references resellers,
    user_id uuid,
    recipient text not null,
    template text not null,
    subject text not null,
    text_body text,
    html_body text,
    state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
    created_at timestamptz not null,
    sent_at timestamptz,
    primary key (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    check (state <> 'sent' or (text_body is null and html_body is null))
);
call close_tenant_table('mails', 'select, insert, update');

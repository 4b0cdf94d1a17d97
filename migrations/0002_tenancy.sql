-- Resellers, their hosts, looks, pictures and legal pages.
create table resellers (
    id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,38}$'),
    name text not null check (length(name) between 1 and 80),
    tagline text not null default '',
    hero_title text not null default '',
    hero_text text not null default '',
    status text not null default 'trial' check (status in ('trial', 'active', 'suspended')),
    currency char(3) not null,
    settlement_mode text not null check (settlement_mode in ('platform_collects', 'reseller_collects')),
    commission_percent numeric(6, 3) not null default 0 check (commission_percent between 0 and 100),
    support_email text not null,
    sender_name text not null,
    sender_email text not null,
    locale text not null default 'en',
    timezone text not null default 'UTC',
    is_platform boolean not null default false,
    created_at timestamptz not null
);
create unique index one_platform on resellers (is_platform) where is_platform;
grant select on resellers to clouddail_app, clouddail_worker;

create table reseller_domains (
    id uuid not null,
    reseller_id uuid not null references resellers,
    host text not null unique check (host = lower(host)),
    is_primary boolean not null default false,
    state text not null default 'pending' check (state in ('pending', 'verified', 'failed')),
    reason text not null default '',
    created_at timestamptz not null,
    primary key (reseller_id, id)
);
create unique index one_primary_domain on reseller_domains (reseller_id) where is_primary;
call close_tenant_table('reseller_domains', 'select, insert, update, delete');

create table brand_assets (
    id uuid not null,
    reseller_id uuid not null references resellers,
    kind text not null check (kind in ('logo', 'favicon')),
    media_type text not null check (media_type in ('image/png', 'image/webp', 'image/svg+xml')),
    bytes bytea not null check (length(bytes) <= 524288),
    created_at timestamptz not null,
    primary key (reseller_id, id)
);
call close_tenant_table('brand_assets', 'select, insert, delete');

-- Tokens are parsed values (colours, radius, a font of the list), never CSS. See domain::themes.
create table themes (
    id uuid not null,
    reseller_id uuid not null references resellers,
    version integer not null check (version > 0),
    state text not null check (state in ('draft', 'published', 'retired')),
    tokens jsonb not null,
    logo_id uuid,
    favicon_id uuid,
    created_at timestamptz not null,
    published_at timestamptz,
    primary key (reseller_id, id),
    unique (reseller_id, version),
    foreign key (reseller_id, logo_id) references brand_assets (reseller_id, id),
    foreign key (reseller_id, favicon_id) references brand_assets (reseller_id, id)
);
create unique index one_published_theme on themes (reseller_id) where state = 'published';
call close_tenant_table('themes', 'select, insert, update');

create table legal_pages (
    reseller_id uuid not null references resellers,
    slug text not null check (slug ~ '^[a-z-]{2,40}$'),
    title text not null,
    body text not null check (length(body) <= 100000),
    updated_at timestamptz not null,
    primary key (reseller_id, slug)
);
call close_tenant_table('legal_pages', 'select, insert, update, delete');

-- Files of prices between being uploaded and being applied; what pages of prices and money read.

create table price_sheets (
    reseller_id uuid not null references resellers,
    id uuid not null,
    -- Whoever uploaded it, who alone sees it: a member of staff, or an operator who entered the shop.
    owner_id uuid not null,
    name text not null check (length(name) between 1 and 200),
    body text not null check (octet_length(body) <= 262144),
    at timestamptz not null,
    expires_at timestamptz not null,
    primary key (reseller_id, id),
    constraint one_sheet_per_person unique (reseller_id, owner_id),
    check (expires_at > at)
);
call close_tenant_table('price_sheets', 'select, insert, update, delete');

-- A file that was applied is a change of prices too.
drop index audit_of_prices;
create index audit_of_prices on audit_logs (reseller_id, at desc, id desc)
    where action in ('price_rule.saved', 'price_rule.ended', 'price_settings.saved', 'fx_rate.set',
                     'price_sheet.applied');

-- The console's ledger by account: the newest transfers of a shop that touch it.
create index entries_of_account on ledger_entries (reseller_id, account, transfer_id desc);

-- The console's list of codes the platform bears.
create index codes_of_platform on promo_codes (id desc) where funded_by = 'platform';

-- Invoices of companies: a shop bills each of its companies by the month, under numbers without gaps.

-- Under which of the company's cost centres an order was bought. Also added by the lines of companies; whichever runs
-- first makes it.
alter table orders add column if not exists cost_centre text not null default '';

-- Who the shop is on its invoices, and which tax its prices contain. A shop without a row issues none.
create table invoice_settings (
    reseller_id uuid primary key references resellers,
    seller_name text not null check (length(seller_name) between 1 and 120),
    seller_address text not null check (length(seller_address) between 1 and 400),
    seller_tax_id text not null default '' check (length(seller_tax_id) <= 40),
    tax_label text not null check (length(tax_label) between 1 and 20),
    tax_percent numeric(5, 2) not null check (tax_percent >= 0 and tax_percent < 100),
    -- Ends in no digit, so that two numbers of different prefixes are never the same text.
    invoice_prefix text not null check (invoice_prefix ~ '^[A-Z0-9/.-]{0,11}[A-Z/.-]$'),
    credit_prefix text not null check (credit_prefix ~ '^[A-Z0-9/.-]{0,11}[A-Z/.-]$'),
    -- Days a company on credit has to pay.
    due_days integer not null check (due_days between 0 and 90),
    saved_at timestamptz not null,
    check (invoice_prefix <> credit_prefix)
);
call close_tenant_table('invoice_settings', 'select, insert, update');

-- The last number of each prefix. Taken in the transaction that issues, so a transaction that does not commit takes none.
create table invoice_sequences (
    reseller_id uuid not null references resellers,
    prefix text not null,
    last_number bigint not null check (last_number > 0),
    primary key (reseller_id, prefix)
);
call close_tenant_table('invoice_sequences', 'select, insert, update');

-- What a company wants to read on its invoices.
create table organization_billing (
    reseller_id uuid not null,
    organization_id uuid not null,
    -- Empty: the company's name.
    name text not null check (length(name) <= 120),
    address text not null check (length(address) <= 400),
    tax_id text not null check (length(tax_id) <= 40),
    primary key (reseller_id, organization_id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id)
);
call close_tenant_table('organization_billing', 'select, insert, update');

-- Logos as they were when a document was issued: a shop may delete its pictures later.
create table invoice_logos (
    reseller_id uuid not null references resellers,
    asset_id uuid not null,
    png bytea not null,
    primary key (reseller_id, asset_id)
);
call close_tenant_table('invoice_logos', 'select, insert');
call make_append_only('invoice_logos');

-- Invoices and credit notes. A draft has neither number nor seller; both are written when it is issued, and from then on
-- only its way to being paid changes.
create table organization_invoices (
    reseller_id uuid not null,
    id uuid not null,
    organization_id uuid not null,
    kind text not null check (kind in ('invoice', 'credit_note')),
    -- The invoice a credit note takes back from.
    corrects uuid,
    state text not null default 'draft' check (state in ('draft', 'sent', 'paid', 'failed')),
    currency char(3) not null,
    -- The first day of the month, in the company's time zone as it was.
    period date not null check (extract(day from period) = 1),
    timezone text not null,
    -- The end of the month; none for a credit note that staff made by hand.
    closes_at timestamptz,
    -- Why there is a credit note.
    reason text not null default '' check (length(reason) <= 500),
    -- What the wallet paid, to the micro-unit.
    charged_micros bigint not null,
    -- In whole minor units; the tax is contained.
    subtotal_micros bigint not null default 0,
    tax_micros bigint not null default 0,
    total_micros bigint not null default 0,
    prefix text,
    sequence bigint,
    number text,
    seller_name text not null default '',
    seller_address text not null default '',
    seller_tax_id text not null default '',
    seller_email text not null default '',
    buyer_name text not null default '',
    buyer_address text not null default '',
    buyer_tax_id text not null default '',
    buyer_email text not null default '',
    tax_label text not null default '',
    tax_percent numeric(5, 2) not null default 0,
    -- `#rrggbb`.
    color text not null default '#000000',
    logo_asset_id uuid,
    issued_on date,
    due_on date,
    drafted_at timestamptz not null,
    issued_at timestamptz,
    sent_at timestamptz,
    paid_at timestamptz,
    primary key (reseller_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, corrects) references organization_invoices (reseller_id, id),
    foreign key (reseller_id, logo_asset_id) references invoice_logos (reseller_id, asset_id),
    constraint invoice_number_once unique (reseller_id, number),
    constraint invoice_sequence_once unique (reseller_id, prefix, sequence),
    check ((kind = 'credit_note') = (corrects is not null)),
    check ((state = 'draft') = (number is null)),
    check (num_nulls(prefix, sequence, number, issued_on, due_on, issued_at) in (0, 6)),
    check (subtotal_micros + tax_micros = total_micros),
    check ((state = 'paid') = (paid_at is not null))
);
create unique index one_invoice_of_a_month on organization_invoices (reseller_id, organization_id, currency, period)
    where kind = 'invoice';
create index invoices_of_company on organization_invoices (reseller_id, organization_id, id desc);
create index credit_notes_of_invoice on organization_invoices (reseller_id, corrects) where corrects is not null;
create index invoices_to_look_after on organization_invoices (state, drafted_at) where state <> 'paid';
call close_tenant_table('organization_invoices', 'select, insert, update');

create function issued_invoice_stays() returns trigger language plpgsql as
$$
declare
    free constant text[] := array['state', 'sent_at', 'paid_at'];
begin
    if old.number is not null and to_jsonb(new) - free <> to_jsonb(old) - free then
        raise exception 'invoice % is issued and stays as it is', old.number using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger issued_invoice_stays before update on organization_invoices
    for each row execute function issued_invoice_stays();

-- One line per movement of the company's wallets: no movement is on two documents.
create table organization_invoice_lines (
    reseller_id uuid not null,
    invoice_id uuid not null,
    position integer not null check (position > 0),
    transfer_id uuid not null,
    order_id uuid,
    at timestamptz not null,
    cost_centre text not null,
    what text not null,
    quantity integer not null default 1 check (quantity > 0),
    -- What the wallet paid, to the micro-unit; below zero what it got back.
    charged_micros bigint not null,
    -- In whole minor units: the price of one, of all, and what of it is tax.
    unit_micros bigint not null default 0,
    net_micros bigint not null default 0,
    tax_percent numeric(5, 2) not null default 0,
    tax_micros bigint not null default 0,
    total_micros bigint not null default 0,
    primary key (reseller_id, invoice_id, position),
    constraint movement_on_one_document unique (reseller_id, transfer_id),
    foreign key (reseller_id, invoice_id) references organization_invoices (reseller_id, id),
    foreign key (reseller_id, transfer_id) references ledger_transfers (reseller_id, id),
    foreign key (reseller_id, order_id) references orders (reseller_id, id),
    check (net_micros + tax_micros = total_micros)
);
create index invoice_lines_of_order on organization_invoice_lines (reseller_id, order_id);
call close_tenant_table('organization_invoice_lines', 'select, insert, update');

create function issued_lines_stay() returns trigger language plpgsql as
$$
begin
    if exists (select from organization_invoices i
               where i.reseller_id = new.reseller_id and i.id = new.invoice_id and i.number is not null) then
        raise exception 'the invoice of this line is issued and stays as it is' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger issued_lines_stay before insert or update on organization_invoice_lines
    for each row execute function issued_lines_stay();

-- The orders of a company, by time: its movements, budgets and spend.
create index orders_of_company on orders (reseller_id, organization_id, created_at)
    where organization_id is not null;

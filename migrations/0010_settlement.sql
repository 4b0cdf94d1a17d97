-- What a reseller earned and was paid, its float's stage, its gateway keys, statements' documents.

alter table resellers
    add column earnings_hold_days integer not null default 14 check (earnings_hold_days between 0 and 180),
    add column payout_minimum_micros bigint not null default 50000000 check (payout_minimum_micros >= 0);

create table payouts (
    id uuid not null,
    reseller_id uuid not null references resellers,
    key text not null,
    amount_micros bigint not null check (amount_micros > 0),
    currency char(3) not null,
    state text not null check (state in ('requested', 'approved', 'paid', 'rejected', 'returned')),
    -- Where to; sealed. See backend::seal.
    destination_sealed bytea not null,
    -- What people see of it.
    destination_hint text not null,
    requested_by uuid,
    requested_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    reason text not null default '',
    exported_at timestamptz,
    paid_at timestamptz,
    -- The bank's word for the transfer.
    bank_reference text,
    primary key (reseller_id, id),
    constraint payout_key_once unique (reseller_id, key)
);
create index payouts_by_state on payouts (state, requested_at);
call close_tenant_table('payouts', 'select, insert, update');

-- One row per share a sale brought or a refund took back. A row belongs to at most one payout.
create table earnings (
    reseller_id uuid not null references resellers,
    id uuid not null,
    kind text not null check (kind in ('sale', 'clawback', 'grant', 'grant_expiry')),
    order_id uuid,
    transfer_id uuid not null,
    -- Above zero earned, below zero taken back.
    amount_micros bigint not null check (amount_micros <> 0),
    currency char(3) not null,
    -- Payable from then on.
    available_at timestamptz not null,
    created_at timestamptz not null,
    payout_id uuid,
    primary key (reseller_id, id),
    constraint earning_once unique (reseller_id, transfer_id),
    foreign key (reseller_id, transfer_id) references ledger_transfers (reseller_id, id),
    foreign key (reseller_id, order_id) references orders (reseller_id, id),
    foreign key (reseller_id, payout_id) references payouts (reseller_id, id),
    check (order_id is not null or kind not in ('sale', 'clawback'))
);
create index unpaid_earnings on earnings (reseller_id, available_at) where payout_id is null;
create index earnings_of_payout on earnings (reseller_id, payout_id) where payout_id is not null;
create index earnings_of_order on earnings (reseller_id, order_id);
-- Sales of before this table.
insert into earnings (reseller_id, id, kind, order_id, transfer_id, amount_micros, currency, available_at, created_at)
select t.reseller_id, gen_random_uuid(), 'sale', t.reference_id, t.id, e.amount_micros, e.currency,
       t.at + interval '14 days', t.at
  from ledger_transfers t join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
 where t.kind = 'sale' and e.account = 'reseller_earnings';
call close_tenant_table('earnings', 'select, insert');
grant update (payout_id) on earnings to clouddail_app, clouddail_worker;

-- Documents between the platform and a reseller for a period: what the platform charged. Numbered without gaps.
create table reseller_invoices (
    id uuid not null,
    reseller_id uuid not null references resellers,
    number bigint not null,
    period_from date not null,
    period_until date not null,
    currency char(3) not null,
    total_micros bigint not null,
    lines jsonb not null,
    issued_at timestamptz not null,
    primary key (reseller_id, id),
    unique (reseller_id, number),
    constraint invoice_once_per_period unique (reseller_id, period_from, period_until, currency),
    check (period_until > period_from)
);
call close_tenant_table('reseller_invoices', 'select, insert');
call make_append_only('reseller_invoices');

-- How far a float lasts, as the hourly look found it.
create table float_stages (
    reseller_id uuid not null references resellers,
    currency char(3) not null,
    stage text not null check (stage in ('ok', 'low', 'critical', 'paused')),
    available_micros bigint not null,
    daily_spend_micros bigint not null,
    -- Kept back for renewals.
    reserve_micros bigint not null,
    days_left integer,
    since timestamptz not null,
    as_of timestamptz not null,
    primary key (reseller_id, currency)
);
call close_tenant_table('float_stages', 'select, insert, update');

-- A reseller's own account at a gateway; the secrets are sealed and never shown again. New keys are a new version:
-- payments made with the old one are asked about there until they are over.
create table gateway_credentials (
    reseller_id uuid not null references resellers,
    provider text not null,
    version integer not null check (version > 0),
    -- See domain::payments::gateway. Empty once a replaced version has no payments to ask about any more.
    sealed bytea,
    -- The last characters of the key: enough to know it again.
    hint text not null,
    created_at timestamptz not null,
    created_by uuid,
    -- Replaced or removed: no new payments.
    retired_at timestamptz,
    primary key (reseller_id, provider, version),
    constraint keys_in_use_are_kept check (sealed is not null or retired_at is not null)
);
create unique index one_gateway_in_use on gateway_credentials (reseller_id, provider) where retired_at is null;
create index gateways_to_forget on gateway_credentials (retired_at) where retired_at is not null and sealed is not null;
call close_tenant_table('gateway_credentials', 'select, insert, update');

-- Statements and documents look at a span of time. Transfers are written in its order, so a few pages of index do.
create index transfers_by_time on ledger_transfers using brin (at);
-- How often a reseller was evened out: makes the key of the next time.
create index handovers on ledger_transfers (reseller_id) where kind = 'handover';
create index exported_payouts on payouts (currency, exported_at) where exported_at is not null;
-- An operator changes who collects; see settlement::switch_mode.
grant update (settlement_mode) on resellers to clouddail_worker;

-- Whose gateway account collects, and with which keys, so that an old payment is asked about where it was made.
alter table payments
    add column collector text not null default 'platform' check (collector in ('platform', 'reseller')),
    add column collector_version integer,
    add constraint collector_has_version check ((collector = 'reseller') = (collector_version is not null)),
    add constraint payment_made_at foreign key (reseller_id, provider, collector_version)
        references gateway_credentials (reseller_id, provider, version);

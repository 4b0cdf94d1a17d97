-- The ledger. Amounts are micro-units; credit is positive, debit negative. `domain::wallet::post` is the only
-- writer; what it promises, the database also insists on by itself.
create table wallets (
    id uuid not null,
    reseller_id uuid not null references resellers,
    owner_kind text not null check (owner_kind in ('customer', 'organization', 'reseller_float')),
    owner_id uuid not null,
    currency char(3) not null,
    balance_micros bigint not null default 0,
    held_micros bigint not null default 0 check (held_micros >= 0),
    credit_limit_micros bigint not null default 0 check (credit_limit_micros >= 0),
    created_at timestamptz not null,
    primary key (reseller_id, id),
    unique (reseller_id, owner_kind, owner_id, currency),
    constraint wallet_never_overdrawn check (balance_micros + credit_limit_micros >= held_micros)
);
call close_tenant_table('wallets', 'select, insert');
-- The columns that only `post` and the holds write; owner and currency never change.
grant update (balance_micros, held_micros) on wallets to clouddail_app, clouddail_worker;

create table ledger_transfers (
    id uuid not null,
    reseller_id uuid not null references resellers,
    kind text not null check (kind in ('top_up', 'gateway_fee', 'sale', 'refund', 'opening', 'adjustment')),
    key text not null check (length(key) between 1 and 200),
    -- SHA-256 of what was asked: the same key with another body is refused.
    fingerprint bytea not null check (length(fingerprint) = 32),
    description text not null check (length(description) between 1 and 300),
    reference_type text not null,
    reference_id uuid not null,
    currency char(3) not null,
    actor_id uuid,
    at timestamptz not null,
    primary key (reseller_id, id),
    constraint transfer_key_once unique (reseller_id, key)
);
create index transfers_of_reference on ledger_transfers (reseller_id, reference_id);
call close_tenant_table('ledger_transfers', 'select, insert');
call make_append_only('ledger_transfers');

create table ledger_entries (
    reseller_id uuid not null,
    -- One sequence for all: gives a wallet's entries their order.
    seq bigint generated always as identity,
    transfer_id uuid not null,
    account text not null check (account in ('wallet', 'gateway_clearing', 'gateway_fees', 'provider_payable',
        'platform_revenue', 'commission', 'reseller_earnings', 'reseller_sales', 'tax', 'rounding',
        'promotion_expense', 'payouts', 'adjustments')),
    wallet_id uuid,
    currency char(3) not null,
    amount_micros bigint not null check (amount_micros <> 0),
    balance_before_micros bigint,
    balance_after_micros bigint,
    primary key (reseller_id, seq),
    foreign key (reseller_id, transfer_id) references ledger_transfers (reseller_id, id),
    foreign key (reseller_id, wallet_id) references wallets (reseller_id, id),
    check ((account = 'wallet') = (wallet_id is not null)),
    check ((wallet_id is not null) = (balance_after_micros is not null)),
    check (balance_after_micros = balance_before_micros + amount_micros)
);
create index entries_of_transfer on ledger_entries (reseller_id, transfer_id);
create index entries_of_wallet on ledger_entries (reseller_id, wallet_id, seq desc) where wallet_id is not null;
call close_tenant_table('ledger_entries', 'select, insert');
call make_append_only('ledger_entries');

-- At commit each transfer sums to zero in its one currency, over at least two entries.
create function transfer_balances() returns trigger language plpgsql as
$$
declare
    total numeric;
    legs bigint;
    strangers bigint;
begin
    select coalesce(sum(e.amount_micros), 0), count(*), count(*) filter (where e.currency <> t.currency)
      into total, legs, strangers
      from ledger_transfers t
      left join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
     where t.reseller_id = new.reseller_id and t.id = new.transfer_id;
    if total <> 0 or legs < 2 or strangers > 0 then
        raise exception 'transfer % does not balance: sum %, entries %, other currencies %',
            new.transfer_id, total, legs, strangers using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger transfer_balances after insert on ledger_entries
    deferrable initially deferred for each row execute function transfer_balances();

-- At commit a wallet's balance is what its last entry says, so nobody can write the one without the other.
create function wallet_agrees_with_entries() returns trigger language plpgsql as
$$
declare
    shown bigint;
    booked bigint;
begin
    select balance_micros into shown from wallets where reseller_id = new.reseller_id and id = new.id;
    select balance_after_micros into booked from ledger_entries
     where reseller_id = new.reseller_id and wallet_id = new.id order by seq desc limit 1;
    if shown is distinct from coalesce(booked, 0) then
        raise exception 'wallet % shows % but its entries say %', new.id, shown, coalesce(booked, 0)
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger wallet_agrees_with_entries after insert or update of balance_micros on wallets
    deferrable initially deferred for each row execute function wallet_agrees_with_entries();

create table holds (
    id uuid not null,
    reseller_id uuid not null,
    wallet_id uuid not null,
    order_id uuid not null,
    key text not null,
    amount_micros bigint not null check (amount_micros > 0),
    currency char(3) not null,
    state text not null default 'open' check (state in ('open', 'captured', 'released')),
    created_at timestamptz not null,
    closed_at timestamptz,
    transfer_id uuid,
    primary key (reseller_id, id),
    constraint hold_key_once unique (reseller_id, key),
    foreign key (reseller_id, wallet_id) references wallets (reseller_id, id),
    foreign key (reseller_id, transfer_id) references ledger_transfers (reseller_id, id),
    check ((state = 'open') = (closed_at is null)),
    check ((state = 'captured') = (transfer_id is not null))
);
create index open_holds on holds (reseller_id, wallet_id) where state = 'open';
create unique index one_hold_per_wallet_and_order on holds (reseller_id, order_id, wallet_id);
call close_tenant_table('holds', 'select, insert, update');

create table payments (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    wallet_id uuid not null,
    provider text not null,
    -- Our reference at the gateway; says nothing about the shop.
    reference text not null unique,
    key text not null,
    amount_micros bigint not null check (amount_micros > 0),
    currency char(3) not null,
    state text not null default 'created' check (state in ('created', 'pending', 'paid', 'failed', 'abandoned')),
    checkout_url text,
    return_to text check (return_to is null or return_to like '/%'),
    provider_payment_id text,
    fee_micros bigint not null default 0 check (fee_micros >= 0),
    transfer_id uuid,
    created_at timestamptz not null,
    settled_at timestamptz,
    primary key (reseller_id, id),
    constraint payment_key_once unique (reseller_id, key),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    foreign key (reseller_id, wallet_id) references wallets (reseller_id, id),
    foreign key (reseller_id, transfer_id) references ledger_transfers (reseller_id, id),
    check ((state = 'paid') = (transfer_id is not null))
);
create unique index payment_provider_id_once on payments (provider, provider_payment_id)
    where provider_payment_id is not null;
create index payments_of_user on payments (reseller_id, user_id, created_at desc);
create index open_payments on payments (created_at) where state in ('created', 'pending');
call close_tenant_table('payments', 'select, insert, update');

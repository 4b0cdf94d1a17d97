-- Money on its way back: refunds of orders, withdrawals to the card, disputes, closed accounts.

create table refunds (
    id uuid not null,
    reseller_id uuid not null,
    order_id uuid not null,
    key text not null,
    -- SHA-256 of what was asked: the same key with another body is refused.
    fingerprint bytea not null check (length(fingerprint) = 32),
    amount_micros bigint not null check (amount_micros > 0),
    currency char(3) not null,
    destination text not null check (destination in ('wallet', 'source')),
    reason text not null check (length(reason) between 1 and 500),
    transfer_id uuid not null,
    actor_id uuid,
    at timestamptz not null,
    primary key (reseller_id, id),
    constraint refund_key_once unique (reseller_id, key),
    foreign key (reseller_id, order_id) references orders (reseller_id, id),
    foreign key (reseller_id, transfer_id) references ledger_transfers (reseller_id, id)
);
create index refunds_of_order on refunds (reseller_id, order_id);
call close_tenant_table('refunds', 'select, insert');
call make_append_only('refunds');

-- Cash of a wallet going back to the payment it came by: held, asked of the gateway, captured or released.
create table withdrawals (
    id uuid not null,
    reseller_id uuid not null,
    wallet_id uuid not null,
    payment_id uuid not null,
    purpose text not null check (purpose in ('refund', 'closing')),
    -- The refund or the closing it belongs to.
    purpose_id uuid not null,
    key text not null,
    amount_micros bigint not null check (amount_micros > 0),
    currency char(3) not null,
    state text not null check (state in ('held', 'submitted', 'unknown', 'done', 'released')),
    refusal text,
    provider_refund_id text,
    attempts integer not null default 0,
    submitted_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (reseller_id, id),
    constraint withdrawal_key_once unique (reseller_id, key),
    foreign key (reseller_id, wallet_id) references wallets (reseller_id, id),
    foreign key (reseller_id, payment_id) references payments (reseller_id, id),
    check ((state = 'released') = (refusal is not null))
);
create index withdrawals_in_flight on withdrawals (created_at) where state in ('held', 'submitted', 'unknown');
create index withdrawals_of_payment on withdrawals (reseller_id, payment_id);
create index withdrawals_of_purpose on withdrawals (reseller_id, purpose_id);
call close_tenant_table('withdrawals', 'select, insert, update');
alter table holds add foreign key (reseller_id, withdrawal_id) references withdrawals (reseller_id, id)
    deferrable initially deferred;

-- A payment its payer took back through the bank (a chargeback). See domain::payments::dispute.
create table disputes (
    id uuid not null,
    reseller_id uuid not null,
    payment_id uuid not null,
    wallet_id uuid not null,
    -- The gateway's id of the dispute: tells a repeat.
    provider_dispute_id text not null check (length(provider_dispute_id) between 1 and 120),
    amount_micros bigint not null check (amount_micros > 0),
    -- What was still in the wallet and left it; the rest was spent and is a debt until the dispute is over.
    taken_micros bigint not null check (taken_micros >= 0),
    currency char(3) not null,
    state text not null check (state in ('open', 'won', 'lost')),
    opening_transfer_id uuid not null,
    -- None where nothing moved: lost, with no debt and no fee.
    closing_transfer_id uuid,
    opened_at timestamptz not null,
    closed_at timestamptz,
    -- An operator let the wallet move again after a lost dispute.
    thawed_at timestamptz,
    primary key (reseller_id, id),
    constraint dispute_once unique (reseller_id, provider_dispute_id),
    foreign key (reseller_id, payment_id) references payments (reseller_id, id),
    foreign key (reseller_id, wallet_id) references wallets (reseller_id, id),
    foreign key (reseller_id, opening_transfer_id) references ledger_transfers (reseller_id, id),
    foreign key (reseller_id, closing_transfer_id) references ledger_transfers (reseller_id, id),
    check (taken_micros <= amount_micros),
    check ((state = 'open') = (closed_at is null)),
    check (thawed_at is null or state = 'lost')
);
create index disputes_of_payment on disputes (reseller_id, payment_id);
create index disputes_that_freeze on disputes (reseller_id, wallet_id)
    where state = 'open' or (state = 'lost' and thawed_at is null);
call close_tenant_table('disputes', 'select, insert, update');

-- An account that was closed, and what became of its money.
create table account_closings (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    currency char(3) not null,
    cash_micros bigint not null check (cash_micros >= 0),
    returned_micros bigint not null check (returned_micros >= 0),
    -- Why the rest could not go back where it came from; an operator's case follows it up.
    kept_reason text,
    forfeited_micros bigint not null check (forfeited_micros >= 0),
    requested_at timestamptz not null,
    primary key (reseller_id, id),
    constraint closing_once unique (reseller_id, user_id),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    check (returned_micros <= cash_micros),
    check ((returned_micros < cash_micros) = (kept_reason is not null))
);
call close_tenant_table('account_closings', 'select, insert, update');

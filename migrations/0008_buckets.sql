-- Organizations, credit in buckets, wallets that can be frozen, and what holds may be for.

-- A company under a reseller. Its people, lines and budgets come with the business room; its wallet is here.
create table organizations (
    id uuid not null,
    reseller_id uuid not null references resellers,
    name text not null check (length(name) between 1 and 120),
    billing_email text not null check (billing_email = lower(billing_email) and length(billing_email) <= 254),
    created_at timestamptz not null,
    primary key (reseller_id, id)
);
call close_tenant_table('organizations', 'select, insert, update');

-- Credit that is not cash is a wallet of its own beside the cash: the same entries, holds and proofs, plus an expiry.
-- It is spent before the cash and is never paid out.
alter table wallets
    add column bucket text not null default 'cash' check (bucket in ('cash', 'bonus', 'promotion', 'referral', 'grant')),
    -- Of a bucket that is not cash.
    add column expires_at timestamptz,
    -- Who bears the credit.
    add column funded_by text check (funded_by in ('platform', 'reseller')),
    -- A disputed payment freezes the wallet: nothing can be held or withdrawn until somebody decides.
    add column frozen_at timestamptz,
    add constraint cash_has_no_expiry check ((bucket = 'cash') = (expires_at is null)),
    add constraint cash_has_no_funder check ((bucket = 'cash') = (funded_by is null)),
    add constraint credit_limit_on_cash check (bucket = 'cash' or credit_limit_micros = 0);
alter table wallets drop constraint wallets_reseller_id_owner_kind_owner_id_currency_key;
create unique index one_cash_wallet on wallets (reseller_id, owner_kind, owner_id, currency) where bucket = 'cash';
-- No index names a figure, so that a changed balance is written in place (HOT) and touches none of them.
create index wallets_of_owner on wallets (reseller_id, owner_id, currency);
create index buckets_by_end on wallets (expires_at) where bucket <> 'cash';
alter table wallets set (fillfactor = 70);
grant update (credit_limit_micros, frozen_at) on wallets to clouddail_app, clouddail_worker;

alter table ledger_transfers drop constraint ledger_transfers_kind_check;
alter table ledger_transfers add constraint ledger_transfers_kind_check check (kind in ('top_up', 'gateway_fee',
    'sale', 'refund', 'opening', 'adjustment', 'grant', 'grant_expiry', 'withdrawal', 'payout', 'payout_paid',
    'payout_returned', 'float_funding', 'handover', 'dispute_opened', 'dispute_won', 'dispute_lost'));

-- `bank` is the platform's account there; `reseller_clearing` is money at a reseller's own gateway; what a payer
-- disputed after spending it is `dispute_debt` until it is won back or written off to `dispute_losses`.
alter table ledger_entries drop constraint ledger_entries_account_check;
alter table ledger_entries add constraint ledger_entries_account_check check (account in ('wallet', 'gateway_clearing',
    'gateway_fees', 'provider_payable', 'platform_revenue', 'commission', 'reseller_earnings', 'reseller_sales',
    'reseller_clearing', 'tax', 'rounding', 'promotion_expense', 'payouts', 'bank', 'adjustments', 'dispute_debt',
    'dispute_losses'));
-- What a reseller and the platform owe each other is summed from these alone.
create index entries_of_reseller_accounts on ledger_entries (reseller_id, account, currency)
    include (amount_micros) where account in ('reseller_sales', 'reseller_clearing', 'reseller_earnings', 'payouts');

-- Entries of a transfer are written by one statement, so the proof runs once per statement, not once per row.
drop trigger transfer_balances on ledger_entries;
drop function transfer_balances();
create function transfers_balance() returns trigger language plpgsql as
$$
declare
    broken record;
begin
    select e.transfer_id, sum(e.amount_micros) as total, count(*) as legs,
           count(*) filter (where e.currency <> t.currency) as strangers
      into broken
      from (select distinct reseller_id, transfer_id from written) as w
      join ledger_entries e on e.reseller_id = w.reseller_id and e.transfer_id = w.transfer_id
      join ledger_transfers t on t.reseller_id = w.reseller_id and t.id = w.transfer_id
     group by e.transfer_id
    having sum(e.amount_micros) <> 0 or count(*) < 2 or count(*) filter (where e.currency <> t.currency) > 0
     limit 1;
    if found then
        raise exception 'transfer % does not balance: sum %, entries %, other currencies %',
            broken.transfer_id, broken.total, broken.legs, broken.strangers using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger transfers_balance after insert on ledger_entries
    referencing new table as written for each statement execute function transfers_balance();

-- Money set aside for an order, or for money on its way back to a card.
alter table holds alter column order_id drop not null;
alter table holds add column withdrawal_id uuid;
alter table holds add constraint hold_has_one_purpose check (num_nonnulls(order_id, withdrawal_id) = 1);
create unique index one_hold_per_wallet_and_withdrawal on holds (reseller_id, withdrawal_id, wallet_id)
    where withdrawal_id is not null;

-- Who pays for what the reseller's own systems order for this customer: the customer's wallet, or the reseller's float.
alter table users add column billing text not null default 'wallet' check (billing in ('wallet', 'float'));
-- The reseller's own id of a customer it made through the interface.
alter table users add column external_id text check (length(external_id) between 1 and 120);
create unique index users_external_id_once on users (reseller_id, external_id) where external_id is not null;

-- Who asked for the order, who pays (`own` is the customer), and how much of it was given back.
alter table orders
    add column payer text not null default 'customer' check (payer in ('customer', 'organization', 'float')),
    add column organization_id uuid,
    add column refunded_micros bigint not null default 0,
    add column api_key_id uuid,
    add constraint refund_within_price check (refunded_micros between 0 and charged_micros),
    add constraint organization_pays check ((payer = 'organization') = (organization_id is not null)),
    add foreign key (reseller_id, organization_id) references organizations (reseller_id, id);

-- Lists over a million orders: what each index is for, and none that another one covers. An index costs every sale.

-- `orders_newest` begins with the same columns.
drop index orders_of_shop_by_day;
-- `transfers_of_kind` finds them.
drop index handovers;
-- A person and a thing are of one shop: `audit_of_actor` and `audit_of_entity` find their acts without its name.
drop index audit_of_person;
drop index audit_of_thing;
-- `users_email_anywhere` finds whole addresses too.
drop index users_by_address;

-- A reseller's float, among the wallets of its customers: start, money and statement pages.
create index floats on wallets (reseller_id, currency) where owner_kind = 'reseller_float';
-- The console's ledger by an account that few transfers touch: a sale touches none of these.
create index entries_of_rare_accounts on ledger_entries (reseller_id, account, transfer_id desc)
    where account in ('gateway_fees', 'reseller_sales', 'reseller_clearing', 'tax', 'rounding', 'promotion_expense', 'payouts',
                      'bank', 'adjustments', 'dispute_debt', 'dispute_losses');
-- Overview and money add up what is not paid out yet: from the index alone.
drop index unpaid_earnings;
create index unpaid_earnings on earnings (reseller_id, available_at) include (currency, amount_micros)
    where payout_id is null;
-- The newest transfers of all shops, for the console's ledger.
create index transfers_by_id on ledger_transfers (id);

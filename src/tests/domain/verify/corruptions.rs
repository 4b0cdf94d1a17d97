//! What is broken by hand, what finds it, and how it is put right.

/// A corruption of rows: what it is, the tables it touches, how it is done, and the promise it breaks.
pub const CORRUPTIONS: &[(&str, &[&str], &str, &str)] = &[
    (
        "an hour of a company that is not its orders",
        &["company_order_hours"],
        "insert into company_order_hours
         select reseller_id, id, 'organization', '', 'USD', date_trunc('hour', now()), 5, 0 from organizations
         where name = 'Northwind'",
        "every hour of a company's budgets is the sum of its orders",
    ),
    (
        "an entry's amount is changed",
        &["ledger_entries"],
        "update ledger_entries set amount_micros = amount_micros + 1
         where account = 'provider_payable' and seq = (select max(seq) from ledger_entries where account = 'provider_payable')",
        "every transfer sums to zero in one currency",
    ),
    (
        "a transfer lost its entries",
        &["ledger_entries"],
        "delete from ledger_entries where transfer_id = (select id from ledger_transfers where kind = 'gateway_fee')",
        "every transfer sums to zero in one currency",
    ),
    (
        "a wallet gained a micro-unit",
        &["wallets"],
        "update wallets set balance_micros = balance_micros + 1 where owner_kind = 'reseller_float'",
        "every wallet equals its entries",
    ),
    (
        "two entries' balances do not follow each other",
        &["ledger_entries"],
        "update ledger_entries set balance_before_micros = balance_before_micros + 7,
                balance_after_micros = balance_after_micros + 7
         where wallet_id is not null and seq = (select max(seq) from ledger_entries where wallet_id is not null)",
        "every entry continues the balance before it",
    ),
    (
        "a wallet's currency was changed",
        &["wallets"],
        "update wallets set currency = 'GBP' where owner_kind = 'reseller_float'",
        "every entry is in its wallet's currency",
    ),
    (
        "a hold lost a micro-unit",
        &["holds"],
        "update holds set amount_micros = amount_micros - 1 where state = 'open'",
        "every wallet's held money equals its open holds",
    ),
    (
        "a hold was released while its order is in flight",
        &["holds", "wallets"],
        "update wallets set held_micros = 0;
         update holds set state = 'released', closed_at = now() where state = 'open'",
        "every open hold belongs to an order in flight, and the reverse",
    ),
    (
        "a captured hold took another amount",
        &["holds"],
        "update holds set amount_micros = amount_micros + 5 where state = 'captured'",
        "every captured hold took its amount",
    ),
    (
        "a captured hold points to another order's transfer",
        &["holds"],
        "update holds set transfer_id = (select id from ledger_transfers where kind = 'top_up') where state = 'captured'",
        "every captured hold took its amount",
    ),
    (
        "an order's price was changed",
        &["orders"],
        "update orders set charged_micros = charged_micros + 10000 where state = 'fulfilled'",
        "every fulfilled order is captured once, for its price",
    ),
    (
        "an order that nobody paid is fulfilled",
        &["orders", "holds", "wallets"],
        "update wallets set held_micros = 0;
         update holds set state = 'released', closed_at = now() where state = 'open';
         update orders set state = 'fulfilled' where state = 'unknown'",
        "every fulfilled order is captured once, for its price",
    ),
    (
        "the platform's margin moved to the reseller",
        &["ledger_entries"],
        "update ledger_entries e set amount_micros = amount_micros + case account when 'commission' then -1 else 1 end
         from ledger_transfers t where t.id = e.transfer_id and t.kind = 'sale'
           and account in ('commission', 'reseller_earnings')",
        "every sale books what its price stack says",
    ),
    (
        "the price stack was rewritten",
        &["order_lines"],
        "update order_lines set price_stack = jsonb_set(price_stack, '{commission_percent}', '\"11\"')",
        "every sale books what its price stack says",
    ),
    (
        "a float was spared its share",
        &["orders"],
        "update orders set settlement_mode = 'platform_collects' where settlement_mode = 'reseller_collects'",
        "every sale books what its price stack says",
    ),
    (
        "a code forgot a use",
        &["promo_codes"],
        "update promo_codes set uses = 0",
        "every promotion's uses equal its orders",
    ),
    (
        "a use of a delivered order was given back",
        &["promo_uses", "promo_codes"],
        "update promo_uses set state = 'released'; update promo_codes set uses = 0",
        "every promotion's uses equal its orders",
    ),
    (
        "a use took off something else than its order says",
        &["promo_uses"],
        "update promo_uses set discount_micros = discount_micros + 10000",
        "every promotion's uses equal its orders",
    ),
    (
        "the platform was made to bear a code of the reseller's",
        &["order_lines"],
        "update order_lines set price_stack = jsonb_set(price_stack, '{promotion,funded_by}', '\"platform\"')
         where price_stack ? 'promotion'",
        "every sale books what its price stack says",
    ),
    (
        "an order forgot its refund",
        &["orders"],
        "update orders set refunded_micros = 0",
        "every order knows what was refunded",
    ),
    (
        "a refund was noted twice",
        &["refunds", "orders"],
        "insert into refunds select gen_random_uuid(), reseller_id, order_id, 'twice', fingerprint, amount_micros, currency,
                destination, reason, transfer_id, actor_id, at from refunds;
         update orders set refunded_micros = 2 * refunded_micros",
        "every refund gave its amount back once",
    ),
    (
        "a refund's row is gone",
        &["refunds", "orders"],
        "delete from refunds; update orders set refunded_micros = 0",
        "every refund gave its amount back once",
    ),
    (
        "a refund of an order that was never sold",
        &["refunds", "orders"],
        "update refunds set order_id = (select id from orders where state = 'unknown');
         update orders set refunded_micros = case state when 'unknown' then 500000 else 0 end",
        "every refund gave its amount back once",
    ),
    (
        "days of accounts were called closed that have no rows",
        &["figures_closed"],
        "insert into figures_closed (reseller_id, timezone, open_from, closed_at, accounts_open_from)
         select id, timezone, '-infinity', now(), 'infinity' from resellers",
        "every closed day's accounts equal the ledger",
    ),
    (
        "a delivered number vanished",
        &["virtual_numbers"],
        "delete from virtual_numbers",
        "every fulfilled order delivered one thing",
    ),
    (
        "a paid payment was not credited",
        &["payments"],
        "update payments set state = 'paid', settled_at = now(),
                transfer_id = (select id from ledger_transfers where kind = 'gateway_fee') where state <> 'paid'",
        "every paid payment is credited",
    ),
    (
        "a payment was credited twice",
        &["ledger_transfers", "ledger_entries", "wallets"],
        "insert into ledger_transfers select gen_random_uuid(), reseller_id, kind, 'again', fingerprint, description,
                reference_type, reference_id, currency, actor_id, at from ledger_transfers where kind = 'top_up';
         insert into ledger_entries (reseller_id, transfer_id, account, wallet_id, currency, amount_micros,
                                     balance_before_micros, balance_after_micros)
         select e.reseller_id, n.id, e.account, e.wallet_id, e.currency, e.amount_micros,
                w.balance_micros, w.balance_micros + case when e.wallet_id is null then null else e.amount_micros end
         from ledger_entries e join ledger_transfers t on t.id = e.transfer_id and t.kind = 'top_up' and t.key <> 'again'
         cross join (select id from ledger_transfers where key = 'again') as n
         left join wallets w on w.id = e.wallet_id;
         update wallets w set balance_micros = balance_micros + e.amount_micros from ledger_entries e
         where e.transfer_id = (select id from ledger_transfers where key = 'again') and e.wallet_id = w.id",
        "every payment is credited once, by its collector",
    ),
    (
        "a payment changed its collector",
        &["payments"],
        "update payments set collector = 'reseller', collector_version = 1 where state = 'paid'",
        "every payment is credited once, by its collector",
    ),
    (
        "a payment is gone",
        &["payments"],
        "delete from payments where state = 'paid'",
        "every top-up belongs to a payment",
    ),
    (
        "credit went to the gateway",
        &["ledger_transfers"],
        "update ledger_transfers set kind = 'withdrawal' where kind = 'grant'",
        "credit that is not cash never leaves",
    ),
    (
        "credit was not taken back",
        &["wallets"],
        "update wallets set expires_at = expires_at - interval '40 days' where bucket <> 'cash'",
        "credit whose time is over is taken back within a day",
    ),
    (
        "an order was forgotten",
        &["orders"],
        "update orders set created_at = created_at - interval '2 hours' where state = 'unknown'",
        "no order stays in flight for an hour",
    ),
    (
        "a withdrawal without its hold was forgotten",
        &["withdrawals"],
        "insert into withdrawals select gen_random_uuid(), reseller_id, wallet_id, id, 'refund', gen_random_uuid(), 'w',
                1000000, currency, 'submitted', null, null, 1, null, created_at - interval '4 days', created_at
         from payments where state = 'paid'",
        "every withdrawal in flight holds its amount",
    ),
];

/// Changes of the schema itself, and how each is undone.
pub const UNLOCKED: &[(&str, &str)] = &[
    (
        "alter table ledger_entries disable trigger append_only",
        "alter table ledger_entries enable trigger append_only",
    ),
    (
        "alter table ledger_entries disable trigger transfers_balance",
        "alter table ledger_entries enable trigger transfers_balance",
    ),
    (
        "drop trigger append_only on refunds",
        "create trigger append_only before update or delete on refunds for each row execute function refuse_change()",
    ),
    (
        "alter table wallets drop constraint wallet_never_overdrawn",
        "alter table wallets add constraint wallet_never_overdrawn
             check (balance_micros + credit_limit_micros >= held_micros)",
    ),
    (
        "drop index number_held_once",
        "create unique index number_held_once on virtual_numbers (e164) where state in ('active', 'suspended', 'grace')",
    ),
    (
        "alter table wallets no force row level security",
        "alter table wallets force row level security",
    ),
];

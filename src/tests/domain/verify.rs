//! Verify must name every way in which the books can be wrong.

use clouddail::{
    domain::{
        metering,
        operations::{
            case,
            prove::prove,
            verify::{self, Proof},
        },
        orders::quote::{Wish, quote_with_code},
        payments::top_up::{Started, TopUp, top_up},
        pricing::promote::Off,
        promotions::{
            self,
            save::{NewPromo, On},
        },
        scope::{Customer, Scope, System},
        wallet::{
            self,
            grant::{Bucket, Funder, Grant},
            open::Owner,
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    shared::{
        ids::OrderId,
        money::{Money, PositiveMoney},
    },
};
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use crate::support::World;

/// A world in which everything has happened once: sales at both shops, a refund, an order in flight, a top-up that was
/// paid and one that was not, credit that is not cash.
async fn lived_in() -> World {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "1").await;
    let sold = world.place(&customer, &quoted).await.unwrap();
    refund_by_hand(&world, &customer, sold, 500_000).await;
    let traveller = world.kite_customer().await;
    let quoted = world.quote_plan(&traveller, "114701").await;
    world.place(&traveller, &quoted).await.unwrap();
    buy_with_a_code(&world, &customer).await;
    for key in ["form-key-1", "form-key-2"] {
        let form = TopUp {
            amount: "20".into(),
            key: key.into(),
            return_to: None,
        };
        let started = top_up(&world.backend, &world.aurora, &customer, &form)
            .await
            .unwrap();
        let Started::Pay { url } = started else {
            panic!("a new payment")
        };
        if key == "form-key-1" {
            world.sandbox.choose(&url, "pay").await;
        }
    }
    world.pass(120).await;
    give_credit(&world, &customer).await;
    world.sandbox.fail("twilio.buy", "drop_before", 1).await;
    let quoted = world.quote_number(&customer, "2").await;
    world.place(&customer, &quoted).await.unwrap();
    world
}

async fn buy_with_a_code(world: &World, customer: &Customer) {
    let new = NewPromo {
        code: "PROVEN".into(),
        name: "Proven".into(),
        off: Off::Percent(4.into()),
        minimum: Money::zero(world.aurora.brand.currency),
        maximum: None,
        on: On::default(),
        valid_from: world.backend.now(),
        valid_until: None,
        limit_total: None,
        limit_per_customer: None,
    };
    let system = System::of(customer.reseller(), "test");
    promotions::save(&world.backend, &system, &new).await.unwrap();
    let wish = Wish::Plan(world.plan("114701").await);
    let quoted = quote_with_code(&world.backend, customer, &wish, Some("PROVEN"))
        .await
        .unwrap();
    world.place(customer, &quoted.view).await.unwrap();
}

async fn give_credit(world: &World, customer: &Customer) {
    let system = System::of(customer.reseller(), "test");
    let now = world.backend.now();
    let mut tx = world.backend.begin(&system).await.unwrap();
    let credit = Grant {
        owner: Owner::Customer(customer.user()),
        bucket: Bucket::Bonus,
        amount: PositiveMoney::new(Money::from_micros(7_000_000, world.aurora.brand.currency)).unwrap(),
        funder: Funder::Platform,
        expires_at: now + chrono::TimeDelta::days(30),
        key: "welcome".into(),
        description: "Welcome".into(),
    };
    wallet::grant(&mut tx, &system, now, &credit).await.unwrap();
    tx.commit().await.unwrap();
}

/// What the refund verb books, by hand.
async fn refund_by_hand(world: &World, customer: &Customer, order: OrderId, micros: i64) {
    let system = System::of(customer.reseller(), "test");
    let mut owner = world.owner().await;
    let wallet: uuid::Uuid = sqlx::query_scalar("select wallet_id from orders where id = $1")
        .bind(order.uuid())
        .fetch_one(&mut owner)
        .await
        .unwrap();
    let amount = Money::from_micros(micros, world.aurora.brand.currency);
    let legs = vec![
        (Account::PlatformRevenue, amount.negated().unwrap()),
        (Account::Wallet(wallet.into()), amount),
    ];
    let reference = Reference {
        kind: "order",
        id: order.uuid(),
    };
    let transfer = Transfer::new(
        "refund:test".into(),
        TransferKind::Refund,
        "Refund".into(),
        reference,
        legs,
    )
    .unwrap();
    let mut tx = world.backend.begin(&system).await.unwrap();
    let posted = wallet::post(&mut tx, &system, world.backend.now(), &transfer)
        .await
        .unwrap();
    metering::log(&mut tx, &system, posted.id).await.unwrap();
    tx.commit().await.unwrap();
    sqlx::query(
        "insert into refunds (id, reseller_id, order_id, key, fingerprint, amount_micros, currency, destination, reason,
                              transfer_id, at)
         values (gen_random_uuid(), $1, $2, 'test', sha256('test'), $3, 'USD', 'wallet', 'It did not work.', $4, $5)",
    )
    .bind(customer.reseller().uuid())
    .bind(order.uuid())
    .bind(micros)
    .bind(posted.id.uuid())
    .bind(world.backend.now())
    .execute(&mut owner)
    .await
    .unwrap();
    sqlx::query("update orders set refunded_micros = $2 where id = $1")
        .bind(order.uuid())
        .bind(micros)
        .execute(&mut owner)
        .await
        .unwrap();
}

fn broken(proofs: &[Proof]) -> Vec<&'static str> {
    proofs
        .iter()
        .filter(|proof| !proof.findings.is_empty())
        .map(|proof| proof.check)
        .collect()
}

async fn look(world: &World) -> Vec<&'static str> {
    broken(&verify::everything(&world.backend).await.unwrap())
}

/// A corruption of rows: what it is, the tables it touches, how it is done, and the promise it breaks.
const CORRUPTIONS: &[(&str, &[&str], &str, &str)] = &[
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
const UNLOCKED: &[(&str, &str)] = &[
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

async fn run(owner: &mut PgConnection, sql: &str) {
    owner
        .execute(AssertSqlSafe(sql.to_owned()))
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Puts back what was saved, but for the columns the database computes by itself.
async fn restore(owner: &mut PgConnection, table: &str) {
    let columns: String = sqlx::query_scalar(
        "select string_agg(quote_ident(attname), ', ') from pg_attribute
         where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
    )
    .bind(table)
    .fetch_one(&mut *owner)
    .await
    .unwrap();
    let restore = format!(
        "delete from {table};
         insert into {table} ({columns}) overriding system value select {columns} from saved_{table};
         drop table saved_{table}"
    );
    run(owner, &restore).await;
}

#[tokio::test]
async fn every_corruption_is_named_and_clean_again_once_undone() {
    let world = lived_in().await;
    assert_eq!(look(&world).await, [""; 0], "before anything is broken");
    let mut owner = world.owner().await;
    run(&mut owner, "set session_replication_role = replica").await;
    for (what, tables, corruption, check) in CORRUPTIONS {
        for table in *tables {
            run(
                &mut owner,
                &format!("create temp table saved_{table} as table {table}"),
            )
            .await;
        }
        run(&mut owner, corruption).await;
        let found = look(&world).await;
        assert!(found.contains(check), "{what}: only {found:?}");
        for table in *tables {
            restore(&mut owner, table).await;
        }
        assert_eq!(look(&world).await, [""; 0], "{what} was undone");
    }
    for (corruption, undo) in UNLOCKED {
        run(&mut owner, corruption).await;
        let found = look(&world).await;
        assert_eq!(found, ["the database's own locks are there"], "{corruption}");
        run(&mut owner, undo).await;
        assert_eq!(look(&world).await, [""; 0], "{corruption} was undone");
    }
    world.sandbox.heal().await;
    world.pass(600).await;
    world.prove().await;
}

#[tokio::test]
async fn forgotten_keys_and_jobs_are_found() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    run(
        &mut owner,
        "insert into api_keys (id, reseller_id, name, prefix, hash, scopes, created_at)
         select gen_random_uuid(), id, 'k', 'cdk', sha256('k'), '{catalogue}', now() from resellers where is_platform;
         insert into idempotency_keys (reseller_id, api_key_id, key, fingerprint, created_at)
         select reseller_id, id, 'k', sha256('k'), now() - interval '3 days' from api_keys",
    )
    .await;
    assert_eq!(
        look(&world).await,
        ["every idempotency key has its answer within two days"]
    );
    run(&mut owner, "delete from idempotency_keys").await;
    run(
        &mut owner,
        "select graphile_worker.add_job('verify_books', '{}'::json, run_at => now() - interval '2 hours')",
    )
    .await;
    assert_eq!(look(&world).await, ["no job waits for an hour"]);
    run(
        &mut owner,
        "update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'boom'",
    )
    .await;
    assert_eq!(look(&world).await, ["no job is given up"]);
    run(&mut owner, "delete from graphile_worker._private_jobs").await;
    assert_eq!(look(&world).await, [""; 0]);
    world.prove().await;
}

/// One case and one mail per broken promise, however many nights; closed by the night that finds it right.
#[tokio::test]
async fn the_nightly_proof_opens_one_case_writes_one_mail_and_closes_it() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    assert_eq!(prove(&world.backend).await.unwrap(), 0);
    run(&mut owner, "alter table refunds disable trigger append_only").await;
    for _night in 0..2 {
        assert_eq!(prove(&world.backend).await.unwrap(), 1);
        world.pass(86_400).await;
    }
    let cases = case::open_ones(&world.backend).await.unwrap();
    assert_eq!(cases.len(), 1, "{cases:?}");
    assert_eq!(cases[0].kind, "books_wrong");
    assert!(
        cases[0]
            .summary
            .contains("trigger append_only on refunds is switched off"),
        "{}",
        cases[0].summary
    );
    assert!(cases[0].last_seen_at.unwrap() > cases[0].opened_at);
    let mails = world.sandbox.mails("admin@clouddail.test").await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    run(&mut owner, "alter table refunds enable trigger append_only").await;
    assert_eq!(prove(&world.backend).await.unwrap(), 0);
    let closed = case::find(&world.backend, cases[0].id).await.unwrap().unwrap();
    assert_eq!(closed.resolution.as_deref(), Some("gone"));
    world.prove().await;
}

/// What a company was billed can be wrong in these ways: what it is, how it is done, and the promise it breaks.
const MISBILLED: &[(&str, &str, &str)] = &[
    (
        "a line was made dearer than the ledger",
        "update organization_invoice_lines set charged_micros = charged_micros + 10000 where position = 1;
         update organization_invoices set charged_micros = charged_micros + 10000",
        "a company's documents of closed months equal its wallet's movements",
    ),
    (
        "a movement of a closed month is on no document",
        "delete from organization_invoice_lines where position = 2;
         update organization_invoices i set charged_micros = l.charged_micros, total_micros = l.total_micros,
                tax_micros = l.tax_micros, subtotal_micros = l.net_micros from organization_invoice_lines l",
        "a company's documents of closed months equal its wallet's movements",
    ),
    (
        "a total was changed",
        "update organization_invoices set total_micros = total_micros + 10000, subtotal_micros = subtotal_micros + 10000",
        "every invoice of a company equals its lines",
    ),
    (
        "tax became price",
        "update organization_invoice_lines set tax_micros = tax_micros - 10000, net_micros = net_micros + 10000
         where position = 1",
        "every invoice of a company equals its lines",
    ),
    (
        "a number was skipped",
        "update organization_invoices set sequence = 2, number = 'INV-00002'",
        "invoices of companies are numbered without gaps",
    ),
    (
        "a number was taken for nothing",
        "update invoice_sequences set last_number = 7",
        "invoices of companies are numbered without gaps",
    ),
];

#[tokio::test]
async fn what_a_company_was_billed_is_proven() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let company = world.northwind_id().await;
    let next = world.month(2);
    world.move_to(world.month(1), 9, 0);
    world.company_buys(&customer, company, "Sales").await;
    world.company_buys(&customer, company, "").await;
    world.move_to(next, 9, 0);
    assert_eq!(world.bill().await.drafted, 1);
    let found = verify::books(&world.backend).await.unwrap();
    assert!(found.is_empty(), "a draft is proven as well: {found:?}");
    world.move_to(next + chrono::Days::new(2), 9, 0);
    assert_eq!(world.bill().await.issued, 1);
    let mut owner = world.owner().await;
    run(&mut owner, "set session_replication_role = replica").await;
    const TABLES: [&str; 3] = [
        "organization_invoices",
        "organization_invoice_lines",
        "invoice_sequences",
    ];
    for (what, corruption, check) in MISBILLED {
        for table in TABLES {
            run(
                &mut owner,
                &format!("create temp table saved_{table} as table {table}"),
            )
            .await;
        }
        run(&mut owner, corruption).await;
        let found = verify::books(&world.backend).await.unwrap();
        assert!(
            found.iter().any(|finding| finding.check == *check),
            "{what}: only {found:?}"
        );
        for table in TABLES {
            restore(&mut owner, table).await;
        }
        let found = verify::books(&world.backend).await.unwrap();
        assert!(found.is_empty(), "{what} was undone: {found:?}");
    }
    world.prove().await;
}

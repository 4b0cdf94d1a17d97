//! Verify must name every way in which the books can be wrong.

mod corruptions;

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

use self::corruptions::{CORRUPTIONS, UNLOCKED};
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

//! Resellers' own accounts at the gateway: whose keys collect, whose signature counts, what happens when keys change.

use std::sync::Arc;

use clouddail::{
    backend::{Seal, SealKeys},
    boot::config::sandbox_keys::{
        FLUTTERWAVE_WEBHOOK_HASH, KITE_FLUTTERWAVE_SECRET_KEY, KITE_FLUTTERWAVE_WEBHOOK_HASH,
    },
    domain::{
        payments::{
            check::{CheckError, check},
            gateway,
            save_credentials::{
                Credentials, SaveCredentialsError, forget_retired, remove_credentials, save_credentials,
                show_credentials,
            },
            top_up::{TopUp, TopUpError, top_up},
        },
        scope::{Customer, System},
    },
    providers::payments::{AccountKeys, BadKeys, PaymentOutcome},
    shared::{ids::PaymentId, wallet::PaymentStatus},
};
use serde_json::json;

use crate::support::World;

const SECOND_KEY: &str = "FLWSECK_TEST-kite-second";
const SECOND_HASH: &str = "kite-second-hash";

fn keys(secret_key: &str, webhook_hash: &str) -> AccountKeys {
    AccountKeys {
        secret_key: secret_key.to_owned().into(),
        webhook_hash: webhook_hash.to_owned().into(),
    }
}

fn kite(world: &World) -> System {
    System::of(world.kite.id, "test")
}

async fn save(world: &World, secret_key: &str, hash: &str) -> Result<Credentials, SaveCredentialsError> {
    save_credentials(&world.backend, &kite(world), &keys(secret_key, hash)).await
}

/// Sends an event about a payment, signed with this hash; the answer's status.
async fn event(world: &World, hash: &str, id: u64, payment: PaymentId) -> u16 {
    let data = json!({ "id": id, "tx_ref": payment.to_string(), "status": "successful" });
    reqwest::Client::new()
        .post(format!("http://{}/webhooks/flutterwave", world.address))
        .header("verif-hash", hash)
        .json(&json!({ "event": "charge.completed", "data": data }))
        .send()
        .await
        .unwrap()
        .status()
        .as_u16()
}

/// Accounts the sandbox collected at, by payment.
async fn collected_at(world: &World, payment: PaymentId) -> String {
    let inventory = world.sandbox.inventory().await;
    let payments = inventory["payments"].as_array().unwrap();
    let paid = payments
        .iter()
        .find(|paid| paid["tx_ref"] == payment.to_string())
        .unwrap();
    paid["account"].as_str().unwrap().to_owned()
}

async fn kite_available(world: &World, customer: &Customer) -> String {
    world.available(&world.kite, customer).await.amount()
}

#[tokio::test]
async fn a_signature_counts_for_payments_of_its_own_account_only() {
    let world = World::new().await;
    let (carla, karl) = (world.aurora_customer().await, world.kite_customer().await);
    let (_, at_aurora) = world
        .start_top_up(&world.aurora, &carla, "20", "form-key-1")
        .await;
    let (_, at_kite) = world.start_top_up(&world.kite, &karl, "20", "form-key-1").await;
    let nobodys = PaymentId::new();
    for (what, hash, payment) in [
        ("the platform about Kite's", FLUTTERWAVE_WEBHOOK_HASH, at_kite),
        (
            "Kite about the platform's",
            KITE_FLUTTERWAVE_WEBHOOK_HASH,
            at_aurora,
        ),
        ("Kite about nobody's", KITE_FLUTTERWAVE_WEBHOOK_HASH, nobodys),
        ("a stranger about Kite's", "somebody-elses-hash", at_kite),
        ("nobody about Kite's", "", at_kite),
    ] {
        assert_eq!(event(&world, hash, 1, payment).await, 401, "{what}");
    }
    assert_eq!(world.count("select count(*) from webhook_events").await, 0);
    assert_eq!(
        event(&world, KITE_FLUTTERWAVE_WEBHOOK_HASH, 1, at_kite).await,
        200
    );
    assert_eq!(event(&world, FLUTTERWAVE_WEBHOOK_HASH, 2, at_aurora).await, 200);
    world.run_jobs().await;
    // True signatures over a lie: the gateway was asked at the right account and knows of no payment.
    assert_eq!(kite_available(&world, &karl).await, "50.00");
    assert_eq!(world.count("select count(*) from webhook_events").await, 2);
    world.prove().await;
}

/// A reseller that signs an event of its own under the id of somebody else's must not make that one a repeat.
#[tokio::test]
async fn an_event_cannot_take_the_place_of_another_accounts() {
    let world = World::new().await;
    let (carla, karl) = (world.aurora_customer().await, world.kite_customer().await);
    let (_, at_aurora) = world
        .start_top_up(&world.aurora, &carla, "20", "form-key-1")
        .await;
    let (_, at_kite) = world.start_top_up(&world.kite, &karl, "20", "form-key-1").await;
    assert_eq!(
        event(&world, KITE_FLUTTERWAVE_WEBHOOK_HASH, 7, at_kite).await,
        200
    );
    assert_eq!(event(&world, FLUTTERWAVE_WEBHOOK_HASH, 7, at_aurora).await, 200);
    assert_eq!(
        world
            .count("select count(*) from webhook_events where deliveries = 1")
            .await,
        2
    );
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn a_key_sees_its_own_accounts_transactions_only() {
    let world = World::new().await;
    let karl = world.kite_customer().await;
    let payment = world.topped_up(&world.kite, &karl, "20", "form-key-1").await;
    let platform = &world.backend.providers.payments;
    let kites = platform
        .at_account(&keys(KITE_FLUTTERWAVE_SECRET_KEY, KITE_FLUTTERWAVE_WEBHOOK_HASH))
        .unwrap();
    let reference = payment.to_string();
    assert!(matches!(
        kites.outcome(&reference).await,
        Ok(PaymentOutcome::Paid { .. })
    ));
    assert_eq!(platform.outcome(&reference).await, Ok(PaymentOutcome::Pending));
    let accounts = gateway::all(&world.backend).await.unwrap();
    let owners: Vec<_> = accounts.iter().map(|(reseller, _)| *reseller).collect();
    assert_eq!(owners, [None, Some(world.kite.id)]);
    // A reseller's payment is nobody's to another reseller.
    let aurora = System::of(world.aurora.id, "test");
    assert!(
        gateway::of_payment(&world.backend, &aurora, payment)
            .await
            .unwrap()
            .is_none()
    );
    world.prove().await;
}

#[tokio::test]
async fn without_keys_no_payment_begins_and_the_page_says_so_before_the_form() {
    let world = World::new().await;
    let karl = world.kite_customer().await;
    let mut browser = world.browser("kite.localhost", "customer@kite.test").await;
    assert!(browser.get("/account/wallet").await.text().contains("Add money"));
    assert!(remove_credentials(&world.backend, &kite(&world)).await.unwrap());
    assert!(!remove_credentials(&world.backend, &kite(&world)).await.unwrap());
    let form = TopUp {
        amount: "20".into(),
        key: "form-key-1".into(),
        return_to: None,
    };
    let refused = top_up(&world.backend, &world.kite, &karl, &form).await;
    assert!(matches!(refused, Err(TopUpError::NotCollecting)), "{refused:?}");
    let words = "Kite Travel cannot take payments yet. Nothing was charged. Please write to help@kite.test.";
    let page = browser.get("/account/wallet").await.text();
    assert!(page.contains(words) && !page.contains("Continue to payment"));
    let fields = [("amount", "20"), ("key", "form-key-2")];
    let answer = browser.post_json("/do/wallet/top_up", &fields).await.text();
    assert!(answer.contains(words), "{answer}");
    assert_eq!(world.count("select count(*) from payments").await, 0);
    assert_eq!(world.sandbox.calls("flutterwave.checkout").await, 0);
    world.prove().await;
}

#[tokio::test]
async fn a_change_of_mode_moves_new_payments_only() {
    let world = World::new().await;
    let karl = world.kite_customer().await;
    let (url, before) = world.start_top_up(&world.kite, &karl, "20", "form-key-1").await;
    sqlx::query("update resellers set settlement_mode = 'platform_collects' where slug = 'kite'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let after = world.topped_up(&world.kite, &karl, "30", "form-key-2").await;
    world.sandbox.choose(&url, "pay").await;
    world.pass(300).await;
    assert_eq!(collected_at(&world, before).await, KITE_FLUTTERWAVE_SECRET_KEY);
    assert_ne!(collected_at(&world, after).await, KITE_FLUTTERWAVE_SECRET_KEY);
    assert_eq!(kite_available(&world, &karl).await, "100.00");
    let booked = world.booked_by(&world.kite, &["top_up", "gateway_fee"]).await;
    let expected = [
        ("gateway_clearing", -29_580_000),
        ("gateway_fees", -420_000),
        ("reseller_clearing", -19_720_000),
        ("reseller_sales", -280_000),
        ("wallet", 50_000_000),
    ];
    assert_eq!(
        booked,
        expected.map(|(name, micros)| (name.to_owned(), micros)).into()
    );
    world.prove().await;
}

#[tokio::test]
async fn a_payment_is_asked_about_at_the_account_it_was_made_with() {
    let world = World::new().await;
    let karl = world.kite_customer().await;
    let (url, first) = world.start_top_up(&world.kite, &karl, "20", "form-key-1").await;
    world.sandbox.open_account(SECOND_KEY, SECOND_HASH, None).await;
    let saved = save(&world, SECOND_KEY, SECOND_HASH).await.unwrap();
    assert_eq!((saved.version, saved.hint.as_str()), (2, "cond"));
    let second = world.topped_up(&world.kite, &karl, "30", "form-key-2").await;
    world.sandbox.choose(&url, "pay").await;
    world.pass(300).await;
    assert_eq!(collected_at(&world, first).await, KITE_FLUTTERWAVE_SECRET_KEY);
    assert_eq!(collected_at(&world, second).await, SECOND_KEY);
    assert_eq!(kite_available(&world, &karl).await, "100.00");
    // Removed altogether: what is under way is still seen through.
    let (url, third) = world.start_top_up(&world.kite, &karl, "10", "form-key-3").await;
    remove_credentials(&world.backend, &kite(&world)).await.unwrap();
    world.sandbox.choose(&url, "pay").await;
    assert_eq!(
        check(&world.backend, &kite(&world), third).await.unwrap(),
        PaymentStatus::Paid
    );
    assert_eq!(kite_available(&world, &karl).await, "110.00");
    world.prove().await;
}

/// The reseller rolls its key at the gateway: the account is the same and knows its payments under the new key.
#[tokio::test]
async fn a_rolled_key_is_followed_and_another_accounts_silence_proves_nothing() {
    const ROLLED: &str = "FLWSECK_TEST-kite-rolled";
    let world = World::new().await;
    let karl = world.kite_customer().await;
    let (url, payment) = world.start_top_up(&world.kite, &karl, "20", "form-key-1").await;
    world.sandbox.choose(&url, "pay").await;
    world
        .sandbox
        .open_account(ROLLED, SECOND_HASH, Some(KITE_FLUTTERWAVE_SECRET_KEY))
        .await;
    world.sandbox.open_account(SECOND_KEY, SECOND_HASH, None).await;
    let refused = check(&world.backend, &kite(&world), payment).await;
    assert!(matches!(refused, Err(CheckError::Unavailable(_))), "{refused:?}");
    let cases = "select count(*) from operator_cases where kind = 'payment_unknown'";
    assert_eq!(world.count(cases).await, 1, "nobody can see whether it was paid");

    save(&world, SECOND_KEY, SECOND_HASH).await.unwrap();
    world.backend.clock.advance(chrono::TimeDelta::hours(30));
    let refused = check(&world.backend, &kite(&world), payment).await;
    assert!(
        matches!(refused, Err(CheckError::Unavailable(_))),
        "another account knows nothing of it: {refused:?}"
    );
    assert_eq!(
        world
            .count("select count(*) from payments where state = 'pending'")
            .await,
        1
    );

    save(&world, ROLLED, SECOND_HASH).await.unwrap();
    assert_eq!(
        check(&world.backend, &kite(&world), payment).await.unwrap(),
        PaymentStatus::Paid
    );
    assert_eq!(kite_available(&world, &karl).await, "70.00");
    let gone = save(&world, KITE_FLUTTERWAVE_SECRET_KEY, SECOND_HASH).await;
    assert!(matches!(gone, Err(SaveCredentialsError::Refused(_))), "{gone:?}");
    let shown = show_credentials(&world.backend, &kite(&world)).await.unwrap();
    assert_eq!(shown.unwrap().hint, "lled", "the keys before stay in use");
    world.prove().await;
}

#[tokio::test]
async fn keys_that_cannot_be_flutterwaves_are_refused_without_asking() {
    let world = World::new().await;
    for (secret, hash, why) in [
        ("", SECOND_HASH, BadKeys::SecretKey),
        ("sk_live_123456789", SECOND_HASH, BadKeys::SecretKey),
        ("FLWPUBK_TEST-123456789", SECOND_HASH, BadKeys::SecretKey),
        ("FLWSECK_TEST-", SECOND_HASH, BadKeys::SecretKey),
        ("FLWSECK-with space", SECOND_HASH, BadKeys::SecretKey),
        ("FLWSECK_TEST-good", "short", BadKeys::WebhookHash),
        ("FLWSECK_TEST-good", "with\nline-end", BadKeys::WebhookHash),
    ] {
        let refused = save(&world, secret, hash).await;
        assert!(
            matches!(&refused, Err(SaveCredentialsError::Bad(bad)) if *bad == why),
            "{secret}: {refused:?}"
        );
    }
    assert_eq!(world.sandbox.calls("flutterwave.list").await, 0);
    world.sandbox.fail("flutterwave.list", "500_before", 9).await;
    let unknown = save(&world, SECOND_KEY, SECOND_HASH).await;
    assert!(
        matches!(unknown, Err(SaveCredentialsError::Unavailable(_))),
        "{unknown:?}"
    );
    assert_eq!(
        world
            .count("select count(*) from gateway_credentials where version > 1")
            .await,
        0
    );
    world.prove().await;
}

#[tokio::test]
async fn secrets_are_sealed_and_stand_in_no_log() {
    let world = World::new().await;
    save(&world, SECOND_KEY, SECOND_HASH).await.unwrap();
    for places in [
        "select count(*) from gateway_credentials where encode(sealed, 'escape') ~ 'FLWSECK|hash|kite'",
        "select count(*) from audit_logs a where a::text ~ 'FLWSECK|second-hash'",
    ] {
        assert_eq!(world.count(places).await, 0, "{places}");
    }
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action = 'gateway_credentials.saved'")
            .await,
        2
    );
    let printed = format!("{:?}", keys(SECOND_KEY, SECOND_HASH));
    assert!(!printed.contains("kite"), "{printed}");
    world.prove().await;
}

#[tokio::test]
async fn keys_sealed_with_an_older_sealing_key_still_open() {
    const OLD: &str = "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const NEW: &str = "next:Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";
    let world = World::new().await;
    let karl = world.kite_customer().await;
    let sealed_by = |text: &str| {
        let mut backend = world.backend.clone();
        backend.seal = Arc::new(Seal::new(SealKeys::parse(text).unwrap()));
        backend.caches = Arc::default();
        backend
    };
    let form = |key: &str| TopUp {
        amount: "20".into(),
        key: key.into(),
        return_to: None,
    };
    let rotated = sealed_by(&format!("{NEW},{OLD}"));
    top_up(&rotated, &world.kite, &karl, &form("form-key-1"))
        .await
        .unwrap();
    save_credentials(&rotated, &kite(&world), &keys(SECOND_KEY, SECOND_HASH))
        .await
        .unwrap();
    let only_new = sealed_by(NEW);
    top_up(&only_new, &world.kite, &karl, &form("form-key-2"))
        .await
        .unwrap();
    let lost = top_up(&only_new, &world.kite, &karl, &form("form-key-1")).await;
    assert!(matches!(lost, Err(TopUpError::Internal(_))), "{lost:?}");
    world.prove().await;
}

#[tokio::test]
async fn replaced_keys_are_forgotten_when_their_payments_are_over() {
    let world = World::new().await;
    save(&world, SECOND_KEY, SECOND_HASH).await.unwrap();
    let kept = "select count(*) from gateway_credentials where sealed is not null";
    world.backend.clock.advance(chrono::TimeDelta::days(29));
    assert_eq!(forget_retired(&world.backend).await.unwrap(), 0);
    assert_eq!(world.count(kept).await, 2);
    world.backend.clock.advance(chrono::TimeDelta::days(2));
    assert_eq!(forget_retired(&world.backend).await.unwrap(), 1);
    assert_eq!(world.count(kept).await, 1);
    let shown = show_credentials(&world.backend, &kite(&world)).await.unwrap();
    assert_eq!(shown.unwrap().version, 2);
    world.prove().await;
}

#[tokio::test]
async fn keys_saved_by_many_at_once_leave_one_in_use() {
    let world = World::new().await;
    let mut at_once = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (backend, system) = (world.backend.clone(), kite(&world));
        at_once.spawn(async move {
            save_credentials(&backend, &system, &keys(SECOND_KEY, SECOND_HASH))
                .await
                .unwrap()
                .version
        });
    }
    let mut versions: Vec<i32> = at_once.join_all().await;
    versions.sort_unstable();
    assert_eq!(versions, (2..=9).collect::<Vec<_>>());
    let in_use = "select count(*) from gateway_credentials where retired_at is null";
    assert_eq!(world.count(in_use).await, 1);
    world.prove().await;
}

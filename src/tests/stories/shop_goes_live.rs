//! What a shop on trial and a suspended one are to their staff and to everybody else, in the browser and over REST.

use clouddail::{
    domain::orders::{
        place::{Payer, Place, PlaceError, SaleKind, place},
        quote::{QuoteError, Wish, quote},
        view,
    },
    shared::permissions::StaffRole,
};
use serde_json::json;

use crate::support::World;

async fn set_status(world: &World, slug: &str, status: &str) {
    sqlx::query("update resellers set status = $2 where slug = $1")
        .bind(slug)
        .bind(status)
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world.backend.caches.shops.clear();
}

#[tokio::test]
async fn on_trial_only_the_staff_buys_and_an_owner_opens_the_shop() {
    let world = World::new().await;
    let karl = world.kite_customer().await;
    let mut browser = world.browser("kite.localhost", "customer@kite.test").await;
    let before = world.available(&world.kite, &karl).await;
    let quoted = world.quote_plan(&karl, "114701").await;
    set_status(&world, "kite", "trial").await;

    // In the browser: shown, but not sold.
    let plan = world.plan("114701").await;
    let home = browser.get("/").await;
    assert_eq!(home.status, 200);
    let checkout = browser.get(&format!("/checkout/plan/{plan}")).await.text();
    assert!(checkout.contains("opens soon") && checkout.contains("Nothing was charged"));
    let top_up = [("amount", "20"), ("key", "form-key-1")];
    let text = browser.post_json("/do/wallet/top_up", &top_up).await.text();
    assert!(text.contains("opens soon"), "{text}");
    let refused = quote(&world.backend, &karl, &Wish::Plan(plan)).await;
    assert!(matches!(refused, Err(QuoteError::Shop(PlaceError::NotOpenYet))));
    // A price fixed while the shop was open buys nothing now.
    let refused = world.place(&karl, &quoted).await;
    assert!(matches!(refused, Err(PlaceError::NotOpenYet)));

    // Over REST, whoever pays.
    let api = world.kite_api();
    let customer = api.customer("ann@example.test", "float").await;
    let order = json!({ "customer_id": customer, "item": { "kind": "esim", "plan_id": plan.to_string() } });
    assert_eq!(api.place("t1", &order).await.refusal(), (409, "shop_not_open"));
    let mut dry = order.clone();
    dry["dry_run"] = json!(true);
    assert_eq!(api.place("t2", &dry).await.refusal(), (409, "shop_not_open"));
    assert_eq!(world.count("select count(*) from holds").await, 0);
    assert_eq!(world.count("select count(*) from payments").await, 0);
    assert_eq!(world.available(&world.kite, &karl).await, before);

    // Staff see what is left, and do it: a test purchase with real money.
    let mut owner = world.browser("kite.localhost", "owner@kite.test").await;
    let page = owner.get("/reseller/start").await.text();
    assert!(
        page.contains("Your shop is on trial") && page.contains("5 of 6 steps done"),
        "{page}"
    );
    let text = owner.post_json("/do/start/go_live", &[]).await.text();
    assert!(
        text.contains("still on trial: 1 of the steps below is left"),
        "{text}"
    );
    let paid = owner.post("/account/wallet", "/do/wallet/top_up", &top_up).await;
    world.sandbox.choose(&paid.location.unwrap(), "pay").await;
    world.pass(180).await;
    let me = world.customer(&world.kite, "owner@kite.test").await;
    let quoted = world.quote_plan(&me, "114701").await;
    world.place(&me, &quoted).await.unwrap();
    world.run_jobs().await;

    let mut manager = world
        .person_browser(
            "kite.localhost",
            clouddail::domain::accounts::Role::Reseller,
            Some(StaffRole::Manager),
        )
        .await;
    let page = manager.get("/reseller/start").await.text();
    assert!(page.contains("6 of 6 steps done") && page.contains("An owner can open the shop here"));
    let text = manager.post_json("/do/start/go_live", &[]).await.text();
    assert!(text.contains("Forbidden"), "{text}");
    let answer = owner.post("/reseller/start", "/do/start/go_live", &[]).await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/reseller/start?saved=live"),
        "{}",
        answer.text()
    );
    let page = owner.get("/reseller/start?saved=live").await.text();
    assert!(page.contains("Your shop is open") && !page.contains("on trial"));
    let text = owner.post_json("/do/start/go_live", &[]).await.text();
    assert!(text.contains("open already"), "{text}");

    let quoted = world.quote_plan(&karl, "114701").await;
    world.place(&karl, &quoted).await.unwrap();
    assert_eq!(api.place("t3", &order).await.status, 201);
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action = 'shop.opened'")
            .await,
        1
    );
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn suspension_strands_nobody_who_bought_before() {
    let world = World::new().await;
    let ana = world.aurora_customer().await;
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut support = world.staff_browser(StaffRole::Support).await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let esim = world.quote_plan(&ana, "114701").await;
    let number = world.quote_number(&ana, "1").await;
    let (esim, number) = (
        world.place(&ana, &esim).await.unwrap(),
        world.place(&ana, &number).await.unwrap(),
    );
    let bought = async |order| view::view(&world.backend, &ana, order).await.unwrap().unwrap();
    let (esim_id, number_id) = (
        bought(esim).await.esim_id.unwrap(),
        bought(number).await.number_id.unwrap(),
    );
    let (waiting, renewal) = (
        world.quote_plan(&ana, "114702").await,
        world.quote_number(&ana, "2").await,
    );
    let api = world.aurora_api();
    let plan = world.plan("114701").await;
    let customer = api.customer("ann@example.test", "float").await;
    set_status(&world, "aurora", "suspended").await;

    let checkout = browser.get(&format!("/checkout/plan/{plan}")).await.text();
    assert!(
        checkout.contains("cannot take orders at the moment"),
        "{checkout}"
    );
    let refused = world.place(&ana, &waiting).await;
    assert!(matches!(refused, Err(PlaceError::ShopClosed)));
    let top_up = [("amount", "20"), ("key", "form-key-1")];
    let text = browser.post_json("/do/wallet/top_up", &top_up).await.text();
    assert!(text.contains("takes no payments at the moment"), "{text}");
    let order = json!({ "customer_id": customer, "item": { "kind": "esim", "plan_id": plan.to_string() } });
    assert_eq!(api.place("s1", &order).await.refusal(), (409, "shop_closed"));
    // Its own staff are no exception.
    let own = world.customer(&world.aurora, "owner@aurora.test").await;
    let refused = quote(&world.backend, &own, &Wish::Plan(plan)).await;
    assert!(matches!(refused, Err(QuoteError::Shop(PlaceError::ShopClosed))));

    for path in [
        format!("/account/orders/{esim}"),
        format!("/account/esims/{esim_id}"),
        format!("/account/esims/{esim_id}/qr.png"),
        format!("/account/numbers/{number_id}"),
        "/account/wallet".to_owned(),
    ] {
        assert_eq!(browser.get(&path).await.status, 200, "{path}");
    }
    // What was sold is renewed.
    let renewed = Place {
        quote: renewal.id,
        payer: Payer::Customer,
        kind: SaleKind::Renewal,
        max_price: renewal.charged,
    };
    place(&world.backend, &ana, renewed).await.unwrap();

    // Staff look and help, and change nothing else.
    let page = support.get("/reseller/staff").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Your shop is suspended"));
    let form = [
        ("support_email", "other@aurora.test"),
        ("locale", "en"),
        ("timezone", "UTC"),
    ];
    for (path, form) in [
        ("/do/shop_settings/save", &form[..]),
        ("/do/start/go_live", &[]),
        ("/do/shop_settings/change_currency", &[("currency", "EUR")]),
    ] {
        let text = owner.post_json(path, form).await.text();
        assert!(text.contains("This shop is suspended"), "{path}: {text}");
    }
    assert_eq!(
        world
            .count("select count(*) from resellers where support_email = 'other@aurora.test'")
            .await,
        0
    );
    // A leaked key can still be revoked.
    assert_eq!(owner.get("/reseller/api-keys").await.status, 200);
    world.run_jobs().await;
    world.prove().await;
}

/// Each step is read from the tables: take away what makes it true and it is left to do.
#[tokio::test]
async fn no_step_is_ticked_by_hand() {
    let world = World::new().await;
    let mut member = world.staff_browser(StaffRole::ReadOnly).await;
    let done = async |member: &mut crate::support::Client| -> String {
        let page = member.get("/reseller/start").await;
        assert_eq!(page.status, 200);
        let text = page.text();
        let at = text.find(" of 6 steps done").unwrap();
        text[at - 1..at].to_owned()
    };
    assert_eq!(done(&mut member).await, "5");
    for (left, change) in [
        (
            "4",
            "update legal_pages set body = 'Run by [your company].' where slug = 'imprint'",
        ),
        ("3", "update pricing_rules set is_active = false"),
        ("2", "update themes set logo_id = null"),
    ] {
        sqlx::query(change)
            .execute(&mut world.owner().await)
            .await
            .unwrap();
        assert_eq!(done(&mut member).await, left, "{change}");
    }
    let page = member.get("/reseller/start").await.text();
    assert!(page.contains("[square brackets]: imprint."), "{page}");
    // Who collects decides what the payments need.
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    let page = kite.get("/reseller/start").await.text();
    assert!(page.contains("from your float, which"));
    sqlx::query("update gateway_credentials set retired_at = now()")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    assert!(
        kite.get("/reseller/start")
            .await
            .text()
            .contains("needs your Flutterwave keys")
    );
    world.prove().await;
}

//! A shop from trial to suspension and back by the console's word alone, and what each makes of its customers.

use clouddail::{
    domain::{accounts::Role, crm, orders::view, scope::System},
    shared::{ids::OrderId, money::Money},
};

use crate::support::{Client, World};

/// A page that is there.
async fn page(browser: &mut Client, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

async fn decide(world: &World, admin: &mut Client, slug: &str, verb: &str) -> String {
    let shop = if slug == "kite" {
        &world.kite
    } else {
        &world.aurora
    };
    let (id, here) = (shop.id.to_string(), format!("/admin/resellers/{}", shop.id));
    let form = [("id", id.as_str()), ("reason", "Nobody answered our letters.")];
    let answer = admin.post(&here, &format!("/do/resellers/{verb}"), &form).await;
    admin.follow(&answer).await.text()
}

/// Nobody clears a cache here but the verbs themselves.
#[tokio::test]
async fn the_consoles_word_holds_at_the_customers_next_request() {
    let world = World::new().await;
    sqlx::query("update resellers set status = 'trial' where slug = 'kite'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world.backend.caches.shops.clear();
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let mut customer = world.browser("kite.localhost", "customer@kite.test").await;
    let mut owner = world.browser("kite.localhost", "owner@kite.test").await;
    let checkout = format!("/checkout/plan/{}", world.plan("114701").await);
    let wallet = "/account/wallet";
    let pay = "Continue to payment";

    // On trial the wallet says why, and has no form that would be refused; staff have it.
    let text = page(&mut customer, wallet).await;
    assert!(text.contains("opens soon") && !text.contains(pay), "{text}");
    assert!(page(&mut owner, wallet).await.contains(pay));
    assert!(page(&mut owner, "/reseller").await.contains("on trial"));

    let text = decide(&world, &mut admin, "kite", "approve").await;
    assert!(text.contains("The shop sells now."), "{text}");
    let text = page(&mut customer, wallet).await;
    assert!(text.contains(pay) && !text.contains("opens soon"), "{text}");
    assert!(!page(&mut owner, "/reseller").await.contains("on trial"));
    assert!(page(&mut customer, &checkout).await.contains("max_price"));
    let text = decide(&world, &mut admin, "kite", "approve").await;
    assert!(text.contains("active by now"), "{text}");

    decide(&world, &mut admin, "kite", "suspend").await;
    let text = page(&mut customer, wallet).await;
    assert!(
        text.contains("takes no payments at the moment") && !text.contains(pay),
        "{text}"
    );
    assert!(
        page(&mut owner, "/reseller")
            .await
            .contains("Your shop is suspended")
    );
    assert!(!customer.get(&checkout).await.text().contains("max_price"));
    let text = decide(&world, &mut admin, "kite", "approve").await;
    assert!(text.contains("suspended by now"), "{text}");

    decide(&world, &mut admin, "kite", "reactivate").await;
    assert!(page(&mut customer, wallet).await.contains(pay));
    assert!(
        !page(&mut owner, "/reseller")
            .await
            .contains("Your shop is suspended")
    );

    // One way to open a shop: one act, whoever opens it.
    let opened = "select count(*) from audit_logs a join users u on u.id = a.actor_id
                  where a.action = 'shop.opened' and u.email = 'admin@clouddail.test'";
    assert_eq!(world.count(opened).await, 1);
    world.run_jobs().await;
    let mails = world.sandbox.mails("owner@kite.test").await;
    assert!(
        mails
            .iter()
            .any(|mail| mail.to_string().contains("Kite Travel is open")),
        "{mails:?}"
    );
    world.prove().await;
}

async fn bought(
    world: &World,
    customer: &clouddail::domain::scope::Customer,
    order: OrderId,
) -> (String, String) {
    let order = view::view(&world.backend, customer, order)
        .await
        .unwrap()
        .unwrap();
    let text = |id: Option<String>| id.unwrap_or_default();
    (
        text(order.esim_id.map(|id| id.to_string())),
        text(order.number_id.map(|id| id.to_string())),
    )
}

#[tokio::test]
async fn who_bought_before_a_suspension_keeps_everything() {
    let world = World::new().await;
    let ana = world.aurora_customer().await;
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let (esim, number) = (
        world.quote_plan(&ana, "114701").await,
        world.quote_number(&ana, "1").await,
    );
    let esim = world.place(&ana, &esim).await.unwrap();
    let number = world.place(&ana, &number).await.unwrap();
    let (esim_id, _) = bought(&world, &ana, esim).await;
    let (_, number_id) = bought(&world, &ana, number).await;
    decide(&world, &mut admin, "aurora", "suspend").await;

    // What was bought is there: the codes, the number, the orders and where the money is.
    let text = page(&mut customer, &format!("/account/esims/{esim_id}")).await;
    assert!(text.contains("LPA:1$"), "{text}");
    for picture in ["qr.svg", "qr.png"] {
        let qr = customer.get(&format!("/account/esims/{esim_id}/{picture}")).await;
        assert!(qr.status == 200 && !qr.body.is_empty(), "{picture}");
    }
    let here = format!("/account/numbers/{number_id}");
    page(&mut customer, &here).await;
    let form = [("id", number_id.as_str()), ("label", "Hotel")];
    customer.post(&here, "/do/numbers/rename_number", &form).await;
    assert!(page(&mut customer, &here).await.contains("Hotel"));
    for path in [
        "/account",
        "/account/orders",
        "/account/esims",
        "/account/numbers",
        "/account/settings",
        "/account/wallet/statement",
        &format!("/account/orders/{esim}"),
        &format!("/account/orders/{number}"),
    ] {
        page(&mut customer, path).await;
    }
    // Somebody new can sign in again, and a refund comes.
    let mut again = world.browser("aurora.localhost", "customer@aurora.test").await;
    page(&mut again, "/account/esims").await;
    let before = world.available(&world.aurora, &ana).await;
    let sold = format!("/reseller/orders/{esim}");
    let form = [
        ("id", esim.to_string()),
        ("amount", "1.00".into()),
        ("destination", "wallet".into()),
        ("reason", "The network was down.".into()),
        ("key", "refund-while-suspended".into()),
    ];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let answer = owner.post(&sold, "/do/sales/refund", &form).await;
    assert!(
        owner
            .follow(&answer)
            .await
            .text()
            .contains("The money was given back")
    );
    let after = world.available(&world.aurora, &ana).await;
    assert_eq!(after.minus(before).unwrap().amount(), "1.00");
    assert!(
        page(&mut customer, "/account/wallet/statement")
            .await
            .contains("Refund")
    );
    world.run_jobs().await;
    world.prove().await;
}

async fn split_agrees(world: &World, slug: &str) {
    let (shop, customer, email) = if slug == "kite" {
        (&world.kite, world.kite_customer().await, "owner@kite.test")
    } else {
        (&world.aurora, world.aurora_customer().await, "owner@aurora.test")
    };
    let quoted = world.quote_plan(&customer, "114701").await;
    let order = world.place(&customer, &quoted).await.unwrap();
    let system = System::of(shop.id, "test");
    let before = crm::sold_order(&world.backend, &system, order)
        .await
        .unwrap()
        .unwrap();
    assert!(before.reseller_gave.is_zero() && before.platform_gave.is_zero());
    assert_eq!(
        before.reseller_gives.plus(before.platform_gives).unwrap(),
        before.left
    );

    let mut owner = world.browser(&format!("{slug}.localhost"), email).await;
    let here = format!("/reseller/orders/{order}");
    let id = order.to_string();
    for (amount, key) in [("1.01", "first"), ("0.33", "second")] {
        let form = [
            ("id", id.as_str()),
            ("amount", amount),
            ("destination", "wallet"),
            ("reason", "A part of it"),
            ("key", key),
        ];
        owner.post(&here, "/do/sales/refund", &form).await;
    }
    // The float's part came back to it, so that the reseller's is what left its own accounts, less that.
    let own: i64 = sqlx::query_scalar(
        "select coalesce(sum(e.amount_micros), 0)::bigint from ledger_transfers t
         join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
         left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
         where t.reseller_id = $1 and t.kind = 'refund' and t.reference_id = $2
           and (e.account in ('reseller_earnings', 'reseller_sales') or w.owner_kind = 'reseller_float')",
    )
    .bind(shop.id.uuid())
    .bind(order.uuid())
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    let after = crm::sold_order(&world.backend, &system, order)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        after.reseller_gave,
        Money::from_micros(own, shop.brand.currency).negated().unwrap()
    );
    assert!(after.reseller_gave.is_positive() && after.platform_gave.is_positive());
    let gave = after.reseller_gave.plus(after.platform_gave).unwrap();
    assert_eq!((gave.amount(), after.row.refunded), ("1.34".to_owned(), gave));
    // Together with what is left it is what the whole refund takes.
    assert_eq!(
        after.reseller_gave.plus(after.reseller_gives).unwrap(),
        before.reseller_gives
    );
    let text = page(&mut owner, &here).await;
    assert!(text.contains("of it from your margin"), "{text}");
}

#[tokio::test]
async fn the_split_of_a_refund_is_the_ledgers() {
    let world = World::new().await;
    split_agrees(&world, "aurora").await;
    split_agrees(&world, "kite").await;
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn new_customers_are_listed_by_the_days_they_joined() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    sqlx::query("update users set created_at = '2024-05-06 12:00Z' where email = 'owner@northwind.test'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let (old, new) = ("owner@northwind.test", "customer@aurora.test");
    for sort in ["", "&sort=seen"] {
        let then = page(
            &mut owner,
            &format!("/reseller/customers?from=2024-05-06&until=2024-05-06{sort}"),
        )
        .await;
        assert!(then.contains(old) && !then.contains(new), "{then}");
        let since = page(&mut owner, &format!("/reseller/customers?from=2024-05-07{sort}")).await;
        assert!(since.contains(new) && !since.contains(old), "{since}");
        let nobody = page(&mut owner, &format!("/reseller/customers?until=2024-05-05{sort}")).await;
        assert!(nobody.contains("Nobody found"), "{nobody}");
    }
    let then = page(&mut owner, "/reseller/customers?from=2024-05-06&until=2024-05-06").await;
    let file = then
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|to| to.starts_with("/reseller/customers.csv?"))
        .expect("a link to the file")
        .replace("&amp;", "&");
    let file = page(&mut owner, &file).await;
    assert!(file.contains(old) && !file.contains(new), "{file}");
    world.prove().await;
}

/// What is switched off is nowhere: no menu, no page, no list over REST; who bought keeps it.
#[tokio::test]
async fn what_is_switched_off_is_nowhere_to_be_seen() {
    let world = World::new().await;
    let ana = world.aurora_customer().await;
    let esim = world.quote_plan(&ana, "114701").await;
    let esim = world.place(&ana, &esim).await.unwrap();
    let (esim_id, _) = bought(&world, &ana, esim).await;
    let plan = world.plan("114701").await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let id = world.aurora.id.to_string();
    let set = async |admin: &mut Client, on: &[&str]| {
        let mut form = vec![("id", id.as_str())];
        form.extend(on.iter().map(|name| (*name, "true")));
        admin
            .post("/admin/features", "/do/resellers/set_features", &form)
            .await;
    };
    let links = [
        "href=\"/esim\"",
        "href=\"/numbers\"",
        "href=\"/reseller/api-keys\"",
    ];
    let home = page(&mut customer, "/").await;
    assert!(home.contains(links[0]) && home.contains(links[1]), "{home}");

    set(&mut admin, &["numbers"]).await;
    let home = page(&mut customer, "/").await;
    assert!(!home.contains(links[0]) && home.contains(links[1]), "{home}");
    for path in [
        "/esim".into(),
        "/esim/fr".into(),
        format!("/plans/{plan}"),
        format!("/checkout/plan/{plan}"),
    ] {
        assert_eq!(customer.get(&path).await.status, 404, "{path}");
    }
    for path in [
        "/help",
        "/account",
        "/account/esims",
        "/sitemap.xml",
        "/account/orders",
    ] {
        let text = page(&mut customer, path).await;
        assert!(
            !text.contains(links[0]) && !text.contains("/esim</loc>"),
            "{path}: {text}"
        );
    }
    assert!(
        page(&mut customer, &format!("/account/esims/{esim_id}"))
            .await
            .contains("LPA:1$")
    );
    for path in [
        "/reseller/catalogue",
        "/reseller/catalogue/places",
        "/reseller/api-keys",
    ] {
        assert_eq!(owner.get(path).await.status, 404, "{path}");
    }
    let menu = page(&mut owner, "/reseller/catalogue/numbers").await;
    assert!(
        !menu.contains("href=\"/reseller/catalogue\"") && !menu.contains(links[2]),
        "{menu}"
    );
    assert_eq!(customer.get("/api/docs").await.status, 404);

    set(&mut admin, &["esims", "api"]).await;
    let home = page(&mut customer, "/").await;
    assert!(home.contains(links[0]) && !home.contains(links[1]), "{home}");
    assert_eq!(customer.get("/numbers").await.status, 404);
    assert_eq!(customer.get("/numbers?country=US&kind=local").await.status, 404);
    assert_eq!(owner.get("/reseller/catalogue/numbers").await.status, 404);
    assert!(page(&mut owner, "/reseller/catalogue").await.contains(links[2]));
    let found = world
        .aurora_api()
        .get("/api/v1/numbers/available?country=US&type=local")
        .await;
    assert!(
        found.status != 200 || found.json["data"] == serde_json::json!([]),
        "{found:?}"
    );
    assert!(
        page(&mut customer, "/api/docs")
            .await
            .contains("API documentation")
    );
    // Elsewhere everything is as it was.
    let kite = page(&mut world.stranger("kite.localhost"), "/").await;
    assert!(kite.contains(links[0]) && kite.contains(links[1]));
    world.prove().await;
}

#[tokio::test]
async fn terms_are_shown_to_whoever_may_change_them() {
    let world = World::new().await;
    let here = format!("/admin/resellers/{}", world.aurora.id);
    let mut chief = world.browser("localhost", "admin@clouddail.test").await;
    let text = page(&mut chief, &here).await;
    assert!(
        text.contains("Change terms") && text.contains("Set limits"),
        "{text}"
    );
    let mut admin = world.person_browser("localhost", Role::Admin, None).await;
    let text = page(&mut admin, &here).await;
    for words in ["Change terms", "Set limits", "Change who collects"] {
        assert!(!text.contains(words), "{words}: {text}");
    }
    assert!(text.contains("Suspend"), "{text}");
    // Beside the menu's: the figure itself leads there.
    let text = page(&mut admin, "/admin").await;
    assert!(text.matches("href=\"/admin/jobs\"").count() >= 2, "{text}");
    world.prove().await;
}

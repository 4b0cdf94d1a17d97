//! A new reseller from nothing to its first sale on its own subdomain, in the browser alone.

use clouddail::{
    domain::{
        esims::catalogue::plan_on_sale,
        pricing::{
            self,
            rule::{Markup, Rule},
            simulate::{Hypothetical, Maker},
        },
        scope::System,
    },
    shared::{ids::ResellerId, price::Service},
};
use rust_decimal::Decimal;
use sqlx::Row;

use crate::support::{Client, World};

const HOST: &str = "nomad.localhost";
const PASSWORD: &str = "a-long-new-password";

const SHOP: [(&str, &str); 6] = [
    ("name", "Nomad Mobile"),
    ("slug", "nomad"),
    ("currency", "EUR"),
    ("email", "nora@nomad.test"),
    ("first_name", "Nora"),
    ("last_name", "Nomad"),
];

/// The secret of the newest mailed link of this kind, read from the mail like its reader would.
async fn mailed_token(world: &World, email: &str, path: &str) -> String {
    world.run_jobs().await;
    let mails = world.sandbox.mails(email).await;
    let mail = mails.iter().find(|mail| mail.to_string().contains(path));
    let text = mail.expect("a mail with the link")["text"]
        .as_str()
        .unwrap()
        .to_owned();
    let link = text
        .split(&format!("{HOST}:{}{path}?token=", world.address.port()))
        .nth(1);
    link.expect("the link leads to the new host")
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect()
}

/// The value of a hidden field of a page.
fn field(page: &str, name: &str) -> String {
    let after = page
        .split(&format!("name=\"{name}\""))
        .nth(1)
        .unwrap_or_else(|| panic!("no field {name} in {page}"));
    after
        .split("value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

async fn opened(world: &World, admin: &mut Client) -> String {
    let answer = admin
        .post("/admin/resellers/new", "/do/resellers/create", &SHOP)
        .await;
    let to = answer.location.clone().unwrap_or_default();
    assert!(
        to.starts_with("/admin/resellers/res_"),
        "{} {to} {}",
        answer.status,
        answer.text()
    );
    world.run_jobs().await;
    to.split(['/', '?']).nth(3).unwrap().to_owned()
}

/// The owner follows the mailed link and signs in.
async fn owner_signs_in(world: &World) -> Client {
    let token = mailed_token(world, "nora@nomad.test", "/reset-password").await;
    let mut owner = world.stranger(HOST);
    let form = [("token", token.as_str()), ("password", PASSWORD)];
    let answer = owner
        .post("/reset-password", "/do/accounts/reset_password", &form)
        .await;
    assert_eq!(answer.location.as_deref(), Some("/sign-in?reset=done"));
    owner.sign_in("nora@nomad.test", PASSWORD).await;
    owner
}

/// A traveller registers, follows the mailed link and tops up.
async fn customer_with_money(world: &World) -> Client {
    let mut customer = world.stranger(HOST);
    let form = [
        ("email", "tom@traveller.test"),
        ("password", PASSWORD),
        ("first_name", "Tom"),
        ("last_name", "Traveller"),
    ];
    customer.post("/register", "/do/accounts/register", &form).await;
    let token = mailed_token(world, "tom@traveller.test", "/verify-email").await;
    customer
        .post("/verify-email", "/do/accounts/verify_email", &[("token", &token)])
        .await;
    assert!(customer.session.is_some(), "the link signs in");
    let form = [("amount", "50"), ("key", "first-top-up")];
    let answer = customer.post("/account/wallet", "/do/wallet/top_up", &form).await;
    let gateway = answer
        .location
        .clone()
        .unwrap_or_else(|| panic!("{}", answer.text()));
    let back = world.sandbox.choose(&gateway, "pay").await;
    let path = &back[back.find("/account/").unwrap()..];
    let page = customer.get(path).await;
    assert!(page.text().contains("50.00"), "{}", page.text());
    customer
}

#[tokio::test]
async fn from_nothing_to_the_first_sale() {
    let world = World::new().await;
    assert_eq!(world.stranger(HOST).get("/").await.status, 404);
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let id = opened(&world, &mut admin).await;
    // Sent twice, it is the same shop and no second mail.
    assert_eq!(opened(&world, &mut admin).await, id);
    assert_eq!(world.sandbox.mails("nora@nomad.test").await.len(), 1);

    let mut owner = owner_signs_in(&world).await;
    let dashboard = owner.get("/reseller").await;
    assert!(dashboard.status == 200 && dashboard.text().contains("Nomad Mobile"));
    let home = owner.get("/").await.text();
    assert!(!home.to_lowercase().contains("clouddail"), "{home}");

    let list = admin.get("/admin/resellers?status=trial").await.text();
    assert!(
        list.contains("Nomad Mobile") && !list.contains("Aurora Mobile"),
        "{list}"
    );
    let here = format!("/admin/resellers/{id}");
    let answer = admin.post(&here, "/do/resellers/approve", &[("id", &id)]).await;
    let page = admin.follow(&answer).await.text();
    assert!(
        page.contains("The shop sells now.") && page.contains("Active"),
        "{page}"
    );

    let mut customer = customer_with_money(&world).await;
    let plan = world.plan("114701").await;
    let checkout = customer.get(&format!("/checkout/plan/{plan}")).await.text();
    let form = [
        ("quote", field(&checkout, "quote")),
        ("max_price", field(&checkout, "max_price")),
    ];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let answer = customer.post("/checkout", "/do/orders/place_order", &form).await;
    let order = customer.follow(&answer).await;
    assert!(order.text().contains("Delivered"), "{}", order.text());

    price_and_earning_agree(&world, id.parse().unwrap()).await;
    world.prove().await;
}

/// What the customer paid is the simulator's price, and the reseller's earning is the ledger's.
async fn price_and_earning_agree(world: &World, reseller: ResellerId) {
    let plan = world.plan("114701").await;
    let system = System::of(reseller, "test");
    let mut tx = world.backend.begin(&system).await.unwrap();
    let plan = plan_on_sale(&mut tx, &system, plan).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let beside_the_point = Hypothetical {
        maker: Maker::Reseller,
        rule: Rule {
            name: "beside the point".into(),
            service: Some(Service::Sms),
            country: None,
            provider: None,
            plan: None,
            markup: Markup::Percent(Decimal::from(5)),
        },
    };
    let simulated = pricing::simulate(
        &world.backend,
        &system,
        &plan.subject(),
        &plan.basis(),
        beside_the_point,
    )
    .await
    .unwrap();
    let row = sqlx::query(
        "select o.charged_micros, e.amount_micros,
                (select -sum(l.amount_micros)::bigint from ledger_entries l
                 where l.reseller_id = o.reseller_id and l.account = 'reseller_earnings') as booked
         from orders o join earnings e on e.reseller_id = o.reseller_id and e.order_id = o.id
         where o.reseller_id = $1",
    )
    .bind(reseller.uuid())
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    let (charged, earned, booked): (i64, i64, i64) = (row.get(0), row.get(1), row.get(2));
    assert_eq!(charged, simulated.before.charged.micros());
    assert_eq!(earned, simulated.shares_before.reseller.micros());
    assert_eq!(earned.abs(), booked.abs());
    assert!(earned > 0);
}

#[tokio::test]
async fn a_shop_that_cannot_be_opened_says_why_and_keeps_what_was_typed() {
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let with = |name: &'static str, value: &'static str| {
        SHOP.map(|(field, old)| (field, if field == name { value } else { old }))
    };
    for (form, words) in [
        (with("slug", "kite"), "Another shop has this short name"),
        (with("slug", "www"), "kept for the platform"),
        (with("slug", "two words"), "2 to 39 small letters"),
        (with("currency", "JPY"), "There is no exchange rate"),
        (with("currency", "XX"), "currency code"),
        (with("email", "nobody"), "check the e-mail address"),
        (with("name", " "), "1 to 80 characters"),
    ] {
        let answer = admin
            .post("/admin/resellers/new", "/do/resellers/create", &form)
            .await;
        let page = admin.follow(&answer).await.text();
        assert!(page.contains(words), "{words}: {page}");
    }
    let made = world.count("select count(*) from resellers").await;
    assert_eq!(made, 3);
    world.prove().await;
}

#[tokio::test]
async fn a_suspended_shop_sells_nothing_and_its_owners_know_why() {
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let id = world.aurora.id.to_string();
    let here = format!("/admin/resellers/{id}");
    let answer = admin
        .post(&here, "/do/resellers/suspend", &[("id", &id), ("reason", "bad")])
        .await;
    let page = admin.follow(&answer).await.text();
    assert!(page.contains("5 to 500 characters"), "{page}");
    let form = [("id", id.as_str()), ("reason", "Nobody answered our letters.")];
    admin.post(&here, "/do/resellers/suspend", &form).await;
    world.run_jobs().await;
    let mails = world.sandbox.mails("owner@aurora.test").await;
    assert!(
        mails[0].to_string().contains("Nobody answered our letters."),
        "{mails:?}"
    );
    // Suspended twice, it says what it is by now.
    let again = admin.post(&here, "/do/resellers/suspend", &form).await;
    let page = admin.follow(&again).await.text();
    assert!(page.contains("suspended by now"), "{page}");
    assert!(
        page.contains("Suspended: ") && page.contains("Nobody answered our letters."),
        "{page}"
    );
    admin
        .post(&here, "/do/resellers/reactivate", &[("id", &id)])
        .await;
    let active = world
        .count("select count(*) from resellers where status = 'active' and suspended_reason = ''")
        .await;
    assert_eq!(active, 3);
    let acts = admin
        .get("/admin/audit?shop=aurora&action=reseller.suspended")
        .await
        .text();
    assert!(
        acts.contains("Nobody answered our letters.") && acts.contains("admin@clouddail.test"),
        "{acts}"
    );
    world.prove().await;
}

#[tokio::test]
async fn a_new_shops_legal_texts_are_gaps_until_somebody_writes_them() {
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    opened(&world, &mut admin).await;
    let mut owner = owner_signs_in(&world).await;
    let start = owner.get("/reseller/start").await.text();
    assert!(
        start.contains("a gap in [square brackets]: terms, privacy, imprint."),
        "{start}"
    );
    let legal = owner.get("/legal/imprint").await.text();
    assert!(legal.contains("[The company, its address"), "{legal}");
    // A text without a gap ticks the step by itself.
    sqlx::query(
        "update legal_pages l set body = 'Nomad Ltd, 1 High Street, Bath.'
         from resellers r where r.id = l.reseller_id and r.slug = 'nomad'",
    )
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    let start = owner.get("/reseller/start").await.text();
    assert!(
        start.contains("Terms, privacy and imprint are written."),
        "{start}"
    );
    world.prove().await;
}

#[tokio::test]
async fn a_new_shop_without_a_tagline_shows_nothing_in_its_place() {
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    opened(&world, &mut admin).await;
    let mut owner = owner_signs_in(&world).await;
    let start = owner.get("/reseller/start").await.text();
    assert!(start.contains("Your tagline is empty"), "{start}");
    // Without the marks that Leptos leaves between its texts.
    let home = owner.get("/").await.text().replace("<!>", "");
    assert!(home.contains("<title>Nomad Mobile</title>"), "{home}");
    assert!(home.contains(">Nomad Mobile</p><p><a href=\"mailto:"), "{home}");

    sqlx::query("update resellers set tagline = 'Data for nomads' where slug = 'nomad'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world.backend.caches.shops.clear();
    let start = owner.get("/reseller/start").await.text();
    assert!(!start.contains("Your tagline is empty"), "{start}");
    let home = owner.get("/").await.text().replace("<!>", "");
    assert!(
        home.contains("<title>Nomad Mobile: Data for nomads</title>"),
        "{home}"
    );
    assert!(
        home.contains(">Nomad Mobile</p><p>Data for nomads</p><p><a"),
        "{home}"
    );
    world.prove().await;
}

#[tokio::test]
async fn an_owner_whose_mail_was_lost_is_mailed_again() {
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let id = opened(&world, &mut admin).await;
    let here = format!("/admin/resellers/{id}");
    let page = admin.get(&here).await.text();
    assert!(page.contains("Mail the link again"), "{page}");
    let form = [("id", id.as_str())];
    let answer = admin.post(&here, "/do/resellers/resend_invitation", &form).await;
    let page = admin.follow(&answer).await.text();
    assert!(page.contains("The owner was sent a new link"), "{page}");
    world.run_jobs().await;
    assert_eq!(world.sandbox.mails("nora@nomad.test").await.len(), 2);
    let audited = "select count(*) from audit_logs where action = 'owner.invited_again'";
    assert_eq!(world.count(audited).await, 1);
    owner_signs_in(&world).await;
    // With a password there is nobody to mail.
    let page = admin.get(&here).await.text();
    assert!(!page.contains("Mail the link again"), "{page}");
    let text = admin
        .post_json("/do/resellers/resend_invitation", &form)
        .await
        .text();
    assert!(text.contains("Every owner has a password already"), "{text}");
    assert_eq!(world.sandbox.mails("nora@nomad.test").await.len(), 2);
    world.prove().await;
}

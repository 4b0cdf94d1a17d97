//! What a key opens, and what it does not.

use clouddail::{
    boot::seed,
    domain::{
        api::{self, KeyScope},
        scope::System,
    },
    shared::{
        currency::Currency,
        money::{Money, PositiveMoney},
    },
};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use tokio::task::JoinSet;

use crate::support::{World, api::AURORA_KEY};

const PLANS: &str = "/api/v1/esim/plans?country=FR&limit=1";

#[tokio::test]
async fn a_key_works_on_its_own_host_and_the_platforms_only() {
    let world = World::new().await;
    for (host, status) in [
        ("aurora.localhost", 200),
        ("localhost", 200),
        ("kite.localhost", 401),
    ] {
        let answer = world.api(host, AURORA_KEY).get(PLANS).await;
        assert_eq!(answer.status, status, "{host}: {answer:?}");
    }
    // On the platform's host it still sees its own shop.
    let prices = world.api("localhost", AURORA_KEY).get(PLANS).await;
    assert_eq!(prices.json, world.aurora_api().get(PLANS).await.json);
    assert_eq!(
        world
            .api("nowhere.localhost", AURORA_KEY)
            .get(PLANS)
            .await
            .refusal(),
        (404, "not_found")
    );

    for key in [
        "",
        "nonsense",
        "cdk_test_aurora_0000000000000000",
        &AURORA_KEY[..20],
    ] {
        let answer = world.api("aurora.localhost", key).get(PLANS).await;
        assert_eq!(answer.refusal(), (401, "unauthorized"), "{key}");
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
    world.prove().await;
}

#[tokio::test]
async fn a_revoked_or_expired_key_is_unknown_and_a_key_is_kept_as_a_hash() {
    let world = World::new().await;
    let expiry = world.backend.now() + chrono::TimeDelta::hours(1);
    let (id, first) = world.aurora_key(|key| key.expires_at = Some(expiry)).await;
    let (_, second) = world.aurora_key(|_| {}).await;
    assert_eq!(first.get(PLANS).await.status, 200);
    world.backend.clock.advance(chrono::TimeDelta::hours(1));
    assert_eq!(first.get(PLANS).await.refusal(), (401, "unauthorized"));
    assert_eq!(second.get(PLANS).await.status, 200);

    let system = System::of(world.aurora.id, "test");
    let mut tx = world.backend.begin(&system).await.unwrap();
    let keys = api::list_keys(&mut tx, &system).await.unwrap();
    assert_eq!(keys.len(), 3);
    let (second_id, used) = keys
        .iter()
        .find(|key| key.id != id && key.name == "test")
        .map(|key| (key.id, key.last_used_at))
        .unwrap();
    assert_eq!(used, Some(world.backend.now()));
    assert!(
        api::revoke_key(&mut tx, &system, world.backend.now(), second_id)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    assert_eq!(second.get(PLANS).await.refusal(), (401, "unauthorized"));

    // Another reseller's staff cannot end it.
    let stranger = System::of(world.kite.id, "test");
    let mut tx = world.backend.begin(&stranger).await.unwrap();
    assert!(
        !api::revoke_key(&mut tx, &stranger, world.backend.now(), id)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    let secret = second.key.unwrap();
    let rows: Vec<String> = sqlx::query_scalar("select row_to_json(k)::text from api_keys k")
        .fetch_all(&mut world.owner().await)
        .await
        .unwrap();
    assert!(rows.iter().all(|row| !row.contains(&secret[20..])));
    world.prove().await;
}

#[tokio::test]
async fn each_operation_wants_its_own_scope() {
    let world = World::new().await;
    let operations = [
        (Method::GET, PLANS, KeyScope::Catalogue),
        (
            Method::GET,
            "/api/v1/numbers/available?country=US",
            KeyScope::Catalogue,
        ),
        (Method::POST, "/api/v1/customers", KeyScope::CustomersWrite),
        (Method::GET, "/api/v1/customers/usr_x", KeyScope::CustomersRead),
        (
            Method::GET,
            "/api/v1/customers/usr_x/wallet",
            KeyScope::WalletsRead,
        ),
        (
            Method::GET,
            "/api/v1/wallets/wal_x/entries",
            KeyScope::WalletsRead,
        ),
        (Method::POST, "/api/v1/orders", KeyScope::OrdersWrite),
        (Method::GET, "/api/v1/orders", KeyScope::OrdersRead),
        (Method::GET, "/api/v1/orders/ord_x", KeyScope::OrdersRead),
        (Method::GET, "/api/v1/numbers", KeyScope::NumbersRead),
        (Method::DELETE, "/api/v1/numbers/num_x", KeyScope::NumbersWrite),
        (Method::GET, "/api/v1/esims/esm_x", KeyScope::EsimsRead),
        (Method::GET, "/api/v1/esims/esm_x/qr.svg", KeyScope::EsimsRead),
        (Method::GET, "/api/v1/esims/esm_x/qr.png", KeyScope::EsimsRead),
        (Method::GET, "/api/v1/esims/esm_x/usage", KeyScope::EsimsRead),
        (Method::GET, "/api/v1/organizations", KeyScope::OrganizationsRead),
        (
            Method::POST,
            "/api/v1/organizations/org_x/employees",
            KeyScope::OrganizationsWrite,
        ),
        (
            Method::GET,
            "/api/v1/organizations/org_x/lines",
            KeyScope::OrganizationsRead,
        ),
        (
            Method::POST,
            "/api/v1/organizations/org_x/lines",
            KeyScope::OrdersWrite,
        ),
        (
            Method::GET,
            "/api/v1/organizations/org_x/lines/lin_x",
            KeyScope::OrganizationsRead,
        ),
        (
            Method::POST,
            "/api/v1/organizations/org_x/lines/lin_x/suspend",
            KeyScope::OrganizationsWrite,
        ),
        (
            Method::POST,
            "/api/v1/organizations/org_x/lines/lin_x/reactivate",
            KeyScope::OrganizationsWrite,
        ),
        (
            Method::POST,
            "/api/v1/organizations/org_x/lines/lin_x/terminate",
            KeyScope::OrganizationsWrite,
        ),
        (
            Method::POST,
            "/api/v1/organizations/org_x/lines/lin_x/change-plan",
            KeyScope::OrdersWrite,
        ),
        (
            Method::GET,
            "/api/v1/organizations/org_x/usage",
            KeyScope::OrganizationsRead,
        ),
        (
            Method::GET,
            "/api/v1/organizations/org_x/spend",
            KeyScope::OrganizationsRead,
        ),
    ];
    for (method, path, scope) in operations {
        let others: Vec<_> = KeyScope::ALL
            .into_iter()
            .filter(|other| *other != scope)
            .collect();
        let (_, without) = world.aurora_key(|key| key.scopes = others).await;
        let refused = without.send(without.request(method.clone(), path)).await;
        assert_eq!(refused.refusal(), (403, "scope_missing"), "{method} {path}");
        assert!(refused.text("/detail").contains(scope.as_str()));
        let (_, with) = world.aurora_key(|key| key.scopes = vec![scope]).await;
        let answer = with.send(with.request(method.clone(), path)).await;
        assert!(
            !matches!(answer.status.as_u16(), 401 | 403),
            "{method} {path}: {answer:?}"
        );
    }
    world.prove().await;
}

#[tokio::test]
async fn a_key_may_be_kept_to_its_networks() {
    let world = World::new().await;
    let (_, elsewhere) = world
        .aurora_key(|key| key.allowed_networks = vec!["203.0.113.0/24".parse().unwrap()])
        .await;
    assert_eq!(elsewhere.get(PLANS).await.refusal(), (403, "address_not_allowed"));
    // A claimed address is not believed without a trusted proxy.
    let request = elsewhere
        .request(Method::GET, PLANS)
        .header("x-forwarded-for", "203.0.113.5");
    assert_eq!(
        elsewhere.send(request).await.refusal(),
        (403, "address_not_allowed")
    );
    let networks = ["203.0.113.0/24", "127.0.0.0/8"].map(|text| text.parse().unwrap());
    let (_, here) = world
        .aurora_key(|key| key.allowed_networks = networks.to_vec())
        .await;
    assert_eq!(here.get(PLANS).await.status, 200);
    world.prove().await;
}

fn plan_order(customer: &str, plan: &str) -> Value {
    json!({ "customer_id": customer, "item": { "kind": "esim", "plan_id": plan } })
}

/// Twenty orders at once on a key that may take three a day: three are bought, and never a fourth.
#[tokio::test(flavor = "multi_thread")]
async fn a_daily_cap_holds_when_many_come_at_once() {
    let world = World::new().await;
    let customer = world.aurora_api().customer("ann@example.test", "float").await;
    let plan = world.plan("114701").await.to_string();
    let mut body = plan_order(&customer, &plan);
    body["dry_run"] = json!(true);
    let price = world.aurora_api().post("/api/v1/orders", body).await;
    let price = Money::parse(&price.text("/price/charged/amount"), Currency::USD).unwrap();
    let cap = PositiveMoney::new(price.times(3.into()).unwrap());
    let (_, api) = world.aurora_key(|key| key.daily_cap = cap).await;
    let mut orders = JoinSet::new();
    for nth in 0..20 {
        let (api, body) = (api.clone(), plan_order(&customer, &plan));
        orders.spawn(async move { api.place(&format!("cap-{nth}"), &body).await });
    }
    let mut bought = 0;
    while let Some(reply) = orders.join_next().await {
        let reply = reply.unwrap();
        if reply.status == 201 {
            bought += 1;
        } else {
            assert_eq!(reply.refusal(), (403, "spend_cap_reached"));
            assert_eq!(reply.json["left"]["currency"], "USD");
        }
    }
    assert_eq!(bought, 3);
    // The next day is another one.
    world.backend.clock.advance(chrono::TimeDelta::days(1));
    assert_eq!(
        api.place("cap-tomorrow", &plan_order(&customer, &plan))
            .await
            .status,
        201
    );
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn seeding_again_leaves_a_database_as_it_is() {
    let world = World::new().await;
    let mut owner = PgConnection::connect(&crate::support::database::url(&world.database))
        .await
        .unwrap();
    seed::shops(&world.backend, &mut owner).await.unwrap();
    assert_eq!(world.count("select count(*) from api_keys").await, 2);
    assert_eq!(world.count("select count(*) from organizations").await, 1);
    assert_eq!(
        world
            .count(
                "select (balance_micros + credit_limit_micros)::bigint from wallets where owner_kind = 'organization'"
            )
            .await,
        700_000_000
    );
    world.prove().await;
}

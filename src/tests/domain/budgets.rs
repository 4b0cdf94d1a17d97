//! Budgets hold: whoever comes at once, whatever is in flight, in the company's own months.

use clouddail::{
    domain::{
        budgets::{self, Details, MakeFor},
        lines::{self, IssueError},
        orders::{
            buy::BuyError,
            place::PlaceError,
            refund::{Destination, Refund, refund},
        },
        scope::System,
    },
    shared::{budget::AtLimit, currency::Currency, money::Money},
};

use crate::support::{
    World,
    spending::{budget, credit, employee, issue, member, origin, price, team},
};

fn short(result: &Result<clouddail::shared::ids::OrderId, IssueError>) -> bool {
    matches!(result, Err(IssueError::Buy(BuyError::Place(PlaceError::Budget(short)))) if !short.asks)
}

/// A hundred lines at once against a budget for sixty: sixty and not one more, and nothing charged for the others.
#[tokio::test]
async fn a_hundred_at_once_against_a_budget_for_sixty_are_sixty() {
    let world = World::new().await;
    let owner = member(&world, "owner").await;
    credit(&world, &owner, 1_000_000).await;
    let (plan, person) = (world.plan("114701").await, employee(&world, "amara").await);
    let each = price(&world, &owner, person, plan).await;
    let limit = each * 60 + each / 2;
    let id = budget(&world, &owner, MakeFor::Organization, limit, AtLimit::Refuse).await;
    let before = world.holdings(&world.aurora).await["organization"];

    let mut buyers = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (backend, owner) = (world.backend.clone(), owner.clone());
        let wish = lines::Issue {
            key: clouddail::shared::ids::QuoteId::new(),
            employee: person,
            plan,
            max_price: None,
        };
        buyers.spawn(async move {
            lines::issue(&backend, &owner, &wish)
                .await
                .map(|(order, _)| order)
        });
    }
    let results = buyers.join_all().await;
    let bought = results.iter().filter(|result| result.is_ok()).count();
    let refused = results.iter().filter(|result| short(result)).count();
    assert_eq!((bought, refused), (60, 40), "{results:?}");
    world.run_jobs().await;
    assert_eq!(world.count("select count(*) from lines").await, 60);
    assert_eq!(
        world
            .count("select count(*) from holds where state = 'open'")
            .await,
        0
    );
    let after = world.holdings(&world.aurora).await["organization"];
    assert_eq!(before - after, each * 60);
    let stands = budgets::one(&world.backend, &owner, id).await.unwrap().unwrap();
    assert_eq!(stands.spent.micros(), each * 60);
    assert_eq!(stands.left.micros(), each / 2);
    assert_eq!(stands.passed, [80], "sixty of sixty and a half are 99 %");
    world.prove().await;
}

/// What is given back can be spent again; what is only on its way counts in full.
#[tokio::test]
async fn a_refund_makes_room_and_an_order_in_flight_takes_it() {
    let world = World::new().await;
    let owner = member(&world, "owner").await;
    credit(&world, &owner, 1_000).await;
    let (plan, person) = (world.plan("114701").await, employee(&world, "amara").await);
    let each = price(&world, &owner, person, plan).await;
    let sales = MakeFor::Team(team(&world, "Sales").await);
    let id = budget(&world, &owner, sales, each, AtLimit::Refuse).await;
    let order = issue(&world, &owner, person, plan).await.unwrap();
    assert!(short(&issue(&world, &owner, person, plan).await));
    // Greta is in another team, and nobody's budget.
    let greta = employee(&world, "greta").await;
    issue(&world, &owner, greta, plan).await.unwrap();

    let back = Refund {
        order,
        amount: None,
        destination: Destination::Wallet,
        reason: "A test".into(),
        key: "once".into(),
    };
    refund(&world.backend, &System::of(world.aurora.id, "test"), back)
        .await
        .unwrap();
    let stands = budgets::one(&world.backend, &owner, id).await.unwrap().unwrap();
    assert_eq!((stands.spent.micros(), stands.left.micros()), (0, each));

    // The vendor never answers: the money is held, and so is the room.
    world.sandbox.fail("telna.order", "drop_after", 1).await;
    world.sandbox.fail("telna.find_orders", "500_before", 1000).await;
    let order = issue(&world, &owner, person, plan).await.unwrap();
    let stands = budgets::one(&world.backend, &owner, id).await.unwrap().unwrap();
    assert_eq!(
        (stands.spent.micros(), stands.held.micros()),
        (0, each),
        "{order}"
    );
    assert!(short(&issue(&world, &owner, person, plan).await));
    world.sandbox.heal().await;
    world.pass(600).await;
    let stands = budgets::one(&world.backend, &owner, id).await.unwrap().unwrap();
    assert_eq!((stands.spent.micros(), stands.held.micros()), (each, 0));
    world.prove().await;
}

/// A budget begins anew with the company's month, not with ours, and says what was spent before it was set.
#[tokio::test]
async fn a_month_begins_where_the_company_is() {
    let world = World::new().await;
    let owner = member(&world, "owner").await;
    credit(&world, &owner, 1_000).await;
    sqlx::query("update organizations set timezone = 'Pacific/Auckland' where name = 'Northwind'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let (plan, person) = (world.plan("114701").await, employee(&world, "amara").await);
    let each = price(&world, &owner, person, plan).await;
    issue(&world, &owner, person, plan).await.unwrap();
    world.pass(1).await;
    let of = MakeFor::Employee("amara@northwind.test".into());
    let id = budget(&world, &owner, of, each * 2, AtLimit::Refuse).await;
    let stands = budgets::one(&world.backend, &owner, id).await.unwrap().unwrap();
    assert_eq!((stands.spent.micros(), stands.before.micros()), (each, each));
    issue(&world, &owner, person, plan).await.unwrap();
    assert!(short(&issue(&world, &owner, person, plan).await));
    let stands = budgets::one(&world.backend, &owner, id).await.unwrap().unwrap();
    assert_eq!((stands.spent.micros(), stands.before.micros()), (each * 2, each));

    // Just before midnight on the last day in Auckland it is full, just after it is empty.
    let left = (stands.until - world.backend.now()).num_seconds();
    world.pass(left - 1).await;
    assert!(short(&issue(&world, &owner, person, plan).await));
    world.pass(2).await;
    issue(&world, &owner, person, plan).await.unwrap();
    let stands = budgets::one(&world.backend, &owner, id).await.unwrap().unwrap();
    assert_eq!((stands.spent.micros(), stands.before.micros()), (each, 0));
    world.prove().await;
}

/// A soft budget lets everything pass and tells once per threshold; a new amount tells anew.
#[tokio::test]
async fn a_soft_budget_tells_once_and_lets_pass() {
    let world = World::new().await;
    let owner = member(&world, "owner").await;
    credit(&world, &owner, 1_000).await;
    let (plan, person) = (world.plan("114701").await, employee(&world, "amara").await);
    let each = price(&world, &owner, person, plan).await;
    let of = MakeFor::CostCentre("cc-100".into());
    let id = budget(&world, &owner, of, each * 2, AtLimit::Alert).await;
    for _ in 0..4 {
        issue(&world, &owner, person, plan).await.unwrap();
    }
    world.run_jobs().await;
    let mails = world.sandbox.mails("owner@northwind.test").await;
    assert_eq!(
        mails.len(),
        1,
        "the first is half of it, the second 100 %: {mails:?}"
    );
    let text = mails[0]["text"].as_str().unwrap();
    assert!(
        text.contains("cost centre cc-100") && text.contains("100 %"),
        "{text}"
    );
    assert!(
        !mails[0].to_string().to_lowercase().contains("clouddail"),
        "{text}"
    );
    assert_eq!(world.sandbox.mails("finance@northwind.test").await.len(), 1);
    assert_eq!(world.sandbox.mails("viewer@northwind.test").await.len(), 0);
    let stands = budgets::one(&world.backend, &owner, id).await.unwrap().unwrap();
    assert!(stands.left.is_negative());
    assert_eq!(stands.passed, [80, 100]);
    // In the list too, once, and told to those the company wants told.
    let alerts = "select count(*) from alerts where kind = 'budget'";
    assert_eq!(world.count(alerts).await, 1);
    let mut browser = world.browser("aurora.localhost", "owner@northwind.test").await;
    let list = browser.get("/business/alerts").await.text();
    assert!(
        list.contains("The budget of cost centre cc-100 has reached 100 %"),
        "{list}"
    );
    let settings = browser.get("/business/alerts/settings").await.text();
    assert!(
        settings.contains("Each budget has percentages of its own"),
        "{settings}"
    );
    let rule = [
        ("alert_kind", "budget"),
        ("thresholds", "80, 100"),
        ("to_owner", "true"),
    ];
    browser
        .post("/business/alerts/settings", "/do/alerts/save_rule", &rule)
        .await;

    let amount = Money::from_micros(each * 5, Currency::USD).amount();
    let details = Details::parse(&amount, Currency::USD, AtLimit::Alert, "80").unwrap();
    world.pass(1).await;
    budgets::change(&world.backend, &owner, id, &details, &origin())
        .await
        .unwrap();
    issue(&world, &owner, person, plan).await.unwrap();
    world.run_jobs().await;
    assert_eq!(world.sandbox.mails("owner@northwind.test").await.len(), 2);
    assert_eq!(
        world.sandbox.mails("finance@northwind.test").await.len(),
        1,
        "not any more"
    );
    assert_eq!(world.count(alerts).await, 2);
    world.prove().await;
}

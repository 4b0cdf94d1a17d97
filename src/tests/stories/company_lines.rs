//! A company's lines: bought, stopped, changed, replaced and ended, each as a person does it on the pages.

use clouddail::shared::ids::{EmployeeId, LineId, PlanId};
use uuid::Uuid;

use crate::support::{Client, World};

/// The French plan of 1GLOBAL, whose lines can be suspended and ended.
pub const STEERED: &str = "prdoff_01HV3KWPNRCT87000000114701";
/// Another one.
pub const OTHER: &str = "prdoff_01HV3KWPNRCT87000000114702";
/// The same of Telna, prepaid.
pub const PREPAID: &str = "114701";

pub async fn northwind(world: &World, who: &str) -> Client {
    world
        .browser("aurora.localhost", &format!("{who}@northwind.test"))
        .await
}

pub async fn employee(world: &World, name: &str) -> String {
    let id: Uuid = sqlx::query_scalar("select id from employees where email = $1")
        .bind(format!("{name}@northwind.test"))
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    EmployeeId::from(id).to_string()
}

/// What an answer says, whichever way: a page, or the error itself.
pub async fn refused(browser: &mut Client, path: &str, form: &[(&str, &str)], words: &str) {
    let text = browser.post_json(path, form).await.text();
    assert!(text.contains(words), "{path} answers {text}, not {words}");
}

/// Chooses, looks at the price, orders. Returns the batch's page.
pub async fn assign(world: &World, browser: &mut Client, product: &str, names: &[&str]) -> String {
    let draft = prepare(world, browser, product, names).await;
    let batch = draft.rsplit('/').next().unwrap().to_owned();
    let started = browser
        .post(&draft, "/do/lines/start", &[("batch", batch.as_str())])
        .await;
    assert_eq!(
        started.location.as_deref(),
        Some(draft.as_str()),
        "{}",
        started.text()
    );
    draft
}

/// A draft's page.
pub async fn prepare(world: &World, browser: &mut Client, product: &str, names: &[&str]) -> String {
    let plan = world.plan(product).await.to_string();
    let mut form = vec![("plan".to_owned(), plan), ("who".to_owned(), "ticked".to_owned())];
    for (n, name) in names.iter().enumerate() {
        form.push((format!("employees[{n}]"), employee(world, name).await));
    }
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    let answer = browser
        .post("/business/lines/new", "/do/lines/prepare", &form)
        .await;
    let draft = answer.location.clone().unwrap_or_default();
    assert!(
        draft.contains("/business/lines/batches/"),
        "{draft} {}",
        answer.text()
    );
    draft
}

/// The newest line.
pub async fn newest(world: &World) -> String {
    let id: Uuid = sqlx::query_scalar("select id from lines order by id desc limit 1")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    LineId::from(id).to_string()
}

pub async fn state_of(world: &World, line: &str) -> String {
    let line: LineId = line.parse().unwrap();
    sqlx::query_scalar("select state from lines where id = $1")
        .bind(line.uuid())
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

/// A line of Greta's, who is in Engineering, and its page.
async fn gretas(world: &World, browser: &mut Client, product: &str) -> (String, String) {
    assign(world, browser, product, &["greta"]).await;
    let line = newest(world).await;
    let page = format!("/business/lines/{line}");
    (line, page)
}

pub async fn act(browser: &mut Client, line: &str, verb: &str) -> String {
    let form = [
        ("line", line),
        ("line_verb", verb),
        ("reason", "Lost on a train"),
        ("ends_line", "true"),
    ];
    let answer = browser
        .post(&format!("/business/lines/{line}"), "/do/lines/act", &form)
        .await;
    answer.location.unwrap_or_default()
}

#[tokio::test]
async fn a_line_is_assigned_suspended_brought_back_and_ended() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let form = owner.get("/business/lines/new?place=fr").await.text();
    assert!(form.contains("Greta") && form.contains("prepaid"), "{form}");
    let draft = prepare(&world, &mut owner, STEERED, &["greta"]).await;
    let text = owner.get(&draft).await.text();
    assert!(
        text.contains("Nothing has been ordered yet") && text.contains("Available in the company"),
        "{text}"
    );
    assert_eq!(world.count("select count(*) from orders").await, 0);
    let batch = draft.rsplit('/').next().unwrap().to_owned();
    for _ in 0..2 {
        owner
            .post(&draft, "/do/lines/start", &[("batch", batch.as_str())])
            .await;
    }
    let text = owner.get(&draft).await.text();
    assert!(
        text.contains("1 of 1 done") && text.contains("All lines are there"),
        "{text}"
    );
    assert_eq!(
        world
            .count("select count(*) from ledger_transfers where kind = 'sale'")
            .await,
        1,
        "a double click buys one"
    );
    let spent = "select (w.balance_micros = 500000000 - o.charged_micros)::int::bigint
                 from wallets w, orders o where w.owner_kind = 'organization' and o.state = 'fulfilled'";
    assert_eq!(world.count(spent).await, 1, "the company paid the order's price");

    let line = newest(&world).await;
    let page = format!("/business/lines/{line}");
    let text = owner.get(&page).await.text();
    assert!(
        text.contains("Line of Greta") && text.contains("The carrier has not told yet"),
        "{text}"
    );
    assert!(
        !text.contains("LPA:"),
        "the code stands on the employee's page alone"
    );
    assert!(owner.get("/business/lines").await.text().contains("Greta"));
    let greta = format!("/business/employees/{}", employee(&world, "greta").await);
    assert!(
        owner.get(&greta).await.text().contains(&page),
        "on the employee's page"
    );
    let csv = owner.get("/business/lines.csv").await.text();
    assert!(csv.contains("Greta") && !csv.contains("LPA:"), "{csv}");

    let to = act(&mut owner, &line, "suspend").await;
    assert!(to.ends_with("saved=suspend"), "{to}");
    assert_eq!(state_of(&world, &line).await, "suspended");
    let text = owner.get(&page).await.text();
    assert!(
        text.contains("Lost on a train") && text.contains("owner@northwind.test"),
        "{text}"
    );
    let again = [("line", line.as_str()), ("line_verb", "suspend"), ("reason", "")];
    refused(&mut owner, "/do/lines/act", &again, "suspended already").await;
    assert!(
        act(&mut owner, &line, "reactivate")
            .await
            .ends_with("saved=reactivate")
    );
    assert_ne!(state_of(&world, &line).await, "suspended");
    let ending = [
        ("line", line.as_str()),
        ("line_verb", "terminate"),
        ("reason", ""),
    ];
    refused(&mut owner, "/do/lines/act", &ending, "Tick the box").await;
    assert!(
        act(&mut owner, &line, "terminate")
            .await
            .ends_with("saved=terminate")
    );
    assert_eq!(state_of(&world, &line).await, "terminated");
    refused(&mut owner, "/do/lines/act", &again, "this line has ended").await;
    assert!(
        !owner.get("/business/lines").await.text().contains(&page),
        "ended ones are hidden"
    );
    assert!(
        owner
            .get("/business/lines?state=all")
            .await
            .text()
            .contains(&page)
    );
    let history = owner.get("/business/history").await.text();
    for words in [
        "Lines ordered",
        "Line suspended",
        "Line reactivated",
        "Line ended",
    ] {
        assert!(history.contains(words), "no {words} in {history}");
    }
    world.prove().await;
}

#[tokio::test]
async fn a_prepaid_line_takes_data_and_says_what_it_cannot() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let (line, page) = gretas(&world, &mut owner, PREPAID).await;
    let text = owner.get(&page).await.text();
    assert!(text.contains("This line is prepaid"), "{text}");
    let form = [("line", line.as_str()), ("line_verb", "suspend"), ("reason", "")];
    refused(&mut owner, "/do/lines/act", &form, "This line is prepaid").await;
    let quote = clouddail::shared::ids::QuoteId::new().to_string();
    let plan = offer(&world, &text, PREPAID).await;
    let form = [
        ("line", line.as_str()),
        ("quote", quote.as_str()),
        ("priced_plan", plan.as_str()),
        ("plan_step", "change"),
    ];
    refused(
        &mut owner,
        "/do/lines/order_plan",
        &form,
        "prepaid and keeps its plan",
    )
    .await;
    let form = [
        ("line", line.as_str()),
        ("quote", quote.as_str()),
        ("priced_plan", plan.as_str()),
        ("plan_step", "add"),
    ];
    for _ in 0..2 {
        let answer = owner.post(&page, "/do/lines/order_plan", &form).await;
        assert!(
            answer
                .location
                .clone()
                .unwrap_or_default()
                .contains("saved=ordered"),
            "{}",
            answer.text()
        );
    }
    let text = owner.get(&page).await.text();
    assert!(
        text.contains("Added") && text.contains("Came with the line"),
        "{text}"
    );
    assert_eq!(
        world.count("select count(*) from line_plans").await,
        2,
        "one more, once"
    );
    assert_eq!(world.count("select count(*) from orders").await, 2);
    // A plan of another carrier, and a price that was lower.
    let other = format!("{}@1000", world.plan(STEERED).await);
    let form = [
        ("line", line.as_str()),
        ("quote", "quo_0192d5e8a0000000000000000000000b"),
        ("priced_plan", other.as_str()),
        ("plan_step", "add"),
    ];
    refused(
        &mut owner,
        "/do/lines/order_plan",
        &form,
        "cannot be put on this line",
    )
    .await;
    let cheap = format!("{}@0.01", plan.split('@').next().unwrap());
    let form = [
        ("line", line.as_str()),
        ("quote", "quo_0192d5e8a0000000000000000000000c"),
        ("priced_plan", cheap.as_str()),
        ("plan_step", "add"),
    ];
    refused(&mut owner, "/do/lines/order_plan", &form, "PriceMoved").await;
    assert_eq!(world.count("select count(*) from orders").await, 2);
    world.prove().await;
}

/// A plan as a line's page offers it, with its price.
async fn offer(world: &World, page: &str, product: &str) -> String {
    let plan = world.plan(product).await;
    let at = page.find(&format!("{plan}@")).expect("the plan is offered");
    page[at..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_plan_is_changed_and_a_lost_phone_is_replaced() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let (line, page) = gretas(&world, &mut owner, STEERED).await;
    let text = owner.get(&page).await.text();
    let plan = offer(&world, &text, OTHER).await;
    let form = [
        ("line", line.as_str()),
        ("quote", "quo_0192d5e8a0007000800000000000000b"),
        ("priced_plan", plan.as_str()),
        ("plan_step", "change"),
    ];
    let answer = owner.post(&page, "/do/lines/order_plan", &form).await;
    assert!(answer.location.unwrap_or_default().contains("saved=ordered"));
    assert!(owner.get(&page).await.text().contains("Changed to"));
    let now: Uuid = sqlx::query_scalar("select plan_id from lines")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    assert_eq!(PlanId::from(now).to_string(), plan.split('@').next().unwrap());

    let text = owner.get(&page).await.text();
    let price = text
        .split("name=\"max_price\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("the price of another line")
        .to_owned();
    let form = [
        ("line", line.as_str()),
        ("quote", "quo_0192d5e8a0007000800000000000000c"),
        ("max_price", price.as_str()),
    ];
    let first = owner
        .post(&page, "/do/lines/replace", &form)
        .await
        .location
        .unwrap();
    let second = owner
        .post(&page, "/do/lines/replace", &form)
        .await
        .location
        .unwrap();
    assert_eq!(first, second, "a double click buys one");
    let new = newest(&world).await;
    assert!(first.contains(&new), "{first}");
    world.run_jobs().await;
    assert_eq!(state_of(&world, &line).await, "terminated");
    assert_eq!(state_of(&world, &new).await, "ready");
    let text = owner.get(&page).await.text();
    assert!(
        text.contains("Replaced by") && text.contains("Another line took its place"),
        "{text}"
    );
    assert!(owner.get(&first).await.text().contains("Took the place of"));
    let form = [
        ("line", line.as_str()),
        ("quote", "quo_0192d5e8a0007000800000000000000d"),
        ("max_price", price.as_str()),
    ];
    refused(&mut owner, "/do/lines/replace", &form, "taken its place already").await;
    assert_eq!(world.count("select count(*) from lines").await, 2);
    world.prove().await;
}

#[tokio::test]
async fn a_carrier_that_does_not_answer_is_asked_again_and_does_it_once() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let (line, page) = gretas(&world, &mut owner, STEERED).await;
    world.sandbox.fail("1global.deactivate", "500_after", 1).await;
    let to = act(&mut owner, &line, "suspend").await;
    assert!(to.ends_with("saved=asked"), "{to}");
    let text = owner.get(&page).await.text();
    assert!(text.contains("Being suspended"), "{text}");
    let form = [("line", line.as_str()), ("line_verb", "suspend"), ("reason", "")];
    refused(&mut owner, "/do/lines/act", &form, "still working").await;
    world.pass(60).await;
    assert_eq!(state_of(&world, &line).await, "suspended");
    let done = "select count(*) from line_wishes where state = 'done' and attempts = 2";
    assert_eq!(world.count(done).await, 1);
    world.prove().await;
}

#[tokio::test]
async fn an_unclear_sale_and_a_refused_one_end_as_they_should() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    world.sandbox.fail("telna.order", "500_after", 1).await;
    let batch = assign(&world, &mut owner, PREPAID, &["greta"]).await;
    world.pass(60).await;
    assert!(owner.get(&batch).await.text().contains("1 of 1 done"));
    let sold_out: String = sqlx::query_scalar(
        "select provider_product_id from esim_data_plans
         where provider = 'telna' and provider_product_id like '%0666' limit 1",
    )
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    let gone = assign(&world, &mut owner, &sold_out, &["amara"]).await;
    let text = owner.get(&gone).await.text();
    assert!(
        text.contains("1 failed")
            && text.contains("no longer available")
            && text.contains("Nothing was charged"),
        "{text}"
    );
    assert_eq!(world.count("select count(*) from lines").await, 1);
    assert_eq!(
        world
            .count("select count(*) from ledger_transfers where kind = 'sale'")
            .await,
        1
    );
    // What the owner ordered for the company is not the owner's own.
    assert!(
        !owner
            .get("/account/orders")
            .await
            .text()
            .contains("/account/orders/ord_")
    );
    let order: Uuid = sqlx::query_scalar("select order_id from lines")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let order = clouddail::shared::ids::OrderId::from(order);
    assert_eq!(owner.get(&format!("/account/orders/{order}")).await.status, 404);
    world.prove().await;
}

#[tokio::test]
async fn a_line_out_of_reach_is_nowhere_and_readers_change_nothing() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let (line, page) = gretas(&world, &mut owner, STEERED).await;
    // Leads Sales; Greta is in Engineering.
    let mut manager = northwind(&world, "manager").await;
    assert_eq!(manager.get(&page).await.status, 404);
    assert!(!manager.get("/business/lines").await.text().contains("Greta"));
    assert!(!manager.get("/business/lines.csv").await.text().contains("Greta"));
    let form = [("line", line.as_str()), ("line_verb", "suspend"), ("reason", "")];
    refused(&mut manager, "/do/lines/act", &form, "NotFound").await;
    let plan = world.plan(STEERED).await.to_string();
    let greta = employee(&world, "greta").await;
    let theirs = [
        ("plan", plan.as_str()),
        ("who", "ticked"),
        ("employees[0]", greta.as_str()),
    ];
    refused(&mut manager, "/do/lines/prepare", &theirs, "no employee any more").await;
    for who in ["finance", "viewer"] {
        let mut reader = northwind(&world, who).await;
        assert!(
            reader.get("/business/lines").await.text().contains("Greta"),
            "{who}"
        );
        let text = reader.get(&page).await.text();
        assert!(!text.contains("/do/lines/act"), "{who} is offered nothing");
        refused(&mut reader, "/do/lines/act", &form, "Forbidden").await;
        refused(&mut reader, "/do/lines/prepare", &theirs, "Forbidden").await;
    }
    let mut kite = world.browser("kite.localhost", "customer@kite.test").await;
    let making = [
        ("company_name", "Southwind"),
        ("billing_email", "a@southwind.test"),
    ];
    kite.post("/business/new", "/do/business/create", &making).await;
    assert_eq!(kite.get(&page).await.status, 404);
    refused(&mut kite, "/do/lines/act", &form, "NotFound").await;
    refused(&mut kite, "/do/lines/prepare", &theirs, "no employee any more").await;
    assert_eq!(state_of(&world, &line).await, "ready");
    world.prove().await;
}

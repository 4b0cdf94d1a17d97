//! Northwind gets a number and gives it to its people: who writes, who reads, who is kept out, and who pays, by the pages alone.

use clouddail::shared::{
    ids::{CallId, MessageId, NumberId, QuoteId, UserId},
    permissions::OrganizationRole,
};

use crate::support::{
    Answer, Client, PHONE, World,
    spending::{credit, member, team},
    telephone::{buy_number, desk, share, write},
};

const SHOP: &str = "aurora.localhost";
const OTHER: &str = "+14155550123";

fn with(number: NumberId, peer: &str) -> String {
    format!("/business/messages/{number}?with={}", peer.replace('+', "%2B"))
}

async fn send(browser: &mut Client, number: NumberId, to: &str, text: &str) -> Answer {
    let (from, key) = (number.to_string(), MessageId::new().to_string());
    let form = [
        ("sender", from.as_str()),
        ("to", to),
        ("message_text", text),
        ("send_key", &key),
    ];
    browser
        .post(
            "/business/messages/new",
            "/do/company_messages/send_company_message",
            &form,
        )
        .await
}

async fn newest_user(world: &World) -> UserId {
    let id: uuid::Uuid = sqlx::query_scalar("select id from users order by id desc limit 1")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    id.into()
}

#[tokio::test]
async fn a_number_is_bought_given_written_from_and_given_back() {
    let world = World::new().await;
    world.reports_come("lost").await;
    let owner = member(&world, "owner").await;
    credit(&world, &owner, 1_000).await;
    let mut browser = world.browser(SHOP, "owner@northwind.test").await;
    let page = browser.get("/business/numbers").await.text();
    assert!(
        page.contains("No number yet") && page.contains("Get a number"),
        "{page}"
    );

    let found = browser
        .get("/business/numbers/find?country=US&kind=local&contains=")
        .await
        .text();
    assert!(found.contains("Buy") && found.contains("For the team"), "{found}");
    let e164 = world.number("1").await;
    let (sales, key) = (
        team(&world, "Sales").await.to_string(),
        QuoteId::new().to_string(),
    );
    let form = |price: &'static str| {
        [
            ("number_key", key.clone()),
            ("e164", e164.clone()),
            ("country", "US".into()),
            ("kind", "local".into()),
            ("max_price", price.into()),
            ("team", sales.clone()),
            ("cost_centre", "CC-7".into()),
        ]
    };
    let buy = async |browser: &mut Client, price: &'static str| {
        let form = form(price);
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser
            .post("/business/numbers/find", "/do/company_numbers/buy_number", &form)
            .await
    };
    let dear = buy(&mut browser, "0.01").await;
    assert!(
        !dear
            .location
            .unwrap_or_default()
            .contains("/business/numbers/num_")
    );
    let own = world
        .count("select count(*) from virtual_numbers where organization_id is not null")
        .await;
    assert_eq!(own, 0, "a dearer price is refused");
    let bought = buy(&mut browser, "100").await;
    let page = browser.follow(&bought).await.text();
    assert!(
        page.contains("The number is the company") && page.contains("team Sales") && page.contains("CC-7"),
        "{page}"
    );
    let address = bought.location.clone().unwrap();
    let again = buy(&mut browser, "100").await;
    assert_eq!(
        again.location.as_deref(),
        Some(address.as_str()),
        "one number however often"
    );
    world.run_jobs().await;
    let number: NumberId = address
        .trim_start_matches("/business/numbers/")
        .split('?')
        .next()
        .unwrap()
        .parse()
        .unwrap();

    // It is no number of the owner's own.
    let own = browser.get("/account/numbers").await.text();
    assert!(own.contains("No number yet"), "{own}");
    let own = browser.get("/account/orders").await.text();
    assert!(own.contains("No orders yet"), "{own}");
    assert_eq!(
        browser.get(&format!("/account/numbers/{number}")).await.status,
        404
    );

    let preview = format!("/business/messages/new?sender={number}&to=%2B14155550123&message_text=Hello");
    let preview = browser.get(&preview).await.text();
    assert!(preview.contains("1 segment, GSM-7"), "{preview}");
    let before = crate::support::telephone::ledger(&world).await;
    let sent = send(&mut browser, number, OTHER, "Your order is ready").await;
    let page = browser.follow(&sent).await.text();
    assert!(page.contains("Your order is ready"), "{page}");
    assert!(
        crate::support::telephone::ledger(&world).await > before,
        "the company paid"
    );
    let own = browser.get("/account/messages").await.text();
    assert!(own.contains("No messages yet"), "{own}");

    let call = [
        ("sender", number.to_string()),
        ("to", OTHER.into()),
        ("own_phone", PHONE.into()),
        ("call_key", CallId::new().to_string()),
    ];
    let call: Vec<_> = call.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let rung = browser
        .post(&address, "/do/company_calls/start_company_call", &call)
        .await;
    let page = browser.follow(&rung).await.text();
    assert!(page.contains("Call to"), "{page}");
    world.joined(1).await;
    world.hang_up(OTHER, 20).await;
    world.over(world.newest_call().await).await;
    assert!(
        browser
            .get("/business/calls")
            .await
            .text()
            .contains("Called from")
    );

    let gone = [("company_number", number.to_string()), ("is_sure", "on".into())];
    let gone: Vec<_> = gone.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let gone = browser
        .post(&address, "/do/company_numbers/release_number", &gone)
        .await;
    let page = browser.follow(&gone).await.text();
    assert!(page.contains("given the number back"), "{page}");
    assert!(
        browser
            .get(&with(number, OTHER))
            .await
            .text()
            .contains("Your order is ready"),
        "its messages stay"
    );
    let history = browser.get("/business/history").await.text();
    assert!(history.contains("Number given back"), "{history}");
    world.prove().await;
}

/// Everybody × the numbers they were given: a member's own, a team's, everybody's, nobody's.
#[tokio::test]
async fn each_sees_what_their_place_lets_them_see() {
    let world = World::new().await;
    world.reports_come("lost").await;
    let (owner, manager) = (member(&world, "owner").await, member(&world, "manager").await);
    credit(&world, &owner, 1_000).await;
    let sales = team(&world, "Sales").await;
    let mut standard = world.member_browser(OrganizationRole::Standard).await;
    let person = newest_user(&world).await;
    let mut other = world.member_browser(OrganizationRole::Standard).await;
    let mut viewer = world.member_browser(OrganizationRole::Viewer).await;
    let mut boss = world.browser(SHOP, "owner@northwind.test").await;
    let mut leader = world.browser(SHOP, "manager@northwind.test").await;

    let mut numbers = vec![];
    for which in ["1", "2", "3", "4"] {
        numbers.push(buy_number(&world, &owner, which, None, "").await.unwrap());
    }
    let [mine, teams, all, nobodys] = numbers[..] else {
        panic!("four numbers")
    };
    share(&world, &owner, mine, (Some(person), None, false)).await;
    share(&world, &owner, teams, (None, Some(sales), false)).await;
    share(&world, &owner, all, (None, None, true)).await;
    let at = desk(&world, &owner).await;
    for number in [mine, teams, all, nobodys] {
        write(&world, &at, number, OTHER, "From the boss").await.unwrap();
    }
    // Number by number: may see that it is there, may read what the owner wrote, may write.
    let leads_sales = {
        use clouddail::domain::scope::WorksIn;
        manager.reaches(Some(sales))
    };
    assert!(leads_sales, "the demo's manager leads Sales");
    for (number, sees, reads) in [
        (
            mine,
            [true, false, true, true, false],
            [true, false, true, true, false],
        ),
        (
            teams,
            [false, false, true, true, true],
            [false, false, true, true, true],
        ),
        (
            all,
            [true, true, true, true, true],
            [false, false, true, true, false],
        ),
        (
            nobodys,
            [false, false, true, true, false],
            [false, false, true, true, false],
        ),
    ] {
        let browsers = [&mut standard, &mut other, &mut viewer, &mut boss, &mut leader];
        for (nth, browser) in browsers.into_iter().enumerate() {
            let page = browser.get(&format!("/business/numbers/{number}")).await;
            assert_eq!(page.status == 200, sees[nth], "{nth} sees {number}");
            let list = browser.get("/business/messages").await.text();
            let shown = list.contains(&number.to_string());
            assert_eq!(shown, reads[nth], "{nth} lists {number}");
            let page = browser.get(&with(number, OTHER)).await;
            let read = page.status == 200 && page.text().contains("From the boss");
            assert_eq!(read, reads[nth], "{nth} reads {number}");
            // The viewer sees all and writes nothing.
            let sent = send(browser, number, "+14155550177", "Hello").await;
            let is_sent = sent.location.unwrap_or_default().contains("#sms_");
            assert_eq!(is_sent, sees[nth] && nth != 2, "{nth} writes from {number}");
        }
    }
    // On the number for everybody each sees the own.
    let page = other.get(&with(all, "+14155550177")).await.text();
    assert_eq!(page.matches("message-body").count(), 1, "{page}");

    // Only who manages gives numbers to somebody; a manager keeps to the own teams.
    let form = |number: NumberId, team: &str| {
        [
            ("company_number", number.to_string()),
            ("label", "Taken".into()),
            ("used_by", String::new()),
            ("team", team.into()),
            ("cost_centre", String::new()),
        ]
    };
    let taken = "select count(*) from virtual_numbers where label = 'Taken'";
    let take = async |browser: &mut Client, number: NumberId| {
        let form = form(number, "");
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser
            .post("/business/numbers", "/do/company_numbers/share_number", &form)
            .await;
        assert_eq!(world.count(taken).await, 0, "{number}");
    };
    take(&mut standard, mine).await;
    take(&mut viewer, nobodys).await;
    take(&mut leader, nobodys).await;
    take(&mut leader, teams).await;
    world.pass(60).await;
    world.prove().await;
}

/// Another company, another customer, another shop.
#[tokio::test]
async fn a_companys_telephone_is_a_404_for_everybody_else() {
    let world = World::new().await;
    world.reports_come("lost").await;
    let owner = member(&world, "owner").await;
    credit(&world, &owner, 1_000).await;
    let number = buy_number(&world, &owner, "1", None, "").await.unwrap();
    share(&world, &owner, number, (None, None, true)).await;
    let at = desk(&world, &owner).await;
    let id = write(&world, &at, number, OTHER, "Ours").await.unwrap();
    let pages = [
        format!("/business/numbers/{number}"),
        format!("/business/messages/message/{id}"),
        with(number, OTHER),
    ];
    let mut stranger = world.browser(SHOP, "customer@aurora.test").await;
    let mut elsewhere = world.browser("kite.localhost", "customer@kite.test").await;
    let mut neighbour = world.browser(SHOP, "owner@aurora.test").await;
    // With a company of their own, the pages are there and this number is not.
    neighbour
        .post(
            "/business/new",
            "/do/business/create",
            &[
                ("company_name", "Southwind"),
                ("billing_email", "owner@aurora.test"),
            ],
        )
        .await;
    for page in &pages {
        assert_eq!(stranger.get(page).await.status, 404, "{page}");
        assert_eq!(elsewhere.get(page).await.status, 404, "{page}");
        assert_eq!(neighbour.get(page).await.status, 404, "{page}");
    }
    for browser in [&mut stranger, &mut elsewhere, &mut neighbour] {
        let refused = send(browser, number, OTHER, "Stolen").await;
        assert!(!refused.location.unwrap_or_default().contains("#sms_"));
        let own = format!("/account/messages/{number}?with=%2B14155550123");
        assert_eq!(browser.get(&own).await.status, 404);
    }
    // Nor is it the owner's own, whose wallet must not pay.
    let mut boss = world.browser(SHOP, "owner@northwind.test").await;
    let key = MessageId::new().to_string();
    let (from, to) = (number.to_string(), OTHER);
    let form = [
        ("sender", from.as_str()),
        ("to", to),
        ("message_text", "From my own wallet"),
        ("send_key", &key),
    ];
    boss.post("/account/messages/new", "/do/messages/send_message", &form)
        .await;
    assert_eq!(world.count("select count(*) from messages").await, 1);
    world.prove().await;
}

/// Whoever leaves takes nothing along: the number is free, its messages and the contacts stay, and the next one goes on.
#[tokio::test]
async fn a_leaver_leaves_number_messages_and_contacts() {
    let world = World::new().await;
    world.reports_come("lost").await;
    let owner = member(&world, "owner").await;
    credit(&world, &owner, 1_000).await;
    let mut leaver = world.member_browser(OrganizationRole::Standard).await;
    let gone = newest_user(&world).await;
    let mut next = world.member_browser(OrganizationRole::Standard).await;
    let successor = newest_user(&world).await;
    let number = buy_number(&world, &owner, "1", None, "").await.unwrap();
    share(&world, &owner, number, (Some(gone), None, false)).await;
    let sent = send(&mut leaver, number, OTHER, "I will see to it").await;
    assert!(sent.location.unwrap().contains("#sms_"));
    let contact = [
        ("contact_name", "Zoe of Acme"),
        ("contact_number", OTHER),
        ("contact_tags", ""),
        ("contact_note", ""),
    ];
    leaver
        .post(
            "/business/messages/contacts",
            "/do/company_contacts/save_company_contact",
            &contact,
        )
        .await;
    assert!(
        leaver
            .get("/account/messages/contacts")
            .await
            .text()
            .contains("No contacts yet")
    );

    let mut boss = world.browser(SHOP, "owner@northwind.test").await;
    let form = [("member", gone.to_string())];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    boss.post("/business/members", "/do/members/remove", &form).await;
    assert_eq!(leaver.get("/business/messages").await.status, 404);
    let free = "select count(*) from virtual_numbers where organization_id is not null and member_id is null";
    assert_eq!(world.count(free).await, 1);
    let history = boss.get("/business/history").await.text();
    assert!(history.contains("numbers"), "{history}");

    share(&world, &owner, number, (Some(successor), None, false)).await;
    let page = next.get(&with(number, OTHER)).await.text();
    assert!(
        page.contains("I will see to it") && page.contains("Zoe of Acme"),
        "{page}"
    );
    world.prove().await;
}

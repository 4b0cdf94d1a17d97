//! What a vendor's sheet of laws asks is said before anybody pays, here as in a company, and nothing is asked later.

use clouddail::{
    providers::numbers::NumberQuery,
    shared::{ids::QuoteId, number::NumberType},
};
use serde_json::json;

use crate::support::{
    Client, World,
    spending::{credit, member},
};

const HOST: &str = "aurora.localhost";
const CUSTOMER: &str = "customer@aurora.test";
/// Telnyx's numbers in Paris: its search is silent about the address, its sheet is not.
const PARIS: &str = "3318830";

async fn one(world: &World, vendor: &str, country: &str, contains: &str) -> String {
    let query = NumberQuery {
        country: country.parse().unwrap(),
        kind: NumberType::Local,
        contains: contains.into(),
        sms: false,
        voice: false,
        limit: 10,
    };
    let found = world.vendor(vendor).search(&query).await.unwrap();
    found.into_iter().next().expect("a number").e164
}

async fn add_address(browser: &mut Client, book: &str, verb: &str, back: &str) -> String {
    let form = [
        ("resident", "Ada Byron"),
        ("street", "1 rue de Rivoli"),
        ("city", "Paris"),
        ("region", ""),
        ("postal_code", "75001"),
        ("country", "FR"),
        ("back", back),
    ];
    let kept = browser.post(book, verb, &form).await;
    browser.follow(&kept).await.text()
}

fn value(page: &str, name: &str) -> String {
    let start = page
        .find(&format!("name=\"{name}\""))
        .unwrap_or_else(|| panic!("no {name}: {page}"));
    let rest = &page[start..];
    let rest = &rest[rest.find("value=\"").unwrap() + 7..];
    rest[..rest.find('"').unwrap()].to_owned()
}

#[tokio::test]
async fn an_address_that_only_the_sheet_asks_for_is_asked_for_before_the_price() {
    let world = World::new().await;
    let listed = world
        .aurora_api()
        .get(&format!("/api/v1/numbers/available?country=FR&contains={PARIS}"))
        .await;
    let offer = &listed.json["data"][0];
    assert_eq!(
        (&offer["provider"], &offer["requirements"]["address"]),
        (&json!("telnyx"), &json!(true)),
        "{offer}"
    );
    assert_eq!(offer["requirements"]["documents"], json!([]));

    let mut browser = world.browser(HOST, CUSTOMER).await;
    let page = browser
        .get(&format!("/numbers?country=FR&kind=local&contains={PARIS}"))
        .await
        .text();
    assert!(page.contains("Needs an address"), "{page}");
    let e164 = one(&world, "telnyx", "FR", PARIS).await;
    let checkout = format!("/checkout/number/{e164}?country=FR&kind=local");
    let page = browser.get(&checkout).await.text();
    assert!(
        page.contains("This number needs an address")
            && page.contains("some working days")
            && !page.contains("Buy for"),
        "{page}"
    );
    let page = add_address(
        &mut browser,
        "/account/documents",
        "/do/addresses/add_address",
        &checkout,
    )
    .await;
    let address: uuid::Uuid = sqlx::query_scalar("select id from addresses")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let address = clouddail::shared::ids::AddressId::from(address).to_string();
    let form = [
        ("quote", value(&page, "quote")),
        ("max_price", value(&page, "max_price")),
        ("address", address),
    ];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let placed = browser.post(&checkout, "/do/orders/place_order", &form).await;
    let page = browser.follow(&placed).await.text();
    assert!(page.contains("The number is yours"), "{page}");
    world.prove().await;
}

#[tokio::test]
async fn a_number_that_wants_documents_says_so_and_is_refused_before_a_hold() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let before = world.available(&world.aurora, &customer).await;
    let e164 = one(&world, "twilio", "ES", "34911").await;
    let api = world.aurora_api();
    let listed = api
        .get(&format!(
            "/api/v1/numbers/available?country=ES&contains={}",
            &e164[1..]
        ))
        .await;
    let offer = listed.json["data"][0].clone();
    assert_eq!(
        offer["requirements"]["documents"],
        json!(["Proof of identity"]),
        "{offer}"
    );
    let mut browser = world.browser(HOST, CUSTOMER).await;
    let list = format!("/numbers?country=ES&kind=local&contains={}", &e164[1..]);
    let page = browser.get(&list).await.text();
    assert!(page.contains("Needs documents"), "{page}");
    let checkout = format!("/checkout/number/{e164}?country=ES&kind=local");
    let page = browser.get(&checkout).await.text();
    assert!(
        page.contains("Proof of identity")
            && page.contains("This number wants documents")
            && !page.contains("Buy for"),
        "{page}"
    );
    // A form from before the law, or made by hand.
    let quoted = world.quote_exactly(&customer, &e164, "ES").await;
    let (quote, price) = (quoted.id.to_string(), quoted.charged.amount());
    let form = [("quote", quote.as_str()), ("max_price", &price)];
    let refused = browser.post(&checkout, "/do/orders/place_order", &form).await;
    let page = browser.follow(&refused).await.text();
    assert!(
        page.contains("wants documents") && page.contains("Nothing was charged"),
        "{page}"
    );
    let buyer = api.customer("law@example.com", "float").await;
    let order = json!({
        "customer_id": buyer,
        "item": { "kind": "number", "phone_number": e164, "offer_id": offer["offer_id"] },
    });
    let reply = api.place("documents-1", &order).await;
    assert_eq!(reply.refusal(), (422, "documents_required"), "{reply:?}");
    assert_eq!(world.count("select count(*) from orders").await, 0);
    assert_eq!(world.available(&world.aurora, &customer).await, before);
    assert_eq!(world.sandbox.calls("twilio.buy").await, 0);
    world.prove().await;
}

#[tokio::test]
async fn a_sheet_that_cannot_be_read_is_the_last_known_one() {
    let world = World::new().await;
    let path = format!("/api/v1/numbers/available?country=FR&contains={PARIS}");
    let wants = async || {
        let listed = world.aurora_api().get(&path).await;
        listed.json["data"][0]["requirements"]["address"].clone()
    };
    assert_eq!(wants().await, json!(true));
    assert_eq!(wants().await, json!(true));
    assert_eq!(
        world.sandbox.calls("telnyx.requirements").await,
        1,
        "kept for hours"
    );
    world.sandbox.fail("telnyx.requirements", "500_before", 100).await;
    world.pass(7 * 3_600).await;
    assert_eq!(wants().await, json!(true), "the last known one");
    assert!(
        world.sandbox.calls("telnyx.requirements").await > 1,
        "it was asked again"
    );
    world.sandbox.heal().await;
    world.prove().await;
}

#[tokio::test]
async fn a_company_buys_at_an_address_of_its_own() {
    let world = World::new().await;
    let owner = member(&world, "owner").await;
    credit(&world, &owner, 1_000).await;
    let mut browser = world.browser(HOST, "owner@northwind.test").await;
    let search = format!("/business/numbers/find?country=FR&kind=local&contains={PARIS}");
    let page = browser.get(&search).await.text();
    assert!(
        page.contains("Add an address")
            && page.contains("wants an address")
            && page.contains("%2Fbusiness%2Fnumbers%2Ffind"),
        "{page}"
    );
    let e164 = one(&world, "telnyx", "FR", PARIS).await;
    let key = QuoteId::new().to_string();
    let buy = async |browser: &mut Client, address: &str| {
        let form = [
            ("number_key", key.as_str()),
            ("e164", &e164),
            ("country", "FR"),
            ("kind", "local"),
            ("max_price", "50.00"),
            ("team", ""),
            ("cost_centre", ""),
            ("address", address),
        ];
        let answer = browser
            .post(&search, "/do/company_numbers/buy_number", &form)
            .await;
        browser.follow(&answer).await.text()
    };
    let page = buy(&mut browser, "").await;
    assert!(
        page.contains("choose one of the company") && page.contains("Nothing was bought"),
        "{page}"
    );

    let book = "/business/documents";
    let verb = "/do/company_addresses/add_company_address";
    let page = add_address(&mut browser, book, verb, &search).await;
    assert!(
        page.contains("Address for this number") && page.contains("1 rue de Rivoli"),
        "{page}"
    );
    let id: uuid::Uuid = sqlx::query_scalar("select id from addresses where organization_id is not null")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let id = clouddail::shared::ids::AddressId::from(id).to_string();
    // It is the company's: not its owner's own, nor a customer's, nor another shop's.
    let mut other = world.browser(HOST, CUSTOMER).await;
    let mut neighbour = world.browser("kite.localhost", "customer@kite.test").await;
    for (reader, path) in [
        (&mut browser, "/account/documents"),
        (&mut other, "/account/documents"),
        (&mut neighbour, "/account/documents"),
    ] {
        let page = reader.get(path).await.text();
        assert!(!page.contains("1 rue de Rivoli"), "{page}");
        let answer = reader
            .post_json("/do/addresses/remove_address", &[("id", &id)])
            .await;
        assert!(answer.text().contains("NotFound"), "{}", answer.text());
    }
    let page = buy(&mut browser, &id).await;
    assert!(page.contains("Paris") || page.contains("France"), "{page}");
    assert_eq!(
        world
            .count("select count(*) from virtual_numbers where organization_id is not null and address_id is not null")
            .await,
        1
    );
    let gone = browser
        .post(
            book,
            "/do/company_addresses/remove_company_address",
            &[("id", &id)],
        )
        .await;
    let page = browser.follow(&gone).await.text();
    assert!(
        page.contains("A number depends on this address") && page.contains("1 number depends"),
        "{page}"
    );
    let history = browser.get("/business/history").await.text();
    assert!(history.to_lowercase().contains("address"), "{history}");
    let mut viewer = world.browser(HOST, "viewer@northwind.test").await;
    assert!(!viewer.get(book).await.text().contains("1 rue de Rivoli"));
    world.prove().await;
}

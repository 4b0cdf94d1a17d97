//! Numbers whose law wants an address: nothing is bought without one, and with one it is bought as any other.

use clouddail::{
    domain::orders::{
        choose_address::{ChooseError, choose_address},
        place::PlaceError,
        view,
    },
    providers::numbers::NumberQuery,
    shared::{
        ids::{AddressId, OrderId},
        number::NumberType,
        order::{ItemView, OrderStatus},
    },
};
use uuid::Uuid;

use crate::support::{Client, World};

const HOST: &str = "aurora.localhost";
const CUSTOMER: &str = "customer@aurora.test";
const BOOK: &str = "/account/documents";

async fn keep(browser: &mut Client, street: &str, back: &str) -> String {
    let form = [
        ("resident", "Ada Byron"),
        ("street", street),
        ("city", "Reno"),
        ("region", "NV"),
        ("postal_code", "89501"),
        ("country", "US"),
        ("back", back),
    ];
    let kept = browser.post(BOOK, "/do/addresses/add_address", &form).await;
    browser.follow(&kept).await.text()
}

async fn newest_address(world: &World) -> AddressId {
    let id: Uuid = sqlx::query_scalar("select id from addresses order by created_at desc, id desc limit 1")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    id.into()
}

fn hidden(page: &str, name: &str) -> String {
    let start = page
        .find(&format!("name=\"{name}\""))
        .unwrap_or_else(|| panic!("no {name}: {page}"));
    let value = &page[start..];
    let value = &value[value.find("value=\"").unwrap() + 7..];
    value[..value.find('"').unwrap()].to_owned()
}

#[tokio::test]
async fn a_number_that_wants_an_address_is_bought_with_one_of_the_book() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let before = world.available(&world.aurora, &customer).await;
    let e164 = world.number("0777").await;
    let checkout = format!("/checkout/number/{e164}?country=US&kind=local");
    let mut browser = world.browser(HOST, CUSTOMER).await;
    let page = browser.get(&checkout).await.text();
    assert!(
        page.contains("This number needs an address")
            && page.contains("A2P 10DLC")
            && page.contains("not guaranteed"),
        "{page}"
    );
    let listed = world
        .aurora_api()
        .get(&format!(
            "/api/v1/numbers/available?country=US&contains={}",
            &e164[1..]
        ))
        .await;
    let wanted = &listed.json["data"][0]["requirements"];
    assert_eq!(
        (&wanted["address"], &wanted["registration"]),
        (&true.into(), &"a2p_10dlc".into())
    );

    // Without one it is refused before anything is held.
    let quoted = world.quote_exactly(&customer, &e164, "US").await;
    let refused = world.place(&customer, &quoted).await;
    assert!(matches!(refused, Err(PlaceError::AddressRequired)), "{refused:?}");
    assert_eq!(world.count("select count(*) from orders").await, 0);

    let wrong = keep(&mut browser, "x", &checkout).await;
    assert!(
        wrong.contains("street and the house number") && wrong.contains("Ada Byron"),
        "{wrong}"
    );
    let page = keep(&mut browser, "1 Main St", &checkout).await;
    assert!(
        page.contains("Address for this number") && page.contains("1 Main St"),
        "{page}"
    );
    let (quote, price) = (hidden(&page, "quote"), hidden(&page, "max_price"));
    let address = newest_address(&world).await.to_string();
    let form = [
        ("quote", quote.as_str()),
        ("max_price", &price),
        ("address", &address),
    ];
    let placed = browser.post(&checkout, "/do/orders/place_order", &form).await;
    let page = browser.follow(&placed).await.text();
    assert!(page.contains("The number is yours"), "{page}");
    assert_eq!(world.count("select count(*) from address_registrations").await, 1);
    let sold = world.sandbox.inventory().await.to_string();
    assert!(sold.contains(&e164), "{sold}");
    assert_ne!(world.available(&world.aurora, &customer).await, before);

    // A number depends on it; nobody else sees, uses or deletes it.
    let kept = browser
        .post(BOOK, "/do/addresses/remove_address", &[("id", &address)])
        .await;
    let page = browser.follow(&kept).await.text();
    assert!(
        page.contains("A number depends on this address") && page.contains("1 number depends"),
        "{page}"
    );
    for (host, email) in [
        (HOST, "owner@northwind.test"),
        ("kite.localhost", "customer@kite.test"),
    ] {
        let mut other = world.browser(host, email).await;
        let page = other.get(BOOK).await.text();
        assert!(!page.contains("1 Main St"), "{page}");
        let answer = other
            .post_json("/do/addresses/remove_address", &[("id", address.as_str())])
            .await;
        assert!(answer.text().contains("NotFound"), "{}", answer.text());
    }
    let neighbour = world.kite_customer().await;
    let quoted = world.quote_number(&neighbour, "2").await;
    let chosen = choose_address(&world.backend, &neighbour, quoted.id, address.parse().unwrap()).await;
    assert!(matches!(chosen, Err(ChooseError::NoAddress)), "{chosen:?}");
    world.prove().await;
}

#[tokio::test]
async fn an_address_the_network_refuses_costs_nothing() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let before = world.available(&world.aurora, &customer).await;
    let mut browser = world.browser(HOST, CUSTOMER).await;
    keep(&mut browser, "Nowhere 1", "").await;
    let address = newest_address(&world).await;
    let quoted = world.quote_number(&customer, "0777").await;
    choose_address(&world.backend, &customer, quoted.id, address)
        .await
        .unwrap();
    let order = world.place(&customer, &quoted).await.unwrap();
    let page = browser.get(&format!("/account/orders/{order}")).await.text();
    assert!(
        page.contains("does not accept the address") && page.contains("Nothing was charged"),
        "{page}"
    );
    assert_eq!(world.available(&world.aurora, &customer).await, before);
    // Nothing depends on it any more.
    let gone = browser
        .post(
            BOOK,
            "/do/addresses/remove_address",
            &[("id", &address.to_string())],
        )
        .await;
    let page = browser.follow(&gone).await.text();
    assert!(
        page.contains("The address is deleted") && !page.contains("Nowhere 1"),
        "{page}"
    );
    assert_eq!(
        world
            .count("select count(*) from addresses where street <> ''")
            .await,
        0
    );
    world.prove().await;
}

#[tokio::test]
async fn a_wish_only_the_vendor_knew_of_is_learnt_and_met() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let before = world.available(&world.aurora, &customer).await;
    let query = |contains: &str| NumberQuery {
        country: "US".parse().unwrap(),
        kind: NumberType::Local,
        contains: contains.to_owned(),
        sms: false,
        voice: false,
        limit: 100,
    };
    let mut only = None;
    for offer in world.vendor("telnyx").search(&query("0777")).await.unwrap() {
        let at_twilio = world
            .vendor("twilio")
            .search(&query(&offer.e164[1..]))
            .await
            .unwrap();
        if at_twilio.is_empty() && offer.e164.ends_with("0777") {
            only = Some(offer.e164);
        }
    }
    let e164 = only.expect("a number that Telnyx alone has");
    let state = async |order: OrderId| {
        let view = view::view(&world.backend, &customer, order)
            .await
            .unwrap()
            .unwrap();
        (view.row.status, view.refusal.unwrap_or_default())
    };
    let quoted = world.quote_exactly(&customer, &e164, "US").await;
    let first = world.place(&customer, &quoted).await.unwrap();
    let (status, why) = state(first).await;
    assert_eq!(status, OrderStatus::Released);
    assert!(why.contains("wants an address"), "{why}");
    assert_eq!(world.available(&world.aurora, &customer).await, before);

    let quoted = world.quote_exactly(&customer, &e164, "US").await;
    let is_known = matches!(
        &quoted.item,
        ItemView::Number {
            needs_address: true,
            ..
        }
    );
    assert!(is_known, "the next buyer is told before paying");
    let mut browser = world.browser(HOST, CUSTOMER).await;
    keep(&mut browser, "1 Main St", "").await;
    let address = newest_address(&world).await;
    choose_address(&world.backend, &customer, quoted.id, address)
        .await
        .unwrap();
    let second = world.place(&customer, &quoted).await.unwrap();
    let (status, why) = state(second).await;
    assert_eq!((status, why.as_str()), (OrderStatus::Fulfilled, ""));
    world.prove().await;
}

//! A customer sees what was used and what it cost, the shop what all of them did; nobody sees anybody else's.

use crate::support::World;

const OTHER: &str = "+14155550123";

#[tokio::test]
async fn what_was_used_is_shown_and_sent_as_a_file() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let empty = browser
        .get("/account/usage?from=2020-01-01&until=2020-01-31")
        .await
        .text();
    assert!(empty.contains("Nothing was used"), "{empty}");
    let wrong = browser
        .get("/account/usage?from=2026-02-01&until=2020-01-31")
        .await
        .text();
    assert!(wrong.contains("Please choose 1 to 366 days"), "{wrong}");

    let (number, e164) = world.number_of(&customer, "1").await;
    for text in ["one", "two"] {
        world.write(&customer, number, OTHER, text).await.unwrap();
    }
    world.run_jobs().await;
    let call = world.call(&customer, number, OTHER).await.unwrap();
    world.joined(1).await;
    world.hang_up(OTHER, 61).await;
    world.over(call).await;
    sqlx::query(
        "insert into contacts (id, reseller_id, user_id, e164, name, created_at, updated_at)
         select gen_random_uuid(), n.reseller_id, n.user_id, $2, 'Maria', now(), now() from virtual_numbers n
         where n.id = $1",
    )
    .bind(number.uuid())
    .bind(OTHER)
    .execute(&mut world.owner().await)
    .await
    .unwrap();

    let last = e164[e164.len() - 4..].to_owned();
    for (by, words) in [
        ("day", "Minutes"),
        ("number", last.as_str()),
        ("contact", "Maria"),
        ("country", "United States"),
        ("service", "Calls made"),
        ("nonsense\0", "By "),
    ] {
        let page = browser
            .get(&format!("/account/usage?days=7&by={}", by.replace('\0', "%00")))
            .await
            .text();
        assert!(
            page.contains(words) && page.contains("Usage and cost"),
            "{by}: {page}"
        );
    }
    let spent = world
        .count("select sum(price_micros)::bigint from usage_logs where owner_kind = 'customer'")
        .await;
    let own = "select count(*) from usage_logs where owner_id <> (select id from users where email = 'customer@aurora.test')";
    assert_eq!(world.count(own).await, 0);
    let file = browser.get("/account/usage.csv?days=7&by=service").await.text();
    let rows: Vec<Vec<&str>> = file
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let total: i64 = rows.iter().map(|row| micros(row[10])).sum();
    assert_eq!(total, spent, "{file}");
    let messages = rows.iter().find(|row| row[1] == "sms").unwrap();
    assert_eq!((messages[3], messages[4]), ("2", "2"), "{file}");
    let calls = rows.iter().find(|row| row[1] == "voice_outbound").unwrap();
    assert_eq!((calls[5], calls[6]), ("1", "120"), "{file}");

    // The shop sees it all but not whom its customers write to.
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let page = owner.get("/reseller/usage?days=7&by=service").await.text();
    assert!(
        page.contains("Your share") && page.contains("Calls made"),
        "{page}"
    );
    let page = owner.get("/reseller/usage?days=7&by=contact").await.text();
    assert!(!page.contains("Maria") && !page.contains("555-0123"), "{page}");
    let file = owner.get("/reseller/usage.csv?days=7&by=number").await;
    assert_eq!(file.status, 200);
    assert!(file.text().contains(&last), "{}", file.text());
    world.prove().await;
}

#[tokio::test]
async fn nobody_sees_another_ones_use() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.write(&customer, number, OTHER, "hello").await.unwrap();
    world.run_jobs().await;
    let mut neighbour = world.browser("aurora.localhost", "owner@northwind.test").await;
    let file = neighbour.get("/account/usage.csv?days=7&by=contact").await.text();
    assert!(!file.contains(OTHER), "{file}");
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    let file = elsewhere
        .get("/reseller/usage.csv?days=7&by=country")
        .await
        .text();
    assert!(!file.contains(",USD"), "{file}");
    let mut plain = world.browser("aurora.localhost", "customer@aurora.test").await;
    assert_eq!(plain.get("/reseller/usage.csv").await.status, 404);
    assert_eq!(plain.get("/reseller/usage").await.status, 404);
    assert_eq!(
        world
            .stranger("aurora.localhost")
            .get("/account/usage.csv")
            .await
            .status,
        401
    );
    world.prove().await;
}

fn micros(amount: &str) -> i64 {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    let part: i64 = format!("{part:0<6}").parse().unwrap();
    whole.parse::<i64>().unwrap() * 1_000_000 + part
}

#[tokio::test]
async fn prices_are_looked_up_by_country_and_by_number() {
    let world = World::new().await;
    world.price_minutes().await;
    let mut anybody = world.stranger("aurora.localhost");
    let page = anybody.get("/rates").await.text();
    assert!(
        page.contains("United States") && page.contains("Message sent") && page.contains("Call made"),
        "{page}"
    );
    assert!(
        !page.contains("You keep") && !page.contains("CloudDail"),
        "{page}"
    );
    let page = anybody.get("/rates?country=%2B33+6+12+34+56+78").await.text();
    assert!(page.contains("<h2 id=\"rates-title\">France"), "{page}");
    let page = anybody.get("/rates?country=%2B49+30").await.text();
    assert!(page.contains("<h2 id=\"rates-title\">Germany"), "{page}");
    for odd in ["atlantis", "%00", "%2B999"] {
        let page = anybody.get(&format!("/rates?country={odd}")).await.text();
        assert!(
            page.contains("Please choose a country") && page.contains("United States"),
            "{odd}: {page}"
        );
    }
    let public = anybody.get("/rates.csv?country=US").await.text();
    let mut staff = world.browser("aurora.localhost", "owner@aurora.test").await;
    let page = staff.get("/reseller/rates?country=US").await.text();
    assert!(page.contains("You keep"), "{page}");
    let inside = staff.get("/reseller/rates.csv?country=US").await.text();
    assert_eq!(public.lines().count(), inside.lines().count());
    for (open, shut) in public.lines().zip(inside.lines()).skip(1) {
        let (open, shut): (Vec<&str>, Vec<&str>) = (open.split(',').collect(), shut.split(',').collect());
        // From the end: what a row is about may have commas.
        let of = |row: &[&str], nth: usize| row[row.len() - nth].to_owned();
        assert_eq!((of(&open, 4), of(&open, 3)), (of(&shut, 4), String::new()));
        assert_eq!(
            micros(&of(&shut, 3)) + micros(&of(&shut, 2)),
            micros(&of(&shut, 4)),
            "{shut:?}"
        );
    }
    // What is shown is what is charged.
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.write(&customer, number, OTHER, "hello").await.unwrap();
    world.run_jobs().await;
    let charged = world.count("select charged_micros from messages").await;
    let row = public
        .lines()
        .find(|line| line.contains("Message sent") && line.contains("local"))
        .or_else(|| public.lines().find(|line| line.contains("Message sent")));
    let cells: Vec<&str> = row.unwrap().split(',').collect();
    assert_eq!(micros(cells[cells.len() - 4]), charged, "{public}");
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    assert_eq!(customer.get("/reseller/rates.csv").await.status, 404);
    world.prove().await;
}

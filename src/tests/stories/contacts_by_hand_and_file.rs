//! Contacts with groups, tags and fields of their owner's: by the form, by files, and for nobody else.

use clouddail::shared::permissions::OrganizationRole;

use crate::support::{Answer, Client, World};

const SHOP: &str = "aurora.localhost";
const OWN: &str = "/account/messages/contacts";
const SHARED: &str = "/business/messages/contacts";

async fn add_field(browser: &mut Client, name: &str) -> String {
    let form = [("field_name", name)];
    let done = browser.post(OWN, "/do/messages/add_contact_field", &form).await;
    browser.follow(&done).await.text()
}

async fn newest_field(world: &World) -> String {
    let id: uuid::Uuid = sqlx::query_scalar("select id from contact_fields order by id desc limit 1")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    clouddail::shared::ids::ContactFieldId::from(id).to_string()
}

async fn save(browser: &mut Client, number: &str, field: (&str, &str)) -> String {
    let form = [
        ("contact_name", "Zoe"),
        ("contact_number", number),
        ("contact_groups", "Office, Alps, office"),
        ("contact_tags", "Ski"),
        ("contact_note", ""),
        ("field_ids[0]", field.0),
        ("field_texts[0]", field.1),
    ];
    let done = browser.post(OWN, "/do/messages/save_contact", &form).await;
    browser.follow(&done).await.text()
}

async fn take_in(browser: &mut Client, page: &str, file: &[u8]) -> String {
    let done = browser
        .upload(page, &format!("{page}/upload"), &[], ("contacts.csv", file))
        .await;
    browser.follow(&done).await.text()
}

/// A field is made, filled in, found, told in the list and removed with all it said.
#[tokio::test]
async fn a_person_has_fields_of_their_own() {
    let world = World::new().await;
    let mut browser = world.browser(SHOP, "customer@aurora.test").await;
    assert!(add_field(&mut browser, "Department").await.contains("Saved."));
    let page = add_field(&mut browser, "department").await;
    assert!(page.contains("There is a field of this name already."), "{page}");
    let page = add_field(&mut browser, "Number").await;
    assert!(page.contains("There is a field of this name already."), "{page}");
    let page = add_field(&mut browser, &"x".repeat(41)).await;
    assert!(page.contains("A name has 1 to 40 characters."), "{page}");

    let field = newest_field(&world).await;
    let page = save(&mut browser, "+14155550123", (&field, "Pur\u{7}chasing")).await;
    assert!(
        page.contains("Office, Alps, ski") && page.contains("Department: Purchasing"),
        "{page}"
    );
    let page = save(&mut browser, "+14155550124", (&field, &"x".repeat(201))).await;
    assert!(page.contains("has at most 200 characters"), "{page}");
    for (query, is_there) in [
        ("q=purchas", true),
        ("q=legal", false),
        ("q=ski", true),
        ("q=office", true),
        ("group=alps", true),
        ("group=Alp", false),
    ] {
        let page = browser.get(&format!("{OWN}?{query}")).await.text();
        assert_eq!(
            page.contains("Department: Purchasing"),
            is_there,
            "{query}: {page}"
        );
        assert_eq!(page.contains("No contact fits"), !is_there, "{query}");
    }

    // Another person's field says nothing of one's own contacts, and is not theirs to remove.
    let mut other = world.browser("kite.localhost", "customer@kite.test").await;
    assert!(
        save(&mut other, "+14155550123", (&field, "mine"))
            .await
            .contains("no longer there")
    );
    let answer = other
        .post(
            OWN,
            "/do/messages/remove_contact_field",
            &[("contact_field", &field)],
        )
        .await;
    assert!(other.follow(&answer).await.text().contains("No contacts yet"));
    assert_eq!(world.count("select count(*) from contact_fields").await, 1);
    assert_eq!(world.count("select count(*) from contacts").await, 1);

    let gone = browser
        .post(
            OWN,
            "/do/messages/remove_contact_field",
            &[("contact_field", &field)],
        )
        .await;
    let page = browser.follow(&gone).await.text();
    assert!(
        page.contains("The field is removed") && !page.contains("Purchasing"),
        "{page}"
    );
    assert_eq!(
        world
            .count("select count(*) from contacts where custom <> '{}'")
            .await,
        0
    );
    for nth in 0..20 {
        add_field(&mut browser, &format!("Field {nth}")).await;
    }
    let page = add_field(&mut browser, "One more").await;
    assert!(page.contains("There are 20 fields"), "{page}");
    world.prove().await;
}

/// A file is taken in whole or not at all; twice is once; what goes out comes in again.
#[tokio::test]
async fn a_file_is_taken_in_whole_or_not_at_all() {
    let world = World::new().await;
    let mut browser = world.browser(SHOP, "customer@aurora.test").await;
    add_field(&mut browser, "Room").await;
    let contacts = "select count(*) from contacts";
    let bad = "Name,Number,Room\nXu,+14155550125,1\nWe,nobody,\n,+14155550126,\nVi,+14155550125,\n";
    let page = take_in(&mut browser, OWN, bad.as_bytes()).await;
    for words in [
        "Nothing was taken in: 3 lines are wrong.",
        "Line 3: That is no international number",
        "Line 4: A name has",
        "Line 5: The number stands in an earlier line.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(world.count(contacts).await, 0);
    let long = format!("name,number\n{}", "A,+14155550125\n".repeat(10_001));
    for (file, words) in [
        (&b"name,number,shoe\nXu,+14155550125,40\n"[..], "shoe"),
        (b"name,tags\nXu,a\n", "no column \u{201c}number\u{201d}"),
        (b"name,number\n", "No contact stands below"),
        (b"name,number\n\xff\xfe\n", "Please choose a text file"),
        (b"", "Please choose a file."),
        (long.as_bytes(), "A file has up to 10,000 contacts."),
    ] {
        let page = take_in(&mut browser, OWN, file).await;
        assert!(
            page.contains(words) && page.contains("Nothing was taken in."),
            "{words}: {page}"
        );
    }
    assert_eq!(world.count(contacts).await, 0);

    let good = "\u{feff}number;name;groups;room;tags\n+14155550125;Xu;\"Office, Alps\";'=1+1;a\n\n'+14155550126;We;;;\n";
    let page = take_in(&mut browser, OWN, good.as_bytes()).await;
    assert!(page.contains("2 contacts are new or changed"), "{page}");
    assert!(page.contains("Room: =1+1"), "{page}");
    let stamp = "select (extract(epoch from sum(updated_at - 'epoch')))::bigint from contacts";
    let before = world.count(stamp).await;
    world.pass(60).await;
    let page = take_in(&mut browser, OWN, good.as_bytes()).await;
    assert!(page.contains("Nothing was changed"), "{page}");
    assert_eq!(world.count(stamp).await, before, "twice is once");

    // A file without a column leaves alone what stands there.
    let page = take_in(&mut browser, OWN, b"name,number\nXu Li,+14155550125\n").await;
    assert!(
        page.contains("1 contact is new or changed") && page.contains("Room: =1+1"),
        "{page}"
    );

    let file = browser.get("/account/messages/contacts.csv").await.text();
    assert!(file.starts_with("name,number,groups,tags,note,Room\n"), "{file}");
    assert!(
        file.contains("Xu Li,'+14155550125,\"Office, Alps\",a,,'=1+1"),
        "formulas are defused: {file}"
    );
    let page = take_in(&mut browser, OWN, file.as_bytes()).await;
    assert!(page.contains("Nothing was changed"), "{page}");
    world.prove().await;
}

/// What a company's people share is not what one of them has alone, and not another company's or reseller's.
#[tokio::test]
async fn a_company_shares_its_contacts_and_nobody_else_has_them() {
    let world = World::new().await;
    let mut boss = world.browser(SHOP, "owner@northwind.test").await;
    let mut standard = world.member_browser(OrganizationRole::Standard).await;
    let mut viewer = world.member_browser(OrganizationRole::Viewer).await;
    let add = async |browser: &mut Client, name: &str| -> Answer {
        browser
            .post(
                SHARED,
                "/do/company_contacts/add_company_field",
                &[("field_name", name)],
            )
            .await
    };
    add(&mut standard, "Mine").await;
    assert_eq!(world.count("select count(*) from contact_fields").await, 0);
    let added = add(&mut boss, "Department").await;
    assert!(boss.follow(&added).await.text().contains("Saved."));
    let page = take_in(
        &mut standard,
        SHARED,
        b"name,number,groups,department\nZoe,+14155550123,Buyers,Sales\n",
    )
    .await;
    assert!(page.contains("Department: Sales"), "{page}");
    assert!(
        !page.contains("New field"),
        "who may not make fields is not asked for one"
    );
    let page = boss.get(&format!("{SHARED}?q=sales&group=buyers")).await.text();
    assert!(page.contains("Zoe") && page.contains("New field"), "{page}");
    let history = boss.get("/business/history").await.text();
    assert!(
        history.contains("Field of contacts added") && history.contains("Contacts imported"),
        "{history}"
    );

    // One's own contacts are another list.
    assert!(standard.get(OWN).await.text().contains("No contacts yet"));
    let id: uuid::Uuid = sqlx::query_scalar("select id from contacts")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let id = clouddail::shared::ids::ContactId::from(id);
    assert_eq!(boss.get(&format!("{SHARED}/{id}")).await.status, 200);
    assert_eq!(boss.get(&format!("{OWN}/{id}")).await.status, 404);
    let mut stranger = world.browser(SHOP, "customer@aurora.test").await;
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    for browser in [&mut stranger, &mut kite] {
        assert_eq!(browser.get(&format!("{SHARED}/{id}")).await.status, 404);
        assert_eq!(browser.get(&format!("{OWN}/{id}")).await.status, 404);
        assert_eq!(browser.get(&format!("{SHARED}.csv")).await.status, 404);
        let taken = browser
            .upload(
                SHARED,
                &format!("{SHARED}/upload"),
                &[],
                ("c.csv", b"name,number\nA,+14155550199\n"),
            )
            .await;
        assert_eq!(taken.status, 404);
    }
    assert_eq!(viewer.get(&format!("{SHARED}.csv")).await.status, 403);
    assert_eq!(standard.get(&format!("{SHARED}.csv")).await.status, 403);
    let file = boss.get(&format!("{SHARED}.csv")).await.text();
    assert!(file.contains("Zoe,'+14155550123,Buyers,,,Sales"), "{file}");
    assert_eq!(world.count("select count(*) from contacts").await, 1);
    world.prove().await;
}

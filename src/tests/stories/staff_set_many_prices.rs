//! Staff take their prices away as a file, edit them, look at what the file would do, and apply it at once or not at all.

use clouddail::shared::{ids::RuleId, permissions::StaffRole};

use crate::support::{Answer, Client, World};

const PAGE: &str = "/reseller/prices/sheet";
const UPLOAD: &str = "/reseller/prices/sheet/upload";

async fn page(client: &mut Client, path: &str) -> String {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

/// The shop's rules as a file: the header, then the lines.
async fn downloaded(client: &mut Client) -> Vec<Vec<String>> {
    let file = page(client, "/reseller/prices.csv").await;
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(file.as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn file(lines: &[Vec<String>]) -> String {
    let mut file = csv::Writer::from_writer(vec![]);
    for line in lines {
        file.write_record(line).unwrap();
    }
    String::from_utf8(file.into_inner().unwrap()).unwrap()
}

fn local(answer: &Answer) -> String {
    let location = answer.location.clone().unwrap_or_default();
    location
        .split_once("localhost")
        .map_or(location.clone(), |(_, rest)| {
            rest[rest.find('/').unwrap()..].to_owned()
        })
}

/// Uploads, and opens the preview: its address and its text.
async fn previewed(client: &mut Client, text: &str) -> (String, String) {
    let sent = client
        .upload(PAGE, UPLOAD, &[], ("prices.csv", text.as_bytes()))
        .await;
    let at = local(&sent);
    assert!(
        at.starts_with("/reseller/prices/sheet/psh_"),
        "{at} {}",
        sent.text()
    );
    let shown = page(client, &at).await;
    (at, shown)
}

fn hidden(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\"")).expect(name);
    let value = page[at..].split("value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

async fn apply(client: &mut Client, at: &str, shown: &str) -> Answer {
    let form = [("sheet", hidden(shown, "sheet")), ("seen", hidden(shown, "seen"))];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    client.post(at, "/do/price_sheets/apply", &form).await
}

fn line(cells: [&str; 11]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

async fn save(client: &mut Client, name: &str, country: &str, percent: &str) {
    let form = [
        ("rule_name", name),
        ("rule_service", "data_plan"),
        ("rule_country", country),
        ("rule_plan", ""),
        ("markup_kind", "percent"),
        ("markup_value", percent),
        ("rule_from", ""),
        ("rule_until", ""),
    ];
    let answer = client
        .post("/reseller/prices", "/do/prices/save_rule", &form)
        .await;
    assert!(local(&answer).contains("saved=rule"), "{}", local(&answer));
}

async fn changes(world: &World) -> i64 {
    world
        .count("select count(*) from audit_logs where action in ('price_rule.saved', 'price_rule.ended', 'price_sheet.applied')")
        .await
}

fn minutes(world: &World, minutes: i64) {
    world.backend.clock.advance(chrono::TimeDelta::minutes(minutes));
}

#[tokio::test]
async fn a_file_is_looked_at_and_applied_as_one_change() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let plan = world.plan("114701").await.to_string();
    save(&mut owner, "=Everywhere in France", "FR", "40").await;
    save(&mut owner, "Japan", "JP", "30").await;
    minutes(&world, 20);
    let mut lines = downloaded(&mut owner).await;
    assert_eq!(lines[0][..4], ["rule", "name", "service", "country"]);
    assert_eq!(lines.len(), 1 + 6, "{lines:?}");
    let unchanged = previewed(&mut owner, &file(&lines)).await.1;
    assert!(
        unchanged.contains("Nothing would change") && unchanged.contains("6 lines are"),
        "{unchanged}"
    );

    let at = |lines: &[Vec<String>], country: &str| lines.iter().position(|line| line[3] == country).unwrap();
    let (france, japan) = (at(&lines, "FR"), at(&lines, "JP"));
    assert_eq!(lines[france][1], "'=Everywhere in France");
    lines[france][7] = "90".into();
    lines[japan][10] = "now".into();
    lines.push(line([
        "", "One plan", "", "", &plan, "", "fixed", "7.25", "", "", "",
    ]));
    lines.push(line([
        "",
        "Minutes",
        "voice_minute",
        "DE",
        "",
        "",
        "percent",
        "55",
        "",
        "2099-01-01",
        "",
    ]));
    let before = changes(&world).await;
    let (path, shown) = previewed(&mut owner, &file(&lines)).await;
    for words in [
        "+40 %",
        "+90 %",
        "=Everywhere in France",
        "data plans in France",
        "ends now",
        "+7.25 USD",
        "no such rule",
        "+55 %, from 1 Jan 2099",
        "Apply 4 lines",
        "What costs $1.00 at the supplier",
    ] {
        assert!(shown.contains(words), "no {words} in {shown}");
    }
    assert_eq!(changes(&world).await, before, "a preview changes nothing");
    let applied = apply(&mut owner, &path, &shown).await;
    assert!(local(&applied).ends_with("saved=sheet"), "{}", local(&applied));
    let prices = page(&mut owner, &local(&applied)).await;
    assert!(prices.contains("The file is applied"), "{prices}");
    assert!(
        prices.contains("+90 %") && !prices.contains("+40 %") && !prices.contains("data plans in Japan"),
        "{prices}"
    );
    // Two new rules, one that succeeds another, one that ended, and the file itself.
    assert_eq!(changes(&world).await, before + 5);
    let history = page(&mut owner, "/reseller/prices/history").await;
    assert!(
        history.contains("File applied") && history.contains("prices.csv"),
        "{history}"
    );

    // The customer pays what the preview said.
    minutes(&world, 1);
    let customer = world.aurora_customer().await;
    let quoted = world.quote_plan(&customer, "114701").await;
    assert!(
        shown.contains(&quoted.charged.to_string()),
        "{} not in {shown}",
        quoted.charged
    );
    // Applied once: the file is gone.
    assert_eq!(owner.get(&path).await.status, 404);
    let again = apply(&mut owner, &path, &shown).await;
    assert!(!local(&again).contains("saved=sheet"));
    assert_eq!(changes(&world).await, before + 5);
    world.prove().await;
}

#[tokio::test]
async fn bad_lines_are_told_with_their_reason_and_change_nothing() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    save(&mut owner, "France", "FR", "40").await;
    minutes(&world, 20);
    let mut lines = downloaded(&mut owner).await;
    let france = lines.iter().position(|line| line[3] == "FR").unwrap();
    lines[france][3] = "DE".into();
    let nobody = RuleId::new().to_string();
    let bad: [([&str; 11], &str); 10] = [
        (
            ["", "A", "data_plan", "ES", "", "", "percent", "many", "", "", ""],
            "A percentage is a number from 0 to 1000",
        ),
        (
            ["", "A", "data_plan", "PT", "", "", "percent", "1001", "", "", ""],
            "A percentage is a number from 0 to 1000",
        ),
        (
            ["", "A", "data_plan", "GR", "", "", "fixed", "-1", "", "", ""],
            "not below zero",
        ),
        (
            ["", "A", "fruit", "NO", "", "", "percent", "1", "", "", ""],
            "Unknown service",
        ),
        (
            ["", "A", "", "Spain", "", "", "percent", "1", "", "", ""],
            "two letters",
        ),
        (
            ["", "A", "", "SE", "", "", "fixed", "1", "KWD", "", ""],
            "We know no exchange rate from KWD to USD",
        ),
        (
            ["", "", "", "PL", "", "", "percent", "1", "", "", ""],
            "A name has 1 to 80 characters",
        ),
        (
            ["", "A", "", "CZ", "", "", "percent", "1", "", "", "1999-12-31"],
            "It ends before it begins",
        ),
        (
            [&nobody, "A", "", "AT", "", "", "percent", "1", "", "", ""],
            "no rule with this id",
        ),
        (
            [
                "",
                "A",
                "data_plan",
                "",
                "pln_0192d5e8a0000000000000000000000a",
                "",
                "percent",
                "1",
                "",
                "",
                "",
            ],
            "no plan with this id",
        ),
    ];
    lines.extend(bad.iter().map(|(cells, _)| line(*cells)));
    lines.push(line([
        "",
        "Italy",
        "data_plan",
        "IT",
        "",
        "",
        "percent",
        "33",
        "",
        "",
        "",
    ]));
    lines.push(line([
        "",
        "Italy again",
        "data_plan",
        "IT",
        "",
        "",
        "percent",
        "34",
        "",
        "",
        "",
    ]));
    let italy = lines.len() - 1;
    let before = changes(&world).await;
    let (path, shown) = previewed(&mut owner, &file(&lines)).await;
    for (_, why) in &bad {
        assert!(shown.contains(why), "no {why} in {shown}");
    }
    assert!(
        shown.contains("A rule keeps its service, country and plan"),
        "{shown}"
    );
    assert!(
        shown.contains(&format!("Line {italy} is for the same things")),
        "{shown}"
    );
    assert!(shown.contains("Apply 1 line, leave out 12 lines"), "{shown}");
    assert_eq!(changes(&world).await, before);
    let applied = apply(&mut owner, &path, &shown).await;
    let prices = page(&mut owner, &local(&applied)).await;
    assert!(prices.contains("+33 %") && prices.contains("+40 %"), "{prices}");
    assert!(!prices.contains("+34 %"), "{prices}");
    assert_eq!(changes(&world).await, before + 2);

    for (text, why) in [
        ("a,b\n1,2\n", "refused=header"),
        ("rule,name,adds,value\n", "refused=empty"),
        ("", "refused=none"),
    ] {
        let sent = owner.upload(PAGE, UPLOAD, &[], ("p.csv", text.as_bytes())).await;
        assert!(local(&sent).contains(why), "{}", local(&sent));
        assert!(
            page(&mut owner, &local(&sent))
                .await
                .contains("Nothing was changed")
                || why == "refused=none"
        );
    }
    let long = format!(
        "rule,name,adds,value\n{}",
        ",A name that is long enough to matter,percent,1\n".repeat(1001)
    );
    let sent = owner.upload(PAGE, UPLOAD, &[], ("p.csv", long.as_bytes())).await;
    assert!(local(&sent).contains("refused=many"), "{}", local(&sent));
    for size in [300 * 1024, 2 * 1024 * 1024] {
        let large = vec![b'x'; size];
        let sent = owner.upload(PAGE, UPLOAD, &[], ("p.csv", &large)).await;
        assert!(local(&sent).contains("refused=large"), "{}", local(&sent));
    }
    let sent = owner.upload(PAGE, UPLOAD, &[], ("p.csv", b"rule,name\xff")).await;
    assert!(local(&sent).contains("refused=text"), "{}", local(&sent));
    world.prove().await;
}

#[tokio::test]
async fn two_people_do_not_overwrite_each_other() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut manager = world.staff_browser(StaffRole::Manager).await;
    save(&mut owner, "France", "FR", "40").await;
    save(&mut owner, "Japan", "JP", "30").await;
    minutes(&world, 20);
    let mut lines = downloaded(&mut owner).await;
    let at = |country: &str| lines.iter().position(|line| line[3] == country).unwrap();
    let (france, japan) = (at("FR"), at("JP"));
    lines[france][7] = "90".into();
    lines[japan][7] = "35".into();
    let (path, shown) = previewed(&mut owner, &file(&lines)).await;
    assert!(shown.contains("Apply 2 lines"), "{shown}");

    // Another's file is nobody else's to see, or to apply.
    assert_eq!(manager.get(&path).await.status, 404);
    let refused = apply(&mut manager, &path, &shown).await;
    assert!(!local(&refused).contains("saved"), "{}", local(&refused));

    // The manager changes France between the preview and the button.
    minutes(&world, 1);
    save(&mut manager, "France, by the manager", "FR", "60").await;
    minutes(&world, 1);
    let before = changes(&world).await;
    let refused = apply(&mut owner, &path, &shown).await;
    let back = page(&mut owner, &local(&refused)).await;
    assert!(
        back.contains("Somebody changed prices after this page was opened"),
        "{back}"
    );
    assert!(
        back.contains("Somebody changed or ended this rule")
            && back.contains("Apply 1 line, leave out 1 line"),
        "{back}"
    );
    assert_eq!(changes(&world).await, before);
    // What is left is applied only after it was seen.
    let applied = apply(&mut owner, &path, &back).await;
    let prices = page(&mut owner, &local(&applied)).await;
    assert!(
        prices.contains("+60 %") && prices.contains("+35 %") && !prices.contains("+90 %"),
        "{prices}"
    );
    world.prove().await;
}

#[tokio::test]
async fn a_file_is_for_its_shop_its_person_and_its_hour() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    save(&mut owner, "France", "FR", "40").await;
    minutes(&world, 20);
    let mut lines = downloaded(&mut owner).await;
    for line in &mut lines[1..] {
        line[7] = "44".into();
    }
    let text = file(&lines);
    let (path, shown) = previewed(&mut owner, &text).await;

    // Another shop's rules are no rules: nothing of them can be read or changed.
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    assert_eq!(elsewhere.get(&path).await.status, 404);
    let refused = elsewhere
        .post_json(
            "/do/price_sheets/apply",
            &[("sheet", &hidden(&shown, "sheet")), ("seen", "x")],
        )
        .await;
    assert!(refused.text().contains("NotFound"), "{}", refused.text());
    let (_, theirs) = previewed(&mut elsewhere, &text).await;
    assert!(
        theirs.contains("no rule with this id") && theirs.contains("Nothing would change"),
        "{theirs}"
    );
    assert!(
        !page(&mut elsewhere, "/reseller/prices.csv")
            .await
            .contains("France")
    );

    // Who may not change prices may not upload; who may not export may not download.
    let mut finance = world.staff_browser(StaffRole::Finance).await;
    let sent = finance
        .upload(PAGE, UPLOAD, &[], ("p.csv", text.as_bytes()))
        .await;
    assert_eq!(sent.status, 403);
    assert_eq!(finance.get(PAGE).await.status, 403);
    assert_eq!(finance.get("/reseller/prices.csv").await.status, 200);
    let mut support = world.staff_browser(StaffRole::Support).await;
    assert_eq!(support.get("/reseller/prices.csv").await.status, 403);
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    for path in ["/reseller/prices.csv", PAGE] {
        assert_eq!(customer.get(path).await.status, 404, "{path}");
    }
    let sent = customer
        .upload(PAGE, UPLOAD, &[], ("p.csv", text.as_bytes()))
        .await;
    assert_eq!(sent.status, 404);

    // After an hour it is gone, and so it is once a newer one is there.
    let (newer, _) = previewed(&mut owner, &text).await;
    assert_eq!(owner.get(&path).await.status, 404);
    minutes(&world, 61);
    assert_eq!(owner.get(&newer).await.status, 404);
    let expired = apply(&mut owner, &newer, &shown).await;
    assert!(!local(&expired).contains("saved"), "{}", local(&expired));
    // One of each person: a newer one takes the older one's place.
    assert_eq!(world.count("select count(*) from price_sheets").await, 2);
    world.prove().await;
}

/// All changes of a file are of one moment: the pages of the history miss none of them.
#[tokio::test]
async fn the_history_pages_through_changes_of_one_moment() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut lines = downloaded(&mut owner).await;
    lines.truncate(1);
    let letters = || 'A'..='Z';
    let codes: Vec<String> = ["Q", "X"]
        .into_iter()
        .flat_map(|first| letters().map(move |second| format!("{first}{second}")))
        .chain(letters().map(|first| format!("{first}Z")).take(10))
        .collect();
    assert_eq!(codes.len(), 62);
    for code in &codes {
        let name = format!("Place {code}");
        lines.push(line([
            "",
            &name,
            "data_plan",
            code,
            "",
            "",
            "percent",
            "41",
            "",
            "",
            "",
        ]));
    }
    let (path, shown) = previewed(&mut owner, &file(&lines)).await;
    assert!(shown.contains("Apply 62 lines"), "{shown}");
    apply(&mut owner, &path, &shown).await;
    let first = page(&mut owner, "/reseller/prices/history").await;
    let next = first
        .split("\"/reseller/prices/history?after=")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a second page");
    let second = page(&mut owner, &format!("/reseller/prices/history?after={next}")).await;
    for code in &codes {
        let name = format!("Place {code},");
        let seen = usize::from(first.contains(&name)) + usize::from(second.contains(&name));
        assert_eq!(seen, 1, "{name}");
    }
    let nonsense = owner.get("/reseller/prices/history?after=2026-01-01").await;
    assert_eq!(nonsense.status, 404);
    world.prove().await;
}

//! An employee gets the link to a line by mail or on paper and puts it onto a phone, without an account.

use std::{
    io,
    sync::{Arc, Mutex},
};

use clouddail::{
    domain::{
        accounts::{self, SessionToken},
        lines::{Issue, issue},
        scope::Member,
    },
    shared::{
        ids::{EmployeeId, LineId, QuoteId},
        permissions::{OrganizationRole, StaffRole},
    },
};
use serde_json::json;
use uuid::Uuid;

use super::company_from_nothing::done;
use crate::{
    domain::qr::{rasterised, read},
    support::{Answer, Client, World},
};

const AMARA: &str = "amara@northwind.test";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)";

async fn uuid(world: &World, sql: &'static str, value: &str) -> Uuid {
    sqlx::query_scalar(sql)
        .bind(value)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

/// The company's owner as a scope.
async fn member(world: &World) -> Member {
    let owner = northwind(world, "owner").await;
    let session = SessionToken::parse(owner.session.as_deref().unwrap()).unwrap();
    let user = accounts::find_session(&world.backend, &world.aurora.visitor, &session).await;
    user.unwrap().unwrap().member.expect("a member")
}

/// Buys a line for an employee; its id and activation code at the vendor.
async fn line(world: &World, email: &str) -> (LineId, String) {
    let employee = uuid(world, "select id from employees where email = $1", email).await;
    let wish = Issue {
        key: QuoteId::new(),
        employee: EmployeeId::from(employee),
        plan: world.plan("114701").await,
        max_price: None,
    };
    let (_, line) = issue(&world.backend, &member(world).await, &wish).await.unwrap();
    let line = line.expect("a line");
    world.run_jobs().await;
    let iccid: String = sqlx::query_scalar("select iccid from lines where id = $1")
        .bind(line.uuid())
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let inventory = world.sandbox.inventory().await;
    let code = activation_code(&inventory, &iccid).expect("the vendor's activation code");
    (line, code)
}

/// The `LPA:` text beside an ICCID, wherever the inventory keeps it.
fn activation_code(value: &serde_json::Value, iccid: &str) -> Option<String> {
    match value {
        serde_json::Value::Object(fields) => {
            let is_it = fields.values().any(|field| field.as_str() == Some(iccid));
            let code = fields
                .values()
                .filter_map(|field| field.as_str())
                .find(|text| text.starts_with("LPA:"));
            match code.filter(|_| is_it) {
                Some(code) => Some(code.to_owned()),
                None => fields.values().find_map(|field| activation_code(field, iccid)),
            }
        }
        serde_json::Value::Array(items) => items.iter().find_map(|item| activation_code(item, iccid)),
        _ => None,
    }
}

/// Path of the newest mailed link.
async fn mailed(world: &World, email: &str) -> String {
    world.run_jobs().await;
    let mails = world.sandbox.mails(email).await;
    let text = mails
        .iter()
        .filter_map(|mail| mail["text"].as_str())
        .find(|text| text.contains("has an eSIM for you"))
        .expect("a mail with a link");
    path_in(text)
}

fn path_in(text: &str) -> String {
    let token: String = text
        .split("/pickup/")
        .nth(1)
        .expect("a link")
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    format!("/pickup/{token}")
}

fn qr_text(page: &Answer) -> String {
    let text = page.text();
    let (_, svg) = text.split_once("<svg xmlns").expect("a QR code");
    let (svg, _) = svg.split_once("</svg>").unwrap();
    read(&rasterised(&format!("<svg xmlns{svg}</svg>")))
}

fn token(path: &str) -> &str {
    path.trim_start_matches("/pickup/")
}

async fn northwind(world: &World, who: &str) -> Client {
    world
        .browser("aurora.localhost", &format!("{who}@northwind.test"))
        .await
}

async fn settings(owner: &mut Client, days: &str, check: &str) {
    let form = [
        ("pickup_days", days),
        ("pickup_check", check),
        ("pickup_contact", "IT desk, extension 400"),
    ];
    done(
        owner,
        "/do/pickup/save_settings",
        &form,
        "/business/settings/pickup?saved=pickup",
    )
    .await;
}

#[tokio::test]
async fn from_the_mail_to_the_phone() {
    let world = World::new().await;
    let (line, code) = line(&world, AMARA).await;
    let path = mailed(&world, AMARA).await;
    let mails = world.sandbox.mails(AMARA).await;
    let mail = mails[0].to_string();
    assert!(
        mail.contains("Northwind has an eSIM for you") && mail.contains("Aurora Mobile"),
        "{mail}"
    );
    assert!(!mail.to_lowercase().contains("clouddail"), "{mail}");
    assert!(!mail.contains("LPA:"), "a mail with an activation code");

    let mut amara = world.stranger("aurora.localhost");
    let page = amara.get_as(&path, IPHONE, "en").await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(page.headers["cache-control"], "private, no-store");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert_eq!(page.headers["x-robots-tag"], "noindex");
    let text = page.text();
    for words in [
        "Hello Amara",
        "Northwind has an eSIM for you",
        "Ready to install",
        &code,
        "Ask whoever gave you this link at Northwind",
    ] {
        assert!(text.contains(words), "no {words} in {text}");
    }
    assert!(text.contains(r#"content="noindex""#) && text.contains(r#"lang="en""#));
    assert!(
        !text.to_lowercase().contains("clouddail")
            && !text.contains("<script src")
            && !text.contains(".wasm"),
        "{text}"
    );
    assert!(!text.contains("Sign in"), "an employee needs no account");
    let one_tap = text.split("tap-link-likely").nth(1).unwrap();
    assert!(
        one_tap.contains("Install on iPhone"),
        "the reader's own phone first"
    );
    assert_eq!(qr_text(&page), code);
    let picture = amara.get(&format!("{path}/qr.png")).await;
    assert_eq!(picture.headers["cache-control"], "private, no-store");
    assert_eq!(picture.headers["referrer-policy"], "no-referrer");
    assert_eq!(read(&picture.body), code);

    // The vendor says that it is on a phone: it is asked once in thirty seconds.
    let iccid: String = sqlx::query_scalar("select iccid from lines where id = $1")
        .bind(line.uuid())
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let on_a_phone = json!({ "state": "ENABLED" });
    world
        .sandbox
        .post(&format!("/_sandbox/esims/{iccid}"), on_a_phone)
        .await;
    assert!(amara.get(&path).await.text().contains("Ready to install"));
    world.pass(31).await;
    let text = amara.get(&path).await.text();
    let today = world.backend.now().format("%Y-%m-%d").to_string();
    assert!(
        text.contains("Already installed") && text.contains(&today),
        "{text}"
    );
    assert!(
        !text.contains("LPA:") && !text.contains("<rect"),
        "an eSIM installs once"
    );
    assert_eq!(amara.get(&format!("{path}/qr.png")).await.status, 404);
    let mut owner = northwind(&world, "owner").await;
    let panel = owner.get(&format!("/business/lines/{line}")).await.text();
    assert!(
        panel.contains("Seen on a phone") && panel.contains("Works"),
        "{panel}"
    );

    // A vendor that does not answer takes nothing away.
    world.pass(31).await;
    world.sandbox.fail("telna.profile", "500_after", 5).await;
    assert!(amara.get(&path).await.text().contains("Already installed"));
    world.sandbox.heal().await;

    // Stopped and ended, as the company's own verbs leave it.
    for (change, words) in [
        (
            "update lines set state = 'suspended', suspended_for = 'asked' where id = $1",
            "This eSIM is paused",
        ),
        (
            "update lines set state = 'terminated', suspended_for = null, ended_at = now() where id = $1",
            "This eSIM has ended",
        ),
    ] {
        sqlx::query(change)
            .bind(line.uuid())
            .execute(&mut world.owner().await)
            .await
            .unwrap();
        let text = amara.get(&path).await.text();
        assert!(text.contains(words) && !text.contains("LPA:"), "{words}: {text}");
    }
    let gone = owner
        .post_json("/do/pickup/renew", &[("line", &line.to_string())])
        .await
        .text();
    assert!(gone.contains("this line has ended"), "{gone}");
    world.prove().await;
}

#[tokio::test]
async fn a_link_ends_by_time_by_a_newer_one_and_by_taking_it_back_and_all_answer_alike() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    settings(&mut owner, "3", "none").await;
    let (line, code) = line(&world, AMARA).await;
    let id = line.to_string();
    let page = format!("/business/lines/{id}");
    let first = mailed(&world, AMARA).await;
    let mut amara = world.stranger("aurora.localhost");
    assert!(amara.get(&first).await.text().contains("IT desk, extension 400"));

    // The same link again, not at once.
    let form = [("line", id.as_str())];
    let soon = owner.post_json("/do/pickup/resend", &form).await.text();
    assert!(soon.contains("TooMany"), "{soon}");
    world.pass(301).await;
    done(
        &mut owner,
        "/do/pickup/resend",
        &form,
        &format!("{page}?saved=resent"),
    )
    .await;
    assert_eq!(mailed(&world, AMARA).await, first);
    // Paper: a link, never what installs.
    let sheet = owner.get(&format!("/business/lines/{id}/sheet")).await;
    assert_eq!(path_in(&qr_text(&sheet)), first);
    assert!(qr_text(&sheet).starts_with("http://aurora.localhost"));
    let text = sheet.text();
    assert!(
        text.contains("Amara") && text.contains("pickup-sheet") && !text.contains("LPA:"),
        "{text}"
    );
    assert!(!text.contains(&code));

    done(
        &mut owner,
        "/do/pickup/renew",
        &form,
        &format!("{page}?saved=made"),
    )
    .await;
    let text = owner.get(&page).await.text();
    let second = path_in(&text);
    assert_ne!(second, first);
    assert_eq!(mailed(&world, AMARA).await, first, "nothing was mailed");
    let mut answers = vec![amara.get(&first).await];
    assert!(amara.get(&second).await.text().contains("Ready to install"));
    done(
        &mut owner,
        "/do/pickup/revoke",
        &form,
        &format!("{page}?saved=revoked"),
    )
    .await;
    answers.push(amara.get(&second).await);
    let again = owner.post_json("/do/pickup/revoke", &form).await.text();
    assert!(again.contains("no link to take back"), "{again}");
    assert!(
        owner
            .get(&format!("/business/lines/{id}/sheet"))
            .await
            .text()
            .contains("no link that works")
    );
    let form = [("line", id.as_str()), ("is_mailed", "true")];
    done(
        &mut owner,
        "/do/pickup/renew",
        &form,
        &format!("{page}?saved=mailed"),
    )
    .await;
    let third = mailed(&world, AMARA).await;
    assert_eq!(amara.get(&third).await.status, 200);
    // Another shop's host, then time.
    let mut elsewhere = world.stranger("kite.localhost");
    answers.push(elsewhere.get(&third).await);
    assert_eq!(elsewhere.get(&format!("{third}/qr.png")).await.status, 404);
    world.pass(3 * 24 * 3600).await;
    answers.push(amara.get(&third).await);
    answers.push(amara.get("/pickup/nothing").await);
    answers.push(amara.get(&format!("/pickup/{}", "A".repeat(43))).await);
    for answer in &answers {
        assert_eq!(answer.status, 404);
        let text = answer.text();
        assert!(
            text.contains("This link does not work") && text.contains("Open the newest mail"),
            "{text}"
        );
        assert!(
            !text.contains("Northwind") && !text.contains("Amara") && !text.contains("LPA:"),
            "{text}"
        );
    }
    let mut owner = northwind(&world, "owner").await;
    assert!(owner.get(&page).await.text().contains("Expired"));
    let history = owner.get("/business/history").await.text();
    for words in [
        "New pickup link",
        "Pickup link mailed again",
        "Pickup link taken back",
    ] {
        assert!(history.contains(words), "no {words} in {history}");
    }
    // What a log or a table may keep of it: a hash and what is sealed.
    let clear = "select count(*) from line_pickups p where encode(p.token_sealed, 'escape') like $1
                 or encode(p.token_hash, 'escape') like $1";
    let found: i64 = sqlx::query_scalar(clear)
        .bind(format!("%{}%", token(&third)))
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    assert_eq!(found, 0);
    world.prove().await;
}

#[tokio::test]
async fn a_pin_opens_the_page_and_five_wrong_ones_close_it() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    settings(&mut owner, "14", "pin").await;
    let (line, code) = line(&world, AMARA).await;
    let page = format!("/business/lines/{line}");
    let path = mailed(&world, AMARA).await;
    let mails = world.sandbox.mails(AMARA).await[0].to_string();
    assert!(mails.contains("The page asks for a PIN"), "{mails}");
    let pin = |text: String| -> String {
        let (_, rest) = text.rsplit_once("pickup-secret\">").unwrap();
        rest.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect()
    };
    let first = pin(owner.get(&page).await.text());
    assert!(
        first.len() == 6 && !mails.contains(&first),
        "a PIN in its own mail"
    );
    let sheet = owner.get(&format!("/business/lines/{line}/sheet")).await.text();
    assert!(
        sheet.contains("The page asks for a PIN") && !sheet.contains(&first),
        "a PIN on the sheet"
    );

    let mut amara = world.stranger("aurora.localhost");
    let asked = amara.get(&path).await;
    assert_eq!(asked.status, 200);
    let text = asked.text();
    assert!(
        text.contains("Enter your PIN") && !text.contains("LPA:") && !text.contains("Amara"),
        "{text}"
    );
    assert_eq!(amara.get(&format!("{path}/qr.png")).await.status, 404);
    let wrong = if first == "000000" { "111111" } else { "000000" };
    let typed = |digits: &str| {
        vec![
            ("token", token(&path).to_owned()),
            ("pin_code", digits.to_owned()),
            ("lang", "de".to_owned()),
        ]
    };
    let send = async |browser: &mut Client, digits: &str| {
        let form = typed(digits);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = browser.post("/", "/do/pickup/unlock", &form).await;
        browser.follow(&answer).await
    };
    for left in ["4 Versuche", "3 Versuche"] {
        let text = send(&mut amara, wrong).await.text();
        assert!(text.contains(left) && !text.contains("LPA:"), "{text}");
    }
    // As people type it.
    let spaced = format!(" {} {} ", &first[..3], &first[3..]);
    let opened = send(&mut amara, &spaced).await;
    assert!(
        opened.text().contains("Bereit zur Installation"),
        "{}",
        opened.text()
    );
    assert_eq!(qr_text(&opened), code);
    assert_eq!(read(&amara.get(&format!("{path}/qr.png")).await.body), code);
    assert!(
        !world
            .stranger("aurora.localhost")
            .get(&path)
            .await
            .text()
            .contains("LPA:")
    );
    // After an hour it asks again; a forged proof opens nothing.
    world.pass(3601).await;
    assert!(amara.get(&path).await.text().contains("Enter your PIN"));
    amara.cookies.insert("pickup".into(), "bm90aGluZw".into());
    assert!(amara.get(&path).await.text().contains("Enter your PIN"));

    for _ in 0..5 {
        send(&mut amara, wrong).await;
    }
    let text = send(&mut amara, &first).await.text();
    assert!(
        text.contains("Diese Seite ist gesperrt") && text.contains("extension 400"),
        "{text}"
    );
    let mut owner = northwind(&world, "owner").await;
    assert!(owner.get(&page).await.text().contains("Closed: five wrong tries"));
    let form = [("line", line.to_string())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = owner.post_json("/do/pickup/resend", &form).await.text();
    assert!(refused.contains("no link that works"), "{refused}");
    done(
        &mut owner,
        "/do/pickup/renew",
        &form,
        &format!("{page}?saved=made"),
    )
    .await;
    let text = owner.get(&page).await.text();
    let second = path_in(&text);
    let new_pin = pin(text);
    let form = [("token", token(&second)), ("pin_code", new_pin.as_str())];
    let answer = amara.post("/", "/do/pickup/unlock", &form).await;
    assert!(amara.follow(&answer).await.text().contains("Ready to install"));
    world.prove().await;
}

/// Twenty browsers try at the same time: five tries are five tries.
#[tokio::test(flavor = "multi_thread")]
async fn a_pin_cannot_be_guessed_by_many_at_once() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    settings(&mut owner, "14", "pin").await;
    let (_, _) = line(&world, AMARA).await;
    let path = mailed(&world, AMARA).await;
    let mut tries = tokio::task::JoinSet::new();
    for n in 0..20 {
        let mut browser = world.stranger("aurora.localhost");
        let token = token(&path).to_owned();
        tries.spawn(async move {
            let guess = format!("{n:06}");
            let form = [("token", token.as_str()), ("pin_code", guess.as_str())];
            browser.post("/", "/do/pickup/unlock", &form).await.status
        });
    }
    for status in tries.join_all().await {
        assert_eq!(status, 302);
    }
    assert_eq!(
        world
            .count("select max(attempts)::bigint from line_pickups")
            .await,
        5
    );
    world.prove().await;
}

#[tokio::test]
async fn a_mailed_code_opens_the_page_once() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    settings(&mut owner, "14", "code").await;
    line(&world, AMARA).await;
    let path = mailed(&world, AMARA).await;
    let mut amara = world.stranger("aurora.localhost");
    let text = amara.get(&path).await.text();
    assert!(
        text.contains("Mail me a code") && !text.contains("LPA:"),
        "{text}"
    );
    let ask = [("token", token(&path)), ("lang", "es")];
    let answer = amara.post("/", "/do/pickup/mail_code", &ask).await;
    let text = amara.follow(&answer).await.text();
    assert!(
        text.contains("a…@northwind.test") && text.contains("El correo va de camino"),
        "{text}"
    );
    let again = amara.post("/", "/do/pickup/mail_code", &ask).await;
    assert!(again.location.unwrap().ends_with("said=too-soon"));
    world.run_jobs().await;
    let mails = world.sandbox.mails(AMARA).await;
    let mail = mails
        .iter()
        .filter_map(|mail| mail["text"].as_str())
        .find(|text| text.contains("This code opens"))
        .unwrap();
    let code: String = mail
        .lines()
        .find(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap()
        .to_owned();
    let kept: i64 =
        sqlx::query_scalar("select count(*) from mails where subject like $1 or text_body like $1")
            .bind(format!("%{code}%"))
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    assert_eq!(kept, 0, "a code stays in the log of mails");
    let form = [("token", token(&path)), ("pin_code", code.as_str())];
    let answer = amara.post("/", "/do/pickup/unlock", &form).await;
    assert!(amara.follow(&answer).await.text().contains("LPA:"));
    let mut thief = world.stranger("aurora.localhost");
    let answer = thief.post("/", "/do/pickup/unlock", &form).await;
    let text = thief.follow(&answer).await.text();
    assert!(
        text.contains("was used") && !text.contains("LPA:"),
        "a code is good once: {text}"
    );
    // A code grows old.
    world.pass(61).await;
    thief.post("/", "/do/pickup/mail_code", &ask).await;
    assert!(thief.get(&path).await.text().contains("is on its way to"));
    world.pass(601).await;
    assert!(thief.get(&path).await.text().contains("Mail me a code"));
    world.prove().await;
}

#[tokio::test]
async fn the_page_speaks_five_languages() {
    let world = World::new().await;
    line(&world, AMARA).await;
    let path = mailed(&world, AMARA).await;
    let mut amara = world.stranger("aurora.localhost");
    for (wanted, lang, dir, words) in [
        ("en-GB", "en", "ltr", "Ready to install"),
        ("de-CH,de;q=0.9", "de", "ltr", "Bereit zur Installation"),
        ("fr-CA", "fr", "ltr", "Prête à installer"),
        ("es-MX,en;q=0.5", "es", "ltr", "Lista para instalar"),
        ("ar-EG", "ar", "rtl", "جاهزة للتثبيت"),
        ("ja", "en", "ltr", "Ready to install"),
    ] {
        let page = amara.get_as(&path, IPHONE, wanted).await;
        let text = page.text();
        assert!(
            text.contains(&format!(r#"lang="{lang}" dir="{dir}""#)),
            "{wanted}: {text}"
        );
        assert!(text.contains(words), "{wanted}: {text}");
        // Who chose a language keeps it.
        let chosen = amara
            .get_as(&format!("{path}?lang=ar"), IPHONE, wanted)
            .await
            .text();
        assert!(
            chosen.contains(r#"dir="rtl""#) && chosen.contains("خطوة بخطوة"),
            "{chosen}"
        );
        let gone = amara.get_as("/pickup/nothing", IPHONE, wanted).await.text();
        assert!(gone.contains(&format!(r#"lang="{lang}""#)), "{wanted}: {gone}");
    }
    let odd = amara
        .get_as(
            &format!("{path}?lang=%3Cscript%3E&said=%3Cscript%3E"),
            IPHONE,
            "\t;;q",
        )
        .await;
    assert!(odd.status == 200 && !odd.text().contains("<script>"));
    world.prove().await;
}

#[tokio::test]
async fn links_are_for_those_who_manage_lines_within_their_reach() {
    let world = World::new().await;
    let (amaras, _) = line(&world, AMARA).await;
    let (gretas, _) = line(&world, "greta@northwind.test").await;
    let mut manager = northwind(&world, "manager").await;
    let mut viewer = northwind(&world, "viewer").await;
    let mut outsider = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut staff = world.staff_browser(StaffRole::Owner).await;
    let mut elsewhere = world.browser("kite.localhost", "customer@kite.test").await;
    let (own, other) = (
        format!("/business/lines/{amaras}"),
        format!("/business/lines/{gretas}"),
    );
    assert!(
        manager.get(&own).await.text().contains("pickup-secret"),
        "leads Sales, where Amara is"
    );
    assert_eq!(manager.get(&other).await.status, 404);
    for verb in ["renew", "resend", "revoke", "panel"] {
        let path = format!("/do/pickup/{verb}");
        let form = [("line", gretas.to_string())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for browser in [&mut manager, &mut outsider, &mut staff, &mut elsewhere] {
            let text = browser.post_json(&path, &form).await.text();
            assert!(text.contains("NotFound"), "{verb}: {text}");
        }
    }
    let text = viewer.get(&own).await.text();
    assert!(text.contains("Works"), "{text}");
    assert!(
        !text.contains("pickup-secret") && !text.contains("Make a new link"),
        "{text}"
    );
    assert_eq!(
        viewer
            .get(&format!("/business/lines/{amaras}/sheet"))
            .await
            .status,
        403
    );
    // A batch leaves out what is out of reach, and is not endless.
    let both = format!("/business/sheets?lines={amaras},{gretas},nothing");
    let text = manager.get(&both).await.text();
    assert!(text.contains("Amara") && !text.contains("Greta"), "{text}");
    let mut owner = northwind(&world, "owner").await;
    let text = owner.get(&both).await.text();
    assert!(text.contains("2 sheets") && text.contains("Greta"), "{text}");
    let many = vec![amaras.to_string(); 101].join(",");
    let text = owner.get(&format!("/business/sheets?lines={many}")).await.text();
    assert!(text.contains("At most 100 sheets"), "{text}");
    assert_eq!(owner.get("/business/sheets").await.status, 404);
    let mut standard = world.member_browser(OrganizationRole::Standard).await;
    assert_eq!(standard.get(&own).await.status, 403);
    for form in [
        [
            ("pickup_days", "0"),
            ("pickup_check", "none"),
            ("pickup_contact", ""),
        ],
        [
            ("pickup_days", "1e3"),
            ("pickup_check", "none"),
            ("pickup_contact", ""),
        ],
        [
            ("pickup_days", "5"),
            ("pickup_check", "magic"),
            ("pickup_contact", ""),
        ],
        [
            ("pickup_days", "5"),
            ("pickup_check", "pin"),
            ("pickup_contact", "a\u{7}b"),
        ],
    ] {
        let text = owner.post_json("/do/pickup/save_settings", &form).await.text();
        assert!(text.contains("Invalid"), "{text}");
    }
    world.prove().await;
}

/// Everything that is logged while somebody has it.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A log belongs to a whole process, so this test runs in one of its own.
#[tokio::test]
async fn neither_link_nor_pin_nor_activation_code_is_in_a_log() {
    const ALONE: &str = "TEST_RUNS_ALONE";
    if std::env::var_os(ALONE).is_none() {
        let name = "stories::employee_picks_up::neither_link_nor_pin_nor_activation_code_is_in_a_log";
        let ran = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name])
            .env(ALONE, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout);
        assert!(ran.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter("info,clouddail=trace")
        .without_time()
        .with_writer(move || writer.clone())
        .finish();
    // The server of a test runs on the test's own thread.
    let _guard = tracing::subscriber::set_default(subscriber);
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    settings(&mut owner, "14", "pin").await;
    let (line, code) = line(&world, AMARA).await;
    let path = mailed(&world, AMARA).await;
    let panel = owner.get(&format!("/business/lines/{line}")).await.text();
    let (_, rest) = panel.rsplit_once("pickup-secret\">").unwrap();
    let pin: String = rest.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect();
    let mut amara = world.stranger("aurora.localhost");
    let form = [("token", token(&path)), ("pin_code", pin.as_str())];
    let answer = amara.post("/", "/do/pickup/unlock", &form).await;
    assert!(amara.follow(&answer).await.text().contains(&code));
    assert_eq!(amara.get(&format!("{path}/qr.png")).await.status, 200);
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        text.contains("request") && text.contains("/pickup/"),
        "nothing was logged"
    );
    let matching = code.split('$').nth(2).unwrap();
    let is_of_a_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    for secret in [token(&path), &pin, matching] {
        let is_logged = text.split(|c| !is_of_a_word(c)).any(|word| word == secret);
        assert!(!is_logged, "a secret in a log");
    }
    world.prove().await;
}

//! An employee gets the link to a line by mail or on paper and puts it onto a phone, without an account.

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

pub(super) const AMARA: &str = "amara@northwind.test";
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
pub(super) async fn line(world: &World, email: &str) -> (LineId, String) {
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
pub(super) async fn mailed(world: &World, email: &str) -> String {
    world.run_jobs().await;
    let mails = world.sandbox.mails(email).await;
    let text = mails
        .iter()
        .filter_map(|mail| mail["text"].as_str())
        .find(|text| text.contains("has an eSIM for you"))
        .expect("a mail with a link");
    path_in(text)
}

pub(super) fn path_in(text: &str) -> String {
    let token: String = text
        .split("/pickup/")
        .nth(1)
        .expect("a link")
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    format!("/pickup/{token}")
}

pub(super) fn qr_text(page: &Answer) -> String {
    let text = page.text();
    let (_, svg) = text.split_once("<svg xmlns").expect("a QR code");
    let (svg, _) = svg.split_once("</svg>").unwrap();
    read(&rasterised(&format!("<svg xmlns{svg}</svg>")))
}

pub(super) fn token(path: &str) -> &str {
    path.trim_start_matches("/pickup/")
}

pub(super) async fn northwind(world: &World, who: &str) -> Client {
    world
        .browser("aurora.localhost", &format!("{who}@northwind.test"))
        .await
}

pub(super) async fn settings(owner: &mut Client, days: &str, check: &str) {
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

//! A PIN or a mailed code guards the page of a line, and no secret of it is ever in a log.

use std::{
    io,
    sync::{Arc, Mutex},
};

use super::{
    company_from_nothing::done,
    employee_picks_up::{AMARA, line, mailed, northwind, path_in, qr_text, settings, token},
};
use crate::{
    domain::qr::read,
    support::{Client, World},
};

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
        let name = "stories::pickup_is_guarded::neither_link_nor_pin_nor_activation_code_is_in_a_log";
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

//! Every server function is listed with its scope, begins with the guard of that scope, and answers strangers so.

use std::{collections::BTreeMap, fs};

use crate::support::World;

/// Endpoint → scope, read from the doc comment and the guard of each function.
fn listed() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir("src/server_fns").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("#[server(") {
            let rest = &text[at..];
            let endpoint = rest
                .split("endpoint = \"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned();
            assert!(
                rest.starts_with("#[server(prefix = \"/do\""),
                "{endpoint} has another prefix"
            );
            let doc = text[..at].trim_end().rsplit("\n\n").next().unwrap();
            let scope = doc
                .split("Scope: ")
                .nth(1)
                .unwrap_or_else(|| panic!("{endpoint} names no scope"));
            let scope = scope.split('.').next().unwrap().trim().to_owned();
            let body = rest.split_once("{\n").unwrap().1;
            let first = body.lines().next().unwrap();
            assert!(
                first.contains(&format!("guard::{scope}()")),
                "{endpoint} begins with {first}, not its guard"
            );
            found.insert(endpoint, scope);
        }
    }
    found
}

#[tokio::test]
async fn each_one_refuses_whoever_is_not_in_its_scope() {
    let world = World::new().await;
    let listed = listed();
    assert!(listed.len() >= 30, "{listed:?}");
    let registered: Vec<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.to_owned())
        .collect();
    assert_eq!(
        registered.len(),
        listed.len(),
        "a server function is not in src/server_fns"
    );
    let arguments = [
        ("id", "pln_0192d5e8a0000000000000000000000a"),
        ("slug", "fr"),
        ("email", "a@b.test"),
        ("password", "long-enough-1234"),
        ("first_name", "A"),
        ("last_name", "B"),
        ("token", "nothing"),
        ("quote", "quo_0192d5e8a0000000000000000000000a"),
        ("plan", "pln_0192d5e8a0000000000000000000000a"),
        ("session", "ses_0192d5e8a0000000000000000000000a"),
        ("max_price", "1.00"),
        ("amount", "20"),
        ("key", "12345678"),
        ("label", "x"),
        ("e164", "+14155550100"),
        ("country", "US"),
        ("kind", "local"),
        ("locale", "en"),
        ("timezone", "UTC"),
        ("current", "demo-pass-1234"),
        ("closing_password", "demo-pass-1234"),
        ("new_password", "long-enough-1234"),
        ("search[country]", "US"),
        ("search[kind]", "local"),
        ("search[contains]", ""),
        ("search[sms]", "false"),
        ("search[voice]", "false"),
    ];
    for (endpoint, scope) in &listed {
        for (id_prefix, _) in [("pln", ()), ("ord", ()), ("pay", ()), ("num", ()), ("esm", ())] {
            let id = format!("{id_prefix}_0192d5e8a0000000000000000000000a");
            let form: Vec<(&str, &str)> = arguments
                .iter()
                .map(|(name, value)| (*name, if *name == "id" { id.as_str() } else { *value }))
                .collect();
            let mut stranger = world.stranger("aurora.localhost");
            let answer = stranger.post_json(&format!("/do/{endpoint}"), &form).await;
            let text = answer.text();
            match scope.as_str() {
                "visitor" => assert!(!text.contains("SignInRequired"), "{endpoint}: {text}"),
                "customer" => {
                    let is_other_id = text.contains("incomplete");
                    assert!(
                        is_other_id || text.contains("SignInRequired"),
                        "{endpoint} answers a stranger: {text}"
                    );
                }
                // Outside the platform's host there is no such door.
                "admin" => assert!(
                    text.contains("NotFound"),
                    "{endpoint} exists at a reseller: {text}"
                ),
                other => panic!("{endpoint} has the unknown scope {other}"),
            }
        }
    }
    world.prove().await;
}

#[tokio::test]
async fn the_console_is_for_operators_on_the_platforms_host() {
    let world = World::new().await;
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    assert_eq!(customer.get("/admin").await.status, 404);
    let mut stranger = world.stranger("localhost");
    assert_eq!(
        stranger.get("/admin").await.location.as_deref(),
        Some("/sign-in?next=%2Fadmin")
    );
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    assert_eq!(admin.get("/admin").await.status, 200);
    world.prove().await;
}

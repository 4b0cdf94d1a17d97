//! Every server function is listed with its scope, begins with the guard of that scope, and answers strangers so.

mod companies;
mod operators;

use std::{collections::BTreeMap, fs};

use clouddail::shared::permissions::{StaffMay, StaffRole};

use crate::support::{Client, World};

/// Whatever a server function may ask for, acceptable as such. Some name no thing that exists.
const ARGUMENTS: &[(&str, &str)] = &[
    ("contact_groups", ""),
    ("contact_field", "cfd_0192d5e8a0000000000000000000000a"),
    ("field_name", ""),
    ("field_ids[0]", "cfd_0192d5e8a0000000000000000000000a"),
    ("field_texts[0]", ""),
    ("company_number", "num_0192d5e8a0000000000000000000000a"),
    ("number_key", "quo_0192d5e8a0000000000000000000000a"),
    ("used_by", ""),
    ("is_for_all", "on"),
    ("is_sure", "on"),
    ("reach_how", "all"),
    ("reach_countries", ""),
    ("id", "pln_0192d5e8a0000000000000000000000a"),
    ("slug", "fr"),
    ("provider", "twilio"),
    ("provider_id", "x"),
    ("place", "US"),
    ("rank", "1"),
    ("verdict", "not_delivered"),
    ("reason", "because of a test"),
    ("text", "nothing"),
    ("state", "open"),
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
    ("alert_below", "5"),
    ("assistant", ""),
    ("limit", "0"),
    ("payment", "pay_0192d5e8a0000000000000000000000a"),
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
    ("holder", "A"),
    ("iban", "x"),
    ("number", "1"),
    ("account_number", ""),
    ("bic", ""),
    ("month", "2026-01"),
    ("days", "30"),
    ("return_reason", "x"),
    ("bank_reference", "x"),
    ("note", "x"),
    ("shop", "nothing"),
    ("name", "New shop"),
    ("currency", "USD"),
    ("commission", "10"),
    ("hold_days", "14"),
    ("payout_minimum", "50"),
    ("mode", "platform_collects"),
    ("job", "1"),
    ("task", "nothing"),
    ("title", "Hello"),
    ("body", "All is well."),
    ("until", "2099-12-31"),
    ("host", "shop.example.com"),
    ("url", "https://127.0.0.1:9/hooks"),
    ("events[0]", "order.fulfilled"),
    ("after", ""),
    ("by", "employee"),
    ("alert_kind", "line"),
    ("to_owner", "true"),
    ("to_admin", "true"),
    ("to_finance", "true"),
    ("to_manager", "true"),
    ("is_on", "true"),
    ("direction", "give"),
    ("why", "A test"),
    ("destination", "wallet"),
    ("query[q]", ""),
    ("staff_role", "support"),
    ("invitation", "inv_0192d5e8a0000000000000000000000a"),
    ("member", "usr_0192d5e8a0000000000000000000000a"),
    ("api_key", "key_0192d5e8a0000000000000000000000a"),
    ("system_name", "x"),
    ("usage", "test"),
    ("scopes[0]", "catalogue"),
    ("networks", ""),
    ("daily_cap", ""),
    ("expires_in_days", ""),
    ("support_email", "help@aurora.test"),
    ("grace_days", "7"),
    ("resident", "A B"),
    ("street", "1 Main St"),
    ("city", "Reno"),
    ("region", "NV"),
    ("postal_code", "89501"),
    ("address", ""),
    ("gateway_secret_key", "none"),
    ("gateway_webhook_hash", "none"),
    ("search[country]", "US"),
    ("search[kind]", "local"),
    ("search[contains]", ""),
    ("search[sms]", "false"),
    ("search[voice]", "false"),
    ("rule_name", "A rule"),
    ("rule_service", "sms"),
    ("rule_country", ""),
    ("rule_provider", ""),
    ("rule_plan", ""),
    ("rule_from", ""),
    ("rule_until", ""),
    ("rule", "rul_0192d5e8a0000000000000000000000a"),
    ("markup_kind", "percent"),
    ("markup_value", "1"),
    ("markup_currency", "USD"),
    ("rounding", "none"),
    ("margin", "0"),
    ("margin_percent", "0"),
    ("product", "pln_0192d5e8a0000000000000000000000a"),
    ("switch_kind", "place"),
    ("switch_of", "fr"),
    ("switch_to", "on"),
    ("back", "/reseller/catalogue"),
    ("promo", "MATRIX"),
    ("promo_name", "A code"),
    ("off_kind", "percent"),
    ("off_value", "1"),
    ("minimum", ""),
    ("maximum", ""),
    ("promo_service", ""),
    ("promo_country", ""),
    ("promo_plan", ""),
    ("promo_from", ""),
    ("promo_until", ""),
    ("limit_total", "1"),
    ("limit_per_customer", "1"),
    ("pause", "yes"),
    ("floor_currency", "EUR"),
    ("rate_base", "USD"),
    ("rate_quote", "EUR"),
    ("rate_value", "0.9"),
    ("rate_source", "A test"),
    ("shop_slug", "kite"),
    ("sim_kind", "esim"),
    ("sim_place", "fr"),
    ("revision", "thm_0192d5e8a0000000000000000000000a.1"),
    ("primary", "#0f766e"),
    ("secondary", "#6d28d9"),
    ("font", "inter"),
    ("radius", "small"),
    ("hero", "solid"),
    ("logo", ""),
    ("favicon", ""),
    ("shop_name", "A"),
    ("tagline", "B"),
    ("hero_title", "C"),
    ("hero_text", "D"),
    ("sender_name", "E"),
    ("support_url", ""),
    ("page_title", "F"),
    ("page_body", "G"),
    ("version", "1"),
    ("sheet", "psh_0192d5e8a0000000000000000000000a"),
    ("seen", "nothing"),
    ("company_name", "A company"),
    ("billing_email", "bills@b.test"),
    ("organization", "org_0192d5e8a0000000000000000000000a"),
    ("company_role", "viewer"),
    ("team", ""),
    ("offer", "cin_0192d5e8a0000000000000000000000a"),
    ("group", "tem_0192d5e8a0000000000000000000000a"),
    ("team_name", "A team"),
    ("leads", "true"),
    ("employee", "emp_0192d5e8a0000000000000000000000a"),
    ("phone_model", ""),
    ("cost_centre", ""),
    ("starts_on", ""),
    ("ends_on", ""),
    ("last_day", "2099-01-31"),
    ("file", "imp_0192d5e8a0000000000000000000000a"),
    ("successor", ""),
    ("plan_tier", "starter"),
    ("line", "lin_0192d5e8a0000000000000000000000a"),
    ("line_verb", "suspend"),
    ("priced_plan", "pln_0192d5e8a0000000000000000000000a@1.00"),
    ("plan_step", "add"),
    ("who", "ticked"),
    ("employees[0]", "emp_0192d5e8a0000000000000000000000a"),
    ("batch", "lba_0192d5e8a0000000000000000000000a"),
    ("policy_for", "company"),
    ("allowed_how", "as_above"),
    ("allowed_plans[0]", "pln_0192d5e8a0000000000000000000000a"),
    ("allowed_countries", ""),
    ("roaming_how", "as_above"),
    ("roaming_stop_how", "as_above"),
    ("blocked_countries", ""),
    ("cap_how", "as_above"),
    ("cap_mb", ""),
    ("team_cap_how", "as_above"),
    ("team_cap_mb", ""),
    ("suspend_how", "as_above"),
    ("top_up_how", "as_above"),
    ("top_up_plan", ""),
    ("top_up_below", ""),
    ("top_up_most", ""),
    ("approve_how", "as_above"),
    ("approve_above", ""),
    ("managers_how", "as_above"),
    ("budget", "bud_0192d5e8a0000000000000000000000a"),
    ("budget_of", "organization"),
    ("budget_team", ""),
    ("budget_cost_centre", ""),
    ("budget_employee", ""),
    ("period", "month"),
    ("budget_amount", "100"),
    ("at_limit", "alert"),
    ("thresholds", "80"),
    ("employee_email", "a@b.test"),
    ("data_mb", "1000"),
    ("request", "apr_0192d5e8a0000000000000000000000a"),
    ("answer", ""),
    ("lines", "lin_0192d5e8a0000000000000000000000a"),
    ("pin_code", "000000"),
    ("lang", "en"),
    ("is_mailed", "true"),
    ("pickup_days", "14"),
    ("pickup_check", "none"),
    ("pickup_contact", "IT desk"),
    ("pool_limit", "100"),
    ("overage", "blocked"),
    ("team_limit", "10"),
    ("member_limit", "5"),
    ("company", "nothing"),
    ("short_name", "acme"),
    ("issuer", "https://127.0.0.1:9"),
    ("client_id", "x"),
    ("client_secret", "x"),
    ("groups_claim", "groups"),
    ("default_role", ""),
    ("idp_group", "staff"),
    ("enforced", "true"),
    ("email_domain", "example.com"),
    ("directory_token", "dir_0192d5e8a0000000000000000000000a"),
    ("leavers_lines", "keep"),
    ("document", "civ_0192d5e8a0000000000000000000000a"),
    ("document_line", "1"),
    ("buyer_name", ""),
    ("buyer_address", ""),
    ("buyer_tax_id", ""),
    ("seller_name", "A"),
    ("seller_address", "B"),
    ("seller_tax_id", ""),
    ("tax_label", "VAT"),
    ("tax_percent", "20"),
    ("invoice_prefix", "INV-"),
    ("credit_prefix", "CN-"),
    ("due_days", "14"),
    ("call", "cal_0192d5e8a0000000000000000000000a"),
    ("call_key", "cal_0192d5e8a0000000000000000000000a"),
    ("call_direction", ""),
    ("own_phone", "+14155550124"),
    ("max_minute", ""),
    ("forward_to", ""),
    ("ring_seconds", "25"),
    ("has_voicemail", "true"),
    ("greeting", ""),
    ("sender", "num_0192d5e8a0000000000000000000000a"),
    ("to", "+14155550123"),
    ("peer", "+14155550123"),
    ("q", ""),
    ("message_text", "Hello"),
    ("send_key", "sms_0192d5e8a0000000000000000000000a"),
    ("message", "sms_0192d5e8a0000000000000000000000a"),
    ("quiet_from", ""),
    ("quiet_until", ""),
    ("contact", "ctc_0192d5e8a0000000000000000000000a"),
    ("contact_name", "A"),
    ("contact_number", "+14155550123"),
    ("contact_tags", ""),
    ("contact_note", ""),
    ("countries[0]", "FR"),
    ("guard_mode", "record"),
    ("range_max", "30"),
    ("customer_max", "100"),
    ("shop_max", "2000"),
];

/// Ids of every table that an `id` may be of.
const ID_PREFIXES: &[&str] = &[
    "pln", "ord", "pay", "num", "esm", "pro", "pyt", "trf", "wal", "cas", "bil", "syn", "res", "whe", "ann",
    "dom", "wep", "msg", "usr", "adr",
];

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
                first.contains(&guard_of(&scope)),
                "{endpoint} begins with {first}, not its guard"
            );
            found.insert(endpoint, scope);
        }
    }
    found
}

/// The arguments, with this `id`.
fn form(id: &str) -> Vec<(&str, &str)> {
    ARGUMENTS
        .iter()
        .map(|(name, value)| (*name, if *name == "id" { id } else { *value }))
        .collect()
}

/// How the guard of a scope is called: `customer` by `guard::customer()`, `staff(EditPrices)` by
/// `guard::staff(StaffMay::EditPrices)`.
fn guard_of(scope: &str) -> String {
    match scope.strip_suffix(')').and_then(|scope| scope.split_once('(')) {
        Some(("staff", what)) => format!("guard::staff(StaffMay::{what})"),
        Some(("member", what)) => format!("guard::member(OrganizationMay::{what})"),
        Some(("operator", what)) => format!("guard::operator(OperatorMay::{what})"),
        _ => format!("guard::{scope}()"),
    }
}

/// What the scope's permission is called in the tables of `shared::permissions`.
fn permission_of<'a>(scope: &'a str, kind: &str) -> Option<&'a str> {
    scope.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')')
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
    for (endpoint, scope) in &listed {
        for id_prefix in ID_PREFIXES {
            let id = format!("{id_prefix}_0192d5e8a0000000000000000000000a");
            let form = form(&id);
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
                scope
                    if permission_of(scope, "staff")
                        .or(permission_of(scope, "member"))
                        .is_some() =>
                {
                    let is_other_id = text.contains("incomplete");
                    assert!(
                        is_other_id || text.contains("SignInRequired"),
                        "{endpoint} answers a stranger: {text}"
                    );
                }
                // Outside the platform's host there is no such door.
                scope if permission_of(scope, "operator").is_some() => assert!(
                    text.contains("incomplete") || text.contains("NotFound"),
                    "{endpoint} exists at a reseller: {text}"
                ),
                other => panic!("{endpoint} has the unknown scope {other}"),
            }
        }
    }
    world.prove().await;
}

/// What a browser is answered by an endpoint, asked with whatever arguments it wants.
async fn ask(browser: &mut Client, endpoint: &str) -> String {
    for id_prefix in ID_PREFIXES {
        let id = format!("{id_prefix}_0192d5e8a0000000000000000000000a");
        let answer = browser.post_json(&format!("/do/{endpoint}"), &form(&id)).await;
        if !answer.text().contains("incomplete") {
            return answer.text();
        }
    }
    panic!("{endpoint}: ARGUMENTS or ID_PREFIXES lack something it asks for");
}

/// Every server function of the dashboard × every role: refused exactly where the table says so, and a 404 for customers
/// and for an owner of another shop.
#[tokio::test]
async fn staff_may_do_what_their_role_says_and_nothing_else() {
    let world = World::new().await;
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut elsewhere = world.stranger("aurora.localhost");
    elsewhere.session = world.browser("kite.localhost", "owner@kite.test").await.session;
    let mut members = vec![];
    for role in StaffRole::ALL {
        members.push((role, world.staff_browser(*role).await));
    }
    for (endpoint, scope) in &listed() {
        let Some(name) = permission_of(scope, "staff") else {
            continue;
        };
        let what = StaffMay::ALL
            .iter()
            .copied()
            .find(|one| format!("{one:?}") == name)
            .unwrap_or_else(|| panic!("{endpoint} has the unknown permission {name}"));
        let text = ask(&mut customer, endpoint).await;
        assert!(text.contains("NotFound"), "{endpoint} answers a customer: {text}");
        let text = ask(&mut elsewhere, endpoint).await;
        assert!(
            text.contains("SignInRequired"),
            "{endpoint} answers another shop's owner: {text}"
        );
        for (role, member) in &mut members {
            let text = ask(member, endpoint).await;
            assert_eq!(
                text.contains("Forbidden"),
                !role.may(what),
                "{endpoint} answers {role:?}: {text}"
            );
        }
    }
    world.prove().await;
}

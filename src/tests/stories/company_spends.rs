//! A company sets policies and budgets on its pages.

use clouddail::shared::ids::{BudgetId, TeamId};
use uuid::Uuid;

use super::company_from_nothing::done;
use crate::support::{
    Client, World,
    spending::{credit, employee, issue, member, team},
};

pub(super) async fn northwind(world: &World, who: &str) -> Client {
    world
        .browser("aurora.localhost", &format!("{who}@northwind.test"))
        .await
}

pub(super) async fn page(browser: &mut Client, path: &str, words: &[&str]) -> String {
    let text = browser.get(path).await.text();
    for word in words {
        assert!(text.contains(word), "{path} lacks {word}: {text}");
    }
    text
}

pub(super) async fn refused(browser: &mut Client, path: &str, form: &[(&str, &str)], words: &str) {
    let text = browser.post_json(path, form).await.text();
    assert!(text.contains(words), "{path} answers {text}, not {words}");
}

/// The form of policies, with these fields changed.
pub(super) fn policy<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("policy_for", "company"),
        ("allowed_how", "as_above"),
        ("allowed_countries", ""),
        ("roaming_how", "as_above"),
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
    ];
    for (name, value) in changed {
        form.retain(|(known, _)| known != name);
        form.push((name, value));
    }
    form
}

pub(super) fn new_budget<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("budget_of", "organization"),
        ("budget_team", ""),
        ("budget_cost_centre", ""),
        ("budget_employee", ""),
        ("period", "month"),
        ("budget_amount", "100"),
        ("at_limit", "refuse"),
        ("thresholds", "80, 100"),
    ];
    for (name, value) in changed {
        form.retain(|(known, _)| known != name);
        form.push((name, value));
    }
    form
}

pub(super) async fn newest(world: &World, sql: &'static str) -> Uuid {
    sqlx::query_scalar(sql)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn policies_are_set_on_their_page_and_say_where_they_come_from() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let sales = team(&world, "Sales").await.to_string();
    let saved = "/business/policies?of=company&saved=saved";
    let company = policy(&[
        ("allowed_how", "listed"),
        ("allowed_countries", "fr, de"),
        ("roaming_how", "listed"),
        ("blocked_countries", "US"),
        ("cap_how", "on"),
        ("cap_mb", "5000"),
        ("suspend_how", "yes"),
        ("approve_how", "on"),
        ("approve_above", "12.50"),
    ]);
    done(&mut owner, "/do/policies/save", &company, saved).await;
    page(
        &mut owner,
        saved,
        &[
            "Saved.",
            "plans for DE, FR alone",
            "Blocked in US",
            "5000 MB a month",
            "from the company",
            "$12.50",
        ],
    )
    .await;
    let of_sales = policy(&[("policy_for", &sales), ("cap_how", "off")]);
    let to = format!("/business/policies?of={sales}&saved=saved");
    done(&mut owner, "/do/policies/save", &of_sales, &to).await;
    page(
        &mut owner,
        &to,
        &[
            "What counts: Team Sales",
            "No cap",
            "from the team",
            "from the company",
        ],
    )
    .await;
    page(
        &mut owner,
        "/business/policies",
        &["Team Sales", "Rules of their own"],
    )
    .await;
    let amara = employee(&world, "amara").await;
    page(
        &mut owner,
        &format!("/business/policies?of={amara}"),
        &["Amara Okafor", "No cap", "from the team"],
    )
    .await;
    page(&mut owner, "/business/history", &["Policy saved"]).await;

    // What cannot be is refused with a sentence, and comes back as it was typed.
    for (field, value, words) in [
        ("cap_mb", "-5", "whole number of megabytes"),
        ("cap_mb", "99999999999999999999", "whole number of megabytes"),
        ("allowed_countries", "France", "two letters"),
        ("allowed_countries", "", "name a country or tick a plan"),
        ("blocked_countries", "", "allow roaming everywhere"),
        ("approve_above", "-1", "amount above zero"),
    ] {
        let mut form = company.clone();
        form.retain(|(name, _)| *name != field);
        form.push((field, value));
        refused(&mut owner, "/do/policies/save", &form, words).await;
    }
    let mut form = company.clone();
    form.retain(|(name, _)| *name != "cap_mb");
    form.push(("cap_mb", "many"));
    let answer = owner.post("/business/policies", "/do/policies/save", &form).await;
    let text = owner.follow(&answer).await.text();
    assert!(text.contains("many") && text.contains("whole number"), "{text}");

    // A viewer looks, a manager looks at the own teams, and neither changes anything.
    let mut manager = northwind(&world, "manager").await;
    page(&mut manager, &to, &["Team Sales"]).await;
    let other = team(&world, "Engineering").await;
    assert_eq!(
        manager
            .get(&format!("/business/policies?of={other}"))
            .await
            .status,
        404
    );
    let greta = employee(&world, "greta").await;
    assert_eq!(
        manager
            .get(&format!("/business/policies?of={greta}"))
            .await
            .status,
        404
    );
    refused(&mut manager, "/do/policies/save", &company, "Forbidden").await;
    let nobody = TeamId::new().to_string();
    refused(
        &mut owner,
        "/do/policies/save",
        &policy(&[("policy_for", &nobody)]),
        "NotFound",
    )
    .await;
    world.prove().await;
}

#[tokio::test]
async fn budgets_are_made_shown_changed_and_ended() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let buyer = member(&world, "owner").await;
    credit(&world, &buyer, 1_000).await;
    let (plan, amara) = (world.plan("114701").await, employee(&world, "amara").await);
    issue(&world, &buyer, amara, plan).await.unwrap();
    world.pass(1).await;
    let made = "/business/budgets?saved=made";
    let sales = team(&world, "Sales").await.to_string();
    done(&mut owner, "/do/budgets/make", &new_budget(&[]), made).await;
    let of_team = new_budget(&[
        ("budget_of", "team"),
        ("budget_team", &sales),
        ("at_limit", "ask"),
    ]);
    done(&mut owner, "/do/budgets/make", &of_team, made).await;
    let of_person = new_budget(&[
        ("budget_of", "employee"),
        ("budget_employee", "Greta@northwind.test"),
    ]);
    done(&mut owner, "/do/budgets/make", &of_person, made).await;
    let of_centre = new_budget(&[
        ("budget_of", "cost_centre"),
        ("budget_cost_centre", "CC-300"),
        ("period", "year"),
    ]);
    done(&mut owner, "/do/budgets/make", &of_centre, made).await;
    let text = page(
        &mut owner,
        made,
        &[
            "The whole company",
            "Team Sales",
            "Greta Lindqvist",
            "Cost centre CC-300",
            "was spent before this limit was set",
            "Left",
            "On its way",
        ],
    )
    .await;
    assert!(!text.to_lowercase().contains("clouddail"), "{text}");
    refused(&mut owner, "/do/budgets/make", &new_budget(&[]), "already").await;
    for (field, value, words) in [
        ("budget_amount", "-5", "amount above zero"),
        ("budget_amount", "99999999999999999999", "amount above zero"),
        ("thresholds", "80, 900", "percentages"),
        ("budget_of", "planet", "whose orders"),
        ("period", "week", "choose a period"),
    ] {
        refused(
            &mut owner,
            "/do/budgets/make",
            &new_budget(&[(field, value)]),
            words,
        )
        .await;
    }
    let unknown = new_budget(&[("budget_of", "employee"), ("budget_employee", "owner@kite.test")]);
    refused(&mut owner, "/do/budgets/make", &unknown, "No employee").await;

    let id = newest(&world, "select id from budgets where scope = 'organization'").await;
    let id = BudgetId::from(id).to_string();
    page(
        &mut owner,
        &format!("/business/budgets/{id}"),
        &["Budget: The whole company", "80, 100"],
    )
    .await;
    let change = [
        ("budget", id.as_str()),
        ("budget_amount", "0.01"),
        ("at_limit", "refuse"),
        ("thresholds", ""),
    ];
    done(
        &mut owner,
        "/do/budgets/change",
        &change,
        "/business/budgets?saved=changed",
    )
    .await;
    page(&mut owner, "/business/budgets", &["Over by", ", over"]).await;

    // A manager sees the own team's and no other; a viewer changes nothing; another company's is not there.
    let mut manager = northwind(&world, "manager").await;
    let text = page(&mut manager, "/business/budgets", &["Team Sales", "Ask for more"]).await;
    assert!(
        !text.contains("Greta") && !text.contains("The whole company"),
        "{text}"
    );
    let mut viewer = northwind(&world, "viewer").await;
    refused(&mut viewer, "/do/budgets/change", &change, "Forbidden").await;
    let mut stranger = world.browser("aurora.localhost", "customer@aurora.test").await;
    let company = [
        ("company_name", "Southwind"),
        ("billing_email", "money@southwind.test"),
    ];
    done(
        &mut stranger,
        "/do/business/create",
        &company,
        "/business?saved=made",
    )
    .await;
    refused(&mut stranger, "/do/budgets/change", &change, "NotFound").await;
    refused(&mut stranger, "/do/budgets/end", &[("budget", &id)], "NotFound").await;
    assert_eq!(stranger.get(&format!("/business/budgets/{id}")).await.status, 404);
    let foreign = new_budget(&[("budget_of", "team"), ("budget_team", &sales)]);
    refused(&mut stranger, "/do/budgets/make", &foreign, "choose a team").await;

    done(
        &mut owner,
        "/do/budgets/end",
        &[("budget", &id)],
        "/business/budgets?saved=ended",
    )
    .await;
    refused(&mut owner, "/do/budgets/end", &[("budget", &id)], "NotFound").await;
    page(
        &mut owner,
        "/business/history",
        &["Budget made", "Budget changed", "Budget ended"],
    )
    .await;
    world.prove().await;
}

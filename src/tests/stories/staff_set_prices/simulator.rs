//! What is chosen by name, and the simulator that asks step by step.

use super::*;

/// The label the forms offer for a plan: its name, with the place where the name does not say it.
async fn label(world: &World, product: &str) -> String {
    sqlx::query_scalar(
        "select case when strpos(lower(name), lower(place)) > 0 then name else name || ', ' || place end
         from esim_data_plans where provider_product_id = $1",
    )
    .bind(product)
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn plans_and_countries_are_chosen_by_their_names() {
    let world = World::new().await;
    let label = label(&world, "114701").await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let start = page(&mut owner, "/reseller/prices").await;
    assert!(
        start.contains("<option value=\"FR\">France")
            && start.contains(&format!("<option value=\"{label}\">")),
        "{label}: {start}"
    );
    let mut form = RULE;
    form[2].1 = "";
    form[3].1 = &label;
    let saved = send(&mut owner, "/reseller/prices", "prices/save_rule", &form).await;
    assert!(saved.contains("the plan ") && saved.contains("+70 %"), "{saved}");
    form[3].1 = "A plan nobody sells";
    let refused = owner
        .post("/reseller/prices", "/do/prices/save_rule", &form)
        .await;
    let shown = owner.follow(&refused).await.text();
    assert!(
        shown.contains("No plan on sale is called so") && shown.contains("A plan nobody sells"),
        "{shown}"
    );
    for path in ["/reseller/promotions", "/reseller/prices"] {
        let shown = page(&mut owner, path).await;
        assert!(!shown.contains("its id, which"), "{shown}");
        assert!(shown.contains(&format!("<option value=\"{label}\">")), "{shown}");
    }
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    for path in ["/admin/prices", "/admin/prices/promotion"] {
        let shown = page(&mut admin, path).await;
        assert!(shown.contains(&format!("<option value=\"{label}\">")), "{shown}");
    }
    world.prove().await;
}

#[tokio::test]
async fn the_simulator_asks_step_by_step_for_plans_and_for_numbers() {
    let world = World::new().await;
    let plan = world.plan("114701").await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    for (browser, path) in [
        (&mut owner, "/reseller/prices/simulator?"),
        (&mut admin, "/admin/prices/simulator?shop_slug=kite&"),
    ] {
        let first = page(browser, path).await;
        assert!(
            first.contains("<option value=\"fr\">France") && !first.contains("name=\"product\""),
            "{first}"
        );
        let second = page(browser, &format!("{path}sim_kind=esim&sim_place=fr")).await;
        assert!(second.contains(&format!("<option value=\"{plan}\">")), "{second}");
        assert!(!second.contains("With the rule"), "{second}");
        let tried =
            format!("{path}sim_kind=esim&sim_place=fr&product={plan}&markup_kind=percent&markup_value=70");
        let third = page(browser, &tried).await;
        for words in ["With the rule", "The shop keeps", "with commission of"] {
            assert!(third.contains(words), "no {words} in {third}");
        }
        let kinds = page(browser, &format!("{path}sim_kind=number&sim_place=us")).await;
        assert!(kinds.contains("<option value=\"US:local\">"), "{kinds}");
        let number = page(
            browser,
            &format!("{path}sim_kind=number&sim_place=us&product=US:local&markup_kind=fixed&markup_value=2"),
        )
        .await;
        assert!(
            number.contains("With the rule") && number.contains("number in United States, first month"),
            "{number}"
        );
        // A plan of another place is no plan of this one.
        let other = page(
            browser,
            &format!("{path}sim_kind=esim&sim_place=jp&product={plan}"),
        )
        .await;
        assert!(!other.contains("With the rule"), "{other}");
    }
    let nowhere = page(
        &mut owner,
        "/reseller/prices/simulator?sim_kind=number&sim_place=nowhere",
    )
    .await;
    assert!(nowhere.contains("Nothing there"), "{nowhere}");
    world.prove().await;
}

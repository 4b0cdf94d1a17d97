//! Rules that tie, and rules of another reseller.

use super::*;

#[tokio::test]
async fn a_tie_is_refused_by_name_until_it_succeeds_its_predecessor() {
    let world = World::new().await;
    let (backend, system) = (&world.backend, of(&world.aurora));
    let first = pricing::save_rule(backend, &system, open(&world, bundle("texts", percent("10"))))
        .await
        .unwrap();
    let tomorrow = backend.now() + TimeDelta::days(1);
    let mut next = SaveRule {
        valid_from: tomorrow,
        ..open(&world, bundle("dearer texts", percent("20")))
    };
    let refused = pricing::save_rule(backend, &system, next.clone())
        .await
        .unwrap_err();
    let today = backend.now().format("%-d %b %Y");
    assert_eq!(
        refused.to_string(),
        format!("ties with 'texts' (valid {today} – open)")
    );

    next.succeeds = true;
    let second = pricing::save_rule(backend, &system, next.clone()).await.unwrap();
    let rules = pricing::list_rules(backend, &system).await.unwrap();
    let window = |id| {
        let rule = rules.iter().find(|rule| rule.id == id).unwrap();
        (rule.valid_from, rule.valid_until)
    };
    assert_eq!(window(first), (backend.now(), Some(tomorrow)));
    assert_eq!(window(second), (tomorrow, None));
    // What begins later is not ended by what begins before it.
    let between = SaveRule {
        succeeds: true,
        ..open(&world, bundle("between", percent("15")))
    };
    let refused = pricing::save_rule(backend, &system, between).await.unwrap_err();
    assert!(matches!(&refused, SaveRuleError::Tied { name, .. } if name == "texts"));

    // A change of its own window or markup does not tie with itself; ended or withdrawn, it ties with nobody.
    next.id = Some(second);
    next.rule.markup = percent("25");
    pricing::save_rule(backend, &system, next).await.unwrap();
    for id in [first, second] {
        let end = EndRule {
            rule: id,
            at: backend.now(),
        };
        pricing::end_rule(backend, &system, end).await.unwrap();
    }
    let past = EndRule {
        rule: first,
        at: backend.now() - TimeDelta::seconds(1),
    };
    assert!(matches!(
        pricing::end_rule(backend, &system, past).await,
        Err(EndRuleError::Past)
    ));
    pricing::save_rule(backend, &system, open(&world, bundle("anew", percent("5"))))
        .await
        .unwrap();
    let audited = world
        .count("select count(*) from audit_logs where action in ('price_rule.saved', 'price_rule.ended')")
        .await;
    assert_eq!(audited, 6);
    world.prove().await;
}

/// Of many at once one is saved; the others hear its name. And the database refuses a tie by itself.
#[tokio::test]
async fn of_rules_saved_at_once_that_tie_one_is_kept() {
    let world = World::new().await;
    let system = of(&world.kite);
    let mut saves = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (backend, request) = (
            world.backend.clone(),
            open(&world, bundle("texts", percent("10"))),
        );
        saves.spawn(async move { pricing::save_rule(&backend, &system, request).await });
    }
    let outcomes = saves.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refused in outcomes.into_iter().filter_map(Result::err) {
        assert!(matches!(refused, SaveRuleError::Tied { name, .. } if name == "texts"));
    }
    let mut owner = world.owner().await;
    let by_hand = owner
        .execute(
            "insert into pricing_rules (id, reseller_id, name, service, markup_kind, markup_value, valid_from)
             select gen_random_uuid(), reseller_id, 'by hand', service, 'percent', 5, valid_from + interval '1 year'
             from pricing_rules where name = 'texts'",
        )
        .await;
    let error = by_hand.unwrap_err().to_string();
    assert!(error.contains("reseller_rules_never_tie"), "{error}");
    world.prove().await;
}

#[tokio::test]
async fn another_reseller_neither_sees_nor_changes_a_rule() {
    let world = World::new().await;
    let (aurora, kite) = (of(&world.aurora), of(&world.kite));
    let id = pricing::save_rule(
        &world.backend,
        &aurora,
        open(&world, bundle("secret", percent("10"))),
    )
    .await
    .unwrap();
    let seen = pricing::list_rules(&world.backend, &kite).await.unwrap();
    assert!(seen.iter().all(|rule| rule.rule.name != "secret"));
    assert!(!seen.is_empty());
    let change = SaveRule {
        id: Some(id),
        ..open(&world, bundle("taken over", percent("0")))
    };
    assert!(matches!(
        pricing::save_rule(&world.backend, &kite, change).await,
        Err(SaveRuleError::NotFound)
    ));
    let end = EndRule {
        rule: id,
        at: world.backend.now(),
    };
    assert!(matches!(
        pricing::end_rule(&world.backend, &kite, end).await,
        Err(EndRuleError::NotFound)
    ));
    // The platform's rules are not a shop's either, nor a shop's the platform's.
    let platform = pricing::list_platform_rules(&world.backend, &kite).await.unwrap();
    let end = EndRule {
        rule: platform[0].id,
        at: world.backend.now(),
    };
    assert!(matches!(
        pricing::end_rule(&world.backend, &kite, end).await,
        Err(EndRuleError::NotFound)
    ));
    // In the database, too: a shop's transaction sees the platform's rules and its own.
    let mut tx = world.backend.begin(&kite).await.unwrap();
    let others: i64 = sqlx::query_scalar(
        "select count(*) from every_pricing_rule where reseller_id is not null and reseller_id <> $1",
    )
    .bind(kite.reseller().uuid())
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    assert_eq!(others, 0);
    tx.rollback().await.unwrap();
    assert_eq!(
        world
            .count("select count(*) from pricing_rules where name = 'secret' and is_active")
            .await,
        1
    );
    world.prove().await;
}

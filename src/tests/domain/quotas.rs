//! Quotas of messages: never outrun, counted once, warned of once, and gone with the month.

use clouddail::{
    domain::{
        quotas::{self, Full, Take, TakeError},
        scope::System,
    },
    shared::{
        ids::{OrganizationId, TeamId, UserId},
        permissions::OrganizationRole,
    },
};
use proptest::{prelude::*, test_runner::TestRunner};
use uuid::Uuid;

use crate::support::{Client, World};

const PAGE: &str = "/business/messages/quotas";

/// Northwind, its manager and the team Sales.
struct Northwind {
    system: System,
    organization: OrganizationId,
    member: UserId,
    team: TeamId,
}

async fn northwind(world: &World) -> Northwind {
    let (organization, member, team): (Uuid, Uuid, Uuid) = sqlx::query_as(
        "select (select id from organizations where name = 'Northwind'),
                (select id from users where email = 'manager@northwind.test'),
                (select id from teams where name = 'Sales')",
    )
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    Northwind {
        system: System::of(world.aurora.id, "test"),
        organization: organization.into(),
        member: member.into(),
        team: team.into(),
    }
}

impl Northwind {
    const fn take(&self, message: Uuid, segments: i32) -> Take {
        Take {
            message,
            organization: self.organization,
            member: self.member,
            team: Some(self.team),
            segments,
        }
    }

    /// In a transaction of its own.
    async fn taken(&self, world: &World, message: Uuid, segments: i32) -> Result<(), TakeError> {
        take(&world.backend, self.system, self.take(message, segments)).await
    }

    async fn give_back(&self, world: &World, message: Uuid) {
        let mut tx = world.backend.begin(&self.system).await.unwrap();
        quotas::give_back(
            &mut tx,
            &self.system,
            self.organization,
            message,
            world.backend.now(),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }
}

async fn take(backend: &clouddail::backend::Backend, system: System, wish: Take) -> Result<(), TakeError> {
    let mut tx = backend.begin(&system).await.unwrap();
    let taken = quotas::take(&mut tx, backend, &system, &wish).await;
    if taken.is_ok() {
        tx.commit().await.unwrap();
    }
    taken
}

async fn used(world: &World, whose: &str) -> i64 {
    sqlx::query_scalar("select coalesce(sum(used), 0)::bigint from sms_used where whose = $1")
        .bind(whose)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

async fn owner(world: &World) -> Client {
    world.browser("aurora.localhost", "owner@northwind.test").await
}

async fn save(browser: &mut Client, verb: &str, form: &[(&str, &str)]) {
    let answer = browser.post(PAGE, &format!("/do/quotas/{verb}"), form).await;
    let to = answer.location.clone().unwrap_or_default();
    assert!(
        to.starts_with(PAGE) && to.contains("saved="),
        "{verb}: {to} {}",
        answer.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_at_once_never_outrun_a_blocked_pool() {
    let world = World::new().await;
    let company = northwind(&world).await;
    save(
        &mut owner(&world).await,
        "save_pool",
        &[("pool_limit", "61"), ("overage", "blocked")],
    )
    .await;
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (backend, system) = (world.backend.clone(), company.system);
        let wish = company.take(Uuid::now_v7(), 3);
        senders.spawn(async move { take(&backend, system, wish).await });
    }
    let results = senders.join_all().await;
    let sent = results.iter().filter(|result| result.is_ok()).count();
    assert_eq!(sent, 20, "{results:?}");
    assert!(results.iter().all(|result| matches!(
        result,
        Ok(())
            | Err(TakeError::Full {
                whose: Full::Company,
                left: 1
            })
    )));
    for whose in ["company", "team", "member"] {
        assert_eq!(used(&world, whose).await, 60, "{whose}");
    }
    // One that fits still goes.
    company.taken(&world, Uuid::now_v7(), 1).await.unwrap();
    world.prove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_message_takes_once_and_gives_back_once() {
    let world = World::new().await;
    let company = northwind(&world).await;
    let message = Uuid::now_v7();
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let (backend, system, wish) = (world.backend.clone(), company.system, company.take(message, 4));
        senders.spawn(async move { take(&backend, system, wish).await });
    }
    assert!(senders.join_all().await.iter().all(Result::is_ok));
    assert_eq!(used(&world, "company").await, 4);
    for _ in 0..2 {
        company.give_back(&world, message).await;
    }
    company.give_back(&world, Uuid::now_v7()).await;
    assert_eq!(used(&world, "company").await, 0);
    // Tried again later, it counts again.
    company.taken(&world, message, 4).await.unwrap();
    assert_eq!(used(&world, "member").await, 4);
    for odd in [0, -1, 1001, i32::MIN] {
        let refused = company.taken(&world, Uuid::now_v7(), odd).await;
        assert!(matches!(refused, Err(TakeError::Segments(_))), "{odd}");
    }
    world.prove().await;
}

#[tokio::test]
async fn teams_and_members_have_limits_of_their_own_and_warnings_come_once() {
    let world = World::new().await;
    let company = northwind(&world).await;
    let mut owner = owner(&world).await;
    let (team, member) = (company.team.to_string(), company.member.to_string());
    save(
        &mut owner,
        "save_pool",
        &[("pool_limit", "100"), ("overage", "blocked")],
    )
    .await;
    save(&mut owner, "save_team", &[("group", &team), ("team_limit", "20")]).await;
    save(
        &mut owner,
        "save_member",
        &[("member", &member), ("member_limit", "10")],
    )
    .await;
    for _ in 0..9 {
        company.taken(&world, Uuid::now_v7(), 1).await.unwrap();
    }
    let refused = company.taken(&world, Uuid::now_v7(), 2).await;
    assert!(
        matches!(
            refused,
            Err(TakeError::Full {
                whose: Full::Member,
                left: 1
            })
        ),
        "{refused:?}"
    );
    company.taken(&world, Uuid::now_v7(), 1).await.unwrap();
    save(
        &mut owner,
        "save_member",
        &[("member", &member), ("member_limit", "")],
    )
    .await;
    company.taken(&world, Uuid::now_v7(), 10).await.unwrap();
    let refused = company.taken(&world, Uuid::now_v7(), 1).await;
    assert!(matches!(
        refused,
        Err(TakeError::Full {
            whose: Full::Team,
            left: 0
        })
    ));
    // Another team, up to the company's own limit.
    let other = Take {
        team: None,
        ..company.take(Uuid::now_v7(), 81)
    };
    let refused = take(&world.backend, company.system, other).await;
    assert!(matches!(
        refused,
        Err(TakeError::Full {
            whose: Full::Company,
            left: 80
        })
    ));
    let other = Take {
        segments: 80,
        ..other
    };
    take(&world.backend, company.system, other).await.unwrap();

    world.run_jobs().await;
    for reader in ["owner@northwind.test", "finance@northwind.test"] {
        let mails = world.sandbox.mails(reader).await;
        let count = |words: &str| {
            mails
                .iter()
                .filter(|mail| mail["text"].as_str().is_some_and(|text| text.contains(words)))
                .count()
        };
        for words in [
            "manager@northwind.test has used 80 % of the month's messages",
            "8 of 10 segments are used",
            "manager@northwind.test has used 100 % of the month's messages",
            "The team Sales has used 100 % of the month's messages",
            "The whole company has used 100 % of the month's messages",
        ] {
            assert_eq!(count(words), 1, "{words}: {mails:?}");
        }
        assert_eq!(mails.len(), 4, "once each: {mails:?}");
        assert!(!mails[0].to_string().to_lowercase().contains("clouddail"));
    }
    assert!(world.sandbox.mails("viewer@northwind.test").await.is_empty());

    let alerts = owner.get("/business/alerts").await.text();
    assert!(alerts.contains("The team Sales has used 100 %"), "{alerts}");

    // Allowed overage is sent, counted and shown.
    save(
        &mut owner,
        "save_pool",
        &[("pool_limit", "100"), ("overage", "allowed")],
    )
    .await;
    company.taken(&world, Uuid::now_v7(), 7).await.unwrap();
    let text = owner.get(PAGE).await.text();
    for words in [
        "107 of 100 segments",
        "7 above the limit",
        "Sales",
        "manager@northwind.test",
        "sent all the same",
    ] {
        assert!(text.contains(words), "no {words} in {text}");
    }
    let history = owner.get("/business/history").await.text();
    assert!(
        history.contains("Message quota of a team set")
            && history.contains("Message quota of the company set")
    );
    world.prove().await;
}

#[tokio::test]
async fn a_month_ends_in_the_companys_time_zone_and_a_leaver_keeps_the_history() {
    let world = World::new().await;
    let company = northwind(&world).await;
    let mut browser = owner(&world).await;
    // Fourteen hours ahead of UTC in summer and thirteen in winter: the first of the month is there long before it is here.
    sqlx::query("update organizations set timezone = 'Pacific/Auckland' where name = 'Northwind'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let midnight: chrono::DateTime<chrono::Utc> = sqlx::query_scalar(
        "select (date_trunc('month', $1::timestamptz at time zone 'Pacific/Auckland') + interval '1 month')
                at time zone 'Pacific/Auckland'",
    )
    .bind(world.backend.now())
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    save(
        &mut browser,
        "save_pool",
        &[("pool_limit", "5"), ("overage", "blocked")],
    )
    .await;
    let seconds = (midnight - world.backend.now()).num_seconds();
    world
        .backend
        .clock
        .advance(chrono::TimeDelta::seconds(seconds - 60));
    let late = Uuid::now_v7();
    company.taken(&world, late, 5).await.unwrap();
    assert!(company.taken(&world, Uuid::now_v7(), 1).await.is_err());
    world.backend.clock.advance(chrono::TimeDelta::seconds(120));
    company.taken(&world, Uuid::now_v7(), 4).await.unwrap();
    // What comes back goes to the month it was taken in.
    company.give_back(&world, late).await;
    let months: Vec<i64> =
        sqlx::query_scalar("select used from sms_used where whose = 'company' order by month")
            .fetch_all(&mut world.owner().await)
            .await
            .unwrap();
    assert_eq!(months, [0, 4]);

    let mut browser = owner(&world).await;
    let heir = world.member_browser(OrganizationRole::Manager).await;
    drop(heir);
    let newest: Uuid = sqlx::query_scalar("select id from users order by id desc limit 1")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let form = [
        ("member", company.member.to_string()),
        ("successor", UserId::from(newest).to_string()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let removed = browser
        .post("/business/members", "/do/members/remove", &form)
        .await;
    assert!(removed.location.unwrap().ends_with("saved=removed"));
    let text = browser.get(PAGE).await.text();
    assert!(text.contains("manager@northwind.test (left)"), "{text}");
    assert!(text.contains("4 of 5 segments"), "{text}");
    world.prove().await;
}

#[tokio::test]
async fn who_may_set_quotas_and_what_can_be_one() {
    let world = World::new().await;
    let company = northwind(&world).await;
    company.taken(&world, Uuid::now_v7(), 3).await.unwrap();
    let mut finance = world.browser("aurora.localhost", "finance@northwind.test").await;
    let mut viewer = world.browser("aurora.localhost", "viewer@northwind.test").await;
    let mut manager = world.browser("aurora.localhost", "manager@northwind.test").await;
    let mut standard = world.member_browser(OrganizationRole::Standard).await;
    for bad in ["-1", "1.5", "100000001", "9223372036854775808", "many"] {
        let answer = finance
            .post(
                PAGE,
                "/do/quotas/save_pool",
                &[("pool_limit", bad), ("overage", "blocked")],
            )
            .await;
        let text = finance.follow(&answer).await.text();
        assert!(
            text.contains("a whole number of segments") && text.contains(bad),
            "{bad}: {text}"
        );
    }
    save(
        &mut finance,
        "save_pool",
        &[("pool_limit", " 50 "), ("overage", "blocked")],
    )
    .await;
    assert_eq!(standard.get(PAGE).await.status, 403);
    let text = viewer.get(PAGE).await.text();
    assert!(
        text.contains("3 of 50 segments") && !text.contains("Save"),
        "{text}"
    );
    // A manager sees the own teams and the own use.
    let engineering: Uuid = sqlx::query_scalar("select id from teams where name = 'Engineering'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let form = [
        ("group", TeamId::from(engineering).to_string()),
        ("team_limit", "9".to_owned()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    save(&mut finance, "save_team", &form).await;
    let text = manager.get(PAGE).await.text();
    assert!(text.contains("Sales") && !text.contains("Engineering"), "{text}");
    // Another company's team and member are nobody here.
    let mut stranger = world.browser("aurora.localhost", "customer@aurora.test").await;
    let made = [
        ("company_name", "Southwind"),
        ("billing_email", "a@southwind.test"),
    ];
    stranger.post("/business/new", "/do/business/create", &made).await;
    let text = stranger.post_json("/do/quotas/save_team", &form).await.text();
    assert!(text.contains("NotFound"), "{text}");
    let member = company.member.to_string();
    let form = [("member", member.as_str()), ("member_limit", "1")];
    let text = stranger.post_json("/do/quotas/save_member", &form).await.text();
    assert!(text.contains("NotFound"), "{text}");
    assert_eq!(world.count("select count(*) from sms_member_limits").await, 0);
    // A team that is removed takes its limit along; what was sent for it stays counted.
    let mut owner = owner(&world).await;
    owner
        .post("/business/teams", "/do/teams/make", &[("team_name", "Pop-up")])
        .await;
    let popup: Uuid = sqlx::query_scalar("select id from teams where name = 'Pop-up'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let popup = TeamId::from(popup);
    let wish = Take {
        team: Some(popup),
        ..company.take(Uuid::now_v7(), 2)
    };
    take(&world.backend, company.system, wish).await.unwrap();
    let group = popup.to_string();
    let form = [("group", group.as_str()), ("team_limit", "9")];
    save(&mut owner, "save_team", &form).await;
    let limits = "select count(*) from sms_team_limits";
    assert_eq!(world.count(limits).await, 2);
    let removed = owner
        .post(
            "/business/teams",
            "/do/teams/remove",
            &[("group", group.as_str())],
        )
        .await;
    assert!(removed.location.unwrap().ends_with("saved=removed"));
    assert_eq!(world.count(limits).await, 1);
    assert_eq!(used(&world, "team").await, 5);
    assert_eq!(used(&world, "company").await, 5);
    world.prove().await;
}

/// Whatever happens in whatever order, what is used is what was taken and not given back.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_used_is_what_was_taken_and_not_given_back() {
    let world = World::new().await;
    let company = northwind(&world).await;
    let steps = proptest::collection::vec((0..6_u128, 1..5_i32, any::<bool>()), 1..25);
    let handle = tokio::runtime::Handle::current();
    let (world_, company) = (&world, &company);
    tokio::task::block_in_place(|| {
        let world = world_;
        let mut runner = TestRunner::new(ProptestConfig::with_cases(12));
        runner
            .run(&steps, |steps| {
                handle.block_on(async {
                    for (message, segments, is_take) in steps {
                        let message = Uuid::from_u128(message + 1);
                        if is_take {
                            company.taken(world, message, segments).await.unwrap();
                        } else {
                            company.give_back(world, message).await;
                        }
                    }
                    let taken = world
                        .count("select coalesce(sum(segments), 0)::bigint from sms_takes where given_back_at is null")
                        .await;
                    for whose in ["company", "team", "member"] {
                        prop_assert_eq!(used(world, whose).await, taken, "{}", whose);
                    }
                    Ok(())
                })
            })
            .unwrap();
    });
    world.prove().await;
}

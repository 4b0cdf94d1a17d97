//! Every door a company's money leaves by × every limit that can be set, generated from the lists of both; and what
//! policies say to use, roaming and automatic top-ups.

mod stage;

use clouddail::{
    domain::{
        orders::{buy::BuyError, item::LineStep, place::PlaceError},
        policies::{self, Decision, Roaming, Used},
        scope::{Member, WorksIn},
    },
    shared::{
        budget::AtLimit,
        ids::{EmployeeId, TeamId},
        place::CountryCode,
        policy::{Breach, DecidedBy, Effective, Rules, Switch, Target, TopUp},
    },
};

use self::stage::Stage;
use crate::support::{
    World,
    spending::{decide, employee, member, plan_on_line, team},
};

/// The ways an order of a company is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    /// The verb behind every new line.
    Issue,
    /// Several lines at once, on the web.
    Bulk,
    /// A line, by the interface.
    ApiLine,
    /// The order itself, past every check of the doors in front of it.
    AddData,
    ChangePlan,
    Replace,
    WebAddData,
    /// Of a line whose carrier changes plans.
    WebChangePlan,
    ApiChangePlan,
    WebReplace,
    /// More data by itself, bought by the hourly job.
    TopUp,
    /// A plan for a customer of the shop, paid by the company, by the interface.
    Api,
    /// The same without buying.
    ApiDryRun,
    /// Somebody else's yes to a request for a line.
    Approval,
    /// Somebody else's yes to more data for a line.
    ApprovalOfData,
}

const DOORS: [Door; 15] = [
    Door::Issue,
    Door::Bulk,
    Door::ApiLine,
    Door::AddData,
    Door::ChangePlan,
    Door::Replace,
    Door::WebAddData,
    Door::WebChangePlan,
    Door::ApiChangePlan,
    Door::WebReplace,
    Door::TopUp,
    Door::Api,
    Door::ApiDryRun,
    Door::Approval,
    Door::ApprovalOfData,
];

impl Door {
    const fn is_an_approval(self) -> bool {
        matches!(self, Self::Approval | Self::ApprovalOfData)
    }
}

/// Whose limit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Organization,
    Team,
    CostCentre,
    Employee,
}

/// What can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cap {
    AllowedPlan(Whose),
    AllowedCountry(Whose),
    Roaming(Whose),
    ApproveAbove(Whose),
    Budget(Whose, AtLimit),
}

fn caps() -> Vec<Cap> {
    let mut caps = vec![];
    for whose in [Whose::Organization, Whose::Team, Whose::Employee] {
        caps.extend([
            Cap::AllowedPlan(whose),
            Cap::AllowedCountry(whose),
            Cap::Roaming(whose),
            Cap::ApproveAbove(whose),
        ]);
    }
    for whose in [
        Whose::Organization,
        Whose::Team,
        Whose::CostCentre,
        Whose::Employee,
    ] {
        caps.extend(AtLimit::ALL.iter().map(|at| Cap::Budget(whose, *at)));
    }
    caps
}

/// What an order meets.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Bought,
    Policy,
    /// Refused until somebody approves.
    Approval,
    Budget,
    /// A job says nothing to anybody.
    NotBought,
}

fn expected(door: Door, cap: Cap) -> Outcome {
    let is_for_nobody = matches!(door, Door::Api | Door::ApiDryRun);
    let whose = match cap {
        Cap::AllowedPlan(whose)
        | Cap::AllowedCountry(whose)
        | Cap::Roaming(whose)
        | Cap::ApproveAbove(whose)
        | Cap::Budget(whose, _) => whose,
    };
    // What is bought for no employee counts for the company alone.
    if is_for_nobody && whose != Whose::Organization {
        return Outcome::Bought;
    }
    let met = match cap {
        Cap::AllowedPlan(_) | Cap::AllowedCountry(_) | Cap::Roaming(_) => Outcome::Policy,
        // Approved is approved.
        Cap::ApproveAbove(_) | Cap::Budget(_, AtLimit::Ask) if door.is_an_approval() => Outcome::Bought,
        Cap::ApproveAbove(_) | Cap::Budget(_, AtLimit::Ask) => Outcome::Approval,
        Cap::Budget(_, AtLimit::Refuse) => Outcome::Budget,
        Cap::Budget(_, AtLimit::Alert) => Outcome::Bought,
    };
    match met {
        Outcome::Policy | Outcome::Approval | Outcome::Budget if door == Door::TopUp => Outcome::NotBought,
        met => met,
    }
}

#[tokio::test]
async fn every_limit_holds_at_every_door() {
    let mut stage = Stage::new().await;
    let mut asserted = 0;
    for (n, cap) in caps().into_iter().enumerate() {
        for door in DOORS {
            let request = stage.ask(door).await;
            stage.set(cap).await;
            let before = stage.spent().await;
            let met = stage.enter(door, &format!("{n}-{door:?}"), request).await;
            assert_eq!(met, expected(door, cap), "{door:?} against {cap:?}");
            // Telna takes no plan away: a change that passes every limit is refused by the vendor and released.
            let is_free = met != Outcome::Bought || matches!(door, Door::ApiDryRun | Door::ChangePlan);
            assert_eq!(
                stage.spent().await == before,
                is_free,
                "{door:?} against {cap:?} moved money"
            );
            stage.lift(cap).await;
            asserted += 1;
        }
    }
    assert_eq!(asserted, 24 * 15);
    assert_eq!(
        stage
            .world
            .count("select count(*) from holds where state = 'open'")
            .await,
        0
    );
    stage.world.run_jobs().await;
    stage.world.prove().await;
}

/// Without limits every door is open, or the matrix would prove nothing.
#[tokio::test]
async fn without_limits_every_door_is_open() {
    let mut stage = Stage::new().await;
    for door in DOORS {
        let request = stage.ask(door).await;
        let met = stage.enter(door, &format!("{door:?}"), request).await;
        assert_eq!(met, Outcome::Bought, "{door:?}");
    }
    stage.world.run_jobs().await;
    stage.world.prove().await;
}

#[tokio::test]
async fn a_line_at_its_cap_takes_no_more_data() {
    let stage = Stage::new().await;
    sqlx::query("update lines set state = 'suspended', suspended_for = 'cap'")
        .execute(&mut stage.world.owner().await)
        .await
        .unwrap();
    let step = LineStep::Add {
        line: stage.line,
        provider_line: stage.provider_line.clone(),
    };
    let refused = plan_on_line(&stage.world, &stage.owner, stage.person, stage.plan, step).await;
    assert!(
        matches!(refused, Err(BuyError::Place(PlaceError::Policy(Breach::AtCap)))),
        "{refused:?}"
    );
    stage.world.prove().await;
}

#[tokio::test]
async fn use_is_measured_by_the_nearest_cap_and_roaming_by_the_nearest_policy() {
    let world = World::new().await;
    let owner = member(&world, "owner").await;
    let (person, sales) = (employee(&world, "amara").await, team(&world, "Sales").await);
    let company = Rules {
        data_cap_mb: Some(Switch::On(1_000)),
        team_cap_mb: Some(Switch::On(4_000)),
        suspend_at_cap: Some(true),
        blocked: Some(vec!["US".parse().unwrap()]),
        ..Rules::default()
    };
    decide(&world, &owner, Target::Company, company).await;
    let bruno = employee(&world, "bruno").await;
    let people = [(Some(sales), person), (Some(sales), bruno)];
    let rules = rules_of(&world, &owner, &people).await;
    let check = |employee_mb: i64, team_mb: i64| {
        let used = Used {
            employee_bytes: employee_mb * 1_000_000,
            team_bytes: team_mb * 1_000_000,
        };
        policies::check_use(&rules[0], used).decision
    };
    assert_eq!(check(799, 799), Decision::Nothing);
    assert_eq!(check(800, 800), Decision::Warn);
    assert_eq!(check(1_000, 1_000), Decision::Suspend);
    assert_eq!(check(10, 4_000), Decision::Suspend, "the team's cap");

    let own = Rules {
        data_cap_mb: Some(Switch::Off),
        suspend_at_cap: Some(false),
        blocked: Some(vec![]),
        ..Rules::default()
    };
    decide(&world, &owner, Target::Employee(person), own).await;
    let rules = rules_of(&world, &owner, &people).await;
    let used = Used {
        employee_bytes: i64::MAX,
        team_bytes: 4_000_000_000,
    };
    let found = policies::check_use(&rules[0], used);
    assert_eq!(found.decision, Decision::Warn, "nothing stops for Amara");
    let us: CountryCode = "US".parse().unwrap();
    assert_eq!(policies::roaming(&rules[0], us), Roaming::Allowed);
    assert_eq!(
        policies::roaming(&rules[1], us),
        Roaming::Blocked {
            by: DecidedBy::Company
        }
    );
    world.prove().await;
}

/// What counts for each, read at once.
async fn rules_of(world: &World, owner: &Member, people: &[(Option<TeamId>, EmployeeId)]) -> Vec<Effective> {
    let mut tx = world.backend.begin(owner).await.unwrap();
    let found = policies::effective_of(&mut tx, owner, owner.organization(), people)
        .await
        .unwrap();
    people.iter().map(|(_, who)| found[&who.uuid()].clone()).collect()
}

#[tokio::test]
async fn more_data_by_itself_is_bought_so_often_a_month_and_once_each() {
    let stage = Stage::new().await;
    let (world, owner) = (&stage.world, &stage.owner);
    let rules = Rules {
        top_up: Some(Switch::On(TopUp {
            plan: stage.plan,
            below_mb: 100,
            at_most: 2,
        })),
        ..Rules::default()
    };
    decide(world, owner, Target::Company, rules).await;
    let sales = team(world, "Sales").await;
    let rules = rules_of(world, owner, &[(Some(sales), stage.person)])
        .await
        .remove(0);
    let wish = async |left_mb: i64| {
        let mut tx = world.backend.begin(owner).await.unwrap();
        policies::top_up_wish(
            &mut tx,
            owner,
            owner.organization(),
            &rules,
            (stage.line, left_mb * 1_000_000),
            world.backend.now(),
        )
        .await
        .unwrap()
    };
    assert_eq!(wish(100).await, None, "enough is left");
    let first = wish(99).await.unwrap();
    assert_eq!(wish(99).await, Some(first), "the same wish until it is an order");
    for _ in 0..2 {
        let found = wish(99).await.unwrap();
        let request = clouddail::domain::orders::buy::Buy {
            wish: clouddail::domain::orders::quote::Wish::Line {
                organization: owner.organization(),
                employee: stage.person,
                plan: found.plan,
                step: LineStep::Add {
                    line: stage.line,
                    provider_line: stage.provider_line.clone(),
                },
            },
            payer: clouddail::domain::orders::place::Payer::Organization(owner.organization()),
            max_price: None,
            promo_code: None,
            daily_cap: None,
        };
        let buyer = clouddail::domain::scope::BuysForCompany::buyer(owner, owner.user());
        clouddail::domain::orders::buy::buy(&world.backend, &buyer, found.key, &request)
            .await
            .unwrap();
    }
    assert_eq!(wish(0).await, None, "the month's are used up");
    world.pass(32 * 24 * 3600).await;
    assert!(wish(0).await.is_some(), "another month");
    stage.world.prove().await;
}

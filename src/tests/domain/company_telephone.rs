//! A company's numbers, messages and calls: every limit at every door of the telephone, quotas that are never outrun, and
//! books that agree.

use std::sync::Arc;

use clouddail::{
    domain::{
        budgets::MakeFor,
        calls::{self, DraftError as CallDraft, SaveSettings, StartError},
        invoices,
        messages::{DraftError, SendError},
        orders::{buy::BuyError, place::PlaceError},
        quotas::{self, SetPool},
        scope::{Member, WorksIn},
        spend,
    },
    shared::{
        budget::AtLimit,
        currency::Currency,
        ids::{EmployeeId, NumberId},
        money::Money,
        policy::{Breach, Rules, Switch, Target},
    },
};
use sqlx::Executor;
use tokio::task::JoinSet;

use crate::support::{
    World,
    spending::{budget, credit, decide, employee, member, origin, team},
    telephone::{buy_number, call, desk, ledger, write},
};

const OTHER: &str = "+14155550123";

/// The ways the company's money leaves by its telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    Number,
    Message,
    CallOut,
    /// Forwarded to a phone; paid by the company like a call out.
    CallIn,
    /// Where calls are to be forwarded to.
    Forwarding,
}

const DOORS: [Door; 5] = [
    Door::Number,
    Door::Message,
    Door::CallOut,
    Door::CallIn,
    Door::Forwarding,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Organization,
    Team,
    CostCentre,
    Employee,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cap {
    /// Only another country may be written to and called.
    Reached(Whose),
    ApproveAbove(Whose),
    Budget(Whose, AtLimit),
}

fn caps() -> Vec<Cap> {
    let mut caps = vec![];
    for whose in [Whose::Organization, Whose::Team, Whose::Employee] {
        caps.extend([Cap::Reached(whose), Cap::ApproveAbove(whose)]);
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

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Policy,
    Approval,
    Budget,
}

fn expected(door: Door, cap: Cap) -> Outcome {
    match (door, cap) {
        // A number is bought for a team and a cost centre, and for no employee.
        (Door::Number, Cap::ApproveAbove(Whose::Employee) | Cap::Budget(Whose::Employee, _)) => Outcome::Done,
        (Door::Number, Cap::ApproveAbove(_) | Cap::Budget(_, AtLimit::Ask)) => Outcome::Approval,
        (Door::Number, Cap::Reached(_)) | (Door::Forwarding, Cap::Budget(..)) => Outcome::Done,
        (_, Cap::Reached(_)) => Outcome::Policy,
        // Amounts that need an approval are orders'; a message and a call are under budgets.
        (_, Cap::ApproveAbove(_)) | (_, Cap::Budget(_, AtLimit::Alert)) => Outcome::Done,
        // Nobody is asked for a message or a call: asking refuses.
        (_, Cap::Budget(_, AtLimit::Refuse | AtLimit::Ask)) => Outcome::Budget,
    }
}

struct Stage {
    world: World,
    owner: Member,
    person: EmployeeId,
    number: NumberId,
    e164: String,
}

impl Stage {
    async fn new() -> Self {
        let world = World::new().await;
        world.reports_come("lost").await;
        world.price_minutes().await;
        let owner = member(&world, "owner").await;
        credit(&world, &owner, 1_000_000).await;
        let person = employee(&world, "amara").await;
        // The owner is the employee Amara: one person, one address.
        sqlx::query("update employees set email = 'owner@northwind.test' where id = $1")
            .bind(person.uuid())
            .execute(&mut world.owner().await)
            .await
            .unwrap();
        let sales = team(&world, "Sales").await;
        let number = buy_number(&world, &owner, "1", Some(sales), "CC-100")
            .await
            .unwrap();
        let e164 = sqlx::query_scalar("select e164 from virtual_numbers where id = $1")
            .bind(number.uuid())
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
        let stage = Self {
            world,
            owner,
            person,
            number,
            e164,
        };
        stage.forward(OTHER).await.unwrap();
        stage
    }

    async fn forward(&self, to: &str) -> Result<(), calls::SettingsError> {
        let wanted = SaveSettings {
            number: self.number,
            forward_to: to.into(),
            ring_seconds: 25,
            has_voicemail: false,
            greeting: String::new(),
            origin: origin(),
        };
        calls::save_settings(
            &self.world.backend,
            &desk(&self.world, &self.owner).await,
            &wanted,
        )
        .await
    }

    async fn target(&self, whose: Whose) -> Target {
        match whose {
            Whose::Organization | Whose::CostCentre => Target::Company,
            Whose::Team => Target::Team(team(&self.world, "Sales").await),
            Whose::Employee => Target::Employee(self.person),
        }
    }

    async fn set(&self, cap: Cap) {
        let (world, owner) = (&self.world, &self.owner);
        match cap {
            Cap::Reached(whose) => {
                let rules = Rules {
                    reached: Some(vec!["JP".parse().unwrap()]),
                    ..Rules::default()
                };
                decide(world, owner, self.target(whose).await, rules).await;
            }
            Cap::ApproveAbove(whose) => {
                let rules = Rules {
                    approve_above: Some(Switch::On(Money::from_micros(10_000, Currency::USD))),
                    ..Rules::default()
                };
                decide(world, owner, self.target(whose).await, rules).await;
            }
            Cap::Budget(whose, at_limit) => {
                let of = match whose {
                    Whose::Organization => MakeFor::Organization,
                    Whose::Team => MakeFor::Team(team(world, "Sales").await),
                    Whose::CostCentre => MakeFor::CostCentre("CC-100".into()),
                    Whose::Employee => MakeFor::Employee("owner@northwind.test".into()),
                };
                // The smallest there is: the cheapest message costs more.
                let id = budget(world, owner, of, 10_000, at_limit).await;
                sqlx::query("update budgets set amount_micros = 1 where id = $1")
                    .bind(id.uuid())
                    .execute(&mut world.owner().await)
                    .await
                    .unwrap();
            }
        }
    }

    async fn lift(&self, cap: Cap) {
        match cap {
            Cap::Reached(whose) | Cap::ApproveAbove(whose) => {
                decide(
                    &self.world,
                    &self.owner,
                    self.target(whose).await,
                    Rules::default(),
                )
                .await;
            }
            Cap::Budget(..) => {
                self.world
                    .owner()
                    .await
                    .execute("update budgets set ended_at = now() where ended_at is null")
                    .await
                    .unwrap();
            }
        }
    }

    async fn try_it(&self, door: Door) -> Outcome {
        let world = &self.world;
        let at = desk(world, &self.owner).await;
        match door {
            Door::Number => {
                let sales = team(world, "Sales").await;
                match buy_number(world, &self.owner, "1", Some(sales), "CC-100").await {
                    Ok(_) => Outcome::Done,
                    Err(BuyError::Place(PlaceError::Policy(Breach::NeedsApproval { .. }))) => {
                        Outcome::Approval
                    }
                    Err(BuyError::Place(PlaceError::Budget(short))) if short.asks => Outcome::Approval,
                    Err(BuyError::Place(PlaceError::Budget(_))) => Outcome::Budget,
                    Err(error) => panic!("{error}"),
                }
            }
            Door::Message => match write(world, &at, self.number, OTHER, "Hello").await {
                Ok(_) => Outcome::Done,
                Err(SendError::Draft(DraftError::Policy(_))) => Outcome::Policy,
                Err(SendError::Budget(_)) => Outcome::Budget,
                Err(error) => panic!("{error}"),
            },
            Door::CallOut => match call(world, &at, self.number, "+14155550666").await {
                Ok(call) => {
                    world.over(call).await;
                    Outcome::Done
                }
                Err(StartError::Draft(CallDraft::Policy(_))) => Outcome::Policy,
                Err(StartError::Budget(_)) => Outcome::Budget,
                Err(error) => panic!("{error}"),
            },
            Door::CallIn => {
                let before = world.count("select count(*) from call_detail_records").await;
                world.ring("+14155550199", &self.e164).await;
                if world.count("select count(*) from call_detail_records").await == before {
                    return Outcome::Policy;
                }
                let call = world.newest_call().await;
                if world.call_fact(call, "refusal").await.contains("budget") {
                    return Outcome::Budget;
                }
                world.joined(1).await;
                world.hang_up(&self.e164, 10).await;
                world.over(call).await;
                Outcome::Done
            }
            Door::Forwarding => match self.forward(OTHER).await {
                Ok(()) => Outcome::Done,
                Err(calls::SettingsError::Policy(_)) => Outcome::Policy,
                Err(error) => panic!("{error}"),
            },
        }
    }
}

#[tokio::test]
async fn every_limit_holds_at_every_door_of_the_telephone() {
    let stage = Stage::new().await;
    for cap in caps() {
        stage.set(cap).await;
        for door in DOORS {
            let before = ledger(&stage.world).await;
            let met = stage.try_it(door).await;
            assert_eq!(met, expected(door, cap), "{door:?} with {cap:?}");
            if met != Outcome::Done {
                assert_eq!(
                    ledger(&stage.world).await,
                    before,
                    "{door:?} with {cap:?} cost something"
                );
            }
        }
        stage.lift(cap).await;
    }
    stage.world.prove().await;
}

/// Who rings it hears that nobody can be reached, and the company pays nothing, until it is open again.
#[tokio::test]
async fn a_deactivated_company_is_not_called_at_its_cost() {
    let stage = Stage::new().await;
    let world = &stage.world;
    for (state, met) in [("deactivated", Outcome::Policy), ("active", Outcome::Done)] {
        sqlx::query("update organizations set state = $1 where name = 'Northwind'")
            .bind(state)
            .execute(&mut world.owner().await)
            .await
            .unwrap();
        let before = ledger(world).await;
        assert_eq!(stage.try_it(Door::CallIn).await, met, "{state}");
        assert_eq!(ledger(world).await > before, met == Outcome::Done, "{state}");
    }
    stage.world.prove().await;
}

/// A budget is the end of a call as the wallet is: what it leaves is the longest the call may last.
#[tokio::test]
async fn a_budget_caps_how_long_a_call_lasts() {
    let stage = Stage::new().await;
    let world = &stage.world;
    let at = desk(world, &stage.owner).await;
    let free = call(world, &at, stage.number, OTHER).await.unwrap();
    world.joined(1).await;
    let held: i64 = world.call_fact(free, "held_micros").await.parse().unwrap();
    let seconds: i64 = world.call_fact(free, "held_seconds").await.parse().unwrap();
    world.hang_up(OTHER, 30).await;
    world.over(free).await;
    // Enough for three minutes and a little, beside what is spent.
    let spent = world
        .count("select coalesce(sum(spent_micros), 0)::bigint from company_order_hours where scope = 'organization'")
        .await;
    let three = held * 180 / seconds;
    budget(
        world,
        &stage.owner,
        MakeFor::Organization,
        spent + three + 1,
        AtLimit::Refuse,
    )
    .await;
    let capped = call(world, &at, stage.number, "+14155550124").await.unwrap();
    world.joined(1).await;
    let limit: i64 = world.call_fact(capped, "limit_seconds").await.parse().unwrap();
    assert!((120..=180).contains(&limit), "{limit}");
    world.hang_up("+14155550124", 60).await;
    world.over(capped).await;
    stage.world.prove().await;
}

/// A hundred messages at once against a quota of sixty.
#[tokio::test(flavor = "multi_thread")]
async fn a_quota_of_sixty_sends_sixty() {
    let stage = Stage::new().await;
    let pool = SetPool {
        limit: Some(60),
        is_overage_allowed: false,
        origin: origin(),
    };
    quotas::set_pool(&stage.world.backend, &stage.owner, pool)
        .await
        .unwrap();
    let at = desk(&stage.world, &stage.owner).await;
    let (world, number) = (Arc::new(stage.world), stage.number);
    let mut writers = JoinSet::new();
    for nth in 0..100 {
        let (world, at) = (world.clone(), at.clone());
        writers.spawn(async move {
            let to = format!("+1415555{:04}", 2_000 + nth);
            write(&world, &at, number, &to, "Hello").await
        });
    }
    let (mut sent, mut refused) = (0, 0);
    while let Some(result) = writers.join_next().await {
        match result.unwrap() {
            Ok(_) => sent += 1,
            Err(SendError::Quota { left, .. }) => {
                assert_eq!(left, 0);
                refused += 1;
            }
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!((sent, refused), (60, 40));
    assert_eq!(world.sandbox.calls("twilio.send").await, 60);
    // A definite no gives its segments back, so one more fits.
    world
        .owner()
        .await
        .execute("update sms_pools set month_limit = 61")
        .await
        .unwrap();
    let no = write(&world, &at, number, "+14155550666", "Hello").await.unwrap();
    assert_eq!(world.state_of(no).await, "refused");
    write(&world, &at, number, OTHER, "Hello").await.unwrap();
    let last = write(&world, &at, number, OTHER, "Once more").await;
    assert!(matches!(last, Err(SendError::Quota { .. })), "{last:?}");
    let world = Arc::into_inner(world).unwrap();
    world.prove().await;
}

/// Spend, the month so far and the invoice of the month are the ledger, to the micro-unit, with numbers, messages and calls in
/// them.
#[tokio::test]
async fn spend_and_invoice_equal_the_ledger() {
    let stage = Stage::new().await;
    let world = &stage.world;
    let at = desk(world, &stage.owner).await;
    for to in [OTHER, "+14155550124", "+14155550125"] {
        write(world, &at, stage.number, to, "Hello there").await.unwrap();
    }
    let talked = call(world, &at, stage.number, OTHER).await.unwrap();
    world.joined(1).await;
    world.hang_up(OTHER, 61).await;
    world.over(talked).await;
    let taken = ledger(world).await;
    let kinds = world
        .count("select count(distinct reference_type) from ledger_transfers where kind = 'sale'")
        .await;
    assert_eq!(kinds, 3, "orders, messages and calls");

    let month = spend::month(&world.backend, &stage.owner).await.unwrap();
    // The demo's purchases may be of another month: the spend is asked for by the ledger's moments.
    let all = world
        .count(
            "select coalesce(sum(s.charged_micros - s.refunded_micros), 0)::bigint
             from organizations o, company_spend(o.reseller_id, o.id, '-infinity', 'infinity') s
             where o.name = 'Northwind'",
        )
        .await;
    assert_eq!(all, taken, "spend");
    assert!(month.spent.micros() <= taken);
    let so_far = invoices::so_far(
        &world.backend,
        &stage.owner,
        stage.owner.organization(),
        Currency::USD,
        None,
        50,
    )
    .await
    .unwrap()
    .unwrap();
    let texts: Vec<_> = so_far.lines.rows.iter().map(|line| line.what.clone()).collect();
    assert!(
        texts.iter().any(|what| what.starts_with("Message to")),
        "{texts:?}"
    );
    assert!(texts.iter().any(|what| what.starts_with("Call to")), "{texts:?}");
    let centres: Vec<_> = so_far
        .centres
        .iter()
        .map(|centre| centre.cost_centre.as_str())
        .collect();
    assert!(centres.contains(&"CC-100"), "{centres:?}");
    assert_eq!(so_far.charged.micros(), month_in_ledger(world).await, "invoice");
    stage.world.prove().await;
}

/// Of the company's present month.
async fn month_in_ledger(world: &World) -> i64 {
    world
        .count(
            "select coalesce(-sum(e.amount_micros), 0)::bigint from ledger_entries e
             join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
             join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
             join organizations o on o.reseller_id = w.reseller_id and o.id = w.owner_id and o.name = 'Northwind'
             where t.kind in ('sale', 'refund')
               and not exists (select from organization_invoice_lines l
                               where l.reseller_id = t.reseller_id and l.transfer_id = t.id)",
        )
        .await
}

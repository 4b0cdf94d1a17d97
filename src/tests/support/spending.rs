//! Northwind at its purchases: who buys, for whom, and with how much.

use clouddail::{
    boot::seed,
    domain::{
        accounts::{self, Device, Email, SignIn},
        audit::Origin,
        budgets::{self, Details, Make, MakeFor},
        lines::{self, Issue, IssueError},
        orders::{
            buy::{Buy, BuyError, buy},
            item::LineStep,
            place::Payer,
            quote::Wish,
        },
        policies,
        scope::{BuysForCompany, Member, System, WorksIn},
        wallet::credit_limit::set_credit_limit,
    },
    shared::{
        budget::{AtLimit, BudgetPeriod},
        currency::Currency,
        ids::{BudgetId, EmployeeId, LineId, OrderId, PlanId, QuoteId, TeamId},
        money::Money,
        policy::{Rules, Target},
    },
};
use std::net::{IpAddr, Ipv4Addr};
use uuid::Uuid;

use super::World;

pub fn origin() -> Origin {
    Origin {
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        request_id: None,
    }
}

/// The scope of one of Northwind's members, by signing in.
pub async fn member(world: &World, who: &str) -> Member {
    let request = SignIn {
        email: Email::parse(&format!("{who}@northwind.test")).unwrap(),
        password: seed::DEMO_PASSWORD.to_owned().into(),
        origin: origin(),
        device: Device::of("test"),
        replaces: None,
    };
    let visitor = &world.aurora.visitor;
    let session = accounts::sign_in(&world.backend, visitor, request).await.unwrap();
    let found = accounts::find_session(&world.backend, visitor, &session.token)
        .await
        .unwrap();
    found.unwrap().member.expect("a member of Northwind")
}

/// Lets Northwind go this far below zero.
pub async fn credit(world: &World, member: &Member, units: i64) {
    let system = System::of(world.aurora.id, "test");
    let mut tx = world.backend.begin(&system).await.unwrap();
    let limit = Money::from_micros(units * 1_000_000, Currency::USD);
    set_credit_limit(
        &mut tx,
        &system,
        world.backend.now(),
        member.organization(),
        limit,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn id(world: &World, sql: &'static str, value: &str) -> Uuid {
    sqlx::query_scalar(sql)
        .bind(value)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

pub async fn employee(world: &World, who: &str) -> EmployeeId {
    let email = format!("{who}@northwind.test");
    id(world, "select id from employees where email = $1", &email)
        .await
        .into()
}

pub async fn team(world: &World, name: &str) -> TeamId {
    id(world, "select id from teams where name = $1", name)
        .await
        .into()
}

pub async fn line_of(world: &World, order: OrderId) -> LineId {
    let found: Uuid = sqlx::query_scalar("select id from lines where order_id = $1")
        .bind(order.uuid())
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    found.into()
}

/// Buys a line for somebody.
pub async fn issue(
    world: &World,
    member: &Member,
    employee: EmployeeId,
    plan: PlanId,
) -> Result<OrderId, IssueError> {
    let wish = Issue {
        key: QuoteId::new(),
        employee,
        plan,
        max_price: None,
    };
    lines::issue(&world.backend, member, &wish)
        .await
        .map(|(order, _)| order)
}

/// Another plan for a line there is, or one beside it.
pub async fn plan_on_line(
    world: &World,
    member: &Member,
    employee: EmployeeId,
    plan: PlanId,
    step: LineStep,
) -> Result<OrderId, BuyError> {
    let request = Buy {
        wish: Wish::Line {
            organization: member.organization(),
            employee,
            plan,
            step,
        },
        payer: Payer::Organization(member.organization()),
        max_price: None,
        promo_code: None,
        daily_cap: None,
    };
    buy(
        &world.backend,
        &member.buyer(member.user()),
        QuoteId::new(),
        &request,
    )
    .await
}

/// A budget a month.
pub async fn budget(world: &World, member: &Member, of: MakeFor, micros: i64, at_limit: AtLimit) -> BudgetId {
    let amount = Money::from_micros(micros, Currency::USD).amount();
    let make = Make {
        of,
        period: BudgetPeriod::Month,
        details: Details::parse(&amount, Currency::USD, at_limit, "80, 100").unwrap(),
        origin: origin(),
    };
    budgets::make(&world.backend, member, make).await.unwrap()
}

/// Decides rules.
pub async fn decide(world: &World, member: &Member, target: Target, rules: Rules) {
    policies::save(&world.backend, member, target, &rules, &origin())
        .await
        .unwrap();
}

/// What a plan costs Northwind, in micro-units.
pub async fn price(world: &World, member: &Member, employee: EmployeeId, plan: PlanId) -> i64 {
    use clouddail::domain::orders::preview::preview;
    let request = Buy {
        wish: Wish::Line {
            organization: member.organization(),
            employee,
            plan,
            step: LineStep::Issue { replaces: None },
        },
        payer: Payer::Organization(member.organization()),
        max_price: None,
        promo_code: None,
        daily_cap: None,
    };
    let buyer = member.buyer(member.user());
    let found = preview(&world.backend, &buyer, &request).await.unwrap();
    found.stack.charged.micros()
}

//! Somebody asks for more.

use chrono::TimeDelta;
use serde_json::json;

use super::{DAYS, OPEN_MAX, deciding_roles, path, store, text};
use crate::{
    backend::{Backend, Tx},
    domain::{
        audit::{self, Audit, Origin},
        budgets,
        error::{Internal, with_internal},
        notices::{self, Notice},
        orders::{
            buy::{Buy, BuyError},
            preview::preview,
        },
        policies,
        scope::{BuysForCompany, Member, Scope, WorksIn},
    },
    shared::{
        approval::ApprovalKind,
        ids::{ApprovalId, BudgetId, LineId, PlanId},
        money::{Money, PositiveMoney},
    },
};

/// The most data a cap can be, in megabytes.
const DATA_MAX_MB: i64 = 1_000_000_000;

/// What is asked for.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// A line with this plan, or this plan for the line.
    Plan {
        /// The employee's address.
        email: String,
        plan: PlanId,
        line: Option<LineId>,
    },
    /// A monthly data cap.
    Data {
        email: String,
        data_mb: i64,
    },
    Budget {
        budget: BudgetId,
        amount: PositiveMoney,
    },
}

/// A filled-in form.
#[derive(Debug)]
pub struct Ask {
    pub wanted: Wanted,
    pub reason: String,
    pub origin: Origin,
}

/// Why it was not asked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error("a reason of 1 to 500 characters is needed")]
    Reason,
    #[error("not an amount of data")]
    Data,
    /// Of another company, out of reach, or gone.
    #[error("no such employee")]
    NoEmployee,
    #[error("the employee has no such line")]
    NoLine,
    #[error("no such budget")]
    NoBudget,
    #[error("not higher than it is now")]
    NotHigher,
    #[error("too many open requests")]
    TooMany,
    /// It could not be bought with anybody's approval.
    #[error(transparent)]
    Buy(BuyError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AskError);

/// Writes the request down and mails whoever may decide. The price of a plan is that of today.
pub async fn ask(backend: &Backend, member: &Member, ask: Ask) -> Result<ApprovalId, AskError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let reason = text(&ask.reason)
        .filter(|reason| !reason.is_empty())
        .ok_or(AskError::Reason)?;
    let mut tx = backend.begin(member).await?;
    let mut new = prepare(&mut tx, backend, member, &ask.wanted).await?;
    tx.commit().await?;
    if let Some(wish) = new.wish.take() {
        // Priced before the request's own transaction, as a purchase would be.
        let request = Buy {
            wish,
            payer: crate::domain::orders::place::Payer::Organization(organization),
            max_price: None,
            promo_code: None,
            daily_cap: None,
        };
        let buyer = member.buyer(member.user());
        let found = preview(backend, &buyer, &request).await.map_err(AskError::Buy)?;
        new.amount = Some(found.stack.charged);
    }
    let mut tx = backend.begin(member).await?;
    if store::count_open(&mut tx, reseller, organization, member.user()).await? >= OPEN_MAX {
        return Err(AskError::TooMany);
    }
    let id = ApprovalId::new();
    let row = store::NewRequest {
        id,
        requester: member.user(),
        new: &new,
        reason: &reason,
        now,
        expires_at: now + TimeDelta::days(i64::from(DAYS)),
    };
    store::insert(&mut tx, reseller, organization, &row).await?;
    let request = store::find(&mut tx, reseller, organization, id)
        .await?
        .ok_or_else(|| Internal::broken("a request that was written is not there"))?;
    let what = request.what();
    let audit = Audit {
        after: Some(json!({ "what": what, "reason": reason, "amount": request.amount })),
        ..Audit::of("approval.asked", id, &ask.origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tell(&mut tx, backend, member, &request, reason).await?;
    tx.commit().await?;
    Ok(id)
}

/// What a request is made of.
pub(super) struct New {
    pub kind: ApprovalKind,
    pub employee: Option<store::Person>,
    pub plan: Option<PlanId>,
    pub line: Option<LineId>,
    pub budget: Option<BudgetId>,
    pub amount: Option<Money>,
    pub data_mb: Option<i64>,
    wish: Option<crate::domain::orders::quote::Wish>,
}

async fn prepare(tx: &mut Tx, backend: &Backend, member: &Member, wanted: &Wanted) -> Result<New, AskError> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let of = |kind| New {
        kind,
        employee: None,
        plan: None,
        line: None,
        budget: None,
        amount: None,
        data_mb: None,
        wish: None,
    };
    match wanted {
        Wanted::Plan { email, plan, line } => {
            let person = person(tx, backend, member, email).await?;
            let provider_line = match line {
                None => None,
                Some(line) => Some(
                    store::provider_line(tx, reseller, organization, person.id, *line)
                        .await?
                        .ok_or(AskError::NoLine)?,
                ),
            };
            let step = super::finish::step(*line, provider_line);
            let wish = super::finish::wish(organization, person.id, *plan, step);
            Ok(New {
                plan: Some(*plan),
                line: *line,
                wish: Some(wish),
                employee: Some(person),
                ..of(ApprovalKind::Plan)
            })
        }
        Wanted::Data { email, data_mb } => {
            if !(1..=DATA_MAX_MB).contains(data_mb) {
                return Err(AskError::Data);
            }
            let person = person(tx, backend, member, email).await?;
            let rules = policies::effective(tx, member, organization, person.team, Some(person.id)).await?;
            match rules.data_cap_mb.value.on() {
                Some(cap) if cap < *data_mb => {}
                Some(_) | None => return Err(AskError::NotHigher),
            }
            Ok(New {
                data_mb: Some(*data_mb),
                employee: Some(person),
                ..of(ApprovalKind::Data)
            })
        }
        Wanted::Budget { budget, amount } => {
            let (_, is) = budgets::amount_of(tx, member, backend.now(), *budget)
                .await?
                .ok_or(AskError::NoBudget)?;
            if is.currency() != amount.get().currency() || !amount.get().minus(is)?.is_positive() {
                return Err(AskError::NotHigher);
            }
            Ok(New {
                budget: Some(*budget),
                amount: Some(amount.get()),
                ..of(ApprovalKind::Budget)
            })
        }
    }
}

/// Somebody within reach, or oneself.
async fn person(
    tx: &mut Tx,
    backend: &Backend,
    member: &Member,
    email: &str,
) -> Result<store::Person, AskError> {
    let asker = store::Asker {
        reseller: member.reseller(),
        organization: member.organization(),
        user: member.user(),
    };
    store::person(tx, &asker, email.trim(), backend.now())
        .await?
        .filter(|person| !person.has_left && (person.is_self || member.reaches(person.team)))
        .ok_or(AskError::NoEmployee)
}

/// Writes to everybody who may decide, the requester aside.
async fn tell(
    tx: &mut Tx,
    backend: &Backend,
    member: &Member,
    request: &store::Request,
    reason: String,
) -> Result<(), Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let rules = policies::effective(tx, member, organization, request.team, request.employee).await?;
    let team = request
        .team
        .filter(|_| rules.managers_approve.value && request.kind != ApprovalKind::Budget);
    let deciders =
        store::deciders(tx, reseller, organization, &deciding_roles(), team, member.user()).await?;
    let notice = |link| Notice::ApprovalAsked {
        requester: request.requester_name.clone(),
        what: request.what(),
        reason,
        link,
        days: DAYS,
    };
    notices::to_users::to_users(tx, backend, reseller, &deciders, &path(request.id), notice).await
}

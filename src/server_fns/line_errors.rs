//! Why something for a line was not done, in the words of the company's people. Nothing was charged in any of these
//! cases.

use super::guard::Asked;
use crate::{
    domain::{
        lines::{ActError, IssueError, OrderPlanError, PrepareBatchError, ReplaceError, StartBatchError},
        orders::{buy::BuyError, place::PlaceError, quote::QuoteError},
        promotions::PromoError,
    },
    shared::{error::AppError, esim::EsimState},
};

/// A vendor that was not asked.
pub fn act(asked: &Asked, error: ActError) -> AppError {
    match error {
        ActError::NotFound => AppError::NotFound,
        ActError::Over => AppError::Refused("Nothing was changed: this line has ended.".into()),
        ActError::AlreadySo(EsimState::Suspended) => {
            AppError::Refused("Nothing was changed: this line is suspended already.".into())
        }
        ActError::AlreadySo(_) => {
            AppError::Refused("Nothing was changed: this line is not suspended.".into())
        }
        ActError::Busy => AppError::Refused(
            "Nothing was changed: the carrier is still working on what was asked before. Look again in a minute."
                .into(),
        ),
        ActError::Reason => AppError::invalid("reason", "The reason has at most 200 characters, on one line."),
        ActError::Internal(error) => asked.internal(&error),
    }
}

/// A plan that was not bought.
pub fn order_plan(asked: &Asked, error: OrderPlanError) -> AppError {
    match error {
        OrderPlanError::NotFound => AppError::NotFound,
        OrderPlanError::Over => {
            AppError::Refused("Nothing was charged: this line has ended. Assign a new one.".into())
        }
        OrderPlanError::OtherPlan => AppError::invalid(
            "priced_plan",
            "This plan cannot be put on this line. Nothing was charged. Choose one of the list.",
        ),
        OrderPlanError::Prepaid => AppError::Refused(
            "Nothing was charged: this line is prepaid and keeps its plan. You can add another plan to it."
                .into(),
        ),
        OrderPlanError::Issue(error) => issue(asked, error),
        OrderPlanError::Internal(error) => asked.internal(&error),
    }
}

/// A line that was not replaced.
pub fn replace(asked: &Asked, error: ReplaceError) -> AppError {
    match error {
        ReplaceError::NotFound => AppError::NotFound,
        ReplaceError::Replaced(_) => AppError::Refused(
            "Nothing was charged: another line has taken its place already. It is named above.".into(),
        ),
        ReplaceError::Issue(error) => issue(asked, error),
        ReplaceError::Internal(error) => asked.internal(&error),
    }
}

/// A draft that was not made.
pub fn prepare(asked: &Asked, error: PrepareBatchError) -> AppError {
    match error {
        PrepareBatchError::NoPlan => {
            AppError::invalid("plan", "This plan is not on sale any more. Choose another one.")
        }
        PrepareBatchError::Nobody => AppError::invalid(
            "who",
            "Nobody is chosen. Tick at least one employee, or choose everybody who has no line.",
        ),
        PrepareBatchError::TooMany => AppError::invalid(
            "who",
            "At most 500 lines are assigned at once. Narrow it by team.",
        ),
        PrepareBatchError::NoEmployee => AppError::invalid(
            "who",
            "Somebody you chose is no employee any more. Load the page again and choose anew.",
        ),
        PrepareBatchError::Internal(error) => asked.internal(&error),
    }
}

/// A batch that was not begun.
pub fn start(asked: &Asked, error: StartBatchError) -> AppError {
    match error {
        StartBatchError::NotFound => AppError::NotFound,
        StartBatchError::NothingFailed => {
            AppError::Refused("Nothing was ordered: nothing failed that could be tried again.".into())
        }
        StartBatchError::Internal(error) => asked.internal(&error),
    }
}

fn issue(asked: &Asked, error: IssueError) -> AppError {
    match error {
        IssueError::NoEmployee => AppError::NotFound,
        IssueError::Left => AppError::Refused("Nothing was charged: the employee has left.".into()),
        IssueError::NoOwner => AppError::Refused(
            "Nothing was charged: the company has no owner, so nobody can answer for the order. Name one at Members."
                .into(),
        ),
        IssueError::Buy(BuyError::Quote(error)) => quote(asked, error),
        IssueError::Buy(BuyError::Place(error)) => place(asked, error),
        IssueError::Buy(BuyError::NoOrganization) => AppError::NotFound,
        IssueError::Buy(BuyError::CapReached { .. }) => {
            AppError::Refused("Nothing was charged: today's limit is used up.".into())
        }
        IssueError::Buy(BuyError::Internal(error)) | IssueError::Internal(error) => asked.internal(&error),
    }
}

fn quote(asked: &Asked, error: QuoteError) -> AppError {
    match error {
        QuoteError::Gone => AppError::Refused(
            "Nothing was charged: this plan is not on sale any more. Choose another one.".into(),
        ),
        QuoteError::Closed(_) | QuoteError::Unavailable(_) => carrier_away(),
        QuoteError::Promo(error) => promo(asked, error),
        QuoteError::Shop(error) => place(asked, error),
        QuoteError::Internal(error) => asked.internal(&error),
    }
}

fn place(asked: &Asked, error: PlaceError) -> AppError {
    let email = &asked.shop.brand.support_email;
    match error {
        PlaceError::NotFound
        | PlaceError::Expired
        | PlaceError::AddressRequired
        | PlaceError::DocumentsRequired => {
            AppError::Refused("Nothing was charged: it could not be ordered. Please try again.".into())
        }
        PlaceError::PriceMoved { now } => AppError::PriceMoved { now },
        PlaceError::Insufficient { missing } => AppError::Refused(format!(
            "Nothing was charged: the company's wallet lacks {missing}. Top it up and try again."
        )),
        PlaceError::Frozen => AppError::Refused(format!(
            "Nothing was charged: the company's wallet is frozen. Questions: {email}."
        )),
        PlaceError::NotVerified => AppError::Refused(
            "Nothing was charged: confirm your e-mail address first, by the link in the mail we sent you."
                .into(),
        ),
        PlaceError::NotSold => AppError::Refused(
            "Nothing was charged: the shop does not sell this any more. Choose another plan.".into(),
        ),
        PlaceError::Promo(error) => promo(asked, error),
        PlaceError::Closed(_) => carrier_away(),
        PlaceError::NotOpenYet | PlaceError::ShopClosed => AppError::Refused(format!(
            "Nothing was charged: the shop cannot take orders at the moment. Please write to {email}."
        )),
        PlaceError::Policy(breach) => {
            AppError::Refused(format!("{} Nothing was bought or charged.", breach.in_words()))
        }
        PlaceError::Budget(short) => {
            AppError::Refused(format!("{} Nothing was bought or charged.", short.in_words()))
        }
        PlaceError::Internal(error) => asked.internal(&error),
    }
}

fn promo(asked: &Asked, error: PromoError) -> AppError {
    match error {
        PromoError::Internal(error) => asked.internal(&error),
        _ => AppError::Refused("Nothing was charged: the code cannot be used here.".into()),
    }
}

fn carrier_away() -> AppError {
    AppError::Refused(
        "Nothing was charged: the carrier takes no orders at the moment. Please try again in some minutes."
            .into(),
    )
}

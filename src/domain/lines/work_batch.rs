//! Buys the lines of a batch, one after the other.
//!
//! Killed anywhere, the next run goes on with the first row that has neither an order nor a fault: the row's key makes
//! its order, so a row that was bought and not written down is found again and nothing is bought twice.

use super::{
    Issue, IssueError, issue,
    store::{self, batches::Next},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        orders::{buy::BuyError, place::PlaceError, quote::QuoteError},
        queue::{Job, enqueue},
        scope::{Scope, System},
    },
    shared::{
        ids::{LineBatchId, OrderId, OrganizationId},
        permissions::{OrganizationMay, OrganizationRole},
    },
};

/// Rows of one run; the next run is a job of its own, so that others are not kept waiting.
const ROWS_A_RUN: usize = 100;

/// Works on as many rows as one run takes.
pub async fn work_batch(
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    id: LineBatchId,
) -> Result<(), Internal> {
    let reseller = system.reseller();
    for _ in 0..ROWS_A_RUN {
        let mut tx = backend.begin(system).await?;
        let Some(batch) = store::batches::lock(&mut tx, reseller, organization, id)
            .await?
            .filter(|batch| batch.started_at.is_some())
        else {
            return Ok(());
        };
        let Some(row) = store::batches::next(&mut tx, reseller, organization, id).await? else {
            return Ok(());
        };
        let role = store::batches::role_of(&mut tx, reseller, organization, batch.by).await?;
        tx.commit().await?;
        let may = role
            .as_deref()
            .and_then(OrganizationRole::parse)
            .is_some_and(|role| role.may(OrganizationMay::ManageLines));
        let outcome = if may {
            let scope = system.at(organization, batch.by);
            let wish = Issue {
                key: row.key,
                employee: row.employee,
                plan: batch.plan,
                max_price: Some(batch.price),
            };
            outcome(issue(backend, &scope, &wish).await.map(|(order, _)| order))?
        } else {
            Err(
                "Whoever began this may not assign lines any more. Nothing was charged. Begin anew."
                    .to_owned(),
            )
        };
        settle(backend, system, organization, id, &row, outcome).await?;
    }
    let mut tx = backend.begin(system).await?;
    let job = Job::WorkLineBatch {
        reseller,
        organization,
        batch: id,
    };
    enqueue(&mut tx, &job, backend.now()).await?;
    tx.commit().await?;
    Ok(())
}

async fn settle(
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    id: LineBatchId,
    row: &Next,
    outcome: Result<OrderId, String>,
) -> Result<(), Internal> {
    let mut tx = backend.begin(system).await?;
    let outcome = outcome.as_ref().map(|order| *order).map_err(String::as_str);
    store::batches::settle(&mut tx, system.reseller(), organization, id, row, outcome).await?;
    tx.commit().await?;
    Ok(())
}

/// The order, or why there is none and what to do. Only a failure of ours is tried again by itself.
fn outcome(bought: Result<OrderId, IssueError>) -> Result<Result<OrderId, String>, Internal> {
    let words = match bought {
        Ok(order) => return Ok(Ok(order)),
        Err(IssueError::NoEmployee) => "There is no such employee any more. Nothing was charged.".to_owned(),
        Err(IssueError::Left) => "The employee has left. Nothing was charged.".to_owned(),
        Err(IssueError::NoOwner) => {
            "The company has no owner. Nothing was charged. Name one at Members, and try again.".to_owned()
        }
        Err(IssueError::Buy(error)) => buy_words(error)?,
        Err(IssueError::Internal(error)) => return Err(error),
    };
    Ok(Err(words))
}

fn buy_words(error: BuyError) -> Result<String, Internal> {
    Ok(match error {
        BuyError::Place(error) | BuyError::Quote(QuoteError::Shop(error)) => return place_words(error),
        BuyError::Quote(QuoteError::Gone) => {
            "The plan is not on sale any more. Nothing was charged. Choose another plan.".to_owned()
        }
        BuyError::Quote(QuoteError::Closed(_) | QuoteError::Unavailable(_)) => {
            "The carrier takes no orders at the moment. Nothing was charged. Try again in some minutes."
                .to_owned()
        }
        BuyError::Quote(QuoteError::Promo(_)) => "The code cannot be used. Nothing was charged.".to_owned(),
        BuyError::NoOrganization => "There is no such company any more. Nothing was charged.".to_owned(),
        BuyError::CapReached { .. } => {
            "Today's limit is used up. Nothing was charged. Try again tomorrow.".to_owned()
        }
        BuyError::Quote(QuoteError::Internal(error)) | BuyError::Internal(error) => return Err(error),
    })
}

fn place_words(error: PlaceError) -> Result<String, Internal> {
    Ok(match error {
        PlaceError::Insufficient { missing } => {
            format!("The company's wallet lacks {missing}. Nothing was charged. Top it up, and try again.")
        }
        PlaceError::PriceMoved { now } => {
            format!("The price is {now} now. Nothing was charged. Begin anew to accept it.")
        }
        PlaceError::Frozen => "The company's wallet is frozen. Nothing was charged. Write to us.".to_owned(),
        PlaceError::NotSold => {
            "The shop does not sell this plan any more. Nothing was charged. Choose another plan.".to_owned()
        }
        PlaceError::Closed(_) => {
            "The carrier takes no orders at the moment. Nothing was charged. Try again in some minutes."
                .to_owned()
        }
        PlaceError::NotVerified => {
            "Confirm your e-mail address first. Nothing was charged. Then try again.".to_owned()
        }
        PlaceError::NotOpenYet | PlaceError::ShopClosed => {
            "The shop sells nothing at the moment. Nothing was charged. Try again later.".to_owned()
        }
        PlaceError::Policy(breach) => format!("{} Nothing was charged.", breach.in_words()),
        PlaceError::Budget(short) => format!("{} Nothing was charged.", short.in_words()),
        PlaceError::NotFound
        | PlaceError::Expired
        | PlaceError::AddressRequired
        | PlaceError::DocumentsRequired
        | PlaceError::Promo(_) => "It could not be ordered. Nothing was charged. Try again.".to_owned(),
        PlaceError::Internal(error) => return Err(error),
    })
}

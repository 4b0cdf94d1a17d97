//! What a shop's staff should look at now.

use chrono::TimeDelta;

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::reseller::OpenProblems,
};

/// A provider answers within seconds; after this an order is worth a look.
const ANSWERED: TimeDelta = TimeDelta::minutes(10);
/// A payout that came back longer ago was asked for again, or is forgotten.
const RECENT: TimeDelta = TimeDelta::days(30);

/// Counts of what is open at this moment.
pub async fn problems(backend: &Backend, scope: &impl Manages) -> Result<OpenProblems, Internal> {
    let now = backend.now();
    let mut tx = backend.begin(scope).await?;
    let found = store::problems(&mut tx, scope.reseller(), now - ANSWERED, now - RECENT).await?;
    tx.commit().await?;
    Ok(found)
}

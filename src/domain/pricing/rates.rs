//! The exchange rates in use.

use super::{old_rates::RENEWED_WITHIN, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Operates},
    shared::pricing::RateRow,
};

/// The newest rate of each pair, with where it came from.
pub async fn rates(backend: &Backend, _operator: &impl Operates) -> Result<Vec<RateRow>, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let rates = store::rates::newest(&mut tx, now).await?;
    tx.commit().await?;
    Ok(rates
        .into_iter()
        .map(|rate| RateRow {
            base: rate.base,
            quote: rate.quote,
            rate: rate.rate.to_string(),
            as_of: rate.as_of,
            source: rate.source,
            is_old: now - rate.as_of > RENEWED_WITHIN,
        })
        .collect())
}

//! When a number writes to nobody: its owner's own setting.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::Buys,
    },
    shared::{ids::NumberId, message::QuietHours},
};

/// Why nothing was set.
#[derive(Debug, thiserror::Error)]
pub enum QuietError {
    #[error("no such number")]
    NotFound,
    /// Not times of a clock, or twice the same.
    #[error("not a span of a day")]
    Span,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(QuietError);

/// Sets the quiet hours from two clock times; two empty ones end them.
pub async fn set_quiet_hours(
    backend: &Backend,
    buyer: &impl Buys,
    number: NumberId,
    from: &str,
    until: &str,
) -> Result<(), QuietError> {
    let mut tx = backend.begin(buyer).await?;
    if from.trim().is_empty() && until.trim().is_empty() {
        store::clear_quiet(&mut tx, buyer, number).await?;
        tx.commit().await?;
        return Ok(());
    }
    let (Some(from), Some(until)) = (QuietHours::parse(from), QuietHours::parse(until)) else {
        return Err(QuietError::Span);
    };
    if from == until {
        return Err(QuietError::Span);
    }
    if !store::set_quiet(&mut tx, buyer, number, QuietHours { from, until }).await? {
        return Err(QuietError::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

//! Who takes the customers' money of a shop. `settlement::switch_mode` decides when it may change.

use sqlx::PgConnection;

use super::{shop::SettlementMode, store};
use crate::domain::{error::Internal, scope::Oversees};

/// Sets the mode in the caller's transaction (of the worker's role) and returns the one before. Whoever changes the same
/// shop waits for it to end.
pub async fn settlement_mode(
    conn: &mut PgConnection,
    operator: &impl Oversees,
    mode: SettlementMode,
) -> Result<SettlementMode, Internal> {
    let before = store::lock_settlement_mode(conn, operator.reseller()).await?;
    let before = SettlementMode::parse(&before).ok_or_else(|| Internal::broken("unknown settlement mode"))?;
    if before != mode {
        store::set_settlement_mode(conn, operator.reseller(), mode).await?;
    }
    Ok(before)
}

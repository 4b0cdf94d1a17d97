//! The operator's first page: what is stuck.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Admin},
    shared::operator::OperatorOverview,
};

/// Rows of each table; more would mean an incident, and then the first hundred are enough to begin with.
const ROWS_MAX: i64 = 100;

/// Open cases, orders in flight, events that changed nothing.
pub async fn overview(backend: &Backend, _admin: &Admin) -> Result<OperatorOverview, Internal> {
    let mut tx = backend.begin_system().await?;
    let overview = OperatorOverview {
        cases: store::open_cases(&mut tx, ROWS_MAX).await?,
        in_flight: store::orders_in_flight(&mut tx, ROWS_MAX).await?,
        webhooks: store::odd_webhooks(&mut tx, ROWS_MAX).await?,
    };
    tx.commit().await?;
    Ok(overview)
}

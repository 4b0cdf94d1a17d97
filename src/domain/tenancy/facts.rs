//! What is true of a shop on its way to the first sale.

use super::store::set_up;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Staff},
    },
    shared::shop_set_up::ShopFacts,
};

/// Read from the tables each time: nothing is ticked by hand.
pub async fn facts(backend: &Backend, staff: &Staff) -> Result<ShopFacts, Internal> {
    let mut tx = backend.begin(staff).await?;
    let facts = set_up::facts(&mut tx, staff.reseller(), backend.now()).await?;
    tx.commit().await?;
    Ok(facts)
}

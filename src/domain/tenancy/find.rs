//! Finds a shop by its short name, for operators.

use super::store;
use crate::{
    backend::Backend,
    domain::error::Internal,
    shared::{currency::Currency, ids::ResellerId},
};

/// What an operator's command needs to know of a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundReseller {
    pub id: ResellerId,
    pub name: String,
    pub currency: Currency,
}

/// The shop with this short name, such as `aurora`.
pub async fn find(backend: &Backend, slug: &str) -> Result<Option<FoundReseller>, Internal> {
    let mut tx = backend.begin_system().await?;
    let found = store::reseller_by_slug(&mut tx, slug).await?;
    tx.commit().await?;
    Ok(found)
}

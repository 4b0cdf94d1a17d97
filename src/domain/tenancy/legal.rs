//! Terms, privacy, imprint: the reseller's own texts.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Visitor},
    },
    shared::brand::LegalPage,
};

/// The page of this name, if the reseller has one.
pub async fn legal_page(
    backend: &Backend,
    visitor: &Visitor,
    slug: &str,
) -> Result<Option<LegalPage>, Internal> {
    let mut tx = backend.begin(visitor).await?;
    let page = store::legal_page(&mut tx, visitor.reseller(), slug).await?;
    tx.commit().await?;
    Ok(page)
}

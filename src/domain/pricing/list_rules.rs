//! A shop's rules.

use super::{level::Level, rule::StoredRule, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
};

/// The shop's rules that are valid or will be, those that began last first. At most a thousand.
pub async fn list_rules(backend: &Backend, scope: &impl Manages) -> Result<Vec<StoredRule>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let rules = store::rules::list(&mut tx, Level::Shop(scope.reseller()), backend.now()).await?;
    tx.commit().await?;
    Ok(rules)
}

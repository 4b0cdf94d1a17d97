//! The platform's rules.

use super::{level::Level, rule::StoredRule, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Operates},
};

/// The platform's rules that are valid or will be, those that began last first. At most a thousand.
pub async fn list_platform_rules(
    backend: &Backend,
    _operator: &impl Operates,
) -> Result<Vec<StoredRule>, Internal> {
    let mut tx = backend.begin_system().await?;
    let rules = store::rules::list(&mut tx, Level::Platform, backend.now()).await?;
    tx.commit().await?;
    Ok(rules)
}

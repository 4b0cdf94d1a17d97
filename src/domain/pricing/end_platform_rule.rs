//! Ends a rule of the platform.

use super::{
    end_rule::{EndRule, EndRuleError, end},
    level::Level,
};
use crate::{
    backend::Backend,
    domain::{audit, scope::Operates},
};

/// Ends a rule that makes the platform price. One that ends earlier anyway is left as it is.
pub async fn end_platform_rule(
    backend: &Backend,
    operator: &impl Operates,
    request: EndRule,
) -> Result<(), EndRuleError> {
    let mut tx = backend.begin_system().await?;
    let ended = end(&mut tx, Level::Platform, backend.now(), request).await?;
    audit::record_platform(&mut tx, operator, backend.now(), ended).await?;
    tx.commit().await?;
    backend.caches.catalogues.clear();
    Ok(())
}

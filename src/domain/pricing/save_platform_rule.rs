//! Makes or changes a rule of the platform.

use super::{
    level::Level,
    save_rule::{SaveRule, SaveRuleError, save},
};
use crate::{
    backend::Backend,
    domain::{audit, scope::Operates},
    shared::ids::RuleId,
};

/// Saves a rule that makes the platform price, in every shop. Quotes that live keep their price.
pub async fn save_platform_rule(
    backend: &Backend,
    operator: &impl Operates,
    request: SaveRule,
) -> Result<RuleId, SaveRuleError> {
    let mut tx = backend.begin_system().await?;
    let saved = save(&mut tx, Level::Platform, backend.now(), request).await?;
    audit::record_platform(&mut tx, operator, backend.now(), saved.audit()?).await?;
    tx.commit().await?;
    backend.caches.catalogues.clear();
    Ok(saved.after.id)
}

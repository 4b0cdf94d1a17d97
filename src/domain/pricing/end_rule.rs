//! Ends a rule of a shop.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{level::Level, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::ids::RuleId,
};

/// A rule and its last moment. One that has not begun by then is withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndRule {
    pub rule: RuleId,
    /// Now or later.
    pub at: DateTime<Utc>,
}

/// Why the rule goes on.
#[derive(Debug, thiserror::Error)]
pub enum EndRuleError {
    /// Not one of this shop's rules, or it was withdrawn.
    #[error("no such rule")]
    NotFound,
    /// Prices of the past cannot be changed.
    #[error("a rule ends now or later")]
    Past,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(EndRuleError);

/// Ends a rule of the scope's shop. One that ends earlier anyway is left as it is.
pub async fn end_rule(backend: &Backend, scope: &impl Manages, request: EndRule) -> Result<(), EndRuleError> {
    let mut tx = backend.begin(scope).await?;
    let ended = end(&mut tx, Level::Shop(scope.reseller()), backend.now(), request).await?;
    audit::record(&mut tx, scope, backend.now(), ended).await?;
    tx.commit().await?;
    backend.caches.catalogues.clear();
    Ok(())
}

/// Ends a rule of either level, and says so for the audit log.
pub(super) async fn end(
    conn: &mut PgConnection,
    level: Level,
    now: DateTime<Utc>,
    request: EndRule,
) -> Result<Audit<'static>, EndRuleError> {
    if request.at < now {
        return Err(EndRuleError::Past);
    }
    store::rules::lock(conn, level).await?;
    let rule = store::rules::find(conn, level, request.rule)
        .await?
        .ok_or(EndRuleError::NotFound)?;
    if request.at <= rule.valid_from {
        store::rules::withdraw(conn, level, request.rule).await?;
    } else if rule.valid_until.is_none_or(|until| until > request.at) {
        store::rules::end(conn, level, request.rule, request.at).await?;
    }
    Ok(Audit {
        action: "price_rule.ended",
        entity: request.rule.to_string(),
        before: Some(serde_json::to_value(&rule)?),
        after: Some(serde_json::json!({ "ends_at": request.at })),
        ..Audit::default()
    })
}

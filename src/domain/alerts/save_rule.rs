//! Changes when a company is told, and who.

use serde_json::json;

use super::{rules, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::WorksIn,
    },
    shared::{
        alerts::{AlertKind, AlertRule, MAILED},
        permissions::OrganizationRole,
    },
};

/// A filled-in form.
#[derive(Debug, Clone)]
pub struct SaveRule {
    pub kind: AlertKind,
    /// `80, 100`.
    pub thresholds: String,
    pub mailed: Vec<OrganizationRole>,
    pub origin: Origin,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveRuleError {
    #[error("at most five thresholds of 1 to 1000 per cent")]
    Thresholds,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveRuleError);

/// Counts for what is told from now on.
pub async fn save_rule(backend: &Backend, scope: &impl WorksIn, save: SaveRule) -> Result<(), SaveRuleError> {
    let thresholds = AlertRule::read_thresholds(&save.thresholds).ok_or(SaveRuleError::Thresholds)?;
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let rule = AlertRule {
        kind: save.kind,
        thresholds,
        mailed: MAILED
            .into_iter()
            .filter(|role| save.mailed.contains(role))
            .collect(),
    };
    let mut tx = backend.begin(scope).await?;
    let before = rules::rule(&mut tx, scope, organization, save.kind).await?;
    store::save_rule(&mut tx, reseller, organization, &rule).await?;
    let words = |rule: &AlertRule| {
        let roles: Vec<&str> = rule.mailed.iter().map(|role| role.in_words()).collect();
        json!({ "thresholds": rule.in_words(), "mailed": roles.join(", ") })
    };
    let audit = Audit {
        before: Some(words(&before)),
        after: Some(words(&rule)),
        ..Audit::of("alerts.rule_saved", organization, &save.origin)
    };
    audit::record(&mut tx, scope, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}

//! Gives a line a new link.

use serde_json::json;

use super::{link, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::WorksIn,
    },
    shared::ids::LineId,
};

/// A filled-in form.
#[derive(Debug)]
pub struct Renew {
    pub line: LineId,
    /// The employee gets a mail with it.
    pub is_mailed: bool,
    pub origin: Origin,
}

/// Why there is no new link.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// Of another company, or out of reach.
    #[error("no such line")]
    NotFound,
    /// The line has ended.
    #[error("the line is over")]
    Over,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RenewError);

/// The former link and its PIN end at once.
pub async fn renew(backend: &Backend, scope: &impl WorksIn, renew: Renew) -> Result<(), RenewError> {
    let (reseller, organization, now) = (scope.reseller(), scope.organization(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let receiver = store::receiver(&mut tx, reseller, organization, renew.line)
        .await?
        .filter(|receiver| scope.reaches(receiver.team))
        .ok_or(RenewError::NotFound)?;
    if receiver.state.is_over() {
        return Err(RenewError::Over);
    }
    let rules = store::rules(&mut tx, reseller, organization).await?;
    let token = link::write(&mut tx, backend, scope, &rules, organization, renew.line).await?;
    if renew.is_mailed {
        let receiver = store::receiver(&mut tx, reseller, organization, renew.line)
            .await?
            .ok_or(RenewError::NotFound)?;
        link::mail(&mut tx, backend, scope, &receiver, &token, rules.days.into()).await?;
    }
    let audit = Audit {
        after: Some(json!({ "employee": receiver.name(), "is_mailed": renew.is_mailed })),
        ..Audit::of("line.pickup_renewed", renew.line, &renew.origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    Ok(())
}

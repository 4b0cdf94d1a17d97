//! A member of staff makes a key.

use serde_json::json;

use super::{ApiKey, CreateKey, create_key, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
    shared::ids::ApiKeyId,
};

/// Keys of a shop that work at the same time.
pub const KEYS_MAX: i64 = 50;

/// Why there is no new key.
#[derive(Debug, thiserror::Error)]
pub enum IssueKeyError {
    /// [`KEYS_MAX`] work already.
    #[error("too many keys")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(IssueKeyError);

/// The secret is returned here and never again.
pub async fn issue_key(
    backend: &Backend,
    staff: &Staff,
    new: CreateKey,
    origin: &Origin,
) -> Result<(ApiKeyId, ApiKey), IssueKeyError> {
    let now = backend.now();
    let mut tx = backend.begin(staff).await?;
    if store::keys::count_working(&mut tx, staff.reseller(), now).await? >= KEYS_MAX {
        return Err(IssueKeyError::TooMany);
    }
    let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.as_str()).collect();
    let after = json!({ "name": new.name, "scopes": scopes, "networks": new.allowed_networks.len(),
                        "expires_at": new.expires_at });
    let (id, secret) = create_key(&mut tx, staff, now, new).await?;
    let audit = Audit {
        after: Some(after),
        ..Audit::of("api_key.created", id, origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok((id, secret))
}

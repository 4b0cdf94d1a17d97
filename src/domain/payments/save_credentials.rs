//! A reseller's own keys at the gateway: entered, replaced, removed, forgotten. What is stored is sealed, and nothing
//! here ever gives it back; people see its last characters.

use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;
use serde_json::json;
use sqlx::PgConnection;

use super::{
    gateway::{KEPT_AFTER_RETIRING, SEALED_COLUMN, Secrets, row},
    store::gateways::{self, NewKeys},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        scope::{Manages, actor_uuid},
    },
    providers::ProviderError,
};

pub use crate::providers::payments::{AccountKeys, BadKeys};

/// Characters of the key people see.
const HINT_LENGTH: usize = 4;

/// Why the keys were not taken. The ones before stay in use.
#[derive(Debug, thiserror::Error)]
pub enum SaveCredentialsError {
    #[error(transparent)]
    Bad(BadKeys),
    /// The gateway was asked and said no.
    #[error("the gateway refuses this secret key: {0}")]
    Refused(ProviderError),
    /// The gateway could not be asked.
    #[error("the gateway does not answer: {0}")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveCredentialsError);

/// What people see of the keys in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    pub provider: &'static str,
    /// Counts the keys this reseller has had.
    pub version: i32,
    /// The secret key's last characters.
    pub hint: String,
    pub since: DateTime<Utc>,
    /// Address of whoever entered them, where people look; `None` for a command.
    pub by: Option<String>,
}

/// Puts new keys in use for new payments, after asking the gateway whether it takes them. Payments made with the
/// former keys are still asked about with those.
pub async fn save_credentials(
    backend: &Backend,
    scope: &impl Manages,
    keys: &AccountKeys,
) -> Result<Credentials, SaveCredentialsError> {
    let account = backend
        .providers
        .payments
        .at_account(keys)
        .map_err(SaveCredentialsError::Bad)?;
    match account.check_keys().await {
        Ok(()) => {}
        Err(error @ ProviderError::Refused(_)) => return Err(SaveCredentialsError::Refused(error)),
        Err(error) => return Err(SaveCredentialsError::Unavailable(error)),
    }
    let mut tx = backend.begin(scope).await?;
    let saved = enter(&mut tx, backend, scope, keys).await?;
    tx.commit().await?;
    Ok(saved)
}

/// Puts keys in use that somebody has looked at already, in the caller's transaction.
pub async fn enter(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Manages,
    keys: &AccountKeys,
) -> Result<Credentials, Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let provider = backend.providers.payments.name();
    let version = gateways::lock_versions(conn, reseller, provider).await? + 1;
    gateways::retire(conn, reseller, provider, now).await?;
    let secrets = serde_json::to_vec(&Secrets {
        secret_key: keys.secret_key.expose_secret().to_owned(),
        webhook_hash: keys.webhook_hash.expose_secret().to_owned(),
    })?;
    let sealed = backend
        .seal
        .close(reseller, SEALED_COLUMN, &row(provider, version), &secrets)?;
    let key = keys.secret_key.expose_secret();
    let hint = key[key.len().saturating_sub(HINT_LENGTH)..].to_owned();
    let new = NewKeys {
        provider,
        version,
        sealed: &sealed,
        hint: &hint,
        by: actor_uuid(scope),
        now,
    };
    gateways::insert(conn, reseller, &new).await?;
    let audit = Audit {
        action: "gateway_credentials.saved",
        entity: row(provider, version),
        after: Some(json!({ "hint": hint })),
        ..Audit::default()
    };
    audit::record(conn, scope, now, audit).await?;
    Ok(Credentials {
        provider,
        version,
        hint,
        since: now,
        by: None,
    })
}

/// The keys in use, as far as people may see them.
pub async fn show_credentials(
    backend: &Backend,
    scope: &impl Manages,
) -> Result<Option<Credentials>, Internal> {
    let provider = backend.providers.payments.name();
    let mut tx = backend.begin(scope).await?;
    let found = gateways::in_use(&mut tx, scope.reseller(), provider).await?;
    tx.commit().await?;
    Ok(found.map(|keys| Credentials {
        provider,
        version: keys.version,
        hint: keys.hint,
        since: keys.created_at,
        by: keys.by,
    }))
}

/// Takes the keys out of use: where the reseller collects, no new payment can be made. True when there were any.
pub async fn remove_credentials(backend: &Backend, scope: &impl Manages) -> Result<bool, Internal> {
    let provider = backend.providers.payments.name();
    let now = backend.now();
    let mut tx = backend.begin(scope).await?;
    let version = gateways::lock_versions(&mut tx, scope.reseller(), provider).await?;
    let was_there = gateways::retire(&mut tx, scope.reseller(), provider, now).await?;
    if was_there {
        let audit = Audit {
            action: "gateway_credentials.removed",
            entity: row(provider, version),
            ..Audit::default()
        };
        audit::record(&mut tx, scope, now, audit).await?;
    }
    tx.commit().await?;
    Ok(was_there)
}

/// Empties keys that were replaced or removed so long ago that every payment made with them is over. Returns how many.
pub async fn forget_retired(backend: &Backend) -> Result<u64, Internal> {
    let mut tx = backend.begin_system().await?;
    let forgotten = gateways::forget_retired(&mut tx, backend.now() - KEPT_AFTER_RETIRING).await?;
    tx.commit().await?;
    Ok(forgotten)
}

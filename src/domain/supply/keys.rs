//! Keys of the vendors put over those of the environment. What is stored is sealed, and nothing here gives it back.

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, Origin, record_platform},
        error::{Internal, with_internal},
        scope::Operates,
    },
    providers::{ProviderError, account::KeySet},
};

const SEALED_COLUMN: &str = "provider_credentials.sealed";
/// Characters of the last key people see.
const HINT_LENGTH: usize = 4;

/// Why the keys were not taken. Those before stay in use.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    #[error("no such vendor")]
    NotFound,
    #[error("these do not look like the vendor's keys")]
    Bad,
    /// The vendor was asked and said no.
    #[error("the vendor refuses these keys: {0}")]
    Refused(ProviderError),
    #[error("the vendor does not answer: {0}")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(KeysError);

/// Puts keys in use after asking the vendor whether it takes them; other processes follow within half a minute.
pub async fn save_keys(
    backend: &Backend,
    by: &impl Operates,
    origin: &Origin,
    provider: &str,
    keys: KeySet,
) -> Result<(), KeysError> {
    let accounts = &backend.providers.accounts;
    let account = accounts
        .iter()
        .find(|account| account.name() == provider)
        .ok_or(KeysError::NotFound)?;
    if !account.look_right(&keys) {
        return Err(KeysError::Bad);
    }
    match account.check(&keys).await {
        Ok(()) => {}
        Err(error @ ProviderError::Refused(_)) => return Err(KeysError::Refused(error)),
        Err(error) => return Err(KeysError::Unavailable(error)),
    }
    let plain: Vec<&str> = keys.iter().map(|key| key.expose_secret()).collect();
    let hint: String = plain.last().map_or_else(String::new, |last| {
        last.chars()
            .skip(last.chars().count().saturating_sub(HINT_LENGTH))
            .collect()
    });
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let version = store::lock_version(&mut tx, provider).await? + 1;
    let platform = store::platform(&mut tx).await?;
    let row = format!("{provider}/{version}");
    let sealed = backend
        .seal
        .close(platform, SEALED_COLUMN, &row, &serde_json::to_vec(&plain)?)?;
    store::put_keys(
        &mut tx,
        provider,
        version,
        Some(&sealed),
        &hint,
        by.operator(),
        now,
    )
    .await?;
    let audit = Audit {
        after: Some(json!({ "hint": hint })),
        ..Audit::of("provider_keys.saved", provider, origin)
    };
    record_platform(&mut tx, by, now, audit).await?;
    tx.commit().await?;
    account.keys().put(Some(keys));
    Ok(())
}

/// Back to the environment's keys. True when there were others.
pub async fn remove_keys(
    backend: &Backend,
    by: &impl Operates,
    origin: &Origin,
    provider: &str,
) -> Result<bool, KeysError> {
    let accounts = &backend.providers.accounts;
    let account = accounts
        .iter()
        .find(|account| account.name() == provider)
        .ok_or(KeysError::NotFound)?;
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let version = store::lock_version(&mut tx, provider).await?;
    let was_there = store::has_keys(&mut tx, provider).await?;
    if was_there {
        store::put_keys(&mut tx, provider, version + 1, None, "", by.operator(), now).await?;
        record_platform(
            &mut tx,
            by,
            now,
            Audit::of("provider_keys.removed", provider, origin),
        )
        .await?;
    }
    tx.commit().await?;
    account.keys().put(None);
    Ok(was_there)
}

/// Gives every adapter the keys that stand in the database, or the environment's.
pub async fn take_keys(backend: &Backend) -> Result<(), Internal> {
    let mut tx = backend.begin_system().await?;
    let mut stored = store::all_keys(&mut tx).await?;
    stored.retain(|row| row.sealed.is_some());
    // Before a database is seeded it has no platform, and no keys either.
    let platform = match stored.is_empty() {
        true => None,
        false => Some(store::platform(&mut tx).await?),
    };
    tx.commit().await?;
    for account in &backend.providers.accounts {
        let found = stored.iter().find(|row| row.provider == account.name());
        let Some((row, sealed, platform)) =
            found.and_then(|row| Some((row, row.sealed.as_ref()?, platform?)))
        else {
            account.keys().put(None);
            continue;
        };
        let place = format!("{}/{}", row.provider, row.version);
        let opened = backend.seal.open(platform, SEALED_COLUMN, &place, sealed)?;
        let plain: Vec<String> = serde_json::from_slice(&opened)?;
        account
            .keys()
            .put(Some(plain.into_iter().map(SecretString::from).collect()));
    }
    Ok(())
}

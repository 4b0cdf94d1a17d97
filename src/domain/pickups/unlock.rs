//! The PIN or the mailed code of a page.

use chrono::TimeDelta;
use subtle::ConstantTimeEq;

use super::{
    ATTEMPTS_MAX,
    link::{self, CODE_COLUMN, PIN_COLUMN},
    proof, store,
};
use crate::{
    backend::Backend,
    domain::{
        accounts::LinkToken,
        error::{Internal, with_internal},
        scope::{Scope, Visitor},
    },
    shared::pickup::PickupCheck,
};

/// Why the page stays closed.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// No such link here, or not any more.
    #[error("no such link")]
    Gone,
    #[error("wrong, {left} left")]
    Wrong { left: i32 },
    #[error("too many wrong ones")]
    Locked,
    /// The mailed code is too old, or none was mailed.
    #[error("no code")]
    NoCode,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(UnlockError);

/// Compares what was typed and returns the proof for the browser. Whoever tries at the same time waits, so five tries are
/// five tries.
pub async fn unlock(
    backend: &Backend,
    visitor: &Visitor,
    token: Option<&LinkToken>,
    typed: &str,
) -> Result<String, UnlockError> {
    let (reseller, now) = (visitor.reseller(), backend.now());
    let token = token.ok_or(UnlockError::Gone)?;
    let mut tx = backend.begin(visitor).await?;
    store::lock(&mut tx, reseller, token).await?;
    let found = store::by_token(&mut tx, reseller, token)
        .await?
        .filter(|found| found.works(now))
        .ok_or(UnlockError::Gone)?;
    if found.attempts >= ATTEMPTS_MAX {
        return Err(UnlockError::Locked);
    }
    let (column, sealed) = match found.check {
        PickupCheck::Nothing => (PIN_COLUMN, None),
        PickupCheck::Pin => (PIN_COLUMN, found.pin_sealed.as_deref()),
        PickupCheck::Code => {
            let is_good = found.code_expires_at.is_some_and(|until| until > now);
            (CODE_COLUMN, found.code_sealed.as_deref().filter(|_| is_good))
        }
    };
    let right = link::text(
        backend,
        visitor,
        column,
        found.id,
        sealed.ok_or(UnlockError::NoCode)?,
    )?;
    // People type what they read: "123 456".
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).take(20).collect();
    if !bool::from(typed.as_bytes().ct_eq(right.as_bytes())) {
        store::set_attempts(&mut tx, reseller, &found, found.attempts + 1).await?;
        tx.commit().await?;
        let left = ATTEMPTS_MAX - found.attempts - 1;
        return Err(if left == 0 {
            UnlockError::Locked
        } else {
            UnlockError::Wrong { left }
        });
    }
    store::set_attempts(&mut tx, reseller, &found, 0).await?;
    store::forget_code(&mut tx, reseller, &found).await?;
    tx.commit().await?;
    let until = now + TimeDelta::minutes(proof::MINUTES);
    Ok(proof::make(&backend.seal, visitor, found.id, until)?)
}

//! Hands a queued mail over.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::{Scope, System},
    },
    providers::mail::MailError,
    shared::ids::MailId,
};

/// Why the mail is not out.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// No such mail at this reseller; trying again is no use.
    #[error("no such mail")]
    NotFound,
    /// The mail server did not take it; try again.
    #[error(transparent)]
    NotSent(MailError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(DeliverError);

/// Sends the mail and forgets its text, which may hold a link. A mail that is out already is left alone. A process
/// killed between the two sends it again under the same Message-ID.
pub async fn deliver(backend: &Backend, system: &System, id: MailId) -> Result<(), DeliverError> {
    let mut tx = backend.begin(system).await?;
    let mail = store::find(&mut tx, system.reseller(), id)
        .await?
        .ok_or(DeliverError::NotFound)?;
    tx.commit().await?;
    let Some(letter) = mail.letter else {
        return Ok(());
    };
    backend
        .providers
        .mail
        .send(&letter)
        .await
        .map_err(DeliverError::NotSent)?;
    let mut tx = backend.begin(system).await?;
    store::mark_sent(&mut tx, system.reseller(), id, backend.now()).await?;
    tx.commit().await?;
    Ok(())
}

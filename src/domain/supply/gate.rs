//! Whether a vendor gets new sales.

use sqlx::PgConnection;

use super::store;
use crate::{backend::Backend, domain::error::Internal, providers::watch::Circuit};

/// Why there are no new sales. Nothing was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    #[error("sales of this vendor are paused")]
    Paused,
    /// It kept failing and is left alone for a while.
    #[error("the vendor does not answer at the moment")]
    Resting,
}

/// In the transaction of a sale: as it stands now. Also true for what needs no vendor yet, like the price of a plan.
pub async fn closed(
    conn: &mut PgConnection,
    backend: &Backend,
    provider: &str,
) -> Result<Option<Closed>, Internal> {
    if store::is_paused(conn, provider).await? {
        return Ok(Some(Closed::Paused));
    }
    let circuit = backend.providers.watch.circuit(provider, backend.now());
    Ok(matches!(circuit, Circuit::Open { .. }).then_some(Closed::Resting))
}

/// Before a question to the vendor on the way to a sale: a pause may be seen a few seconds late.
pub async fn is_closed(backend: &Backend, provider: &str) -> Result<Option<Closed>, Internal> {
    let cache = &backend.caches.paused.0;
    let is_paused = match cache.get(provider).await {
        Some(known) => known,
        None => {
            let mut tx = backend.begin_system().await?;
            let is_paused = store::is_paused(&mut tx, provider).await?;
            tx.commit().await?;
            cache.insert(provider.to_owned(), is_paused).await;
            is_paused
        }
    };
    if is_paused {
        return Ok(Some(Closed::Paused));
    }
    let may_ask = backend.providers.watch.may_ask(provider, backend.now());
    Ok((!may_ask).then_some(Closed::Resting))
}

//! A vendor says that an order of ours moved: the order is taken further now and not when it is next asked about.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        queue::{Job, enqueue},
    },
};

/// What became of the event: a word of `webhook_events`, and a sentence. What it says is not believed, only asked about.
pub async fn hurry(
    backend: &Backend,
    provider: &str,
    reference: &str,
) -> Result<(&'static str, String), Internal> {
    let mut tx = backend.begin_system().await?;
    let Some((reseller, order, is_waiting)) = store::by_reference(&mut tx, provider, reference).await? else {
        return Ok(("unknown", "no order of ours has its reference".into()));
    };
    if !is_waiting {
        return Ok(("unchanged", format!("{order} is settled")));
    }
    enqueue(&mut tx, &Job::AdvanceOrder { reseller, order }, backend.now()).await?;
    tx.commit().await?;
    Ok(("applied", format!("{order} is asked about")))
}

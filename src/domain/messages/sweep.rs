//! Regular: messages nobody takes further, and numbers without an inbox.

use chrono::TimeDelta;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        queue::{Job, enqueue},
    },
};

/// Longer than any step takes.
const IDLE: TimeDelta = TimeDelta::minutes(2);
/// Taken up at once.
const MOST: i64 = 500;

/// Enqueues their jobs; how many.
pub async fn sweep(backend: &Backend) -> Result<usize, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let messages = store::idle(&mut tx, now - IDLE, MOST).await?;
    let numbers = store::without_inbox(&mut tx, &backend.providers.message_vendors(), MOST).await?;
    for (reseller, message) in &messages {
        let job = Job::AdvanceMessage {
            reseller: *reseller,
            message: *message,
        };
        enqueue(&mut tx, &job, now).await?;
    }
    for (reseller, number) in &numbers {
        let job = Job::OpenInbox {
            reseller: *reseller,
            number: *number,
        };
        enqueue(&mut tx, &job, now).await?;
    }
    tx.commit().await?;
    Ok(messages.len() + numbers.len())
}

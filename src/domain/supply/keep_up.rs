//! What each process does every few seconds: write down what it counted, and follow changes made in another one.

use super::{health, keys};
use crate::{backend::Backend, domain::error::Internal};

/// Writes the counts of calls and takes the keys as they stand.
pub async fn keep_up(backend: &Backend) -> Result<(), Internal> {
    health::write(backend).await?;
    keys::take_keys(backend).await
}

//! Regular: numbers something is due for.

use crate::{
    backend::Backend,
    domain::{error::Internal, numbers::life, renewals::advance, scope::System},
};

/// Looked at in one run; the next one is minutes away.
const MOST: i64 = 500;

/// Takes each one step further; how many. One that fails does not keep the others.
pub async fn sweep(backend: &Backend) -> Result<usize, Internal> {
    let mut tx = backend.begin_system().await?;
    let due = life::due(&mut tx, backend.now(), MOST).await?;
    tx.commit().await?;
    for (reseller, number) in &due {
        let system = System::of(*reseller, "renewals");
        if let Err(error) = advance(backend, &system, *number).await {
            tracing::error!(reseller_id = %reseller, number_id = %number, %error, "a number was not looked after");
        }
    }
    Ok(due.len())
}

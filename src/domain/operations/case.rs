//! Opens a question for the operator, once per thing.

use super::store;
use crate::{backend::Backend, domain::error::Internal, shared::ids::ResellerId};

/// Opens a case unless one is open about the same thing. `summary` says everything needed to decide. True when it is
/// new.
pub async fn open(
    backend: &Backend,
    reseller: Option<ResellerId>,
    kind: &str,
    reference: &str,
    summary: &str,
) -> Result<bool, Internal> {
    let mut tx = backend.begin_system().await?;
    let is_new = store::open_case(&mut tx, reseller, kind, reference, summary, backend.now()).await?;
    tx.commit().await?;
    if is_new {
        tracing::error!(kind, reference, "operator case opened");
        metrics::counter!("operator_cases_total", "kind" => kind.to_owned()).increment(1);
    }
    Ok(is_new)
}

//! One reseller, with everything an operator decides about it.

use super::store;
use crate::{
    backend::Backend,
    domain::{audit, entries, error::Internal, scope::Admin},
    shared::{console::ResellerDetail, ids::ResellerId},
};

/// The reseller; `None` when there is none.
pub async fn view(
    backend: &Backend,
    admin: &Admin,
    id: ResellerId,
) -> Result<Option<ResellerDetail>, Internal> {
    let mut tx = backend.begin_system().await?;
    let Some(found) = store::detail(&mut tx, id).await? else {
        return Ok(None);
    };
    let staff = store::staff(&mut tx, id).await?;
    let domains = store::domains(&mut tx, id).await?;
    let cases = store::cases(&mut tx, id).await?;
    let entries = entries::of_shop(&mut tx, id, backend.now()).await?;
    tx.commit().await?;
    let filter = audit::Filter {
        reseller: Some(id),
        ..audit::Filter::default()
    };
    let mut acts = audit::list(backend, admin, &filter, None).await?.rows;
    acts.truncate(10);
    Ok(Some(ResellerDetail {
        staff,
        domains,
        cases,
        entries,
        audit: acts,
        ..found
    }))
}

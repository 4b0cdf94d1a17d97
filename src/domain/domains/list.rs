//! A shop's domains.

use super::{add::DOMAINS_MAX, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope, scope::Staff},
    shared::{permissions::StaffMay, shop_domain::DomainList},
};

/// All of them, the primary one first.
pub async fn list(backend: &Backend, staff: &Staff) -> Result<DomainList, Internal> {
    let reseller = staff.reseller();
    let mut tx = backend.begin(staff).await?;
    let given = backend.hosts.given(&store::slug(&mut tx, reseller).await?);
    let domains = store::list(&mut tx, reseller, DOMAINS_MAX + 2).await?;
    let count = store::count(&mut tx, reseller).await?;
    tx.commit().await?;
    Ok(DomainList {
        rows: domains.iter().map(|domain| domain.row(&given)).collect(),
        given,
        is_room: count < DOMAINS_MAX,
        may_edit: staff.may(StaffMay::EditBrand),
    })
}

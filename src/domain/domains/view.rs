//! One domain with the records it needs.

use super::{
    judge::{PROOF_LABEL, proof},
    settle::KEPT,
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Staff},
    },
    shared::{
        ids::DomainId,
        permissions::StaffMay,
        shop_domain::{DnsRecord, DomainView},
    },
};

/// The domain, if the shop has it.
pub async fn view(backend: &Backend, staff: &Staff, id: DomainId) -> Result<Option<DomainView>, Internal> {
    let reseller = staff.reseller();
    let mut tx = backend.begin(staff).await?;
    let found = store::find(&mut tx, reseller, id).await?;
    let slug = store::slug(&mut tx, reseller).await?;
    tx.commit().await?;
    Ok(found.map(|domain| {
        let record = |kind: &str, name: String, value: String| DnsRecord {
            kind: kind.to_owned(),
            name,
            value,
        };
        let addresses = backend.hosts.addresses.iter().map(|address| {
            let kind = if address.is_ipv4() { "A" } else { "AAAA" };
            record(kind, domain.host.clone(), address.to_string())
        });
        DomainView {
            row: domain.row(&backend.hosts.given(&slug)),
            cause: domain.cause,
            found: domain.found.clone(),
            next_check_at: domain.next_check_at,
            kept_until: domain.failing_since.map(|since| since + KEPT),
            proof: record(
                "TXT",
                format!("{PROOF_LABEL}.{}", domain.host),
                proof(&domain.token),
            ),
            alias: record("CNAME", domain.host.clone(), backend.hosts.target.clone()),
            addresses: addresses.collect(),
            may_edit: staff.may(StaffMay::EditBrand),
        }
    }))
}

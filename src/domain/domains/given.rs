//! The host every shop has without doing anything.

use super::store;
use crate::{
    backend::{Backend, Tx},
    domain::{
        audit::{self, Audit},
        error::Internal,
        scope::Manages,
    },
    shared::ids::DomainId,
};

/// Makes the given host the primary one again, in the caller's transaction: the shop's links must lead somewhere.
pub(super) async fn make_primary(
    tx: &mut Tx,
    backend: &Backend,
    scope: &impl Manages,
) -> Result<(), Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let host = backend.hosts.given(&store::slug(tx, reseller).await?);
    store::clear_primary(tx, reseller).await?;
    store::put_given(tx, reseller, DomainId::new(), &host, now).await?;
    let audit = Audit {
        action: "domain.made_primary",
        entity: host,
        ..Audit::default()
    };
    audit::record(tx, scope, now, audit).await?;
    Ok(())
}

//! The companies somebody belongs to.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Customer, Member, Scope, WorksIn},
    },
    shared::company::HomeView,
};

/// All of them, by name, and the one the session works in.
pub async fn home(
    backend: &Backend,
    customer: &Customer,
    member: Option<&Member>,
) -> Result<HomeView, Internal> {
    let mut tx = backend.begin(customer).await?;
    let companies = store::memberships(&mut tx, customer.reseller(), customer.user()).await?;
    tx.commit().await?;
    let current = member.and_then(|member| {
        companies
            .iter()
            .find(|company| company.id == member.organization())
            .cloned()
    });
    Ok(HomeView { current, companies })
}

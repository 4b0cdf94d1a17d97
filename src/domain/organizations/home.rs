//! The companies somebody belongs to.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        accounts,
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
    let mut companies = store::memberships(&mut tx, customer.reseller(), customer.user()).await?;
    // Whoever came by a company's own sign-in is in that company alone.
    if let Some(only) = accounts::company_of_session(&mut tx, customer).await? {
        companies.retain(|company| company.id == only);
    }
    tx.commit().await?;
    let current = member.and_then(|member| {
        companies
            .iter()
            .find(|company| company.id == member.organization())
            .cloned()
    });
    Ok(HomeView { current, companies })
}

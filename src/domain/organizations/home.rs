//! The companies somebody belongs to.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        accounts,
        error::Internal,
        scope::{Customer, Member, Scope, WorksIn},
        wallet::{self, open::Owner},
    },
    shared::{company::HomeView, currency::Currency, money::Money, permissions::OrganizationMay},
};

/// All of them, by name, and the one the session works in, with its money in the shop's currency.
pub async fn home(
    backend: &Backend,
    customer: &Customer,
    member: Option<&Member>,
    currency: Currency,
) -> Result<HomeView, Internal> {
    let mut tx = backend.begin(customer).await?;
    let mut companies = store::memberships(&mut tx, customer.reseller(), customer.user()).await?;
    // Whoever came by a company's own sign-in is in that company alone.
    if let Some(only) = accounts::company_of_session(&mut tx, customer).await? {
        companies.retain(|company| company.id == only);
    }
    let available = match member.filter(|member| member.may(OrganizationMay::ViewInvoices)) {
        Some(member) => {
            let owner = Owner::Organization(member.organization());
            let purse = wallet::balance::purse(&mut tx, member, owner, currency, backend.now()).await?;
            Some(purse.map_or(Ok(Money::zero(currency)), |purse| purse.available())?)
        }
        None => None,
    };
    tx.commit().await?;
    let current = member.and_then(|member| {
        companies
            .iter()
            .find(|company| company.id == member.organization())
            .cloned()
    });
    Ok(HomeView {
        current,
        available,
        companies,
    })
}

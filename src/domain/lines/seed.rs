//! Lines of the demo's company, bought as any other.

use super::{Issue, issue, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::System},
    shared::ids::QuoteId,
};

/// A line of the demo.
#[derive(Debug, Clone, Copy)]
pub struct Seeded<'a> {
    /// The same key again buys nothing.
    pub key: QuoteId,
    /// Address of the employee.
    pub email: &'a str,
    pub provider: &'a str,
    /// The vendor's id of the plan.
    pub product: &'a str,
}

/// Buys it in the name of the company's owner. False when the demo lacks the employee, the plan or an owner.
pub async fn seed(backend: &Backend, line: &Seeded<'_>) -> Result<bool, Internal> {
    let mut tx = backend.begin_system().await?;
    let found = store::to_seed(&mut tx, line).await?;
    tx.commit().await?;
    let Some(found) = found else { return Ok(false) };
    let scope = System::of(found.reseller, "seed").at(found.organization, found.owner);
    let wish = Issue {
        key: line.key,
        employee: found.employee,
        plan: found.plan,
        max_price: None,
    };
    issue(backend, &scope, &wish)
        .await
        .map(|_| true)
        .map_err(|error| Internal::broken(error.to_string()))
}

//! What a rule would do to a plan's price.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        pricing::{
            self,
            simulate::{Hypothetical, SimulateError, Simulation},
        },
        scope::Scope,
    },
    shared::ids::PlanId,
};

/// The plan's name and its price in the scope's shop, now and with the rule; `None` when there is no such plan.
pub async fn simulate(
    backend: &Backend,
    scope: &impl Scope,
    plan: PlanId,
    change: Hypothetical,
) -> Result<Option<(String, Simulation)>, SimulateError> {
    let mut tx = backend.begin(scope).await?;
    let plan = store::plan(&mut tx, plan).await?;
    tx.commit().await?;
    let Some(plan) = plan else { return Ok(None) };
    let found = pricing::simulate(backend, scope, &plan.subject(), &plan.basis(), change).await?;
    Ok(Some((plan.name, found)))
}

//! What a rule would do to the first month of a number.

use super::cost::costs;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        place,
        pricing::{
            self, Basis, Subject,
            simulate::{Hypothetical, SimulateError, Simulation},
        },
        scope::Scope,
    },
    providers::ProviderError,
    shared::{number::NumberType, place::CountryCode, price::Service},
};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SimulateNumberError {
    /// No such numbers in this country.
    #[error("no such numbers")]
    NotFound,
    #[error("no answer from the vendor")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Simulate(SimulateError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SimulateNumberError);

/// What it is, and its price in the scope's shop, now and with the rule.
pub async fn simulate(
    backend: &Backend,
    scope: &impl Scope,
    country: CountryCode,
    kind: NumberType,
    change: Hypothetical,
) -> Result<(String, Simulation), SimulateNumberError> {
    let costs = costs(backend, country)
        .await
        .map_err(SimulateNumberError::Unavailable)?;
    let cost = costs
        .iter()
        .find(|cost| cost.kind == kind)
        .ok_or(SimulateNumberError::NotFound)?;
    let subject = Subject {
        service: Service::NumberPurchase,
        country: Some(country),
        provider: backend.providers.numbers.name(),
        plan: None,
    };
    let found = pricing::simulate(backend, scope, &subject, &Basis::of(cost.monthly), change)
        .await
        .map_err(SimulateNumberError::Simulate)?;
    let name = format!(
        "{} number in {}, first month",
        kind.label(),
        place::country(country).name
    );
    Ok((name, found))
}

//! What a rule would do to the first month of a number.

use super::cost::usual;
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
    let (provider, cost) = usual(backend, country, kind)
        .await
        .map_err(SimulateNumberError::Unavailable)?
        .ok_or(SimulateNumberError::NotFound)?;
    let first = cost.first().map_err(Internal::from)?;
    let subject = Subject {
        service: Service::NumberPurchase,
        country: Some(country),
        provider,
        plan: None,
    };
    let found = pricing::simulate(backend, scope, &subject, &Basis::of(first), change)
        .await
        .map_err(SimulateNumberError::Simulate)?;
    let name = format!(
        "{} number in {}, first month",
        kind.label(),
        place::country(country).name
    );
    Ok((name, found))
}

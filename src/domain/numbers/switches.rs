//! The countries whose numbers can be sold, with their switches.

use super::countries::countries;
use crate::{
    backend::Backend,
    domain::{assortment, error::Internal, scope::Manages},
    shared::{assortment::NumberSwitch, number::NumberType},
};

/// All of them by name, with what the scope's shop has switched off.
pub async fn switches(backend: &Backend, scope: &impl Manages) -> Result<Vec<NumberSwitch>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let off = assortment::numbers_off(&mut tx, scope).await?;
    tx.commit().await?;
    Ok(countries()
        .into_iter()
        .map(|country| NumberSwitch {
            is_on: !off.is_country_off(country.code),
            kinds: NumberType::ALL
                .into_iter()
                .map(|kind| (kind, !off.is_kind_off(country.code, kind)))
                .collect(),
            country,
        })
        .collect())
}

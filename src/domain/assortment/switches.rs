//! What is switched off.

use std::collections::HashSet;

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{ids::PlanId, number::NumberType, place::CountryCode},
};

/// The numbers a shop does not sell.
#[derive(Debug, Clone, Default)]
pub struct NumbersOff(HashSet<String>);

impl NumbersOff {
    /// The whole country is off.
    pub fn is_country_off(&self, country: CountryCode) -> bool {
        self.0.contains(country.as_str())
    }

    /// This kind is off there, by its own switch.
    pub fn is_kind_off(&self, country: CountryCode, kind: NumberType) -> bool {
        self.0.contains(&format!("{country}:{}", kind.as_str()))
    }

    /// Neither switch is off.
    pub fn is_sold(&self, country: CountryCode, kind: NumberType) -> bool {
        !self.is_country_off(country) && !self.is_kind_off(country, kind)
    }
}

/// The numbers the scope's shop does not sell.
pub async fn numbers_off(conn: &mut PgConnection, scope: &impl Scope) -> Result<NumbersOff, Internal> {
    Ok(NumbersOff(
        store::numbers_off(conn, scope.reseller())
            .await?
            .into_iter()
            .collect(),
    ))
}

/// True when neither the plan nor its place is off in the scope's shop.
pub async fn is_plan_sold(
    conn: &mut PgConnection,
    scope: &impl Scope,
    plan: PlanId,
) -> Result<bool, Internal> {
    Ok(store::is_plan_sold(conn, scope.reseller(), plan).await?)
}

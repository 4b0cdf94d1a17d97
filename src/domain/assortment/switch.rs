//! Switches something on or off.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::{ids::PlanId, number::NumberType, place::CountryCode},
};

/// What can be switched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Product {
    Plan(PlanId),
    /// All plans of a country or region, by the slug of its page.
    Place(String),
    /// All numbers of a country.
    NumberCountry(CountryCode),
    Number(CountryCode, NumberType),
}

impl Product {
    /// Reads the words of a form.
    pub fn parse(kind: &str, key: &str) -> Option<Self> {
        match kind {
            "plan" => key.parse().ok().map(Self::Plan),
            "place" if is_slug(key) => Some(Self::Place(key.to_owned())),
            "number_country" => key.parse().ok().map(Self::NumberCountry),
            "number" => {
                let (country, number_type) = key.split_once(':')?;
                Some(Self::Number(country.parse().ok()?, number_type.parse().ok()?))
            }
            _ => None,
        }
    }

    /// The words of the table.
    fn words(&self) -> (&'static str, String) {
        match self {
            Self::Plan(plan) => ("plan", plan.to_string()),
            Self::Place(slug) => ("place", slug.clone()),
            Self::NumberCountry(country) => ("number_country", country.to_string()),
            Self::Number(country, kind) => ("number", format!("{country}:{}", kind.as_str())),
        }
    }
}

fn is_slug(text: &str) -> bool {
    (1..=80).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Why nothing was switched.
#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    /// No such plan or place in the catalogue.
    #[error("not in the catalogue")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SwitchError);

/// Switches it in the scope's shop, at once. Switching twice changes nothing.
pub async fn switch(
    backend: &Backend,
    scope: &impl Manages,
    product: &Product,
    is_on: bool,
) -> Result<(), SwitchError> {
    let (now, reseller) = (backend.now(), scope.reseller());
    let (kind, key) = product.words();
    let mut tx = backend.begin(scope).await?;
    let is_known = match product {
        Product::Plan(plan) => store::is_plan(&mut tx, *plan).await?,
        Product::Place(slug) => store::is_place(&mut tx, slug).await?,
        Product::NumberCountry(_) | Product::Number(..) => true,
    };
    if !is_known {
        return Err(SwitchError::NotFound);
    }
    let is_changed = if is_on {
        store::switch_on(&mut tx, reseller, kind, &key).await?
    } else {
        store::switch_off(&mut tx, reseller, kind, &key, now).await?
    };
    if is_changed {
        let audit = Audit {
            action: "catalogue.switched",
            entity: format!("{kind}:{key}"),
            before: Some(serde_json::json!({ "is_on": !is_on })),
            after: Some(serde_json::json!({ "is_on": is_on })),
            ..Audit::default()
        };
        audit::record(&mut tx, scope, now, audit).await?;
    }
    tx.commit().await?;
    backend.caches.catalogues.clear();
    Ok(())
}

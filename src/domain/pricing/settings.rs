//! How a shop's prices end now, and the least it earns.

use super::{rounding::Rounding, save_settings::PriceSettings, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Manages, Operates},
    },
    shared::pricing::FloorsView,
};

/// The shop's settings in its currency, and the platform's commission in percent.
pub async fn settings(backend: &Backend, scope: &impl Manages) -> Result<(FloorsView, String), Internal> {
    let mut tx = backend.begin(scope).await?;
    let terms = store::settings::terms(&mut tx, scope.reseller()).await?;
    tx.commit().await?;
    let floors = FloorsView {
        currency: terms.currency,
        rounding: terms.rounding.as_str().into(),
        minimum_margin: terms.reseller_margin.fixed,
        minimum_margin_percent: terms.reseller_margin.percent.normalize().to_string(),
    };
    Ok((floors, terms.commission_percent.normalize().to_string()))
}

/// The platform's settings of each currency that has some.
pub async fn platform_settings(
    backend: &Backend,
    _operator: &impl Operates,
) -> Result<Vec<FloorsView>, Internal> {
    let mut tx = backend.begin_system().await?;
    let all = store::settings::platform(&mut tx).await?;
    tx.commit().await?;
    Ok(all.into_iter().map(view).collect())
}

fn view(settings: PriceSettings) -> FloorsView {
    let rounding: Rounding = settings.rounding;
    FloorsView {
        currency: settings.minimum_margin.currency(),
        rounding: rounding.as_str().into(),
        minimum_margin: settings.minimum_margin,
        minimum_margin_percent: settings.minimum_margin_percent.normalize().to_string(),
    }
}

//! A shop's settings for messages: countries, and the guard against pumping.

use super::{countries, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::{
        message::{MessageCountry, MessageGuard, MessageSettings},
        place::CountryCode,
    },
};

/// Alarms on the page.
const ALARMS: i64 = 50;

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Outside 1 to the most there can be.
    #[error("not a limit")]
    Limit,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SettingsError);

/// Countries, guard and the last alarms.
pub async fn settings(backend: &Backend, scope: &impl Manages) -> Result<MessageSettings, Internal> {
    let reseller = scope.reseller();
    let mut tx = backend.begin(scope).await?;
    let switched = store::countries(&mut tx, reseller).await?;
    let guard = store::guard(&mut tx, reseller).await?;
    let alarms = store::alarms(&mut tx, reseller, ALARMS).await?;
    tx.commit().await?;
    let countries = countries::all()
        .into_iter()
        .map(|country| {
            let code = country.code.to_string();
            let said = switched.iter().find(|(known, _)| *known == code);
            MessageCountry {
                is_on: said.map_or_else(|| countries::is_usual(country.code), |(_, is_on)| *is_on),
                name: country.name,
                code,
            }
        })
        .collect();
    Ok(MessageSettings {
        countries,
        guard: guard.unwrap_or(MessageGuard::USUAL),
        alarms,
    })
}

/// Lets customers write to exactly these countries, of those that can be switched. Messages on their way go on.
pub async fn save_countries(
    backend: &Backend,
    scope: &impl Manages,
    on: &[String],
    origin: &Origin,
) -> Result<(), SettingsError> {
    let switched: Vec<(CountryCode, bool)> = countries::all()
        .into_iter()
        .map(|country| (country.code, on.iter().any(|code| code == country.code.as_str())))
        .collect();
    let mut tx = backend.begin(scope).await?;
    store::set_countries(&mut tx, scope.reseller(), &switched).await?;
    let mut audit = Audit::of("message_countries.changed", scope.reseller(), origin);
    let on: Vec<&str> = switched
        .iter()
        .filter(|(_, is_on)| *is_on)
        .map(|(country, _)| country.as_str())
        .collect();
    audit.after = Some(serde_json::json!({ "on": on }));
    audit::record(&mut tx, scope, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets what is too much in ten minutes, and whether it is refused.
pub async fn save_guard(
    backend: &Backend,
    scope: &impl Manages,
    guard: MessageGuard,
    origin: &Origin,
) -> Result<(), SettingsError> {
    let fits = |value: i32, most: i32| (1..=most).contains(&value);
    if !fits(guard.range_max, 10_000) || !fits(guard.customer_max, 10_000) || !fits(guard.shop_max, 1_000_000)
    {
        return Err(SettingsError::Limit);
    }
    let mut tx = backend.begin(scope).await?;
    let before = store::guard(&mut tx, scope.reseller()).await?;
    store::set_guard(&mut tx, scope.reseller(), guard).await?;
    let mut audit = Audit::of("message_guard.changed", scope.reseller(), origin);
    audit.before = before.map(serde_json::to_value).transpose()?;
    audit.after = Some(serde_json::to_value(guard)?);
    audit::record(&mut tx, scope, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}

//! What becomes of calls to a number.

use serde_json::json;

use super::{draft::may_reach, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        messages::destination,
        numbers,
        policies::AllowError,
        scope::Buys,
    },
    shared::{call::CallSettings, ids::NumberId, policy::Breach},
};

/// Longest greeting.
const GREETING_MAX: usize = 300;

/// What the owner wants.
#[derive(Debug, Clone)]
pub struct SaveSettings {
    pub number: NumberId,
    /// As it was typed; empty for nowhere.
    pub forward_to: String,
    pub ring_seconds: i16,
    pub has_voicemail: bool,
    /// Empty for the usual one.
    pub greeting: String,
    pub origin: Origin,
}

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("no such number")]
    NotFound,
    #[error("not a phone number")]
    NotAPhone,
    /// A number somebody holds here: calls could go in circles.
    #[error("a number of ours")]
    InCircles,
    #[error("calls to that country are off here")]
    CountryOff,
    /// The policy of the company that pays.
    #[error(transparent)]
    Policy(Breach),
    #[error("5 to 60 seconds")]
    RingSeconds,
    #[error("a greeting has at most 300 characters")]
    Greeting,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SettingsError);

/// The settings; `None` when the number is somebody else's.
pub async fn settings(
    backend: &Backend,
    buyer: &impl Buys,
    number: NumberId,
) -> Result<Option<CallSettings>, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let found = store::settings_of(&mut tx, buyer, number).await?;
    tx.commit().await?;
    Ok(found)
}

/// Changes them.
pub async fn save_settings(
    backend: &Backend,
    customer: &impl Buys,
    wanted: &SaveSettings,
) -> Result<(), SettingsError> {
    if !(5..=60).contains(&wanted.ring_seconds) {
        return Err(SettingsError::RingSeconds);
    }
    let greeting: String = wanted.greeting.split_whitespace().collect::<Vec<_>>().join(" ");
    let greeting: String = greeting.chars().filter(|c| !c.is_control()).collect();
    if greeting.chars().count() > GREETING_MAX {
        return Err(SettingsError::Greeting);
    }
    let mut tx = backend.begin(customer).await?;
    let caller = store::caller(&mut tx, customer, wanted.number)
        .await?
        .ok_or(SettingsError::NotFound)?;
    let forward = match wanted.forward_to.trim() {
        "" => None,
        text => Some(destination::parse(text, caller.country).ok_or(SettingsError::NotAPhone)?),
    };
    if let Some(phone) = &forward
        && !store::is_country_on(&mut tx, customer.reseller(), phone.country).await?
    {
        return Err(SettingsError::CountryOff);
    }
    if let (Some(phone), Some(_)) = (&forward, customer.company()) {
        let company = numbers::company_use(&mut tx, customer, wanted.number, customer.user()).await?;
        may_reach(&mut tx, customer, company.as_ref(), phone)
            .await
            .map_err(|error| match error {
                AllowError::Breach(breach) => SettingsError::Policy(breach),
                AllowError::Internal(error) => SettingsError::Internal(error),
            })?;
    }
    tx.commit().await?;
    if let Some(phone) = &forward {
        let mut tx = backend.begin_system().await?;
        let is_ours = store::is_ours(&mut tx, &phone.e164).await?;
        tx.commit().await?;
        if is_ours {
            return Err(SettingsError::InCircles);
        }
    }
    let settings = CallSettings {
        number: wanted.number,
        display: String::new(),
        is_active: true,
        forward_to: forward.map(|phone| phone.e164),
        ring_seconds: wanted.ring_seconds,
        has_voicemail: wanted.has_voicemail,
        greeting,
    };
    let mut tx = backend.begin(customer).await?;
    store::put_settings(&mut tx, customer.reseller(), &settings).await?;
    let audit = Audit {
        after: Some(
            json!({ "forwarded": settings.forward_to.is_some(), "voicemail": settings.has_voicemail }),
        ),
        ..Audit::of("number_calls.saved", wanted.number, &wanted.origin)
    };
    audit::record(&mut tx, customer, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}

//! A call somebody wants to make, checked and priced. The preview and the call both go by here, so they say the same.

use super::{price, rate::Rates, store};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::{Internal, with_internal},
        messages::destination::{self, Destination},
        numbers::{self, CompanyUse},
        policies::{self, AllowError},
        pricing::{self, price::PriceError},
        scope::{Buys, Scope},
        supply::{self, Closed},
    },
    providers::ProviderError,
    shared::{ids::NumberId, policy::Breach},
};

/// A call before it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub number: NumberId,
    /// Whom to call, as it was typed.
    pub to: String,
    /// The caller's own phone, which is rung first.
    pub phone: String,
}

/// Why nobody can be rung. Nothing was held or charged.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// Not one of this customer's numbers.
    #[error("no such number")]
    NotFound,
    /// Released, suspended, or unable to call.
    #[error("the number cannot call")]
    NumberOff,
    #[error("not a phone number")]
    NotAPhone,
    #[error("not a phone number of one's own")]
    NotYourPhone,
    /// Two of the three are the same.
    #[error("to itself")]
    ToItself,
    #[error("calls to {0} are off here")]
    CountryOff(String),
    /// No vendor carries it, or no price is known.
    #[error("no way to {0}")]
    NoWay(String),
    /// The policy of the company that pays.
    #[error(transparent)]
    Policy(Breach),
    #[error(transparent)]
    Closed(Closed),
    #[error("no answer from the vendor")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(DraftError);

/// A draft that can be rung, with its prices.
pub(super) struct Checked {
    /// The vendor of the number.
    pub provider: &'static str,
    pub to: Destination,
    pub phone: Destination,
    pub rates: Rates,
    /// What it counts for in the company that pays.
    pub company: Option<CompanyUse>,
}

/// Checks the draft and opens the transaction its price was made in. Asks the vendor for prices before.
pub(super) async fn check(
    backend: &Backend,
    buyer: &impl Buys,
    draft: &Draft,
) -> Result<(Tx, Checked), DraftError> {
    let mut tx = backend.begin(buyer).await?;
    let caller = store::caller(&mut tx, buyer, draft.number)
        .await?
        .ok_or(DraftError::NotFound)?;
    tx.commit().await?;
    let vendor = backend.providers.call(&caller.provider);
    let can_call = caller.state.works() && caller.has_voice;
    let Some(vendor) = vendor.filter(|_| can_call) else {
        return Err(DraftError::NumberOff);
    };
    let provider = vendor.name();
    let to = destination::parse(&draft.to, caller.country).ok_or(DraftError::NotAPhone)?;
    let phone = destination::parse(&draft.phone, caller.country).ok_or(DraftError::NotYourPhone)?;
    if to.e164 == caller.e164 || phone.e164 == caller.e164 || to.e164 == phone.e164 {
        return Err(DraftError::ToItself);
    }
    let mut minutes = vec![];
    for leg in [&phone, &to] {
        let costs = price::costs(backend, vendor.as_ref(), leg.country)
            .await
            .map_err(DraftError::Unavailable)?;
        let cost = costs.minute(&leg.e164, &caller.e164);
        minutes.push(cost.ok_or_else(|| DraftError::NoWay(place(leg)))?);
    }
    let mut tx = backend.begin(buyer).await?;
    if let Some(closed) = supply::closed(&mut tx, backend, provider).await? {
        return Err(DraftError::Closed(closed));
    }
    for leg in [&phone, &to] {
        if !store::is_country_on(&mut tx, buyer.reseller(), leg.country).await? {
            return Err(DraftError::CountryOff(place(leg)));
        }
    }
    let company = match buyer.company() {
        Some(_) => numbers::company_use(&mut tx, buyer, draft.number, buyer.user()).await?,
        None => None,
    };
    for leg in [&phone, &to] {
        may_reach(&mut tx, buyer, company.as_ref(), leg)
            .await
            .map_err(|error| match error {
                AllowError::Breach(breach) => DraftError::Policy(breach),
                AllowError::Internal(error) => DraftError::Internal(error),
            })?;
    }
    let book = pricing::rulebook(&mut tx, buyer, backend.now()).await?;
    let mut rates = vec![];
    for (leg, cost) in [&phone, &to].into_iter().zip(minutes) {
        match price::minute(&book, provider, leg.country, cost) {
            Ok(rate) => rates.push(rate),
            Err(PriceError::NoRate) => return Err(DraftError::NoWay(place(leg))),
            Err(PriceError::Money(error)) => return Err(error.into()),
        }
    }
    let mut rates = rates.into_iter();
    let rates = Rates {
        first: rates.next(),
        second: rates.next(),
    };
    let checked = Checked {
        provider,
        to,
        phone,
        rates,
        company,
    };
    Ok((tx, checked))
}

/// Whether the policy of the company that pays lets this phone be rung.
pub(super) async fn may_reach(
    tx: &mut Tx,
    scope: &impl Scope,
    company: Option<&CompanyUse>,
    leg: &Destination,
) -> Result<(), AllowError> {
    let Some(of) = company else {
        return Ok(());
    };
    policies::may_reach(tx, scope, of.organization, (of.team, of.employee), leg.country).await
}

fn place(leg: &Destination) -> String {
    crate::domain::place::country(leg.country).name
}

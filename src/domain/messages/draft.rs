//! What somebody wants to send, checked and priced. Preview and sending both go by here, so they say the same.

use super::{
    countries,
    destination::{self, Destination},
    price,
    store::{self, Sender},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::{Internal, with_internal},
        numbers::{self, CompanyUse},
        orders::place::Payer,
        policies::{self, AllowError},
        pricing::{self, price::PriceError},
        scope::Buys,
        supply::{self, Closed},
    },
    providers::ProviderError,
    shared::{
        ids::NumberId,
        message::QuietHours,
        money::Money,
        policy::Breach,
        price::PriceStack,
        sms::{self, Measure},
    },
};

/// A message before it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub number: NumberId,
    /// As it was typed.
    pub to: String,
    pub body: String,
}

/// Why it cannot be sent. Nothing was held or charged.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// Not one of this customer's numbers.
    #[error("no such number")]
    NotFound,
    /// Released, suspended, unable to write, or at a vendor that carries no messages for us.
    #[error("the number cannot send messages")]
    NumberOff,
    #[error("no text")]
    Empty,
    #[error("a text of {0} characters")]
    TooLong(usize),
    #[error("not a phone number")]
    NotAPhone,
    /// The number itself.
    #[error("to itself")]
    ToItself,
    #[error("messages to {0} are off here")]
    CountryOff(String),
    /// No vendor carries it, or no price is known.
    #[error("no way to {0}")]
    NoWay(String),
    /// The policy of the company that pays.
    #[error(transparent)]
    Policy(Breach),
    /// They answered STOP.
    #[error("they asked for no more messages")]
    OptedOut,
    /// By the owner's own setting.
    #[error("quiet until {until}")]
    Quiet { until: String },
    #[error(transparent)]
    Closed(Closed),
    #[error("no answer from the vendor")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(DraftError);

/// A draft that can be sent, with its price.
pub(super) struct Checked {
    /// The vendor of the number.
    pub provider: &'static str,
    pub to: Destination,
    pub body: String,
    pub measure: Measure,
    /// Of one segment.
    pub unit: PriceStack,
    /// Of all of it.
    pub stack: PriceStack,
    /// What it counts for in the company that pays.
    pub company: Option<CompanyUse>,
}

/// Line ends as phones have them; without what no keyboard types.
pub(super) fn clean(body: &str) -> String {
    body.replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Checks the draft and opens the transaction its price was made in. Asks the vendor for prices before.
pub(super) async fn check(
    backend: &Backend,
    buyer: &impl Buys,
    payer: Payer,
    draft: &Draft,
) -> Result<(Tx, Checked), DraftError> {
    let body = clean(&draft.body);
    if body.trim().is_empty() {
        return Err(DraftError::Empty);
    }
    let length = body.encode_utf16().count();
    if length > sms::LENGTH_MAX {
        return Err(DraftError::TooLong(length));
    }
    let mut tx = backend.begin(buyer).await?;
    let sender = store::sender(&mut tx, buyer, draft.number, backend.now())
        .await?
        .ok_or(DraftError::NotFound)?;
    tx.commit().await?;
    let vendor = backend.providers.message(&sender.provider);
    let can_write = sender.state.works() && sender.has_sms;
    let Some(vendor) = vendor.filter(|_| can_write) else {
        return Err(DraftError::NumberOff);
    };
    let provider = vendor.name();
    let to = destination::parse(&draft.to, sender.country).ok_or(DraftError::NotAPhone)?;
    if to.e164 == sender.e164 {
        return Err(DraftError::ToItself);
    }
    let place = crate::domain::place::country(to.country).name;
    let costs = price::costs(backend, vendor.as_ref(), to.country)
        .await
        .map_err(DraftError::Unavailable)?;

    let mut tx = backend.begin(buyer).await?;
    if let Some(closed) = supply::closed(&mut tx, backend, provider).await? {
        return Err(DraftError::Closed(closed));
    }
    let company = match buyer.company() {
        Some(_) => numbers::company_use(&mut tx, buyer, draft.number, buyer.user()).await?,
        None => None,
    };
    if let Some(of) = &company {
        policies::may_reach(
            &mut tx,
            buyer,
            of.organization,
            (of.team, of.employee),
            to.country,
        )
        .await
        .map_err(|error| match error {
            AllowError::Breach(breach) => DraftError::Policy(breach),
            AllowError::Internal(error) => DraftError::Internal(error),
        })?;
    }
    let rules = store::rules(&mut tx, buyer.reseller(), draft.number, &to.e164, to.country).await?;
    if !rules
        .is_country_on
        .unwrap_or_else(|| countries::is_usual(to.country))
    {
        return Err(DraftError::CountryOff(place));
    }
    if rules.is_opted_out {
        return Err(DraftError::OptedOut);
    }
    if let Some(until) = quiet_until(&sender) {
        return Err(DraftError::Quiet { until });
    }
    let book = pricing::rulebook(&mut tx, buyer, backend.now()).await?;
    let unit = match price::unit(&book, provider, to.country, sender.kind, &costs) {
        Ok(Some(unit)) => unit,
        Ok(None) | Err(PriceError::NoRate) => return Err(DraftError::NoWay(place)),
        Err(PriceError::Money(error)) => return Err(error.into()),
    };
    let unit = if payer == Payer::Float {
        unit.wholesale()
    } else {
        unit
    };
    let measure = sms::measure(&body);
    let stack = unit.times(measure.segments)?;
    let checked = Checked {
        provider,
        to,
        body,
        measure,
        unit,
        stack,
        company,
    };
    Ok((tx, checked))
}

/// The clock time quiet ends, in quiet hours.
fn quiet_until(sender: &Sender) -> Option<String> {
    let quiet = sender.quiet?;
    quiet
        .covers(sender.minute_of_day)
        .then(|| QuietHours::clock(quiet.until))
}

/// A price of one segment for a page, where there is one.
pub(super) async fn unit_price(
    backend: &Backend,
    buyer: &impl Buys,
    sender: &Sender,
    peer: &str,
) -> Result<Option<Money>, Internal> {
    let Some(to) = destination::parse(peer, sender.country) else {
        return Ok(None);
    };
    let Some(vendor) = backend.providers.message(&sender.provider) else {
        return Ok(None);
    };
    let Ok(costs) = price::costs(backend, vendor.as_ref(), to.country).await else {
        return Ok(None);
    };
    let mut tx = backend.begin(buyer).await?;
    let book = pricing::rulebook(&mut tx, buyer, backend.now()).await?;
    tx.commit().await?;
    let unit = price::unit(&book, vendor.name(), to.country, sender.kind, &costs);
    Ok(unit.ok().flatten().map(|stack| stack.charged))
}

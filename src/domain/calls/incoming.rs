//! Somebody rings a number of ours: forwarded, taken down as a message, or refused, within a second.

use std::time::Duration;

use super::{
    answer::script_of,
    cut::NOT_REACHED,
    draft::may_reach,
    open::{LONGEST, Opened, Opening, open},
    price,
    rate::Rates,
    store::{self, Holder},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        messages::destination::{self, Destination},
        numbers,
        policies::AllowError,
        pricing,
        scope::{Scope, System},
    },
    providers::calls::{CallProvider, Step},
    shared::{ids::CallId, shop_set_up::ShopStatus},
};

/// How long prices are waited for: somebody stands at the phone.
const PRICES: Duration = Duration::from_millis(700);
/// A message and its greeting.
const VOICEMAIL_SECONDS: u32 = 180;

/// The answer. The same call asked about again is answered alike and entered once.
pub(super) async fn incoming(
    backend: &Backend,
    vendor: &dyn CallProvider,
    provider_id: &str,
    from: &str,
    to: &str,
) -> Result<String, Internal> {
    let mut tx = backend.begin_system().await?;
    let holder = store::holder(&mut tx, vendor.name(), to).await?;
    tx.commit().await?;
    let reject = || vendor.script("", &[Step::Reject]);
    let Some(holder) = holder.filter(|holder| holder.state.works()) else {
        return Ok(reject());
    };
    // Whoever may spend nothing is not called at their cost.
    if holder.shop == ShopStatus::Suspended || !holder.is_open {
        return Ok(reject());
    }
    let system = System::of(holder.reseller, "webhook");
    let forward = holder
        .forward_to
        .as_deref()
        .and_then(|phone| destination::parse(phone, holder.country));
    if forward.is_none() && !holder.rules.has_voicemail {
        return Ok(reject());
    }
    let peer = destination::sender(from);
    let caller = if from.starts_with('+') && destination::parse(from, holder.country).is_some() {
        from
    } else {
        to
    };
    let priced = tokio::time::timeout(
        PRICES,
        rates(backend, vendor, &system, &holder, forward.as_ref(), caller),
    );
    let rates = match priced.await {
        Ok(Ok(rates)) => rates,
        Ok(Err(error)) => {
            tracing::warn!(%error, number_id = %holder.number, "a call came in that has no price");
            None
        }
        Err(_) => None,
    };
    let Some(rates) = rates else {
        return Ok(reject());
    };
    let mut tx = backend.begin(&system).await?;
    let company = match holder.is_company {
        true => numbers::company_use(&mut tx, &system, holder.number, holder.user).await?,
        false => None,
    };
    if let Some(phone) = &forward {
        match may_reach(&mut tx, &system, company.as_ref(), phone).await {
            Ok(()) => {}
            Err(AllowError::Breach(_)) => return Ok(reject()),
            Err(AllowError::Internal(error)) => return Err(error),
        }
    }
    let country = forward.as_ref().map_or(holder.country, |phone| phone.country);
    let opening = Opening {
        id: CallId::new(),
        user: holder.user,
        company: company.as_ref(),
        number: holder.number,
        is_out: false,
        peer: &peer,
        country,
        phone: forward.as_ref().map(|phone| phone.e164.as_str()),
        provider: vendor.name(),
        provider_call_id: Some(provider_id),
        settlement_mode: holder.settlement_mode,
        currency: holder.currency,
        rates: &rates,
        most_seconds: if forward.is_some() {
            LONGEST
        } else {
            VOICEMAIL_SECONDS
        },
        now: backend.now(),
    };
    let refusal = match open(&mut tx, backend, &system, &opening).await? {
        Opened::Yes | Opened::Known => None,
        Opened::NoMoney { .. } => {
            Some("Your wallet has too little money for calls that come in. Please add some.")
        }
        Opened::NoBudget(_) => {
            Some("A budget of your company is used up, so the call could not be paid for.")
        }
        Opened::Frozen => Some("A payment of yours is disputed, so calls cannot be paid for."),
        Opened::ShopClosed => Some("Calls could not be taken at the moment."),
    };
    if let Some(why) = refusal {
        store::set_refused(&mut tx, holder.reseller, opening.id, why, opening.now).await?;
        tx.commit().await?;
        return Ok(vendor.script("", &[Step::Say(NOT_REACHED), Step::HangUp]));
    }
    let call = store::lock_by_vendor(&mut tx, holder.reseller, vendor.name(), provider_id).await?;
    let Some(call) = call.filter(|call| !call.state.is_over()) else {
        tx.commit().await?;
        return Ok(vendor.script("", &[Step::HangUp]));
    };
    super::watch::look_later(&mut tx, &system, &call).await?;
    tx.commit().await?;
    Ok(script_of(vendor, &system, &call, caller, &holder.rules))
}

/// Prices of both legs; `None` where the vendor has none for where it goes on.
async fn rates(
    backend: &Backend,
    vendor: &dyn CallProvider,
    system: &System,
    holder: &Holder,
    forward: Option<&Destination>,
    caller: &str,
) -> Result<Option<Rates>, Internal> {
    let provider = vendor.name();
    let first = price::costs(backend, vendor, holder.country)
        .await?
        .inbound(holder.kind);
    let second = match forward {
        None => None,
        Some(phone) => match price::costs(backend, vendor, phone.country)
            .await?
            .minute(&phone.e164, caller)
        {
            Some(cost) => Some((phone.country, cost)),
            None => return Ok(None),
        },
    };
    let mut tx = backend.begin(system).await?;
    if let Some((country, _)) = second
        && !store::is_country_on(&mut tx, system.reseller(), country).await?
    {
        tx.commit().await?;
        return Ok(None);
    }
    let book = pricing::rulebook(&mut tx, system, backend.now()).await?;
    tx.commit().await?;
    let rate = |country, cost| {
        price::minute(&book, provider, country, cost).map_err(|error| Internal::broken(error.to_string()))
    };
    Ok(Some(Rates {
        first: first.map(|cost| rate(holder.country, cost)).transpose()?,
        second: second.map(|(country, cost)| rate(country, cost)).transpose()?,
    }))
}

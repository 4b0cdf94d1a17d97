//! Somebody rings a number an AI agent answers: the vendor asks who is to talk, and for how long there is money.

use chrono::TimeDelta;

use super::{
    cut::NOT_REACHED,
    open::{Opened, Opening, SLICE, open},
    price,
    rate::Rates,
    store::{self, AgentHolder},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::Internal,
        messages::destination,
        numbers, pricing,
        scope::{Scope as _, System},
        supply::{self, Closed},
    },
    providers::agents::{AgentAnswer, AgentCall, AgentProvider},
    shared::{ids::CallId, shop_set_up::ShopStatus},
};

/// Spoken where nobody is to talk.
const NO_AGENT: &str = "This number takes no calls at the moment. Goodbye.";

/// Who talks, and how long at most: the time is paid for before. The same call asked about again is answered alike and entered
/// once.
pub(super) async fn answer_agent(
    backend: &Backend,
    vendor: &dyn AgentProvider,
    asked: &AgentCall,
) -> Result<AgentAnswer, Internal> {
    if supply::is_closed(backend, vendor.name()).await? == Some(Closed::Paused) {
        return Ok(AgentAnswer::Refuse(NO_AGENT));
    }
    let mut tx = backend.begin_system().await?;
    let holder = store::agent_holder(&mut tx, &asked.to).await?;
    tx.commit().await?;
    let Some(holder) = holder else {
        return Ok(AgentAnswer::Refuse(NO_AGENT));
    };
    let may_answer = holder.state.works() && holder.shop != ShopStatus::Suspended;
    let Some(assistant) = holder.assistant.clone().filter(|_| may_answer) else {
        return Ok(AgentAnswer::Refuse(NO_AGENT));
    };
    let system = System::of(holder.reseller, "webhook");
    let mut tx = backend.begin(&system).await?;
    let is_owed = holder.is_enterprise;
    if !enter(&mut tx, backend, vendor, &system, (&holder, is_owed), asked).await? {
        tx.commit().await?;
        return Ok(AgentAnswer::Refuse(NOT_REACHED));
    }
    let call = store::lock_by_vendor(&mut tx, holder.reseller, vendor.name(), &asked.provider_id).await?;
    tx.commit().await?;
    Ok(match call {
        Some(call) if !call.state.is_over() => AgentAnswer::Assistant {
            id: assistant,
            most_seconds: call.limit_seconds,
        },
        _ => AgentAnswer::Refuse(NOT_REACHED),
    })
}

/// Enters the call and sets aside what it may cost at most. Where that is not there and it `is_owed`, since the company is an
/// enterprise or the call has taken place, it is paid at its end as far as there is money then. False: it must not go on.
pub(super) async fn enter(
    tx: &mut Tx,
    backend: &Backend,
    vendor: &dyn AgentProvider,
    system: &System,
    (holder, is_owed): (&AgentHolder, bool),
    asked: &AgentCall,
) -> Result<bool, Internal> {
    let company = match holder.is_company {
        true => numbers::company_use(tx, system, holder.number, holder.user).await?,
        false => None,
    };
    let book = pricing::rulebook(tx, system, backend.now()).await?;
    let minute = price::minute(&book, vendor.name(), holder.country, vendor.minute())
        .map_err(|error| Internal::broken(error.to_string()))?;
    let rates = Rates {
        first: Some(minute),
        second: None,
    };
    let peer = destination::sender(&asked.from);
    let opening = Opening {
        id: CallId::new(),
        user: holder.user,
        company: company.as_ref(),
        number: holder.number,
        is_out: false,
        peer: &peer,
        country: holder.country,
        phone: None,
        provider: vendor.name(),
        provider_call_id: Some(&asked.provider_id),
        settlement_mode: holder.settlement_mode,
        currency: holder.currency,
        rates: &rates,
        // One slice: the vendor ends it by then, and nothing has to be lengthened.
        most_seconds: SLICE,
        now: backend.now(),
    };
    let opened = open(tx, backend, system, &opening).await?;
    if opened == Opened::Known {
        return Ok(true);
    }
    let assistant = holder.assistant.as_deref().unwrap_or("unknown");
    store::set_assistant(tx, system.reseller(), opening.id, assistant).await?;
    let why = match opened {
        Opened::Yes | Opened::Known => return Ok(true),
        Opened::NoMoney { .. } if is_owed => {
            let until = opening.now + TimeDelta::seconds(i64::from(SLICE));
            store::set_limit(tx, system.reseller(), opening.id, SLICE, (0, None), until).await?;
            return Ok(true);
        }
        Opened::NoMoney { .. } => {
            "Your wallet has too little money for calls your agent answers. Please add some."
        }
        Opened::NoBudget(_) => "A budget of your company is used up, so the call could not be paid for.",
        Opened::Frozen => "A payment of yours is disputed, so calls cannot be paid for.",
        Opened::ShopClosed => "Calls could not be taken at the moment.",
    };
    store::set_refused(tx, system.reseller(), opening.id, why, opening.now).await?;
    Ok(false)
}

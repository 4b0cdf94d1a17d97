//! Somebody rings a number an AI agent answers: the vendor asks who is to talk, and for how long there is money.

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
        pricing,
        scope::{Scope as _, System},
    },
    providers::agents::{AgentAnswer, AgentCall},
    shared::{ids::CallId, number::NumberState, shop_set_up::ShopStatus},
};

/// Spoken where nobody is to talk.
const NO_AGENT: &str = "This number takes no calls at the moment. Goodbye.";

/// Who talks, and how long at most: the time is paid for before. The same call asked about again is answered alike and entered
/// once.
pub(super) async fn answer_agent(backend: &Backend, asked: &AgentCall) -> Result<AgentAnswer, Internal> {
    let mut tx = backend.begin_system().await?;
    let holder = store::agent_holder(&mut tx, &asked.to).await?;
    tx.commit().await?;
    let Some(holder) = holder else {
        return Ok(AgentAnswer::Refuse(NO_AGENT));
    };
    let may_answer = holder.state == NumberState::Active && holder.shop != ShopStatus::Suspended;
    let Some(assistant) = holder.assistant.clone().filter(|_| may_answer) else {
        return Ok(AgentAnswer::Refuse(NO_AGENT));
    };
    let system = System::of(holder.reseller, "webhook");
    let mut tx = backend.begin(&system).await?;
    let entered = enter(&mut tx, backend, &system, &holder, asked).await?;
    if let Entered::Refused = entered {
        tx.commit().await?;
        return Ok(AgentAnswer::Refuse(NOT_REACHED));
    }
    let name = backend.providers.agents.name();
    let call = store::lock_by_vendor(&mut tx, holder.reseller, name, &asked.provider_id).await?;
    tx.commit().await?;
    Ok(match call {
        Some(call) if !call.state.is_over() => AgentAnswer::Assistant {
            id: assistant,
            most_seconds: call.limit_seconds,
        },
        _ => AgentAnswer::Refuse(NOT_REACHED),
    })
}

/// Whether the call may go on.
pub(super) enum Entered {
    Yes,
    Refused,
}

/// Enters the call and sets aside what it may cost at most. An enterprise's call goes on without money; what it then cannot
/// pay is left unpaid and named.
pub(super) async fn enter(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    holder: &AgentHolder,
    asked: &AgentCall,
) -> Result<Entered, Internal> {
    let vendor = &backend.providers.agents;
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
    let opened = open(tx, system, &opening).await?;
    let assistant = holder.assistant.as_deref().unwrap_or("unknown");
    if opened == Opened::Known {
        return Ok(Entered::Yes);
    }
    store::set_assistant(tx, system.reseller(), opening.id, assistant).await?;
    let why = match opened {
        Opened::Yes | Opened::Known => return Ok(Entered::Yes),
        Opened::NoMoney { .. } if holder.is_enterprise => {
            let until = opening.now + chrono::TimeDelta::seconds(i64::from(SLICE));
            store::set_limit(tx, system.reseller(), opening.id, SLICE, 0, until).await?;
            return Ok(Entered::Yes);
        }
        Opened::NoMoney { .. } => {
            "Your wallet has too little money for calls your agent answers. Please add some."
        }
        Opened::Frozen => "A payment of yours is disputed, so calls cannot be paid for.",
        Opened::ShopClosed => "Calls could not be taken at the moment.",
    };
    store::set_refused(tx, system.reseller(), opening.id, why, opening.now).await?;
    Ok(Entered::Refused)
}

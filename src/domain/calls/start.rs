//! A customer calls somebody from a number: the own phone rings first, then the other side.

use chrono::TimeDelta;

use super::{
    advance::advance,
    draft::{Draft, DraftError, check},
    open::{LONGEST, Opened, Opening, open},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::{Buys, System},
    },
    shared::{budget::Shortfall, ids::CallId, money::Money, shop_set_up::ShopStatus},
};

/// Whoever starts a call rings; the job looks after it when that process is gone.
const JOB_LOOKS_AFTER: TimeDelta = TimeDelta::seconds(20);
/// Calls of one customer at a time.
const MOST_AT_ONCE: i64 = 50;

/// A confirmed draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// Of the new call: the same again rings nobody.
    pub id: CallId,
    pub draft: Draft,
    /// The price of a minute the caller saw; a dearer one is refused.
    pub max_minute: Option<Money>,
}

/// Why nobody was rung. Nothing was held or charged in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Draft(DraftError),
    #[error("a minute is {now} now")]
    PriceMoved { now: Money },
    #[error("the wallet lacks {missing}")]
    Insufficient { missing: Money },
    /// A dispute is open about the buyer's money.
    #[error("the wallet is frozen")]
    Frozen,
    #[error("the e-mail address is not verified")]
    NotVerified,
    /// A budget of the company that pays.
    #[error(transparent)]
    Budget(Shortfall),
    /// The shop is on trial.
    #[error("the shop is not open yet")]
    NotOpenYet,
    /// Suspended, or its float is used up.
    #[error("the shop cannot sell at the moment")]
    ShopClosed,
    #[error("too many calls at once")]
    TooMany,
    /// The id belongs to another call.
    #[error("the id was used for another call")]
    Reused,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(StartError);

/// Starts a call and returns its id, whatever became of it: its page tells. The same id again returns the same call and
/// moves nothing.
pub async fn start(backend: &Backend, buyer: &impl Buys, request: &Start) -> Result<CallId, StartError> {
    let id = request.id;
    let mut tx = backend.begin(buyer).await?;
    let known = store::is_same(&mut tx, buyer, id, request.draft.number).await?;
    tx.commit().await?;
    match known {
        Some(false) => return Err(StartError::Reused),
        Some(true) => {}
        None => enter(backend, buyer, request).await?,
    }
    let (backend, system) = (backend.clone(), System::of(buyer.reseller(), "page"));
    // In a task of its own: a browser that goes away does not stop it half-way.
    let finished = tokio::spawn(async move { advance(&backend, &system, id).await });
    if let Err(error) = finished.await? {
        tracing::error!(call_id = %id, %error, "the page could not ring; the call's job will");
    }
    Ok(id)
}

async fn enter(backend: &Backend, buyer: &impl Buys, request: &Start) -> Result<(), StartError> {
    let (mut tx, checked) = check(backend, buyer, &request.draft)
        .await
        .map_err(StartError::Draft)?;
    let now = backend.now();
    let facts = store::facts(&mut tx, buyer.reseller(), buyer.user()).await?;
    match facts.shop {
        ShopStatus::Active => {}
        ShopStatus::Trial if facts.is_staff => {}
        ShopStatus::Trial => return Err(StartError::NotOpenYet),
        ShopStatus::Suspended => return Err(StartError::ShopClosed),
    }
    if !facts.is_verified {
        return Err(StartError::NotVerified);
    }
    let minute = checked.rates.minute()?;
    if let (Some(most), Some(now)) = (request.max_minute, minute)
        && now.minus(most)?.is_positive()
    {
        return Err(StartError::PriceMoved { now });
    }
    if facts.under_way >= MOST_AT_ONCE {
        return Err(StartError::TooMany);
    }
    let opening = Opening {
        id: request.id,
        user: buyer.user(),
        company: checked.company.as_ref(),
        number: request.draft.number,
        is_out: true,
        peer: &checked.to.e164,
        country: checked.to.country,
        phone: Some(&checked.phone.e164),
        provider: checked.provider,
        provider_call_id: None,
        settlement_mode: facts.settlement_mode,
        currency: facts.currency,
        rates: &checked.rates,
        most_seconds: LONGEST,
        now,
    };
    match open(&mut tx, backend, buyer, &opening).await? {
        Opened::Yes => {}
        Opened::Known => return Ok(tx.rollback().await?),
        Opened::NoMoney { missing } => return Err(StartError::Insufficient { missing }),
        Opened::NoBudget(short) => return Err(StartError::Budget(short)),
        Opened::Frozen => return Err(StartError::Frozen),
        Opened::ShopClosed => return Err(StartError::ShopClosed),
    }
    let job = Job::AdvanceCall {
        reseller: buyer.reseller(),
        call: request.id,
    };
    enqueue(&mut tx, &job, now + JOB_LOOKS_AFTER).await?;
    tx.commit().await?;
    Ok(())
}

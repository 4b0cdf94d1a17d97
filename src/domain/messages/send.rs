//! Step 1 of a message: checks, price, hold, the message and the job that finishes it, in one transaction.

use chrono::TimeDelta;

use super::{
    advance::advance,
    alarm,
    draft::{Checked, Draft, DraftError, check},
    store::{self, NewMessage},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        accounts,
        budgets::{self, CheckError, Counted},
        error::{Internal, with_internal},
        numbers::CompanyUse,
        orders::{key_cap, place::Payer, sale},
        queue::{Job, enqueue},
        quotas::{self, Full, Take, TakeError},
        scope::{Buys, System},
        settlement,
        wallet::{
            self, Charge, Purpose,
            hold::HoldError,
            open::{Owner, open},
        },
    },
    shared::{
        budget::Shortfall,
        ids::MessageId,
        money::{Money, PositiveMoney},
        shop_set_up::ShopStatus,
    },
};

/// Whoever sends finishes it; the job looks after it when that process is gone.
const JOB_LOOKS_AFTER: TimeDelta = TimeDelta::seconds(20);

/// A confirmed draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispatch {
    /// Of the new message: the same again sends nothing more.
    pub id: MessageId,
    pub draft: Draft,
    pub payer: Payer,
    /// The price the writer saw; a dearer one is refused.
    pub max_price: Option<Money>,
    /// What the key that asks may take in a day, this message included.
    pub daily_cap: Option<PositiveMoney>,
}

/// Why nothing was sent. Nothing was held or charged in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error(transparent)]
    Draft(DraftError),
    #[error("the price is {now} now")]
    PriceMoved { now: Money },
    #[error("the wallet lacks {missing}")]
    Insufficient { missing: Money },
    /// A dispute is open about the buyer's money.
    #[error("the wallet is frozen")]
    Frozen,
    #[error("the e-mail address is not verified")]
    NotVerified,
    /// The shop is on trial.
    #[error("the shop is not open yet")]
    NotOpenYet,
    /// Suspended, or its float is used up.
    #[error("the shop cannot sell at the moment")]
    ShopClosed,
    /// The key has spent its day.
    #[error("the key may take {left} more today")]
    CapReached { left: Money },
    /// A budget of the company that pays.
    #[error(transparent)]
    Budget(Shortfall),
    /// The company's messages of the month.
    #[error("{left} segments are left")]
    Quota { whose: Full, left: i64 },
    /// The guard against pumping.
    #[error("too many messages in ten minutes")]
    TooMany,
    /// The id belongs to another message.
    #[error("the id was used for another message")]
    Reused,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SendError);

/// Sends a message and returns its id, whatever became of it: its page tells. The same id again returns the same message
/// and moves nothing.
pub async fn send(backend: &Backend, buyer: &impl Buys, request: &Dispatch) -> Result<MessageId, SendError> {
    let id = request.id;
    let mut tx = backend.begin(buyer).await?;
    let known = store::is_same(&mut tx, buyer, id, &request.draft).await?;
    tx.commit().await?;
    match known {
        Some(false) => return Err(SendError::Reused),
        Some(true) => {}
        None => {
            let (tx, checked) = check(backend, buyer, request.payer, &request.draft)
                .await
                .map_err(SendError::Draft)?;
            hold(tx, backend, buyer, request, &checked).await?;
        }
    }
    let (backend, system) = (backend.clone(), System::of(buyer.reseller(), "page"));
    // In a task of its own: a browser that goes away does not stop it half-way.
    let finished = tokio::spawn(async move { advance(&backend, &system, id).await });
    if let Err(error) = finished.await? {
        tracing::error!(message_id = %id, %error, "the page could not finish a message; its job will");
    }
    Ok(id)
}

/// Writes the message and sets its money aside. Does nothing when somebody else did it with the same id.
async fn hold(
    mut tx: Tx,
    backend: &Backend,
    buyer: &impl Buys,
    request: &Dispatch,
    checked: &Checked,
) -> Result<(), SendError> {
    let now = backend.now();
    let stack = &checked.stack;
    let charged = stack.charged;
    let facts = accounts::standing(&mut tx, buyer).await?;
    match facts.shop {
        ShopStatus::Active => {}
        ShopStatus::Trial if facts.is_staff => {}
        ShopStatus::Trial => return Err(SendError::NotOpenYet),
        ShopStatus::Suspended => return Err(SendError::ShopClosed),
    }
    if !facts.is_verified {
        return Err(SendError::NotVerified);
    }
    if let Some(most) = request.max_price
        && charged.minus(most)?.is_positive()
    {
        return Err(SendError::PriceMoved { now: charged });
    }
    if let (Some(cap), Some(key)) = (request.daily_cap, buyer.api_key()) {
        let left = key_cap(&mut tx, buyer, key, cap, now).await?;
        if left.minus(charged)?.is_negative() {
            return Err(SendError::CapReached { left });
        }
    }
    if alarm::watch(&mut tx, buyer, &checked.to.e164, now).await? {
        // What was refused stays written down.
        tx.commit().await?;
        return Err(SendError::TooMany);
    }
    let counted = match &checked.company {
        Some(of) => Some(count(&mut tx, backend, buyer, request, (checked, of)).await?),
        None => None,
    };
    let float_share = sale::float_share(request.payer, facts.settlement_mode, stack)?;
    let takes_float = request.payer == Payer::Float || float_share.is_some();
    if takes_float && settlement::is_paused(&mut tx, buyer, charged.currency()).await? {
        return Err(SendError::ShopClosed);
    }
    let owner = match request.payer {
        Payer::Customer => Owner::Customer(buyer.user()),
        Payer::Organization(organization) => Owner::Organization(organization),
        Payer::Float => Owner::ResellerFloat,
    };
    let wallet = open(&mut tx, buyer, now, owner, charged.currency()).await?;
    let new = NewMessage {
        id: request.id,
        number: request.draft.number,
        provider: checked.provider,
        wallet,
        payer: request.payer,
        settlement_mode: facts.settlement_mode,
        checked,
        now,
    };
    if !store::insert_out(&mut tx, buyer, &new).await? {
        tx.rollback().await?;
        return Ok(());
    }
    if let (Some(of), Some(counted)) = (&checked.company, &counted) {
        budgets::warn(&mut tx, backend, buyer, of.organization, counted, charged).await?;
    }
    let mut charges = vec![Charge {
        owner,
        amount: positive(charged)?,
    }];
    if let Some(amount) = float_share {
        charges.push(Charge {
            owner: Owner::ResellerFloat,
            amount: positive(amount)?,
        });
    }
    match wallet::hold(&mut tx, buyer, now, Purpose::Message(request.id), &charges).await {
        Ok(()) => {}
        Err(HoldError::Insufficient {
            owner: short,
            missing,
        }) if short == owner && request.payer != Payer::Float => {
            return Err(SendError::Insufficient { missing });
        }
        Err(HoldError::Insufficient { .. }) => return Err(SendError::ShopClosed),
        Err(HoldError::Frozen) => return Err(SendError::Frozen),
        Err(HoldError::Internal(error)) => return Err(SendError::Internal(error)),
    }
    let job = Job::AdvanceMessage {
        reseller: buyer.reseller(),
        message: request.id,
    };
    enqueue(&mut tx, &job, now + JOB_LOOKS_AFTER).await?;
    tx.commit().await?;
    Ok(())
}

/// The company's budgets and quotas, both locked until the message is written.
async fn count(
    tx: &mut Tx,
    backend: &Backend,
    buyer: &impl Buys,
    request: &Dispatch,
    (checked, of): (&Checked, &CompanyUse),
) -> Result<Counted, SendError> {
    let purchase = of.purchase(checked.stack.charged);
    let counted = budgets::check(tx, buyer, backend.now(), &purchase, false)
        .await
        .map_err(|error| match error {
            // Nobody can be asked for a message.
            CheckError::Short(short) => SendError::Budget(Shortfall { asks: false, ..short }),
            CheckError::Internal(error) => SendError::Internal(error),
        })?;
    let taken = Take {
        message: request.id.uuid(),
        organization: of.organization,
        member: buyer.user(),
        team: of.team,
        segments: i32::try_from(checked.measure.segments).unwrap_or(i32::MAX),
    };
    match quotas::take(tx, backend, buyer, &taken).await {
        Ok(()) => Ok(counted),
        Err(TakeError::Full { whose, left }) => Err(SendError::Quota { whose, left }),
        Err(TakeError::Segments(count)) => {
            Err(Internal::broken(format!("a text of {count} segments")).into())
        }
        Err(TakeError::Internal(error)) => Err(error.into()),
    }
}

fn positive(amount: Money) -> Result<PositiveMoney, Internal> {
    PositiveMoney::new(amount).ok_or_else(|| Internal::broken("a price that is not above zero"))
}

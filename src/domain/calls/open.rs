//! A call enters the books: its row and its first slice of money, in the caller's transaction.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    rate::{Increments, Rates},
    store::{self, NewCall},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        budgets::{self, CheckError, Counted},
        error::Internal,
        numbers::CompanyUse,
        orders::{place::Payer, sale},
        scope::Scope,
        settlement,
        tenancy::shop::SettlementMode,
        wallet::{
            self, Charge, Purpose,
            hold::HoldError,
            open::{Owner, open as open_wallet},
        },
    },
    shared::{
        budget::Shortfall,
        currency::Currency,
        ids::{CallId, NumberId, UserId},
        money::{Money, PositiveMoney},
        place::CountryCode,
        price::PriceStack,
    },
};

/// No call lasts longer.
pub(super) const LONGEST: u32 = 4 * 3_600;
/// What is set aside at once.
pub(super) const SLICE: u32 = 600;

/// A call to enter.
pub(super) struct Opening<'a> {
    pub id: CallId,
    pub user: UserId,
    /// What it counts for in the company that pays.
    pub company: Option<&'a CompanyUse>,
    pub number: NumberId,
    pub is_out: bool,
    pub peer: &'a str,
    pub country: CountryCode,
    pub phone: Option<&'a str>,
    pub provider: &'a str,
    pub provider_call_id: Option<&'a str>,
    pub settlement_mode: SettlementMode,
    pub currency: Currency,
    pub rates: &'a Rates,
    /// Longest it may last, whatever the money.
    pub most_seconds: u32,
    pub now: DateTime<Utc>,
}

/// What became of it. Only `Yes` leaves money set aside; for the others the caller takes its transaction back, or ends
/// the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opened {
    Yes,
    /// It is in the books already.
    Known,
    /// So much is missing for the shortest call.
    NoMoney {
        missing: Money,
    },
    Frozen,
    /// A budget of the company that pays.
    NoBudget(Shortfall),
    /// The shop's float is used up.
    ShopClosed,
}

/// Writes the call and sets its first slice aside.
pub(super) async fn open(
    tx: &mut Tx,
    backend: &Backend,
    scope: &impl Scope,
    opening: &Opening<'_>,
) -> Result<Opened, Internal> {
    let owner = opening.owner();
    let wallet = open_wallet(tx, scope, opening.now, owner, opening.currency).await?;
    let new = NewCall { opening, wallet };
    if !store::insert(tx, scope.reseller(), &new).await? {
        return Ok(Opened::Known);
    }
    let counted = match check_budgets(tx, scope, opening).await? {
        Ok(counted) => counted,
        Err(short) => return Ok(Opened::NoBudget(short)),
    };
    let purpose = Purpose::Call(opening.id, 0);
    let mut is_locked = false;
    loop {
        let limit = affordable(tx, scope, opening).await?;
        let Some(limit) = limit else {
            return missing(tx, scope, opening).await;
        };
        let held = limit.min(SLICE);
        let stack = opening.rates.slice(Increments::USUAL, held)?;
        let charges = charges(owner, opening.settlement_mode, stack.as_ref())?;
        let is_done = match charges.as_slice() {
            [] => Ok(()),
            [_, float, ..] if settlement::is_paused(tx, scope, float.amount.get().currency()).await? => {
                return Ok(Opened::ShopClosed);
            }
            charges => wallet::hold(tx, scope, opening.now, purpose, charges).await,
        };
        match is_done {
            Ok(()) => {
                let until = opening.now + TimeDelta::seconds(i64::from(held));
                let price = stack.map(|stack| stack.charged);
                store::set_limit(tx, scope.reseller(), opening.id, limit, (held, price), until).await?;
                if let (Some(of), Some(counted), Some(price)) = (opening.company, &counted, price) {
                    budgets::warn(tx, backend, scope, of.organization, counted, price).await?;
                }
                return Ok(Opened::Yes);
            }
            // Somebody was quicker. The wallets are locked now, so the second look is the last.
            Err(HoldError::Insufficient { owner: short, .. }) if short == owner && !is_locked => {
                is_locked = true;
            }
            Err(HoldError::Insufficient {
                owner: short,
                missing,
            }) if short == owner => return Ok(Opened::NoMoney { missing }),
            Err(HoldError::Insufficient { .. }) => return Ok(Opened::ShopClosed),
            Err(HoldError::Frozen) => return Ok(Opened::Frozen),
            Err(HoldError::Internal(error)) => return Err(error),
        }
    }
}

impl Opening<'_> {
    fn owner(&self) -> Owner {
        self.company.map_or(Owner::Customer(self.user), |of| {
            Owner::Organization(of.organization)
        })
    }
}

/// Whether the shortest call fits into the company's budgets, which stay locked until the transaction ends.
async fn check_budgets(
    tx: &mut Tx,
    scope: &impl Scope,
    opening: &Opening<'_>,
) -> Result<Result<Option<Counted>, Shortfall>, Internal> {
    let Some(of) = opening.company else {
        return Ok(Ok(None));
    };
    let shortest = opening.rates.slice(Increments::USUAL, 1)?;
    let least = shortest.map_or(Money::zero(opening.currency), |stack| stack.charged);
    match budgets::check(tx, scope, opening.now, &of.purchase(least), false).await {
        Ok(counted) => Ok(Ok(Some(counted))),
        // Nobody can be asked for a call.
        Err(CheckError::Short(short)) => Ok(Err(Shortfall { asks: false, ..short })),
        Err(CheckError::Internal(error)) => Err(error),
    }
}

/// What the wallet and the company's budgets leave for it.
async fn available(tx: &mut Tx, scope: &impl Scope, opening: &Opening<'_>) -> Result<Money, Internal> {
    let owner = opening.owner();
    let purse = wallet::balance::purse(tx, scope, owner, opening.currency, opening.now).await?;
    let available = match purse {
        Some(purse) => purse.available()?,
        None => Money::zero(opening.currency),
    };
    let room = match opening.company {
        Some(of) => {
            budgets::room(
                tx,
                scope,
                opening.now,
                &of.purchase(Money::zero(opening.currency)),
            )
            .await?
        }
        None => None,
    };
    least_of(available, room)
}

/// The smaller of the two.
pub(super) fn least_of(available: Money, room: Option<Money>) -> Result<Money, Internal> {
    match room {
        Some(room) if room.minus(available)?.is_negative() => Ok(room),
        _ => Ok(available),
    }
}

async fn affordable(tx: &mut Tx, scope: &impl Scope, opening: &Opening<'_>) -> Result<Option<u32>, Internal> {
    let available = available(tx, scope, opening).await?;
    Ok(opening
        .rates
        .time_limit(Increments::USUAL, available, opening.most_seconds)?)
}

async fn missing(tx: &mut Tx, scope: &impl Scope, opening: &Opening<'_>) -> Result<Opened, Internal> {
    let available = available(tx, scope, opening).await?;
    let shortest = opening.rates.slice(Increments::USUAL, 1)?;
    let least = shortest.map_or(Money::zero(opening.currency), |stack| stack.charged);
    Ok(Opened::NoMoney {
        missing: least.minus(available)?,
    })
}

/// Who sets aside what for a price: the customer, and by the settlement mode the float beside it.
pub(super) fn charges(
    owner: Owner,
    mode: SettlementMode,
    stack: Option<&PriceStack>,
) -> Result<Vec<Charge>, Internal> {
    let Some(stack) = stack else {
        return Ok(vec![]);
    };
    let amount = positive(stack.charged)?;
    let mut charges = vec![Charge { owner, amount }];
    if let Some(share) = sale::float_share(Payer::Customer, mode, stack)? {
        charges.push(Charge {
            owner: Owner::ResellerFloat,
            amount: positive(share)?,
        });
    }
    Ok(charges)
}

fn positive(amount: Money) -> Result<PositiveMoney, Internal> {
    PositiveMoney::new(amount).ok_or_else(|| Internal::broken("a price that is not above zero"))
}

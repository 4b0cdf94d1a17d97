//! What a code makes of a price.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{code::Code, store};
use crate::{
    domain::{
        error::{Internal, with_internal},
        pricing::{self, Rulebook, Subject, price::PriceError, promote::Terms},
        scope::Buys,
    },
    shared::{money::Money, price::PriceStack, promotion::AppliedPromotion},
};

/// Why a code takes nothing off. Nothing was held or charged.
#[derive(Debug, thiserror::Error)]
pub enum PromoError {
    /// No such code in this shop.
    #[error("no such code")]
    Unknown,
    #[error("the code is paused")]
    Paused,
    #[error("the code is valid from {from}")]
    NotYet { from: DateTime<Utc> },
    #[error("the code is over")]
    Over,
    /// Its limit is reached.
    #[error("the code is used up")]
    UsedUp,
    /// This customer used it as often as one may.
    #[error("the customer has used the code")]
    UsedByYou,
    #[error("the code is for purchases from {minimum}")]
    TooSmall { minimum: Money },
    /// It is for other products.
    #[error("the code is not for this")]
    NotForThis,
    /// A floor leaves nothing to take off.
    #[error("the code takes nothing off")]
    NothingOff,
    /// The float pays the platform price, which codes do not touch.
    #[error("codes are for retail prices")]
    NotForFloat,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(PromoError);

/// A price without a code, and what it was made of.
#[derive(Debug, Clone, Copy)]
pub struct Retail<'a> {
    pub book: &'a Rulebook,
    pub subject: &'a Subject<'a>,
    /// The least the supplier lets a shop sell it for.
    pub minimum_price: Option<Money>,
    pub stack: &'a PriceStack,
}

/// The price with the code's discount. Holds nothing: the price may be looked at as often as one likes.
pub async fn offer(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    now: DateTime<Utc>,
    retail: Retail<'_>,
    code: &str,
) -> Result<PriceStack, PromoError> {
    let Retail {
        book,
        subject,
        minimum_price,
        stack,
    } = retail;
    let code = Code::parse(code).ok_or(PromoError::Unknown)?;
    let promo = store::by_code(conn, buyer.reseller(), code.as_str())
        .await?
        .ok_or(PromoError::Unknown)?;
    if promo.is_paused {
        return Err(PromoError::Paused);
    }
    if promo.valid_from > now {
        return Err(PromoError::NotYet {
            from: promo.valid_from,
        });
    }
    if promo.valid_until.is_some_and(|until| until <= now) {
        return Err(PromoError::Over);
    }
    if promo.limit_total.is_some_and(|limit| promo.uses >= limit) {
        return Err(PromoError::UsedUp);
    }
    if !promo.on.matches(subject) {
        return Err(PromoError::NotForThis);
    }
    if promo.minimum.currency() != stack.retail.currency() {
        return Err(PromoError::NotForThis);
    }
    if stack.retail.minus(promo.minimum)?.is_negative() {
        return Err(PromoError::TooSmall {
            minimum: promo.minimum,
        });
    }
    if let Some(limit) = promo.limit_per_customer {
        let used = store::uses_by(conn, buyer.reseller(), promo.id, buyer.user()).await?;
        if used >= i64::from(limit) {
            return Err(PromoError::UsedByYou);
        }
    }
    let terms = Terms {
        applied: AppliedPromotion {
            id: promo.id,
            code: promo.code,
            funded_by: promo.funded_by,
        },
        off: promo.off,
        maximum: promo.maximum,
    };
    match pricing::promote(book, stack, minimum_price, &terms) {
        Ok(Some(promoted)) => Ok(promoted),
        Ok(None) => Err(PromoError::NothingOff),
        Err(PriceError::NoRate) => Err(PromoError::NotForThis),
        Err(PriceError::Money(error)) => Err(error.into()),
    }
}

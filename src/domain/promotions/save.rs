//! Makes a code.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Serialize;

use super::{code::Code, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        pricing::{Subject, promote::Off},
        scope::{Manages, Oversees, Scope},
    },
    shared::{
        ids::{PlanId, PromoId},
        money::Money,
        place::CountryCode,
        price::Service,
        promotion::FundedBy,
    },
};

const NAME_MAX: usize = 80;
const LIMIT_MAX: i32 = 1_000_000;

/// What a code is for. Empty fields match everything.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct On {
    /// Numbers or data plans.
    pub service: Option<Service>,
    pub country: Option<CountryCode>,
    pub plan: Option<PlanId>,
}

impl On {
    /// True when every field it names is the subject's.
    pub fn matches(&self, subject: &Subject<'_>) -> bool {
        self.service.is_none_or(|service| service == subject.service)
            && self
                .country
                .is_none_or(|country| subject.country == Some(country))
            && self.plan.is_none_or(|plan| subject.plan == Some(plan))
    }
}

/// A code to make. It stays as it is; another offer is another code.
#[derive(Debug, Clone)]
pub struct NewPromo {
    pub code: String,
    /// For staff (1–80 characters).
    pub name: String,
    pub off: Off,
    /// In the shop's currency, like every amount of the code.
    pub minimum: Money,
    pub maximum: Option<Money>,
    pub on: On,
    pub valid_from: DateTime<Utc>,
    pub valid_until: Option<DateTime<Utc>>,
    pub limit_total: Option<i32>,
    pub limit_per_customer: Option<i32>,
}

/// Why no code was made.
#[derive(Debug, thiserror::Error)]
pub enum SavePromoError {
    #[error("a code has 3 to 32 letters, digits and hyphens")]
    Code,
    /// The shop has this code already.
    #[error("the code is taken")]
    Taken,
    #[error("a name has 1 to 80 characters")]
    Name,
    #[error("a percentage is above 0 and at most 100, with at most three decimals")]
    Percent,
    #[error("amounts are above zero")]
    Amount,
    #[error("the window ends before it begins")]
    Window,
    #[error("a limit is 1 to 1,000,000")]
    Limit,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SavePromoError);

/// Makes a code that the reseller bears.
pub async fn save(
    backend: &Backend,
    scope: &impl Manages,
    new: &NewPromo,
) -> Result<PromoId, SavePromoError> {
    make(backend, scope, new, FundedBy::Reseller).await
}

/// Makes a code that the platform bears.
pub async fn save_platform_funded(
    backend: &Backend,
    scope: &impl Oversees,
    new: &NewPromo,
) -> Result<PromoId, SavePromoError> {
    make(backend, scope, new, FundedBy::Platform).await
}

async fn make(
    backend: &Backend,
    scope: &impl Scope,
    new: &NewPromo,
    funded_by: FundedBy,
) -> Result<PromoId, SavePromoError> {
    let code = Code::parse(&new.code).ok_or(SavePromoError::Code)?;
    check(new)?;
    let (id, now) = (PromoId::new(), backend.now());
    let mut tx = backend.begin(scope).await?;
    if !store::insert(&mut tx, scope.reseller(), id, &code, new, funded_by, now).await? {
        return Err(SavePromoError::Taken);
    }
    let audit = Audit {
        action: "promotion.made",
        entity: id.to_string(),
        after: Some(serde_json::json!({
            "code": code.as_str(),
            "name": new.name.trim(),
            "off": match new.off {
                Off::Percent(percent) => format!("{} %", percent.normalize()),
                Off::Fixed(amount) => format!("{amount:?}"),
            },
            "minimum": new.minimum,
            "maximum": new.maximum,
            "on": new.on,
            "valid_from": new.valid_from,
            "valid_until": new.valid_until,
            "limit_total": new.limit_total,
            "limit_per_customer": new.limit_per_customer,
            "funded_by": funded_by.as_str(),
        })),
        ..Audit::default()
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    Ok(id)
}

fn check(new: &NewPromo) -> Result<(), SavePromoError> {
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX {
        return Err(SavePromoError::Name);
    }
    match new.off {
        Off::Percent(percent)
            if percent <= Decimal::ZERO
                || percent > Decimal::ONE_HUNDRED
                || percent.normalize().scale() > 3 =>
        {
            return Err(SavePromoError::Percent);
        }
        Off::Fixed(amount) if !amount.is_positive() => return Err(SavePromoError::Amount),
        _ => {}
    }
    if new.minimum.is_negative() || new.maximum.is_some_and(|maximum| !maximum.is_positive()) {
        return Err(SavePromoError::Amount);
    }
    if new.valid_until.is_some_and(|until| until <= new.valid_from) {
        return Err(SavePromoError::Window);
    }
    let is_limit = |limit: Option<i32>| limit.is_none_or(|limit| (1..=LIMIT_MAX).contains(&limit));
    if !is_limit(new.limit_total) || !is_limit(new.limit_per_customer) {
        return Err(SavePromoError::Limit);
    }
    Ok(())
}

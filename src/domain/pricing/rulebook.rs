//! Everything a price depends on besides the cost, loaded once for a page or an order.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::{
    price::{PriceError, Subject},
    rounding::Rounding,
    rule::Rule,
    store,
};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{currency::Currency, money::Money, price::FxSnapshot},
};

/// The least that must be earned above a price; both hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margin {
    /// In percent of the price it is earned on.
    pub percent: Decimal,
    /// In the shop's currency.
    pub fixed: Money,
}

/// The rules, floors and rates valid at one moment for one shop. Plain data: a price is made of nothing else.
#[derive(Debug, Clone)]
pub struct Rulebook {
    /// The shop's name, for the trace.
    pub shop: String,
    /// The shop's currency.
    pub currency: Currency,
    /// What the platform keeps of each sale, in percent (`platform_collects`).
    pub commission_percent: Decimal,
    /// The platform's rules, in no order.
    pub platform: Vec<Rule>,
    /// The shop's own rules, in no order.
    pub reseller: Vec<Rule>,
    /// The least the platform earns over the cost.
    pub platform_margin: Margin,
    /// The least the reseller adds to the platform price, commission not yet taken.
    pub reseller_margin: Margin,
    /// How retail prices end: the shop's own choice, or the platform's for its currency.
    pub rounding: Rounding,
    /// The newest rate of each other currency into the shop's.
    pub rates: Vec<(Currency, FxSnapshot)>,
}

impl Rulebook {
    /// The amount in the shop's currency, and the rate that was used when it was in another.
    pub fn convert(&self, amount: Money) -> Result<(Money, Option<&FxSnapshot>), PriceError> {
        if amount.currency() == self.currency {
            return Ok((amount, None));
        }
        let (_, fx) = self
            .rates
            .iter()
            .find(|(currency, _)| *currency == amount.currency())
            .ok_or(PriceError::NoRate)?;
        Ok((amount.convert(fx.rate, self.currency)?, Some(fx)))
    }
}

/// The rule that applies, wherever it stands in the list.
pub(super) fn most_specific<'a>(rules: &'a [Rule], subject: &Subject<'_>) -> Option<&'a Rule> {
    rules
        .iter()
        .filter(|rule| rule.matches(subject))
        .max_by_key(|rule| rule.specificity())
}

/// Loads the rules, floors and rates valid `now`.
pub async fn rulebook(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
) -> Result<Rulebook, Internal> {
    let terms = store::settings::terms(conn, scope.reseller()).await?;
    let (platform, reseller) = store::rules::valid(conn, scope.reseller(), now).await?;
    Ok(Rulebook {
        shop: terms.shop,
        currency: terms.currency,
        commission_percent: terms.commission_percent,
        platform,
        reseller,
        platform_margin: terms.platform_margin,
        reseller_margin: terms.reseller_margin,
        rounding: terms.rounding,
        rates: store::rates::into(conn, terms.currency, now).await?,
    })
}

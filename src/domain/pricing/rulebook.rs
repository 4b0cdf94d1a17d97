//! Everything a price depends on besides the cost, loaded once for a page or an order.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::{price::Subject, rule::Rule, store};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::currency::Currency,
};

/// The rules and rates valid at one moment for one shop.
#[derive(Debug, Clone)]
pub struct Rulebook {
    /// The shop's currency.
    pub currency: Currency,
    /// What the platform keeps of each sale, in percent (`platform_collects`).
    pub commission_percent: Decimal,
    pub(super) platform: Vec<Rule>,
    pub(super) reseller: Vec<Rule>,
    /// Shop-currency units per unit of the other currency.
    pub(super) rates: Vec<(Currency, Decimal)>,
}

impl Rulebook {
    /// Shop-currency units per unit of `from`; `None` when no rate is known.
    pub fn rate(&self, from: Currency) -> Option<Decimal> {
        if from == self.currency {
            return Some(Decimal::ONE);
        }
        self.rates
            .iter()
            .find(|(currency, _)| *currency == from)
            .map(|(_, rate)| *rate)
    }

    pub(super) fn platform_rule(&self, subject: &Subject<'_>) -> Option<&Rule> {
        most_specific(&self.platform, subject)
    }

    pub(super) fn reseller_rule(&self, subject: &Subject<'_>) -> Option<&Rule> {
        most_specific(&self.reseller, subject)
    }
}

/// Rules come newest first; of two equally specific ones the newer wins, so a rule can be succeeded ahead of time.
fn most_specific<'a>(rules: &'a [Rule], subject: &Subject<'_>) -> Option<&'a Rule> {
    rules
        .iter()
        .filter(|rule| rule.matches(subject))
        .reduce(|best, rule| {
            if rule.specificity() > best.specificity() {
                rule
            } else {
                best
            }
        })
}

/// Loads the rules and rates valid `now`.
pub async fn rulebook(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
) -> Result<Rulebook, Internal> {
    let terms = store::terms(conn, scope.reseller()).await?;
    Ok(Rulebook {
        currency: terms.currency,
        commission_percent: terms.commission_percent,
        platform: store::platform_rules(conn, now).await?,
        reseller: store::reseller_rules(conn, scope.reseller(), now).await?,
        rates: store::rates_into(conn, terms.currency, now).await?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::pricing::{price, rule::Markup},
        shared::{money::Money, price::Service},
    };

    fn usd(text: &str) -> Money {
        Money::parse(text, Currency::USD).unwrap()
    }

    fn rule(name: &str, country: Option<&str>, markup: Markup) -> Rule {
        let country = country.map(|code| code.parse().unwrap());
        Rule {
            name: name.into(),
            service: None,
            country,
            provider: None,
            plan: None,
            markup,
        }
    }

    fn book(platform: Vec<Rule>, reseller: Vec<Rule>) -> Rulebook {
        let commission_percent = Decimal::ZERO;
        Rulebook {
            currency: Currency::USD,
            commission_percent,
            platform,
            reseller,
            rates: vec![],
        }
    }

    fn us_number() -> Subject<'static> {
        let country = Some("US".parse().unwrap());
        Subject {
            service: Service::NumberPurchase,
            country,
            provider: "twilio",
            plan: None,
        }
    }

    #[test]
    fn the_worked_example_of_the_domain() {
        let book = book(
            vec![rule("voice", None, Markup::Fixed(usd("0.07")))],
            vec![rule("minute", None, Markup::Fixed(usd("0.05")))],
        );
        let stack = price(&book, &us_number(), usd("0.18")).unwrap();
        assert_eq!((stack.platform_price, stack.charged), (usd("0.25"), usd("0.30")));
        let words: Vec<_> = stack
            .trace
            .iter()
            .map(|step| format!("{} → {}", step.what, step.result.amount()))
            .collect();
        assert_eq!(
            words,
            [
                "cost → 0.18",
                "platform rule 'voice' +0.07 USD → 0.25",
                "reseller rule 'minute' +0.05 USD → 0.30"
            ]
        );
    }

    #[test]
    fn the_most_specific_rule_wins_wherever_it_stands() {
        let general = rule("all", None, Markup::Percent(Decimal::from(50)));
        let local = rule("US", Some("US"), Markup::Percent(Decimal::from(10)));
        for rules in [vec![general.clone(), local.clone()], vec![local, general]] {
            assert_eq!(
                price(&book(rules, vec![]), &us_number(), usd("2"))
                    .unwrap()
                    .charged,
                usd("2.20")
            );
        }
    }

    #[test]
    fn a_currency_without_a_rate_is_not_for_sale() {
        let euros = Money::parse("1", Currency::EUR).unwrap();
        assert_eq!(
            price(&book(vec![], vec![]), &us_number(), euros),
            Err(super::super::price::PriceError::NoRate)
        );
    }

    #[test]
    fn fractions_of_a_cent_are_rounded_up_for_the_customer() {
        let book = book(
            vec![rule("third", None, Markup::Percent("33.3".parse().unwrap()))],
            vec![],
        );
        let stack = price(&book, &us_number(), usd("1")).unwrap();
        assert_eq!((stack.platform_price, stack.charged), (usd("1.333"), usd("1.34")));
    }
}

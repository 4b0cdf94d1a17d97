//! Fields of the forms about prices and promotions, read with words for whoever filled them in.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::{
    domain::pricing::{
        end_rule::EndRuleError,
        price::PriceError,
        promote::Off,
        rule::{Markup, Rule},
        save_rule::{SaveRule, SaveRuleError},
        save_settings::SaveSettingsError,
        simulate::SimulateError,
    },
    domain::promotions::save::{NewPromo, On, SavePromoError},
    server_fns::guard::Asked,
    shared::{
        currency::Currency,
        error::AppError,
        ids::{PlanId, RuleId},
        money::Money,
        number::NumberType,
        place::CountryCode,
        price::Service,
    },
};

/// The fields of a rule as they were typed.
pub struct RuleFields {
    pub id: String,
    pub name: String,
    pub service: String,
    pub country: String,
    pub provider: String,
    pub plan: String,
    pub markup_kind: String,
    pub markup_value: String,
}

/// A rule without its window. A fixed markup is in `currency`.
pub fn rule(fields: &RuleFields, currency: Currency) -> Result<Rule, AppError> {
    let plan = plan("rule_plan", &fields.plan)?;
    let service = match fields.service.as_str() {
        "" if plan.is_some() => Some(Service::DataPlan),
        "" => None,
        word => Some(
            Service::parse(word)
                .ok_or_else(|| AppError::invalid("rule_service", "Please choose a service of the list."))?,
        ),
    };
    Ok(Rule {
        name: fields.name.clone(),
        service,
        country: country("rule_country", &fields.country)?,
        provider: Some(fields.provider.trim().to_owned()).filter(|name| !name.is_empty()),
        plan,
        markup: markup(&fields.markup_kind, &fields.markup_value, currency)?,
    })
}

/// A rule to save, valid from `now` where no day is given.
pub fn save_rule(
    fields: &RuleFields,
    window: (&str, &str),
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<SaveRule, AppError> {
    let id: Option<RuleId> = match fields.id.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| AppError::NotFound)?),
    };
    Ok(SaveRule {
        id,
        rule: rule(fields, currency)?,
        valid_from: day("rule_from", window.0)?.unwrap_or(now),
        valid_until: day("rule_until", window.1)?,
        succeeds: true,
    })
}

/// Percent or a fixed amount.
pub fn markup(kind: &str, value: &str, currency: Currency) -> Result<Markup, AppError> {
    match kind {
        "fixed" => amount("markup_value", value, currency).map(Markup::Fixed),
        _ => decimal("markup_value", value).map(Markup::Percent),
    }
}

/// A day as a date field sends it, its beginning in UTC; `None` when empty.
pub fn day(field: &str, text: &str) -> Result<Option<DateTime<Utc>>, AppError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
        .ok()
        .and_then(|day| day.and_hms_opt(0, 0, 0))
        .map(|at| Some(at.and_utc()))
        .ok_or_else(|| AppError::invalid(field, "Please write the day as 2026-12-31."))
}

/// An amount of the shop's currency.
pub fn amount(field: &str, text: &str, currency: Currency) -> Result<Money, AppError> {
    Money::parse(text.trim(), currency)
        .map_err(|_| AppError::invalid(field, format!("Please write an amount of {currency}, like 2.50.")))
}

/// A decimal number.
pub fn decimal(field: &str, text: &str) -> Result<Decimal, AppError> {
    text.trim()
        .parse()
        .map_err(|_| AppError::invalid(field, "Please write a number, like 12.5."))
}

/// A country's two letters; `None` when empty.
pub fn country(field: &str, text: &str) -> Result<Option<CountryCode>, AppError> {
    match text.trim() {
        "" => Ok(None),
        code => code
            .parse()
            .map(Some)
            .map_err(|_| AppError::invalid(field, "Please write the country's two letters, like FR.")),
    }
}

/// A plan's id; `None` when empty.
pub fn plan(field: &str, text: &str) -> Result<Option<PlanId>, AppError> {
    match text.trim() {
        "" => Ok(None),
        id => id
            .parse()
            .map(Some)
            .map_err(|_| AppError::invalid(field, "This is not the id of a plan; it begins with pln_.")),
    }
}

/// What to simulate: a plan, or numbers of a country.
pub enum Product {
    Plan(PlanId),
    Number(CountryCode, NumberType),
}

/// `pln_…`, or `US:local`.
pub fn product(text: &str) -> Result<Product, AppError> {
    let text = text.trim();
    if let Ok(plan) = text.parse() {
        return Ok(Product::Plan(plan));
    }
    text.split_once(':')
        .and_then(|(country, kind)| Some(Product::Number(country.parse().ok()?, kind.parse().ok()?)))
        .ok_or(AppError::NotFound)
}

/// Why no rule was saved, in words.
pub fn save_rule_error(asked: &Asked, error: SaveRuleError) -> AppError {
    match error {
        SaveRuleError::NotFound => AppError::NotFound,
        SaveRuleError::Name => AppError::invalid("rule_name", "A name has 1 to 80 characters."),
        SaveRuleError::Percent => AppError::invalid(
            "markup_value",
            "A percentage is 0 to 1000, with at most six decimals.",
        ),
        SaveRuleError::Fixed => AppError::invalid("markup_value", "A markup is not below zero."),
        SaveRuleError::NoRate { from, to } => AppError::invalid(
            "markup_value",
            format!("We know no exchange rate from {from} to {to}. Please use {to}."),
        ),
        SaveRuleError::Window => AppError::invalid("rule_until", "The last day is before the first one."),
        SaveRuleError::Provider => AppError::invalid("rule_provider", "A supplier has a name."),
        SaveRuleError::Tied { name, .. } => AppError::Refused(format!(
            "The rule '{name}' is for exactly the same things at the same time. Nothing was saved. End that one first, \
             or let this one begin later."
        )),
        SaveRuleError::Internal(error) => asked.internal(&error),
    }
}

/// Why a rule goes on, in words.
pub fn end_rule_error(asked: &Asked, error: EndRuleError) -> AppError {
    match error {
        EndRuleError::NotFound => AppError::NotFound,
        EndRuleError::Past => AppError::Refused("A rule ends now or later. Nothing was changed.".into()),
        EndRuleError::Internal(error) => asked.internal(&error),
    }
}

/// Why settings were not saved, in words.
pub fn settings_error(asked: &Asked, error: SaveSettingsError) -> AppError {
    match error {
        SaveSettingsError::Margin => AppError::invalid("margin", "A minimum margin is not below zero."),
        SaveSettingsError::Percent => AppError::invalid(
            "margin_percent",
            "A percentage is 0 to 1000, with at most three decimals.",
        ),
        SaveSettingsError::Internal(error) => asked.internal(&error),
    }
}

/// Why nothing was simulated, in words.
pub fn simulate_error(asked: &Asked, error: SimulateError) -> AppError {
    match error {
        SimulateError::Price(PriceError::NoRate) => AppError::Refused(
            "There is no exchange rate for this product, so it cannot be sold in this currency. Nothing was saved."
                .into(),
        ),
        SimulateError::Price(PriceError::Money(_)) => {
            AppError::invalid("markup_value", "This makes a price that is too large.")
        }
        SimulateError::Internal(error) => asked.internal(&error),
    }
}

/// The fields of a promotion as they were typed.
pub struct PromoFields {
    pub promo: String,
    pub promo_name: String,
    pub off_kind: String,
    pub off_value: String,
    pub minimum: String,
    pub maximum: String,
    pub promo_service: String,
    pub promo_country: String,
    pub promo_plan: String,
    pub promo_from: String,
    pub promo_until: String,
    pub limit_total: String,
    pub limit_per_customer: String,
}

/// A promotion to make, valid from `now` where no day is given.
pub fn new_promo(fields: PromoFields, currency: Currency, now: DateTime<Utc>) -> Result<NewPromo, AppError> {
    let off = match fields.off_kind.as_str() {
        "fixed" => Off::Fixed(amount("off_value", &fields.off_value, currency)?),
        _ => Off::Percent(decimal("off_value", &fields.off_value)?),
    };
    let minimum = match fields.minimum.trim() {
        "" => Money::zero(currency),
        text => amount("minimum", text, currency)?,
    };
    let maximum = match fields.maximum.trim() {
        "" => None,
        text => Some(amount("maximum", text, currency)?),
    };
    let plan = plan("promo_plan", &fields.promo_plan)?;
    let service = match fields.promo_service.as_str() {
        "data_plan" => Some(Service::DataPlan),
        "number_purchase" => Some(Service::NumberPurchase),
        _ => None,
    };
    Ok(NewPromo {
        code: fields.promo,
        name: fields.promo_name,
        off,
        minimum,
        maximum,
        on: On {
            service,
            country: country("promo_country", &fields.promo_country)?,
            plan,
        },
        valid_from: day("promo_from", &fields.promo_from)?.unwrap_or(now),
        valid_until: day("promo_until", &fields.promo_until)?,
        limit_total: limit("limit_total", &fields.limit_total)?,
        limit_per_customer: limit("limit_per_customer", &fields.limit_per_customer)?,
    })
}

fn limit(field: &str, text: &str) -> Result<Option<i32>, AppError> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| {
            AppError::invalid(
                field,
                "Please write a whole number, or leave it empty for no limit.",
            )
        }),
    }
}

/// Why no promotion was made, in words.
pub fn promo_error(asked: &Asked, error: SavePromoError) -> AppError {
    match error {
        SavePromoError::Code => AppError::invalid("promo", "A code has 3 to 32 letters, digits and hyphens."),
        SavePromoError::Taken => AppError::invalid(
            "promo",
            "This shop has that code already. Please choose another one.",
        ),
        SavePromoError::Name => AppError::invalid("promo_name", "A name has 1 to 80 characters."),
        SavePromoError::Percent => AppError::invalid(
            "off_value",
            "A percentage is above 0 and at most 100, with at most three decimals.",
        ),
        SavePromoError::Amount => AppError::invalid("off_value", "Amounts are above zero."),
        SavePromoError::Window => AppError::invalid("promo_until", "The last day is before the first one."),
        SavePromoError::Limit => AppError::invalid("limit_total", "A limit is 1 to 1,000,000."),
        SavePromoError::Internal(error) => asked.internal(&error),
    }
}

/// A local path to go back to.
pub fn back(path: &str, root: &str) -> String {
    if path.starts_with(root) && !path.contains("//") {
        path.to_owned()
    } else {
        root.to_owned()
    }
}

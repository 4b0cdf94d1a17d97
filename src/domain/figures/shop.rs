//! A shop's figures for its dashboard.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::store::{self, Parts};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        place,
        scope::Manages,
    },
    shared::{
        currency::Currency,
        figures::{Figures, Part, Period, Span, Totals},
    },
};

/// Countries and plans shown.
const BEST: i64 = 8;

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
pub enum FiguresError {
    #[error("a period is 1 to 366 days, the first before the last")]
    Period,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(FiguresError);

/// The figures of a span, in the shop's currency and by its days, beside the span before.
pub async fn shop(backend: &Backend, scope: &impl Manages, span: &Span) -> Result<Figures, FiguresError> {
    let reseller = scope.reseller();
    let mut tx = backend.begin_search(scope).await?;
    let shop = store::calendar(&mut tx, reseller, backend.now()).await?;
    let period = Period::read(span, shop.today).ok_or(FiguresError::Period)?;
    let before = period.before();
    let currency = shop.currency;
    let Parts {
        days,
        mut countries,
        products,
    } = store::parts(&mut tx, reseller, before.from, period, currency, BEST).await?;
    let (days, days_before) = split(days, period);
    let customers = store::new_customers(&mut tx, reseller, period).await?;
    let customers_before = store::new_customers(&mut tx, reseller, before).await?;
    tx.commit().await?;
    for part in &mut countries {
        part.name = country_name(&part.key);
    }
    Ok(Figures {
        period,
        currency,
        zone: shop.zone,
        totals: sum(&days, currency)?,
        totals_before: sum(&days_before, currency)?,
        days: every_day(days, period, currency),
        days_before: every_day(days_before, before, currency),
        countries,
        products,
        customers,
        customers_before,
    })
}

/// The days of the period, and those before it.
pub(super) fn split(days: Vec<Part>, period: Period) -> (Vec<Part>, Vec<Part>) {
    let first = period.from.to_string();
    days.into_iter().partition(|day| day.key >= first)
}

/// A country's name; plans of several have none.
pub(super) fn country_name(code: &str) -> String {
    match code.parse() {
        Ok(code) => place::country(code).name,
        Err(_) => "Several countries".into(),
    }
}

/// The sum of the parts.
pub(super) fn sum(parts: &[Part], currency: Currency) -> Result<Totals, Internal> {
    let mut all = Totals::zero(currency);
    for Part { totals, .. } in parts {
        all.sales += totals.sales;
        all.refunds += totals.refunds;
        for (sum, more) in [
            (&mut all.charged, totals.charged),
            (&mut all.refunded, totals.refunded),
            (&mut all.share, totals.share),
            (&mut all.earned, totals.earned),
            (&mut all.float, totals.float),
            (&mut all.cost, totals.cost),
            (&mut all.platform, totals.platform),
            (&mut all.commission, totals.commission),
        ] {
            *sum = sum.plus(more)?;
        }
    }
    Ok(all)
}

/// The days in their order, those without a sale among them.
pub(super) fn every_day(parts: Vec<Part>, period: Period, currency: Currency) -> Vec<Part> {
    let mut found: HashMap<String, Part> = parts.into_iter().map(|part| (part.key.clone(), part)).collect();
    period
        .each_day()
        .map(|day| {
            let key = day.to_string();
            let totals = found
                .remove(&key)
                .map_or(Totals::zero(currency), |part| part.totals);
            Part {
                name: words(day),
                key,
                totals,
            }
        })
        .collect()
}

fn words(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

//! What the platform keeps, for the console: across shops, currencies apart.

use std::collections::BTreeMap;

use super::{
    shop::{FiguresError, country_name, every_day, split, sum},
    store,
};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Operates},
    shared::{
        currency::Currency,
        figures::{By, Margins, MarginsIn, Part, Period, Span},
    },
};

/// Rows of one look; a country more or less does not change a decision.
const ROWS_MAX: i64 = 500;

/// The margins of a span by `by`, dearest first, with every day of the span beside the one before. Days are each
/// shop's own.
pub async fn margins(
    backend: &Backend,
    _operator: &impl Operates,
    by: By,
    span: &Span,
) -> Result<Margins, FiguresError> {
    let period = Period::read(span, backend.now().date_naive()).ok_or(FiguresError::Period)?;
    let mut tx = backend.begin_system().await?;
    let (days, parts) = store::margins(&mut tx, by, period.before().from, period, ROWS_MAX).await?;
    tx.commit().await?;
    let (days, before) = split(days, period);
    let (mut before, mut parts) = (by_currency(before), by_currency(parts));
    let mut currencies = vec![];
    for (code, days) in by_currency(days) {
        let currency: Currency = code.parse().map_err(Internal::from)?;
        let totals = sum(&days, currency)?;
        let days = every_day(days, period, currency);
        let mut parts = match by {
            By::Day => days.clone(),
            _ => parts.remove(&code).unwrap_or_default(),
        };
        for part in &mut parts {
            match by {
                By::Country => part.name = country_name(&part.key),
                By::Service => part.name = service_name(&part.key).to_owned(),
                By::Provider | By::Reseller | By::Day => {}
            }
        }
        let before = before.remove(&code).unwrap_or_default();
        currencies.push(MarginsIn {
            currency,
            totals,
            parts,
            days,
            days_before: every_day(before, period.before(), currency),
        });
    }
    Ok(Margins {
        period,
        by,
        currencies,
    })
}

fn service_name(kind: &str) -> &str {
    match kind {
        "number" => "Numbers",
        "esim" => "Data plans",
        "message" => "Messages",
        "call" => "Calls",
        other => other,
    }
}

fn by_currency(parts: Vec<Part>) -> BTreeMap<String, Vec<Part>> {
    let mut found: BTreeMap<String, Vec<Part>> = BTreeMap::new();
    for part in parts {
        let code = part.totals.charged.currency().code().to_owned();
        found.entry(code).or_default().push(part);
    }
    found
}

//! Who changed prices, when, and how.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Manages, Operates},
    },
    shared::{ids::ResellerId, paging::Page, pricing::PriceChange},
};

/// Changes of a page.
const PAGE_ROWS: usize = 50;

/// The shop's changes, the newest first; those before the moment `after`.
pub async fn history(
    backend: &Backend,
    scope: &impl Manages,
    after: Option<DateTime<Utc>>,
) -> Result<Page<PriceChange>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let page = page(&mut tx, Some(scope.reseller()), after).await?;
    tx.commit().await?;
    Ok(page)
}

/// The platform's changes, the newest first; those before the moment `after`.
pub async fn platform_history(
    backend: &Backend,
    _operator: &impl Operates,
    after: Option<DateTime<Utc>>,
) -> Result<Page<PriceChange>, Internal> {
    let mut tx = backend.begin_system().await?;
    let page = page(&mut tx, None, after).await?;
    tx.commit().await?;
    Ok(page)
}

async fn page(
    conn: &mut PgConnection,
    reseller: Option<ResellerId>,
    after: Option<DateTime<Utc>>,
) -> Result<Page<PriceChange>, Internal> {
    let limit = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let rows = store::history::changes(conn, reseller, after, limit).await?;
    let page = Page::of(rows, PAGE_ROWS, |row| row.at.to_rfc3339());
    Ok(page.map(|row| PriceChange {
        at: row.at,
        who: row.who,
        what: what(&row.action).into(),
        before: row.before.as_ref().map(in_words).unwrap_or_default(),
        after: row.after.as_ref().map(in_words).unwrap_or_default(),
    }))
}

fn what(action: &str) -> &'static str {
    match action {
        "price_rule.saved" => "Rule saved",
        "price_rule.ended" => "Rule ended",
        "fx_rate.set" => "Exchange rate",
        _ => "Rounding and margin",
    }
}

/// `name: Summer, country: FR, markup: percent 25`; what is empty is left out.
fn in_words(value: &Value) -> String {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, value)| name.as_str() != "id" && !value.is_null())
            .map(|(name, value)| match value {
                Value::Object(_) => format!(
                    "{}: {}",
                    name.replace('_', " "),
                    in_words(value).replace(": ", " ")
                ),
                _ => format!("{}: {}", name.replace('_', " "), in_words(value)),
            })
            .collect::<Vec<_>>()
            .join(", "),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

//! Who changed prices, when, and how.

use std::{fmt, str::FromStr};

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
    shared::{
        ids::{AuditId, ResellerId},
        paging::Page,
        pricing::PriceChange,
    },
};

/// Changes of a page.
const PAGE_ROWS: usize = 50;

/// A change's place in the list. Several are made at the same moment, so the moment alone would skip some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub at: DateTime<Utc>,
    pub id: AuditId,
}

/// The text is no place in a list of changes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a list of changes")]
pub struct ParsePlaceError;

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at.timestamp_micros(), self.id)
    }
}

impl FromStr for Place {
    type Err = ParsePlaceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (micros, id) = text.split_once('.').ok_or(ParsePlaceError)?;
        let at = micros.parse().ok().and_then(DateTime::from_timestamp_micros);
        Ok(Self {
            at: at.ok_or(ParsePlaceError)?,
            id: id.parse().map_err(|_| ParsePlaceError)?,
        })
    }
}

/// The shop's changes, the newest first; those behind `after`.
pub async fn history(
    backend: &Backend,
    scope: &impl Manages,
    after: Option<Place>,
) -> Result<Page<PriceChange>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let page = page(&mut tx, Some(scope.reseller()), after).await?;
    tx.commit().await?;
    Ok(page)
}

/// The platform's changes, the newest first; those behind `after`.
pub async fn platform_history(
    backend: &Backend,
    _operator: &impl Operates,
    after: Option<Place>,
) -> Result<Page<PriceChange>, Internal> {
    let mut tx = backend.begin_system().await?;
    let page = page(&mut tx, None, after).await?;
    tx.commit().await?;
    Ok(page)
}

async fn page(
    conn: &mut PgConnection,
    reseller: Option<ResellerId>,
    after: Option<Place>,
) -> Result<Page<PriceChange>, Internal> {
    let limit = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let rows = store::history::changes(conn, reseller, after, limit).await?;
    let page = Page::of(rows, PAGE_ROWS, |row| {
        Place {
            at: row.at,
            id: row.id,
        }
        .to_string()
    });
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
        "price_sheet.applied" => "File applied",
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

//! The log as operators read it: newest first, a page at a time, across shops.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Admin, time_cursor::TimeCursor},
    shared::{
        ids::{ResellerId, UserId},
        logs::{AuditRow, FieldChange},
        paging::Page,
    },
};

/// Rows of a page.
const ROWS: usize = 50;
/// Characters shown of one value.
const VALUE_MAX: usize = 300;

/// Which acts; what is not given does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Address or id of who acted; empty for anybody.
    pub actor: String,
    /// The whole word, `reseller.created`; empty for any.
    pub action: String,
    /// Id of what it was done to; empty for anything.
    pub entity: String,
    pub reseller: Option<ResellerId>,
    pub from: Option<DateTime<Utc>>,
    /// Not included.
    pub until: Option<DateTime<Utc>>,
}

/// A page of the acts that fit, behind `after`.
pub async fn list(
    backend: &Backend,
    _admin: &Admin,
    filter: &Filter,
    after: Option<TimeCursor>,
) -> Result<Page<AuditRow>, Internal> {
    let mut tx = backend.begin_system_search().await?;
    let actors = match filter.actor.trim() {
        "" => None,
        text => match text.parse::<UserId>() {
            Ok(id) => Some(vec![id]),
            Err(_) => Some(store::list::users_by_email(&mut tx, &text.to_ascii_lowercase()).await?),
        },
    };
    let found = store::list::acts(&mut tx, filter, actors.as_deref(), after, ROWS + 1).await?;
    tx.commit().await?;
    let page = Page::of(found, ROWS, |row| {
        TimeCursor {
            at: row.at,
            id: row.id.uuid(),
        }
        .to_string()
    });
    Ok(page.map(|row| AuditRow {
        id: row.id,
        at: row.at,
        reseller: row.reseller,
        shop: row.shop,
        actor: row.actor,
        on_behalf_of: row.on_behalf_of,
        action: row.action,
        entity: row.entity,
        changes: changes(row.before.as_ref(), row.after.as_ref()),
        request_id: row.request_id,
        address: row.address.map(|network| network.addr().to_string()),
    }))
}

/// A line per field that was named before or after, in the order of their names.
pub(super) fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let fields = |value: Option<&Value>| match value {
        Some(Value::Object(fields)) => fields.keys().cloned().collect(),
        Some(_) => vec![String::new()],
        None => vec![],
    };
    let mut names: Vec<String> = fields(before);
    names.extend(fields(after));
    names.sort();
    names.dedup();
    let text = |whole: Option<&Value>, name: &str| match whole {
        Some(Value::Object(fields)) => fields.get(name).map(words).unwrap_or_default(),
        Some(value) if name.is_empty() => words(value),
        _ => String::new(),
    };
    names
        .into_iter()
        .map(|field| FieldChange {
            before: text(before, &field),
            after: text(after, &field),
            field,
        })
        .collect()
}

fn words(value: &Value) -> String {
    let text = match value {
        Value::Null => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Object(fields) => match (fields.get("amount"), fields.get("currency")) {
            (Some(Value::String(amount)), Some(Value::String(currency))) => format!("{amount} {currency}"),
            _ => several(fields.iter().map(|(name, value)| match name.as_str() {
                // A rule that is switched on, to this.
                "on" => words(value),
                name => format!("{} {}", name.replace('_', " "), words(value)),
            })),
        },
        Value::Array(values) => several(values.iter().map(words)),
        Value::Number(number) => number.to_string(),
    };
    match text.char_indices().nth(VALUE_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn several(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    if all.is_empty() {
        "none".to_owned()
    } else {
        all.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_changed_is_a_line_per_field() {
        let (before, after) = (
            json!({"status": "active"}),
            json!({"status": "suspended", "limit": {"amount": "5.00", "currency": "EUR"}}),
        );
        let found = changes(Some(&before), Some(&after));
        let line = |field: &str, before: &str, after: &str| FieldChange {
            field: field.into(),
            before: before.into(),
            after: after.into(),
        };
        assert_eq!(
            found,
            [
                line("limit", "", "5.00 EUR"),
                line("status", "active", "suspended")
            ]
        );
        assert_eq!(changes(None, Some(&json!(3))), [line("", "", "3")]);
        assert_eq!(words(&json!([80, 100])), "80, 100");
        assert_eq!(words(&json!({ "on": 500 })), "500");
        assert_eq!(
            words(&json!({ "below_mb": 200, "plans": [] })),
            "below mb 200, plans none"
        );
        assert!(words(&json!("x".repeat(400))).ends_with('…'));
    }
}

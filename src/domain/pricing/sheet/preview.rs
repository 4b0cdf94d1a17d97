//! What an uploaded file would do.

use chrono::{DateTime, Utc};

use super::{
    carry_out::carry_out,
    decide::RowError,
    outcome::{Change, Outcome},
    upload::find,
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        pricing::{
            rule::StoredRule,
            rule_rows::{adds, on},
            store,
        },
        scope::Staff,
    },
    shared::{
        ids::{PlanId, PriceSheetId},
        pricing::SheetChange,
    },
};

/// A file with its changes in words.
pub struct Preview {
    pub name: String,
    pub expires_at: DateTime<Utc>,
    pub changes: Vec<SheetChange>,
    /// Lines and what is wrong with them.
    pub refused: Vec<(u64, RowError)>,
    pub unchanged: usize,
    /// Stands for these changes; `apply` wants it back.
    pub seal: String,
}

/// Makes the change and takes it back; `None` when there is no such file of this person.
pub async fn preview(
    backend: &Backend,
    staff: &Staff,
    id: PriceSheetId,
) -> Result<Option<Preview>, Internal> {
    let now = backend.now();
    let mut tx = backend.begin(staff).await?;
    let Some((sheet, rows)) = find(&mut tx, backend, staff, id).await? else {
        return Ok(None);
    };
    let numbers = backend.providers.usual_numbers();
    let outcome = carry_out(&mut tx, staff, now, numbers, rows).await?;
    let names = store::rules::plan_names(&mut tx, &plans(&outcome)).await?;
    tx.rollback().await?;
    let seal = outcome.seal(now)?;
    Ok(Some(Preview {
        name: sheet.name,
        expires_at: sheet.expires_at,
        changes: outcome
            .changes
            .into_iter()
            .map(|change| in_words(change, &names, now))
            .collect(),
        refused: outcome.refused,
        unchanged: outcome.unchanged,
        seal,
    }))
}

fn plans(outcome: &Outcome) -> Vec<PlanId> {
    let rules = outcome
        .changes
        .iter()
        .filter_map(|change| change.after.as_ref().or(change.before.as_ref()));
    rules.filter_map(|stored| stored.rule.plan).collect()
}

fn in_words(
    change: Change,
    names: &std::collections::HashMap<PlanId, String>,
    now: DateTime<Utc>,
) -> SheetChange {
    let shown = change.after.as_ref().or(change.before.as_ref());
    let (name, on) = shown.map_or_else(Default::default, |stored| {
        (stored.rule.name.clone(), on(&stored.rule, names))
    });
    let is_renamed = change.before.as_ref().is_some_and(|old| old.rule.name != name);
    let before = change.before.as_ref().map_or_else(String::new, |old| {
        let terms = terms(old, now);
        if is_renamed {
            format!("{terms} ({})", old.rule.name)
        } else {
            terms
        }
    });
    let after = change
        .after
        .as_ref()
        .map_or_else(|| "ends now".into(), |new| terms(new, now));
    SheetChange {
        line: i64::try_from(change.line).unwrap_or(i64::MAX),
        name,
        on,
        before: if before.is_empty() {
            "no such rule".into()
        } else {
            before
        },
        after,
        example: change.example,
    }
}

/// `+25 %, from 1 Dec 2026 until 1 Jan 2027`.
fn terms(stored: &StoredRule, now: DateTime<Utc>) -> String {
    let day = |at: DateTime<Utc>| at.format("%-d %b %Y").to_string();
    let mut text = adds(stored.rule.markup);
    if stored.valid_from > now {
        text.push_str(&format!(", from {}", day(stored.valid_from)));
    }
    if let Some(until) = stored.valid_until {
        text.push_str(&format!(", until {}", day(until)));
    }
    text
}

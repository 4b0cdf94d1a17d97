//! Cases as the console shows them.

use serde_json::Value;

use super::{
    case::{self, Case},
    hints::where_to_look,
    store,
};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Admin},
    shared::{
        ids::CaseId,
        operator::{CaseListRow, CaseVerb, CaseView},
        paging::Page,
    },
};

/// Rows of a page.
const PAGE_ROWS: usize = 50;
/// Longest figure of a case shown, in characters.
const DETAIL_MAX: usize = 2_000;

/// Cases of a state and perhaps a kind: open ones oldest first, closed ones newest first; `after` is the id of the last
/// one shown.
pub async fn list(
    backend: &Backend,
    _admin: &Admin,
    is_closed: bool,
    kind: Option<&str>,
    after: Option<CaseId>,
) -> Result<Page<CaseListRow>, Internal> {
    let mut tx = backend.begin_system().await?;
    let rows = if is_closed {
        store::closed_cases_page(&mut tx, kind, after, PAGE_ROWS + 1).await?
    } else {
        store::open_cases_page(&mut tx, kind, after, PAGE_ROWS + 1).await?
    };
    tx.commit().await?;
    Ok(Page::of(rows, PAGE_ROWS, |row| row.id.to_string()))
}

/// One case with everything needed to decide; `None` when there is none with this id.
pub async fn view(backend: &Backend, _admin: &Admin, id: CaseId) -> Result<Option<CaseView>, Internal> {
    let Some(case) = case::find(backend, id).await? else {
        return Ok(None);
    };
    let mut tx = backend.begin_system().await?;
    let closed_by = store::case_closed_by(&mut tx, id).await?;
    tx.commit().await?;
    let verbs = if case.closed_at.is_some() {
        vec![]
    } else {
        verbs(&case)
    };
    let order = case.detail("order").unwrap_or(&case.reference).parse().ok();
    let reference = case.detail("reference").unwrap_or(&case.reference);
    Ok(Some(CaseView {
        where_to_look: case
            .provider
            .as_deref()
            // Of a message or a call the summary says it.
            .filter(|_| !verbs.contains(&CaseVerb::SettleTraffic))
            .map(|provider| where_to_look(provider, reference)),
        details: details(&case.details),
        provider: case.provider,
        last_seen_at: case.last_seen_at,
        resolution_note: case.resolution_note,
        closed_by,
        order,
        verbs,
        row: CaseListRow {
            id: case.id,
            kind: case.kind,
            shop: case.shop,
            reference: case.reference,
            summary: case.summary,
            opened_at: case.opened_at,
            closed_at: case.closed_at,
            resolution: case.resolution,
        },
    }))
}

/// What decides it, as `decision::possible` says in words.
fn verbs(case: &Case) -> Vec<CaseVerb> {
    use CaseVerb::{Adopt, Credit, Dismiss, Release, Settle, SettleLine, SettleTraffic};
    match case.kind.as_str() {
        "order_unknown" | "number_conflict" => vec![Settle, Dismiss],
        "line_unknown" => vec![SettleLine, Dismiss],
        "message_unknown" | "call_unknown" => vec![SettleTraffic, Dismiss],
        "bought_unassigned" if case.detail("order").is_none() => vec![Release, Dismiss],
        "bought_unassigned" if case.detail("thing") == Some("esim") => vec![Adopt, Dismiss],
        "bought_unassigned" => vec![Adopt, Release, Dismiss],
        "assigned_gone" => vec![Release, Dismiss],
        "paid_not_credited" | "payment_mismatch" => vec![Credit, Dismiss],
        _ => vec![Dismiss],
    }
}

fn details(details: &Value) -> Vec<(String, String)> {
    let Value::Object(fields) = details else {
        return vec![];
    };
    fields
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| {
            let text = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            (name.replace('_', " "), text.chars().take(DETAIL_MAX).collect())
        })
        .collect()
}

//! The history of a company, and its alerts.

use axum::Extension;

use super::{File, Heading::*, Taker, row};
use crate::{
    domain::{alerts, audit},
    server_fns::guard::Asked,
    shared::{logs::FieldChange, permissions::OrganizationMay},
};

/// `/business/history.csv`
pub async fn history(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewAudit)?;
    let headings = [
        Time("When"),
        Text("Who"),
        Text("What"),
        Text("To what"),
        Text("Before and after"),
    ];
    let (backend, member) = (taker.backend.clone(), taker.member.clone());
    let read = move |after: Option<String>| {
        let (backend, member) = (backend.clone(), member.clone());
        async move {
            let after = after.and_then(|text| text.parse().ok());
            let page = audit::of_company(&backend, &member, after).await?;
            Ok(page.map(|act| {
                let (who, what) = (act.actor_in_words(), act.action_in_words().to_owned());
                let changes: Vec<String> = act.changes.iter().map(change).collect();
                row![act.at, who, what, act.subject, changes.join("; ")]
            }))
        }
    };
    taker.paged("history", &headings, read).await
}

fn change(change: &FieldChange) -> String {
    let FieldChange { field, before, after } = change;
    let field = field.replace('_', " ");
    if before.is_empty() || before == after {
        format!("{field}: {after}")
    } else {
        format!("{field}: {before} → {after}")
    }
}

/// `/business/alerts.csv`
pub async fn alerts(Extension(asked): Extension<Asked>) -> File {
    let taker = Taker::of(asked, OrganizationMay::ViewSpend)?;
    let headings = [Time("When"), Text("What"), Text("Why"), Text("Passed")];
    let (backend, member) = (taker.backend.clone(), taker.member.clone());
    let read = move |after: Option<String>| {
        let (backend, member) = (backend.clone(), member.clone());
        async move {
            let after = after.and_then(|text| text.parse().ok());
            let view = alerts::list(&backend, &member, after).await?;
            Ok(view.page.map(|alert| {
                let passed = alert
                    .kind
                    .passes_percent()
                    .then(|| format!("{} %", alert.threshold));
                row![alert.at, alert.title, alert.detail, passed]
            }))
        }
    };
    taker.paged("alerts", &headings, read).await
}

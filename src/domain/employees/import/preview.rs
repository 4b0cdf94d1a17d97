//! What a kept file would do, or did.

use super::plan::plan;
use crate::{
    backend::Backend,
    domain::{
        employees::store,
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
    shared::{
        company::{ImportGood, ImportView},
        ids::ImportId,
    },
};

/// Rows shown of those that can be taken.
const SAMPLE: usize = 20;

/// `None` for a file of another company or of somebody else.
pub async fn preview(
    backend: &Backend,
    member: &Member,
    id: ImportId,
) -> Result<Option<ImportView>, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin_search(member).await?;
    let Some(kept) = store::kept(&mut tx, reseller, organization, id, member.user()).await? else {
        return Ok(None);
    };
    let view = match kept.text {
        None => ImportView {
            id,
            name: kept.name,
            good: kept.added.unwrap_or_default().into(),
            sample: vec![],
            refused: kept.refused,
            is_applied: true,
        },
        Some(text) => {
            let plan = plan(&mut tx, member, &text, backend.now()).await?;
            let team = |id| {
                let found = plan.teams.iter().find(|team| Some(team.id) == id);
                found.map(|team| team.name.clone()).unwrap_or_default()
            };
            let sample = plan.good.iter().take(SAMPLE).map(|(line, row)| ImportGood {
                line: *line,
                name: format!("{} {}", row.first_name, row.last_name),
                email: row.email.to_string(),
                team: team(row.team),
                cost_centre: row.cost_centre.clone(),
            });
            ImportView {
                id,
                name: kept.name,
                good: i64::try_from(plan.good.len()).unwrap_or(i64::MAX),
                sample: sample.collect(),
                refused: plan.refused,
                is_applied: false,
            }
        }
    };
    tx.commit().await?;
    Ok(Some(view))
}

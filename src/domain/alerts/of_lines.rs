//! Lines whose data runs out.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::{Alert, raise, rules, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, lines::LineUse, scope::Scope},
    shared::{
        alerts::AlertKind,
        data::bytes_in_words,
        ids::{LineId, OrganizationId},
    },
};

/// Tells of each that has passed a threshold of its allowance, once for each allowance: who adds data hears again when
/// that runs out. Most of the time nothing is read for it but the lines themselves.
pub async fn of_lines(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    organization: OrganizationId,
    lines: &[LineUse],
) -> Result<(), Internal> {
    if lines.is_empty() {
        return Ok(());
    }
    let rule = rules::rule(&mut *conn, scope, organization, AlertKind::Line).await?;
    let passed: Vec<(&LineUse, i64, i16)> = lines
        .iter()
        .filter_map(|line| {
            let allowance = line.allowance_bytes.filter(|bytes| *bytes > 0)?;
            let percent = i64::try_from(i128::from(line.used_bytes) * 100 / i128::from(allowance)).ok()?;
            Some((line, allowance, rule.passed(percent)?))
        })
        .collect();
    if passed.is_empty() {
        return Ok(());
    }
    let ids: Vec<LineId> = passed.iter().map(|(line, ..)| line.line).collect();
    let told: HashMap<(uuid::Uuid, String), i16> =
        store::told(&mut *conn, scope.reseller(), organization, AlertKind::Line, &ids).await?;
    for (line, allowance, threshold) in passed {
        let period = allowance.to_string();
        let before = told.get(&(line.line.uuid(), period.clone())).copied();
        if before.is_some_and(|before| before >= threshold) {
            continue;
        }
        let tail: String = line
            .iccid
            .chars()
            .skip(line.iccid.chars().count().saturating_sub(4))
            .collect();
        let alert = Alert {
            organization,
            kind: AlertKind::Line,
            subject: line.line.uuid(),
            period,
            threshold,
            team: line.team,
            title: format!("{} has used {threshold} % of the data", line.name),
            detail: format!(
                "{} of {} are used on the line ending in {tail}. Add data before it runs out, or leave it as it is.",
                bytes_in_words(line.used_bytes),
                bytes_in_words(allowance),
            ),
            path: format!("/business/usage?by=line&line={}", line.line),
        };
        raise(&mut *conn, backend, scope, &alert).await?;
    }
    Ok(())
}

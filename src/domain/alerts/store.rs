//! The SQL of the alerts room.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Alert;
use crate::{
    domain::{error::Internal, time_cursor::TimeCursor},
    shared::{
        alerts::{AlertKind, AlertRow, AlertRule},
        ids::{AlertId, LineId, OrganizationId, ResellerId, TeamId, UserId},
        permissions::OrganizationRole,
    },
};

fn uuids(teams: Option<&[TeamId]>) -> Option<Vec<Uuid>> {
    teams.map(|teams| teams.iter().map(|team| team.uuid()).collect())
}

/// False when it, or a higher threshold of the same, is there.
pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: AlertId,
    alert: &Alert,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into alerts (id, reseller_id, organization_id, kind, subject_id, period, threshold, team_id, title,
                             detail, path, at)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
         where not exists (select from alerts where reseller_id = $2 and organization_id = $3 and kind = $4
                           and subject_id = $5 and period = $6 and threshold >= $7)
         on conflict on constraint alert_once do nothing",
        id.uuid(),
        reseller.uuid(),
        alert.organization.uuid(),
        alert.kind.as_str(),
        alert.subject,
        alert.period,
        alert.threshold,
        alert.team.map(TeamId::uuid),
        alert.title,
        alert.detail,
        alert.path,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The highest threshold that was told of each of these, by period.
pub(super) async fn told(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    kind: AlertKind,
    subjects: &[LineId],
) -> Result<HashMap<(Uuid, String), i16>, sqlx::Error> {
    let subjects: Vec<Uuid> = subjects.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select subject_id, period, max(threshold) as "threshold!" from alerts
           where reseller_id = $1 and organization_id = $2 and kind = $3 and subject_id = any($4)
           group by subject_id, period"#,
        reseller.uuid(),
        organization.uuid(),
        kind.as_str(),
        &subjects,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.subject_id, row.period), row.threshold))
        .collect())
}

pub(super) async fn rules(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<AlertRule>, Internal> {
    let rows = sqlx::query!(
        "select kind, thresholds, mailed from alert_rules where reseller_id = $1 and organization_id = $2",
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AlertRule {
                kind: AlertKind::parse(&row.kind).ok_or_else(|| Internal::broken("unknown kind of alert"))?,
                thresholds: row.thresholds,
                mailed: row
                    .mailed
                    .iter()
                    .filter_map(|role| OrganizationRole::parse(role))
                    .collect(),
            })
        })
        .collect()
}

pub(super) async fn save_rule(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    rule: &AlertRule,
) -> Result<(), sqlx::Error> {
    let mailed: Vec<String> = rule.mailed.iter().map(|role| role.as_str().to_owned()).collect();
    sqlx::query!(
        "insert into alert_rules (reseller_id, organization_id, kind, thresholds, mailed) values ($1, $2, $3, $4, $5)
         on conflict (reseller_id, organization_id, kind)
         do update set thresholds = excluded.thresholds, mailed = excluded.mailed",
        reseller.uuid(),
        organization.uuid(),
        rule.kind.as_str(),
        &rule.thresholds,
        &mailed,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Members of these roles; managers only those who lead the team.
pub(super) async fn recipients(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    roles: &[OrganizationRole],
    team: Option<TeamId>,
) -> Result<Vec<UserId>, sqlx::Error> {
    let roles: Vec<String> = roles.iter().map(|role| role.as_str().to_owned()).collect();
    sqlx::query_scalar!(
        r#"select m.user_id as "user: UserId" from organization_members m
           where m.reseller_id = $1 and m.organization_id = $2 and m.state = 'active' and m.role = any($3)
             and (m.role <> 'manager' or exists (
                 select from team_managers t where t.reseller_id = $1 and t.organization_id = $2 and t.team_id = $4
                 and t.user_id = m.user_id))
           order by m.user_id limit 50"#,
        reseller.uuid(),
        organization.uuid(),
        &roles,
        team.map(TeamId::uuid),
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    teams: Option<&[TeamId]>,
    after: Option<TimeCursor>,
    limit: i64,
) -> Result<Vec<AlertRow>, Internal> {
    let teams = uuids(teams);
    let rows = sqlx::query!(
        r#"select a.id as "id: AlertId", a.at, a.kind, a.threshold, a.title, a.detail, a.path,
                  s.seen_at is null or a.at > s.seen_at as "is_new!"
           from alerts a
           left join alerts_seen s on s.reseller_id = $1 and s.organization_id = $2 and s.user_id = $3
           where a.reseller_id = $1 and a.organization_id = $2 and ($4::uuid[] is null or a.team_id = any($4))
             and ($5::timestamptz is null or (a.at, a.id) < ($5, $6))
           order by a.at desc, a.id desc limit $7"#,
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
        teams.as_deref(),
        after.map(|after| after.at),
        after.map(|after| after.id),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AlertRow {
                id: row.id,
                at: row.at,
                kind: AlertKind::parse(&row.kind).ok_or_else(|| Internal::broken("unknown kind of alert"))?,
                threshold: row.threshold,
                title: row.title,
                detail: row.detail,
                path: row.path,
                is_new: row.is_new,
            })
        })
        .collect()
}

pub(super) async fn unread(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    teams: Option<&[TeamId]>,
) -> Result<i64, sqlx::Error> {
    let teams = uuids(teams);
    sqlx::query_scalar!(
        r#"select count(*) as "unread!" from (
               select from alerts a
               where a.reseller_id = $1 and a.organization_id = $2 and ($4::uuid[] is null or a.team_id = any($4))
                 and a.at > coalesce((select seen_at from alerts_seen where reseller_id = $1 and organization_id = $2
                                      and user_id = $3), '-infinity')
               limit 1000) as new"#,
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
        teams.as_deref(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn see(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into alerts_seen (reseller_id, organization_id, user_id, seen_at) values ($1, $2, $3, $4)
         on conflict (reseller_id, organization_id, user_id) do update set seen_at = excluded.seen_at",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

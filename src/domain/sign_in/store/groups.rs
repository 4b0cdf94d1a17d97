//! Groups and what they are here.

use sqlx::PgConnection;

use crate::{
    domain::error::Internal,
    shared::{
        company::TeamChoice,
        ids::{OrganizationId, ResellerId, TeamId},
        permissions::OrganizationRole,
        sign_in::GroupRow,
    },
};

pub(in crate::domain::sign_in) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<GroupRow>, Internal> {
    let rows = sqlx::query!(
        r#"select g.value, g.role, t.id as "team?: TeamId", t.name as "team_name?"
           from organization_sign_in_groups g
           left join teams t on t.reseller_id = g.reseller_id and t.organization_id = g.organization_id
                            and t.id = g.team_id
           where g.reseller_id = $1 and g.organization_id = $2 order by g.value"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(GroupRow {
                role: OrganizationRole::parse(&row.role)
                    .ok_or_else(|| Internal::broken("unknown role of a group"))?,
                value: row.value,
                team: row
                    .team
                    .zip(row.team_name)
                    .map(|(id, name)| TeamChoice { id, name }),
            })
        })
        .collect()
}

/// Adds the group, or changes what it is; how many there are then.
pub(in crate::domain::sign_in) async fn set(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    value: &str,
    role: OrganizationRole,
    team: Option<TeamId>,
) -> Result<i64, sqlx::Error> {
    sqlx::query!(
        "insert into organization_sign_in_groups (reseller_id, organization_id, value, role, team_id)
         values ($1, $2, $3, $4, $5)
         on conflict (reseller_id, organization_id, value) do update set
             role = excluded.role, team_id = excluded.team_id",
        reseller.uuid(),
        organization.uuid(),
        value,
        role.as_str(),
        team.map(TeamId::uuid),
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from organization_sign_in_groups
           where reseller_id = $1 and organization_id = $2"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::sign_in) async fn remove(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    value: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "delete from organization_sign_in_groups where reseller_id = $1 and organization_id = $2 and value = $3",
        reseller.uuid(),
        organization.uuid(),
        value,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

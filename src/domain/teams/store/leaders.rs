//! Who leads teams.

use sqlx::PgConnection;

use crate::shared::{
    company::ManagerRow,
    ids::{OrganizationId, ResellerId, TeamId, UserId},
};

/// Who leads which team.
pub(in crate::domain::teams) async fn leaders(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<(TeamId, ManagerRow)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select l.team_id as "team: TeamId", u.id as "id: UserId",
                  coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) as "name!"
           from team_managers l join users u on u.reseller_id = l.reseller_id and u.id = l.user_id
           where l.reseller_id = $1 and l.organization_id = $2 order by 3, 2"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.team,
                ManagerRow {
                    id: row.id,
                    name: row.name,
                },
            )
        })
        .collect())
}

/// Active members who are managers.
pub(in crate::domain::teams) async fn managers(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<ManagerRow>, sqlx::Error> {
    sqlx::query_as!(
        ManagerRow,
        r#"select u.id as "id: UserId",
                  coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) as "name!"
           from organization_members m join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           where m.reseller_id = $1 and m.organization_id = $2 and m.role = 'manager' and m.state = 'active'
           order by 2, 1"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::teams) async fn lead(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: TeamId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into team_managers (reseller_id, organization_id, team_id, user_id) values ($1, $2, $3, $4)
         on conflict do nothing",
        reseller.uuid(),
        organization.uuid(),
        team.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::teams) async fn lead_no_more(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: TeamId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from team_managers
         where reseller_id = $1 and organization_id = $2 and team_id = $3 and user_id = $4",
        reseller.uuid(),
        organization.uuid(),
        team.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Names of the teams the user leads.
pub(in crate::domain::teams) async fn led_by(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select t.name from team_managers l
         join teams t on t.reseller_id = l.reseller_id and t.organization_id = l.organization_id and t.id = l.team_id
         where l.reseller_id = $1 and l.organization_id = $2 and l.user_id = $3 order by t.name",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
    )
    .fetch_all(conn)
    .await
}

/// The successor leads what the other one leads.
pub(in crate::domain::teams) async fn lead_like(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    successor: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into team_managers (reseller_id, organization_id, team_id, user_id)
         select reseller_id, organization_id, team_id, $4 from team_managers
         where reseller_id = $1 and organization_id = $2 and user_id = $3
         on conflict do nothing",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
        successor.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::teams) async fn lead_nothing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from team_managers where reseller_id = $1 and organization_id = $2 and user_id = $3",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

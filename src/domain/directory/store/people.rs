//! Members, as the directory knows them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{directory::Person, error::Internal},
    shared::{
        ids::{OrganizationId, ResellerId, UserId},
        permissions::OrganizationRole,
    },
};

struct Row {
    id: UserId,
    email: String,
    first_name: String,
    last_name: String,
    role: String,
    is_active: bool,
    external_id: Option<String>,
    is_made_here: bool,
    created_at: DateTime<Utc>,
}

fn person(row: Row) -> Result<Person, Internal> {
    Ok(Person {
        id: row.id,
        email: row.email,
        first_name: row.first_name,
        last_name: row.last_name,
        role: OrganizationRole::parse(&row.role)
            .ok_or_else(|| Internal::broken("unknown role in a company"))?,
        is_active: row.is_active,
        external_id: row.external_id,
        is_made_here: row.is_made_here,
        created_at: row.created_at,
    })
}

/// Everybody, oldest first: a company has 500 members at most.
pub(in crate::domain::directory) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<Person>, Internal> {
    let rows = sqlx::query_as!(
        Row,
        r#"select u.id as "id: UserId", u.email, u.first_name, u.last_name, m.role,
                  m.state = 'active' as "is_active!", e.external_id as "external_id?",
                  coalesce(e.is_made_here, false) as "is_made_here!", m.created_at
           from organization_members m
           join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           left join directory_entries e on e.reseller_id = m.reseller_id and e.organization_id = m.organization_id
                                        and e.user_id = m.user_id
           where m.reseller_id = $1 and m.organization_id = $2 order by m.created_at, m.user_id limit 1000"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(person).collect()
}

/// The membership is held until the transaction ends.
pub(in crate::domain::directory) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
) -> Result<Option<Person>, Internal> {
    let row = sqlx::query_as!(
        Row,
        r#"select u.id as "id: UserId", u.email, u.first_name, u.last_name, m.role,
                  m.state = 'active' as "is_active!", e.external_id as "external_id?",
                  coalesce(e.is_made_here, false) as "is_made_here!", m.created_at
           from organization_members m
           join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           left join directory_entries e on e.reseller_id = m.reseller_id and e.organization_id = m.organization_id
                                        and e.user_id = m.user_id
           where m.reseller_id = $1 and m.organization_id = $2 and m.user_id = $3 for no key update of m"#,
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(person).transpose()
}

/// What the directory calls the member. An account that was made here stays so.
pub(in crate::domain::directory) async fn note(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    external_id: Option<&str>,
    is_made_here: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into directory_entries (reseller_id, organization_id, user_id, external_id, is_made_here)
         values ($1, $2, $3, $4, $5)
         on conflict (reseller_id, organization_id, user_id) do update set
             external_id = coalesce(excluded.external_id, directory_entries.external_id),
             is_made_here = directory_entries.is_made_here or excluded.is_made_here",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
        external_id,
        is_made_here,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The role of somebody whom no group names.
pub(in crate::domain::directory) async fn default_role(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<OrganizationRole, Internal> {
    let found = sqlx::query_scalar!(
        "select default_role from organization_sign_ins where reseller_id = $1 and organization_id = $2",
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    found.flatten().map_or(Ok(OrganizationRole::Standard), |text| {
        OrganizationRole::parse(&text).ok_or_else(|| Internal::broken("unknown role in a company"))
    })
}

//! Members.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::error::Internal,
    shared::{
        ids::{ResellerId, UserId},
        permissions::StaffRole,
        staff::MemberRow,
    },
};

pub(in crate::domain::staff) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    role: StaffRole,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into staff_members (reseller_id, user_id, role, created_at) values ($1, $2, $3, $4)
         on conflict do nothing",
        reseller.uuid(),
        user.uuid(),
        role.as_str(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

fn role(text: &str) -> Result<StaffRole, Internal> {
    StaffRole::parse(text).ok_or_else(|| Internal::broken("unknown staff role"))
}

/// Everybody, held as they are until the transaction ends: whoever else changes the staff waits. In one order, so that
/// two of them do not wait for each other.
pub(in crate::domain::staff) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Vec<(UserId, StaffRole)>, Internal> {
    let rows = sqlx::query!(
        r#"select user_id as "user: UserId", role from staff_members
           where reseller_id = $1 order by user_id for no key update"#,
        reseller.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.user, role(&row.role)?)))
        .collect()
}

pub(in crate::domain::staff) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    you: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<MemberRow>, Internal> {
    let rows = sqlx::query!(
        r#"select m.user_id as "user: UserId", trim(u.first_name || ' ' || u.last_name) as "name!", u.email, m.role,
                  m.created_at,
                  (select max(s.last_seen_at) from sessions s
                   where s.reseller_id = m.reseller_id and s.user_id = m.user_id and s.entry_id is null
                     and s.expires_at > $2) as last_seen_at
           from staff_members m join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           where m.reseller_id = $1 order by m.created_at, m.user_id"#,
        reseller.uuid(),
        now,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(MemberRow {
                id: row.user,
                name: row.name,
                email: row.email,
                role: role(&row.role)?,
                since: row.created_at,
                last_seen_at: row.last_seen_at,
                is_you: row.user == you,
            })
        })
        .collect()
}

/// Address of a user and whether they are on the staff.
pub(in crate::domain::staff) async fn address(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<(String, bool), sqlx::Error> {
    let row = sqlx::query!(
        r#"select u.email, m.user_id is not null as "is_member!" from users u
           left join staff_members m on m.reseller_id = u.reseller_id and m.user_id = u.id
           where u.reseller_id = $1 and u.id = $2"#,
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_one(conn)
    .await?;
    Ok((row.email, row.is_member))
}

pub(in crate::domain::staff) async fn has_address(
    conn: &mut PgConnection,
    reseller: ResellerId,
    email: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from staff_members m
                          join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
                          where m.reseller_id = $1 and u.email = $2) as "is_member!""#,
        reseller.uuid(),
        email,
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::staff) async fn set_role(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    role: StaffRole,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update staff_members set role = $3 where reseller_id = $1 and user_id = $2",
        reseller.uuid(),
        user.uuid(),
        role.as_str(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::staff) async fn delete(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from staff_members where reseller_id = $1 and user_id = $2",
        reseller.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

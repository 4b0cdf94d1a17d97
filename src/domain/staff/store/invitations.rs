//! Invitations. Open is one that was neither accepted nor revoked; it may have expired.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        accounts::{Email, LinkToken},
        error::Internal,
    },
    shared::{
        ids::{InvitationId, ResellerId, UserId},
        permissions::StaffRole,
        staff::InvitationRow,
    },
};

fn role(text: &str) -> Result<StaffRole, Internal> {
    StaffRole::parse(text).ok_or_else(|| Internal::broken("unknown staff role"))
}

/// How many are open, and how many were made since.
pub(in crate::domain::staff) async fn counts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
    since: DateTime<Utc>,
) -> Result<(i64, i64), sqlx::Error> {
    let row = sqlx::query!(
        r#"select (select count(*) from staff_invitations
                   where reseller_id = $1 and accepted_at is null and revoked_at is null and expires_at > $2) as "open!",
                  (select count(*) from staff_invitations
                   where reseller_id = $1 and created_at > $3) as "recent!""#,
        reseller.uuid(),
        now,
        since,
    )
    .fetch_one(conn)
    .await?;
    Ok((row.open, row.recent))
}

/// An invitation as the verbs need it.
pub(in crate::domain::staff) struct Invitation {
    pub id: InvitationId,
    pub email: String,
    pub role: StaffRole,
    pub mailed_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(in crate::domain::staff) async fn open_by_email(
    conn: &mut PgConnection,
    reseller: ResellerId,
    email: &Email,
) -> Result<Option<Invitation>, Internal> {
    let row = sqlx::query!(
        r#"select id as "id: InvitationId", email, role, mailed_at, expires_at from staff_invitations
           where reseller_id = $1 and email = $2 and accepted_at is null and revoked_at is null
           for no key update"#,
        reseller.uuid(),
        email.as_str(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Invitation {
            id: row.id,
            email: row.email,
            role: role(&row.role)?,
            mailed_at: row.mailed_at,
            expires_at: row.expires_at,
        })
    })
    .transpose()
}

pub(in crate::domain::staff) async fn open_by_id(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: InvitationId,
) -> Result<Option<Invitation>, Internal> {
    let row = sqlx::query!(
        r#"select id as "id: InvitationId", email, role, mailed_at, expires_at from staff_invitations
           where reseller_id = $1 and id = $2 and accepted_at is null and revoked_at is null
           for no key update"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Invitation {
            id: row.id,
            email: row.email,
            role: role(&row.role)?,
            mailed_at: row.mailed_at,
            expires_at: row.expires_at,
        })
    })
    .transpose()
}

pub(in crate::domain::staff) struct NewLink<'a> {
    pub id: InvitationId,
    pub email: &'a str,
    pub role: StaffRole,
    pub token: &'a LinkToken,
    pub by: UserId,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Writes the invitation, or gives the one with this id a new link, which ends the former.
pub(in crate::domain::staff) async fn save(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewLink<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into staff_invitations
             (id, reseller_id, email, role, token_hash, invited_by, created_at, mailed_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7, $8)
         on conflict (reseller_id, id) do update set
             role = excluded.role, token_hash = excluded.token_hash, invited_by = excluded.invited_by,
             mailed_at = excluded.mailed_at, expires_at = excluded.expires_at",
        new.id.uuid(),
        reseller.uuid(),
        new.email,
        new.role.as_str(),
        new.token.hash(),
        new.by.uuid(),
        new.now,
        new.expires_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::staff) async fn revoke(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "update staff_invitations set revoked_at = $3
         where reseller_id = $1 and id = $2 and accepted_at is null and revoked_at is null
         returning email",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .fetch_optional(conn)
    .await
}

/// Revokes what a member sent who may not invite any more.
pub(in crate::domain::staff) async fn revoke_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    inviter: UserId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update staff_invitations set revoked_at = $3
         where reseller_id = $1 and invited_by = $2 and accepted_at is null and revoked_at is null",
        reseller.uuid(),
        inviter.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::staff) async fn list_open(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<InvitationRow>, Internal> {
    let rows = sqlx::query!(
        r#"select i.id as "id: InvitationId", i.email, i.role, u.email as invited_by, i.mailed_at, i.expires_at
           from staff_invitations i join users u on u.reseller_id = i.reseller_id and u.id = i.invited_by
           where i.reseller_id = $1 and i.accepted_at is null and i.revoked_at is null
           order by i.created_at desc, i.id desc limit $2"#,
        reseller.uuid(),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(InvitationRow {
                id: row.id,
                email: row.email,
                role: role(&row.role)?,
                invited_by: row.invited_by,
                mailed_at: row.mailed_at,
                expires_at: row.expires_at,
                is_expired: row.expires_at <= now,
            })
        })
        .collect()
}

/// An invitation as its link finds it.
pub(in crate::domain::staff) struct Found {
    pub id: InvitationId,
    pub email: String,
    pub role: StaffRole,
    pub expires_at: DateTime<Utc>,
    pub is_accepted: bool,
    pub is_revoked: bool,
}

/// Held until the transaction ends: of two who accept at the same time, the second finds it used.
pub(in crate::domain::staff) async fn by_token(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &LinkToken,
) -> Result<Option<Found>, Internal> {
    let row = sqlx::query!(
        r#"select id as "id: InvitationId", email, role, expires_at, accepted_at is not null as "is_accepted!",
                  revoked_at is not null as "is_revoked!"
           from staff_invitations where reseller_id = $1 and token_hash = $2 for no key update"#,
        reseller.uuid(),
        token.hash(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Found {
            id: row.id,
            email: row.email,
            role: role(&row.role)?,
            expires_at: row.expires_at,
            is_accepted: row.is_accepted,
            is_revoked: row.is_revoked,
        })
    })
    .transpose()
}

pub(in crate::domain::staff) async fn set_accepted(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update staff_invitations set accepted_at = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Invitations of all shops that ended before this, in whatever way.
pub(in crate::domain::staff) async fn delete_before(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "delete from staff_invitations
         where accepted_at < $1 or revoked_at < $1 or expires_at < $1",
        before
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

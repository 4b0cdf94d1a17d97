//! Invitations. Open is one that was neither accepted nor revoked; it may have expired.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::members::role;
use crate::{
    domain::{
        accounts::{Email, LinkToken},
        error::Internal,
        members::invite::Offer,
    },
    shared::{
        company::CompanyInvitationRow,
        ids::{CompanyInvitationId, OrganizationId, ResellerId, TeamId, UserId},
        permissions::OrganizationRole,
    },
};

/// How many are open, and how many were made since.
pub(in crate::domain::members) async fn counts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    now: DateTime<Utc>,
    since: DateTime<Utc>,
) -> Result<(i64, i64), sqlx::Error> {
    let row = sqlx::query!(
        r#"select count(*) filter (where accepted_at is null and revoked_at is null and expires_at > $3) as "open!",
                  count(*) filter (where created_at > $4) as "recent!"
           from organization_invitations where reseller_id = $1 and organization_id = $2"#,
        reseller.uuid(),
        organization.uuid(),
        now,
        since,
    )
    .fetch_one(conn)
    .await?;
    Ok((row.open, row.recent))
}

/// An invitation as the verbs need it.
pub(in crate::domain::members) struct Invitation {
    pub id: CompanyInvitationId,
    pub email: String,
    pub role: OrganizationRole,
    pub team: Option<TeamId>,
    pub mailed_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(in crate::domain::members) async fn open_by_email(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    email: &Email,
) -> Result<Option<Invitation>, Internal> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: CompanyInvitationId" from organization_invitations
           where reseller_id = $1 and organization_id = $2 and email = $3 and accepted_at is null
             and revoked_at is null"#,
        reseller.uuid(),
        organization.uuid(),
        email.as_str(),
    )
    .fetch_optional(&mut *conn)
    .await?;
    match id {
        Some(id) => open_by_id(conn, reseller, organization, id).await,
        None => Ok(None),
    }
}

pub(in crate::domain::members) async fn open_by_id(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: CompanyInvitationId,
) -> Result<Option<Invitation>, Internal> {
    let row = sqlx::query!(
        r#"select id as "id: CompanyInvitationId", email, role, team_id as "team: TeamId", mailed_at, expires_at
           from organization_invitations
           where reseller_id = $1 and organization_id = $2 and id = $3 and accepted_at is null and revoked_at is null
           for no key update"#,
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Invitation {
            id: row.id,
            email: row.email,
            role: role(&row.role)?,
            team: row.team,
            mailed_at: row.mailed_at,
            expires_at: row.expires_at,
        })
    })
    .transpose()
}

pub(in crate::domain::members) struct NewLink<'a> {
    pub offer: &'a Offer<'a>,
    pub token: &'a LinkToken,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Writes the invitation, or gives the one with this id a new link, which ends the former; the company's name.
pub(in crate::domain::members) async fn save(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewLink<'_>,
) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(
        "with written as (
             insert into organization_invitations
                 (id, reseller_id, organization_id, email, role, team_id, token_hash, invited_by, created_at,
                  mailed_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)
             on conflict (reseller_id, organization_id, id) do update set
                 role = excluded.role, team_id = excluded.team_id, token_hash = excluded.token_hash,
                 invited_by = excluded.invited_by, mailed_at = excluded.mailed_at, expires_at = excluded.expires_at)
         select name from organizations where reseller_id = $2 and id = $3",
        new.offer.id.uuid(),
        reseller.uuid(),
        new.offer.organization.uuid(),
        new.offer.email,
        new.offer.role.as_str(),
        new.offer.team.map(TeamId::uuid),
        new.token.hash(),
        new.offer.by.uuid(),
        new.now,
        new.expires_at,
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::members) async fn revoke(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: CompanyInvitationId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organization_invitations set revoked_at = $4
         where reseller_id = $1 and organization_id = $2 and id = $3 and accepted_at is null and revoked_at is null",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Revokes what a member sent who may not invite any more.
pub(in crate::domain::members) async fn revoke_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    inviter: UserId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organization_invitations set revoked_at = $4
         where reseller_id = $1 and organization_id = $2 and invited_by = $3 and accepted_at is null
           and revoked_at is null",
        reseller.uuid(),
        organization.uuid(),
        inviter.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::members) async fn list_open(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<CompanyInvitationRow>, Internal> {
    let rows = sqlx::query!(
        r#"select i.id as "id: CompanyInvitationId", i.email, i.role, t.name as "team?", i.mailed_at, i.expires_at
           from organization_invitations i
           left join teams t on t.reseller_id = i.reseller_id and t.organization_id = i.organization_id
                            and t.id = i.team_id
           where i.reseller_id = $1 and i.organization_id = $2 and i.accepted_at is null and i.revoked_at is null
           order by i.created_at desc, i.id desc limit $3"#,
        reseller.uuid(),
        organization.uuid(),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(CompanyInvitationRow {
                id: row.id,
                email: row.email,
                role: role(&row.role)?,
                team: row.team,
                mailed_at: row.mailed_at,
                expires_at: row.expires_at,
                is_expired: row.expires_at <= now,
            })
        })
        .collect()
}

/// An invitation as its link finds it.
pub(in crate::domain::members) struct Found {
    pub id: CompanyInvitationId,
    pub organization: OrganizationId,
    pub company: String,
    pub email: String,
    pub role: OrganizationRole,
    pub team: Option<TeamId>,
    pub expires_at: DateTime<Utc>,
    pub is_accepted: bool,
    pub is_revoked: bool,
}

/// Not held: whoever acts on it locks the company first and reads it again.
pub(in crate::domain::members) async fn by_token(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &LinkToken,
) -> Result<Option<Found>, Internal> {
    let row = sqlx::query!(
        r#"select i.id as "id: CompanyInvitationId", o.id as "organization: OrganizationId", o.name as company,
                  i.email, i.role, i.team_id as "team: TeamId", i.expires_at,
                  i.accepted_at is not null as "is_accepted!", i.revoked_at is not null as "is_revoked!"
           from organization_invitations i
           join organizations o on o.reseller_id = i.reseller_id and o.id = i.organization_id
           where i.reseller_id = $1 and i.token_hash = $2"#,
        reseller.uuid(),
        token.hash(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Found {
            id: row.id,
            organization: row.organization,
            company: row.company,
            email: row.email,
            role: role(&row.role)?,
            team: row.team,
            expires_at: row.expires_at,
            is_accepted: row.is_accepted,
            is_revoked: row.is_revoked,
        })
    })
    .transpose()
}

pub(in crate::domain::members) async fn set_accepted(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: CompanyInvitationId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organization_invitations set accepted_at = $4
         where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Invitations of all shops that ended before this, in whatever way.
pub(in crate::domain::members) async fn delete_before(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "delete from organization_invitations
         where accepted_at < $1 or revoked_at < $1 or expires_at < $1",
        before
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

//! Sessions.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::ipnet::IpNet};

use crate::{
    domain::accounts::{device::Device, token::SessionToken},
    shared::ids::{EntryId, OrganizationId, ResellerId, SessionId, TeamId, UserId},
};

/// A session about to begin.
pub struct NewRow<'a> {
    pub id: SessionId,
    pub user: UserId,
    pub token: &'a SessionToken,
    pub device: &'a Device,
    pub address: IpAddr,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// The operator's entry it belongs to.
    pub entry: Option<EntryId>,
}

pub async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewRow<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into sessions
             (id, reseller_id, user_id, token_hash, device, address, created_at, last_seen_at, expires_at, entry_id)
         values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)",
        new.id.uuid(),
        reseller.uuid(),
        new.user.uuid(),
        new.token.hash(),
        new.device.as_str(),
        IpNet::from(new.address),
        new.now,
        new.expires_at,
        new.entry.map(EntryId::uuid),
    )
    .execute(&mut *conn)
    .await?;
    seen(conn, reseller, new.user, new.now).await
}

/// When the user was last there, for the shop's staff. An operator in somebody's place is not that somebody.
async fn seen(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set last_seen_at = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        user.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes what is over, and the least recently seen beyond `kept`.
pub async fn prune(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    now: DateTime<Utc>,
    kept: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from sessions where reseller_id = $1 and user_id = $2 and id not in
             (select id from sessions where reseller_id = $1 and user_id = $2 and expires_at > $3
              order by last_seen_at desc, id desc limit $4)",
        reseller.uuid(),
        user.uuid(),
        now,
        kept,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A session that is valid now, and whose it is.
pub struct Found {
    pub id: SessionId,
    pub user: UserId,
    pub email: String,
    pub first_name: String,
    pub role: String,
    pub is_verified: bool,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// Somebody came from a company's own provider, whose word counts in that company alone.
    pub is_of_company: bool,
    pub staff_role: Option<String>,
    pub entered_by: Option<UserId>,
    pub operator_name: Option<String>,
    pub entry_expires_at: Option<DateTime<Utc>>,
    /// The company chosen in this session, or the first the user belongs to.
    pub organization: Option<OrganizationId>,
    pub company_role: Option<String>,
    pub company_is_open: Option<bool>,
    pub teams: Option<Vec<TeamId>>,
}

pub async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &SessionToken,
    now: DateTime<Utc>,
) -> Result<Option<Found>, sqlx::Error> {
    sqlx::query_as!(
        Found,
        r#"select s.id as "id: SessionId", u.id as "user: UserId", u.email, u.first_name, u.role,
                  u.email_verified_at is not null as "is_verified!", s.created_at, s.last_seen_at,
                  s.signed_in_by is not null as "is_of_company!", m.role as "staff_role?", e.operator_id as "entered_by?: UserId",
                  e.operator_name as "operator_name?", e.expires_at as "entry_expires_at?",
                  c.organization_id as "organization?: OrganizationId", c.role as "company_role?",
                  c.is_open as "company_is_open?", c.teams as "teams?: Vec<TeamId>"
           from sessions s
           join users u on u.reseller_id = s.reseller_id and u.id = s.user_id
           left join staff_members m on m.reseller_id = s.reseller_id and m.user_id = s.user_id
                                    and s.signed_in_by is null
           left join operator_entries e on e.reseller_id = s.reseller_id and e.id = s.entry_id
           left join lateral (
               select om.organization_id, om.role, o.state = 'active' as is_open,
                      array(select t.team_id from team_managers t
                            where t.reseller_id = om.reseller_id and t.organization_id = om.organization_id
                              and t.user_id = om.user_id) as teams
               from organization_members om
               join organizations o on o.reseller_id = om.reseller_id and o.id = om.organization_id
               left join organization_sign_ins c
                    on c.reseller_id = om.reseller_id and c.organization_id = om.organization_id
               where om.reseller_id = s.reseller_id and om.user_id = s.user_id and om.state = 'active'
                 and s.entry_id is null
                 and (s.signed_in_by = om.organization_id
                      or s.signed_in_by is null and (om.role = 'owner' or c.is_enforced is not true))
               order by om.organization_id is not distinct from s.organization_id desc, om.created_at,
                        om.organization_id
               limit 1) c on true
           where s.reseller_id = $1 and s.token_hash = $2 and s.expires_at > $3 and u.status = 'active'
             and (s.entry_id is null or (e.expires_at > $3 and e.ended_at is null))"#,
        reseller.uuid(),
        token.hash(),
        now,
    )
    .fetch_optional(conn)
    .await
}

pub async fn touch(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: SessionId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let user = sqlx::query_scalar!(
        r#"update sessions set last_seen_at = $3, expires_at = $4 where reseller_id = $1 and id = $2
           returning case when entry_id is null then user_id end as "user: UserId""#,
        reseller.uuid(),
        id.uuid(),
        now,
        expires_at,
    )
    .fetch_optional(&mut *conn)
    .await?;
    match user.flatten() {
        Some(user) => seen(conn, reseller, user, now).await,
        None => Ok(()),
    }
}

/// True when there was one.
pub async fn end(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    id: SessionId,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "delete from sessions where reseller_id = $1 and user_id = $2 and id = $3",
        reseller.uuid(),
        user.uuid(),
        id.uuid(),
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() > 0)
}

pub async fn end_by_token(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &SessionToken,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from sessions where reseller_id = $1 and token_hash = $2",
        reseller.uuid(),
        token.hash()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Ends all sessions of a user but `kept`, and says how many.
pub async fn end_others(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    kept: Option<SessionId>,
) -> Result<u64, sqlx::Error> {
    sqlx::query!(
        "delete from sessions where reseller_id = $1 and user_id = $2 and ($3::uuid is null or id <> $3)",
        reseller.uuid(),
        user.uuid(),
        kept.map(SessionId::uuid),
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

/// A session as its owner's list shows it.
pub struct Listed {
    pub id: SessionId,
    pub device: String,
    pub address: IpNet,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
}

pub async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select id as "id: SessionId", device, address, created_at, last_seen_at from sessions
           where reseller_id = $1 and user_id = $2 and expires_at > $3 order by last_seen_at desc, id desc"#,
        reseller.uuid(),
        user.uuid(),
        now,
    )
    .fetch_all(conn)
    .await
}

/// The entry a session belongs to.
pub async fn entry_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: SessionId,
) -> Result<Option<EntryId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select entry_id as "entry?: EntryId" from sessions where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
    .map(Option::flatten)
}

pub async fn end_of_entry(
    conn: &mut PgConnection,
    reseller: ResellerId,
    entry: EntryId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from sessions where reseller_id = $1 and entry_id = $2",
        reseller.uuid(),
        entry.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Which company the session works in.
pub async fn choose_company(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: SessionId,
    organization: OrganizationId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update sessions set organization_id = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        organization.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The session was begun by this company's own provider.
pub async fn set_signed_in_by(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: SessionId,
    organization: OrganizationId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update sessions set signed_in_by = $3, organization_id = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        organization.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn signed_in_by(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: SessionId,
) -> Result<Option<OrganizationId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select signed_in_by as "company?: OrganizationId" from sessions where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
    .map(Option::flatten)
}

/// Ends the sessions that members of a company, but its owners, began with a password; how many.
pub async fn end_by_password(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<u64, sqlx::Error> {
    sqlx::query!(
        "delete from sessions s using organization_members m
         where m.reseller_id = $1 and m.organization_id = $2 and m.role <> 'owner' and m.state = 'active'
           and s.reseller_id = m.reseller_id and s.user_id = m.user_id and s.signed_in_by is null
           and s.entry_id is null",
        reseller.uuid(),
        organization.uuid(),
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

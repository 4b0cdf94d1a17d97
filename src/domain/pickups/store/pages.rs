//! A link as whoever opens it finds it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{check, state};
use crate::{
    domain::{accounts::LinkToken, error::Internal},
    shared::{
        esim::EsimState,
        ids::{LineId, OrganizationId, PickupId, ResellerId},
        pickup::PickupCheck,
    },
};

/// A link and its line.
pub struct Found {
    pub id: PickupId,
    pub organization: OrganizationId,
    pub line: LineId,
    pub company: String,
    pub contact: String,
    pub email: String,
    pub first_name: String,
    pub plan: String,
    pub place: String,
    pub state: EsimState,
    pub check: PickupCheck,
    pub pin_sealed: Option<Vec<u8>>,
    pub code_sealed: Option<Vec<u8>>,
    pub code_mailed_at: Option<DateTime<Utc>>,
    pub code_expires_at: Option<DateTime<Utc>>,
    pub codes_mailed: i32,
    pub attempts: i32,
    pub expires_at: DateTime<Utc>,
    pub installed_at: Option<DateTime<Utc>>,
    is_revoked: bool,
}

impl Found {
    /// Neither expired nor taken back.
    pub fn works(&self, now: DateTime<Utc>) -> bool {
        !self.is_revoked && self.expires_at > now
    }
}

pub async fn by_token(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &LinkToken,
) -> Result<Option<Found>, Internal> {
    let row = sqlx::query!(
        r#"select p.id as "id: PickupId", p.organization_id as "organization: OrganizationId",
                  p.line_id as "line: LineId", o.name as company, o.pickup_contact, e.email, e.first_name,
                  d.name as plan, d.place, l.state, p.asks_for, p.pin_sealed, p.code_sealed,
                  p.code_mailed_at, p.code_expires_at, p.codes_mailed, p.attempts, p.expires_at, p.installed_at,
                  p.revoked_at is not null as "is_revoked!"
           from line_pickups p
           join lines l on l.reseller_id = p.reseller_id and l.organization_id = p.organization_id and l.id = p.line_id
           join organizations o on o.reseller_id = p.reseller_id and o.id = p.organization_id
           join employees e on e.reseller_id = l.reseller_id and e.organization_id = l.organization_id
                and e.id = l.employee_id
           join esim_data_plans d on d.id = l.plan_id
           where p.reseller_id = $1 and p.token_hash = $2"#,
        reseller.uuid(),
        token.hash(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Found {
            id: row.id,
            organization: row.organization,
            line: row.line,
            company: row.company,
            contact: row.pickup_contact,
            email: row.email,
            first_name: row.first_name,
            plan: row.plan,
            place: row.place,
            state: state(&row.state)?,
            check: check(&row.asks_for)?,
            pin_sealed: row.pin_sealed,
            code_sealed: row.code_sealed,
            code_mailed_at: row.code_mailed_at,
            code_expires_at: row.code_expires_at,
            codes_mailed: row.codes_mailed,
            attempts: row.attempts,
            expires_at: row.expires_at,
            installed_at: row.installed_at,
            is_revoked: row.is_revoked,
        })
    })
    .transpose()
}

/// Holds the link still until the transaction ends.
pub async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &LinkToken,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select id from line_pickups where reseller_id = $1 and token_hash = $2 for no key update",
        reseller.uuid(),
        token.hash(),
    )
    .fetch_optional(conn)
    .await
    .map(drop)
}

/// Whether the vendor may be asked now; notes that it is, and that the page was opened.
pub async fn claim_look(
    conn: &mut PgConnection,
    reseller: ResellerId,
    found: &Found,
    now: DateTime<Utc>,
    seconds: i32,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "update line_pickups set looked_at = $4::timestamptz, opened_at = coalesce(opened_at, $4::timestamptz)
         where reseller_id = $1 and organization_id = $2 and id = $3
           and (looked_at is null or looked_at <= $4::timestamptz - make_interval(secs => $5::integer))",
        reseller.uuid(),
        found.organization.uuid(),
        found.id.uuid(),
        now,
        seconds,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

pub async fn set_installed(
    conn: &mut PgConnection,
    reseller: ResellerId,
    found: &Found,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update line_pickups set installed_at = coalesce(installed_at, $4)
         where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        found.organization.uuid(),
        found.id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn set_attempts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    found: &Found,
    attempts: i32,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update line_pickups set attempts = $4 where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        found.organization.uuid(),
        found.id.uuid(),
        attempts,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn set_code(
    conn: &mut PgConnection,
    reseller: ResellerId,
    found: &Found,
    sealed: &[u8],
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update line_pickups set code_sealed = $4, code_mailed_at = $5, code_expires_at = $6,
                codes_mailed = codes_mailed + 1
         where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        found.organization.uuid(),
        found.id.uuid(),
        sealed,
        now,
        until,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A code is good once.
pub async fn forget_code(
    conn: &mut PgConnection,
    reseller: ResellerId,
    found: &Found,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update line_pickups set code_sealed = null, code_expires_at = null
         where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        found.organization.uuid(),
        found.id.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

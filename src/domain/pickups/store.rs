//! The SQL of the pickups room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{accounts::LinkToken, error::Internal},
    shared::{
        esim::EsimState,
        ids::{LineId, OrganizationId, PickupId, ResellerId, TeamId},
        pickup::PickupCheck,
    },
};

pub(super) mod pages;
pub(super) mod receivers;

pub(super) use pages::{
    Found, by_token, claim_look, forget_code, lock, set_attempts, set_code, set_installed,
};
pub(super) use receivers::{Receiver, receiver, sheets};

/// How a company hands lines over.
pub(super) struct Rules {
    pub days: i32,
    pub check: PickupCheck,
    pub contact: String,
}

fn check(word: &str) -> Result<PickupCheck, Internal> {
    PickupCheck::parse(word).ok_or_else(|| Internal::broken("unknown check of a pickup page"))
}

fn state(word: &str) -> Result<EsimState, Internal> {
    EsimState::parse(word).ok_or_else(|| Internal::broken("unknown state of a line"))
}

pub(super) async fn rules(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Rules, Internal> {
    let row = sqlx::query!(
        "select pickup_days, pickup_check, pickup_contact from organizations where reseller_id = $1 and id = $2",
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_one(conn)
    .await?;
    Ok(Rules {
        days: row.pickup_days,
        check: check(&row.pickup_check)?,
        contact: row.pickup_contact,
    })
}

pub(super) async fn save_rules(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    days: i32,
    check: PickupCheck,
    contact: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organizations set pickup_days = $3, pickup_check = $4, pickup_contact = $5
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        organization.uuid(),
        days,
        check.as_str(),
        contact,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) struct NewLink<'a> {
    pub id: PickupId,
    pub organization: OrganizationId,
    pub line: LineId,
    pub token: &'a LinkToken,
    pub token_sealed: &'a [u8],
    pub check: PickupCheck,
    pub pin_sealed: Option<&'a [u8]>,
    pub expires_at: DateTime<Utc>,
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewLink<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into line_pickups (id, reseller_id, organization_id, line_id, token_hash, token_sealed, asks_for,
                                   pin_sealed, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        new.id.uuid(),
        reseller.uuid(),
        new.organization.uuid(),
        new.line.uuid(),
        new.token.hash(),
        new.token_sealed,
        new.check.as_str(),
        new.pin_sealed,
        now,
        new.expires_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Takes the line's link back; 0 where there is none.
pub(super) async fn revoke(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
    now: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    sqlx::query!(
        "update line_pickups set revoked_at = $4
         where reseller_id = $1 and organization_id = $2 and line_id = $3 and revoked_at is null",
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

pub(super) async fn set_mailed(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update line_pickups set mailed_at = $4
         where reseller_id = $1 and organization_id = $2 and line_id = $3 and revoked_at is null",
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The link of a line that was not taken back.
pub(super) struct Live {
    pub id: PickupId,
    pub token_sealed: Vec<u8>,
    pub pin_sealed: Option<Vec<u8>>,
    pub attempts: i32,
    pub expires_at: DateTime<Utc>,
    pub mailed_at: Option<DateTime<Utc>>,
    pub opened_at: Option<DateTime<Utc>>,
    pub installed_at: Option<DateTime<Utc>>,
}

pub(super) async fn live(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
) -> Result<Option<Live>, sqlx::Error> {
    sqlx::query_as!(
        Live,
        r#"select id as "id: PickupId", token_sealed, pin_sealed, attempts, expires_at, mailed_at, opened_at,
                  installed_at
           from line_pickups
           where reseller_id = $1 and organization_id = $2 and line_id = $3 and revoked_at is null"#,
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// A team in a row of a query.
type Team = Option<TeamId>;

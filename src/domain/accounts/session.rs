//! Sessions: how long they last, how one begins, and who a cookie belongs to.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::{Device, Role, SessionToken, store::sessions};
use crate::{
    domain::{
        audit::{self, Audit, Origin},
        scope::{Customer, Member, Scope, Staff},
    },
    shared::ids::{ResellerId, SessionId, UserId},
};

/// A session nobody uses ends after this.
const IDLE: TimeDelta = TimeDelta::days(30);
/// Every session ends after this.
const LONGEST: TimeDelta = TimeDelta::days(90);
/// Sessions a user has at most; the least recently seen ends first.
const SESSIONS_MAX: i64 = 30;

/// A session that has begun: the cookie to set.
#[derive(Debug)]
pub struct NewSession {
    pub token: SessionToken,
    /// Whose it is.
    pub customer: Customer,
    /// When the cookie may be forgotten; the session may end earlier.
    pub expires_at: DateTime<Utc>,
}

/// Who a session cookie belongs to.
#[derive(Debug, Clone)]
pub struct SignedInUser {
    pub customer: Customer,
    pub email: String,
    /// First name, or the part of the address before the @.
    pub name: String,
    /// Topping up and buying ask for it.
    pub is_verified: bool,
    pub role: Role,
    /// What the user may do in the reseller's dashboard, if anything.
    pub staff: Option<Staff>,
    /// The company the user works in, if any: the one chosen in this session, or the first.
    pub member: Option<Member>,
    /// The operator whose session this is; then nothing may be bought or changed as a customer.
    pub entry: Option<Entry>,
}

/// An operator's look into the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub operator_name: String,
    pub expires_at: DateTime<Utc>,
}

/// When a session ends that began then and is used now.
pub(super) fn end_of(began: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    (now + IDLE).min(began + LONGEST)
}

/// Begins a session in the caller's transaction, in place of the one the browser had.
pub(super) async fn begin(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    device: &Device,
    origin: &Origin,
    replaces: Option<&SessionToken>,
    now: DateTime<Utc>,
) -> Result<NewSession, sqlx::Error> {
    if let Some(old) = replaces {
        sessions::end_by_token(conn, reseller, old).await?;
    }
    let (id, token) = (SessionId::new(), SessionToken::new());
    let address = origin.address;
    let row = sessions::NewRow {
        id,
        user,
        token: &token,
        device,
        address,
        now,
        expires_at: end_of(now, now),
        entry: None,
    };
    sessions::insert(conn, reseller, &row).await?;
    sessions::prune(conn, reseller, user, now, SESSIONS_MAX).await?;
    let customer = Customer::of(reseller, user, id);
    audit::record(conn, &customer, now, Audit::of("session.started", id, origin)).await?;
    Ok(NewSession {
        token,
        customer,
        expires_at: now + LONGEST,
    })
}

/// Ends all sessions of the scope's user but `kept`, with an audit row.
pub(super) async fn end_others(
    conn: &mut PgConnection,
    scope: &impl Scope,
    user: UserId,
    kept: Option<SessionId>,
    origin: &Origin,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let count = sessions::end_others(conn, scope.reseller(), user, kept).await?;
    let mut audit = Audit::of("sessions.ended", user, origin);
    audit.after = Some(serde_json::json!({ "ended": count }));
    audit::record(conn, scope, now, audit).await
}

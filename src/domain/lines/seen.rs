//! What a vendor told of lines.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store::seen as store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        esim::EsimState,
        ids::{LineId, OrganizationId, TeamId},
    },
};

/// Of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub line: LineId,
    /// Used since the last time; negative where the vendor corrected itself.
    pub bytes: i64,
    /// `None` where it was not told.
    pub state: Option<EsimState>,
    pub activated_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    /// What was told is as of this moment.
    pub as_of: Option<DateTime<Utc>>,
}

impl Seen {
    /// Nothing yet.
    pub const fn of(line: LineId) -> Self {
        Self {
            line,
            bytes: 0,
            state: None,
            activated_at: None,
            expires_at: None,
            as_of: None,
        }
    }
}

/// A line's use as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineUse {
    pub line: LineId,
    /// The employee's first and last name, and team.
    pub name: String,
    pub team: Option<TeamId>,
    pub iccid: String,
    pub used_bytes: i64,
    /// What its plans give; `None` is unlimited or untold.
    pub allowance_bytes: Option<i64>,
}

/// Brings the lines up to date and returns how they stand. The caller holds their rows.
pub async fn seen(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
    now: DateTime<Utc>,
    seen: &[Seen],
) -> Result<Vec<LineUse>, Internal> {
    if seen.is_empty() {
        return Ok(vec![]);
    }
    Ok(store::see(conn, scope.reseller(), organization, seen, now).await?)
}

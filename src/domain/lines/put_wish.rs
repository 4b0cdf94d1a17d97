//! Writes down what a line's vendor is to be asked.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{
        audit::{self, Audit, Origin},
        error::Internal,
        queue::{Job, enqueue},
        scope::Scope,
    },
    shared::{
        ids::{LineId, LineWishId, OrganizationId},
        line::{LineVerb, WishWhy},
    },
};

/// A wish to write down.
#[derive(Debug, Clone, Copy)]
pub struct NewWish<'a> {
    pub organization: OrganizationId,
    pub line: LineId,
    pub verb: LineVerb,
    pub why: WishWhy,
    /// In the words of whoever asks; at most 200 characters.
    pub reason: &'a str,
    /// Where the request came from; `None` in a job.
    pub origin: Option<&'a Origin>,
    /// A page that asks the vendor itself gives the job time.
    pub job_after: TimeDelta,
}

/// The new wish, with the job that brings it to the vendor; `None` while another one for the line is open.
pub async fn put_wish(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    new: &NewWish<'_>,
) -> Result<Option<LineWishId>, Internal> {
    let (reseller, organization) = (scope.reseller(), new.organization);
    let id = LineWishId::new();
    if !store::wishes::insert(conn, reseller, id, new, scope.actor(), now).await? {
        return Ok(None);
    }
    let job = Job::AdvanceLineWish {
        reseller,
        organization,
        wish: id,
    };
    enqueue(conn, &job, now + new.job_after).await?;
    let action = match new.verb {
        LineVerb::Suspend => "line.suspend_asked",
        LineVerb::Reactivate => "line.reactivate_asked",
        LineVerb::Terminate => "line.terminate_asked",
    };
    let audit = Audit {
        action,
        entity: new.line.to_string(),
        after: Some(json!({ "why": new.why.in_words(), "reason": new.reason })),
        request_id: new.origin.and_then(|origin| origin.request_id.as_deref()),
        address: new.origin.map(|origin| origin.address),
        company: Some(organization),
        ..Audit::default()
    };
    audit::record(conn, scope, now, audit).await?;
    Ok(Some(id))
}

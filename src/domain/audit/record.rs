//! Writes down that something was done.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use super::store;
use crate::{domain::scope::Scope, shared::ids::OrganizationId};

/// Where a request came from: what the audit log, the throttle and the list of sessions keep of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The browser's address, as far as trusted proxies tell.
    pub address: IpAddr,
    /// Finds the log lines of the request.
    pub request_id: Option<String>,
}

/// An act. The scope says who acted and at which reseller.
#[derive(Debug, Default)]
pub struct Audit<'a> {
    /// What was done, `noun.past`: `session.started`, `password.changed`.
    pub action: &'static str,
    /// Id of what it was done to, in its text form.
    pub entity: String,
    /// What it was; `None` when it did not exist or does not matter.
    pub before: Option<Value>,
    /// What it became.
    pub after: Option<Value>,
    /// Request the act came with; `None` in a job.
    pub request_id: Option<&'a str>,
    /// Address the request came from; `None` in a job.
    pub address: Option<IpAddr>,
    /// The company it was done to, when it was done by somebody outside of it.
    pub company: Option<OrganizationId>,
}

impl<'a> Audit<'a> {
    /// An act of a request, on one thing, without before and after.
    pub fn of(action: &'static str, entity: impl ToString, origin: &'a Origin) -> Self {
        Self {
            action,
            entity: entity.to_string(),
            request_id: origin.request_id.as_deref(),
            address: Some(origin.address),
            ..Self::default()
        }
    }
}

/// Writes the row in the caller's transaction.
pub async fn record(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    audit: Audit<'_>,
) -> Result<(), sqlx::Error> {
    let actors = store::Actors {
        actor: scope.actor(),
        on_behalf_of: scope.on_behalf_of(),
        company: scope.company().or(audit.company),
    };
    store::insert(conn, scope.reseller(), actors, now, audit).await
}
